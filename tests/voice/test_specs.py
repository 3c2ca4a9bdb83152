"""Which engines are chosen, and the error when one cannot be."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.config import RecognizerChoice, Settings, SynthesizerChoice
from bot.errors import VoiceError
from bot.voice import specs
from bot.voice.specs import (
    VOSK_FILES,
    WHISPER_FILES,
    EspeakSpec,
    PiperSpec,
    PocketSphinxSpec,
    VoskSpec,
    WhisperSpec,
    chosen_recognizer,
    chosen_synthesizer,
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path, "")


def filled(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


def without(monkeypatch: pytest.MonkeyPatch, *packages: str) -> None:
    """As if some packages were not installed."""
    monkeypatch.setattr(specs, "find_spec", lambda name: None if name in packages else name)


def test_engines_with_models_are_chosen(settings: Settings, tmp_path: Path) -> None:
    whisper, vosk = filled(tmp_path / "w", *WHISPER_FILES), filled(tmp_path / "v", *VOSK_FILES)
    piper = filled(tmp_path, "amy.onnx", "amy.onnx.json") / "amy.onnx"
    ask = replace(settings, listener=RecognizerChoice.WHISPER, listener_model=whisper)
    assert chosen_recognizer(ask) == WhisperSpec(whisper)
    assert chosen_recognizer(
        replace(ask, listener=RecognizerChoice.VOSK, listener_model=vosk)
    ) == VoskSpec(vosk)
    ask = replace(settings, speaker=SynthesizerChoice.PIPER, speaker_model=piper)
    assert chosen_synthesizer(ask) == PiperSpec(piper)


def test_out_of_the_box_it_hears_and_speaks(settings: Settings) -> None:
    assert chosen_recognizer(settings) == PocketSphinxSpec(settings.data_dir / "hearing")
    assert chosen_synthesizer(settings) == EspeakSpec()


def test_engines_can_be_off(settings: Settings) -> None:
    assert chosen_recognizer(replace(settings, listener=RecognizerChoice.OFF)) is None
    assert chosen_synthesizer(replace(settings, speaker=SynthesizerChoice.OFF)) is None


def test_speaking_is_quietly_off_without_its_package(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    assert chosen_synthesizer(settings) == EspeakSpec()
    without(monkeypatch, "espeakng_loader")
    assert chosen_synthesizer(settings) is None
    assert caplog.messages == ["Nothing is said aloud: espeakng-loader is not installed."]


@pytest.mark.parametrize(
    ("listener", "package", "missing"),
    [
        (RecognizerChoice.WHISPER, "faster-whisper", WHISPER_FILES[0]),
        (RecognizerChoice.VOSK, "vosk", VOSK_FILES[0]),
    ],
)
def test_an_ear_that_lacks_something_says_what(
    settings: Settings,
    listener: RecognizerChoice,
    package: str,
    missing: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder, ask = settings.data_dir, replace(settings, listener=listener)
    with pytest.raises(VoiceError, match=r"BOT_LISTENER_MODEL does not say where"):
        chosen_recognizer(ask)
    with pytest.raises(VoiceError, match=r"there is no folder .+/nowhere\."):
        chosen_recognizer(replace(ask, listener_model=folder / "nowhere"))
    with pytest.raises(VoiceError, match=f"has no {missing}"):
        chosen_recognizer(replace(ask, listener_model=folder))
    without(monkeypatch, package.replace("-", "_"))
    with pytest.raises(VoiceError, match=f"pip install {package}$"):
        chosen_recognizer(ask)


def test_a_synthesizer_that_lacks_something_says_what(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = replace(settings, speaker=SynthesizerChoice.PIPER)
    with pytest.raises(VoiceError, match=r"BOT_SPEAKER_MODEL does not say where"):
        chosen_synthesizer(ask)
    voice = filled(tmp_path, "amy.onnx") / "amy.onnx"
    with pytest.raises(VoiceError, match=r"there is no file .+/amy\.onnx\.json\."):
        chosen_synthesizer(replace(ask, speaker_model=voice))
    without(monkeypatch, "piper")
    with pytest.raises(VoiceError, match=r"pip install piper-tts$"):
        chosen_synthesizer(ask)
