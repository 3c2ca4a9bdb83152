"""The commands: fit for Telegram's menu, told in the README, and answered."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.conversation.router import Conversation
from bot.domain.commands import COMMANDS, DESCRIPTION, SHORT_DESCRIPTION, Command
from bot.domain.people import Channel, Person
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.knowledge.view.help_text import unknown_command
from tests.conversation.chat import chat_with

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
NAME = re.compile(r"[a-z0-9_]{1,32}")
NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
ANYBODY = Person(1, Channel.BROWSER, "somebody")
MOST_COMMANDS = 100
"""In Telegram's menu."""


def faults(commands: Sequence[Command]) -> list[str]:
    """Commands that Telegram or a reader of the menu would not take."""
    names = [command.name for command in commands]
    twice = [f"/{name}: given twice" for name in sorted(set(names)) if names.count(name) > 1]
    return twice + [f"/{one.name}: {fault}" for one in commands if (fault := _fault(one))]


def _fault(command: Command) -> str:
    if not NAME.fullmatch(command.name):
        return "name"
    if not 1 <= len(command.description.strip()) <= 60:
        return "description"
    return ""


def untold(commands: Sequence[Command], page: str) -> list[str]:
    """Commands that have no row in a page, or a row and no command."""
    told = set(re.findall(r"^\| `/(\w+)` \| .+ \|$", page, re.MULTILINE))
    return sorted(told ^ {command.name for command in commands})


async def unanswered(talk: Conversation, commands: Sequence[Command]) -> list[str]:
    """Commands that the conversation does not know."""
    return [
        command.name
        for command in commands
        if await talk.read(ANYBODY, f"/{command.name}", NOW) in _blanks(command)
    ]


def _blanks(command: Command) -> tuple[object, ...]:
    return (), (unknown_command(command.name),)


@pytest.fixture
def talk(knowledge: KnowledgeBase) -> Conversation:
    return chat_with(knowledge).conversation


def test_the_menu_has_no_faults() -> None:
    assert 0 < len(COMMANDS) <= MOST_COMMANDS
    assert faults(COMMANDS) == []


def test_the_readme_tells_of_every_command() -> None:
    assert untold(COMMANDS, README) == []


async def test_every_command_is_answered(talk: Conversation) -> None:
    assert await unanswered(talk, COMMANDS) == []


async def test_help_tells_of_every_command(talk: Conversation) -> None:
    (page,) = await talk.read(ANYBODY, "/help", NOW)
    assert [
        one.name for one in COMMANDS if f"/{one.name}: {one.description}" not in page.text
    ] == []


@pytest.mark.parametrize(("text", "most"), [(DESCRIPTION, 512), (SHORT_DESCRIPTION, 120)])
def test_a_description_fits_into_the_profile(text: str, most: int) -> None:
    assert 0 < len(text) <= most
    assert text == text.strip()


@pytest.mark.parametrize(
    ("command", "fault"),
    [
        (Command("Start", "Say hello"), "name"),
        (Command("say-hello", "Say hello"), "name"),
        (Command("", "Say hello"), "name"),
        (Command("a" * 33, "Say hello"), "name"),
        (Command("gr\u00fcezi", "Say hello"), "name"),
        (Command("hello", " "), "description"),
        (Command("hello", "h" * 61), "description"),
    ],
)
def test_a_command_that_does_not_fit_is_found(command: Command, fault: str) -> None:
    assert faults([command]) == [f"/{command.name}: {fault}"]


def test_a_command_that_just_fits_is_fine() -> None:
    assert faults([Command("a" * 32, "h" * 60), Command("x_1", "h")]) == []


def test_a_command_given_twice_is_found() -> None:
    again = [Command("help", "Help me"), Command("help", "Help me again")]
    assert faults(again) == ["/help: given twice"]


def test_a_command_that_the_readme_lacks_is_found() -> None:
    page = "| `/help` | how to ask |\n| `/gone` | no more |\n"
    assert untold([Command("help", "Help"), Command("start", "Hello")], page) == ["gone", "start"]


async def test_a_command_without_an_answer_is_found(talk: Conversation) -> None:
    assert await unanswered(talk, [Command("dance", "Show me"), COMMANDS[0]]) == ["dance"]
