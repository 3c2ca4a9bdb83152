"""The files that PocketSphinx recognises words with: cached, and made anew for new content."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from tempfile import mkdtemp

from bot.domain import number_words
from bot.errors import VoiceError
from bot.file_cache import source_hash
from bot.knowledge.content import entries, loading
from bot.knowledge.content.loading import content_files
from bot.knowledge.matching import text
from bot.session.input import phrases
from bot.voice.recognition import language_model

_SOURCES = (language_model, phrases, number_words, text, entries, loading)
"""The code that makes a model of what editors write."""
_CHATS, _SESSIONS, _WORDS, _SEAL = "chats.lm.bin", "sessions.lm.bin", "words.dict", "seal"


@dataclass(frozen=True, slots=True)
class LanguageModelFiles:
    """The files of one model, all in a folder."""

    folder: Path

    @property
    def chats(self) -> Path:
        """The n-grams of what is said in chats."""
        return self.folder / _CHATS

    @property
    def sessions(self) -> Path:
        """The n-grams of what is said in the middle of a workout."""
        return self.folder / _SESSIONS

    @property
    def words(self) -> Path:
        """The dictionary: how each word is pronounced."""
        return self.folder / _WORDS

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing or spoilt since it was sealed."""
        try:
            return (self.folder / _SEAL).read_text(encoding="ascii") == self._hash()
        except OSError:
            return False

    def seal(self) -> None:
        """Mark the files as whole, as they are now."""
        (self.folder / _SEAL).write_text(self._hash(), encoding="ascii")

    def _hash(self) -> str:
        return _hash((self.chats, self.sessions, self.words))


def model_in(cache: Path, wheel: Path) -> LanguageModelFiles:
    """The model for today's content, from the folder `cache` or new; `wheel` is "en-us".

    Several processes may ask at once. Raises `VoiceError` when there is no room for it.
    """
    model = LanguageModelFiles(cache / f"hearing-{model_version()}")
    if model.is_whole:
        return model
    try:
        return _build(model, wheel)
    except OSError as error:
        raise VoiceError(
            f"What is needed for hearing cannot be kept in {cache}: {error}"
        ) from error


def _build(model: LanguageModelFiles, wheel: Path) -> LanguageModelFiles:
    """Make a model beside its place, and move it there in one step, unless another was quicker."""
    from bot.voice.recognition.language_model import builder  # noqa: PLC0415 - seldom needed

    cache = model.folder.parent
    cache.mkdir(parents=True, exist_ok=True)
    part = Path(mkdtemp(dir=cache, prefix=".hearing-"))
    try:
        builder.build_model(LanguageModelFiles(part), wheel)
        if not model.is_whole:
            shutil.rmtree(model.folder, ignore_errors=True)
            part.rename(model.folder)
    except OSError:
        if not model.is_whole:  # else another process was quicker
            raise
    finally:
        shutil.rmtree(part, ignore_errors=True)
    _clear(cache, model.folder)
    return model


def _clear(cache: Path, but: Path) -> None:
    """Remove models of older content."""
    for old in cache.glob("hearing-*"):
        if old != but:
            shutil.rmtree(old, ignore_errors=True)


def model_version() -> str:
    """The version of PocketSphinx, and a hash of everything that a model is made of."""
    content = _hash(content_files().values())
    made_of = (source_hash(*_SOURCES), content, version("num2words"))
    return f"{version('pocketsphinx')}-{sha256(' '.join(made_of).encode()).hexdigest()[:16]}"


def _hash(paths: Iterable[Path]) -> str:
    total = sha256()
    for path in paths:
        total.update(path.read_bytes() + b"\0")
    return total.hexdigest()
