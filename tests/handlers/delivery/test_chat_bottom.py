"""What is known about the end of a chat."""

from bot.handlers.delivery import chat_bottom as room
from bot.handlers.delivery.chat_bottom import ChatBottom


def test_with_nothing_known_every_message_may_be_the_last() -> None:
    assert ChatBottom().is_last(1, 7)


def test_what_is_below_counts_and_what_is_above_does_not() -> None:
    latest = ChatBottom()
    latest.note(1, 8)
    latest.note(1, 7)
    assert (latest.is_last(1, 8), latest.is_last(1, 7), latest.is_last(2, 7)) == (True, False, True)


def test_a_lost_message_is_below_everything_until_another_comes() -> None:
    latest = ChatBottom()
    latest.note(1, 7)
    latest.lose(1)
    assert not latest.is_last(1, 7)
    latest.note(1, 9)
    assert latest.is_last(1, 9)


def test_only_so_many_chats_are_remembered() -> None:
    latest = ChatBottom()
    for chat in range(1, room._CHATS + 2):
        latest.note(chat, 9)
    assert (latest.is_last(1, 7), latest.is_last(2, 7)) == (True, False)
