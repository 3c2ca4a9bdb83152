"""Speech of Flite's voices, made while testing."""

import io
import subprocess
import wave
from array import array
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bot.voice.engines import RECOGNITION_RATE, Pcm

VOICES = ("slt", "rms", "awb", "kal16")


def said(text: str, voice: str = "slt") -> Pcm:
    """A sentence, spoken at the rate that engines listen to, with a breath before and after."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", path], check=True, timeout=30)
        content = path.read_bytes()
    with wave.open(io.BytesIO(content)) as file:
        assert file.getframerate() == RECOGNITION_RATE, voice
        samples = file.readframes(file.getnframes())
    breath = hiss(0.2).samples
    return Pcm(breath + samples + breath, RECOGNITION_RATE)


def hiss(seconds: float, loudness: float = 4.0) -> Pcm:
    """Noise as every microphone makes it, the same every time."""
    chance = Random(1)
    levels = (int(chance.gauss(0, loudness)) for _ in range(int(seconds * RECOGNITION_RATE)))
    return Pcm(array("h", levels).tobytes(), RECOGNITION_RATE)
