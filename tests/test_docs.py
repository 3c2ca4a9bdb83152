"""Pages for people lead to what is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob(".github/**/*.md")],
    key=str,
)
PATH = re.compile(r"`((?:bot|tests|tools|bench|docs|\.ci|\.github)/[\w./-]*)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")


def missing(page: str, folder: Path) -> list[str]:
    """Paths below the root that a page names, and links from its folder, that lead nowhere."""
    paths = [path for path in PATH.findall(page) if not (ROOT / path).exists()]
    links = [link.partition("#")[0] for link in LINK.findall(page) if "://" not in link]
    return paths + [link for link in links if link and not (folder / link).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_leads_to_what_is_there(page: Path) -> None:
    assert missing(page.read_text(encoding="utf-8"), page.parent) == []


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    page = (folder / "README.md").read_text(encoding="utf-8")
    assert sorted(LINK.findall(page)) == sorted(path.name for path in folder.glob("0*.md"))


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("`bot/nowhere.py` and `tests/`", ["bot/nowhere.py"]),
        (
            "[a](docs/nowhere.md) [b](README.md#start) [c](https://example.org/x) [d](#e)",
            ["docs/nowhere.md"],
        ),
        ("`bot/app.py`, `run`, [it](docs/architecture.md)", []),
    ],
)
def test_what_leads_nowhere_is_found(page: str, found: list[str]) -> None:
    assert missing(page, ROOT) == found
