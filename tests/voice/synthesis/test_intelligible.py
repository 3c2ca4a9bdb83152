"""Listening to it: what is said aloud is turned back into words by a recogniser."""

from array import array

import pytest
from pocketsphinx import Decoder
from rapidfuzz.distance import Levenshtein

from bot.knowledge.content.loading import Library
from bot.session.model.choices import Choices, Kit, PracticeLevel
from bot.session.model.workouts import read_guide
from bot.session.view.spoken_count import counted_aloud
from bot.voice.audio import decode, encode
from bot.voice.engines import RECOGNITION_RATE, Pcm
from bot.voice.synthesis.espeak import EspeakEngine
from bot.voice.synthesis.text_normalization import speakable
from tests.session.script import Script

WORST = 0.25
"""Words of a hundred that may be heard wrongly, among those that can be said at all."""


class Listener:
    """A recogniser that knows some words only, in any order."""

    def __init__(self, words: set[str]) -> None:
        self._decoder = Decoder(samprate=RECOGNITION_RATE, lm=None, loglevel="FATAL")
        grammar = f"#JSGF V1.0; grammar all; public <all> = ({' | '.join(sorted(words))})+;"
        self._decoder.add_jsgf_string("all", grammar)
        self._decoder.activate_search("all")

    def transcribe(self, pcm: Pcm) -> list[str]:
        """The words in a sound, after its way through a voice message."""
        received = decode(encode(padded(pcm)).content)
        assert isinstance(received, Pcm)
        self._decoder.start_utt()
        self._decoder.process_raw(received.samples, full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        return found.hypstr.split() if found else []


def padded(pcm: Pcm) -> Pcm:
    """The sound with a little silence around it, as in a track."""
    silence = bytes(2 * (pcm.rate // 5))
    return Pcm(silence + pcm.samples + silence, pcm.rate)


def tokens(text: str) -> list[str]:
    return speakable(text).lower().replace(",", "").replace(".", "").replace("?", "").split()


def wrong(listener: Listener, said: list[tuple[str, Pcm]]) -> float:
    """The share of words that were heard wrongly."""
    slips = sum(Levenshtein.distance(tokens(text), listener.transcribe(pcm)) for text, pcm in said)
    return slips / sum(len(tokens(text)) for text, _ in said)


@pytest.fixture(scope="module")
def counted(library: Library) -> list[tuple[str, Pcm]]:
    """Half of what is said while a set is counted aloud."""
    guide = read_guide(library.exercises)
    track = counted_aloud(guide, Script(guide, "", Choices(Kit.NONE, PracticeLevel.STEADY)).session)
    assert track
    synthesizer = EspeakEngine()
    distinct = list(dict.fromkeys(cue.words for cue in track.cues[1:]))[::2]
    return [(words, synthesizer.synthesize(speakable(words))) for words in distinct]


@pytest.fixture(scope="module")
def listener(counted: list[tuple[str, Pcm]]) -> Listener:
    return Listener({word for text, _ in counted for word in tokens(text)})


def test_a_set_counted_aloud_is_understood(
    listener: Listener, counted: list[tuple[str, Pcm]]
) -> None:
    assert wrong(listener, counted) <= WORST


def test_an_answer_is_understood(library: Library) -> None:
    answer = library.topics["train_frequency"]
    text = speakable(answer.answer[0].text)
    assert wrong(Listener(set(tokens(text))), [(text, EspeakEngine().synthesize(text))]) <= WORST


def test_speech_played_backwards_is_not_understood(
    listener: Listener, counted: list[tuple[str, Pcm]]
) -> None:
    backwards = [
        (text, Pcm(array("h", reversed(array("h", pcm.samples))).tobytes(), pcm.rate))
        for text, pcm in counted[:8]
    ]
    assert wrong(listener, backwards) > 2 * WORST
