"""What every recognizer must do, whatever its engine."""

import math
import re
from array import array
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean

import pytest

from bot.conversation.speech_input import Doubt, Scene, SpeechInput, Sure
from bot.domain.audio import ExpectedSpeech, NotHeard, RecognitionError, Transcript
from bot.knowledge.decisions import DecisionKind
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.session.input.grammar import CommandGrammar as Commands
from bot.session.model.actions import SessionAction, SessionVerb
from bot.voice.engines import RECOGNITION_RATE, Pcm, RecognizerEngine
from bot.voice.recognition.pocketsphinx import PocketSphinxEngine
from bot.voice.speech_engines import SpeechEngines
from tests.voice.flite import hiss, said

TRAINING = Scene(training=True)
RECOGNIZERS: dict[str, Callable[[Path], RecognizerEngine]] = {"pocket": PocketSphinxEngine}
"""How each engine is loaded; a folder is there for what it keeps."""


@pytest.fixture(scope="session", params=sorted(RECOGNIZERS))
def recognizer(request: pytest.FixtureRequest, model_cache: Path) -> RecognizerEngine:
    return RECOGNIZERS[request.param](model_cache)


@pytest.fixture(scope="session")
def commands(knowledge: KnowledgeBase) -> Commands:
    return Commands.of(knowledge.library.english)


def levels(pcm: Pcm) -> Sequence[int]:
    return array("h", pcm.samples)


def heard(
    recognizer: RecognizerEngine, pcm: Pcm, grammar: ExpectedSpeech = ExpectedSpeech.QUESTIONS
) -> Transcript:
    found = recognizer.transcribe(pcm, grammar)
    assert isinstance(found, Transcript), found
    return found


@pytest.mark.parametrize(
    ("voice", "text", "topic"),
    [
        ("slt", "what is the posterior chain", "posterior_chain_what"),
        ("rms", "why do my hamstrings cramp", "cramps_why"),
        ("awb", "how do i do the standing hamstring curl", "how_standing_curl"),
        ("kal16", "how many reps should i do", "rep_range"),
    ],
)
def test_a_question_is_heard(
    recognizer: RecognizerEngine, knowledge: KnowledgeBase, voice: str, text: str, topic: str
) -> None:
    hypotheses = heard(recognizer, said(text, voice)).hypotheses
    assert topic in knowledge.decide(hypotheses[0].text).topics


@pytest.mark.parametrize(
    ("voice", "text", "grammar"),
    [
        ("slt", "Do 12-15 reps really make my hamstrings stronger?", ExpectedSpeech.QUESTIONS),
        ("kal16", "skip this one", ExpectedSpeech.COMMANDS),
        ("slt", "i felt a pop", ExpectedSpeech.COMMANDS),
    ],
)
def test_guesses_are_few_different_plain_words_with_the_likeliest_first(
    recognizer: RecognizerEngine, voice: str, text: str, grammar: ExpectedSpeech
) -> None:
    hypotheses = heard(recognizer, said(text, voice), grammar).hypotheses
    texts = [hypothesis.text for hypothesis in hypotheses]
    shares = [hypothesis.confidence for hypothesis in hypotheses]
    assert len(set(texts)) == len(texts) <= 5
    assert all(re.fullmatch(r"[a-z']+( [a-z']+)*", text) for text in texts)
    assert shares == sorted(shares, reverse=True)
    assert min(shares) > 0
    assert sum(shares) <= 1.000001


@pytest.mark.parametrize(
    ("voice", "text", "action"),
    [
        ("slt", "done", SessionAction(SessionVerb.DONE)),
        ("rms", "next exercise", SessionAction(SessionVerb.NEXT)),
        ("awb", "twelve", SessionAction(SessionVerb.DONE, 12)),
        ("slt", "it hurts", SessionAction(SessionVerb.HURTS)),
        ("rms", "skip this one", SessionAction(SessionVerb.SKIP)),
        ("awb", "pause", SessionAction(SessionVerb.PAUSE)),
        ("slt", "stop the workout", SessionAction(SessionVerb.STOP)),
    ],
)
def test_a_command_is_heard_in_a_session(
    recognizer: RecognizerEngine, commands: Commands, voice: str, text: str, action: SessionAction
) -> None:
    found = heard(recognizer, said(text, voice), ExpectedSpeech.COMMANDS)
    assert commands.parse(found.hypotheses[0].text) == action


