"""How eSpeak NG pronounces words that a dictionary lacks."""

import ctypes
import logging
from collections.abc import Iterable
from importlib import import_module

from bot.voice.language.phones import arpabet

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
