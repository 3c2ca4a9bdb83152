from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.replies import ACTION_BYTES, Button, Document, Placement, Reply, Verb, act
from bot.reminders.input.parsing import parse_request
from bot.reminders.input.request import (
    NotUnderstood,
    PendingQuestion,
    Reason,
    ReminderRequest,
    Which,
    rule_for,
)
from bot.reminders.input.timezones import Place as Somewhere
from bot.reminders.input.timezones import load_timezone_index
from bot.reminders.records import OccasionState
from bot.reminders.schedule.pause import Cause, Pause
from bot.reminders.schedule.quiet_hours import QuietHours
from bot.reminders.schedule.rule import Occasion, Rule, StoredRule, next_due, occasions
from bot.reminders.schedule.week import EVERY_DAY
from bot.reminders.view import call_text, list_text, pause_text, prompts
from bot.reminders.view.actions import (
    ReminderAction,
    ReminderVerb,
    SkipReason,
    from_arguments,
)
from bot.reminders.view.formatting import SPOKEN, WRITTEN, listed, named
from tests.reminders.input.test_parsing import QUESTIONS, REFUSALS

NOW = datetime(2026, 3, 26, 17, 12, tzinfo=UTC)
BERLIN = "Europe/Berlin"
RULE = Rule(frozenset({0, 3}), time(19), BERLIN)
LONGEST_ID = 10**12 - 1
ON = date(2026, 3, 26)
OCCASION = Occasion(ON, datetime(2026, 3, 26, 18, tzinfo=UTC))
GAPS = {OccasionState.MISSED, OccasionState.CROWDED, OccasionState.UNKNOWN}
SHORT = act("Three minutes", Verb.SESSION, "menu", "three_minute", "none", "new")
LABEL = 40
"""Letters that a button shows on a small phone."""


def complete(text: str) -> ReminderRequest:
    answer = parse_request(text)
    assert isinstance(answer, ReminderRequest)
    return answer


def proposed(text: str, zone: str = BERLIN, **more: object) -> Reply:
    request = complete(text)
    rule = rule_for(request, zone, NOW)
    assert isinstance(rule, Rule)
    return list_text.proposal(rule, request, NOW, **more)  # type: ignore[arg-type]


def asked(text: str) -> Reply:
    answer = parse_request(text)
    assert isinstance(answer, PendingQuestion)
    return prompts.question(answer)


def refused(text: str) -> Reply:
    answer = parse_request(text)
    assert isinstance(answer, NotUnderstood)
    return prompts.refusal(answer)


def buttons(reply: Reply) -> list[Button]:
    return [button for row in reply.buttons for button in row]


def labels(reply: Reply) -> list[str]:
    return [button.label for button in buttons(reply)]


def actions(reply: Reply) -> list[ReminderAction]:
    """What the buttons about reminders do; each must be one of ours."""
    own = [button.action for button in buttons(reply) if button.action.verb is Verb.REMIND]
    found = [from_arguments(action.arguments) for action in own]
    assert None not in found
    return [action for action in found if action]


