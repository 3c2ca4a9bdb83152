"""The card of a session: edited while it is the last message, else moved down."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from bot.domain.alarms import SendOutcome
from bot.domain.replies import Picture, Placement, Reply, Verb, act
from bot.web.chat import MOST_WAITING
from tests.waiting import until
from tests.web.visits import RunningChat, Visit

pytestmark = pytest.mark.asyncio(loop_scope="module")

PICTURE = Picture("standing_curl", "left", "The heel comes up.")


def card(text: str, place: Placement = Placement.CARD, picture: Picture | None = None) -> Reply:
    """A card with one button, which is called as its text."""
    return Reply(text, buttons=((act(text, Verb.SESSION, "d"),),), place=place, picture=picture)


def labels(message: Mapping[str, Any]) -> list[str]:
    return [button["label"] for row in message.get("buttons", ()) for button in row]


def texts(messages: list[dict[str, Any]]) -> list[str]:
    """What stands in the chat below the greeting, oldest first."""
    return [message["text"] for message in sorted(messages, key=lambda one: one["id"])[1:]]


async def newest(visit: Visit) -> dict[str, Any]:
    return max(await visit.arrive(), key=lambda message: message["id"])


async def tap(chat: RunningChat, visit: Visit, *replies: Reply) -> None:
    """Tap the card; the coach says this."""
    chat.conversation.answers["session:d"] = replies
    shown = await chat.cards.get(visit.person)
    assert shown is not None
    assert (await visit.tap(shown, "session:d")).status_code == 200


async def test_a_card_is_edited_while_nothing_came_below_it(
    chat: RunningChat, visit: Visit
) -> None:
    await chat.channel.deliver(visit.person, [card("Set 1")])
    first = await newest(visit)
    await chat.channel.deliver(visit.person, [card("Set 2")])
    second = await newest(visit)
    assert (second["id"], second["text"], labels(second)) == (first["id"], "Set 2", ["Set 2"])
    assert await chat.cards.get(visit.person) == first["id"]


async def test_a_tap_on_the_card_does_not_push_it_down(chat: RunningChat, visit: Visit) -> None:
    await chat.channel.deliver(visit.person, [card("Set 1")])
    await tap(chat, visit, card("Rest"))
    await tap(chat, visit, card("Set 2"))
    assert texts(await visit.arrive()) == ["Set 2"]


async def test_a_tap_in_a_session_is_not_written_down(chat: RunningChat, visit: Visit) -> None:
    await chat.channel.deliver(visit.person, [card("Set 1")])
    await tap(chat, visit, Reply("Please stop."), Reply("Stopped", place=Placement.CARD))
    assert texts(await visit.arrive()) == ["Set 1", "Please stop.", "Stopped"]


@pytest.mark.parametrize("words", ["cramps", "done"])
async def test_typed_words_push_the_card_down(chat: RunningChat, visit: Visit, words: str) -> None:
    chat.conversation.answers["done"] = ()
    await chat.channel.deliver(visit.person, [card("Set 1")])
    await visit.say(words)
    await chat.channel.deliver(visit.person, [card("Set 2")])
    messages = await visit.arrive()
    assert texts(messages)[:2] == ["Set 1", words]
    assert texts(messages)[-1] == "Set 2"
    assert [labels(one) for one in messages if one["text"].startswith("Set")] == [[], ["Set 2"]]
    assert await chat.cards.get(visit.person) == max(one["id"] for one in messages)


async def test_typed_words_may_be_answered_with_the_card(chat: RunningChat, visit: Visit) -> None:
    chat.conversation.answers["done"] = (card("Set 2"),)
    await chat.channel.deliver(visit.person, [card("Set 1")])
    await visit.say("done")
    assert texts(await visit.arrive()) == ["Set 1", "done", "Set 2"]


async def test_the_next_card_is_a_new_message_in_any_case(chat: RunningChat, visit: Visit) -> None:
    await chat.channel.deliver(visit.person, [card("Rest")])
    await chat.channel.deliver(visit.person, [card("Set 2", Placement.NEXT_CARD)])
    rest, following = (await visit.arrive())[-2:]
    assert (rest["text"], labels(rest)) == ("Rest", [])
    assert (following["text"], labels(following)) == ("Set 2", ["Set 2"])
    assert await chat.cards.get(visit.person) == following["id"]


async def test_open_tabs_see_the_old_buttons_go_before_the_new_card_comes(
    chat: RunningChat, visit: Visit
) -> None:
    await chat.channel.deliver(visit.person, [card("Rest")])
    async with visit.tab() as tab:
        *_, rest = await tab.catch_up()
        await chat.channel.deliver(visit.person, [card("Set 2", Placement.NEXT_CARD)])
        old, new = await tab.next(), await tab.next()
    assert (old["id"], labels(old)) == (rest["id"], [])
    assert (new["text"], labels(new)) == ("Set 2", ["Set 2"])


async def test_a_card_without_buttons_is_the_last_one(chat: RunningChat, visit: Visit) -> None:
    await chat.channel.deliver(visit.person, [card("Set 1")])
    await chat.channel.deliver(visit.person, [Reply("All done", place=Placement.CARD)])
    assert await chat.cards.get(visit.person) is None
    await chat.channel.deliver(visit.person, [card("Another session")])
    assert texts(await visit.arrive()) == ["All done", "Another session"]


async def test_a_last_card_further_down_takes_the_buttons_of_the_old_one(
    chat: RunningChat, visit: Visit
) -> None:
    await chat.channel.deliver(visit.person, [card("Set 1")])
    await visit.say("hello")
    await chat.channel.deliver(visit.person, [Reply("All done", place=Placement.CARD)])
    messages = await visit.arrive()
    assert texts(messages) == ["Set 1", "hello", "You said: hello", "All done"]
    assert not any(labels(one) for one in messages[1:])
    assert await chat.cards.get(visit.person) is None


async def test_a_card_that_storage_has_dropped_comes_anew(chat: RunningChat, visit: Visit) -> None:
    await chat.cards.put(visit.person, 2**50)
    await chat.channel.deliver(visit.person, [card("Set 1")])
    assert await chat.cards.get(visit.person) == (await newest(visit))["id"]


async def test_the_card_of_somebody_else_is_left_alone(chat: RunningChat, visit: Visit) -> None:
    await chat.channel.deliver(visit.person, [card("Set 1")])
    async with chat.visit() as other:
        await other.arrive()
        await chat.channel.deliver(other.person, [card("Theirs", Placement.NEXT_CARD)])
    assert labels(await newest(visit)) == ["Set 1"]


async def test_the_picture_of_a_card_never_changes(chat: RunningChat, visit: Visit) -> None:
    await chat.channel.deliver(visit.person, [card("Set 1", Placement.NEXT_CARD, PICTURE)])
    await tap(chat, visit, card("Rest"))
    shown = await newest(visit)
    assert shown["text"] == "Rest"
    assert shown["picture"] == {
        "exercise": "standing_curl",
        "side": "left",
        "description": "The heel comes up.",
    }


async def test_the_next_card_has_its_own_picture_or_none(chat: RunningChat, visit: Visit) -> None:
    await chat.channel.deliver(visit.person, [card("Set 1", Placement.NEXT_CARD, PICTURE)])
    await chat.channel.deliver(visit.person, [card("Set 2", Placement.NEXT_CARD)])
    old, new = (await visit.arrive())[-2:]
    assert "picture" in old
    assert "picture" not in new


async def test_what_is_said_unasked_waits_for_the_answer_under_way(
    chat: RunningChat, visit: Visit
) -> None:
    chat.conversation.hold = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(visit.say("wait"))
        await until(lambda: chat.waiting(visit.person) == 1)
        said = group.create_task(chat.channel.deliver(visit.person, [Reply("one"), Reply("two")]))
        await until(lambda: chat.waiting(visit.person) == 2)
        assert not said.done()
        chat.conversation.hold.set()
    assert said.result() is SendOutcome.SENT
    assert texts(await visit.arrive()) == ["wait", "You said: wait", "one", "two"]


async def test_what_is_said_unasked_is_dropped_where_too_many_wait(
    chat: RunningChat, visit: Visit
) -> None:
    chat.conversation.hold = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for _ in range(MOST_WAITING):
            group.create_task(visit.say("wait"))
        await until(lambda: chat.waiting(visit.person) == MOST_WAITING)
        crowded = await chat.channel.deliver(visit.person, [Reply("Rest is over.")])
        chat.conversation.hold.set()
    assert crowded is SendOutcome.NOT_SENT
    assert "Rest is over." not in texts(await visit.arrive())


async def test_a_countdown_changes_the_card_where_it_is(chat: RunningChat, visit: Visit) -> None:
    await chat.channel.deliver(visit.person, [card("Rest 45 seconds")])
    await chat.channel.deliver(visit.person, [card("Rest 30 seconds", Placement.REFRESH)])
    assert texts(await visit.arrive()) == ["Rest 30 seconds"]


async def test_a_countdown_never_adds_a_message(chat: RunningChat, visit: Visit) -> None:
    await chat.channel.deliver(visit.person, [card("Rest 45 seconds"), Reply("by the way")])
    await chat.channel.deliver(visit.person, [card("Rest 30 seconds", Placement.REFRESH)])
    assert texts(await visit.arrive()) == ["Rest 45 seconds", "by the way"]
