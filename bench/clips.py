"""Sentences spoken by several voices, clean and in noise, made on the spot."""

import io
import math
import subprocess
import wave
from array import array
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bot.domain.audio import Sound
from bot.knowledge.content.loading import read_library
from bot.voice.audio import decode, encode
from bot.voice.engines import RECOGNITION_RATE, SAMPLE_BYTES, Pcm
from bot.voice.synthesis.espeak import EspeakEngine
from bot.voice.synthesis.text_normalization import speakable

FLITE = ("slt", "rms", "awb", "kal16")
"""Men and a woman, cut from recordings of people; one has an accent, one is cut more coarsely."""
ESPEAK = ("en-us", "en+f2", "en-gb-scotland+m3")
"""Computed through and through, so farther from people than the others are."""
_PACE = 130
"""Words a minute of eSpeak's voices: it runs words into one another when it is faster."""
_HIGHEST = 32767
_BREATH = 0.25
"""Seconds of quiet around a sentence."""
_READ_OUT = 2000
"""Letters that are read out: more than a minute."""
_MUMBLED = 4
"""So many people talk at once in a babble."""

Noise = Callable[[int], list[float]]
"""So many samples of noise, of any loudness."""


def spoken(text: str, voice: str) -> Pcm:
    """A sentence as it arrives in a voice message."""
    received = decode(recorded(text, voice).content)
    assert isinstance(received, Pcm), received
    return received


def recorded(text: str, voice: str) -> Sound:
    """A sentence as a voice message."""
    pcm = _said(text, voice)
    quiet = bytes(2 * int(_BREATH * pcm.rate))
    return encode(Pcm(quiet + pcm.samples + quiet, pcm.rate))


def read_out(seconds: float, voice: str) -> Pcm:
    """Our answers, one after the other for so many seconds, at the rate of the voice."""
    answers = " ".join(topic.text for topic in read_library().topics.values())
    pcm = _said(speakable(answers)[:_READ_OUT], voice)
    assert pcm.seconds >= seconds
    return Pcm(pcm.samples[: SAMPLE_BYTES * round(seconds * pcm.rate)], pcm.rate)


def _said(text: str, voice: str) -> Pcm:
    return _flite(text, voice) if voice in FLITE else EspeakEngine(voice, _PACE).synthesize(text)


def _flite(text: str, voice: str) -> Pcm:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "clip.wav"
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", path], check=True, timeout=60)
        content = path.read_bytes()
    with wave.open(io.BytesIO(content)) as file:
        return Pcm(file.readframes(file.getnframes()), file.getframerate())


def in_noise(pcm: Pcm, noise: Noise, decibels: float) -> Pcm:
    """The sound with noise, which is so much weaker than the sound is on average."""
    levels = array("h", pcm.samples)
    hum = noise(len(levels))
    factor = _loudness(levels) / max(_loudness(hum), 1e-9) / 10 ** (decibels / 20)
    mixed = (level + factor * one for level, one in zip(levels, hum, strict=True))
    return Pcm(array("h", map(_clipped, mixed)).tobytes(), RECOGNITION_RATE)


def white(count: int) -> list[float]:
    """Hiss."""
    chance = Random(count)
    return [chance.gauss(0, 1) for _ in range(count)]


def pink(count: int) -> list[float]:
    """A hum with as much in each octave, like wind and fans: hiss, smoothed in three measures."""
    return list(_pink(white(count)))


def _pink(hiss: list[float]) -> Iterator[float]:
    slow = middle = quick = 0.0
    for one in hiss:
        slow = 0.99765 * slow + one * 0.0990460
        middle = 0.96300 * middle + one * 0.2965164
        quick = 0.57000 * quick + one * 1.0526913
        yield slow + middle + quick + one * 0.1848


def babble(clips: Sequence[Pcm]) -> Noise:
    """Several people who talk at once, cut from clips."""
    voices = [array("h", clip.samples) for clip in clips[:_MUMBLED]]

    def noise(count: int) -> list[float]:
        return [float(sum(one[at % len(one)] for one in voices)) for at in range(count)]

    return noise


def _loudness(levels: Sequence[float]) -> float:
    return math.sqrt(sum(level * level for level in levels) / len(levels))


def _clipped(level: float) -> int:
    return int(max(-_HIGHEST, min(_HIGHEST, level)))
