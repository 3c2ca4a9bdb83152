"""Sounds of speech in the letters of the phonetic alphabet, as phones of the ARPAbet."""

import ctypes
import logging
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pathlib import Path

from bot.knowledge.content.loading import parse_yaml, validate

log = logging.getLogger(__name__)

VOICE = b"en-us"

# From eSpeak NG's speak_lib.h.
_SYNCHRONOUS = 2
_NEVER_EXIT = 0x8000
_UTF8 = 1
_PHONETIC_ALPHABET = 2


def pronounced(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Word -> how it sounds; without eSpeak NG none, and the words are not heard."""
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


_TABLE = Path(__file__).with_suffix(".yaml")
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
