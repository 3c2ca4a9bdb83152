"""What the tests of reminders share: set one up, let it fall due."""

from datetime import UTC, datetime, timedelta

from bot.conversation.reminder_setup import ZONE
from bot.conversation.turn import Replies
from bot.domain.alarms import AlarmRequest, SendOutcome
from bot.domain.replies import Verb
from tests.conversation.chat import Chat, data

MONDAY_SEVEN = datetime(2026, 3, 9, 18, 0, tzinfo=UTC)
"""Monday, 9 March 2026, 19:00 in Berlin; the chats begin on the Monday before, at 19:00."""
SENT, NOT_SENT, UNKNOWN = SendOutcome.SENT, SendOutcome.NOT_SENT, SendOutcome.UNKNOWN


async def in_berlin(chat: Chat) -> None:
    await chat.preferences.put(chat.person, ZONE, "Europe/Berlin")


async def set_up(chat: Chat, words: str = "mon thu 19:00") -> None:
    await in_berlin(chat)
    await chat.write(f"/remind {words}")
    await chat.tap_on("Save")


def wish(chat: Chat, subject: str = "rule:1") -> AlarmRequest | None:
    return chat.alarms.requests.get((chat.person, subject))


async def due(
    chat: Chat,
    outcome: SendOutcome = SENT,
    *,
    late: float = 0,
    tries: int = 1,
    subject: str = "rule:1",
) -> Replies:
    """The next reminder is due and delivered; what follows takes its place, if that was it."""
    alarm = chat.alarms.due(chat.person, subject, tries)
    chat.now = max(chat.now, alarm.due_at + timedelta(minutes=late))
    chat.last = await chat.conversation.ring(alarm, chat.now)
    if chat.last:
        await chat.conversation.record_outcome(alarm, outcome, chat.now)
    if outcome is SENT:
        following = await chat.conversation.next_alarm(alarm, chat.now)
        chat.alarms.set(chat.person, subject, following)
    return chat.last


async def many(chat: Chat, *times: str) -> None:
    """A reminder at each of these times on Mondays, whatever the coach thinks of it."""
    await in_berlin(chat)
    for at in times:
        await chat.tap_data(data(Verb.REMIND, "save", f"0.{at}.k"))
