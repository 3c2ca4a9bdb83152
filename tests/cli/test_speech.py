"""Hearing and saying on the command line: in a process of its own, with the real engines."""

import json
import sys
from pathlib import Path

import pytest

from bot.voice.audio import seconds_of
from tests.cli.test_command_line import BOT, KEYS, ran, reply_of, talking_to
from tests.voice.recordings import recorded, silence

KEPT = ["file", "heard", "why", "grammar", "guesses", "command", *KEYS[1:]]


@pytest.fixture(scope="module")
def data(trained: Path) -> str:
    """Where what is made once is kept."""
    return str(trained)


@pytest.fixture(scope="module")
def question(data: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A spoken question."""
    file = tmp_path_factory.mktemp("clips") / "question.ogg"
    done = ran("say", "Why do my hamstrings cramp?", str(file), BOT_DATA_DIR=data)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"Said in {seconds_of(file.read_bytes()):.1f} seconds: {file}\n"
    return file


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording in which nobody speaks."""
    file = tmp_path_factory.mktemp("clips") / "quiet.ogg"
    file.write_bytes(recorded(silence(1.0)))
    return file


def test_a_question_in_a_file_is_heard(question: Path, data: str) -> None:
    done = ran("hear", str(question), BOT_DATA_DIR=data)
    assert (done.returncode, done.stderr) == (0, "")
    assert "zone     answer\ntopic    cramps_why\n" in done.stdout


def test_a_recording_of_nothing_is_told_as_such(quiet: Path, data: str) -> None:
    done = ran("hear", str(quiet), BOT_DATA_DIR=data)
    assert (done.returncode, done.stdout) == (0, "Nothing was heard: silent.\n")


def test_many_files_are_heard_as_data(question: Path, quiet: Path, data: str) -> None:
    done = ran("hear", "--jsonl", "--session", str(question), str(quiet), BOT_DATA_DIR=data)
    heard, nothing = map(json.loads, done.stdout.splitlines())
    assert list(heard) == KEPT
    assert heard["heard"] == heard["guesses"][0]["text"]
    assert (heard["zone"], heard["topics"][0], heard["why"]) == ("answer", "cramps_why", None)
    assert 0 < sum(hypothesis["confidence"] for hypothesis in heard["guesses"]) <= 1.001
    assert nothing == {"file": str(quiet), "heard": None, "why": "silent"}


def test_each_file_is_answered_before_the_next_is_named(quiet: Path, data: str) -> None:
    with talking_to(("env", f"BOT_DATA_DIR={data}", *BOT, "hear", "--jsonl")) as program:
        for _ in range(2):
            answer = reply_of(program, json.dumps({"file": str(quiet)}))
            assert answer is not None, "nothing was written, or it was not flushed"
            assert answer["why"] == "silent"


@pytest.mark.parametrize(
    ("words", "given", "told"),
    [
        (("hear",), "", "Name a recording:"),
        (("hear", "/nowhere/clip.ogg"), "", "/nowhere/clip.ogg cannot be read:"),
        (("hear", "--jsonl"), "\nhello\n", "Line 2: must be a JSON object"),
        (("hear", "--jsonl"), '{"file": 7}\n', "Line 1: must be a JSON object"),
        (("say", "hello", "/nowhere/clip.ogg"), "", "/nowhere/clip.ogg cannot be written:"),
    ],
)
def test_what_cannot_be_heard_or_said_is_one_sentence(
    words: tuple[str, ...], given: str, told: str, data: str
) -> None:
    done = ran(*words, given=given, BOT_DATA_DIR=data)
    assert done.returncode == 2
    assert done.stderr.startswith(told)
    assert done.stderr.count("\n") == 1, "one sentence, no traceback"


@pytest.mark.parametrize(
    ("words", "settings"),
    [
        (("hear", sys.executable), {"BOT_LISTENER": "off"}),
        (("hear", sys.executable), {"BOT_LISTENER": "whisper"}),
        (("hear", sys.executable), {"BOT_LISTENER": "vosk", "BOT_LISTENER_MODEL": "/nowhere"}),
        (("say", "hello", "/nowhere/x.ogg"), {"BOT_SPEAKER": "off"}),
        (("say", "hello", "/nowhere/x.ogg"), {"BOT_SPEAKER": "piper"}),
    ],
)
def test_an_engine_that_is_not_there_is_one_sentence(
    words: tuple[str, ...], settings: dict[str, str], data: str
) -> None:
    done = ran(*words, BOT_DATA_DIR=data, **settings)
    assert done.returncode == 2
    assert "BOT_" in done.stderr
    assert done.stderr.count("\n") == 1, "one sentence, no traceback"
