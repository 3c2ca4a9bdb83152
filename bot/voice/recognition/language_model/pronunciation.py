"""How words are pronounced: PocketSphinx's own dictionary, and eSpeak NG for words it lacks.

A pronunciation is a row of phones of the ARPAbet, the alphabet of the CMU dictionary: "G L UW T".
eSpeak NG gives phonetic letters instead; phones.yaml says which phones they are.
"""

import ctypes
import logging
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

from bot.errors import VoiceError
from bot.knowledge.content.loading import parse_yaml, validate

log = logging.getLogger(__name__)

Pronunciations = tuple[str, ...]
"""All pronunciations of one word."""

_ANOTHER = re.compile(r"\(\d+\)$")
_LETTERS = {f"{letter}." for letter in "abcdefghijklmnopqrstuvwxyz"}


def read_dictionary(path: Path) -> dict[str, Pronunciations]:
    """Word -> its pronunciations. Raises `VoiceError` when the file cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise VoiceError(f"The dictionary of PocketSphinx cannot be read from {path}.") from error
    found: dict[str, Pronunciations] = {}
    for line in lines:
        entry, _, phones = line.partition(" ")
        word = _ANOTHER.sub("", entry)
        found[word] = (*found.get(word, ()), phones)
    return {**found, **_spelled(found)}


def _spelled(found: Mapping[str, Pronunciations]) -> dict[str, Pronunciations]:
    """Single letters are pronounced as their names: "r d l"."""
    return {letter[0]: found[letter] for letter in _LETTERS & found.keys() if letter != "a."}


def dictionary_text(lexicon: Mapping[str, Pronunciations], words: Iterable[str]) -> str:
    """A dictionary of some words in the form that PocketSphinx reads."""
    return "".join(
        f"{word}{f'({at})' if at > 1 else ''} {phones}\n"
        for word in sorted(words)
        for at, phones in enumerate(lexicon[word], start=1)
    )


VOICE = b"en-us"

# From eSpeak NG's speak_lib.h.
_SYNCHRONOUS = 2
_NEVER_EXIT = 0x8000
_UTF8 = 1
_PHONETIC_ALPHABET = 2


def pronounced(words: Iterable[str]) -> dict[str, Pronunciations]:
    """Word -> its pronunciation by eSpeak NG; none where that is missing, which is logged."""
    try:
        wheel = import_module("espeakng_loader")
        library = ctypes.CDLL(wheel.get_library_path())
    except (ImportError, OSError, RuntimeError) as error:
        log.warning("Some words of the content cannot be heard, for want of eSpeak NG: %s", error)
        return {}
    library.espeak_Initialize(_SYNCHRONOUS, 0, wheel.get_data_path().encode(), _NEVER_EXIT)
    library.espeak_SetVoiceByName(VOICE)
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    found = {word: arpabet(_phonetic(library, word)) for word in sorted(words)}
    return {word: (phones,) for word, phones in found.items() if phones}


def _phonetic(library: ctypes.CDLL, word: str) -> str:
    text = ctypes.c_char_p(word.encode())
    said = library.espeak_TextToPhonemes(ctypes.byref(text), _UTF8, _PHONETIC_ALPHABET)
    return str(said.decode()) if said else ""


_TABLE = Path(__file__).with_name("phones.yaml")
_SILENT = frozenset("\u02c8\u02cc\u02d0\u200d\u0329 -_'")
"""Stress, length and borders."""


def arpabet(phonetic: str) -> str | None:
    """The phones of a word, or None when a sound has no place in the ARPAbet."""
    phones, longest = _phones()
    found: list[str] = []
    at = 0
    while at < len(phonetic):
        sizes = range(longest, 0, -1)
        size = next((size for size in sizes if phonetic[at : at + size] in phones), 0)
        if size:
            found.append(phones[phonetic[at : at + size]])
        elif phonetic[at] not in _SILENT:
            return None
        at += max(size, 1)
    return " ".join(found) or None


@cache
def _phones() -> tuple[dict[str, str], int]:
    table = parse_yaml(_TABLE.name, _TABLE.read_text(encoding="utf-8"))
    phones: dict[str, str] = validate(_TABLE.name, dict[str, str], table)
    return phones, max(map(len, phones))
