import re
from zoneinfo import ZoneInfo

import pytest

from bot.domain.replies import Picture, Reply
from bot.session.model.actions import SessionVerb, from_arguments
from bot.session.model.choices import Choices, Kit, PracticeLevel, Side
from bot.session.model.events import StepOutcome
from bot.session.model.workouts import Guide
from bot.session.view.buttons import ORDER, resume_label
from bot.session.view.card_text import DONE_MARK, OPEN_MARK, describe, movement_drawing
from tests.session.script import PLACES, SECOND, WEIGHTS, Script, at

BERLIN = ZoneInfo("Europe/Berlin")


def card(script: Script, zone: ZoneInfo | None = None) -> Reply:
    return describe(script.guide, script.session, script.now, script.outcome, zone)


def labels(shown: Reply) -> list[str]:
    return [button.label for row in shown.buttons for button in row]


def kinds(shown: Reply) -> list[SessionVerb]:
    actions = (from_arguments(one.action.arguments) for row in shown.buttons for one in row)
    return [action.kind for action in actions if action]


TITLES = {
    "get_ready": "Finisher: set 1 of 3, left",
    "work": "Finisher: set 1 of 3, left",
    "switch": "Finisher: set 1 of 3, right",
    "check_in": "Finisher: set 1 of 3 done",
    "rest": "Finisher: rest before set 2 of 3",
    "last_work": "Finisher: set 3 of 3, right",
    "paused": "Finisher: paused at set 1 of 3",
    "stopped": "Finisher: stopped at set 1 of 3",
    "finished": "Finisher: saved",
}


@pytest.mark.parametrize(("place", "title"), TITLES.items())
def test_the_title_says_where_one_is(guide: Guide, place: str, title: str) -> None:
    assert card(at(guide, place)).title == title


SAYS = {
    "get_ready": ("Get ready", "left leg first", "wall or sturdy chair", "12 repetitions"),
    "work": ("Left leg: 12 repetitions.", "Count 2 up, 1 at the top, 3 down", "Cue: ", "Next: "),
    "switch": ("now the right leg", "You did: left leg 12 repetitions", "Next: 45 seconds of rest"),
    "work_second": ("Right leg: 12 repetitions.", "then set 2."),
    "check_in": ("Where did you feel it?", "how hard", "right leg 12", "Rest 45 seconds", "set 2"),
    "rest": ("Rest 45 seconds", "I will tell you", "Left leg: 12 repetitions"),
    "rest_untimed": ("Rest as long as you like",),
    "last_work": ("this is the last set",),
    "last_check_in": ("That was the last set",),
    "paused": ("Paused", "clock is stopped", "left leg"),
    "idle": ("not heard from you", "save"),
    "scale": ("from 0", "to 10"),
    "cramp": ("clock is stopped", "already short", "ten minutes", "shorter range"),
    "cramp_asked": ("Ten minutes have passed", "still hold"),
    "stopped": ("Stopped.", "No set was done", "save"),
    "pain": ("we stop here", "doctor", "Pain: 7 of 10"),
    "cramp_long": ("medical help", "Cramps: 1"),
    "locked": ("Training stops here",),
    "finished": ("0 of 3 sets done", "Left leg: 1 set, 12 repetitions", "because"),
}


@pytest.mark.parametrize("place", PLACES)
def test_each_place_says_what_matters_there(guide: Guide, place: str) -> None:
    for words in SAYS[place]:
        assert words in card(at(guide, place)).text


@pytest.mark.parametrize("place", PLACES)
def test_a_card_is_the_same_each_time_it_is_drawn(guide: Guide, place: str) -> None:
    assert card(at(guide, place)) == card(at(guide, place))


@pytest.mark.parametrize("place", PLACES)
def test_the_buttons_are_always_in_the_same_order(guide: Guide, place: str) -> None:
    shown = kinds(card(at(guide, place)))
    if place == "scale":  # the answers stand before the way back
        shown = [kind for kind in shown if kind is not SessionVerb.HURTS]
    places = [ORDER.index(kind) for kind in shown]
    assert places == sorted(places)


BUTTONS = {
    "get_ready": "Start: left leg|Count it aloud|Skip|Easier|Harder|Other kit|"
    "It hurts|Cramp|Pause|Stop",
    "work": "Done: 12|Count it aloud|Back|Again|Skip|Easier|Harder|Other kit|"
    "It hurts|Cramp|Pause|Stop",
    "switch": "Start: right leg|Count it aloud|Back|Again|Skip|Easier|Harder|Other kit|"
    "It hurts|Cramp|Pause|Stop",
    "check_in": "Back of the thigh|Glutes|Lower back|Knee|It cramped|Nowhere|Easy|Just right|Hard|"
    "Back|Again|Skip|Easier|Harder|Other kit|It hurts|Pause|Stop",
    "last_check_in": "Back of the thigh|Glutes|Lower back|Knee|It cramped|Nowhere|Easy|Just right|"
    "Hard|Back|Again|Skip|It hurts|Pause|Stop",
    "rest": "Start set 2 now|Count it aloud|\u221215 s|+15 s|No clock|Back|Again|Easier|Harder|"
    "Other kit|It hurts|Cramp|Pause|Stop",
    "rest_untimed": "Start set 2 now|Count it aloud|+15 s|Back|Again|Easier|Harder|Other kit|"
    "It hurts|Cramp|Pause|Stop",
    "paused": "Resume: set 1, left|Save what I did|Drop it",
    "idle": "Resume: set 1, left|Save what I did|Drop it",
    "stopped": "Resume: set 1, left|Save what I did|Drop it",
    "scale": "0 none|1|2|3|4|5|6|7|8|9|10 worst|Never mind|Stop",
    "cramp": "It has let go|It still holds|Stop",
    "cramp_asked": "It has let go|It still holds|Stop",
    "pain": "Save what I did|Drop it",
    "locked": "Save what I did|Drop it",
    "finished": "",
}


