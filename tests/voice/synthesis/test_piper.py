import re
from pathlib import Path

import pytest

from bot.errors import VoiceError
from bot.voice.synthesis import piper
from bot.voice.synthesis.piper import PiperEngine
from bot.voice.synthesis.text_normalization import LONGEST_TEXT
from tests.voice.piper_voice import RATE, SECONDS, piper_voice


def test_a_voice_file_speaks(tmp_path: Path) -> None:
    pcm = PiperEngine(piper_voice(tmp_path)).synthesize("lower slowly")
    assert (pcm.rate, pcm.seconds) == (RATE, SECONDS)


def test_the_name_tells_engine_version_and_voice(tmp_path: Path) -> None:
    name = PiperEngine(piper_voice(tmp_path)).name
    assert re.fullmatch(r"piper [\d.]+ tone \d+", name)


def test_nothing_to_say_is_no_sound(tmp_path: Path) -> None:
    assert PiperEngine(piper_voice(tmp_path)).synthesize("").samples == b""


def test_a_text_that_is_too_long_is_not_spoken(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="too long"):
        PiperEngine(piper_voice(tmp_path)).synthesize("a" * (LONGEST_TEXT + 1))


def test_a_voice_must_be_named() -> None:
    with pytest.raises(VoiceError, match="set BOT_SPEAKER_MODEL"):
        PiperEngine(None)


@pytest.mark.parametrize("missing", ["tone.onnx", "tone.onnx.json"])
def test_a_missing_file_is_named(tmp_path: Path, missing: str) -> None:
    model = piper_voice(tmp_path)
    (tmp_path / missing).unlink()
    with pytest.raises(VoiceError, match=f"no file .*{missing}:"):
        PiperEngine(model)


@pytest.mark.parametrize("spoilt", ["tone.onnx", "tone.onnx.json"])
def test_a_file_that_is_no_voice_is_told(tmp_path: Path, spoilt: str) -> None:
    model = piper_voice(tmp_path)
    (tmp_path / spoilt).write_text("[]")
    with pytest.raises(VoiceError, match="is not a voice of Piper"):
        PiperEngine(model)


def test_without_the_package_one_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(piper, "import_module", missing)
    with pytest.raises(VoiceError, match="needs the extra piper"):
        PiperEngine(piper_voice(tmp_path))
