"""What every ear must do, whatever its engine."""

import math
import re
from array import array
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean

import pytest

from bot.conversation.speech_input import Doubt, Listening, Scene, Sure
from bot.domain.audio import Grammar, Heard, NotHeard, Why
from bot.knowledge.decisions import Zone
from bot.knowledge.knowledge_base import Knowledge
from bot.session.input.grammar import Grammar as Commands
from bot.session.model.actions import Action, Kind
from bot.voice.engines import Ear
from bot.voice.pcm import HEARING_RATE, Pcm
from bot.voice.recognition.pocketsphinx import Pocket
from bot.voice.voices import Voices
from tests.voice.speech import hiss, said

TRAINING = Scene(training=True)
EARS: dict[str, Callable[[Path], Ear]] = {"pocket": Pocket}
"""How each engine is loaded; a folder is there for what it keeps."""


@pytest.fixture(scope="session", params=sorted(EARS))
def ear(request: pytest.FixtureRequest, shelf: Path) -> Ear:
    return EARS[request.param](shelf)


@pytest.fixture(scope="session")
def commands(knowledge: Knowledge) -> Commands:
    return Commands.of(knowledge.library.english)


def levels(pcm: Pcm) -> Sequence[int]:
    return array("h", pcm.samples)


def heard(ear: Ear, pcm: Pcm, grammar: Grammar = Grammar.QUESTIONS) -> Heard:
    found = ear.hear(pcm, grammar)
    assert isinstance(found, Heard), found
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
    ear: Ear, knowledge: Knowledge, voice: str, text: str, topic: str
) -> None:
    guesses = heard(ear, said(text, voice)).guesses
    assert topic in knowledge.decide(guesses[0].text).topics


@pytest.mark.parametrize(
    ("voice", "text", "grammar"),
    [
        ("slt", "Do 12-15 reps really make my hamstrings stronger?", Grammar.QUESTIONS),
        ("kal16", "skip this one", Grammar.COMMANDS),
        ("slt", "i felt a pop", Grammar.COMMANDS),
    ],
)
def test_guesses_are_few_different_plain_words_with_the_likeliest_first(
    ear: Ear, voice: str, text: str, grammar: Grammar
) -> None:
    guesses = heard(ear, said(text, voice), grammar).guesses
    texts = [guess.text for guess in guesses]
    shares = [guess.confidence for guess in guesses]
    assert len(set(texts)) == len(texts) <= 5
    assert all(re.fullmatch(r"[a-z']+( [a-z']+)*", text) for text in texts)
    assert shares == sorted(shares, reverse=True)
    assert min(shares) > 0
    assert sum(shares) <= 1.000001


@pytest.mark.parametrize(
    ("voice", "text", "action"),
    [
        ("slt", "done", Action(Kind.DONE)),
        ("rms", "next exercise", Action(Kind.NEXT)),
        ("awb", "twelve", Action(Kind.DONE, 12)),
        ("slt", "it hurts", Action(Kind.HURTS)),
        ("rms", "skip this one", Action(Kind.SKIP)),
        ("awb", "pause", Action(Kind.PAUSE)),
        ("slt", "stop the workout", Action(Kind.STOP)),
    ],
)
def test_a_command_is_heard_in_a_session(
    ear: Ear, commands: Commands, voice: str, text: str, action: Action
) -> None:
    found = heard(ear, said(text, voice), Grammar.COMMANDS)
    assert commands.understand(found.guesses[0].text) == action


def test_a_question_in_a_session_is_heard_as_a_question(ear: Ear, knowledge: Knowledge) -> None:
    found = heard(ear, said("what is the posterior chain", "rms"), Grammar.COMMANDS)
    assert found.grammar is Grammar.QUESTIONS
    assert "posterior_chain_what" in knowledge.decide(found.guesses[0].text).topics


@pytest.mark.parametrize("voice", ["slt", "rms"])
def test_a_command_is_heard_in_hiss(ear: Ear, voice: str) -> None:
    command = said("done", voice)
    strength = math.sqrt(mean(level * level for level in levels(command)))
    pairs = zip(levels(command), levels(hiss(command.seconds + 1, strength / 15)), strict=False)
    noisy = Pcm(array("h", map(sum, pairs)).tobytes(), HEARING_RATE)
    assert heard(ear, noisy, Grammar.COMMANDS).guesses[0].text == "done"


@pytest.mark.parametrize("voice", ["slt", "rms", "awb"])
@pytest.mark.parametrize("text", ["i felt a pop", "my foot tingles", "my leg is numb"])
def test_a_warning_is_not_taken_for_a_phrase_of_a_session(
    ear: Ear, knowledge: Knowledge, commands: Commands, voice: str, text: str
) -> None:
    guesses = heard(ear, said(text, voice), Grammar.COMMANDS).guesses
    found = Listening(knowledge, Voices(), commands.understand).choose(guesses, TRAINING)
    if isinstance(found, Sure):
        assert knowledge.decide(found.text).zone in {Zone.RED_FLAG, Zone.ASK_BACK}


@pytest.mark.parametrize("voice", ["slt", "rms", "awb"])
def test_a_warning_that_sounds_like_a_phrase_is_asked_about(
    ear: Ear, knowledge: Knowledge, commands: Commands, voice: str
) -> None:
    guesses = heard(ear, said("i felt a snap", voice), Grammar.COMMANDS).guesses
    found = Listening(knowledge, Voices(), commands.understand).choose(guesses, TRAINING)
    assert isinstance(found, Sure | Doubt)
    assert isinstance(found, Doubt) or knowledge.decide(found.text).zone is Zone.RED_FLAG


def test_what_was_heard_before_does_not_matter(ear: Ear) -> None:
    question = said("how slow should i lower my leg", "awb")
    before = heard(ear, question)
    heard(ear, said("stop", "slt"), Grammar.COMMANDS)
    assert heard(ear, question) == before


def test_no_sound_at_all_is_empty(ear: Ear) -> None:
    assert ear.hear(Pcm(b"", HEARING_RATE), Grammar.QUESTIONS) == NotHeard(Why.EMPTY)


@pytest.mark.parametrize("grammar", Grammar)
@pytest.mark.parametrize("loudness", [0.0, 4.0, 60.0])
def test_nobody_speaking_is_silence(ear: Ear, loudness: float, grammar: Grammar) -> None:
    assert ear.hear(hiss(2, loudness), grammar) == NotHeard(Why.SILENT)


def test_a_sound_of_a_blink_is_no_speech(ear: Ear) -> None:
    blink = Pcm(said("done").samples[:200], HEARING_RATE)
    assert ear.hear(blink, Grammar.COMMANDS) == NotHeard(Why.SILENT)
