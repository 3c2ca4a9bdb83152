"""Recordings decoded to PCM, and PCM encoded as a voice message, by PyAV (FFmpeg)."""

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from io import BytesIO
from time import process_time
from typing import NoReturn, TypeAlias

import av
from av.container import InputContainer

from bot.domain.audio import LARGEST, LONGEST, NotHeard, RecognitionError, Sound
from bot.voice.engines import RECOGNITION_RATE, SAMPLE_BYTES, Pcm

_PAGE = b"OggS"
_HEAD = b"OpusHead"
RATE = 48_000
"""Opus counts time in samples at this rate, whatever it was made of."""


def seconds_of(content: bytes) -> float:
    """The length of an OGG/Opus file of ours; 0 for anything else."""
    head, last = content.find(_HEAD), content.rfind(_PAGE)
    if not 0 <= head < last:
        return 0.0
    skipped = int.from_bytes(content[head + 10 : head + 12], "little")
    end = int.from_bytes(content[last + 6 : last + 14], "little", signed=True)
    return max(0, end - skipped) / RATE


GRACE = 1.0
"""Seconds above `LONGEST` that are cut off rather than refused: recorders stop a little late."""
PACKETS = 60_000
"""Packets of one recording at the most: a minute of the shortest there are is less."""
CPU_SECONDS = 5.0
"""Seconds of the processor for decoding one recording; a minute takes a tenth of a second."""
RATES = range(4_000, 192_001)
CHANNELS = range(1, 9)
QUIETEST = 32
"""A recording is silent when no sample, up to 32767, is above this: 60 dB below full scale."""

CODECS = {
    "ogg": frozenset({"opus", "vorbis"}),
    "matroska": frozenset({"opus", "vorbis"}),
    "mp3": frozenset({"mp3", "mp3float"}),
    "mp4": frozenset({"aac", "opus", "mp3", "mp3float"}),
    "wav": frozenset({"pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le"}),
}
"""What is read: the containers by FFmpeg's name, each with the codecs that belong into it."""

SYNTHESIS_RATE = 48_000
OPUS_OPTIONS = {"application": "voip", "frame_duration": "20", "compression_level": "5"}
BIT_RATE = 32_000
_EVEN = {"fflags": "+bitexact"}
"""Makes the encoder deterministic: the same sound gives the same bytes."""
_FRAME = 960
"""Samples of a frame for the encoder: 20 ms."""
_Packet: TypeAlias = "av.Packet[av.AudioStream]"
_MOST = round((LONGEST + GRACE) * RECOGNITION_RATE) * SAMPLE_BYTES


def decode(content: bytes) -> Pcm | NotHeard:
    """The first track of sound in a recording, at `RECOGNITION_RATE`, `LONGEST` seconds at most.

    Nothing is written, and nothing but `content` is opened. A broken piece is left out; a recording
    that breaks off is taken as far as it goes.
    """
    if not content:
        return NotHeard(RecognitionError.EMPTY)
    if len(content) > LARGEST:
        return NotHeard(RecognitionError.TOO_LARGE)
    kind = container_format(content)
    if kind is None:
        return NotHeard(RecognitionError.UNREADABLE)
    try:
        with _opened(content, kind) as container:
            return _decoded(container, kind)
    except (av.FFmpegError, ValueError, ArithmeticError, LookupError, MemoryError):
        return NotHeard(RecognitionError.UNREADABLE)


def container_format(content: bytes) -> str | None:
    """The container by FFmpeg's name, told by its first bytes; None for one that is not read.

    FFmpeg is not asked to probe it: it also knows lists of files and addresses to open.
    """
    if content.startswith(b"OggS"):
        return "ogg"
    if content.startswith(b"\x1aE\xdf\xa3"):
        return "matroska"
    if content.startswith(b"RIFF") and content[8:12] == b"WAVE":
        return "wav"
    if content[4:8] == b"ftyp":
        return "mp4"
    return "mp3" if _is_mp3(content) else None


def _is_mp3(content: bytes) -> bool:
    if content.startswith(b"ID3"):
        return True
    sync, layer = 0xFFE0, 0x0006  # no layer: AAC without a container, which is not read
    head = int.from_bytes(content[:2], "big")
    return head & sync == sync and bool(head & layer)


def _opened(content: bytes, kind: str) -> InputContainer:
    return av.open(
        BytesIO(content),
        "r",
        kind,
        options={"codec_whitelist": ",".join(sorted(CODECS[kind]))},
        metadata_errors="replace",
        io_open=_refuse,
    )


def _refuse(*_what: object) -> NoReturn:
    raise PermissionError("a recording names another file")


