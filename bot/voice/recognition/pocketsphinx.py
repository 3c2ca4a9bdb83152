"""Recognition with PocketSphinx: offline, out of the box, with a language model of our content."""

import math
import re
import sys
from array import array
from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pocketsphinx import Decoder, Vad, get_model_path

from bot.domain.audio import ExpectedSpeech, Hypothesis, NotHeard, RecognitionError, Transcript
from bot.voice.engines import RECOGNITION_RATE, SAMPLE_BYTES, Pcm
from bot.voice.recognition.hypotheses import without_homophones
from bot.voice.recognition.language_model.model import model_in

_FRONT_END = Path(__file__).parent / "front_end.params"
"""How sound is measured. Unlike the wheel's own, each recording is compared with its own average:
noise and microphones shift all of it. Of 48 commands in hiss that is 30 dB weaker than the voice,
25 were heard with an average that was stored, and 47 so."""
_CHATS, _SESSIONS = "_default", "sessions"
"""Names of the two searches; the first one is PocketSphinx's own."""
_MOST = 5
_NBEST = 60
"""Paths through the lattice among which different hypotheses are looked for."""
_ROOT = 1024.0
"""PocketSphinx gives the odds of a path as their root of this degree."""
_TEMPERATURE = 20.0
"""The temperature of the softmax over paths: raw odds are far too sure, for neighbouring frames are
not independent."""
_MARK = re.compile(r"\(\d+\)")
_LEAST_SPEECH = 0.15
"""Seconds of speech below which a recording counts as silent."""
_AROUND = 0.25
"""Seconds that are kept on both sides of speech."""
_FAINT = 10 ** (-60 / 20)
"""What is weaker beside the loudest speech is silence: phones and browsers leave traces of noise in
their pauses, which weigh in the average, but silence does not."""
_FRAME = RECOGNITION_RATE // 100
"""Samples of 10 ms."""
_LOUD = 0.95
"""The quantile of the energies of all frames that counts as the loudest speech."""
_MIDPOINT, _SLOPE = 0.05, 0.08
"""By how much a frame of a phrase of a session must be likelier than one of free words for both to
be as probable, and how fast that tips. Of 96 clips of four voices of Flite, commands were ahead by
0.27 and more, all else behind by 0.2 and more; in noise they come closer."""


@dataclass(frozen=True, slots=True)
class _SearchResult:
    """What one search made of a sound, with one of the two language models."""

    hypotheses: tuple[Hypothesis, ...]
    score: float
    """Natural logarithm of the odds, a frame (10 ms); comparable for the same sound only."""


class PocketSphinxEngine:
    """A recognizer without memory: the same sound gets the same transcript."""

    def __init__(self, cache: Path) -> None:
        """`cache` is the folder of the language model. Raises `VoiceError`."""
        wheel = Path(get_model_path("en-us"))
        model = model_in(cache, wheel)
        self._decoder = Decoder(
            hmm=str(wheel / "en-us"),
            lm=str(model.chats),
            dict=str(model.words),
            featparams=str(_FRONT_END),
            loglevel="FATAL",
        )
        self._decoder.add_lm_file(_SESSIONS, str(model.sessions))

    def transcribe(self, pcm: Pcm, grammar: ExpectedSpeech) -> Transcript | NotHeard:
        """The transcript; in a session both language models are searched, and merged."""
        if not pcm.samples:
            return NotHeard(RecognitionError.EMPTY)
        sound = _speech_in(pcm)
        if sound is None:
            return NotHeard(RecognitionError.SILENT)
        chats = self._decode(_CHATS, sound)
        sessions = self._decode(_SESSIONS, sound) if grammar is ExpectedSpeech.COMMANDS else None
        if sessions and chats:
            return _merged(sessions, chats)
        if sessions:
            return Transcript(sessions.hypotheses, ExpectedSpeech.COMMANDS)
        return (
            Transcript(chats.hypotheses, ExpectedSpeech.QUESTIONS)
            if chats
            else NotHeard(RecognitionError.SILENT)
        )

    def _decode(self, name: str, sound: bytes) -> _SearchResult | None:
        decoder = self._decoder
        decoder.activate_search(name)
        decoder.start_utt()
        decoder.process_raw(sound, full_utt=True)
        decoder.end_utt()
        best = decoder.hyp()
        paths = dict(self._nbest()) if best else {}
        if not best or not paths:
            return None
        return _SearchResult(_with_confidence(paths), _logarithm(best.score) / decoder.n_frames())

    def _nbest(self) -> list[tuple[str, float]]:
        """Different hypotheses with the logarithms of their odds, the likeliest first."""
        found: dict[str, float] = {}
        likeliest = _words(self._decoder.hyp().hypstr)
        for path in islice(self._decoder.nbest(), _NBEST):
            words = _words(path.hypstr or "") if path else ""
            if words:
                found.setdefault(words, _logarithm(path.score))
        if likeliest:  # among the paths it may be the last: they are weighed in another way
            found[likeliest] = max(found.values(), default=0.0)
        return sorted(found.items(), key=lambda one: (-one[1], one[0] != likeliest))[:_MOST]


