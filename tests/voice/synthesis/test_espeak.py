import re
from array import array

import pytest

from bot.errors import VoiceError
from bot.voice.engines import AUDIBLE, Pcm
from bot.voice.synthesis import espeak
from bot.voice.synthesis.espeak import EspeakEngine
from bot.voice.synthesis.text_normalization import LONGEST_TEXT


@pytest.fixture
def synthesizer() -> EspeakEngine:
    return EspeakEngine()


def test_words_become_sound_that_lasts_as_long_as_speech_does(synthesizer: EspeakEngine) -> None:
    pcm = synthesizer.synthesize("Lower slowly, and squeeze at the top for one full second.")
    assert pcm.rate == 22_050
    assert 2.5 < pcm.seconds < 6
    assert max(array("h", pcm.samples)) > 5000


def test_the_sound_begins_and_ends_with_the_words(synthesizer: EspeakEngine) -> None:
    samples = array("h", synthesizer.synthesize("squeeze").samples)
    assert abs(samples[0]) >= AUDIBLE
    assert abs(samples[-1]) >= AUDIBLE


def test_the_same_words_last_as_long_whatever_was_said_before(synthesizer: EspeakEngine) -> None:
    first = synthesizer.synthesize("two").seconds
    assert synthesizer.synthesize("and three").seconds > first + 0.1
    assert synthesizer.synthesize("two").seconds == pytest.approx(first, abs=0.01)


def test_two_voices_do_not_mix(synthesizer: EspeakEngine) -> None:
    usual = synthesizer.synthesize("get ready")
    other = EspeakEngine("en-gb-scotland", 200)
    assert other.synthesize("get ready").seconds < usual.seconds
    assert synthesizer.synthesize("get ready").seconds == pytest.approx(usual.seconds, abs=0.01)
    assert synthesizer.name != other.name


def test_the_name_tells_engine_version_voice_and_pace(synthesizer: EspeakEngine) -> None:
    assert re.fullmatch(rf"espeak-ng [\d.]+ {espeak.VOICE} {espeak.PACE}", synthesizer.name)


def test_nothing_to_say_is_no_sound(synthesizer: EspeakEngine) -> None:
    assert synthesizer.synthesize("").samples == b""


def test_a_text_that_is_too_long_is_not_spoken(synthesizer: EspeakEngine) -> None:
    with pytest.raises(VoiceError, match="too long"):
        synthesizer.synthesize("a" * (LONGEST_TEXT + 1))


def test_a_voice_that_does_not_exist_is_named() -> None:
    with pytest.raises(VoiceError, match="no voice 'klingonese'"):
        EspeakEngine("klingonese")


def test_without_the_package_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(espeak, "import_module", missing)
    espeak._loaded.cache_clear()
    with pytest.raises(VoiceError, match="install the extra speech"):
        EspeakEngine()
    espeak._loaded.cache_clear()


def test_silence_is_cut_off_at_both_ends_only() -> None:
    samples = array("h", [0] * 50 + [900, 0, 0, -900] + [AUDIBLE - 1] * 70)
    assert array("h", Pcm(samples.tobytes(), 100).trimmed().samples) == array(
        "h", [900, 0, 0, -900]
    )
    assert Pcm(bytes(200), 100).trimmed().samples == b""
