"""Hears with PocketSphinx: offline, out of the box, tuned to what is said about training."""

import math
import re
import sys
from array import array
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pocketsphinx import Decoder, Vad, get_model_path

from bot.sounds import Grammar, Guess, Heard, NotHeard, Why
from bot.voice.language.model import model_in
from bot.voice.pcm import HEARING_RATE, SAMPLE_BYTES, Pcm
from bot.voice.twins import repaired

_FRONT_END = Path(__file__).parent / "front_end.params"
"""How sound is measured. Unlike the wheel's own it begins with an average voice: what is said in
a session is too short to find the average in it."""
_CHATS, _SESSIONS = "_default", "sessions"
"""Names of the two searches; the first one is PocketSphinx's own."""
_MOST = 5
_LOOKED_AT = 60
"""Paths through the lattice among which different guesses are looked for."""
_SHRUNK = 1024.0
"""PocketSphinx tells the odds of a path as their root of this degree."""
_FLATTER = 20.0
"""Odds are far too sure of themselves, for neighbouring moments say the same."""
_MARK = re.compile(r"\(\d+\)")
_AVERAGE = "44,2,0,8,-1,0,1,-4,0,-2,2,0,0"
_LOUDNESS = 3000.0
"""Root mean square to which speech is brought: what the average voice was measured at."""
_LEAST_SPEECH = 0.15
"""Seconds; a shorter noise is no word."""
_AROUND = 0.25
"""Seconds that are kept on both sides of speech."""
_AHEAD = 0.15
"""By how much a moment of a phrase of a session must be likelier than one of free words. Of 250
clips of four voices of Flite, commands were ahead by 0.24 and more, all else by 0.14 at most."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What one search made of a sound."""

    guesses: tuple[Guess, ...]
    score: float
    """Natural logarithm of the odds of a moment (10 ms); comparable for the same sound only."""


class Pocket:
    """An ear. It keeps nothing of what it heard: the same sound gets the same words."""

    def __init__(self, shelf: Path) -> None:
        """`shelf` keeps what is made once of the content. Raises `VoiceError`."""
        wheel = Path(get_model_path("en-us"))
        model = model_in(shelf, wheel)
        self._decoder = Decoder(
            hmm=str(wheel / "en-us"),
            lm=str(model.chats),
            dict=str(model.words),
            featparams=str(_FRONT_END),
            loglevel="FATAL",
        )
        self._decoder.add_lm_file(_SESSIONS, str(model.sessions))

    def hear(self, pcm: Pcm, grammar: Grammar) -> Heard | NotHeard:
        """What was said; of phrases of a session only when they fit as well as free words."""
        if not pcm.samples:
            return NotHeard(Why.EMPTY)
        sound = _speech(pcm)
        if sound is None:
            return NotHeard(Why.SILENT)
        chats = self._search(_CHATS, sound)
        if grammar is Grammar.COMMANDS:
            sessions = self._search(_SESSIONS, sound)
            if sessions and (not chats or sessions.score >= chats.score + _AHEAD):
                return Heard(sessions.guesses, Grammar.COMMANDS)
        return Heard(chats.guesses, Grammar.QUESTIONS) if chats else NotHeard(Why.SILENT)

    def _search(self, name: str, sound: bytes) -> _Found | None:
        decoder = self._decoder
        decoder.activate_search(name)
        decoder.set_cmn(_AVERAGE)
        decoder.start_utt()
        decoder.process_raw(sound, full_utt=True)
        decoder.end_utt()
        best = decoder.hyp()
        paths = dict(self._paths()) if best else {}
        if not best or not paths:
            return None
        return _Found(_weighed(paths), _logarithm(best.score) / decoder.n_frames())

    def _paths(self) -> list[tuple[str, float]]:
        """Different guesses with the logarithms of their odds, the likeliest first."""
        found: dict[str, float] = {}
        likeliest = _plain(self._decoder.hyp().hypstr)
        for path in islice(self._decoder.nbest(), _LOOKED_AT):
            words = _plain(path.hypstr or "") if path else ""
            if words:
                found.setdefault(words, _logarithm(path.score))
        if likeliest:  # among the paths it may be the last: they are weighed in another way
            found[likeliest] = max(found.values(), default=0.0)
        return sorted(found.items(), key=lambda one: (-one[1], one[0] != likeliest))[:_MOST]


def _logarithm(score: float) -> float:
    return math.log(max(score, sys.float_info.min)) * _SHRUNK


def _plain(path: str) -> str:
    """The words of a path, repaired, without marks of silence and of other pronunciations."""
    words = (_MARK.sub("", word) for word in path.split() if word[0] not in "<[+")
    return repaired(" ".join(word.replace(".", "") for word in words))


def _weighed(paths: dict[str, float]) -> tuple[Guess, ...]:
    best = max(paths.values())
    odds = {words: math.exp((score - best) / _FLATTER) for words, score in paths.items()}
    total = sum(odds.values())
    return tuple(Guess(words, odd / total) for words, odd in odds.items())


def _speech(pcm: Pcm) -> bytes | None:
    """The part of a sound in which somebody speaks, as loud as usual; None when nobody does."""
    vad = Vad(Vad.LOOSE, HEARING_RATE)
    size = int(vad.frame_bytes)
    frames = range(0, len(pcm.samples) - size + 1, size)
    spoken = [at for at in frames if vad.is_speech(pcm.samples[at : at + size])]
    if len(spoken) * vad.frame_length < _LEAST_SPEECH:
        return None
    around = int(_AROUND * HEARING_RATE) * SAMPLE_BYTES
    return _levelled(pcm.samples[max(0, spoken[0] - around) : spoken[-1] + size + around])


def _levelled(samples: bytes) -> bytes:
    levels = array("h", samples)
    loudness = math.sqrt(sum(level * level for level in levels) / len(levels))
    most = max(abs(level) for level in levels)
    factor = min(_LOUDNESS / max(loudness, 1.0), 32000 / max(most, 1))
    return array("h", (int(level * factor) for level in levels)).tobytes()
