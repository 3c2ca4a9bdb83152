"""Recordings made up for tests: tones, silence, and containers around them."""

import math
from array import array
from collections.abc import Iterator, Mapping
from fractions import Fraction
from io import BytesIO
from itertools import pairwise

import av

from bot.voice.engines import RECOGNITION_RATE, Pcm


def tone(seconds: float, rate: int = RECOGNITION_RATE, hertz: float = 440.0) -> Pcm:
    """A steady tone."""
    step = 2 * math.pi * hertz / rate
    samples = array("h", (round(9000 * math.sin(step * at)) for at in range(round(seconds * rate))))
    return Pcm(samples.tobytes(), rate)


def silence(seconds: float, rate: int = RECOGNITION_RATE) -> Pcm:
    """Nothing, at length."""
    return Pcm(bytes(2 * round(seconds * rate)), rate)


KINDS: Mapping[str, tuple[str, str, int]] = {
    "OGG/Opus": ("ogg", "libopus", 48_000),
    "OGG/Vorbis": ("ogg", "vorbis", 44_100),
    "WebM/Opus": ("webm", "libopus", 48_000),
    "MP3": ("mp3", "libmp3lame", 44_100),
    "M4A/AAC": ("ipod", "aac", 44_100),
    "MP4/Opus": ("mp4", "libopus", 48_000),
    "WAV": ("wav", "pcm_s16le", 16_000),
    "WAV of floats": ("wav", "pcm_f32le", 48_000),
}
"""What phones, browsers and people send: format, codec and rate for FFmpeg."""


def recorded(
    pcm: Pcm, kind: str = "OGG/Opus", layout: str = "mono", *, streamed: bool = False
) -> bytes:
    """A recording; `streamed` was written without ever going back in the file."""
    form, codec, rate = KINDS[kind]
    file = BytesIO()
    how = {"movflags": "empty_moov+default_base_moof"} if streamed else {}
    with av.open(file, "w", form, options=how) as container:
        stream = container.add_stream(codec, rate, {"strict": "-2"})
        assert isinstance(stream, av.AudioStream)
        stream.layout = "stereo" if codec == "vorbis" else layout
        for frame in frames(pcm):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


def frames(pcm: Pcm, size: int = 960) -> Iterator[av.AudioFrame]:
    """The sound in pieces, for an encoder."""
    for begin in range(0, len(pcm.samples), 2 * size):
        piece = pcm.samples[begin : begin + 2 * size]
        frame = av.AudioFrame("s16", "mono", len(piece) // 2)
        frame.rate, frame.pts, frame.time_base = pcm.rate, begin // 2, Fraction(1, pcm.rate)
        frame.planes[0].update(piece)
        yield frame


def pitch(pcm: Pcm) -> float:
    """How high a tone is, in hertz, by the times it crosses zero."""
    levels = memoryview(pcm.samples).cast("h")
    crossings = sum(one < 0 <= other for one, other in pairwise(levels))
    return crossings / pcm.seconds
