"""Teaching: a reviewed question becomes a phrasing of a topic, and stays answered."""

import json
from pathlib import Path

import pytest

from bot.cli import content
from bot.cli.content import regression_line, teach, with_phrasing
from bot.errors import ContentError
from bot.knowledge.content.loading import CONTENT, content_files, parse_yaml

FAQ = """# the top
first_topic:
  question: "One?"
  phrasings:
    - "one"

# ---------- a chapter ----------

second_topic:
  question: "Two?"
  phrasings:
    - "two"
    - "zwei"
"""


def phrasings(faq: str, topic: str) -> list[str]:
    found: list[str] = parse_yaml("faq.yaml", faq)[topic]["phrasings"]
    return found


@pytest.mark.parametrize("topic", ["first_topic", "second_topic"])
def test_a_phrasing_goes_to_the_end_of_its_topic(topic: str) -> None:
    taught = with_phrasing(FAQ, topic, ' is it "hard": or not? ')
    assert phrasings(taught, topic) == [*phrasings(FAQ, topic), 'is it "hard": or not?']


def test_everything_else_stays_as_it_was() -> None:
    taught = with_phrasing(FAQ, "first_topic", "uno")
    assert taught.replace('    - "uno"\n', "") == FAQ


def test_the_shipped_content_can_be_taught() -> None:
    faq = content_files(CONTENT)["faq.yaml"].read_text(encoding="utf-8")
    taught = with_phrasing(faq, "cramps_why", "a wording nobody has used before")
    assert phrasings(taught, "cramps_why")[-1] == "a wording nobody has used before"
    assert len(taught.splitlines()) == len(faq.splitlines()) + 1


def test_an_unknown_topic_is_refused() -> None:
    with pytest.raises(ContentError, match="no topic 'third_topic'"):
        with_phrasing(FAQ, "third_topic", "three")


def test_a_phrasing_that_is_there_already_is_refused() -> None:
    with pytest.raises(ContentError, match="second_topic: phrasings: already holds 'zwei'"):
        with_phrasing(FAQ, "second_topic", "zwei")


def test_a_regression_line_is_a_question_with_its_topic() -> None:
    line = regression_line("cramps_why", " warum, denn? ")
    assert json.loads(line) == {"q": "warum, denn?", "topic": "cramps_why"}
    assert line.endswith("\n")


def test_teaching_writes_the_phrasing_and_the_regression_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "faq.yaml").write_text(FAQ, encoding="utf-8")
    kept = tmp_path / "regressions.jsonl"
    kept.write_text('{"q": "one", "topic": "first_topic"}\n', encoding="utf-8")
    monkeypatch.setattr(content, "CONTENT", tmp_path / "knowledge")
    monkeypatch.setattr(content, "REGRESSIONS", kept)
    assert teach("second_topic", "dós") == 0
    faq = (tmp_path / "faq.yaml").read_text(encoding="utf-8")
    assert phrasings(faq, "second_topic") == ["two", "zwei", "dós"]
    assert kept.read_text(encoding="utf-8").splitlines()[1:] == [
        '{"q": "dós", "topic": "second_topic"}'
    ]
    assert capsys.readouterr().out.startswith("Added to second_topic.")


def test_an_installed_copy_cannot_be_taught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "REGRESSIONS", tmp_path / "tests" / "regressions.jsonl")
    with pytest.raises(ContentError, match="teach in a source checkout"):
        teach("cramps_why", "why")
