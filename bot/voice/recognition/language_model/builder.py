"""Makes the files that PocketSphinx recognises words with, from everything that editors write."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from pocketsphinx import Config, LogMath, NGramModel

from bot.knowledge.content.loading import read_library
from bot.voice.recognition.language_model import arpa, corpus
from bot.voice.recognition.language_model.english import NO_ENGLISH, English, read_english
from bot.voice.recognition.language_model.mixture import mix, vocabulary
from bot.voice.recognition.language_model.model import LanguageModelFiles
from bot.voice.recognition.language_model.ngrams import END, count_ngrams, witten_bell
from bot.voice.recognition.language_model.pronunciation import (
    Pronunciations,
    dictionary_text,
    pronounced,
    read_dictionary,
)

Lexicon = Mapping[str, Pronunciations]
"""Word -> its pronunciations."""


def build_model(files: LanguageModelFiles, wheel: Path) -> None:
    """Write the files of a model; `wheel` is PocketSphinx's "en-us". Takes a few seconds."""
    library = read_library()
    lexicon = read_dictionary(wheel / "cmudict-en-us.dict")
    lexicon |= pronounced(corpus.new_words(library, lexicon.keys()))
    english = read_english(wheel / "en-us.lm.bin")
    words = _write_chats(files.chats, corpus.said_in_chats(library), english, lexicon)
    _write_sessions(files.sessions, lexicon)
    files.words.write_text(dictionary_text(lexicon, words), encoding="ascii")
    files.seal()


def _write_chats(
    path: Path, said: list[corpus.Weighed], english: English, lexicon: Lexicon
) -> set[str]:
    """Write the model of what is said in chats; the words that it has."""
    domain = witten_bell(count_ngrams(corpus.hearable(said, lexicon)))
    words = vocabulary(domain, english, lexicon)
    _write(path, arpa.lines(mix(domain, english, words)))
    return words


def _write_sessions(path: Path, lexicon: Lexicon) -> None:
    """Write the model of what is said in a workout: no English beside our own sentences."""
    domain = witten_bell(count_ngrams(corpus.hearable(corpus.said_in_sessions(), lexicon)))
    words = domain.unigrams.keys() - {END}
    _write(path, arpa.lines(mix(domain, NO_ENGLISH, words, weight=1.0)))


def _write(path: Path, lines: Iterator[str]) -> None:
    """Packed: that is loaded ten times as fast as text."""
    unpacked = path.with_suffix(".arpa")
    with unpacked.open("w", encoding="ascii") as file:
        file.writelines(lines)
    NGramModel(Config(lm=None), LogMath(), str(unpacked)).write(str(path))
    unpacked.unlink()
