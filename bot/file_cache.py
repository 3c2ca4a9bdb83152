"""Files that are made once and kept on disk, and the hash of the code that made them."""

import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import ModuleType

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FileCache:
    """A folder of files that carry their own checksum in their name: `key.checksum.png`.

    Several threads and processes may share it: a file appears whole or not at all.
    """

    folder: Path

    def find(self, key: str, suffix: str) -> bytes | None:
        """The contents that were kept under a key, or None."""
        for path in self.folder.glob(f"{key}.*.{suffix}"):
            contents = _read(path)
            if contents is not None and path.name == _name(key, contents, suffix):
                return contents
            _remove(path)
        return None

    def keep(self, key: str, contents: bytes, suffix: str) -> None:
        """Keep contents under a key. A full or read-only disk is logged, and nothing is kept."""
        try:
            self._write(self.folder / _name(key, contents, suffix), contents)
        except OSError as error:
            log.warning("A file is not kept in %s: %s", self.folder, error)

    def trim(self, most: int) -> None:
        """Throw the oldest away until all together are at most so many bytes."""
        kept = sorted(filter(None, map(_aged, self.folder.glob("*"))), reverse=True)
        total = 0
        for _, size, path in kept:
            total += size
            if total > most:
                _remove(path)

    def _write(self, path: Path, contents: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self.folder, prefix=".", suffix=".part", delete=False) as file:
            part = Path(file.name)
        try:
            part.write_bytes(contents)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def source_hash(*modules: ModuleType) -> str:
    """SHA-256 of the code and the data of modules and of their names: 64 hexadecimal digits.

    A package stands for every file below it, data too; a module for its own file. It belongs into
    the key of whatever these modules make: that is made anew once one of them changes or moves.
    Raises `ValueError` for no modules, one that is not read from a file, and an empty file.
    """
    if not modules:
        raise ValueError("no modules, so nothing that could change")
    total = sha256()
    for module in sorted(modules, key=lambda one: one.__name__):
        for name, path in _sources(module):
            content = path.read_bytes()
            if not content:
                raise ValueError(f"{path} is empty")
            total.update(f"{module.__name__}\0{name}\0".encode() + sha256(content).digest())
    return total.hexdigest()


def _sources(module: ModuleType) -> Iterator[tuple[str, Path]]:
    """Each file of a module with its name below it, in order."""
    told = getattr(module, "__file__", None)
    if told is None:
        raise ValueError(f"{module.__name__} is not read from a file")
    file = Path(told)
    if not hasattr(module, "__path__"):
        yield file.name, file
        return
    for path in sorted(file.parent.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(file.parent).as_posix(), path


def _name(key: str, contents: bytes, suffix: str) -> str:
    return f"{key}.{sha256(contents).hexdigest()[:16]}.{suffix}"


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _aged(path: Path) -> tuple[float, int, Path] | None:
    """When it was made, and its size in bytes; None if it is gone."""
    try:
        told = path.stat()
    except OSError:
        return None
    return told.st_mtime, told.st_size, path


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