def every_reply() -> Iterator[Reply]:
    """Everything that this room says, each in several ways."""
    index = load_timezone_index()
    yield from (proposed(text) for text in ("mon thu 19:00", "sun 2:30", "tomorrow 7am"))
    yield proposed("mon tue 7am anyway", conflict=occasions(RULE, NOW, 2), changes=LONGEST_ID)
    yield proposed("mon 7am", conflict=occasions(RULE, NOW, 4))
    yield from (list_text.saved(RULE, NOW), list_text.dropped(), list_text.gone())
    kept = StoredRule(LONGEST_ID, RULE)
    over = StoredRule(3, Rule.once(date(2026, 1, 1), time(7), BERLIN))
    paused = [
        StoredRule(1, replace(RULE, pause=Pause())),
        StoredRule(2, replace(RULE, pause=Pause(NOW))),
    ]
    yield list_text.reminders([kept, over, *paused], NOW)
    yield from (list_text.reminders([], NOW), list_text.reminders([kept] * 99, NOW))
    document = Document("dates.ics", "text/calendar", b"")
    yield from (list_text.filed([kept, paused[1]], document, NOW), list_text.nothing_to_file())
    yield from (list_text.editing(kept, NOW), list_text.deleted(RULE, NOW))
    for minutes in (0, 1, 12, 60, 61, 180):
        yield call_text.reminder(LONGEST_ID, OCCASION, OCCASION.at + timedelta(minutes=minutes))
    yield from (call_text.snoozed(NOW, BERLIN), call_text.quiet_soon(LONGEST_ID, ON))
    yield from (call_text.snoozed_often(kept, NOW, time(20), NOW), call_text.time_kept(RULE))
    yield from (call_text.moved(RULE, OCCASION), call_text.why_not(LONGEST_ID, ON))
    for legal in (OCCASION, None):
        yield call_text.tomorrow_is_close(LONGEST_ID, RULE, OCCASION, legal)
        for state in sorted(GAPS):
            yield call_text.missed(LONGEST_ID, RULE, OCCASION, legal, state)
        for why in SkipReason:
            yield call_text.skipped(LONGEST_ID, RULE, why, legal, SHORT)
    yield call_text.trained(RULE, NOW)
    yield from (asked(text) for text in QUESTIONS)
    yield from (refused(text) for text in REFUSALS)
    yield from (prompts.refusal(NotUnderstood(reason, "19:00")) for reason in Reason)
    for which in (Which.DAYS, Which.LEGAL_DAYS, Which.ROTATING):
        yield prompts.question(PendingQuestion(which, ReminderRequest()), LONGEST_ID)
    for days in (frozenset[int](), frozenset({0}), frozenset({0, 2, 4}), EVERY_DAY):
        yield prompts.choosing_days(ReminderRequest(days, time(19)), frozenset({2}), LONGEST_ID)
    yield prompts.choosing_time(complete("mon thu 19:00"), LONGEST_ID)
    yield from (prompts.ask_zone(), prompts.zone_unknown(), prompts.zone_kept(BERLIN, NOW))
    yield prompts.choose_zone(index.find("portland", NOW), NOW)
    far = Somewhere("Comodoro Rivadavia", "America/Argentina/ComodRivadavia")
    yield prompts.choose_zone((far,), NOW)
    yield from (
        pause_text.ask_cause(),
        pause_text.held(),
        pause_text.asks_no_more(),
        pause_text.ask_locked(),
    )
    for cause in Cause:
        yield from (pause_text.ask_length(cause), pause_text.resumed(cause))
        yield from (pause_text.paused(Pause(end, cause), BERLIN) for end in (None, NOW))
    for passed in (0, 6, 7, 13, 14, 99):
        yield pause_text.ask_injured(NOW - timedelta(days=passed), NOW)


REPLIES = tuple(every_reply())


def test_no_button_is_too_long_and_each_leads_to_a_known_action() -> None:
    for reply in REPLIES:
        actions(reply)
        for button in buttons(reply):
            assert len(button.action.encode().encode()) <= ACTION_BYTES
            assert 0 < len(button.label) <= LABEL


def test_no_reply_is_empty_and_each_fits_into_one_message() -> None:
    for reply in REPLIES:
        assert reply.text.strip()
        assert len(reply.text) < 4000
        assert len(reply.title) < 60
        assert len(buttons(reply)) <= 100


def test_the_buttons_of_one_reply_do_different_things() -> None:
    for reply in REPLIES:
        expected = labels(reply)
        assert len(expected) == len(set(expected))


SHAMING = (
    *(
        "lazy",
        "fail",
        "forgot",
        "should have",
        "shame",
        "guilt",
        "excuse",
        "unfortunately",
        "again?",
    ),
    *("you missed", "you skipped", "streak", "must", "!"),
)


def test_nothing_shames_or_shouts() -> None:
    for reply in REPLIES:
        for word in SHAMING:
            assert word not in f"{reply.title} {reply.text}".casefold()


def test_what_is_spoken_holds_no_symbols() -> None:
    for reply in REPLIES:
        assert "_" not in reply.text
        if reply.speech:
            assert not set(reply.speech) & set("_/@\n")
            assert "?." not in reply.speech


def test_times_are_spoken_in_words() -> None:
    for text in ("mon thu 19:00", "sun 2:30", "tomorrow 7am"):
        assert not any(letter.isdigit() for letter in proposed(text).speech)
    assert "seven in the evening" in proposed("mon thu 19:00").speech
    assert "Thursday, the twenty-sixth of March" in proposed("mon thu 19:00").speech


# Before saving.


def test_a_proposal_shows_the_next_three_dates() -> None:
    reply = proposed("mon thu 19:00")
    assert reply.text == (
        "Every Monday and Thursday at 19:00, Berlin time.\n\n"
        "The next dates:\n"
        "Thursday 26 March, 19:00.\n"
        "Monday 30 March, 19:00.\n"
        "Thursday 2 April, 19:00.\n\n"
        "Shall I save it?"
    )
    assert labels(reply) == ["Save", "Other days", "Other time", "Never mind"]
    assert actions(reply)[0] == ReminderAction(ReminderVerb.SAVE, request=complete("mon thu 19:00"))


