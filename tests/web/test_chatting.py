"""Saying, tapping, editing in place, and what the bot says by itself."""

import asyncio
import logging

import pytest

from bot.domain.people import Person
from bot.domain.replies import Placement, Reply
from bot.web.chat import MOST_WAITING
from bot.web.middleware import SORRY
from tests.waiting import until
from tests.web.fakes import CRAMPS, HELLO, ScriptedConversation
from tests.web.visits import SOON, RunningChat, Visit, running_chat

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_an_empty_chat_starts_with_the_bots_own_greeting(chat: RunningChat) -> None:
    async with chat.visit() as visit:
        (hello,) = await visit.arrive()
    assert (hello["author"], hello["title"], hello["text"]) == ("coach", HELLO.title, HELLO.text)
    assert hello["buttons"] == [
        [{"label": "Why do hamstrings cramp?", "action": "topic:cramps_why"}]
    ]


async def test_the_greeting_comes_once(chat: RunningChat, visit: Visit) -> None:
    assert len(await visit.arrive()) == 1
    assert chat.conversation.heard(visit.person) == ["/start"]


async def test_two_first_tabs_at_once_are_greeted_once(chat: RunningChat, visit: Visit) -> None:
    chat.history.messages.clear()
    await asyncio.gather(visit.arrive(), visit.arrive())
    assert chat.conversation.heard(visit.person) == ["/start", "/start"]  # one of them from before


async def test_words_and_answer_arrive_in_order(visit: Visit) -> None:
    async with visit.tab() as tab:
        await tab.catch_up()
        assert (await visit.say("why do I cramp?")).status_code == 200
        said, answer = await tab.next(), await tab.next()
    assert (said["author"], said["text"]) == ("person", "why do I cramp?")
    assert (answer["author"], answer["title"]) == ("coach", CRAMPS.title)
    assert (answer["text"], answer["note"]) == (CRAMPS.text, CRAMPS.note)


async def test_every_tab_of_a_visitor_hears_everything(visit: Visit) -> None:
    async with visit.tab() as one, visit.tab() as two:
        await one.catch_up()
        await two.catch_up()
        await visit.say("hello")
        assert [(await one.next())["text"], (await one.next())["text"]] == [
            "hello",
            "You said: hello",
        ]
        assert [(await two.next())["text"], (await two.next())["text"]] == [
            "hello",
            "You said: hello",
        ]


async def test_another_visitor_hears_nothing_of_it(chat: RunningChat, visit: Visit) -> None:
    await visit.say("my knee is swollen")
    async with chat.visit() as other:
        (hello,) = await other.arrive()
    assert hello["title"] == "Hello"


async def test_a_choice_that_leads_on_is_written_down_before_its_answer(visit: Visit) -> None:
    async with visit.tab() as tab:
        (hello,) = await tab.catch_up()
        assert (await visit.tap(hello["id"], "topic:cramps_why")).status_code == 200
        chosen, answer = await tab.next(), await tab.next()
    assert (chosen["author"], chosen["text"]) == ("person", "Why do hamstrings cramp?")
    assert answer["title"] == CRAMPS.title


async def test_new_buttons_change_the_tapped_message_only(visit: Visit) -> None:
    await visit.say("cramps")
    async with visit.tab() as tab:
        *_, answer = await tab.catch_up()
        await visit.tap(answer["id"], "good:cramps_why")
        edited = await tab.next()
        assert await tab.catch_up() == []
    assert (edited["id"], edited["text"]) == (answer["id"], CRAMPS.text)
    assert edited["buttons"] == [[{"label": "Thank you", "action": "done"}]]


async def test_a_reply_instead_takes_the_place_of_the_tapped_message(visit: Visit) -> None:
    await visit.say("cramps")
    async with visit.tab() as tab:
        *_, answer = await tab.catch_up()
        await visit.tap(answer["id"], "bad:x")
        edited = await tab.next()
    assert (edited["id"], edited["text"]) == (answer["id"], "What was wrong with it?")
    assert "buttons" not in edited


async def test_a_tap_counts_only_while_its_button_is_there(chat: RunningChat, visit: Visit) -> None:
    await visit.say("cramps")
    *_, answer = await visit.arrive()
    assert (await visit.tap(answer["id"], "good:cramps_why")).status_code == 200
    again = await visit.tap(answer["id"], "good:cramps_why")
    assert again.status_code == 409
    assert "newer one" in again.json()["error"]
    assert chat.conversation.heard(visit.person).count("good:cramps_why") == 1