@pytest.mark.parametrize(("place", "expected"), BUTTONS.items())
def test_the_buttons_of_each_place(guide: Guide, place: str, expected: str) -> None:
    assert "|".join(labels(card(at(guide, place)))) == expected


def test_the_buttons_of_a_question_stand_in_rows(guide: Guide) -> None:
    scale, check_in = card(at(guide, "scale")), card(at(guide, "check_in"))
    assert [len(row) for row in scale.buttons] == [4, 4, 3, 1, 1]
    assert [len(row) for row in check_in.buttons] == [2, 2, 2, 3, 3, 3, 1, 2]


def test_every_button_leads_somewhere(guide: Guide) -> None:
    for place in PLACES:
        for row in card(at(guide, place)).buttons:
            for button in row:
                script = at(guide, place)
                action = from_arguments(button.action.arguments)
                assert action
                result = script.act(action, seconds=0)
                answered = result.outcome in {StepOutcome.CRAMP_WAIT, StepOutcome.COUNTED}
                assert result.event or answered, f"{place}: {button.label}"


def test_a_button_carries_the_revision_in_few_bytes(guide: Guide) -> None:
    shown = card(at(guide, "work"))
    assert shown.buttons[0][0].action.encode() == "session:done:1"
    where = card(at(guide, "check_in")).buttons[1][0]
    assert where.action.encode() == "session:felt:low_back:4"


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (StepOutcome.STALE, "older card"),
        (StepOutcome.NOTHING, "nothing has changed"),
        (StepOutcome.EASIER, "Made easier"),
        (StepOutcome.NOTHING_EASIER, "nothing easier"),
        (StepOutcome.FROM_NEXT_SET, "from the next set on"),
        (StepOutcome.NOT_AFTER_PAIN, "after pain"),
        (StepOutcome.PAIN_LOW, "go on slowly"),
        (StepOutcome.PAIN_EASIER, "make it easier"),
        (StepOutcome.REST_OVER, "The rest is over"),
        (StepOutcome.CORRECTED, "Corrected"),
    ],
)
def test_what_just_happened_comes_first(guide: Guide, outcome: StepOutcome, words: str) -> None:
    script = at(guide, "work")
    script.outcome = outcome
    shown = card(script)
    assert words in shown.text.split("\n\n")[0]
    assert words in shown.speech


def test_a_fault_explains_itself_and_changes_the_cue(guide: Guide) -> None:
    text = card(at(guide, "check_in").go("felt:low_back")).text
    assert "lower back" in text
    assert "It may be this: Your back arches hard" in text
    assert "Mind this: Reset, engage your core" in text


def test_the_correcting_cue_is_that_of_the_exercise_at_hand(guide: Guide) -> None:
    script = at(guide, "work").go("felt:low_back easier easier")
    assert "Mind this: Lift lower" in card(script).text


def test_each_side_of_each_set_has_the_next_cue(guide: Guide) -> None:
    script = Script(guide, "begin")
    cues = [one.text for one in guide.exercises[script.session.planned.exercise].cues]
    shown = []
    for _ in range(3):
        for _ in range(2):
            found = re.search("Cue: (.*)", card(script).text)
            assert found
            shown.append(found[1])
            script.go("done begin" if len(shown) % 2 else "done")
        script.go("skip begin" if not script.session.is_last_set else "skip")
    assert shown == [cues[at % len(cues)] for at in range(6)]


def test_the_bar_has_words_too(guide: Guide) -> None:
    bar = card(at(guide, "switch")).text.split("\n\n")[-1]
    assert bar == f"{DONE_MARK}{OPEN_MARK * 5} 1 of 6 done"
    assert DONE_MARK not in card(at(guide, "switch")).speech


def test_the_end_of_a_rest_is_told_by_the_own_clock_when_it_is_known(guide: Guide) -> None:
    script = at(guide, "rest")
    assert "The rest ends at 19:00:49." in card(script, BERLIN).text
    assert "ends at" not in card(script).text
    assert not re.search(r"\d", card(script, BERLIN).speech)


