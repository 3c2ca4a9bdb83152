"""What `make mutate` draws and prints: samples, known mutants, shares."""

from dataclasses import replace
from pathlib import Path

import pytest

from tools.mutation.known import Change, read_known
from tools.mutation.outcome import Outcome
from tools.mutation.report import RoomReport, survivors, table
from tools.mutation.rooms import TESTS, Room, read_rooms
from tools.mutation.sample import Draw

DIFF = """--- bot/scheduler.py
+++ bot/scheduler.py
@@ -1,3 +1,3 @@
 def longer(a, b):
-    return a > b
+    return a >= b"""
CHANGE = Change("bot.scheduler.longer", "return a > b", "return a >= b")
KILLED = Outcome("m1", "killed", "bot.scheduler.longer", "return a > b", "return b > a", DIFF)
SURVIVED = replace(KILLED, name="m2", status="survived", now=CHANGE.now)
NAMES = [f"bot.scheduler.x_run__mutmut_{number}" for number in range(200)]


def report(*outcomes: Outcome) -> RoomReport:
    return RoomReport("scheduler", 200, outcomes)


def test_a_change_is_named_by_its_lines() -> None:
    assert Change.from_diff("bot.scheduler.longer", DIFF) == CHANGE


def test_the_same_seed_draws_the_same_mutants() -> None:
    draw, room = Draw(20, seed=3), Room("scheduler")
    drawn = draw.choose(room, NAMES)
    assert drawn == draw.choose(room, reversed(NAMES))
    assert len(drawn) == 20
    assert drawn != replace(draw, seed=4).choose(room, NAMES)
    assert drawn != draw.choose(Room("session"), NAMES)


def test_a_room_smaller_than_the_sample_is_tried_as_a_whole() -> None:
    assert Draw(500, seed=3).choose(Room("scheduler"), NAMES) == set(NAMES)


def test_named_mutants_are_tried_instead_of_a_sample() -> None:
    draw = Draw(5, seed=3, patterns=("*_mutmut_1", "*_mutmut_19?"))
    assert len(draw.choose(Room("scheduler"), NAMES)) == 11


def test_all_rooms_are_tried_when_none_is_named() -> None:
    assert [room.name for room in read_rooms("")] == list(TESTS)


def test_a_part_of_a_room_is_asked_with_the_tests_of_the_room() -> None:
    (part,) = read_rooms("reminders/schedule")
    assert part.tests == "tests/reminders"
    assert part.sources == ["bot/reminders/schedule.py", "bot/reminders/schedule/*.py"]


def test_there_is_no_such_room() -> None:
    with pytest.raises(ValueError, match="There is no room kitchen"):
        read_rooms("session, kitchen")


def test_shares_are_counted_with_and_without_what_is_known() -> None:
    one = report(KILLED, KILLED, SURVIVED, replace(KILLED, status="timeout"))
    assert one.share() == 0.75
    assert one.fair_share({}) == 0.75
    assert one.fair_share({CHANGE: "both are equal here"}) == 1.0


def test_a_mutant_that_no_test_touches_is_not_noticed() -> None:
    assert report(KILLED, replace(KILLED, status="no tests")).share() == 0.5


def test_each_survivor_is_shown_with_its_change_and_its_reason() -> None:
    lines = "\n".join(survivors(report(KILLED, SURVIVED), {CHANGE: "both are equal here"}))
    assert "survived: m2" in lines
    assert "+    return a >= b" in lines
    assert "known: both are equal here" in lines
    assert "m1" not in lines


def test_the_table_has_a_line_for_each_room() -> None:
    head, line = table([report(KILLED, SURVIVED)], {})
    assert head.split()[:3] == ["room", "mutants", "tried"]
    assert line.split() == ["scheduler", "200", "2", "1", "0", "1", "50.0%", "50.0%"]


def test_a_known_mutant_needs_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "known.toml"
    path.write_text('[[mutant]]\nin = "bot.x.y"\nwas = "a"\nnow = "b"\nwhy = " "\n', "utf-8")
    with pytest.raises(ValueError, match=r"No reason is given for a mutant in bot\.x\.y"):
        read_known(path)


def test_the_known_mutants_can_be_read() -> None:
    assert all(read_known().values())
