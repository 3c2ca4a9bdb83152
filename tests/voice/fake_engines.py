"""Fake engines of a few lines, loaded by real worker processes."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from bot.domain.audio import ExpectedSpeech, Hypothesis, NotHeard, Transcript
from bot.errors import VoiceError
from bot.voice.engines import Pcm
from tests.voice.recordings import tone


@dataclass(frozen=True, slots=True)
class LengthRecognizerSpec:
    """A recognizer whose transcript is its process and the seconds; 5 and 7 seconds break it."""

    seconds: float = 0.0
    """How long it takes to load."""

    def load(self) -> "LengthRecognizer":
        time.sleep(self.seconds)  # a load that takes longer than a recording may
        return LengthRecognizer()


class LengthRecognizer:
    def transcribe(self, pcm: Pcm, grammar: ExpectedSpeech) -> Transcript | NotHeard:
        seconds = round(pcm.seconds)
        if seconds == 7:
            os._exit(3)
        if seconds == 5:
            raise ValueError("five")
        return Transcript((Hypothesis(f"{os.getpid()} {seconds}", 1.0),), grammar)


@dataclass(frozen=True, slots=True)
class ToneSynthesizerSpec:
    """A synthesizer that speaks in a tone: a tenth of a second for each letter."""

    diary: Path
    """A line for each job that it did."""
    name: str = "tone 1"

    def load(self) -> "ToneSynthesizer":
        return ToneSynthesizer(self.diary, self.name)


@dataclass(frozen=True, slots=True)
class ToneSynthesizer:
    diary: Path
    name: str

    def synthesize(self, text: str) -> Pcm:
        with self.diary.open("a") as file:
            file.write(f"{text}\n")
        if text == "crash":
            os._exit(3)
        if text == "slow":
            time.sleep(0.3)  # work under way, which several share
        return tone(len(text) / 10, 22_050)


@dataclass(frozen=True, slots=True)
class BrokenSynthesizerSpec:
    """A synthesizer whose model is broken."""

    name: str = "broken"

    def load(self) -> "ToneSynthesizer":
        raise VoiceError("The model in /models/broken cannot be used.")


@dataclass(frozen=True, slots=True)
class BrokenRecognizerSpec:
    """A recognizer whose model is broken."""

    def load(self) -> LengthRecognizer:
        raise VoiceError("The model in /models/broken cannot be used.")