async def test_two_taps_at_once_count_once(chat: RunningChat, visit: Visit) -> None:
    await visit.say("cramps")
    *_, answer = await visit.arrive()
    taps = await asyncio.gather(*(visit.tap(answer["id"], "good:cramps_why") for _ in range(4)))
    assert sorted(tap.status_code for tap in taps) == [200, 409, 409, 409]
    assert chat.conversation.heard(visit.person).count("good:cramps_why") == 1


async def test_what_the_bot_says_by_itself_reaches_every_open_tab(
    chat: RunningChat, visit: Visit
) -> None:
    async with visit.tab() as one, visit.tab() as two:
        await one.catch_up()
        await two.catch_up()
        await chat.channel.deliver(visit.person, [Reply("Time to train.")])
        assert (await one.next())["text"] == "Time to train."
        assert (await two.next())["text"] == "Time to train."


async def test_what_the_bot_says_to_nobody_waits_for_the_next_visit(
    chat: RunningChat, visit: Visit
) -> None:
    await chat.channel.deliver(visit.person, [Reply("Time to train.", place=Placement.INSTEAD)])
    assert (await visit.arrive())[-1]["text"] == "Time to train."


async def test_new_buttons_without_a_tapped_message_change_nothing(
    chat: RunningChat, visit: Visit
) -> None:
    await chat.channel.deliver(visit.person, [Reply(place=Placement.BUTTONS)])
    assert len(await visit.arrive()) == 1


async def test_messages_of_one_visitor_wait_for_each_other(chat: RunningChat, visit: Visit) -> None:
    chat.conversation.hold = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(visit.say("wait"))
        await until(lambda: chat.waiting(visit.person) == 1)
        group.create_task(visit.say("after"))
        await until(lambda: chat.waiting(visit.person) == 2)
        assert chat.conversation.heard(visit.person) == ["/start", "wait"]
        chat.conversation.hold.set()
    texts = [message["text"] for message in await visit.arrive()]
    assert texts[1:] == ["wait", "You said: wait", "after", "You said: after"]


async def test_visitors_do_not_wait_for_each_other(chat: RunningChat, visit: Visit) -> None:
    chat.conversation.hold = asyncio.Event()
    async with chat.visit() as other, asyncio.TaskGroup() as group:
        await other.arrive()
        group.create_task(visit.say("wait"))
        await until(lambda: chat.waiting(visit.person) == 1)
        assert (await other.say("quick")).status_code == 200
        chat.conversation.hold.set()


async def test_too_many_waiting_messages_are_turned_away_kindly(
    chat: RunningChat, visit: Visit
) -> None:
    chat.conversation.hold = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        waiting = [group.create_task(visit.say("wait")) for _ in range(MOST_WAITING)]
        await until(lambda: chat.waiting(visit.person) == MOST_WAITING)
        refused = await visit.say("one more")
        chat.conversation.hold.set()
    assert refused.status_code == 429
    assert "wait a few seconds" in refused.json()["error"]
    assert {task.result().status_code for task in waiting} == {200}


async def test_a_failing_conversation_is_answered_and_logged_without_words(
    visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        assert (await visit.say("break")).status_code == 200
    assert (await visit.arrive())[-1]["text"] == SORRY
    assert "RuntimeError at fakes.py" in caplog.text
    assert "someone@example.org" not in caplog.text


async def test_a_greeting_that_failed_is_tried_again_on_the_next_visit() -> None:
    class Shy(ScriptedConversation):
        async def read(self, person: Person, text: str, now: object) -> tuple[Reply, ...]:
            del now
            self.log.append((person, text))
            if len(self.log) == 1:
                raise ConnectionError
            return (HELLO,)

    async with running_chat(conversation=Shy()) as chat, chat.visit() as visit:
        assert await visit.arrive() == []
        assert [hello["title"] for hello in await visit.arrive()] == ["Hello"]


async def test_markup_travels_as_plain_words(visit: Visit) -> None:
    attack = "</script><img src=x onerror=alert(1)>\r\n\0& more"
    await visit.say(attack)
    said, answer = (await visit.arrive())[-2:]
    assert said["text"] == "</script><img src=x onerror=alert(1)>\n& more"
    assert answer["text"] == f"You said: {said['text']}"


async def test_a_silent_stream_gives_signs_of_life() -> None:
    async with running_chat(heartbeat=0.05) as chat, chat.visit() as visit, visit.tab() as tab:
        await tab.catch_up()
        async with asyncio.timeout(SOON):
            assert await tab.event() == ("current", {})
            assert await tab.event() == ("current", {})
