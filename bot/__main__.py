"""The command line: run, ring, ask, hear, say, check, questions, teach, pictures."""

# Each command imports what it needs when it is asked for: `--help` takes a tenth of the time that
# importing the server alone takes, and programs that ask questions start this often.

import argparse
import asyncio
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.errors import CoachError

AddCommand = Callable[..., argparse.ArgumentParser]


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
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    commands = parser.add_subparsers(required=True, metavar="command")
    run = commands.add_parser(
        "run", help="start the browser chat, and Telegram when a token is set"
    )
    run.set_defaults(do=_run)
    ring = commands.add_parser("ring", help="send reminders beside `run`, from another process")
    ring.set_defaults(do=_ring)
    _add_questions(commands.add_parser)
    _add_speech(commands.add_parser)
    _add_content(commands.add_parser)
    return parser


class _Version(argparse.Action):
    """Reads the version only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object, **__: object) -> None:
        from bot.cli.version import PACKAGE, version

        print(PACKAGE, version())
        parser.exit()


def _add_questions(add_command: AddCommand) -> None:
    ask = add_command("ask", help="answer a question here")
    ask.add_argument("question", nargs="?", help="in your own words")
    ask.add_argument("--jsonl", action="store_true", help="read {'q': ...} lines, write one each")
    ask.add_argument("--explain", action="store_true", help="show how the answer was found")
    ask.set_defaults(do=_ask)


def _add_speech(add_command: AddCommand) -> None:
    hear = add_command("hear", help="say what is said in a recording, and what it would get")
    hear.add_argument("file", nargs="*", type=Path, help="OGG, WebM, MP3, M4A or WAV")
    hear.add_argument("--session", action="store_true", help="expect a command of a session first")
    hear.add_argument(
        "--jsonl", action="store_true", help="write a line each; without files, read {'file': ...}"
    )
    hear.set_defaults(do=_hear)
    say = add_command("say", help="say words in a voice message")
    say.add_argument("words")
    say.add_argument("file", type=Path, help="the OGG file to write")
    say.set_defaults(do=_say)


def _add_content(add_command: AddCommand) -> None:
    check = add_command("check", help="say what loaded and what an editor should mend")
    check.add_argument(
        "--content", type=Path, metavar="DIR", help="a folder like bot/: faq.yaml, knowledge/"
    )
    check.set_defaults(do=_check)
    questions = add_command("questions", help="list questions that found no answer")
    questions.set_defaults(do=_questions)
    teach = add_command("teach", help="add a phrasing and a regression question to a topic")
    teach.add_argument("topic", help="the id in faq.yaml")
    teach.add_argument("phrasing", help="the question as it was asked")
    teach.set_defaults(do=_teach)
    pictures = add_command("pictures", help="draw all movements on one sheet")
    pictures.add_argument("sheet", type=Path, help="the PNG file to write")
    pictures.set_defaults(do=_pictures)


def _run(_given: argparse.Namespace) -> int:
    from bot.config import read_settings

    settings = read_settings(os.environ)  # what is wrong there need not wait for the rest
    from bot.app import run, start_logging

    start_logging()
    return asyncio.run(run(settings))


def _ring(_given: argparse.Namespace) -> int:
    from bot.config import read_settings

    settings = read_settings(os.environ)
    from bot.app import ring, start_logging

    start_logging()
    return asyncio.run(ring(settings))


def _ask(given: argparse.Namespace) -> int:
    from bot.cli import ask

    if given.jsonl:
        return ask.ask_lines(sys.stdin)
    return ask.ask(given.question or "", explained=given.explain)


def _hear(given: argparse.Namespace) -> int:
    from bot.cli.speech import hear

    return asyncio.run(hear(given.file, in_session=given.session, as_lines=given.jsonl))


def _say(given: argparse.Namespace) -> int:
    from bot.cli.speech import say

    return asyncio.run(say(given.words, given.file))


def _check(given: argparse.Namespace) -> int:
    from bot.cli.content import check

    return check(given.content)


def _questions(_given: argparse.Namespace) -> int:
    from bot.cli.content import questions

    return asyncio.run(questions())


def _teach(given: argparse.Namespace) -> int:
    from bot.cli.content import teach

    return teach(given.topic, given.phrasing)


def _pictures(given: argparse.Namespace) -> int:
    from bot.cli.content import pictures

    return pictures(given.sheet)


if __name__ == "__main__":
    sys.exit(main())
