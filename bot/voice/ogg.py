"""How long a voice message lasts, read from its pages."""

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
