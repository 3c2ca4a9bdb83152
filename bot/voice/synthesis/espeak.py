"""Synthesis with eSpeak NG, called by ctypes: small, quick and intelligible, if not pretty."""

import ctypes
from functools import cache
from importlib import import_module
from types import ModuleType

from bot.errors import VoiceError
from bot.voice.engines import Pcm
from bot.voice.synthesis.text_normalization import LONGEST_TEXT

VOICE = "en-us"
"""American English."""
PACE = 150
"""Words a minute."""

# From eSpeak NG's speak_lib.h.
_SYNCHRONOUS = 2
_NEVER_EXIT = 0x8000
_FROM_CHARACTER = 1
_UTF8 = 1
_RATE = 1
_GO_ON = 0
_OK = 0

_ON_SAMPLES = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)


class EspeakEngine:
    """A synthesizer with one voice."""

    def __init__(self, voice: str = VOICE, pace: int = PACE) -> None:
        """Raises `VoiceError` when eSpeak NG cannot be loaded or lacks the voice."""
        self._library = _loaded()
        self._voice = voice
        self._pace = pace
        self._library.choose(voice, pace)

    @property
    def name(self) -> str:
        """Engine, version, voice and pace."""
        return f"espeak-ng {self._library.version} {self._voice} {self._pace}"

    def synthesize(self, text: str) -> Pcm:
        """The text spoken, without silence around it.

        Raises `VoiceError` for more than `LONGEST_TEXT` characters, or when the engine refuses.
        """
        if len(text) > LONGEST_TEXT:
            raise VoiceError(
                f"A text of {len(text)} characters is too long to be spoken in one go."
            )
        self._library.choose(self._voice, self._pace)
        return Pcm(self._library.spoken(text), self._library.rate).trimmed()


class _Library:
    """The shared library, whose voice is a state of the whole process."""

    def __init__(self, path: str, data: str) -> None:
        self._library = ctypes.CDLL(path)
        self._chosen: tuple[str, int] | None = None
        self._samples = bytearray()
        self._callback = _ON_SAMPLES(self._take)  # the library holds it, too, but does not own it
        self.rate = int(
            self._library.espeak_Initialize(_SYNCHRONOUS, 0, data.encode(), _NEVER_EXIT)
        )
        """Samples per second."""
        if self.rate <= 0:
            raise VoiceError(f"eSpeak NG does not find its data in {data}.")
        self._library.espeak_SetSynthCallback(self._callback)

    @property
    def version(self) -> str:
        """As the library calls itself."""
        self._library.espeak_Info.restype = ctypes.c_char_p
        return str(self._library.espeak_Info(None).decode())

    def choose(self, voice: str, pace: int) -> None:
        """Set the voice and the pace of all that follows."""
        if self._chosen == (voice, pace):
            return
        if self._library.espeak_SetVoiceByName(voice.encode()) != _OK:
            raise VoiceError(f"eSpeak NG has no voice {voice!r}.")
        self._library.espeak_SetParameter(_RATE, pace, 0)
        self._chosen = (voice, pace)

    def spoken(self, text: str) -> bytes:
        """A text as signed 16-bit samples at `rate`."""
        self._samples.clear()
        content = text.encode() + b"\0"
        failed = self._library.espeak_Synth(
            content, ctypes.c_size_t(len(content)), 0, _FROM_CHARACTER, 0, _UTF8, None, None
        )
        if failed != _OK:
            raise VoiceError("eSpeak NG did not speak.")
        return bytes(self._samples)

    def _take(self, samples: int | None, count: int, _events: int | None) -> int:
        if samples:
            self._samples += ctypes.string_at(samples, count * ctypes.sizeof(ctypes.c_short))
        return _GO_ON


@cache  # it keeps its state for itself, so a process can only have one
def _loaded() -> _Library:
    wheel = _wheel()
    try:
        return _Library(wheel.get_library_path(), wheel.get_data_path())
    except (OSError, RuntimeError) as error:
        raise VoiceError(f"eSpeak NG cannot be loaded: {error}") from error


def _wheel() -> ModuleType:
    try:
        return import_module("espeakng_loader")
    except ImportError as error:
        raise VoiceError(
            "Speaking needs eSpeak NG: install the extra speech, or set BOT_SPEAKER=off."
        ) from error
