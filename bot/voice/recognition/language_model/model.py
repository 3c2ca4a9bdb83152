"""The files that PocketSphinx listens with: made once, and again when the content changes."""

import logging
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from tempfile import mkdtemp

from pocketsphinx import Config, LogMath, NGramModel

from bot.domain import number_words
from bot.errors import VoiceError
from bot.file_cache import source_hash
from bot.knowledge import knowledge_base
from bot.knowledge.content import entries, loading
from bot.knowledge.content.loading import content_files, read_library
from bot.knowledge.matching import text
from bot.session.input import phrases
from bot.voice.recognition import language_model
from bot.voice.recognition.language_model import arpa, corpus
from bot.voice.recognition.language_model.english import NO_ENGLISH, English, read_english
from bot.voice.recognition.language_model.mixture import mixed, vocabulary
from bot.voice.recognition.language_model.ngrams import END, counted, smoothed
from bot.voice.recognition.language_model.pronunciation import (
    dictionary_text,
    pronounced,
    read_dictionary,
)

log = logging.getLogger(__name__)

_SOURCES = (language_model, phrases, number_words, text, knowledge_base, entries, loading)
"""The code that makes a model of what editors write."""
_CHATS, _SESSIONS, _WORDS, _SEAL = "chats.lm.bin", "sessions.lm.bin", "words.dict", "seal"


@dataclass(frozen=True, slots=True)
class LanguageModelFiles:
    """Where the files are."""

    folder: Path

    @property
    def chats(self) -> Path:
        """What is said in chats."""
        return self.folder / _CHATS

    @property
    def sessions(self) -> Path:
        """What is said in the middle of a workout."""
        return self.folder / _SESSIONS

    @property
    def words(self) -> Path:
        """How each word sounds."""
        return self.folder / _WORDS

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing or spoilt."""
        try:
            return (self.folder / _SEAL).read_text(encoding="ascii") == _sealed(self.folder)
        except OSError:
            return False


def model_in(shelf: Path, wheel: Path) -> LanguageModelFiles:
    """The model for today's content, from the shelf or new; `wheel` is PocketSphinx's "en-us".

    Several processes may ask at once. Raises `VoiceError` when there is no room for it.
    """
    model = LanguageModelFiles(shelf / f"hearing-{model_version()}")
    if model.is_whole:
        return model
    try:
        return _kept(model, wheel)
    except OSError as error:
        raise VoiceError(
            f"What is needed for hearing cannot be kept in {shelf}: {error}"
        ) from error


def _kept(model: LanguageModelFiles, wheel: Path) -> LanguageModelFiles:
    shelf = model.folder.parent
    shelf.mkdir(parents=True, exist_ok=True)
    part = Path(mkdtemp(dir=shelf, prefix=".hearing-"))
    try:
        make(part, wheel)
        if not model.is_whole:
            shutil.rmtree(model.folder, ignore_errors=True)
            part.rename(model.folder)
    except OSError:
        if not model.is_whole:  # else somebody was quicker
            raise
    finally:
        shutil.rmtree(part, ignore_errors=True)
    _clear(shelf, model.folder)
    return model


def _clear(shelf: Path, but: Path) -> None:
    """Remove models of older content."""
    for old in shelf.glob("hearing-*"):
        if old != but:
            shutil.rmtree(old, ignore_errors=True)


def make(folder: Path, wheel: Path) -> None:
    """Write the files of a model. Takes a few seconds."""
    library = read_library()
    lexicon = read_dictionary(wheel / "cmudict-en-us.dict")
    lexicon |= pronounced(corpus.new_words(library, lexicon.keys()))
    english = read_english(wheel / "en-us.lm.bin")
    words = _chats(folder / _CHATS, corpus.said_in_chats(library), english, lexicon)
    _sessions(folder / _SESSIONS, lexicon)
    (folder / _WORDS).write_text(dictionary_text(lexicon, words), encoding="ascii")
    seal(folder)


def seal(folder: Path) -> None:
    """Mark the files of a model as whole, as they are now."""
    (folder / _SEAL).write_text(_sealed(folder), encoding="ascii")


def _chats(
    path: Path,
    said: list[corpus.Weighed],
    english: English,
    lexicon: Mapping[str, tuple[str, ...]],
) -> set[str]:
    domain = smoothed(counted(corpus.hearable(said, lexicon)))
    words = vocabulary(domain, english, lexicon)
    _write(path, arpa.lines(mixed(domain, english, words)))
    return words


def _sessions(path: Path, lexicon: Mapping[str, tuple[str, ...]]) -> None:
    domain = smoothed(counted(corpus.hearable(corpus.said_in_sessions(), lexicon)))
    words = domain.singles.keys() - {END}
    _write(path, arpa.lines(mixed(domain, NO_ENGLISH, words, ours=1.0)))


def _write(path: Path, lines: Iterator[str]) -> None:
    """Packed: that is loaded ten times as fast as text."""
    unpacked = path.with_suffix(".arpa")
    with unpacked.open("w", encoding="ascii") as file:
        file.writelines(lines)
    NGramModel(Config(lm=None), LogMath(), str(unpacked)).write(str(path))
    unpacked.unlink()


def _sealed(folder: Path) -> str:
    return _hash(folder / name for name in (_CHATS, _SESSIONS, _WORDS))


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
