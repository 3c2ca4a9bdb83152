"""Every button leads somewhere, and nothing else does harm."""

from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.turn import Replies
from bot.domain.replies import ACTION_BYTES, Action, Placement, Verb
from bot.knowledge.content.loading import Library
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.knowledge.view.answer_text import stale
from tests.conversation.chat import Chat, buttons, chat_with

OPENINGS = [
    "/start",
    "/help",
    "/topics",
    "/exercises",
    "/privacy",
    "why do my hamstrings cramp",
    "how often should I train my hamstrings? also what is active insufficiency",
    "cramp",
    "how do I bake sourdough bread",
]


async def crawl(chat: Chat, opening: str) -> dict[Action, Replies]:
    """Every button that can be reached -> what a tap on it brings."""
    found: dict[Action, Replies] = {}
    waiting = deque(button.action for button in buttons(await chat.write(opening)))
    while waiting:
        action = waiting.popleft()
        if action not in found:
            found[action] = await chat.tap_data(action.encode())
            waiting.extend(button.action for button in buttons(found[action]))
    return found


@pytest.mark.parametrize("opening", OPENINGS)
async def test_every_button_leads_somewhere(chat: Chat, opening: str) -> None:
    for action, replies in (await crawl(chat, opening)).items():
        assert stale() not in replies, action
        assert bool(replies) == (action.verb is not Verb.DONE), action
        for reply in replies:
            assert reply.text or reply.place is Placement.BUTTONS, action


@pytest.mark.parametrize("opening", ["/start", "/topics"])
async def test_everything_can_be_reached_by_buttons(
    chat: Chat, library: Library, opening: str
) -> None:
    found = await crawl(chat, opening)
    topics = {action.arguments[0] for action in found if action.verb is Verb.TOPIC}
    exercises = {action.arguments[0] for action in found if action.verb is Verb.EXERCISE}
    assert topics == set(library.topics)
    assert exercises == set(library.exercises)


async def test_buttons_and_messages_fit_every_channel(chat: Chat) -> None:
    found = await crawl(chat, "/start")
    for replies in found.values():
        for button in buttons(replies):
            assert 1 <= len(button.label) <= 64, button
            assert len(button.action.encode().encode()) <= ACTION_BYTES
            assert Action.decode(button.action.encode()) == button.action
        for reply in replies:
            assert len(reply.title) + len(reply.text) + len(reply.note) <= 4000
            assert sum(map(len, reply.buttons)) <= 100


async def test_no_message_has_two_buttons_that_look_alike(chat: Chat) -> None:
    for action, replies in (await crawl(chat, "/start")).items():
        for reply in replies:
            labels = [button.label for button in buttons((reply,))]
            assert len(set(labels)) == len(labels), action


async def test_browsing_changes_the_message_in_place(chat: Chat) -> None:
    await chat.write("/topics")
    await chat.tap_on("Common mistakes")
    assert chat.reply.place is Placement.INSTEAD
    await chat.tap_on("All chapters")
    assert chat.reply.place is Placement.INSTEAD


async def test_an_exercise_leads_to_easier_and_harder_ones(chat: Chat, library: Library) -> None:
    await chat.tap_data("exercise:standing_curl")
    harder = library.exercises["standing_curl"].harder
    assert harder
    await chat.tap_on("Harder: ")
    assert chat.reply.title == library.exercises[harder].name


HOSTILE = [
    "",
    ":",
    "topic",
    "topic:",
    "topic:nothing",
    "topic:cramps_why:more",
    "pick:nothing",
    "origin:",
    "topics:Nowhere",
    "topics:FAQ:more",
    "exercise",
    "exercise:squat",
    "exercises:all",
    "help:me",
    "safety",
    "safety:yes",
    "safety:yes:",
    "clear",
    "clear:yes",
    "clear:asked:yes",
    "DONE",
    "done ",
    "rm -rf /",
    "topic:\x00",
    "🦵" * 40,
    "a" * 5000,
]


@pytest.mark.parametrize("text", HOSTILE)
async def test_an_unknown_button_is_told_so(chat: Chat, text: str) -> None:
    assert await chat.tap_data(text) == (stale(),)
    assert chat.states.kept == {}
    assert chat.preferences.chosen == {}


VERBS = st.sampled_from([verb.value for verb in Verb])
ARGUMENTS = st.lists(
    st.sampled_from(["yes", "no", "asked", "cramps_why", "FAQ", "standing_curl", "wrong"])
    | st.text(max_size=10),
    max_size=3,
)
DATA = st.text(max_size=80) | st.builds(
    lambda verb, arguments: ":".join((verb, *arguments)), VERBS, ARGUMENTS
)


@given(taps=st.lists(DATA, max_size=6))
async def test_no_tap_does_harm(chats: "Chats", taps: list[str]) -> None:
    chat = chats.new()
    for tap in taps:
        replies = await chat.tap_data(tap)
        assert replies or tap.split(":")[0] == Verb.DONE.value
        assert chat.state.locked is None


class Chats:
    """New chats for one test that runs many times."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge

    def new(self) -> Chat:
        return chat_with(self._knowledge)


@pytest.fixture(scope="module")
def chats(knowledge: KnowledgeBase) -> Chats:
    return Chats(knowledge)


@given(texts=st.lists(st.text(max_size=60) | st.sampled_from(OPENINGS), max_size=5))
async def test_no_text_goes_unanswered(chats: Chats, texts: list[str]) -> None:
    chat = chats.new()
    for text in texts:
        replies = await chat.write(text)
        assert replies
        assert all(reply.text for reply in replies)
