from datetime import UTC

import pytest

from bot.knowledge.content.entries import Feeling
from bot.session.model.choices import Choices, Kit, PracticeLevel, Side
from bot.session.model.log import Effort, Measure
from bot.session.model.workouts import Guide
from bot.session.view.closing import history_line, suggestion
from bot.session.view.closing import tally as told
from bot.session.view.summary import Advice, Tally, summarise
from tests.session.script import NOW, Script


def sets(amounts: str, answer: str = "felt:hamstring", count: int = 3) -> str:
    """A way through equal sets, each with a rest."""
    left, right = amounts.split(",")
    one = f"done:{left} begin done:{right} {answer}"
    return f"begin {' begin '.join([one] * count)}"


CASES: list[tuple[str, Advice]] = [
    (sets("12,12"), Advice.MORE),
    (sets("20,20"), Advice.NEXT_EXERCISE),
    (sets("12,11"), Advice.SAME),
    (sets("12,12", "effort:hard skip"), Advice.SAME),
    (sets("12,12", "effort:easy skip"), Advice.MORE),
    (sets("12,12", "hurts:2 skip"), Advice.MORE),
    (sets("12,12", "hurts:4 skip", count=2) + " skip skip skip", Advice.EASIER),
    ("begin done begin done skip save", Advice.FINISH),
    ("begin skip begin done skip begin done begin done skip skip skip skip", Advice.FINISH),
    ("skip skip skip skip skip skip", Advice.SHORTER_WORKOUT),
    ("begin stop save", Advice.SHORTER_WORKOUT),
    ("begin cramp resume done save", Advice.SHORTER_RANGE),
    ("begin cramp cramp@600 save", Advice.SEE_SOMEBODY),
    ("begin done hurts:8 save", Advice.SEE_SOMEBODY),
    ("begin done lock save", Advice.SEE_SOMEBODY),
]


@pytest.mark.parametrize(("way", "advice"), CASES)
def test_the_advice_fits_the_day(guide: Guide, way: str, advice: Advice) -> None:
    script = Script(guide, way)
    assert script.session.ending
    summary = summarise(guide, script.session)
    assert summary.advice is advice
    assert "because" in suggestion(guide, summary)


def test_the_harder_exercise_is_named(guide: Guide) -> None:
    script = Script(guide, sets("20,20"))
    assert "Stability ball" in suggestion(guide, summarise(guide, script.session))


def test_a_little_more_is_two_repetitions_and_never_beyond_the_range(guide: Guide) -> None:
    assert summarise(guide, Script(guide, sets("15,12")).session).target == 14
    assert summarise(guide, Script(guide, sets("19,19")).session).target == 20


def test_the_top_of_the_ladder_has_no_harder_exercise(guide: Guide) -> None:
    way = "begin done:20 skip begin done:20 skip begin done:20 skip"
    script = Script(guide, way, Choices(Kit.BALL, PracticeLevel.STEADY))
    assert summarise(guide, script.session).advice is Advice.TOP


def test_what_was_done_is_told_per_side(guide: Guide) -> None:
    summary = summarise(
        guide, Script(guide, "begin done:12 begin done:9 skip begin done:8").session
    )
    assert summary.sides == {Side.LEFT: Tally(2, 20), Side.RIGHT: Tally(1, 9)}
    assert (summary.sets_done, summary.sets_planned) == (1, 3)


def test_skipped_sides_count_for_nothing(guide: Guide) -> None:
    summary = summarise(guide, Script(guide, "skip begin done:9").session)
    assert summary.sides == {Side.RIGHT: Tally(1, 9)}
    assert summary.sets_done == 0


def test_holds_are_told_in_seconds(guide: Guide) -> None:
    way = "skip " * 6 + "begin done begin done:15"
    summary = summarise(guide, Script(guide, way, Choices(Kit.NONE, PracticeLevel.STRONG)).session)
    assert summary.sides == {Side.LEFT: Tally(1, 0, 20), Side.RIGHT: Tally(1, 0, 15)}


def test_what_was_felt_is_counted(guide: Guide) -> None:
    again = "begin done begin done effort:easy felt:glute"
    way = f"begin done begin effort:hard done felt:glute {again}"
    summary = summarise(guide, Script(guide, way).session)
    assert summary.efforts == {Effort.HARD: 1, Effort.EASY: 1}
    assert summary.feelings == {Feeling.GLUTE: 2}


def test_a_line_of_the_history(guide: Guide) -> None:
    script = Script(guide, "begin done:12 begin done:9 skip hurts:3 save")
    assert NOW.tzinfo
    assert history_line(guide, script.session, NOW.tzinfo) == (
        "Mon 2 Mar 2026, 18:00: Finisher, ankle weight, 1 of 3 sets, left 12, right 9, pain 3 of 10"
    )


@pytest.mark.parametrize(
    ("tally", "held"),
    [(Tally(1, 12, 0), "1 set, 12 repetitions"), (Tally(2, 0, 40), "2 sets, 40 seconds held")],
)
def test_what_a_side_did_is_told_in_its_own_measure(tally: Tally, held: str) -> None:
    assert told(tally) == held


def test_the_history_tells_repetitions_and_seconds(guide: Guide) -> None:
    strong = Choices(Kit.NONE, PracticeLevel.STRONG)
    script = Script(guide, "skip " * 6 + "begin done:20 begin done:21 save", strong)
    assert script.session.sets[3].target.measure is Measure.SECONDS
    line = history_line(guide, script.session, UTC)
    assert line.endswith("left 20 s, right 21 s")
