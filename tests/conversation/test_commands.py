import pytest

from bot.domain.commands import COMMANDS
from bot.domain.replies import Verb
from bot.knowledge.content.loading import Library
from bot.knowledge.knowledge_base import LONGEST_TEXT
from bot.knowledge.view import help_text
from tests.conversation.chat import Chat


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
async def test_every_command_of_the_menu_is_known(chat: Chat, name: str) -> None:
    await chat.write(f"/{name}")
    assert chat.reply != help_text.unknown_command(name)
    assert chat.reply.text


async def test_every_command_has_help(chat: Chat) -> None:
    await chat.write("/help")
    assert all(f"/{one.name}: {one.description}" in chat.reply.text for one in COMMANDS)


@pytest.mark.parametrize(
    "text", ["/START", "/Start", " /start ", "/start from_a_link", "/start\nx"]
)
async def test_case_and_what_follows_do_not_matter(chat: Chat, library: Library, text: str) -> None:
    assert await chat.write(text) == (help_text.hello(library),)


async def test_hello_offers_questions_and_ways_to_browse(chat: Chat, library: Library) -> None:
    await chat.write("/start")
    assert len(set(chat.offers(Verb.TOPIC)) & library.topics.keys()) == 3
    assert chat.labels()[-2:] == ["All topics", "The exercises"]


async def test_topics_lists_every_chapter(chat: Chat, library: Library) -> None:
    await chat.write("/topics")
    assert set(chat.offers(Verb.TOPICS)) == {topic.section for topic in library.topics.values()}
    assert f"{len(library.topics)} topics" in chat.reply.text


async def test_exercises_lists_them_easiest_first(chat: Chat, library: Library) -> None:
    await chat.write("/exercises")
    levels = [library.exercises[name].level for name in chat.offers(Verb.EXERCISE)]
    assert levels == sorted(levels)
    assert len(levels) == len(library.exercises)


@pytest.mark.parametrize("text", ["/dance", "/", "//start", "/st\u0430rt", "/\u2028"])
async def test_an_unknown_command_is_told_so(chat: Chat, text: str) -> None:
    await chat.write(text)
    assert chat.reply.text.startswith("I do not know /")
    assert "/help" in chat.reply.text


async def test_an_endless_command_is_not_repeated(chat: Chat) -> None:
    await chat.write("/" + "x" * LONGEST_TEXT * 2)
    assert len(chat.reply.text) < 100


async def test_a_command_does_not_change_the_subject(chat: Chat) -> None:
    await chat.write("why do my hamstrings cramp")
    before = chat.state
    await chat.write("/help")
    assert chat.state == before


async def test_a_command_leaves_a_lock_in_place(chat: Chat) -> None:
    await chat.write("my leg is numb")
    await chat.write("/start")
    assert chat.state.locked == "numb_tingle_footdrop"
