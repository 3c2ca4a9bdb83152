"""A guided session in the conversation: what a person gets for taps, words and alarms."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.alarms import Alarm, AlarmRequest
from bot.domain.replies import Placement, Verb
from bot.knowledge.knowledge_base import KnowledgeBase
from bot.session.model.actions import SessionAction, SessionVerb
from bot.session.model.choices import Side
from bot.session.model.session import SUBJECT
from bot.session.model.steps import Ending, HaltReason, Step
from tests.conversation.chat import ANNA, BEN, START, Chat, chat_with, data

FINISHER = "/session finisher"
POPPED = "something popped and now it's numb"
SAFETY_MATRIX = Path(__file__).parents[1] / "knowledge" / "safety_matrix.tsv"


async def start(chat: Chat, order: str = FINISHER) -> None:
    await chat.write(order)
    assert chat.session


def step(chat: Chat) -> Step:
    assert chat.session
    return chat.session.step


async def test_a_session_without_words_offers_the_workouts(chat: Chat) -> None:
    await chat.write("/session")
    assert chat.reply.title == "Which workout?"
    assert len(chat.labels()) == 3
    assert chat.session is None


async def test_from_the_menu_to_the_first_set(chat: Chat) -> None:
    await chat.write("/session")
    await chat.tap(next(chat.buttons()))
    assert chat.reply.place is Placement.INSTEAD
    await chat.tap_on("Start")
    assert step(chat) is Step.GET_READY
    menu, card = chat.last
    assert menu.place is Placement.BUTTONS
    assert not menu.buttons
    assert card.place is Placement.NEXT_CARD
    assert card.picture
    assert card.picture.description


async def test_a_named_workout_starts_at_once(chat: Chat) -> None:
    await start(chat, "/session primer band")
    assert step(chat) is Step.GET_READY
    assert chat.state.training


async def test_both_sides_are_walked_through_with_taps(chat: Chat) -> None:
    await start(chat)
    await chat.tap_on("Start: ")
    assert step(chat) is Step.WORK
    assert chat.reply.place is Placement.CARD
    await chat.tap_on("Done")
    await chat.tap_on("Start: ")
    await chat.tap_on("Done")
    assert chat.session
    assert {side_log.side for side_log in chat.session.log} == {Side.LEFT, Side.RIGHT}
    await chat.tap_on("Glutes")
    assert step(chat) is Step.REST


async def test_a_second_tap_changes_nothing(chat: Chat) -> None:
    await start(chat)
    (button,) = [one for one in chat.buttons() if one.label.startswith("Start")]
    await chat.tap(button)
    before = chat.session
    await chat.tap(button)
    assert chat.session == before
    assert "older card" not in chat.reply.text
    chat.wait(seconds=5)
    await chat.tap(button)
    assert chat.session == before
    assert "older card" in chat.reply.text


async def test_words_walk_through_the_session_too(chat: Chat) -> None:
    await start(chat)
    await chat.write("start")
    assert step(chat) is Step.WORK
    await chat.write("twelve left easy")
    assert chat.session
    assert chat.session.log[-1].done == 12


async def test_a_question_stops_the_clock_and_offers_the_way_back(chat: Chat) -> None:
    await start(chat)
    await chat.write("start")
    await chat.write("why do my hamstrings cramp")
    assert step(chat) is Step.PAUSED
    assert (
        chat.last[-1].title
        == chat.conversation.text.knowledge_base.library.topics["cramps_why"].question
    )
    await chat.tap_on("Resume: set 1")
    assert step(chat) is Step.WORK


async def test_of_several_near_topics_the_present_movement_is_meant(chat: Chat) -> None:
    await start(chat)
    await chat.write("start")
    assert chat.session
    exercise = chat.session.planned.exercise
    library = chat.conversation.text.knowledge_base.library
    decision = chat.conversation.text.knowledge_base.decide("how should i do it")
    near = replace(
        decision,
        topics=("cramps_why", library.exercises[exercise].explains, "knee_health"),
    )
    near = replace(near, kind=type(decision.kind).CHOICES)
    told = chat.conversation.text.answers.about(near, exercise)
    assert told.topics == (library.exercises[exercise].explains,)


async def test_the_next_cue_changes_with_what_was_felt(chat: Chat) -> None:
    await start(chat)
    await chat.write("start")
    await chat.write("my back is arching")
    assert chat.session
    assert chat.session.fault_felt
    assert "Mind this:" in chat.reply.text or "It may be this:" in chat.reply.text


async def test_the_end_of_a_rest_is_a_new_message(chat: Chat) -> None:
    await start(chat)
    for label in ("Start: ", "Done", "Start: ", "Done", "Back of the thigh"):
        await chat.tap_on(label)
    assert chat.sessions.alarms[chat.person]
    assert chat.sessions.alarms[chat.person].at in chat.woken  # type: ignore[union-attr]
    await chat.ring()
    assert chat.reply.place is Placement.NEXT_CARD
    assert "The rest is over." in chat.reply.text


async def test_an_alarm_stays_until_the_person_was_told(chat: Chat) -> None:
    await start(chat)
    for label in ("Start: ", "Done", "Start: ", "Done", "Back of the thigh"):
        await chat.tap_on(label)
    due = chat.sessions.alarms[chat.person]
    assert due
    await chat.ring()
    assert chat.sessions.alarms[chat.person] == due
    again = Alarm(1, chat.person, SUBJECT, due.kind, due.at, tries=2)
    (card,) = await chat.conversation.ring(again, chat.now)
    assert card.place is Placement.NEXT_CARD
    following = await chat.conversation.next_alarm(again, chat.now)
    assert following
    assert following.kind == "idle"


async def test_an_alarm_that_is_not_due_any_more_says_nothing(chat: Chat) -> None:
    await start(chat)
    alarm = Alarm(1, chat.person, SUBJECT, "rest_over", chat.now, tries=1)
    assert await chat.conversation.ring(alarm, chat.now) == ()
    nobody = replace(alarm, person=BEN)
    assert await chat.conversation.ring(nobody, chat.now) == ()
    assert await chat.conversation.next_alarm(nobody, chat.now) is None


async def test_who_says_nothing_for_long_is_asked(chat: Chat) -> None:
    await start(chat)
    await chat.ring()
    assert step(chat) is Step.PAUSED
    assert "I have not heard from you" in chat.reply.text
    await chat.tap_on("Save")
    assert chat.session
    assert chat.session.ending is Ending.SAVED
    assert not chat.state.training


@pytest.mark.parametrize("text", [POPPED, "my calf is hot and swollen"])
async def test_a_red_flag_stops_and_locks(chat: Chat, text: str) -> None:
    await start(chat)
    await chat.write("start")
    await chat.write(text)
    stop, card = chat.last
    assert stop.title == "Please stop here"
    assert chat.state.locked
    assert chat.session
    assert chat.session.halt
    assert chat.session.halt.reason is HaltReason.LOCKED
    labels = {button.label for row in card.buttons for button in row}
    assert labels == {"Save what I did", "Drop it"}


async def test_locked_training_stays_locked_until_it_is_cleared(chat: Chat) -> None:
    await start(chat)
    await chat.write(POPPED)
    await chat.tap_on("Save what I did")
    await chat.write(FINISHER)
    assert "paused" in chat.reply.text
    assert len(chat.sessions.kept[chat.person]) == 1
    await chat.tap(next(chat.buttons()))
    await chat.tap_on("Yes, I may train again")
    await chat.write(FINISHER)
    assert step(chat) is Step.GET_READY


async def test_no_button_leads_to_work_while_training_is_locked(chat: Chat) -> None:
    await start(chat)
    (begin,) = [one for one in chat.buttons() if one.label.startswith("Start")]
    kept = chat.states.kept
    kept[chat.person] = replace(kept[chat.person], locked="pop_snap")
    await chat.tap(begin)
    assert chat.session
    assert chat.session.halt
    assert chat.session.halt.reason is HaltReason.LOCKED
    assert "paused" in chat.last[-1].text


async def test_a_cramp_of_more_than_ten_minutes_is_a_red_flag(chat: Chat) -> None:
    await start(chat)
    await chat.write("start")
    await chat.write("cramp")
    await chat.ring()
    await chat.tap_on("It still holds")
    assert chat.last[0].title == "Please stop here"
    assert chat.state.locked == "cramp_long"


async def test_pain_of_five_makes_it_easier_and_seven_stops(chat: Chat) -> None:
    await start(chat)
    await chat.write("start")
    await chat.write("hurts 5")
    assert step(chat) is not Step.STOPPED
    await chat.write("hurts 7")
    assert step(chat) is Step.STOPPED


async def test_the_history_lists_what_was_saved(chat: Chat) -> None:
    await chat.write("/history")
    assert "no finished session" in chat.reply.text
    await chat.tap_on("Start a session")
    await start(chat)
    await chat.write("start")
    await chat.write("12")
    await chat.write("stop")
    await chat.tap_on("Save")
    await chat.write("/history")
    assert "left 12" in chat.reply.text


async def test_somebody_faster_is_no_reason_to_lose_a_tap(chat: Chat) -> None:
    await start(chat)
    chat.sessions.hasty = 2
    await chat.write("start")
    assert step(chat) is Step.WORK


async def test_a_button_of_a_session_that_is_over_offers_a_new_one(chat: Chat) -> None:
    await chat.tap_data(data(Verb.SESSION, "done", "3"))
    assert chat.reply.text == "That session is over."
    await chat.tap_on("Start a session")
    assert chat.reply.title == "Which workout?"


async def test_a_made_up_button_of_a_session_means_nothing(chat: Chat) -> None:
    await start(chat)
    before = chat.session
    for made_up in ("session:nonsense", "session:rest_over:0", "session:start:x:none:new"):
        await chat.tap_data(made_up)
        assert "no longer works" in chat.reply.text
    assert chat.session == before


async def test_an_alarm_of_something_else_says_nothing(chat: Chat) -> None:
    alarm = Alarm(1, chat.person, "other", "ring", chat.now, tries=1)
    assert await chat.conversation.ring(alarm, chat.now) == ()


async def test_the_clock_is_set_for_each_alarm(chat: Chat) -> None:
    await start(chat)
    wish = chat.sessions.alarms[chat.person]
    assert wish == AlarmRequest("idle", chat.woken[-1])


MATRIX = [line.split("\t") for line in SAFETY_MATRIX.read_text(encoding="utf-8").splitlines()]
URGENT = [text for verdict, _, text in MATRIX if verdict == "alarm"]


@pytest.mark.parametrize("text", URGENT)
def test_no_urgent_words_are_taken_for_words_of_a_session(chat: Chat, text: str) -> None:
    assert chat.conversation.sessions.understand(text) is None


async def test_a_how_to_shows_the_movement_and_leads_to_a_workout(chat: Chat) -> None:
    await chat.write("how do I do the standing hamstring curl")
    assert chat.reply.picture
    assert chat.reply.picture.description == "standing_curl drawn, both"
    await chat.tap_on("Do it now")
    assert chat.labels()[0] == "Start"
    await chat.tap_on("Start")
    assert chat.session


async def test_the_page_of_a_movement_shows_it_too(chat: Chat) -> None:
    await chat.tap_data(data(Verb.EXERCISE, "stability_ball_curl"))
    assert chat.reply.picture
    assert chat.labels()[0] == "Do it now"


async def test_other_answers_have_no_picture(chat: Chat) -> None:
    await chat.write("why do my hamstrings cramp")
    assert chat.reply.picture is None


async def test_a_rest_is_counted_on_the_card(chat: Chat) -> None:
    await start(chat)
    for label in ("Start: ", "Done", "Start: ", "Done", "Back of the thigh"):
        await chat.tap_on(label)
    assert chat.sessions.resting[chat.person] == chat.session.rest_until  # type: ignore[union-attr]
    chat.wait(seconds=15)
    card = await chat.conversation.resting_card(chat.person, chat.now)
    assert card
    assert card.place is Placement.REFRESH
    assert "Rest 30 seconds" in card.text
    await chat.write("pause")
    assert await chat.conversation.resting_card(chat.person, chat.now) is None
    assert await chat.conversation.resting_card(BEN, chat.now) is None


async def test_the_scheduler_is_woken_once_the_alarm_is_kept(knowledge: KnowledgeBase) -> None:
    """A run that comes before would not find it, and nobody would wake the scheduler again."""
    chat = chat_with(knowledge)
    kept: list[bool] = []

    def wake(at: datetime) -> None:
        request = chat.sessions.alarms.get(ANNA)
        kept.append(request is not None and request.at == at)

    steps = replace(chat.conversation.sessions.steps, wake=wake)
    chat.conversation = replace(
        chat.conversation,
        commands=replace(
            chat.conversation.commands, sessions=replace(chat.conversation.sessions, steps=steps)
        ),
    )
    await chat.write("/session finisher")
    await steps.advance(ANNA, SessionAction(SessionVerb.BEGIN), START + timedelta(seconds=9))
    assert kept == [True, True]


async def test_a_session_that_is_nowhere_any_more_is_forgotten(chat: Chat) -> None:
    """An older one may have been deleted while it was under way."""
    chat.states.kept[chat.person] = replace(chat.state, training=True)
    await chat.write("why do my hamstrings cramp")
    assert chat.reply.title == "Why do my hamstrings cramp?"
    assert chat.state.training is False


async def test_a_button_of_a_session_that_is_nowhere_says_so(chat: Chat) -> None:
    chat.states.kept[chat.person] = replace(chat.state, training=True)
    await chat.tap_data(data(Verb.SESSION, "done", "3"))
    assert chat.reply.text == "That session is over."
    assert chat.state.training is False
