"""Recognition with Whisper, by faster-whisper and a model folder that the operator provides."""

import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.domain.audio import ExpectedSpeech, Hypothesis, NotHeard, RecognitionError, Transcript
from bot.errors import VoiceError
from bot.voice.engines import RECOGNITION_RATE, Pcm
from bot.voice.recognition.hypotheses import hypotheses, shares

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Wave = NDArray[np.float32]

PIECE_SECONDS = 30
"""How much the model takes in at once."""
HYPOTHESES = 5
NO_SPEECH, UNLIKELY = 0.6, -1.0
"""As in OpenAI's own code: above this chance of no speech, words below this mean logarithm of their
chance are made up."""
THREADS = 4


class WhisperEngine:
    """A recognizer for English, whatever is expected to be said."""

    def __init__(self, folder: Path) -> None:
        """Load a model; takes seconds. Raises `VoiceError` when that fails."""
        from faster_whisper import WhisperModel  # noqa: PLC0415 - needs the extra
        from faster_whisper.tokenizer import Tokenizer  # noqa: PLC0415

        try:
            self._model = WhisperModel(
                str(folder),
                device="cpu",
                compute_type="int8",
                cpu_threads=min(THREADS, os.cpu_count() or 1),
                local_files_only=True,
            )
            self._tokenizer = Tokenizer(
                self._model.hf_tokenizer, self._model.model.is_multilingual, "transcribe", "en"
            )
        except Exception as error:  # the libraries raise what they like over a broken file
            raise VoiceError(f"The Whisper model in {folder} cannot be used: {error}") from error

    def transcribe(self, pcm: Pcm, grammar: ExpectedSpeech) -> Transcript | NotHeard:  # noqa: ARG002
        """What was said."""
        wave = _wave(pcm)
        if not _is_spoken(wave):
            return NotHeard(RecognitionError.SILENT)
        found = _in_a_row([self._hypotheses(piece) for piece in _pieces(wave)])
        return (
            Transcript(found, ExpectedSpeech.QUESTIONS)
            if found
            else NotHeard(RecognitionError.SILENT)
        )

    def _hypotheses(self, wave: "Wave") -> tuple[Hypothesis, ...]:
        """The hypotheses for one piece; none when nobody spoke."""
        result = self._read(wave)
        means = [float(score) for score in result.scores]
        if result.no_speech_prob > NO_SPEECH and means[0] < UNLIKELY:
            return ()
        lengths = [len(tokens) + 1 for tokens in result.sequences_ids]  # and the end
        odds = shares([mean * size for mean, size in zip(means, lengths, strict=True)])
        sure = math.exp(min(means[0], 0.0))
        texts = (self._tokenizer.decode(tokens) for tokens in result.sequences_ids)
        return hypotheses(texts, (sure * share for share in odds))

    def _read(self, wave: "Wave") -> Any:  # noqa: ANN401 - the library ships no types
        from faster_whisper.audio import pad_or_trim  # noqa: PLC0415
        from faster_whisper.transcribe import get_suppressed_tokens  # noqa: PLC0415

        features = self._model.feature_extractor(wave)
        encoded = self._model.encode(pad_or_trim(features))
        prompt = self._model.get_prompt(self._tokenizer, [], without_timestamps=True)
        return self._model.model.generate(
            encoded,
            [prompt],
            beam_size=HYPOTHESES,
            num_hypotheses=HYPOTHESES,
            max_length=self._model.max_length,
            suppress_tokens=get_suppressed_tokens(self._tokenizer, [-1]),
            return_scores=True,
            return_no_speech_prob=True,
        )[0]


def _wave(pcm: Pcm) -> "Wave":
    import numpy as np  # noqa: PLC0415 - comes with the extra

    return np.frombuffer(pcm.samples, np.int16).astype(np.float32) / 32768.0


def _is_spoken(wave: "Wave") -> bool:
    """Whether there is a voice in it at all; the model would make words of noise."""
    from faster_whisper.vad import get_speech_timestamps  # noqa: PLC0415

    return bool(get_speech_timestamps(wave))


def _pieces(wave: "Wave") -> Iterator["Wave"]:
    size = PIECE_SECONDS * RECOGNITION_RATE
    for begin in range(0, len(wave), size):
        yield wave[begin : begin + size]


def _in_a_row(pieces: list[tuple[Hypothesis, ...]]) -> tuple[Hypothesis, ...]:
    """The hypotheses for the whole: those of one piece, or the best of each piece in a row."""
    spoken = [piece for piece in pieces if piece]
    if len(spoken) <= 1:
        return spoken[0] if spoken else ()
    best = [piece[0] for piece in spoken]
    together = math.prod(hypothesis.confidence for hypothesis in best)
    return (Hypothesis(" ".join(hypothesis.text for hypothesis in best), together),)
