"""Synthesis with Piper: a natural voice from a file that the operator provides."""

from collections.abc import Iterable
from functools import cached_property
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from bot.errors import VoiceError
from bot.voice.engines import Pcm
from bot.voice.synthesis.text_normalization import LONGEST_TEXT

_HOW = "set BOT_SPEAKER_MODEL to a voice of Piper, a file that ends in .onnx"


class _Chunk(Protocol):
    @property
    def audio_int16_bytes(self) -> bytes: ...


class _Voice(Protocol):
    """What we use of Piper, which is typed loosely."""

    @property
    def config(self) -> Any: ...  # noqa: ANN401 - Piper's own

    def synthesize(self, text: str) -> Iterable[_Chunk]: ...


class PiperEngine:
    """A synthesizer with the voice of an .onnx file; its .onnx.json lies beside it."""

    def __init__(self, model: Path | None) -> None:
        """Raises `VoiceError` when Piper or the voice is missing or cannot be used."""
        self._model = _found(model)
        self._voice = _loaded(self._model)
        self._rate = int(self._voice.config.sample_rate)

    @cached_property
    def name(self) -> str:
        """Engine, version, and the voice with its size: another file may have the same name."""
        size = self._model.stat().st_size
        return f"piper {version('piper-tts')} {self._model.stem} {size}"

    def synthesize(self, text: str) -> Pcm:
        """The text spoken, without silence around it.

        Raises `VoiceError` for more than `LONGEST_TEXT` characters, or when the voice fails.
        """
        if len(text) > LONGEST_TEXT:
            raise VoiceError(
                f"A text of {len(text)} characters is too long to be spoken in one go."
            )
        try:
            chunks = [chunk.audio_int16_bytes for chunk in self._voice.synthesize(text)]
        except Exception as error:
            raise VoiceError(f"The voice {self._model.name} did not speak: {error}") from error
        return Pcm(b"".join(chunks), self._rate).trimmed()


def _found(model: Path | None) -> Path:
    if model is None:
        raise VoiceError(f"Piper needs a voice: {_HOW}.")
    for file in (model, model.with_name(f"{model.name}.json")):
        if not file.is_file():
            raise VoiceError(f"There is no file {file}: {_HOW}, with its .onnx.json beside it.")
    return model


def _loaded(model: Path) -> _Voice:
    try:
        piper = import_module("piper")
    except ImportError as error:
        raise VoiceError("Speaking with Piper needs the extra piper to be installed.") from error
    try:
        voice: _Voice = piper.PiperVoice.load(model)
    except Exception as error:  # onnxruntime and Piper raise what they like
        raise VoiceError(f"{model} is not a voice of Piper: {type(error).__name__}.") from error
    return voice
