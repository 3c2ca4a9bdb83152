import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.content.entries import Vocabulary
from bot.knowledge.matching.reading import MessageReader, build_reader
from bot.knowledge.matching.text import WordPause

VOCABULARY = Vocabulary(
    phrases={"ham string": "hamstring", "warm up": "warmup", "warm": "hot", "dl": "dead lift"},
    synonyms={"rest": ("break", "pausing")},
    anchors=("hamstring",),
)


@pytest.fixture(scope="module")
def reader() -> MessageReader:
    texts = ["my hamstring cramps", "a long rest", "stretching helps", "warmup"]
    return build_reader(VOCABULARY, texts, frozenset({"the", "and", "kind"}))


WORDS = [
    ("My Ham-String!", ("my", "hamstring")),
    ("warm up the ham string", ("warmup", "the", "hamstring")),  # the longest phrase first
    ("warm", ("hot",)),
    ("dl", ("dead", "lift")),
    ("the hamstirng", ("the", "hamstring")),
    ("kind", ("kind",)),
    ("", ()),
    ("нога", ()),
]


@pytest.mark.parametrize(("text", "words"), WORDS)
def test_words_are_mapped_and_repaired(
    reader: MessageReader, text: str, words: tuple[str, ...]
) -> None:
    assert reader.read(text).words == words


def test_a_phrase_is_mapped_after_its_slip_was_repaired() -> None:
    speaking = build_reader(VOCABULARY, ["string ham"], frozenset({"the"}))
    assert speaking.read("ham strinng").words == ("hamstring",)


def test_words_that_mean_the_same_share_a_stem(reader: MessageReader) -> None:
    assert reader.read("break").stems == reader.read("rest").stems == reader.read("pause").stems


def test_other_words_do_not_share_it(reader: MessageReader) -> None:
    assert reader.read("break").stems != reader.read("hamstring").stems


def test_endings_do_not_matter(reader: MessageReader) -> None:
    assert reader.read("cramping").stems == reader.read("cramps").stems


def test_repairs_are_told(reader: MessageReader) -> None:
    assert reader.read("the hamstirng and the strretching").repairs == (
        ("hamstirng", "hamstring"),
        ("strretching", "stretching"),
    )


SHARES = [("my hamstring", 1.0), ("the hamstirng", 0.5), ("zzzz qqqq", 0.0), ("12", 1.0), ("", 0.0)]


@pytest.mark.parametrize(("text", "share"), SHARES)
def test_the_share_of_known_words(reader: MessageReader, text: str, share: float) -> None:
    assert reader.read(text).known_share == share


PAUSES = [
    ("no, the hamstirng. break", (WordPause.NONE, WordPause.COMMA, WordPause.NONE, WordPause.STOP)),
    (
        "warm up. dl, the break",
        (WordPause.NONE, WordPause.STOP, WordPause.NONE, WordPause.COMMA, WordPause.NONE),
    ),
    ("warm. up", (WordPause.NONE, WordPause.STOP)),  # a phrase does not cross a full stop
]


@pytest.mark.parametrize(("text", "pauses"), PAUSES)
def test_every_word_knows_the_pause_before_it(
    reader: MessageReader, text: str, pauses: tuple[WordPause, ...]
) -> None:
    reading = reader.read(text)
    assert reading.pauses == pauses
    assert len(reading.words) == len(pauses)


PARTS = [
    ("how often? it hurts, but how heavy", [("how", "often"), ("it", "hurts"), ("how", "heavy")]),
    ("how often", []),
    ("hi, how often", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "parts"), PARTS)
def test_a_message_is_read_part_by_part(
    reader: MessageReader, text: str, parts: list[tuple[str, ...]]
) -> None:
    message = reader.read_message(text)
    assert [part.words for part in message.parts] == parts
    assert message.whole == reader.read(text)


@given(text=st.text(max_size=200))
def test_any_text_can_be_read(reader: MessageReader, text: str) -> None:
    reading = reader.read(text)
    assert len(reading.words) == len(reading.stems) == len(reading.pauses)
    assert 0 <= reading.known_share <= 1
    assert reading == reader.read(text)
