"""Recordings that mean harm or were spoilt: each gets its answer within narrow bounds."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from multiprocessing import get_context

import pytest
from pebble import ProcessPool

from bot.domain.audio import LARGEST, NotHeard, RecognitionError
from bot.voice.engines import Pcm
from bot.voice.processes.limits import move_in
from tests.voice.processes import hostile_recordings, worker_jobs
from tests.voice.recordings import KINDS, pitch, recorded, silence, tone

PATIENCE = 60.0
"""Seconds for one answer; the processor's time is bound much more tightly inside."""

PAGE = "30000000"
"""Microseconds of sound on one page of OGG: the fewer pages, the smaller."""
Look = Callable[[bytes], Pcm | NotHeard]


@pytest.fixture(scope="module")
def pool() -> Iterator[ProcessPool]:
    """A process whose memory and time are bound, as the real one's are."""
    one = ProcessPool(1, initializer=move_in, context=get_context("spawn"))
    yield one
    one.stop()  # type: ignore[no-untyped-call]  # Pebble forgot
    one.join()


@pytest.fixture
def look(pool: ProcessPool) -> Look:
    return lambda content: pool.schedule(worker_jobs.decoded, [content], timeout=PATIENCE).result()


@pytest.fixture
def faults(pool: ProcessPool) -> Callable[[Sequence[bytes]], list[str]]:
    """What is wrong with the answers for many recordings."""
    return lambda many: pool.schedule(worker_jobs.faults, [many], timeout=2 * PATIENCE).result()


