"""What a command does, with the words behind it."""

from dataclasses import dataclass

from bot.conversation.answers import Answers
from bot.conversation.feedback import FeedbackCollector
from bot.conversation.reminders import Reminders
from bot.conversation.sessions import GuidedSessions
from bot.conversation.speech_output import SpeechOutput
from bot.conversation.turn import Response, Turn
from bot.domain.replies import Reply
from bot.knowledge.view import help_text


@dataclass(frozen=True, slots=True)
class Commands:
    """Leads each command to what it is about."""

    answers: Answers
    feedback: FeedbackCollector
    reminders: Reminders
    sessions: GuidedSessions
    speech: SpeechOutput

    async def run(self, turn: Turn, text: str) -> Response:
        """The command that a text begins with; the slash stands at the front."""
        name, *rest = text[1:].casefold().split(maxsplit=1) or ("",)
        words = " ".join(rest)
        match name:
            case "session":
                return await self.sessions.begin(turn, words)
            case "remind":
                return await self.reminders.setup.begin(turn, words)
            case "timezone":
                return await self.reminders.setup.choose_zone(turn, words)
            case "pause":
                return await self.reminders.pause(turn, words)
            case _:
                return turn.say(await self._page(turn, name, words))

    async def _page(self, turn: Turn, name: str, words: str) -> Reply:
        """What only shows something."""
        match name:
            case "history":
                return await self.sessions.history(turn.person)
            case "reminders":
                return await self.reminders.overview(turn)
            case "voice":
                return await self.speech.command(turn.person, words)
            case "privacy":
                return help_text.privacy(await self.feedback.consent(turn.person))
            case _:
                return self.answers.page(name)