def test_a_change_says_which_reminder_it_is_for() -> None:
    reply = proposed("mon thu 19:00", changes=12)
    assert [action.rule for action in actions(reply)] == [12, 12, 12, None]


def test_a_single_date_is_shown_once() -> None:
    reply = proposed("tomorrow 7am")
    assert "Once, on Friday 27 March at 07:00, Berlin time." in reply.text
    assert "The date:\nFriday 27 March, 07:00." in reply.text


def test_a_time_that_does_not_exist_is_explained() -> None:
    assert "Sunday 29 March, 03:00, because clocks change that night." in proposed("sun 2:30").text


def test_quiet_hours_are_told_and_no_hindrance() -> None:
    assert "quiet hours, 22:00 to 07:00" in proposed("mon 6:30").text
    assert "quiet" not in proposed("mon 7:00").text
    later = QuietHours(time(12), time(14))
    assert "quiet hours, 12:00 to 14:00" in proposed("mon 13:00", hours=later).text


def test_too_little_rest_is_told_before_saving() -> None:
    two = proposed(
        "fri 19:00", conflict=occasions(Rule(frozenset({3, 4}), time(19), BERLIN), NOW, 2)
    )
    assert "Thursday 26 March and Friday 27 March are less than 48 hours apart." in two.text
    assert labels(two)[0] == "Save it all the same"
    four = proposed("fri 19:00", conflict=occasions(RULE, NOW, 4))
    assert "That makes 4 sessions in a week" in four.text


def test_what_is_saved_says_when_it_comes() -> None:
    assert "Next: Thursday 26 March, 19:00." in list_text.saved(RULE, NOW).text


# Questions.


def test_every_day_is_answered_with_the_rest_and_legal_days() -> None:
    reply = asked("every day at 7am")
    assert "You said every day." in reply.text
    assert "48 hours" in reply.text
    assert labels(reply)[:2] == ["Monday, Wednesday and Friday", "Tuesday, Thursday and Saturday"]
    assert labels(reply)[-1] == "Keep the days I said"
    kept = actions(reply)[-1].request
    assert kept
    assert (kept.days, kept.insists, kept.at) == (EVERY_DAY, True, time(7))


def test_other_reminders_are_named_as_the_reason() -> None:
    answer = parse_request("tue 19:00", others=frozenset({0}))
    assert isinstance(answer, PendingQuestion)
    assert "Tuesday beside your other reminders" in prompts.question(answer).text
    assert "beside" not in asked("weekdays 7:30").text


def test_an_offer_keeps_what_was_said() -> None:
    first = actions(asked("weekdays 7:30"))[0].request
    assert first == ReminderRequest(frozenset({0, 2, 4}), time(7, 30))


def test_eight_is_in_the_morning_or_in_the_evening() -> None:
    reply = asked("mon at 8")
    assert reply.text == "Do you mean 08:00 or 20:00?"
    assert "eight in the morning or eight in the evening" in reply.speech
    chosen = [action.request for action in actions(reply)]
    assert chosen == [
        ReminderRequest(frozenset({0}), time(8)),
        ReminderRequest(frozenset({0}), time(20)),
    ]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("mon", ["07:00", "08:00", "12:00", "17:00", "18:00", "19:00", "20:00"]),
        ("mon morning", ["06:00", "07:00", "08:00", "09:00"]),
        ("mon evening", ["18:00", "19:00", "20:00", "21:00"]),
    ],
)
def test_times_to_choose_from_fit_the_part_of_the_day(text: str, hours: list[str]) -> None:
    assert labels(asked(text)) == [*hours, "Never mind"]


def test_a_full_week_offers_the_list() -> None:
    reply = prompts.question(PendingQuestion(Which.DAYS, ReminderRequest()))
    assert "leave no other day" in reply.text
    assert actions(reply) == [ReminderAction(ReminderVerb.LIST)]


