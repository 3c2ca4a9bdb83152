"""The command line: run, ring, ask, hear, say, check, questions, teach, pictures."""

import argparse
import asyncio
import io
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.errors import CoachError


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks. Returns the exit code: 2 when something must be mended."""
    given = _parser().parse_args(arguments)
    _speak_any_alphabet()
    try:
        return int(given.do(given))
    except CoachError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:  # whoever read us has read enough
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - flushed at exit
        return 0


def _speak_any_alphabet() -> None:
    """A terminal without our characters gets question marks, not a crash."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    run = commands.add_parser(
        "run", help="start the browser chat, and Telegram when a token is set"
    )
    run.set_defaults(do=_run)
    ring = commands.add_parser("ring", help="send reminders beside `run`, from another process")
    ring.set_defaults(do=_ring)
    ask = commands.add_parser("ask", help="answer a question here")
    ask.add_argument("question", nargs="?", help="in your own words")
    ask.add_argument("--jsonl", action="store_true", help="read {'q': ...} lines, write one each")
    ask.add_argument("--explain", action="store_true", help="show how the answer was found")
    ask.set_defaults(do=_ask)
    hear = commands.add_parser(
        "hear", help="say what is said in a recording, and what it would get"
    )
    hear.add_argument("file", nargs="*", type=Path, help="OGG, WebM, MP3, M4A or WAV")
    hear.add_argument("--session", action="store_true", help="expect a command of a session first")
    hear.add_argument(
        "--jsonl", action="store_true", help="write a line each; without files, read {'file': ...}"
    )
    hear.set_defaults(do=_hear)
    say = commands.add_parser("say", help="say words in a voice message")
    say.add_argument("words")
    say.add_argument("file", type=Path, help="the OGG file to write")
    say.set_defaults(do=_say)
    check = commands.add_parser("check", help="say what loaded and what an editor should mend")
    check.add_argument(
        "--content", type=Path, metavar="DIR", help="a folder like bot/: faq.yaml, knowledge/"
    )
    check.set_defaults(do=_check)
    questions = commands.add_parser("questions", help="list questions that found no answer")
    questions.set_defaults(do=_questions)
    teach = commands.add_parser("teach", help="add a phrasing and a regression question to a topic")
    teach.add_argument("topic", help="the id in faq.yaml")
    teach.add_argument("phrasing", help="the question as it was asked")
    teach.set_defaults(do=_teach)
    pictures = commands.add_parser("pictures", help="draw all movements on one sheet")
    pictures.add_argument("sheet", type=Path, help="the PNG file to write")
    pictures.set_defaults(do=_pictures)
    return parser


def _run(_given: argparse.Namespace) -> int:
    from bot.config import read_settings  # noqa: PLC0415

    settings = read_settings(os.environ)  # what is wrong there need not wait for the rest
    from bot.app import run, start_logging  # noqa: PLC0415 - asking a question needs no server

    start_logging()
    return asyncio.run(run(settings))


def _ring(_given: argparse.Namespace) -> int:
    from bot.config import read_settings  # noqa: PLC0415

    settings = read_settings(os.environ)
    from bot.app import ring, start_logging  # noqa: PLC0415

    start_logging()
    return asyncio.run(ring(settings))


def _ask(given: argparse.Namespace) -> int:
    from bot.cli import ask  # noqa: PLC0415 - checking content needs no matcher
    from bot.config import read_settings  # noqa: PLC0415
    from bot.semantic.knowledge_base import load_knowledge_base  # noqa: PLC0415

    if given.jsonl:
        return _answer_lines(sys.stdin)
    if not given.question:
        print('Ask something: python -m bot ask "why do my hamstrings cramp"', file=sys.stderr)
        return 2
    tell = ask.explain if given.explain else ask.tell
    print(tell(load_knowledge_base(read_settings(os.environ), wait=True), given.question))
    return 0


def _answer_lines(lines: Iterable[str]) -> int:
    from bot.cli import ask  # noqa: PLC0415
    from bot.config import read_settings  # noqa: PLC0415
    from bot.semantic.knowledge_base import load_knowledge_base  # noqa: PLC0415

    knowledge = load_knowledge_base(read_settings(os.environ), wait=True)
    for number, line in enumerate(lines, start=1):
        if line.strip():
            answer = ask.as_json(knowledge, ask.question_in(line, number))
            print(json.dumps(answer), flush=True)
    return 0


def _hear(given: argparse.Namespace) -> int:
    if not given.file and not given.jsonl:
        print("Name a recording: python -m bot hear question.ogg", file=sys.stderr)
        return 2
    return asyncio.run(_overhear(given))


async def _overhear(given: argparse.Namespace) -> int:
    from bot.cli import speech  # noqa: PLC0415 - other commands hear nothing
    from bot.config import read_settings  # noqa: PLC0415
    from bot.domain.audio import ExpectedSpeech  # noqa: PLC0415
    from bot.semantic.knowledge_base import load_knowledge_base  # noqa: PLC0415

    settings = read_settings(os.environ)
    grammar = ExpectedSpeech.COMMANDS if given.session else ExpectedSpeech.QUESTIONS
    mind = None
    files = given.file or speech.files_in(sys.stdin)
    async for one in speech.overhear(settings, files, grammar):
        mind = mind or load_knowledge_base(settings, wait=True)  # only once there is a use for it
        told = speech.heard_as_json if given.jsonl else speech.heard_as_text
        line = told(mind, one)
        print(line if isinstance(line, str) else json.dumps(line), flush=True)
    return 0


def _say(given: argparse.Namespace) -> int:
    from bot.cli import speech  # noqa: PLC0415
    from bot.config import read_settings  # noqa: PLC0415

    sound = asyncio.run(speech.spoken(read_settings(os.environ), given.words))
    speech.write(sound, given.file)
    print(f"Said in {sound.seconds:.1f} seconds: {given.file}")
    return 0


def _check(given: argparse.Namespace) -> int:
    from bot.config import read_settings  # noqa: PLC0415
    from bot.knowledge.content.checking import check  # noqa: PLC0415
    from bot.knowledge.content.loading import CONTENT, read_library  # noqa: PLC0415
    from bot.semantic.loading import state  # noqa: PLC0415
    from bot.session.model.workouts import (  # noqa: PLC0415
        WORKOUTS,
        check_workouts,
    )

    content = given.content / "knowledge" if given.content else CONTENT
    report = check(content, semantic=state(read_settings(os.environ).model_dir))
    print("\n".join(report.lines))
    if report.broken:
        return 2
    workouts = check_workouts(read_library(content).exercises, content / WORKOUTS.name)
    print("\n".join(workouts.lines))
    return 2 if workouts.broken else 0


def _questions(_given: argparse.Namespace) -> int:
    from bot.cli.content import kept_questions  # noqa: PLC0415 - other commands need no database

    for line in asyncio.run(kept_questions()):
        print(line)
    return 0


def _teach(given: argparse.Namespace) -> int:
    from bot.cli.content import teach  # noqa: PLC0415

    print(teach(given.topic, given.phrasing))
    return 0


def _pictures(given: argparse.Namespace) -> int:
    from bot.pictures.contact_sheet import contact_sheet  # noqa: PLC0415 - drawing loads slowly

    contact_sheet(given.sheet)
    print(f"Drawn: {given.sheet}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
