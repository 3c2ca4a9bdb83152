"""What a tapped button does."""

from dataclasses import dataclass

from bot.conversation.answers import Answers
from bot.conversation.feedback import FeedbackCollector
from bot.conversation.reminders import Reminders
from bot.conversation.safety import SafetyGate
from bot.conversation.sessions import GuidedSessions
from bot.conversation.speech_output import SpeechOutput
from bot.conversation.text_input import TextInput
from bot.conversation.turn import Replies, Response, Turn
from bot.conversation.voice_messages import VoiceMessages
from bot.domain.replies import Action, Verb
from bot.reminders.view.actions import ReminderVerb

_START_SESSION = (ReminderVerb.START.value,)
"""What a button of a reminder carries that begins a session."""


@dataclass(frozen=True, slots=True)
class Buttons:
    """Leads each button to what it is about. What it carries comes from outside."""

    text: TextInput
    voice_messages: VoiceMessages
    gate: SafetyGate
    answers: Answers
    feedback: FeedbackCollector
    reminders: Reminders
    sessions: GuidedSessions
    speech: SpeechOutput

    async def tap(self, turn: Turn, action: Action) -> Response:
        """What happens; nothing for a button that means nothing (any more)."""
        match action.verb:
            case Verb.TOPIC | Verb.PICK | Verb.ORIGIN:
                return self.answers.tap(turn, action)
            case Verb.SAFETY | Verb.CLEAR:
                return await self._safety(turn, action)
            case Verb.SESSION:
                return await self.sessions.tap(turn, action.arguments)
            case Verb.REMIND:
                return await self._remind(turn, action)
            case Verb.HEARD:
                return await self.voice_messages.tap(turn, action.arguments)
            case _:
                return turn.say(*await self._shown(turn, action))

    async def _shown(self, turn: Turn, action: Action) -> Replies:
        """What buttons show that change nothing in the conversation."""
        match action.verb:
            case Verb.GOOD | Verb.BAD | Verb.REASON | Verb.NONE_OF_THESE | Verb.KEEP:
                return await self.feedback.tap(turn, action)
            case Verb.VOICE:
                shown = await self.speech.tap(turn.person, action.arguments)
                return (shown,) if shown else ()
            case _:
                return self.answers.browse(action)

    async def _remind(self, turn: Turn, action: Action) -> Response:
        """A button of a reminder; one of them begins a session."""
        if action.arguments[:1] == _START_SESSION:
            return await self.sessions.tap(turn, ())
        return await self.reminders.tap(turn, action.arguments) or turn.say()

    async def _safety(self, turn: Turn, action: Action) -> Response:
        """The answer to a safety question, or the way back to training."""
        question = turn.state.safety_question
        match (action.verb, *action.arguments):
            case (Verb.SAFETY, "yes" | "no" as said, family) if (
                question and family == question.family
            ):
                return await self.text.settle(turn, question.family, confirmed=said == "yes")
            case (Verb.CLEAR, str(choice)):
                response = self.gate.clear(turn, choice)
                if turn.is_locked and response.state.locked is None:
                    await self.reminders.pauses.check_ins.unlock(turn.person)
                return response
            case _:
                return turn.say()
