"""What is known of the newest messages of each chat."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from telegram import Chat, Message, User

from bot.handlers.recent_messages import AUTHORS, CHATS, EDITABLE_FOR, RecentMessages

THEN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Typed:
    """What a message is made of."""

    number: int = 1
    text: str = "words"
    author: int = 1
    edited_after: timedelta | None = None
    album: str | None = None

    def message(self) -> Message:
        edited = None if self.edited_after is None else THEN + self.edited_after
        return Message(
            self.number,
            THEN,
            Chat(self.author, Chat.PRIVATE),
            from_user=User(self.author, "A", is_bot=False),
            text=self.text,
            edit_date=edited,
            media_group_id=self.album,
        )


MENDED = Typed(text="better words", edited_after=EDITABLE_FOR)


def after(*typed: Typed) -> RecentMessages:
    recent = RecentMessages()
    for one in typed:
        recent.add_to_bot(one.message())
    return recent


def test_the_newest_message_may_be_mended() -> None:
    assert after(Typed()).asks_anew(MENDED.message())


def test_an_older_one_may_not() -> None:
    assert not after(Typed(), Typed(2)).asks_anew(MENDED.message())


def test_nor_one_that_stands_for_long() -> None:
    late = replace(MENDED, edited_after=EDITABLE_FOR + timedelta(seconds=1))
    assert not after(Typed()).asks_anew(late.message())


def test_nor_one_whose_words_are_the_same() -> None:
    assert not after(Typed()).asks_anew(replace(MENDED, text="words").message())


def test_other_people_do_not_matter() -> None:
    assert after(Typed(), Typed(2, author=2)).asks_anew(MENDED.message())


def test_only_so_many_authors_are_remembered() -> None:
    crowd = [Typed(author=number) for number in range(2, AUTHORS + 2)]
    assert not after(Typed(), *crowd).asks_anew(MENDED.message())
    assert after(*crowd).asks_anew(replace(MENDED, author=2).message())


def test_a_picture_continues_the_album_of_the_one_before() -> None:
    second = Typed(2, album="a")
    assert after(Typed(1, album="a"), second).continues_album(second.message())


def test_the_first_picture_continues_no_album() -> None:
    first = Typed(2, album="b")
    assert not after(Typed(1, album="a"), first).continues_album(first.message())
    assert not after(first).continues_album(first.message())


def test_pictures_without_an_album_continue_none() -> None:
    second = Typed(2)
    assert not after(Typed(1), second).continues_album(second.message())


def test_with_nothing_known_every_message_may_be_the_last() -> None:
    assert RecentMessages().is_last(1, 7)


def test_what_is_below_counts_and_what_is_above_does_not() -> None:
    recent = RecentMessages()
    recent.add(1, 8)
    recent.add(1, 7)
    assert (recent.is_last(1, 8), recent.is_last(1, 7), recent.is_last(2, 7)) == (True, False, True)


def test_a_lost_message_is_below_everything_until_another_comes() -> None:
    recent = RecentMessages()
    recent.add(1, 7)
    recent.add_unknown(1)
    assert not recent.is_last(1, 7)
    recent.add(1, 9)
    assert recent.is_last(1, 9)


def test_only_so_many_chats_are_remembered() -> None:
    recent = RecentMessages()
    for chat in range(1, CHATS + 2):
        recent.add(chat, 9)
    assert (recent.is_last(1, 7), recent.is_last(2, 7)) == (True, False)
