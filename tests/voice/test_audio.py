"""Voice messages in and out, in the kinds that people send."""

from io import BytesIO

import av
import pytest

from bot.domain.audio import LONGEST, NotHeard, RecognitionError, Sound
from bot.voice.audio import container_format, decode, encode
from bot.voice.engines import RECOGNITION_RATE, Pcm
from tests.voice.recordings import KINDS, pitch, recorded, silence, tone


def opened(sound: Sound) -> av.container.InputContainer:
    return av.open(BytesIO(sound.content), "r", "ogg")


def heard(content: bytes) -> Pcm:
    pcm = decode(content)
    assert isinstance(pcm, Pcm), pcm
    return pcm


@pytest.mark.parametrize("layout", ["mono", "stereo"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_people_record_is_understood(kind: str, layout: str) -> None:
    pcm = heard(recorded(tone(2.0, 48_000), kind, layout))
    assert pcm.rate == RECOGNITION_RATE
    assert pcm.seconds == pytest.approx(2.0, abs=0.06)
    assert pitch(pcm) == pytest.approx(440, rel=0.05)


@pytest.mark.parametrize("kind", ["M4A/AAC", "MP4/Opus"])
def test_what_a_browser_records_piece_by_piece_is_understood(kind: str) -> None:
    assert heard(recorded(tone(2.0), kind, streamed=True)).seconds == pytest.approx(2.0, abs=0.06)


def test_a_wav_with_other_chunks_before_its_sound_is_understood() -> None:
    wav = recorded(tone(1.0), "WAV")
    note = b"LIST\x04\x00\x00\x00INFO"
    assert heard(wav[:36] + note + wav[36:]).seconds == pytest.approx(1.0, abs=0.01)


def test_a_voice_message_is_ogg_with_opus_in_mono_at_48_khz() -> None:
    with opened(encode(tone(1.0, 22_050))) as container:
        (stream,) = container.streams
        assert isinstance(stream, av.AudioStream)
        assert (stream.codec_context.name, stream.rate, stream.channels) == ("opus", 48_000, 1)


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 24_000, 44_100, 48_000])
def test_a_voice_message_sounds_like_what_went_in(rate: int) -> None:
    sound = encode(tone(2.0, rate))
    pcm = heard(sound.content)
    assert sound.seconds == pytest.approx(2.0)
    assert pcm.seconds == pytest.approx(2.0, abs=0.02)
    assert pitch(pcm) == pytest.approx(440, rel=0.05)


def test_the_same_words_give_the_same_file() -> None:
    assert encode(tone(1.0)).content == encode(tone(1.0)).content
    assert encode(tone(1.0)).content != encode(tone(1.0, hertz=441)).content


def test_a_minute_of_speech_stays_small() -> None:
    assert len(encode(tone(60.0)).content) < 500_000


@pytest.mark.parametrize("seconds", [LONGEST, LONGEST + 0.5])
def test_a_minute_is_listened_to_and_what_is_a_little_longer_is_cut(seconds: float) -> None:
    assert heard(recorded(tone(seconds), "WAV")).seconds == pytest.approx(LONGEST, abs=0.001)


def test_a_message_without_sound_has_none() -> None:
    assert decode(b"") == NotHeard(RecognitionError.EMPTY)
    assert decode(recorded(silence(1.0))) == NotHeard(RecognitionError.SILENT)


@pytest.mark.parametrize(
    ("begin", "kind"),
    [
        (b"OggS\x00\x02", "ogg"),
        (b"\x1aE\xdf\xa3\x01", "matroska"),
        (b"RIFF\x00\x00\x00\x00WAVE", "wav"),
        (b"\x00\x00\x00\x1cftypM4A ", "mp4"),
        (b"ID3\x04", "mp3"),
        (b"\xff\xfb\x90", "mp3"),
        (b"\xff\xf1\x50", None),
        (b"RIFF\x00\x00\x00\x00AVI ", None),
        (b"#EXTM3U\n", None),
        (b"ffconcat version 1.0\n", None),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"fLaC", None),
        (b"O", None),
        (b"", None),
    ],
)
def test_the_first_bytes_decide_what_it_is(begin: bytes, kind: str | None) -> None:
    assert container_format(begin) == kind
