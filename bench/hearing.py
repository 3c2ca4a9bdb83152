"""How well PocketSphinx recognises speech: what is meant, what is refused, which words."""

import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypeVar

from rapidfuzz.distance import Levenshtein

from bench.clips import ESPEAK, FLITE, Noise, babble, in_noise, pink, spoken, white
from bench.programs import resident
from bench.quality import OUT_OF_SCOPE, QUESTIONS, RED_FLAG
from bench.tables import Table, megabytes
from bot.conversation.speech_input import Scene, SpeechInput, Unsure
from bot.domain.audio import ExpectedSpeech, Transcript
from bot.knowledge.decisions import Decision, DecisionKind
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.semantic.knowledge_base import load_knowledge_base
from bot.session.input.grammar import CommandGrammar as Commands
from bot.voice.engines import Pcm
from bot.voice.recognition.language_model.spoken_form import spoken as in_words
from bot.voice.recognition.pocketsphinx import PocketSphinxEngine
from bot.voice.speech_engines import SpeechEngines

T = TypeVar("T")

WRITTEN = Path(__file__).parent / "sayings.txt"
NEW, FOREIGN = "HEARING_NEW", "HEARING_FOREIGN"
"""Environment variables that may name other files of questions, JSON lines with "q"."""
_COUNT = 48
"""Clips of each kind."""
_NOISY = 3
"""One of so many clips is listened to in noise, too."""
_COMPUTED = 7
"""One of so many is said by a voice of eSpeak NG, too; it differs from voice to voice."""
_LONGEST = 110
"""Characters of a question that is asked aloud."""


@dataclass(frozen=True, slots=True)
class Clip:
    """Something that is said."""

    kind: str
    text: str
    right: frozenset[str]
    """Topics; empty for commands and for what is not ours."""
    voice: str
    sound: Pcm


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a clip."""

    clip: Clip
    right: bool
    right_as_text: bool
    slips: int
    words: int


@dataclass(frozen=True, slots=True)
class Judge:
    """Tells whether what was heard does what the words would have done."""

    knowledge_base: KnowledgeBase
    commands: Commands
    listening: SpeechInput

    def heard(self, recognizer: PocketSphinxEngine, clip: Clip) -> Result:
        """Listen, choose among the hypotheses as the assistant does, and compare."""
        training = clip.kind == COMMANDS
        grammar = ExpectedSpeech.COMMANDS if training else ExpectedSpeech.QUESTIONS
        found = recognizer.transcribe(clip.sound, grammar)
        truth = in_words(clip.text)
        text = self._chosen(found, training=training) if isinstance(found, Transcript) else ""
        first = found.hypotheses[0].text.split() if isinstance(found, Transcript) else []
        return Result(
            clip,
            self._does(text, clip),
            self._does(clip.text, clip),
            Levenshtein.distance(truth, first),
            len(truth),
        )

    def _chosen(self, found: Transcript, *, training: bool) -> str:
        match self.listening.choose(found.hypotheses, Scene(training=training)):
            case Unsure(hypotheses):
                return hypotheses[0]
            case said:
                return said.text

    def _does(self, text: str, clip: Clip) -> bool:
        if clip.kind == COMMANDS:
            return self.commands.parse(text) == self.commands.parse(clip.text)
        decision = self.knowledge_base.decide(text) if text else None
        if clip.kind == NOT_OURS:
            return decision is None or decision.kind is not DecisionKind.ANSWER
        return decision is not None and _first(decision) in clip.right


def _first(decision: Decision) -> str:
    found = decision.ranking.candidates if decision.ranking else ()
    return next(iter((*decision.topics, *(one.topic for one in found))), "")


ASKED, ASKED_ANEW, COMMANDS, NOT_OURS = (
    *("questions in the model", "questions worded anew", "commands in a session"),
    "speech about something else",
)


def hearing() -> Iterable[Table]:
    """The tables."""
    knowledge_base = load_knowledge_base()
    commands = Commands.of(knowledge_base.library.english)
    judge = Judge(
        knowledge_base, commands, SpeechInput(knowledge_base, SpeechEngines(), commands.parse)
    )
    with TemporaryDirectory() as folder:
        before = resident(os.getpid())
        first, recognizer = _timed(lambda: PocketSphinxEngine(Path(folder)))
        again, recognizer = _timed(lambda: PocketSphinxEngine(Path(folder)))
        grown = resident(os.getpid()) - before
        clips = list(_clips(knowledge_base))
        spent, clean = _timed(lambda: [judge.heard(recognizer, clip) for clip in clips])
        yield _by_kind(clean)
        yield _by_voice([*clean, *(judge.heard(recognizer, clip) for clip in _computed(clips))])
        yield _by_noise(judge, recognizer, clips, clean)
        length = sum(clip.sound.seconds for clip in clips)
        yield Table(
            "hearing: time and memory",
            ("first start s", "start s", "grown MB", "seconds a second of speech"),
            [(f"{first:.1f}", f"{again:.2f}", megabytes(grown), f"{spent / length:.2f}")],
        )


def _timed(do: Callable[[], T]) -> tuple[float, T]:
    began = perf_counter()
    made = do()
    return perf_counter() - began, made


def _clips(knowledge_base: KnowledgeBase) -> Iterable[Clip]:
    for kind, said in _sayings(knowledge_base).items():
        for at, (text, right) in enumerate(said):
            voice = FLITE[at % len(FLITE)]
            yield Clip(kind, text, right, voice, spoken(text, voice))


def _computed(clips: Sequence[Clip]) -> Iterable[Clip]:
    for at, clip in enumerate(clips[::_COMPUTED]):
        voice = ESPEAK[at % len(ESPEAK)]
        yield replace(clip, voice=voice, sound=spoken(clip.text, voice))


def _sayings(knowledge_base: KnowledgeBase) -> Mapping[str, Sequence[tuple[str, frozenset[str]]]]:
    topics = knowledge_base.library.topics.items()
    asked = [(text, frozenset([topic])) for topic, one in topics for text in one.ways_to_ask]
    anew = [one for one in _asked_in(Path(os.environ.get(NEW, QUESTIONS))) if one[1]]
    own = WRITTEN.read_text(encoding="utf-8").split("\n\n")
    foreign = os.environ.get(FOREIGN)
    return {
        ASKED: _some(asked),
        ASKED_ANEW: _some(anew),
        COMMANDS: _lines(own[1]),
        NOT_OURS: _some(_asked_in(Path(foreign))) if foreign else _lines(own[2]),
    }


def _lines(text: str) -> list[tuple[str, frozenset[str]]]:
    return [(line, frozenset()) for line in text.splitlines() if line]


def _asked_in(path: Path) -> list[tuple[str, frozenset[str]]]:
    """The questions of a file, with their topics; without any when it is not ours."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    spoken_ones = [one for one in lines if one.get("kind") != "typo"]
    return [(one["q"], _topics(one)) for one in spoken_ones]


