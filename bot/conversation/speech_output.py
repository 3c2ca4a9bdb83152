"""What is said aloud, and to whom: off, when the person spoke, or always."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate

from bot.conversation.ports import Preferences
from bot.conversation.turn import InputMode, Replies, Turn
from bot.domain.people import Person
from bot.domain.replies import Placement, Reply, Utterance, Verb, saying
from bot.knowledge.view import voice_text

MODE = "voice"
"""The setting that says when the assistant speaks."""
REFUSED = "voice_refused"
"""The setting that says that the channel may not send voice messages to the person: yes, or no."""
COUNTS = "voice_count"
"""The setting that says whether every set is counted aloud: on, or off."""
LONGEST_SPEECH = 650
"""Characters that are said aloud at once: about 45 seconds."""
MOST_LINES = 5
"""A text of more lines is a list to look through; nobody wants to hear it."""
THE_REST = "The rest is written here."

SpokenCount = Callable[[Person], Awaitable[Utterance | None]]


class Mode(StrEnum):
    """When the assistant speaks; it writes in any case."""

    OFF = "off"
    MIRROR = "mirror"
    """When the person spoke."""
    ALWAYS = "always"
    """Also when it says something by itself."""


@dataclass(frozen=True, slots=True)
class SpeechOutput:
    """Gives replies a voice."""

    preferences: Preferences
    able: bool
    """Whether there is a voice at all."""
    spoken_count: SpokenCount
    """What is counted aloud in the set that begins; None when there is nothing to count."""

    async def count_set(self, person: Person, replies: Replies) -> Replies:
        """A card that begins a set, with the whole set counted aloud if the person wants that."""
        count = await self.spoken_count(person) if await self._counts(person) else None
        if count is None:
            return replies
        *before, card = replies
        return (*before, replace(card, utterance=count))

    async def _counts(self, person: Person) -> bool:
        if not self.able or await self.preferences.get(person, COUNTS) != "on":
            return False
        return not await self._is_refused(person)

    async def voice(self, turn: Turn, replies: Replies) -> Replies:
        """The replies, with one voice message for all of them if the person wants to hear it."""
        if any(reply.utterance for reply in replies):
            return replies
        heard = [at for at, reply in enumerate(replies) if words_of(reply)]
        if not heard or not self.able or not await self._wants_voice(turn):
            return replies
        words = shortened(" ".join(words_of(replies[at]) for at in heard))
        *before, last = replies[: heard[-1] + 1]
        return (*before, replace(last, utterance=saying(words)), *replies[heard[-1] + 1 :])

    async def _wants_voice(self, turn: Turn) -> bool:
        mode = await self._mode(turn.person)
        if mode is Mode.ALWAYS or (mode is Mode.MIRROR and turn.input_mode is InputMode.SPOKEN):
            return not await self._is_refused(turn.person)
        return False

    async def command(self, person: Person, words: str) -> Reply:
        """`/voice` with the words behind it; other words show the choice."""
        await self._choose(person, tuple(words.split()))
        return await self._shown(person, Placement.NEW)

    async def tap(self, person: Person, arguments: Sequence[str]) -> Reply | None:
        """A button of the choice; None for one that means nothing."""
        if not await self._choose(person, tuple(arguments)):
            return None
        return await self._shown(person, Placement.INSTEAD)

    async def refused(self, person: Person) -> Replies:
        """The channel may not speak to this person: remembered, and told once."""
        if await self._is_refused(person):
            return ()
        await self.preferences.put(person, REFUSED, "yes")
        return (voice_text.refused(),)

    async def _choose(self, person: Person, choice: tuple[str, ...]) -> bool:
        """Whether it is a choice, which is then made."""
        match choice:
            case ("count", "on" | "off" as counts):
                await self.preferences.put(person, COUNTS, counts)
            case (mode,) if mode in list(Mode):
                await self.preferences.put(person, MODE, mode)
            case _:
                return False
        if await self._is_refused(person):  # they may have allowed it meanwhile
            await self.preferences.put(person, REFUSED, "no")
        return True

    async def _shown(self, person: Person, place: Placement) -> Reply:
        if not self.able:
            return replace(voice_text.silent(), place=place)
        if await self._is_refused(person):
            return replace(voice_text.refused(), place=place)
        counts = await self.preferences.get(person, COUNTS) == "on"
        return voice_text.choice(await self._mode(person), place, counts=counts)

    async def _mode(self, person: Person) -> Mode:
        chosen = await self.preferences.get(person, MODE)
        return Mode(chosen) if chosen in list(Mode) else Mode.MIRROR

    async def _is_refused(self, person: Person) -> bool:
        return await self.preferences.get(person, REFUSED) == "yes"


def words_of(reply: Reply) -> str:
    """What is worth hearing of a reply; nothing where only buttons change or words are repeated."""
    if reply.place in {Placement.BUTTONS, Placement.REFRESH} or _repeats(reply):
        return ""
    if reply.speech:
        return reply.speech
    lines = [line.strip("\u2022 ") for line in reply.text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        lines = [THE_REST] if reply.title else []
    return " ".join(_sentence(line) for line in (reply.title, *lines) if line)


def _repeats(reply: Reply) -> bool:
    """Whether it only tells people what they said."""
    actions = [button.action for row in reply.buttons for button in row]
    return any(
        action.verb is Verb.HEARD and voice_text.WRONG in action.arguments for action in actions
    )


def _sentence(line: str) -> str:
    return line if line.endswith((".", "!", "?", ":")) else f"{line}."


def shortened(words: str) -> str:
    """As many whole sentences as are said in a reasonable time."""
    if len(words) <= LONGEST_SPEECH:
        return words
    sentences = _END.split(words)
    ends = accumulate(len(sentence) + 1 for sentence in sentences)
    kept = sum(end <= LONGEST_SPEECH - len(THE_REST) for end in ends)
    said = " ".join(sentences[:kept]) or words[: LONGEST_SPEECH - len(THE_REST)].rsplit(" ", 1)[0]
    return f"{said} {THE_REST}"


_END = re.compile(r"(?<=[.!?]) +")
