"""The command line, as a person or another program uses it: in a process of its own."""

import json
import os
import re
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

import bot
from bot.__main__ import main
from bot.knowledge.content.loading import content_files, parse_yaml, read_library
from bot.knowledge.decisions import DecisionKind
from bot.knowledge.knowledge_base import KnowledgeBase

ROOT = Path(__file__).parents[2]
BOT = (sys.executable, "-m", "bot")
JSONL = (*BOT, "ask", "--jsonl")
QUESTION = "why do my hamstrings cramp"
INJURY = "I felt a loud pop in the back of my thigh and now I cannot walk"
KEYS = ["q", "zone", "topics", "score", "answered", "red_flag"]
PATIENCE = 60.0
"""Seconds; the machine may be busy."""
PLAIN = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
"""The environment, as far as it does not flush for the program."""


def ran(*words: str, given: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """The program, run to its end."""
    return subprocess.run(
        [*BOT, *words],
        input=given,
        env=PLAIN | settings,
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        check=False,
    )


def asked(*lines: str) -> subprocess.CompletedProcess[str]:
    return ran("ask", "--jsonl", given="".join(f"{line}\n" for line in lines))


def faults(answer: Mapping[str, Any], question: str) -> list[str]:
    """What is wrong with an answer for other programs."""
    if list(answer) != KEYS:
        return ["keys"]
    zone, topics, score = answer["zone"], answer["topics"], answer["score"]
    checks = {
        "q": answer["q"] == question,
        "zone": zone in {known.value for known in DecisionKind},
        "topics": isinstance(topics, list) and set(topics) <= set(read_library().topics),
        "score": type(score) is float and 0 <= score <= 1,
        "answered": answer["answered"] is (zone == "answer"),
        "red_flag": answer["red_flag"] is (zone == "red_flag"),
    }
    return [name for name, is_fine in checks.items() if not is_fine]


@contextmanager
def talking_to(command: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A program to write to and read from while it runs."""
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=PLAIN, cwd=ROOT
    ) as program:
        try:
            yield program
        finally:
            program.kill()


def reply_of(
    program: subprocess.Popen[bytes], line: str, patience: float = PATIENCE
) -> dict[str, Any] | None:
    """What a program says to one line before it gets the next; None when it says nothing."""
    assert program.stdin
    assert program.stdout
    program.stdin.write(line.encode() + b"\n")
    program.stdin.flush()
    ready, _, _ = select.select([program.stdout], [], [], patience)
    return dict(json.loads(program.stdout.readline())) if ready else None


def test_each_line_is_answered_before_the_next_is_written() -> None:
    with talking_to(JSONL) as program:
        for question in (QUESTION, INJURY, "tell me about cats"):
            answer = reply_of(program, json.dumps({"q": question}))
            assert answer is not None, "nothing was written, or it was not flushed"
            assert answer["q"] == question
        assert program.stdin
        program.stdin.close()
        assert program.wait(PATIENCE) == 0


def test_a_program_that_keeps_its_answers_back_is_found() -> None:
    keeps_back = "import sys; [print(line, end='') for line in sys.stdin]"
    with talking_to((sys.executable, "-c", keeps_back)) as program:
        assert reply_of(program, "{}", patience=1.0) is None


def test_answers_have_exactly_the_promised_keys() -> None:
    questions = [QUESTION, INJURY, "hello", "tell me about cats", "\u00bfqu\u00e9? \u201cpop\u201d"]
    done = asked(*(json.dumps({"q": question}) for question in questions))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [faults(*pair) for pair in zip(answers, questions, strict=True)] == [[]] * 5
    assert [answer["zone"] for answer in answers[:4]] == [
        "answer",
        "red_flag",
        "small_talk",
        "refusal",
    ]
    assert answers[0]["topics"][0] == "cramps_why"
    assert (done.returncode, done.stderr) == (0, "")


GOOD = {
    "q": QUESTION,
    "zone": "answer",
    "topics": ["cramps_why"],
    "score": 0.9,
    "answered": True,
    "red_flag": False,
}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"more": 1}, ["keys"]),
        ({"q": "something else"}, ["q"]),
        ({"zone": "perhaps", "answered": False}, ["zone"]),
        ({"topics": ["nowhere"]}, ["topics"]),
        ({"topics": "cramps_why"}, ["topics"]),
        ({"score": 1.5}, ["score"]),
        ({"score": "0.9"}, ["score"]),
        ({"score": True}, ["score"]),
        ({"answered": 1}, ["answered"]),
        ({"zone": "refusal"}, ["answered"]),
        ({"red_flag": True}, ["red_flag"]),
    ],
)
def test_a_wrong_answer_is_found(change: dict[str, object], found: list[str]) -> None:
    assert faults({**GOOD, **change}, QUESTION) == found


def test_an_answer_without_a_key_is_found() -> None:
    assert faults({"q": QUESTION}, QUESTION) == ["keys"]


def test_other_keys_of_a_question_and_empty_lines_do_not_matter() -> None:
    done = asked("", json.dumps({"id": 7, "q": "hello", "topic": "x"}), "   ")
    assert [json.loads(line)["q"] for line in done.stdout.splitlines()] == ["hello"]
    assert done.returncode == 0


@pytest.mark.parametrize(
    "line", ["hello", '{"q": ', "{}", '["q"]', '"q"', "7", "null", '{"q": null}', '{"q": ["a"]}']
)
def test_a_line_that_cannot_be_read_ends_it_and_is_named(
    line: str,
    knowledge: KnowledgeBase,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("bot.cli.ask.load_knowledge_base", lambda *_, **__: knowledge)
    monkeypatch.setattr("sys.stdin", ['{"q": "hello"}', "", line, '{"q": "not reached"}'])
    assert main(["ask", "--jsonl"]) == 2
    told = capsys.readouterr()
    assert [json.loads(answer)["q"] for answer in told.out.splitlines()] == ["hello"]
    assert told.err.startswith("Line 3: ")
    assert told.err.count("\n") == 1, "one sentence, no traceback"


def test_a_line_that_cannot_be_read_ends_the_program() -> None:
    done = asked('{"q": "hello"}', "hello", '{"q": "not reached"}')
    assert done.returncode == 2
    assert [json.loads(answer)["q"] for answer in done.stdout.splitlines()] == ["hello"]
    assert done.stderr.startswith("Line 2: ")
    assert done.stderr.count("\n") == 1, "one sentence, no traceback"


def test_a_question_is_answered_in_plain_words() -> None:
    done = ran("ask", QUESTION)
    assert done.stdout.startswith("Why do my hamstrings cramp?\n\n")
    assert "From the guide \u203a FAQ" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 88
    assert (done.returncode, done.stderr) == (0, "")


def test_an_injury_is_told_to_stop() -> None:
    done = ran("ask", INJURY)
    assert done.stdout.startswith("Please stop")
    assert done.returncode == 0


def test_the_way_to_an_answer_can_be_shown() -> None:
    done = ran("ask", "--explain", "why do my hamstirngs cramp")
    assert "hamstirngs -> hamstrings" in done.stdout
    assert "cramps_why" in done.stdout
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ((), "usage:"),
        (("ask",), "Ask something:"),
        (("ask", ""), "Ask something:"),
        (("dance",), "invalid choice"),
        (("ask", "--dance"), "unrecognized arguments"),
    ],
)
def test_what_cannot_be_done_is_said_with_code_2(words: tuple[str, ...], hint: str) -> None:
    done = ran(*words)
    assert done.returncode == 2
    assert hint in done.stderr
    assert "Traceback" not in done.stderr


def test_the_content_is_in_order() -> None:
    done = ran("check")
    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith(f"{len(read_library().topics)} topics, ")


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("section: Intro", "sektion: Intro", "faq.yaml: posterior_chain_what: sektion"),
        ("followups:\n", "followups:\n  - nowhere\n", "there is no topic 'nowhere'"),
        ("followups:\n", "followups: ][\n", "faq.yaml: line "),
    ],
)
def test_content_that_must_be_mended_ends_with_code_2(
    right: str, wrong: str, told: str, small: Path, tmp_path: Path
) -> None:
    shutil.copytree(small, tmp_path, dirs_exist_ok=True)
    faq = tmp_path / "faq.yaml"
    faq.write_text(faq.read_text(encoding="utf-8").replace(right, wrong, 1), encoding="utf-8")
    done = ran("check", "--content", str(tmp_path))
    assert done.returncode == 2
    assert told in done.stdout
    assert "Traceback" not in done.stderr


def test_another_folder_of_content_can_be_in_order(small: Path) -> None:
    assert ran("check", "--content", str(small)).returncode == 0


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_content(tmp_path_factory.mktemp("small"))


def small_content(folder: Path) -> Path:
    """What editors may change, with few phrasings so that it is quick."""
    (folder / "knowledge").mkdir()
    for path in content_files().values():
        shutil.copyfile(path, folder / path.relative_to(Path(bot.__file__).parent))
    faq = folder / "faq.yaml"
    topics = parse_yaml("faq.yaml", faq.read_text(encoding="utf-8"))
    few = {name: {**topic, "phrasings": topic["phrasings"][:12]} for name, topic in topics.items()}
    faq.write_text(yaml.safe_dump(few, sort_keys=False), encoding="utf-8")
    return folder


def test_content_that_is_missing_ends_with_code_2(tmp_path: Path) -> None:
    done = ran("check", "--content", str(tmp_path))
    assert done.returncode == 2
    assert done.stdout.startswith("faq.yaml: cannot be read")


def test_help_names_every_command_of_the_command_line() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    helped = ran("--help").stdout
    commands = re.findall(r"^ {4}(\w+)", helped, re.MULTILINE)
    assert {"run", "ask", "check"} <= set(commands)
    assert [name for name in commands if name != "run" and f"-m bot {name}" not in readme] == []


def test_a_start_that_cannot_work_is_one_sentence() -> None:
    done = ran("run", BOT_CHAT_PORT="http")
    assert done.returncode == 2
    assert done.stderr == "BOT_CHAT_PORT must be a number from 0 to 65535, not 'http'.\n"


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"TELEGRAM_BOT_TOKEN": ""}, "Nobody to ring: TELEGRAM_BOT_TOKEN is not set.\n"),
        (
            {"TELEGRAM_BOT_TOKEN": "123:abc", "DATABASE_URL": ""},
            "Ringing beside another process needs PostgreSQL: set DATABASE_URL.\n",
        ),
    ],
)
def test_ringing_alone_says_what_it_needs(settings: dict[str, str], told: str) -> None:
    ended = ran("ring", **settings)
    assert (ended.returncode, ended.stderr) == (2, told)