TRAPS: Mapping[str, tuple[Callable[[], bytes], RecognitionError]] = {
    "nothing": (lambda: b"", RecognitionError.EMPTY),
    "one byte": (lambda: b"O", RecognitionError.UNREADABLE),
    "a beginning only": (lambda: b"OggS", RecognitionError.UNREADABLE),
    "all about the sound and none of it": (
        lambda: hostile_recordings.headless(hostile_recordings.OPUS),
        RecognitionError.UNREADABLE,
    ),
    "a WAV without samples": (lambda: hostile_recordings.wav()[:44], RecognitionError.EMPTY),
    "silence": (lambda: recorded(silence(2.0)), RecognitionError.SILENT),
    "next to silence": (hostile_recordings.faint, RecognitionError.SILENT),
    "an hour in 70 kB": (
        lambda: hostile_recordings.sleeper(3600, page_duration=PAGE),
        RecognitionError.TOO_LONG,
    ),
    "an hour that does not say so": (
        lambda: hostile_recordings.sleeper(3600, "webm", live="1"),
        RecognitionError.TOO_LONG,
    ),
    "an hour as MP3": (lambda: hostile_recordings.sleeping_mp3(3600), RecognitionError.TOO_LONG),
    "two minutes as MP3": (lambda: hostile_recordings.sleeping_mp3(120), RecognitionError.TOO_LONG),
    "62 seconds": (lambda: recorded(tone(62.0)), RecognitionError.TOO_LONG),
    "too many bytes": (lambda: b"OggS" + bytes(LARGEST), RecognitionError.TOO_LARGE),
    "as many bytes as may be, all zero": (
        lambda: b"OggS" + bytes(LARGEST - 4),
        RecognitionError.UNREADABLE,
    ),
    "text": (lambda: b"why do my hamstrings cramp", RecognitionError.UNREADABLE),
    "a list of files": (
        lambda: b"ffconcat version 1.0\nfile /etc/passwd\n",
        RecognitionError.UNREADABLE,
    ),
    "a list of addresses": (
        lambda: b"#EXTM3U\n#EXTINF:9,\nhttp://127.0.0.1/a\n",
        RecognitionError.UNREADABLE,
    ),
    "a list in disguise": (
        lambda: b"OggSffconcat version 1.0\nfile a\n",
        RecognitionError.UNREADABLE,
    ),
    "an address in disguise": (
        lambda: b"ID3\x04#EXTM3U\nhttp://127.0.0.1/a\n",
        RecognitionError.UNREADABLE,
    ),
    "a picture": (hostile_recordings.picture, RecognitionError.UNREADABLE),
    "a picture in disguise": (
        lambda: b"OggS" + hostile_recordings.picture(),
        RecognitionError.UNREADABLE,
    ),
    "a film without sound": (
        lambda: hostile_recordings.film("mp4", sound=False),
        RecognitionError.UNREADABLE,
    ),
    "FLAC in OGG": (
        lambda: hostile_recordings.other_codec("ogg", "flac"),
        RecognitionError.UNREADABLE,
    ),
    "ADPCM in WAV": (
        lambda: hostile_recordings.other_codec("wav", "adpcm_ima_wav"),
        RecognitionError.UNREADABLE,
    ),
    "FLAC in Matroska": (
        lambda: hostile_recordings.other_codec("matroska", "flac"),
        RecognitionError.UNREADABLE,
    ),
    "two billion samples a second": (
        lambda: hostile_recordings.wav(rate=2**31 - 1),
        RecognitionError.UNREADABLE,
    ),
    "a million samples a second": (
        lambda: hostile_recordings.wav(rate=1_000_000),
        RecognitionError.UNREADABLE,
    ),
    "a hundred samples a second": (
        lambda: hostile_recordings.wav(rate=100),
        RecognitionError.UNREADABLE,
    ),
    "16 channels": (
        lambda: hostile_recordings.wav(channels=16, align=32),
        RecognitionError.UNREADABLE,
    ),
    "no samples a second": (lambda: hostile_recordings.wav(rate=0), RecognitionError.UNREADABLE),
    "no channels": (lambda: hostile_recordings.wav(channels=0), RecognitionError.UNREADABLE),
    "65535 channels": (
        lambda: hostile_recordings.wav(channels=65_535),
        RecognitionError.UNREADABLE,
    ),
    "255 channels": (
        lambda: hostile_recordings.wav(channels=255, align=510),
        RecognitionError.UNREADABLE,
    ),
    "65535 bits": (lambda: hostile_recordings.wav(bits=65_535), RecognitionError.UNREADABLE),
    "a table with two billion entries": (
        lambda: hostile_recordings.with_count(hostile_recordings.M4A, b"stts", 2**31 - 1),
        RecognitionError.UNREADABLE,
    ),
    "a tag of 256 MB": (
        lambda: b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + bytes(99),
        RecognitionError.UNREADABLE,
    ),
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_gets_its_answer(name: str, look: Look) -> None:
    make, why = TRAPS[name]
    assert look(make()) == NotHeard(why)


HEARD: Mapping[str, Callable[[], bytes]] = {
    "a film with sound": lambda: hostile_recordings.film("mp4", sound=True),
    "two tracks": lambda: hostile_recordings.two_tracks("webm", (440.0, 880.0)),
    "a WAV that says it is endless": lambda: hostile_recordings.wav(size=2**32 - 1),
    "a WAV that says it is long": lambda: hostile_recordings.wav(size=2**31 - 1),
    "rubbish behind": lambda: hostile_recordings.OPUS + b"rubbish" * 100,
}


@pytest.mark.parametrize("name", HEARD)
def test_what_is_only_odd_is_heard(name: str, look: Look) -> None:
    pcm = look(HEARD[name]())
    assert isinstance(pcm, Pcm), pcm
    assert pcm.seconds == pytest.approx(2.0, abs=0.1)
    assert pitch(pcm) == pytest.approx(440, rel=0.05), "of two tracks the first one counts"


def test_a_quiet_hour_is_small() -> None:
    assert len(hostile_recordings.sleeper(3600, page_duration=PAGE)) < 70_000


@pytest.mark.parametrize("kind", ["OGG/Opus", "WebM/Opus", "MP3", "WAV"])
def test_what_breaks_off_is_heard_as_far_as_it_goes(kind: str, look: Look) -> None:
    content = recorded(tone(4.0, 48_000), kind)
    pcm = look(content[: len(content) // 2])
    assert isinstance(pcm, Pcm), pcm
    assert 0.9 < pcm.seconds < 2.3
    assert pitch(pcm) == pytest.approx(440, rel=0.05)


@pytest.mark.parametrize("kind", KINDS)
def test_what_breaks_off_anywhere_does_no_harm(
    kind: str, faults: Callable[[Sequence[bytes]], list[str]]
) -> None:
    content = recorded(tone(0.3, 48_000), kind)
    early = [content[:size] for size in range(1, 200, 3)]
    assert faults([*early, *hostile_recordings.halves(content, 100)]) == []


@pytest.mark.parametrize("kind", KINDS)
def test_flipped_bits_anywhere_do_no_harm(
    kind: str, faults: Callable[[Sequence[bytes]], list[str]]
) -> None:
    chance = random.Random(kind)
    content = recorded(tone(0.3, 48_000), kind)
    assert faults([_spoilt(content, chance) for _ in range(200)]) == []


def _spoilt(content: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, most of them in front, where lengths and counts are."""
    spoilt = bytearray(content)
    for _ in range(chance.choice((1, 3, 30))):
        end = chance.choice((60, 400, len(spoilt)))
        spoilt[chance.randrange(min(end, len(spoilt)))] = chance.choice((0, 0x7F, 0xFF, 0x80, 1))
    return bytes(spoilt)


@pytest.mark.parametrize(
    "begin", [b"OggS", b"\x1aE\xdf\xa3", b"RIFF\xff\xff\xff\xffWAVE", b"\0\0\0\x20ftyp", b"ID3"]
)
def test_any_bytes_behind_the_right_ones_do_no_harm(
    begin: bytes, faults: Callable[[Sequence[bytes]], list[str]]
) -> None:
    chance = random.Random(begin)
    assert faults([begin + chance.randbytes(chance.randrange(5000)) for _ in range(200)]) == []


def test_a_broken_answer_would_be_found() -> None:
    assert worker_jobs._fault(NotHeard(RecognitionError.EMPTY)) == ""
    assert worker_jobs._fault(None) != ""
    assert worker_jobs._fault(silence(61.0)) != ""
    assert worker_jobs._fault(Pcm(b"", 16_000)) != ""