def test_days_are_chosen_by_tapping_and_only_legal_ones_are_offered() -> None:
    nothing = prompts.choosing_days(ReminderRequest())
    assert len(labels(nothing)) == 8
    monday = prompts.choosing_days(ReminderRequest(frozenset({0})))
    assert labels(monday) == [
        *("Monday (chosen)", "Wednesday", "Thursday", "Friday", "Saturday"),
        *("That is it", "Never mind"),
    ]
    back = actions(monday)[0].request
    assert back == ReminderRequest()
    assert "Wednesday" not in labels(
        prompts.choosing_days(ReminderRequest(frozenset({0})), frozenset({3}))
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mo/do 19 uhr", "I read English only"),
        ("mon 25:00", "hours go from 0 to 23"),
        ("mon 7:75", "minutes go from 00 to 59"),
        ("mon 24:00", "Midnight lies between two days"),
        ("mon yoga", "\u201cyoga\u201d"),
        ("mon 7:00 thu 19:00", "Send me one first"),
        ("mon " + "x" * 500, "x" * 30 + "\u2026"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_how_to_say_it(text: str, expected: str) -> None:
    reply = refused(text)
    assert expected in reply.text
    assert "mon thu 19:00" in reply.text
    assert len(reply.text) < 300


def test_the_example_is_understood() -> None:
    assert isinstance(parse_request(prompts.EXAMPLE), ReminderRequest)


# The zone.


def test_zones_to_choose_from_show_their_clocks() -> None:
    reply = prompts.choose_zone(load_timezone_index().find("portland", NOW), NOW)
    assert labels(reply) == ["Portland, Maine: 13:12", "Portland, Oregon: 10:12"]
    assert [action.zone for action in actions(reply)] == ["America/New_York", "America/Los_Angeles"]


def test_a_zone_is_confirmed_by_its_clock() -> None:
    reply = prompts.zone_kept("Asia/Kathmandu", NOW)
    assert reply.text == "Kathmandu time it is: your clock shows 22:57."


# The list.


def test_the_list_numbers_reminders_and_their_buttons() -> None:
    paused = replace(RULE, pause=Pause())
    reply = list_text.reminders([StoredRule(12, RULE), StoredRule(13, paused)], NOW)
    assert reply.text.splitlines() == [
        "1. Every Monday and Thursday at 19:00, Berlin time. Next: Thursday 26 March, 19:00.",
        "2. Every Monday and Thursday at 19:00, Berlin time. Paused until you say so.",
    ]
    assert labels(reply)[:6] == [
        *("Change 1", "Pause 1", "Delete 1"),
        *("Change 2", "Resume 2", "Delete 2"),
    ]
    assert [action.rule for action in actions(reply)[:6]] == [12, 12, 12, 13, 13, 13]


def test_an_empty_list_offers_a_beginning() -> None:
    assert actions(list_text.reminders([], NOW)) == [ReminderAction(ReminderVerb.NEW)]


def test_a_pause_that_ends_by_itself_is_told_with_the_next_date() -> None:
    paused = replace(RULE, pause=Pause(NOW + timedelta(days=7)))
    assert "Paused. Next: Monday 6 April" in list_text.reminders([StoredRule(1, paused)], NOW).text


def test_deleting_can_be_taken_back() -> None:
    undo = actions(list_text.deleted(RULE, NOW))[0]
    assert undo.request
    assert rule_for(undo.request, BERLIN, NOW) == RULE


# The call to train.


def test_a_call_offers_four_different_answers() -> None:
    reply = call_text.reminder(12, OCCASION, OCCASION.at)
    assert [action.kind for action in actions(reply)] == [
        *(
            ReminderVerb.START,
            ReminderVerb.SNOOZE,
            ReminderVerb.TOMORROW,
            ReminderVerb.SKIP,
        )
    ]
    assert {(action.rule, action.on) for action in actions(reply)} == {(12, ON)}
    assert "late" not in reply.text


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (3, "3 minutes late"),
        (12, "12 minutes late"),
        (60, "1 hour late"),
        (61, "1 hour and 1 minute late"),
        (125, "2 hours and 5 minutes late"),
    ],
)
def test_a_late_call_says_how_late_it_is(minutes: int, expected: str) -> None:
    late = call_text.reminder(12, OCCASION, OCCASION.at + timedelta(minutes=minutes))
    assert expected in late.text


def test_a_call_is_the_same_each_time_it_is_sent() -> None:
    assert call_text.reminder(1, OCCASION, NOW) == call_text.reminder(1, OCCASION, NOW)


def test_each_reason_leads_somewhere_else() -> None:
    replies = {why: call_text.skipped(12, RULE, why, OCCASION, SHORT) for why in SkipReason}
    assert len({reply.text for reply in replies.values()}) == len(SkipReason)
    assert labels(replies[SkipReason.SORE]) == ["A light one: Three minutes", "Move it to Thursday"]
    assert labels(replies[SkipReason.NO_TIME]) == ["Three minutes", "Move it to Thursday"]
    assert actions(replies[SkipReason.PAIN]) == [
        ReminderAction(ReminderVerb.PAUSE, cause=Cause.INJURED)
    ]
    assert actions(replies[SkipReason.AWAY]) == [
        ReminderAction(ReminderVerb.PAUSE, cause=Cause.TRAVEL)
    ]


