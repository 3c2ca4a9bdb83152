"""From a recording to what the person said: all hypotheses are weighed, not only the first."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.domain.audio import (
    LARGEST,
    LONGEST,
    ExpectedSpeech,
    Hypothesis,
    NotHeard,
    RecognitionError,
    Recording,
    Transcript,
)
from bot.knowledge.decisions import Decision, DecisionKind
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.reminders.input import parsing
from bot.reminders.input.request import NotUnderstood
from bot.session.model.actions import INTERRUPTING, SessionAction

MOST_WEIGHED = 10
"""Hypotheses that are looked at."""
MOST_OFFERED = 3
"""Hypotheses that a person may choose from."""
LONGEST_OFFERED = 300
"""Characters of a hypothesis that is offered; a longer one is quicker said again."""
CLEARLY_WRONG = 0.1
"""A hypothesis with less than this part of the likeliest one's confidence was not said."""
WORTH_ASKING = 0.25
"""The same for "stop", "it hurts" and "yes, numb": from this on nothing else is done unasked."""
MAJORITY = 0.55
"""Part of all confidence from which one meaning is taken for what was meant."""
CLEAR = 0.6
"""Confidence from which words count as heard, whatever they may mean."""
_ALARMING = frozenset({DecisionKind.RED_FLAG, DecisionKind.ASK_BACK})
_VAGUE = frozenset({DecisionKind.REFUSAL, DecisionKind.CHOICES})

CommandReader = Callable[[str], SessionAction | None]
"""What words ask of a session; None when they are about something else."""


class Recognizer(Protocol):
    """Makes words of sound."""

    async def transcribe(
        self, recording: Recording, grammar: ExpectedSpeech
    ) -> Transcript | NotHeard:
        """What was said, as far as it could be made out. Never raises for what is in it."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is going on while somebody speaks."""

    topic: str | None = None
    """What was talked about just now."""
    training: bool = False
    """A session is under way: its commands come first."""
    asked: bool = False
    """A safety question waits for yes or no."""
    arranging: bool = False
    """A question about a reminder waits for its answer."""


@dataclass(frozen=True, slots=True)
class Sure:
    """This was said."""

    text: str
    others: tuple[str, ...] = ()
    """What it may have been instead, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """One of these was said, or something else."""

    hypotheses: tuple[str, ...]
    """The likeliest first; never empty."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something harmless was said most likely, or perhaps a red flag."""

    text: str
    family: str
    """The kind of red flag that must be asked about first."""
    others: tuple[str, ...] = ()


Understood = Sure | Unsure | Doubt | NotHeard


@dataclass(frozen=True, slots=True)
class SpeechInput:
    """Understands recordings of anybody, on any channel."""

    knowledge_base: KnowledgeBase = field(repr=False)
    recognizer: Recognizer
    command_in: CommandReader

    async def understand(self, recording: Recording, scene: Scene) -> Understood:
        """What was said, or why nothing was heard."""
        why = unfit(len(recording.content), recording.seconds)
        if why:
            return NotHeard(why)
        grammar = ExpectedSpeech.COMMANDS if scene.training else ExpectedSpeech.QUESTIONS
        heard = await self.recognizer.transcribe(recording, grammar)
        if isinstance(heard, NotHeard):
            return heard
        spoken = [
            hypothesis for hypothesis in heard.hypotheses if any(map(str.isalnum, hypothesis.text))
        ]
        return (
            self.choose(spoken[:MOST_WEIGHED], scene)
            if spoken
            else NotHeard(RecognitionError.SILENT)
        )

    def choose(self, hypotheses: Sequence[Hypothesis], scene: Scene) -> Sure | Unsure | Doubt:
        """What was said, of several hypotheses with the likeliest first."""
        readings = [self._read(hypothesis, scene) for hypothesis in hypotheses]
        first = readings[0]
        if first.alarm is DecisionKind.RED_FLAG:
            return Sure(first.text, _others(first, readings))
        likely = [it for it in readings if it.weight >= CLEARLY_WRONG * first.weight]
        chosen = _chosen(readings)
        flagged = [it for it in likely if it.alarm]
        if flagged:
            said = chosen or first
            family = max(flagged, key=_gravity).decision.verdict.family
            return Doubt(said.text, family, _others(said, readings))
        if chosen is None or _holds_back(chosen, readings):
            return Unsure(_offered(readings))
        return Sure(chosen.text, _others(chosen, readings))

    def _read(self, hypothesis: Hypothesis, scene: Scene) -> "_Reading":
        decision = self.knowledge_base.decide(hypothesis.text, scene.topic)
        action = self.command_in(hypothesis.text) if scene.training else None
        meanings = self._meanings(hypothesis.text, decision, action, scene)
        return _Reading(hypothesis.text, hypothesis.confidence, decision, action, meanings)

    def _meanings(
        self, text: str, decision: Decision, action: SessionAction | None, scene: Scene
    ) -> Mapping[Hashable, float]:
        """What a text may mean, each with how likely that is, 0 to 1."""
        if scene.asked and (said := self.knowledge_base.safety.answer(text)) is not None:
            return {said: 1.0}
        if action:
            return {action: 1.0}
        if scene.arranging and not isinstance(parsing.parse_request(text), NotUnderstood):
            return {text: 1.0}
        ranking = decision.ranking
        if ranking is None:
            return {decision.small_talk: 1.0}
        return {one.topic: one.probability * ranking.near_score for one in ranking.candidates}


