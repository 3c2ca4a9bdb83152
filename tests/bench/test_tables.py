"""Tables as people read them."""

from bench.tables import Table, drawn, megabytes, microseconds, milliseconds, times


def test_columns_line_up() -> None:
    table = Table("Speed", ("ms", "p50"), [("ours", "1.25"), ("the other one", "10.50")])
    assert drawn(table).splitlines() == [
        "Speed",
        "  ms                p50",
        "  ours             1.25",
        "  the other one   10.50",
    ]


def test_notes_stand_below() -> None:
    table = Table("Speed", ("ms", "p50"), [("ours", "1.25")], ("Smaller is better.",))
    assert drawn(table).splitlines()[-1] == "  Smaller is better."


def test_figures_have_the_unit_of_their_name() -> None:
    assert milliseconds(0.0012) == "1.20"
    assert microseconds(0.0012) == "1200"
    assert megabytes(3 * 1024 * 1024) == "3"


def test_nothing_is_so_many_times_nothing() -> None:
    assert times(3.0, 2.0) == "1.50x"
    assert times(3.0, 0.0) == "-"
