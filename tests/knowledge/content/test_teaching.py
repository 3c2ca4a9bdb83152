import json

import pytest

from bot.errors import ContentError
from bot.knowledge.content.loading import CONTENT, content_files, parse_yaml
from bot.knowledge.content.teaching import regression_line, with_phrasing

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