@dataclass(frozen=True, slots=True)
class _Reading:
    """One hypothesis, and what it would mean."""

    text: str
    weight: float
    decision: Decision
    action: SessionAction | None
    meanings: Mapping[Hashable, float]

    @property
    def alarm(self) -> DecisionKind | None:
        """What the safety gate says; the session has its own way with "hurts 5"."""
        kind = self.decision.kind
        if kind not in _ALARMING or (self.action and self.action.may_be_taken(kind)):
            return None
        return kind

    @property
    def meaning(self) -> Hashable:
        """The likeliest; hypotheses that mean the same need not both be offered."""
        likeliest = max(self.meanings, key=self.meanings.__getitem__)
        vague = isinstance(likeliest, str) and self.decision.kind in _VAGUE
        return self.text if vague else likeliest

    @property
    def is_grave(self) -> bool:
        """Whether it halts a session, or says yes to a safety question."""
        return self.meaning is True or (
            self.action is not None and self.action.kind in INTERRUPTING
        )

    def speaks_for(self, meaning: Hashable) -> float:
        return self.weight * self.meanings.get(meaning, 0.0)


def unfit(size: int | None, seconds: float | None) -> RecognitionError | None:
    """Why a recording is not listened to, by its size in bytes and its length; None: it fits."""
    if size == 0:
        return RecognitionError.EMPTY
    if seconds is not None and seconds > LONGEST:
        return RecognitionError.TOO_LONG
    return RecognitionError.TOO_LARGE if size is not None and size > LARGEST else None


def _chosen(readings: Sequence[_Reading]) -> _Reading | None:
    """The hypothesis whose meaning is likely enough, all hypotheses taken together."""
    support: dict[Hashable, float] = defaultdict(float)
    for reading in readings:
        for meaning in reading.meanings:
            support[meaning] += reading.speaks_for(meaning)
    likeliest = max(support, key=support.__getitem__)
    if 0 < MAJORITY * sum(reading.weight for reading in readings) <= support[likeliest]:
        return max(readings, key=lambda it: it.speaks_for(likeliest))
    first = readings[0]
    alone = first.weight >= CLEAR or len(first.text) > LONGEST_OFFERED
    return first if alone else None


def _holds_back(chosen: _Reading, readings: Sequence[_Reading]) -> bool:
    """Whether something graver may have been said than what would be done now."""
    if chosen.is_grave or not (chosen.action or chosen.meaning is False):
        return False
    least = WORTH_ASKING * chosen.weight
    return any(it.is_grave and it.weight >= least for it in readings)


def _gravity(reading: _Reading) -> tuple[bool, float]:
    return (
        reading.alarm is DecisionKind.RED_FLAG,
        reading.weight * reading.decision.verdict.probability,
    )


def _others(said: _Reading, readings: Sequence[_Reading]) -> tuple[str, ...]:
    """What may have been said instead."""
    return _offered([it for it in readings if it.meaning != said.meaning])


def _offered(readings: Sequence[_Reading]) -> tuple[str, ...]:
    """A few hypotheses that mean different things."""
    different: dict[Hashable, str] = {}
    for reading in readings:
        if len(reading.text) <= LONGEST_OFFERED:
            different.setdefault(reading.meaning, reading.text)
    return tuple(different.values())[:MOST_OFFERED]
