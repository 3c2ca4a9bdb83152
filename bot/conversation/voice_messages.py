"""What to do with a recording: what was said, or which of several hypotheses was meant."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.conversation.safety import SafetyGate
from bot.conversation.sessions import GuidedSessions
from bot.conversation.speech_input import Doubt, Scene, SpeechInput, Understood, Unsure
from bot.conversation.text_input import TextInput
from bot.conversation.turn import Response, Turn
from bot.domain.audio import NotHeard, Recording
from bot.knowledge.view import voice_text

_ABOUT_HEARING = frozenset({voice_text.WRONG, voice_text.NONE})
"""The other buttons below a voice message take the words of a hypothesis as if they had been heard.
"""


@dataclass(frozen=True, slots=True)
class VoiceMessages:
    """Reads recordings as if their words had been typed, and tells what was understood."""

    speech_input: SpeechInput
    text: TextInput
    gate: SafetyGate
    sessions: GuidedSessions

    async def understand(self, turn: Turn, recording: Recording) -> Understood:
        """What was said, in the light of what is going on."""
        scene = Scene(
            topic=self.text.context(turn),
            training=turn.state.training,
            asked=turn.state.safety_question is not None,
            arranging=turn.state.pending is not None,
        )
        return await self.speech_input.understand(recording, scene)

    async def respond(self, turn: Turn, understood: Understood) -> Response:
        """What to say to what was understood."""
        if isinstance(understood, NotHeard):
            return turn.say(voice_text.not_heard(understood.error))
        if isinstance(understood, Unsure):
            state = replace(turn.state, heard=understood.hypotheses)
            return Response((voice_text.which(understood.hypotheses),), state)
        if isinstance(understood, Doubt):
            response = await self._ask_about(turn, understood)
        else:
            response = await self.text.read(turn, understood.text)
        transcript = voice_text.heard(understood.text, understood.others)
        state = replace(response.state, heard=understood.others)
        return Response((transcript, *response.replies), state)

    async def _ask_about(self, turn: Turn, doubt: Doubt) -> Response:
        """Perhaps a red flag was said: ask about it, and meanwhile the clock of a session stops."""
        waiting = await self.sessions.wait(turn) if turn.state.training else None
        asked = turn.recall(replace(turn.state, question=doubt.text))
        response = self.gate.ask_back(asked, doubt.family)
        return waiting.way_back(response) if waiting else response

    async def tap(self, turn: Turn, arguments: Sequence[str]) -> Response:
        """A button below a transcript: another hypothesis was meant, or none of them."""
        heard = turn.state.heard
        match tuple(arguments):
            case (voice_text.WRONG, mark) if mark == voice_text.mark(heard):
                return turn.say(voice_text.instead(heard, training=turn.state.training))
            case (voice_text.NONE, mark) if mark == voice_text.mark(heard):
                return turn.say(voice_text.type_it())
            case (number, mark) if mark == voice_text.mark(heard):
                return await self._pick(turn, number)
            case _:
                return turn.say()

    async def _pick(self, turn: Turn, number: str) -> Response:
        """One of the hypotheses, by its number."""
        text = dict(zip(map(str, range(len(turn.state.heard))), turn.state.heard, strict=True))
        if number not in text:
            return turn.say()
        turn = turn.recall(replace(turn.state, heard=()))
        response = await self.text.read(turn, text[number])
        return response.preceded_by(voice_text.picked(text[number]))


def is_spoken(arguments: Sequence[str]) -> bool:
    """Whether a button stands for words that were spoken."""
    return not _ABOUT_HEARING.intersection(arguments[:1])
