"""The words behind "/session": which workout, kit and level."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bot.knowledge.matching.spelling import Speller
from bot.knowledge.matching.text import fold, words
from bot.session.model.choices import Choices, Kit, PracticeLevel
from bot.session.model.workouts import Guide
from bot.session.view.menu import WorkoutOrder

Tokens = tuple[str, ...]
Meaning = str | Kit | PracticeLevel
"""What a phrase chooses; a string is the id of a workout."""

_KITS = {
    Kit.NONE: ("none", "no kit", "no equipment", "nothing", "bodyweight", "body weight"),
    Kit.ANKLE_WEIGHT: ("ankle weight", "ankle weights", "weight", "weights", "cuff", "cuffs"),
    Kit.BAND: ("band", "bands", "resistance band", "rubber band", "loop"),
    Kit.BALL: ("ball", "stability ball", "swiss ball", "exercise ball", "gym ball"),
}
_LEVELS = {
    PracticeLevel.NEW: ("new", "new to it", "beginner", "easy", "starter", "gentle"),
    PracticeLevel.STEADY: ("some practice", "steady", "medium", "normal", "intermediate"),
    PracticeLevel.STRONG: ("strong", "hard", "advanced", "expert"),
}
_FILLERS = frozenset(
    (
        *("a", "an", "and", "at", "for", "i", "in", "level", "me", "my", "on", "please"),
        *("session", "start", "the", "to", "use", "using", "want", "with", "workout"),
    )
)


@dataclass(frozen=True, slots=True)
class WorkoutCommands:
    """Reads orders in words, typing slips included. Immutable."""

    guide: Guide
    meanings: Mapping[Tokens, Meaning]
    speller: Speller

    @classmethod
    def of(cls, guide: Guide, english: frozenset[str]) -> "WorkoutCommands":
        """A reader for the workouts of a guide."""
        meanings = dict(_meanings(guide))
        known = dict.fromkeys((*(word for phrase in meanings for word in phrase), *_FILLERS), 1)
        return cls(guide, meanings, Speller.of(known, english))

    def read(self, text: str, usual: Choices) -> WorkoutOrder | None:
        """The order; None when there is no word, or one that means nothing here.

        It starts at once when a workout is named; `usual` stands for what is not said.
        """
        said = tuple(self.speller.repair(word) for word in words(fold(text)))
        found = self._found(said)
        if not found:
            return None
        workout = next((one for one in found if not isinstance(one, Kit | PracticeLevel)), None)
        choices = usual
        for one in found:
            if isinstance(one, Kit):
                choices = replace(choices, kit=one)
            elif isinstance(one, PracticeLevel):
                choices = replace(choices, level=one)
        return WorkoutOrder(workout or self.guide.default, choices, starts=workout is not None)

    def _found(self, said: Tokens) -> list[Meaning] | None:
        """What the words mean, the longest phrases first; None when one means nothing."""
        found: list[Meaning] = []
        at = 0
        while at < len(said):
            length = self._longest(said[at:])
            if length:
                found.append(self.meanings[said[at : at + length]])
            elif said[at] not in _FILLERS:
                return None
            at += length or 1
        return found

    def _longest(self, said: Tokens) -> int:
        """How many words the longest phrase at the start has; 0 when there is none."""
        return next((size for size in range(len(said), 0, -1) if said[:size] in self.meanings), 0)


def _meanings(guide: Guide) -> Iterator[tuple[Tokens, Meaning]]:
    for level, levels in _LEVELS.items():
        yield from ((words(name), level) for name in levels)
    for kit, kits in _KITS.items():
        yield from ((words(name), kit) for name in kits)
    for workout, one in guide.workouts.items():
        for name in (workout.replace("_", " "), one.name, *one.also):
            yield words(fold(name)), workout