def _merged(sessions: _SearchResult, chats: _SearchResult) -> Transcript:
    """The hypotheses of both searches, each with a part of the confidence of its search.

    That part is a logistic function of how far the sessions' score is ahead. So a warning in free
    words is never lost to a phrase of a session.
    """
    ahead = sessions.score - chats.score
    share = 1 / (1 + math.exp((_MIDPOINT - ahead) / _SLOPE))
    odds: dict[str, float] = defaultdict(float)
    for found, part in ((sessions, share), (chats, 1 - share)):
        for hypothesis in found.hypotheses:
            odds[hypothesis.text] += part * hypothesis.confidence
    ranked = sorted(odds.items(), key=lambda one: -one[1])[:_MOST]
    hypotheses = tuple(Hypothesis(text, odd) for text, odd in ranked)
    return Transcript(
        hypotheses, ExpectedSpeech.COMMANDS if share >= 1 / 2 else ExpectedSpeech.QUESTIONS
    )


def _logarithm(score: float) -> float:
    return math.log(max(score, sys.float_info.min)) * _ROOT


def _words(path: str) -> str:
    """The words of a path without homophones and marks of silence and pronunciations."""
    words = (_MARK.sub("", word) for word in path.split() if word[0] not in "<[+")
    return without_homophones(" ".join(word.replace(".", "") for word in words))


def _with_confidence(paths: dict[str, float]) -> tuple[Hypothesis, ...]:
    best = max(paths.values())
    odds = {words: math.exp((score - best) / _TEMPERATURE) for words, score in paths.items()}
    total = sum(odds.values())
    return tuple(Hypothesis(words, odd / total) for words, odd in odds.items())


def _speech_in(pcm: Pcm) -> bytes | None:
    """The part of a sound with speech in it, by voice activity detection; None without speech."""
    vad = Vad(Vad.LOOSE, RECOGNITION_RATE)
    size = int(vad.frame_bytes)
    frames = range(0, len(pcm.samples) - size + 1, size)
    spoken = [at for at in frames if vad.is_speech(pcm.samples[at : at + size])]
    if len(spoken) * vad.frame_length < _LEAST_SPEECH:
        return None
    around = int(_AROUND * RECOGNITION_RATE) * SAMPLE_BYTES
    return _noise_gated(pcm.samples[max(0, spoken[0] - around) : spoken[-1] + size + around])


def _noise_gated(samples: bytes) -> bytes:
    """The sound with silence in place of faint frames (a noise gate)."""
    levels = array("h", samples)
    frames = [levels[at : at + _FRAME] for at in range(0, len(levels), _FRAME)]
    energies = [sum(level * level for level in frame) / len(frame) for frame in frames]
    least = _FAINT**2 * sorted(energies)[int(_LOUD * (len(energies) - 1))]
    gated = array("h")
    for frame, energy in zip(frames, energies, strict=True):
        gated.extend(frame if energy >= least else array("h", bytes(SAMPLE_BYTES * len(frame))))
    return gated.tobytes()
