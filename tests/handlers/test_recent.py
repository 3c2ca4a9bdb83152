"""What is remembered about the newest messages."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from telegram import Chat, Message, User

from bot.handlers.recent import FRESH, EditableMessages

THEN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Typed:
    """A message in the making."""

    number: int = 1
    text: str = "words"
    author: int = 1
    edited_after: timedelta | None = None

    def message(self) -> Message:
        edited = None if self.edited_after is None else THEN + self.edited_after
        return Message(
            self.number,
            THEN,
            Chat(self.author, Chat.PRIVATE),
            from_user=User(self.author, "A", is_bot=False),
            text=self.text,
            edit_date=edited,
        )


MENDED = Typed(text="better words", edited_after=FRESH)


def after(*typed: Typed) -> EditableMessages:
    recent = EditableMessages()
    for one in typed:
        recent.note(one.message())
    return recent


def test_the_newest_message_may_be_mended() -> None:
    assert after(Typed()).asks_anew(MENDED.message())


def test_an_older_one_may_not() -> None:
    assert not after(Typed(), Typed(2)).asks_anew(MENDED.message())


def test_nor_one_that_stands_for_long() -> None:
    late = replace(MENDED, edited_after=FRESH + timedelta(seconds=1))
    assert not after(Typed()).asks_anew(late.message())


def test_nor_one_whose_words_are_the_same() -> None:
    assert not after(Typed()).asks_anew(replace(MENDED, text="words").message())


def test_other_people_do_not_matter() -> None:
    assert after(Typed(), Typed(2, author=2)).asks_anew(MENDED.message())


def test_only_the_last_thousand_people_are_remembered() -> None:
    crowd = [Typed(author=number) for number in range(2, 1002)]
    assert not after(Typed(), *crowd).asks_anew(MENDED.message())
    assert after(*crowd).asks_anew(replace(MENDED, author=2).message())
