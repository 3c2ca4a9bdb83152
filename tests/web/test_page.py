"""The page itself, as far as it can be judged without a browser."""

import re

from bot.domain.audio import LONGEST
from bot.domain.commands import SHORT_DESCRIPTION
from bot.knowledge.knowledge_base import LONGEST_TEXT
from bot.web.routes import ASSETS
from bot.web.uploads import KINDS

PAGE = (ASSETS / "page.html").read_text()


def test_the_page_introduces_itself_as_the_bot_does_elsewhere() -> None:
    assert SHORT_DESCRIPTION in PAGE


def test_the_page_and_the_server_agree_on_the_longest_text() -> None:
    assert f'maxlength="{LONGEST_TEXT}"' in PAGE


def test_the_page_and_the_server_agree_on_the_longest_recording() -> None:
    assert f"LONGEST = {LONGEST:.0f};" in (ASSETS / "recorder.js").read_text()


def test_the_server_takes_every_kind_of_recording_that_the_page_makes() -> None:
    made = re.findall(r'"(audio/[a-z0-9]+)', (ASSETS / "microphone.js").read_text())
    assert len(made) == 3
    assert set(made) <= KINDS


def test_nothing_comes_from_elsewhere() -> None:
    for asset in ASSETS.iterdir():
        addresses = re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]+", asset.read_text())
        assert set(addresses) <= {"http://www.w3.org"}, asset.name  # the name of SVG's namespace


def test_nothing_is_inline() -> None:
    assert not re.search(r"<style|style=|<script(?![^>]*src=)|\son[a-z]+=", PAGE)


def test_text_is_never_set_as_markup() -> None:
    for asset in ASSETS.glob("*.js"):
        forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\("
        assert not re.search(forbidden, asset.read_text()), asset.name


def test_every_asset_of_the_page_exists() -> None:
    named = set(re.findall(r"/assets/([\w.]+)", PAGE))
    for script in ASSETS.glob("*.js"):
        named |= set(re.findall(r'from "\./([\w.]+)"', script.read_text()))
    assert named == {asset.name for asset in ASSETS.iterdir()} - {"page.html"}
