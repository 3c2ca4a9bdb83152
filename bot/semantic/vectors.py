"""A file cache of the vectors of all phrasings, which take seconds to make."""

import logging
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import numpy as np

from bot.semantic.loading import SemanticModel
from bot.semantic.tensors import Floats

_logger = logging.getLogger(__name__)
_DIGEST = 32
"""Bytes of a SHA-256 hash."""


def vectors(model: SemanticModel, texts: Sequence[str], cache: Path) -> Floats:
    """One row per text; from the folder `cache` if they are there, else into it.

    A cache that is missing, broken or of other texts is made anew; one that cannot be written
    costs only time.
    """
    path = cache / f"vectors-{model.sha256[:16]}.bin"  # one per model, so that they do not pile up
    key = sha256("\0".join((model.sha256, *texts)).encode()).digest()
    kept = _kept(path, key, len(texts))
    if kept is not None:
        return kept
    _logger.warning("Working out what %d ways to ask mean; this is done once.", len(texts))
    found = model.encoder.encode(texts)
    try:
        _keep(path, key, found)
    except OSError as error:
        _logger.warning("The vectors cannot be kept in %s: %s", path, error)
    return found


def _kept(path: Path, key: bytes, rows: int) -> Floats | None:
    try:
        data = path.read_bytes()
    except OSError:
        return None
    found_key, checksum, body = data[:_DIGEST], data[_DIGEST : 2 * _DIGEST], data[2 * _DIGEST :]
    if found_key != key or checksum != sha256(body).digest():
        return None
    array: Floats = np.load(BytesIO(body), allow_pickle=False)
    return array if len(array) == rows else None


def _keep(path: Path, key: bytes, found: Floats) -> None:
    """Write beside the old file, then put the new one in its place in one step."""
    body = BytesIO()
    np.save(body, found, allow_pickle=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(key + sha256(body.getvalue()).digest() + body.getvalue())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
