"""Where long texts are cut."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.replies import Reply
from bot.handlers.delivery.rendering import LONGEST, parts, split
from tests.telegram_server.entities import formatted, units

words = st.text(alphabet=st.sampled_from("ab<>&\"'é🦵.!? \n"), max_size=400)


def pieces(text: str, longest: int) -> list[str]:
    return [text[span.start : span.end] for span in split(text, longest)]


@given(text=words, longest=st.integers(2, 60))
def test_only_white_space_is_lost(text: str, longest: int) -> None:
    found = pieces(text, longest)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(1 <= units(piece) <= longest for piece in found)
    assert all(piece == piece.strip() for piece in found)


@given(title=words, body=words, note=words, times=st.integers(1, 40))
def test_every_part_is_whole_html_that_fits(title: str, body: str, note: str, times: int) -> None:
    found = parts(Reply(text=body * times, title=title, note=note * times))
    shown = [formatted(part.html, "HTML") for part in found]
    assert [it.text for it in shown] == [part.text for part in found]
    assert all(1 <= units(part.text) <= LONGEST for part in found)


@given(text=st.text(max_size=300))
def test_whatever_is_written_arrives_as_it_was_written(text: str) -> None:
    found = parts(Reply(text))
    assert [formatted(part.html, "HTML").text for part in found] == [part.text for part in found]


def test_a_short_text_is_one_piece() -> None:
    assert pieces("one\n\ntwo", 20) == ["one\n\ntwo"]


def test_nothing_is_no_piece() -> None:
    assert pieces(" \n ", 20) == []


def test_paragraphs_are_the_best_place() -> None:
    assert pieces("first one. yes\n\nsecond\nthird", 24) == ["first one. yes", "second\nthird"]


def test_then_lines() -> None:
    assert pieces("first one. yes\nsecond third", 24) == ["first one. yes", "second third"]


def test_then_sentences() -> None:
    assert pieces('He said "run!" And we did so', 24) == ['He said "run!"', "And we did so"]


def test_then_words() -> None:
    assert pieces("a word after another word", 20) == ["a word after another", "word"]


def test_an_early_paragraph_does_not_make_a_tiny_piece() -> None:
    assert pieces("Hi\n\nthis goes on and on", 20) == ["Hi\n\nthis goes on and", "on"]


def test_a_word_without_end_is_cut_between_characters() -> None:
    assert pieces("🦵" * 5, 4) == ["🦵🦵", "🦵🦵", "🦵"]
    assert pieces("a" + "🦵" * 3, 4) == ["a🦵", "🦵🦵"]
