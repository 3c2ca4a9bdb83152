import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.config import EMERGENCY
from bot.domain.commands import COMMANDS
from bot.knowledge.content.loading import Library
from bot.knowledge.view.help_text import help_page, privacy
from bot.session.model.workouts import read_guide
from bot.session.view.card_text import describe
from bot.voice.synthesis.text_normalization import speakable
from tests.session.script import PLACES, at

BOT = Path(__file__).parents[3] / "bot"
GOLDEN = [
    tuple(line.replace("\\n", "\n").split("\t"))
    for line in Path(__file__).with_name("text_normalization.tsv").read_text("utf-8").splitlines()
]
SPEAKABLE = re.compile(r"(?:[A-Za-z\u00c0-\u00ff]+(?:'[A-Za-z\u00c0-\u00ff]+)*[,.?]? ?)*")
"""Words, each with at most one mark behind it."""
UNSPOKEN = {"phrasings", "prototypes", "hard_negatives", "lexicon", "phrases", "synonyms"}
"""What people say, not the assistant."""
PIECES = (
    *("1", "12", "2026", "05", " ", ":", "30", "-", "\u2013", "\u2212", "\u00d7", "x", "/", "kg"),
    *("s", "h", "in", "%", "\u00b0C", ".", ",", "?", "!", "'", "(", ")", "\n", "e.g.", "etc"),
    *("a.m.", "pm", "Mon", "Sat", "Sun", "Mar", "May", "the", "UTC", "+", "RDL", "STOP", "OK"),
    *("\u00bd", "\U0001f44d", "https://a.b", "\u00e9", "\u2192", "\u2022", "min", "No.", "vs"),
    *("w/o", "a", "Z", "&", "1/2", "of", "and", "\u2026", "\u0663", "\u00df", "\u00b2", "\u0301"),
)
ANYTHING = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=9).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join),
    st.text(max_size=40),
)


@pytest.mark.parametrize(("written", "spoken"), GOLDEN)
def test_what_is_written_is_read_out_as_people_say_it(written: str, spoken: str) -> None:
    assert speakable(written) == spoken


def test_there_are_enough_examples() -> None:
    assert len(GOLDEN) >= 100


@given(ANYTHING)
def test_whatever_is_written_only_words_are_left(written: str) -> None:
    assert SPEAKABLE.fullmatch(speakable(written))


@given(ANYTHING)
def test_what_is_speakable_stays_as_it_is(written: str) -> None:
    spoken = speakable(written)
    assert speakable(spoken) == spoken


@pytest.mark.parametrize("piece", ["@", "a@", "a.", "1-", "x1", ". ,", "1:", "\n ", "http://", "("])
@pytest.mark.timeout(20)  # a rule that looks back and forth takes a minute
def test_the_longest_message_is_read_in_no_time_whatever_it_is_made_of(piece: str) -> None:
    assert SPEAKABLE.fullmatch(speakable(piece * (4096 // len(piece))))


def test_everything_in_the_content_can_be_said() -> None:
    texts = [text for path in sorted(BOT.rglob("*.yaml")) for text in contents(path)]
    assert len(texts) > 500
    assert_said(texts)


def test_every_sentence_in_the_code_can_be_said() -> None:
    texts = [text for path in sorted(BOT.rglob("*.py")) for text in sentences(path)]
    assert len(texts) > 300
    assert_said(texts)


def test_whole_messages_can_be_said(library: Library) -> None:
    guide = read_guide(library.exercises)
    scripts = [at(guide, place) for place in PLACES]
    cards = [describe(guide, script.session, script.now, script.outcome) for script in scripts]
    pages = [help_page(COMMANDS), privacy("yes")]
    assert_said([f"{card.title}\n\n{card.text}\n\n{card.note}" for card in cards])
    assert_said([f"{page.title}\n\n{page.text}\n\n{page.note}" for page in pages])
    assert_said([EMERGENCY, *(card.speech for card in cards)])


def assert_said(texts: list[str]) -> None:
    """Nothing unspeakable is left, and something is left of each."""
    for text in texts:
        spoken = speakable(text)
        assert SPEAKABLE.fullmatch(spoken), text
        assert spoken or not re.search("[A-Za-z0-9]", text), text


def contents(path: Path) -> Iterator[str]:
    """What the assistant says of a file of content."""
    yield from _leaves(yaml.load(path.read_text("utf-8"), yaml.CSafeLoader))


def _leaves(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, list):
        for one in part:
            yield from _leaves(one)
    elif isinstance(part, dict):
        for key, value in part.items():
            if key not in UNSPOKEN:
                yield from _leaves(value)


def sentences(path: Path) -> Iterator[str]:
    """The texts in a module that look like something to say."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield node.value
