"""The words after `/session`: which workout, kit and level."""

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
    """Parses the words of a workout order; typos are corrected first."""

    guide: Guide
    meanings: Mapping[Tokens, Meaning]
    speller: Speller

    @classmethod
    def of(cls, guide: Guide, english: frozenset[str]) -> "WorkoutCommands":
        """A parser for the workouts of a guide; no word of `english` is taken for a typo."""
        meanings = dict(_meanings(guide))
        known = dict.fromkeys((*(word for phrase in meanings for word in phrase), *_FILLERS), 1)
        return cls(guide, meanings, Speller.of(known, english))

    def parse(self, text: str, usual: Choices) -> WorkoutOrder | None:
        """The order; None for no words, and for words that mean nothing here.

        It starts at once when a workout is named; `usual` stands for what is not named.
        """
        tokens = tuple(self.speller.repair(word) for word in words(fold(text)))
        found = self._meanings_of(tokens)
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

    def _meanings_of(self, tokens: Tokens) -> list[Meaning] | None:
        """The meaning of each phrase, longest match first; None when a word means nothing."""
        found: list[Meaning] = []
        at = 0
        while at < len(tokens):
            length = self._longest_match(tokens[at:])
            if length:
                found.append(self.meanings[tokens[at : at + length]])
            elif tokens[at] not in _FILLERS:
                return None
            at += length or 1
        return found

    def _longest_match(self, tokens: Tokens) -> int:
        """Words of the longest known phrase at the start; 0 when there is none."""
        return next(
            (size for size in range(len(tokens), 0, -1) if tokens[:size] in self.meanings), 0
        )


def _meanings(guide: Guide) -> Iterator[tuple[Tokens, Meaning]]:
    for level, levels in _LEVELS.items():
        yield from ((words(name), level) for name in levels)
    for kit, kits in _KITS.items():
        yield from ((words(name), kit) for name in kits)
    for workout, one in guide.workouts.items():
        for name in (workout.replace("_", " "), one.name, *one.also):
            yield words(fold(name)), workout