def _topics(one: Mapping[str, object]) -> frozenset[str]:
    found = one.get("topics") or [one.get("topic", OUT_OF_SCOPE)]
    assert isinstance(found, list)
    topics = frozenset(map(str, found))
    return topics if topics.isdisjoint({OUT_OF_SCOPE, RED_FLAG}) else frozenset()


def _some(said: Sequence[tuple[str, frozenset[str]]]) -> Sequence[tuple[str, frozenset[str]]]:
    short = [one for one in said if len(one[0]) <= _LONGEST]
    return short[:: max(len(short) // _COUNT, 1)][:_COUNT]


_HEADS = ("clips", "right", "right as text", "part of it", "word errors")


def _by_kind(results: Sequence[Result]) -> Table:
    notes = (
        "right: the first topic, or the command; of speech about something else, what is refused",
        "part of it: right beside what the same words would have got in writing",
        "choice among hypotheses as in a chat; word errors are those of the first one",
    )
    rows = _rows(results, lambda one: one.clip.kind)
    return Table("hearing: clean", ("", *_HEADS), rows, notes)


def _by_voice(results: Sequence[Result]) -> Table:
    rows = _rows(results, lambda one: one.clip.voice)
    notes = ("en-...: eSpeak NG, in this table only; it is farther from people than Flite is",)
    return Table("hearing: clean, by voice", ("", *_HEADS), rows, notes)


def _by_noise(
    judge: Judge, recognizer: PocketSphinxEngine, clips: Sequence[Clip], clean: Sequence[Result]
) -> Table:
    some = clips[::_NOISY]
    noises: dict[str, Noise] = {
        "white": white,
        "pink": pink,
        "babble": babble([clip.sound for clip in clips[1:5]]),
    }
    rows = _named("clean", clean[::_NOISY])
    for name, noise in noises.items():
        for decibels in (20, 10):
            noisy = [_with(clip, noise, decibels) for clip in some]
            results = [judge.heard(recognizer, clip) for clip in noisy]
            rows += _named(f"{name} {decibels} dB", results)
    note = f"one of {_NOISY} clips; by how much the voice is louder"
    return Table("hearing: in noise", ("", *_HEADS), rows, (note,))


def _with(clip: Clip, noise: Noise, decibels: float) -> Clip:
    return replace(clip, sound=in_noise(clip.sound, noise, decibels))


def _named(name: str, results: Sequence[Result]) -> list[tuple[str, ...]]:
    return _rows(results, lambda one: f"{name}: {one.clip.kind}")


def _rows(results: Sequence[Result], group: Callable[[Result], str]) -> list[tuple[str, ...]]:
    groups: dict[str, list[Result]] = defaultdict(list)
    for one in results:
        groups[group(one)].append(one)
    return [(name, *_figures(found)) for name, found in groups.items()]


def _figures(results: Sequence[Result]) -> tuple[str, ...]:
    right = sum(one.right for one in results)
    as_text = sum(one.right_as_text for one in results)
    words = sum(one.words for one in results)
    return (
        str(len(results)),
        f"{right / len(results):.3f}",
        f"{as_text / len(results):.3f}",
        f"{right / as_text:.3f}" if as_text else "-",
        f"{sum(one.slips for one in results) / words:.3f}",
    )