def test_pain_is_asked_about_and_nothing_is_offered_to_train() -> None:
    reply = call_text.skipped(12, RULE, SkipReason.PAIN, OCCASION, SHORT)
    assert "Where does it hurt" in reply.text
    assert "next good day" not in reply.text
    assert Verb.SESSION not in {button.action.verb for button in buttons(reply)}


def test_each_reason_can_be_tapped() -> None:
    assert {action.why for action in actions(call_text.why_not(12, ON))} == set(SkipReason)


def test_what_was_left_out_is_our_fault() -> None:
    reply = call_text.missed(12, RULE, OCCASION, next_due(RULE, OCCASION.at))
    assert "my delay, not yours" in reply.text
    assert actions(reply) == [ReminderAction(ReminderVerb.MOVE, 12, date(2026, 3, 30))]


def test_what_was_left_out_tells_its_own_reason() -> None:
    expected = {state: call_text.missed(12, RULE, OCCASION, None, state) for state in GAPS}
    assert "calls enough that day" in expected[OccasionState.CROWDED].text
    assert "do not know whether" in expected[OccasionState.UNKNOWN].text
    assert expected[OccasionState.UNKNOWN].title == "One reminder may be missing"


def test_who_has_trained_is_praised_and_left_alone() -> None:
    reply = call_text.trained(RULE, NOW)
    assert "Well done" in reply.text
    assert reply.buttons == ()


# Pauses.


def test_an_injury_stops_calls_and_asks_once_a_week() -> None:
    reply = pause_text.paused(Pause(None, Cause.INJURED), BERLIN)
    assert "not call you to train" in reply.text
    assert "Once a week" in reply.text


def test_a_weekly_question_is_no_call_to_train() -> None:
    for reply in (pause_text.ask_locked(), pause_text.ask_injured(NOW - timedelta(days=15), NOW)):
        assert "Not yet" in labels(reply)
        assert ReminderVerb.STOP_ASKING in {action.kind for action in actions(reply)}
        assert Verb.SESSION not in {button.action.verb for button in buttons(reply)}


@pytest.mark.parametrize(
    ("days", "expected"), [(3, "A few days ago"), (8, "A week ago"), (15, "2 weeks ago")]
)
def test_the_question_knows_how_long_it_has_been(days: int, expected: str) -> None:
    assert pause_text.ask_injured(NOW - timedelta(days=days), NOW).text.startswith(expected)


def test_a_pause_says_when_it_ends() -> None:
    end = datetime(2026, 4, 2, 5, tzinfo=UTC)
    assert "Thursday 2 April, 07:00" in pause_text.paused(Pause(end, Cause.TRAVEL), BERLIN).text


def test_who_was_ill_begins_gently() -> None:
    assert "easier" in pause_text.resumed(Cause.ILL).text
    assert "easier" not in pause_text.resumed(Cause.TRAVEL).text


# Times and dates.


@pytest.mark.parametrize(
    ("at", "spoken"),
    [
        ("19:00", "seven in the evening"),
        ("07:30", "seven thirty in the morning"),
        ("07:05", "seven oh five in the morning"),
        ("12:00", "noon"),
        ("12:15", "twelve fifteen in the afternoon"),
        ("00:00", "midnight"),
        ("00:30", "twelve thirty at night"),
        ("17:45", "five forty-five in the afternoon"),
        ("22:10", "ten ten at night"),
        ("04:59", "four fifty-nine at night"),
    ],
)
def test_a_time_as_it_is_spoken(at: str, spoken: str) -> None:
    assert SPOKEN.clock(time.fromisoformat(at)) == spoken
    assert WRITTEN.clock(time.fromisoformat(at)) == at


@given(st.times(), st.dates())
def test_every_time_and_date_can_be_spoken(at: time, on: date) -> None:
    assert not any(letter.isdigit() for letter in SPOKEN.clock(at) + SPOKEN.date(on))


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("0", "Monday"),
        ("03", "Monday and Thursday"),
        ("024", "Monday, Wednesday and Friday"),
        ("01234", "Monday to Friday"),
        ("56", "Saturday and Sunday"),
        ("0123456", "every day"),
    ],
)
def test_days_in_a_sentence(days: str, expected: str) -> None:
    assert named(frozenset(map(int, days))) == expected


def test_a_list_of_nothing_is_empty() -> None:
    assert listed([]) == ""


def test_an_answer_to_a_tap_takes_the_place_of_the_question() -> None:
    answers = (list_text.saved(RULE, NOW), call_text.snoozed(NOW, BERLIN), list_text.dropped())
    assert {reply.place for reply in answers} == {Placement.INSTEAD}
