"""What is made of the measured times."""

from bench.timing import quantile, ratio, typical


def test_a_quantile_is_a_value_that_was_measured() -> None:
    assert quantile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert quantile([3.0, 1.0, 2.0], 0.99) == 3.0


def test_the_lowest_quantile_is_the_smallest_value() -> None:
    assert quantile([3.0, 1.0, 2.0], 0.0) == 1.0


def test_one_slow_round_does_not_change_what_is_typical() -> None:
    assert typical([[1.0, 2.0], [9.0, 2.0], [1.0, 2.0]]) == [1.0, 2.0]


def test_a_ratio_compares_within_each_round() -> None:
    assert ratio([2.0, 40.0, 6.0], [1.0, 20.0, 2.0]) == 2.0
