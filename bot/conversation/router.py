"""From what a person sends to what they get: understand, decide, act, remember."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.conversation.buttons import Buttons
from bot.conversation.commands import Commands
from bot.conversation.reminder_alarms import ReminderAlarms
from bot.conversation.reminder_check_ins import CHECK_IN
from bot.conversation.reminder_setup import ReminderSetup
from bot.conversation.sessions import GuidedSessions
from bot.conversation.speech_output import SpeechOutput
from bot.conversation.text_input import TextInput
from bot.conversation.turn import InputMode, Replies, Response, Turn
from bot.conversation.voice_messages import VoiceMessages, is_spoken
from bot.domain.alarms import Alarm, AlarmRequest, SendOutcome
from bot.domain.audio import Recording
from bot.domain.people import Person
from bot.domain.replies import Action, Reply, Verb
from bot.domain.state import ConversationState
from bot.knowledge.view import answer_text
from bot.session.model.session import SUBJECT


class States(Protocol):
    """Where the state of each conversation is kept."""

    async def load(self, person: Person) -> ConversationState:
        """What is remembered; an empty state for somebody new."""

    async def save(self, person: Person, state: ConversationState, now: datetime) -> None:
        """Keep it for next time."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation with anybody, on any channel. Every `now` is aware."""

    states: States
    text: TextInput
    commands: Commands
    buttons: Buttons
    voice_messages: VoiceMessages
    reminder_setup: ReminderSetup
    reminder_alarms: ReminderAlarms
    sessions: GuidedSessions
    speech: SpeechOutput

    async def read(self, person: Person, text: str, now: datetime) -> Replies:
        """What to say to a typed message."""
        turn, text = await self._turn(person, now, InputMode.TYPED), text.strip()
        if text.startswith("/"):
            return await self._finish(turn, await self.commands.run(turn, text))
        return await self._finish(turn, await self.text.read(turn, text))

    async def listen(self, person: Person, recording: Recording, now: datetime) -> Replies:
        """What to say to a recording; the same as to the words in it."""
        before = await self._turn(person, now, InputMode.SPOKEN)
        understood = await self.voice_messages.understand(before, recording)
        turn = await self._turn(person, now, InputMode.SPOKEN)  # a rest may have ended meanwhile
        return await self._finish(turn, await self.voice_messages.respond(turn, understood))

    async def locate(
        self, person: Person, latitude: float, longitude: float, now: datetime
    ) -> Replies:
        """What to say to somebody who shares where they are, in degrees."""
        turn = await self._turn(person, now, InputMode.TYPED)
        return await self._finish(turn, await self.reminder_setup.locate(turn, latitude, longitude))

    async def tap(self, person: Person, data: str, now: datetime) -> Replies:
        """What happens on a tapped button. `data` comes from outside and is not trusted."""
        action = Action.decode(data)
        if action is None:
            return (answer_text.stale(),)
        if action.verb is Verb.DONE:
            return ()
        spoken = action.verb is Verb.HEARD and is_spoken(action.arguments)
        turn = await self._turn(person, now, InputMode.SPOKEN if spoken else InputMode.TAPPED)
        replies = await self._finish(turn, await self.buttons.tap(turn, action))
        return replies or (answer_text.stale(),)

    async def ring(self, alarm: Alarm, now: datetime) -> Replies:
        """What to say by itself because an alarm is due; nothing when it is not any more."""
        if alarm.subject == SUBJECT:
            return await self._ring_session(alarm, now)
        turn = await self._turn(alarm.person, now, InputMode.UNASKED)
        replies = await self.reminder_alarms.ring(alarm, now, locked=turn.is_locked)
        return await self._finish(turn, turn.say(*replies))

    async def _ring_session(self, alarm: Alarm, now: datetime) -> Replies:
        update = await self.sessions.steps.ring(alarm, now)
        if update is None:
            return ()
        turn = await self._turn(alarm.person, now, InputMode.UNASKED)
        return await self._finish(turn, await self.sessions.respond(turn, update))

    async def record_outcome(self, alarm: Alarm, outcome: SendOutcome, now: datetime) -> bool:
        """Note what became of what `ring` said; whether to ring again when that is not known."""
        if alarm.subject in {SUBJECT, CHECK_IN}:
            return alarm.tries == 1
        await self.reminder_alarms.record_outcome(alarm, outcome, now)
        return True  # the ledger counts the copies

    async def next_alarm(self, alarm: Alarm, now: datetime) -> AlarmRequest | None:
        """The alarm that follows one which has rung."""
        if alarm.subject == SUBJECT:
            return await self.sessions.steps.next_alarm(alarm)
        return await self.reminder_alarms.next_alarm(alarm, now)

    async def resting_card(self, person: Person, now: datetime) -> Reply | None:
        """The card with what is left of a rest; None when nobody rests."""
        return await self.sessions.steps.resting_card(person, now)

    async def muted(self, person: Person) -> Replies:
        """What to say when the channel may not send voice messages to a person."""
        return await self.speech.refused(person)

    async def _turn(self, person: Person, now: datetime, input_mode: InputMode) -> Turn:
        return Turn(person, await self.states.load(person), now, input_mode)

    async def _finish(self, turn: Turn, response: Response) -> Replies:
        """Remember what changed; a session under way stops when training was locked."""
        state = response.state
        if state != turn.state:
            await self.states.save(turn.person, state, turn.now)
        replies = response.replies
        if state.locked is not None and not turn.is_locked and state.training:
            replies += await self.sessions.lock(turn)
        return await self.speech.voice(turn, replies)
