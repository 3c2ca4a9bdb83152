"""Specs of engines: chosen by the settings here, loaded in a worker process there."""

import logging
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from bot.config import RecognizerChoice, Settings, SynthesizerChoice
from bot.errors import VoiceError
from bot.voice.engines import RecognizerEngine, SynthesizerEngine
from bot.voice.processes.jobs import RecognizerSpec, SynthesizerSpec

log = logging.getLogger(__name__)

WHISPER_FILES = ("model.bin", "config.json", "tokenizer.json")
VOSK_FILES = ("am/final.mdl",)


@dataclass(frozen=True, slots=True)
class PocketSphinxSpec:
    """PocketSphinx; `folder` caches the language model of our content."""

    folder: Path

    def load(self) -> RecognizerEngine:
        """The recognizer; raises `VoiceError`. After a change of content a model is made first."""
        from bot.voice.recognition.pocketsphinx import PocketSphinxEngine  # noqa: PLC0415 - belongs into the worker

        return PocketSphinxEngine(self.folder)


@dataclass(frozen=True, slots=True)
class WhisperSpec:
    """Whisper; `folder` holds its model in the form of CTranslate2."""

    folder: Path

    def load(self) -> RecognizerEngine:
        """The recognizer; raises `VoiceError`."""
        from bot.voice.recognition.whisper import WhisperEngine  # noqa: PLC0415 - needs the extra

        return WhisperEngine(self.folder)


@dataclass(frozen=True, slots=True)
class VoskSpec:
    """Vosk; `folder` holds its model."""

    folder: Path

    def load(self) -> RecognizerEngine:
        """The recognizer; raises `VoiceError`."""
        from bot.voice.recognition.vosk import VoskEngine  # noqa: PLC0415 - needs the extra

        return VoskEngine(self.folder)


@dataclass(frozen=True, slots=True)
class EspeakSpec:
    """eSpeak NG."""

    def load(self) -> SynthesizerEngine:
        """The synthesizer; raises `VoiceError`."""
        from bot.voice.synthesis.espeak import EspeakEngine  # noqa: PLC0415 - belongs into the worker

        return EspeakEngine()


@dataclass(frozen=True, slots=True)
class PiperSpec:
    """Piper; `file` is its voice."""

    file: Path

    def load(self) -> SynthesizerEngine:
        """The synthesizer; raises `VoiceError`."""
        from bot.voice.synthesis.piper import PiperEngine  # noqa: PLC0415 - needs the extra

        return PiperEngine(self.file)


def chosen_recognizer(settings: Settings) -> RecognizerSpec | None:
    """The recognizer that the settings ask for; None for none.

    Raises `VoiceError` for an engine that is not installed, or a model that is not there.
    """
    match settings.listener:
        case RecognizerChoice.POCKETSPHINX:
            return PocketSphinxSpec(settings.data_dir / "hearing")
        case RecognizerChoice.WHISPER:
            _require("BOT_LISTENER", "whisper", "faster_whisper", "faster-whisper")
            return WhisperSpec(_folder(settings, WHISPER_FILES))
        case RecognizerChoice.VOSK:
            _require("BOT_LISTENER", "vosk", "vosk", "vosk")
            return VoskSpec(_folder(settings, VOSK_FILES))
        case RecognizerChoice.OFF:
            return None


def chosen_synthesizer(settings: Settings) -> SynthesizerSpec | None:
    """The synthesizer that the settings ask for; None for none, and without eSpeak NG.

    Raises `VoiceError` for Piper that is not installed, or a voice that is not there.
    """
    match settings.speaker:
        case SynthesizerChoice.ESPEAK if find_spec("espeakng_loader"):
            return EspeakSpec()
        case SynthesizerChoice.ESPEAK:
            log.info("Nothing is said aloud: espeakng-loader is not installed.")
            return None
        case SynthesizerChoice.PIPER:
            _require("BOT_SPEAKER", "piper", "piper", "piper-tts")
            return PiperSpec(_voice(settings.speaker_model))
        case SynthesizerChoice.OFF:
            return None


def _require(setting: str, engine: str, module: str, package: str) -> None:
    if find_spec(module) is None:
        raise VoiceError(
            f"{setting} is {engine}, but {package} is not installed: "
            f".venv/bin/python -m pip install {package}"
        )


def _folder(settings: Settings, files: tuple[str, ...]) -> Path:
    """The folder of the model, with these files in it."""
    folder = settings.listener_model
    if folder is None:
        raise VoiceError(
            f"BOT_LISTENER is {settings.listener}, but BOT_LISTENER_MODEL does not say where "
            "its model is."
        )
    if not folder.is_dir():
        raise VoiceError(f"BOT_LISTENER_MODEL: there is no folder {folder}.")
    missing = [name for name in files if not (folder / name).is_file()]
    if missing:
        raise VoiceError(f"BOT_LISTENER_MODEL: the folder {folder} has no {missing[0]}.")
    return folder


def _voice(file: Path | None) -> Path:
    """The file of a voice, with its description beside it."""
    if file is None:
        raise VoiceError(
            "BOT_SPEAKER is piper, but BOT_SPEAKER_MODEL does not say where its voice is."
        )
    for one in (file, file.with_name(f"{file.name}.json")):
        if not one.is_file():
            raise VoiceError(f"BOT_SPEAKER_MODEL: there is no file {one}.")
    return file