def test_a_question_in_a_session_is_heard_as_a_question(
    recognizer: RecognizerEngine, knowledge: KnowledgeBase
) -> None:
    found = heard(recognizer, said("what is the posterior chain", "rms"), ExpectedSpeech.COMMANDS)
    assert found.grammar is ExpectedSpeech.QUESTIONS
    assert "posterior_chain_what" in knowledge.decide(found.hypotheses[0].text).topics


@pytest.mark.parametrize("voice", ["slt", "rms"])
def test_a_command_is_heard_in_hiss(recognizer: RecognizerEngine, voice: str) -> None:
    command = said("done", voice)
    strength = math.sqrt(mean(level * level for level in levels(command)))
    pairs = zip(levels(command), levels(hiss(command.seconds + 1, strength / 15)), strict=False)
    noisy = Pcm(array("h", map(sum, pairs)).tobytes(), RECOGNITION_RATE)
    assert heard(recognizer, noisy, ExpectedSpeech.COMMANDS).hypotheses[0].text == "done"


@pytest.mark.parametrize("voice", ["slt", "rms", "awb"])
@pytest.mark.parametrize("text", ["i felt a pop", "my foot tingles", "my leg is numb"])
def test_a_warning_is_not_taken_for_a_phrase_of_a_session(
    recognizer: RecognizerEngine,
    knowledge: KnowledgeBase,
    commands: Commands,
    voice: str,
    text: str,
) -> None:
    hypotheses = heard(recognizer, said(text, voice), ExpectedSpeech.COMMANDS).hypotheses
    found = SpeechInput(knowledge, SpeechEngines(), commands.parse).choose(hypotheses, TRAINING)
    if isinstance(found, Sure):
        assert knowledge.decide(found.text).kind in {DecisionKind.RED_FLAG, DecisionKind.ASK_BACK}


@pytest.mark.parametrize("voice", ["slt", "rms", "awb"])
def test_a_warning_that_sounds_like_a_phrase_is_asked_about(
    recognizer: RecognizerEngine, knowledge: KnowledgeBase, commands: Commands, voice: str
) -> None:
    hypotheses = heard(recognizer, said("i felt a snap", voice), ExpectedSpeech.COMMANDS).hypotheses
    found = SpeechInput(knowledge, SpeechEngines(), commands.parse).choose(hypotheses, TRAINING)
    assert isinstance(found, Sure | Doubt)
    assert isinstance(found, Doubt) or knowledge.decide(found.text).kind is DecisionKind.RED_FLAG


def test_what_was_heard_before_does_not_matter(recognizer: RecognizerEngine) -> None:
    question = said("how slow should i lower my leg", "awb")
    before = heard(recognizer, question)
    heard(recognizer, said("stop", "slt"), ExpectedSpeech.COMMANDS)
    assert heard(recognizer, question) == before


def test_no_sound_at_all_is_empty(recognizer: RecognizerEngine) -> None:
    assert recognizer.transcribe(Pcm(b"", RECOGNITION_RATE), ExpectedSpeech.QUESTIONS) == NotHeard(
        RecognitionError.EMPTY
    )


@pytest.mark.parametrize("grammar", ExpectedSpeech)
@pytest.mark.parametrize("loudness", [0.0, 4.0, 60.0])
def test_nobody_speaking_is_silence(
    recognizer: RecognizerEngine, loudness: float, grammar: ExpectedSpeech
) -> None:
    assert recognizer.transcribe(hiss(2, loudness), grammar) == NotHeard(RecognitionError.SILENT)


def test_a_sound_of_a_blink_is_no_speech(recognizer: RecognizerEngine) -> None:
    blink = Pcm(said("done").samples[:200], RECOGNITION_RATE)
    assert recognizer.transcribe(blink, ExpectedSpeech.COMMANDS) == NotHeard(
        RecognitionError.SILENT
    )
