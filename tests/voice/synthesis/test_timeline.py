"""A whole set as it is heard: where each word begins, in the samples and in the voice message."""

from array import array
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from itertools import pairwise

import av
import pytest

from bot.domain.replies import Cue
from bot.errors import VoiceError
from bot.knowledge.content.loading import Library
from bot.session.model.choices import Choices, Kit, PracticeLevel, Side
from bot.session.model.log import Measure, Target
from bot.session.model.plan import PlannedSet
from bot.session.model.workouts import Guide, read_guide
from bot.session.view.spoken_count import cues
from bot.voice.audio import encode
from bot.voice.engines import RECOGNITION_RATE, SAMPLE_BYTES, Pcm
from bot.voice.synthesis.espeak import EspeakEngine
from bot.voice.synthesis.timeline import LONGEST, Placed, joined, place, render
from tests.session.script import Script

Levels = Sequence[int]
GAP = 0.06
"""Seconds by which a word may begin elsewhere than it should."""
BREATH = 0.2
"""Seconds of silence that there should be between two words."""
LOUD = 400
"""A decoded sample of at most 32767 that belongs to a word."""


class Beeps:
    """A synthesizer that speaks a tenth of a second for each letter."""

    name = "beeps"

    def __init__(self) -> None:
        self.said: list[str] = []

    def synthesize(self, text: str) -> Pcm:
        self.said.append(text)
        return Pcm(array("h", [1000] * (100 * len(text))).tobytes(), 1000)


@pytest.fixture(scope="module")
def guide(library: Library) -> Guide:
    return read_guide(library.exercises)


@pytest.fixture(scope="module")
def synthesizer() -> EspeakEngine:
    return EspeakEngine()


@pytest.fixture(scope="module")
def real_set(guide: Guide, synthesizer: EspeakEngine) -> tuple[Placed, ...]:
    """The first set of the usual finisher: twelve repetitions on each side."""
    session = Script(guide, "", Choices(Kit.NONE, PracticeLevel.NEW)).session
    planned = session.planned
    return place(synthesizer, cues(guide, planned, planned.order))


def test_each_cue_begins_at_its_moment_and_silence_is_between() -> None:
    pcm = render(Beeps(), (Cue(0.5, "ab"), Cue(1.25, "c")))
    levels = array("h", pcm.samples)
    assert [at for at, level in enumerate(levels) if level] == [
        *range(500, 700),
        *range(1250, 1350),
    ]


def test_a_cue_that_is_not_over_pushes_the_next_one_only() -> None:
    placed = place(Beeps(), (Cue(0, "abcdef"), Cue(0.5, "g"), Cue(1, "h")))
    assert [(one.begin, one.late) for one in placed] == [(0, 0), (600, 100), (1000, 0)]


def test_the_same_words_are_synthesised_once() -> None:
    synthesizer = Beeps()
    render(synthesizer, (Cue(0, "one"), Cue(2, "two"), Cue(4, "one")))
    assert synthesizer.said == ["one", "two"]


def test_figures_are_made_speakable() -> None:
    synthesizer = Beeps()
    render(synthesizer, (Cue(0, "2 \u00d7 15"),))
    assert synthesizer.said == ["two sets of fifteen"]


@pytest.mark.parametrize("said", [(), (Cue(0, ""),), (Cue(3, "\u2026"),)])
def test_nothing_to_say_is_told(said: tuple[Cue, ...]) -> None:
    with pytest.raises(VoiceError, match="nothing to say"):
        render(Beeps(), said)


def test_what_lasts_too_long_is_not_made() -> None:
    with pytest.raises(VoiceError, match="longer than"):
        render(Beeps(), (Cue(LONGEST + 1, "a"),))


def test_no_word_is_late_at_any_exercise(guide: Guide, synthesizer: EspeakEngine) -> None:
    """At the tempo of each exercise all words fit between their beats, with room to breathe."""
    for name, exercise in guide.exercises.items():
        sides = (Side.BOTH,) if exercise.sides == "both" else (Side.LEFT, Side.RIGHT)
        for target in (Target(exercise.repetitions[1]), Target(20, Measure.SECONDS)):
            planned = PlannedSet(name, target, 45, sides, short=True)
            placed = place(synthesizer, cues(guide, planned, sides))
            assert not [one.cue for one in placed if one.late]
            tight = [
                (before.cue.words, after.cue.words)
                for before, after in pairwise(placed)
                if after.begin - before.end < BREATH * before.sound.rate
            ]
            assert not tight


def test_nothing_is_louder_than_its_words(real_set: tuple[Placed, ...]) -> None:
    loudest = max(max(map(abs, array("h", one.sound.samples))) for one in real_set)
    assert max(map(abs, array("h", joined(real_set).samples))) == loudest < 32_767


def test_each_word_begins_at_its_moment_in_the_voice_message(
    real_set: tuple[Placed, ...],
) -> None:
    whole = decoded(joined(real_set))
    for one in real_set:
        heard = first_loud(whole, one.cue.at)
        assert abs(heard - one.cue.at) <= GAP, one.cue


def test_a_word_at_another_moment_is_noticed(real_set: tuple[Placed, ...]) -> None:
    whole = decoded(joined(real_set))
    assert abs(first_loud(whole, real_set[-1].cue.at - 0.1) - (real_set[-1].cue.at - 0.1)) > GAP


@cache
def decoded(pcm: Pcm) -> Levels:
    """A sound as a voice message, and back: however long it is."""
    resampler = av.AudioResampler("s16", "mono", RECOGNITION_RATE)
    samples = bytearray()
    with av.open(BytesIO(encode(pcm).content), "r") as container:
        for frame in container.decode(audio=0):
            for piece in resampler.resample(frame):
                samples += bytes(piece.planes[0])[: piece.samples * SAMPLE_BYTES]
    return array("h", bytes(samples))


def first_loud(samples: Levels, moment: float) -> float:
    """The second at which a word begins near a moment."""
    begin = max(round((moment - BREATH / 2) * RECOGNITION_RATE), 0)
    return (
        next(at for at in range(begin, len(samples)) if abs(samples[at]) > LOUD) / RECOGNITION_RATE
    )
