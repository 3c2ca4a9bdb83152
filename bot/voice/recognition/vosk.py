"""Recognition with Vosk and a model folder that the operator provides."""

import json
from pathlib import Path
from typing import Any, Protocol

from bot.domain.audio import ExpectedSpeech, NotHeard, RecognitionError, Transcript
from bot.errors import VoiceError
from bot.voice.engines import RECOGNITION_RATE, Pcm
from bot.voice.recognition.hypotheses import hypotheses, shares

ALTERNATIVES = 5
_SILENT = -1


class KaldiRecognizer(Protocol):
    """The part of Vosk's recognizer that is needed here; its names are Vosk's."""

    def AcceptWaveform(self, data: bytes) -> int:  # noqa: N802
        """Take a piece of sound in."""

    def FinalResult(self) -> str:  # noqa: N802
        """What was said, as JSON."""


class VoskEngine:
    """A recognizer for the language of its model, whatever is expected to be said."""

    def __init__(self, folder: Path) -> None:
        """Load a model; takes a second or many. Raises `VoiceError` when that fails."""
        import vosk  # noqa: PLC0415 - needs the extra

        vosk.SetLogLevel(_SILENT)
        try:
            self._model = vosk.Model(str(folder))
        except Exception as error:  # the library raises nothing more exact
            raise VoiceError(f"The Vosk model in {folder} cannot be used.") from error
        self._vosk = vosk

    def transcribe(self, pcm: Pcm, grammar: ExpectedSpeech) -> Transcript | NotHeard:  # noqa: ARG002
        """What was said."""
        recognizer = self._vosk.KaldiRecognizer(self._model, RECOGNITION_RATE)
        recognizer.SetMaxAlternatives(ALTERNATIVES)
        return transcribed(recognizer, pcm)


def transcribed(recognizer: KaldiRecognizer, pcm: Pcm) -> Transcript | NotHeard:
    """What a fresh recognizer of Vosk makes of a recording."""
    recognizer.AcceptWaveform(pcm.samples)
    return read(json.loads(recognizer.FinalResult()))


def read(result: dict[str, Any]) -> Transcript | NotHeard:
    """The hypotheses in a result; their "confidence" is a logarithm without any scale."""
    found = result.get("alternatives") or [{"text": result.get("text", ""), "confidence": 0.0}]
    odds = shares([float(one["confidence"]) for one in found])
    readings = hypotheses((one["text"] for one in found), odds)
    return (
        Transcript(readings, ExpectedSpeech.QUESTIONS)
        if readings
        else NotHeard(RecognitionError.SILENT)
    )
