"""The safety gate: does a message describe something that needs a professional?"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from rapidfuzz import fuzz, process

from bot.knowledge.content.entries import RedFlags
from bot.knowledge.matching.linear import LinearModel
from bot.knowledge.matching.reading import MessageReading, Reading
from bot.knowledge.matching.text import fold, words
from bot.knowledge.symptoms import Symptoms

FINE = "fine"
"""The class of everything that is no red flag."""

_CLAUSE = 0.9
"""A clause alone lacks its context, so it counts a little less than its sentence."""
_BOLDEST = 4.0
"""How many times likelier than its sentence a clause may make a red flag."""
_NOT = frozenset(
    {"no", "not", "never", "nothing", "something", "without", "cant", "cannot", "dont", "didnt"}
    | {"doesnt", "hasnt", "havent", "isnt", "wasnt", "wont", "shouldnt", "mustnt", "wouldnt"}
)
"""Words that turn a phrase into its opposite while it stays as alike."""
_SAME = 88.0
"""How near a short reply must be to a phrase to count as that phrase, 0 to 100."""


class SafetyLevel(Enum):
    """What to do about a message."""

    SAFE = "safe"
    UNSURE = "unsure"
    """Ask one question back."""
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate found."""

    level: SafetyLevel
    family: str
    """The likeliest kind of red flag, also when the message is safe."""
    probability: float
    """That it is any red flag, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where unsure and alarm begin; fitted with the scorer."""

    ask_at: float
    alarm_at: float


@dataclass(frozen=True, slots=True)
class Phrases:
    """How people answer a safety question, and how they say that they were cleared; folded."""

    yes: tuple[str, ...]
    no: tuple[str, ...]
    clear: tuple[str, ...]
    not_clear: tuple[str, ...]

    @classmethod
    def of(cls, flags: RedFlags) -> "Phrases":
        """The phrases of the content."""
        return cls(
            *(
                tuple(_folded(phrase) for phrase in phrases)
                for phrases in (
                    flags.yes_phrases,
                    flags.no_phrases,
                    flags.clear_phrases,
                    flags.not_clear_phrases,
                )
            )
        )


@dataclass(frozen=True, slots=True)
class Safety:
    """Judges messages. Immutable; the same text always gives the same verdict."""

    symptoms: Symptoms
    model: LinearModel
    bounds: Bounds
    phrases: Phrases

    def judge(self, message: MessageReading) -> Verdict:
        """The verdict on a message: the worst of the whole, its sentences and their clauses."""
        whole = self._flagged(message.whole)
        flagged = [whole]
        for sentence in message.sentences:
            alone = sentence.reading is message.whole
            families = whole if alone else self._flagged(sentence.reading)
            bound = _total(families) * _BOLDEST
            flagged.append(families)
            if bound >= self.bounds.ask_at:  # else no clause of it can raise a doubt
                flagged += [_tempered(self._flagged(clause), bound) for clause in sentence.clauses]
        return self._verdict(max(flagged, key=_total))

    def _flagged(self, reading: Reading) -> dict[str, float]:
        """The probability of each family."""
        features = dict.fromkeys(self.symptoms.features(reading), 1.0)
        logs = self.model.log_probabilities(features)
        return {name: math.exp(log) for name, log in logs.items() if name != FINE}

    def _verdict(self, families: Mapping[str, float]) -> Verdict:
        probability = _total(families)
        family = max(families, key=lambda name: families[name])
        if probability >= self.bounds.alarm_at:
            return Verdict(SafetyLevel.ALARM, family, probability)
        if probability >= self.bounds.ask_at:
            return Verdict(SafetyLevel.UNSURE, family, probability)
        return Verdict(SafetyLevel.SAFE, family, probability)

    def answer(self, text: str) -> bool | None:
        """Yes or no to a question that was asked back; None when the text is neither."""
        yes = likeness(text, self.phrases.yes)
        no = likeness(text, self.phrases.no)
        if max(yes, no) < _SAME or yes == no:
            return None
        return yes > no

    def clears(self, text: str) -> bool:
        """Whether the text says plainly that a professional gave the all-clear."""
        phrases = [one for one in self.phrases.clear if _denials(one) == _denials(text)]
        clear = likeness(text, phrases)
        return clear >= _SAME and clear > likeness(text, self.phrases.not_clear)


def _denials(text: str) -> frozenset[str]:
    """The words of a text that turn its meaning round."""
    return _NOT.intersection(words(fold(text)))


def _tempered(families: Mapping[str, float], bound: float) -> dict[str, float]:
    """What a clause says, no louder than its sentence allows."""
    total = _total(families)
    factor = min(_CLAUSE, bound / total) if total else 0.0
    return {name: share * factor for name, share in families.items()}


def _total(families: Mapping[str, float]) -> float:
    return min(1.0, sum(families.values()))


def likeness(text: str, phrases: Sequence[str]) -> float:
    """How near a text is to the nearest folded phrase, 0 to 100."""
    if not phrases:
        return 0.0
    found = process.extractOne(_folded(text), phrases, scorer=fuzz.ratio)
    return found[1]


def _folded(text: str) -> str:
    return " ".join(words(fold(text)))
