"""Recordings that mean harm or were spoilt: each gets its answer within narrow bounds."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from multiprocessing import get_context

import pytest
from pebble import ProcessPool

from bot.domain.audio import LARGEST, NotHeard, Why
from bot.voice.pcm import Pcm
from bot.voice.processes.limits import move_in
from tests.voice.processes import odd_jobs, traps
from tests.voice.tapes import KINDS, pitch, recorded, silence, tone

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
    return lambda content: pool.schedule(odd_jobs.decoded, [content], timeout=PATIENCE).result()


@pytest.fixture
def faults(pool: ProcessPool) -> Callable[[Sequence[bytes]], list[str]]:
    """What is wrong with the answers for many recordings."""
    return lambda many: pool.schedule(odd_jobs.faults, [many], timeout=2 * PATIENCE).result()


TRAPS: Mapping[str, tuple[Callable[[], bytes], Why]] = {
    "nothing": (lambda: b"", Why.EMPTY),
    "one byte": (lambda: b"O", Why.UNREADABLE),
    "a beginning only": (lambda: b"OggS", Why.UNREADABLE),
    "all about the sound and none of it": (lambda: traps.headless(traps.OPUS), Why.UNREADABLE),
    "a WAV without samples": (lambda: traps.wav()[:44], Why.EMPTY),
    "silence": (lambda: recorded(silence(2.0)), Why.SILENT),
    "next to silence": (traps.faint, Why.SILENT),
    "an hour in 70 kB": (lambda: traps.sleeper(3600, page_duration=PAGE), Why.TOO_LONG),
    "an hour that does not say so": (lambda: traps.sleeper(3600, "webm", live="1"), Why.TOO_LONG),
    "an hour as MP3": (lambda: traps.sleeping_mp3(3600), Why.TOO_LONG),
    "two minutes as MP3": (lambda: traps.sleeping_mp3(120), Why.TOO_LONG),
    "62 seconds": (lambda: recorded(tone(62.0)), Why.TOO_LONG),
    "too many bytes": (lambda: b"OggS" + bytes(LARGEST), Why.TOO_LARGE),
    "as many bytes as may be, all zero": (lambda: b"OggS" + bytes(LARGEST - 4), Why.UNREADABLE),
    "text": (lambda: b"why do my hamstrings cramp", Why.UNREADABLE),
    "a list of files": (lambda: b"ffconcat version 1.0\nfile /etc/passwd\n", Why.UNREADABLE),
    "a list of addresses": (lambda: b"#EXTM3U\n#EXTINF:9,\nhttp://127.0.0.1/a\n", Why.UNREADABLE),
    "a list in disguise": (lambda: b"OggSffconcat version 1.0\nfile a\n", Why.UNREADABLE),
    "an address in disguise": (lambda: b"ID3\x04#EXTM3U\nhttp://127.0.0.1/a\n", Why.UNREADABLE),
    "a picture": (traps.picture, Why.UNREADABLE),
    "a picture in disguise": (lambda: b"OggS" + traps.picture(), Why.UNREADABLE),
    "a film without sound": (lambda: traps.film("mp4", sound=False), Why.UNREADABLE),
    "FLAC in OGG": (lambda: traps.other_codec("ogg", "flac"), Why.UNREADABLE),
    "ADPCM in WAV": (lambda: traps.other_codec("wav", "adpcm_ima_wav"), Why.UNREADABLE),
    "FLAC in Matroska": (lambda: traps.other_codec("matroska", "flac"), Why.UNREADABLE),
    "two billion samples a second": (lambda: traps.wav(rate=2**31 - 1), Why.UNREADABLE),
    "a million samples a second": (lambda: traps.wav(rate=1_000_000), Why.UNREADABLE),
    "a hundred samples a second": (lambda: traps.wav(rate=100), Why.UNREADABLE),
    "16 channels": (lambda: traps.wav(channels=16, align=32), Why.UNREADABLE),
    "no samples a second": (lambda: traps.wav(rate=0), Why.UNREADABLE),
    "no channels": (lambda: traps.wav(channels=0), Why.UNREADABLE),
    "65535 channels": (lambda: traps.wav(channels=65_535), Why.UNREADABLE),
    "255 channels": (lambda: traps.wav(channels=255, align=510), Why.UNREADABLE),
    "65535 bits": (lambda: traps.wav(bits=65_535), Why.UNREADABLE),
    "a table with two billion entries": (
        lambda: traps.with_count(traps.M4A, b"stts", 2**31 - 1),
        Why.UNREADABLE,
    ),
    "a tag of 256 MB": (lambda: b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + bytes(99), Why.UNREADABLE),
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_gets_its_answer(name: str, look: Look) -> None:
    make, why = TRAPS[name]
    assert look(make()) == NotHeard(why)


HEARD: Mapping[str, Callable[[], bytes]] = {
    "a film with sound": lambda: traps.film("mp4", sound=True),
    "two tracks": lambda: traps.two_tracks("webm", (440.0, 880.0)),
    "a WAV that says it is endless": lambda: traps.wav(size=2**32 - 1),
    "a WAV that says it is long": lambda: traps.wav(size=2**31 - 1),
    "rubbish behind": lambda: traps.OPUS + b"rubbish" * 100,
}


@pytest.mark.parametrize("name", HEARD)
def test_what_is_only_odd_is_heard(name: str, look: Look) -> None:
    pcm = look(HEARD[name]())
    assert isinstance(pcm, Pcm), pcm
    assert pcm.seconds == pytest.approx(2.0, abs=0.1)
    assert pitch(pcm) == pytest.approx(440, rel=0.05), "of two tracks the first one counts"


def test_a_quiet_hour_is_small() -> None:
    assert len(traps.sleeper(3600, page_duration=PAGE)) < 70_000


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
    assert faults([*early, *traps.halves(content, 100)]) == []


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
    assert odd_jobs._fault(NotHeard(Why.EMPTY)) == ""
    assert odd_jobs._fault(None) != ""
    assert odd_jobs._fault(silence(61.0)) != ""
    assert odd_jobs._fault(Pcm(b"", 16_000)) != ""
