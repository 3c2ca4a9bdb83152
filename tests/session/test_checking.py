from pathlib import Path

from bot.knowledge.content.loading import Library
from bot.session.checking import check_workouts
from bot.session.model.workouts import WORKOUTS, read_guide


def test_the_shipped_workouts_are_in_order(library: Library) -> None:
    report = check_workouts(library.exercises, WORKOUTS)
    assert not report.broken
    routines = sum(len(one.routines) for one in read_guide(library.exercises).workouts.values())
    assert report.lines == (f"3 workouts with {routines} routines",)


def test_a_broken_copy_names_file_entry_and_key(library: Library, tmp_path: Path) -> None:
    copy = tmp_path / WORKOUTS.name
    copy.write_text(WORKOUTS.read_text().replace("standing_curl", "somersault", 1))
    report = check_workouts(library.exercises, copy)
    assert report.broken
    assert "workouts.yaml: workouts.finisher" in report.lines[0]
    assert "somersault" in report.lines[0]


def test_a_folder_without_workouts_is_told(library: Library, tmp_path: Path) -> None:
    report = check_workouts(library.exercises, tmp_path / WORKOUTS.name)
    assert (report.lines, report.broken) == (("no workouts: workouts.yaml is missing",), False)


def test_what_cannot_be_read_is_named(library: Library, tmp_path: Path) -> None:
    (tmp_path / WORKOUTS.name).write_bytes(b"\xff\xfe")
    report = check_workouts(library.exercises, tmp_path / WORKOUTS.name)
    assert report.broken
    assert "workouts.yaml: cannot be read" in report.lines[0]