def _decoded(container: InputContainer, kind: str) -> Pcm | NotHeard:
    stream = next(iter(container.streams.audio), None)
    if stream is None or not _is_plausible(stream, kind):
        return NotHeard(RecognitionError.UNREADABLE)
    if _declared(container, kind) > LONGEST + GRACE:
        return NotHeard(RecognitionError.TOO_LONG)
    stream.codec_context.thread_count = 1
    return _all_samples(container, stream)


def _is_plausible(stream: av.AudioStream, kind: str) -> bool:
    codec: av.AudioCodecContext | None = stream.codec_context  # None where no codec is allowed
    if codec is None or codec.name not in CODECS[kind]:
        return False
    return codec.sample_rate in RATES and codec.channels in CHANNELS


def _declared(container: InputContainer, kind: str) -> float:
    """How many seconds it says it lasts; 0 when it does not say, or says so in a WAV.

    A WAV that was written while it was recorded lies, and its size bounds it well enough.
    """
    if kind == "wav" or container.duration is None:
        return 0.0
    return container.duration / av.time_base


def _all_samples(container: InputContainer, stream: av.AudioStream) -> Pcm | NotHeard:
    """All samples, unless the recording is too long or takes too much work."""
    resampler = _Resampler()
    samples = bytearray()
    until = process_time() + CPU_SECONDS
    for number, packet in enumerate(_packets(container, stream)):
        samples += resampler.take(packet)
        if len(samples) > _MOST:
            return NotHeard(RecognitionError.TOO_LONG)
        if number > PACKETS or process_time() > until:
            return NotHeard(RecognitionError.UNREADABLE)
    samples += resampler.rest()
    if not samples:
        return NotHeard(RecognitionError.UNREADABLE if resampler.broken else RecognitionError.EMPTY)
    return _audible(bytes(samples[: round(LONGEST * RECOGNITION_RATE) * SAMPLE_BYTES]))


def _packets(container: InputContainer, stream: av.AudioStream) -> Iterator[_Packet]:
    with suppress(av.FFmpegError):  # it breaks off: what came before counts
        yield from container.demux(stream)


def _audible(samples: bytes) -> Pcm | NotHeard:
    with memoryview(samples).cast("h") as levels:
        audible = max(levels) > QUIETEST or min(levels) < -QUIETEST
    return Pcm(samples, RECOGNITION_RATE) if audible else NotHeard(RecognitionError.SILENT)


class _Resampler:
    """Packets become samples at `RECOGNITION_RATE`; what cannot be read is left out."""

    def __init__(self) -> None:
        self.broken = False
        """Whether anything was left out."""
        self._resampler = av.AudioResampler("s16", "mono", RECOGNITION_RATE)
        self._shape: tuple[str, str, int] | None = None

    def take(self, packet: _Packet) -> bytes:
        """The samples in a packet."""
        try:
            frames = packet.decode()
        except av.FFmpegError:
            self.broken = True
            return b""
        return b"".join(self._resampled(frame) for frame in frames)

    def rest(self) -> bytes:
        """The samples that were kept back; none if there was no sound."""
        return _joined(self._resampler.resample(None)) if self._shape else b""

    def _resampled(self, frame: av.AudioFrame) -> bytes:
        shape = (frame.format.name, frame.layout.name, frame.sample_rate)
        self._shape = self._shape or shape
        if shape != self._shape:  # flipped bits: nobody changes the microphone in mid-sentence
            self.broken = True
            return b""
        frame.pts = None  # gaps are closed: only what was said counts
        return _joined(self._resampler.resample(frame))


def _joined(frames: list[av.AudioFrame]) -> bytes:
    return b"".join(bytes(one.planes[0])[: one.samples * SAMPLE_BYTES] for one in frames)


def encode(pcm: Pcm) -> Sound:
    """A voice message as Telegram shows it, with a waveform; about 4 kB a second.

    `pcm` may have any rate, and has samples.
    """
    file = BytesIO()
    with av.open(file, "w", "ogg", options=_EVEN) as container:
        stream = container.add_stream("libopus", SYNTHESIS_RATE, OPUS_OPTIONS)
        stream.layout = "mono"
        stream.bit_rate = BIT_RATE
        for frame in _frames(pcm):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    content = file.getvalue()
    return Sound(content, seconds_of(content))


def _frames(pcm: Pcm) -> Iterator[av.AudioFrame]:
    size = _FRAME * SAMPLE_BYTES
    for begin in range(0, len(pcm.samples), size):
        piece = pcm.samples[begin : begin + size]
        frame = av.AudioFrame("s16", "mono", len(piece) // SAMPLE_BYTES)
        frame.rate = pcm.rate
        frame.pts, frame.time_base = begin // SAMPLE_BYTES, Fraction(1, pcm.rate)
        frame.planes[0].update(piece)
        yield frame
