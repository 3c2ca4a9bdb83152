"""Recordings that mean harm, or were spoilt on their way."""

import struct
from collections.abc import Iterable
from fractions import Fraction
from io import BytesIO

import av
from PIL import Image

from bot.voice.engines import Pcm
from tests.voice.recordings import frames, recorded, silence, tone

NOTHING_SAID = b"\x09"
"""An Opus packet that says: two frames of 60 ms, nothing in them."""
PACKET_MS = 120


def sleeper(seconds: int, form: str = "ogg", **options: str) -> bytes:
    """Silence of any length, at some twenty bytes a second."""
    file = BytesIO()
    with av.open(file, "w", form, options=options) as container:
        stream = container.add_stream("libopus", 48_000)
        stream.layout = "mono"
        for at in range(seconds * 1000 // PACKET_MS):
            packet = av.Packet(NOTHING_SAID)
            packet.stream, packet.time_base = stream, Fraction(1, 1000)
            packet.pts = packet.dts = at * PACKET_MS
            packet.duration = PACKET_MS
            container.mux(packet)
    return file.getvalue()


def sleeping_mp3(seconds: int) -> bytes:
    """Silence as MP3, which does not say how long it is."""
    frame = recorded_mp3_frames()
    return frame * (seconds * 1000 // 72)


def recorded_mp3_frames() -> bytes:
    """72 ms of silence."""
    file = BytesIO()
    with av.open(file, "w", "mp3", options={"write_xing": "0", "id3v2_version": "0"}) as container:
        stream = container.add_stream("libmp3lame", 8_000)
        stream.layout, stream.bit_rate = "mono", 8_000
        for one in frames(silence(0.72, 8_000), 576):
            container.mux(stream.encode(one))
        container.mux(stream.encode(None))
    size = 72  # bytes of a frame: 8000 bits a second, 72 ms
    return file.getvalue()[3 * size : 4 * size]


def film(form: str, *, sound: bool) -> bytes:
    """Two seconds of pictures, with a tone or without."""
    file = BytesIO()
    with av.open(file, "w", form) as container:
        video = container.add_stream("libx264", 10)
        video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"
        audio = container.add_stream("aac", 48_000) if sound else None
        for at in range(20):
            picture = av.VideoFrame.from_image(Image.new("RGB", (64, 64)))  # type: ignore[no-untyped-call]
            picture.pts, picture.time_base = at, Fraction(1, 10)
            container.mux(video.encode(picture))
        container.mux(video.encode(None))
        if audio is not None:
            for one in frames(tone(2.0, 48_000), 1024):
                container.mux(audio.encode(one))
            container.mux(audio.encode(None))
    return file.getvalue()


def two_tracks(form: str, hertz: Iterable[float]) -> bytes:
    """Several tones at once, each on a track of its own."""
    file = BytesIO()
    with av.open(file, "w", form) as container:
        streams = [(container.add_stream("libopus", 48_000), one) for one in hertz]
        for stream, _ in streams:
            stream.layout = "mono"
        for stream, one in streams:
            for frame in frames(tone(2.0, 48_000, one)):
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
    return file.getvalue()


def other_codec(form: str, codec: str) -> bytes:
    """A container that is read, with a codec that is not."""
    file = BytesIO()
    with av.open(file, "w", form) as container:
        stream = container.add_stream(codec, 48_000)
        assert isinstance(stream, av.AudioStream)
        stream.layout = "mono"
        for one in frames(tone(1.0, 48_000), 4096):
            container.mux(stream.encode(one))
        container.mux(stream.encode(None))
    return file.getvalue()


def wav(  # every part of it can lie
    *,
    rate: int = 16_000,
    channels: int = 1,
    align: int = 2,
    bits: int = 16,
    size: int | None = None,
) -> bytes:
    """Two seconds of a tone in a WAV with this in its head."""
    sound = tone(2.0).samples
    told = len(sound) if size is None else size
    head = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, channels, rate, rate * 2 % 2**32, align, bits)
    body = b"WAVE" + head + struct.pack("<4sI", b"data", told) + sound
    return struct.pack("<4sI", b"RIFF", (len(body) if size is None else size) % 2**32) + body


def with_count(content: bytes, box: bytes, count: int) -> bytes:
    """An MP4 whose table of a certain kind says that it has so many entries."""
    at = content.index(box) + 8
    return content[:at] + count.to_bytes(4, "big") + content[at + 4 :]


def faint() -> bytes:
    """A hum that nobody can hear."""
    hum = bytes(byte for at in range(32_000) for byte in (at // 50 % 2, 0))
    return recorded(Pcm(hum, 16_000), "WAV")


def picture() -> bytes:
    """A PNG."""
    file = BytesIO()
    Image.new("RGB", (64, 64)).save(file, "PNG")
    return file.getvalue()


def headless(content: bytes) -> bytes:
    """The first two pages of an OGG: all about the sound, and none of it."""
    third = content.index(b"OggS", content.index(b"OggS", 4) + 4)
    return content[:third]


def halves(content: bytes, pieces: int) -> list[bytes]:
    """A recording that breaks off at many places."""
    return [content[: len(content) * at // pieces] for at in range(1, pieces)]


OPUS = recorded(tone(2.0, 48_000))
M4A = recorded(tone(2.0, 48_000), "M4A/AAC")