def test_a_rest_counts_down_coarsely(guide: Guide) -> None:
    script = at(guide, "rest")
    told = []
    for _ in range(10):
        script.now += 5 * SECOND
        told.append(card(script).text.split(";")[0].split(".")[0])
    assert told[:2] == ["Rest 40 seconds", "Rest 35 seconds"]
    assert told[-1] == "The rest is over"


def test_a_shorter_range_is_said_with_the_task(guide: Guide) -> None:
    assert "Shorter range: move only" in card(at(guide, "cramp").go("resume")).text


def test_a_hold_is_counted_in_seconds(guide: Guide) -> None:
    script = Script(
        guide, "skip " * 6 + "begin cramp resume", Choices(Kit.NONE, PracticeLevel.STRONG)
    )
    shown = card(script)
    assert "Left leg: 20 seconds." in shown.text
    assert "Shorter range: hold lower" in shown.text
    assert "Count" not in shown.text
    assert labels(shown)[0] == "Done: 20 seconds"


def test_both_legs_have_no_side_in_the_title(guide: Guide) -> None:
    script = Script(guide, "begin", Choices(Kit.BALL, PracticeLevel.STEADY))
    assert card(script).title == "Finisher: set 1 of 3"
    assert "Both legs: 12 repetitions" in card(script).text
    assert resume_label(script.session) == "Resume: set 1"


def test_the_next_exercise_is_named_when_it_is_another(guide: Guide) -> None:
    script = at(guide, "work_second")
    script = Script(guide, "begin done begin", Choices(Kit.BAND, PracticeLevel.NEW))
    assert "then set 2: Standing curl with band." in card(script).text


def test_the_second_cramp_is_taken_more_seriously(guide: Guide) -> None:
    assert "not the first cramp" not in card(at(guide, "cramp")).text
    assert "not the first cramp" in card(at(guide, "cramp").go("resume cramp")).text


def test_an_effort_that_was_told_is_marked_in_words(guide: Guide) -> None:
    assert "Hard (noted)" in labels(card(at(guide, "check_in").go("effort:hard")))


def test_the_summary_tells_both_sides_effort_pain_and_a_reason(guide: Guide) -> None:
    one = "done begin done effort:easy hurts:2 felt:hamstring"
    shown = card(Script(guide, f"begin {one} begin {one} begin {one}", WEIGHTS))
    assert shown.title == "Finisher: done"
    for words in (
        "3 of 3 sets done.\nLeft leg: 3 sets, 36 repetitions.\nRight leg: 3 sets, 36 repetitions.",
        "easy 3 times",
        "back of the thigh 3 times",
        "Pain: 2 of 10 at most.",
        "Next time: 14 repetitions, because",
        "drink something",
    ):
        assert words in shown.text
    assert shown.buttons == ()


def test_a_dropped_session_says_so(guide: Guide) -> None:
    assert "nothing of it is kept" in card(at(guide, "work").go("drop")).text


def test_the_sources_are_named_where_something_is_new(guide: Guide) -> None:
    assert "are ours" in card(at(guide, "get_ready")).note
    assert card(at(guide, "cramp")).note == (
        "The reason: the guide. What to do: the coach and the guide."
    )
    assert card(at(guide, "work")).note == ""


@pytest.mark.parametrize("place", ["get_ready", "work", "switch", "rest"])
def test_the_movement_is_shown_for_the_side_that_works(guide: Guide, place: str) -> None:
    picture = movement_drawing(at(guide, place).session, drawn)
    side = Side.RIGHT if place == "switch" else Side.LEFT
    assert picture == Picture("standing_curl_ankle_weight", side.value, f"curl, {side.value}")


def drawn(exercise: str, side: str) -> str | None:
    return f"curl, {side}" if exercise == "standing_curl_ankle_weight" else None


@pytest.mark.parametrize("place", ["check_in", "scale", "cramp", "paused", "stopped", "finished"])
def test_no_movement_is_shown_where_none_is_at_hand(guide: Guide, place: str) -> None:
    assert movement_drawing(at(guide, place).session, drawn) is None


def test_a_movement_without_a_drawing_is_not_shown(guide: Guide) -> None:
    script = Script(guide, "", Choices(Kit.BALL, PracticeLevel.STEADY))
    assert movement_drawing(script.session, drawn) is None


def test_speech_says_numbers_in_words(guide: Guide) -> None:
    speech = card(at(guide, "work")).speech
    assert speech.startswith("Finisher, set one of three, left.")
    assert "twelve repetitions" in speech


def test_a_cramp_after_the_last_set_shortens_nothing(guide: Guide) -> None:
    assert "shorter range" in card(at(guide, "work").go("cramp")).text
    text = card(at(guide, "last_check_in").go("cramp")).text
    assert "I will ask again ten minutes after it began." in text.splitlines()


def test_what_was_done_is_told_and_not_what_was_planned(guide: Guide) -> None:
    shown = card(at(guide, "work").go("done:9"))
    assert "You did: left leg 9 repetitions" in shown.text
    assert "You did: left leg skipped" in card(at(guide, "work").go("skip")).text
