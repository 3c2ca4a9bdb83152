from collections.abc import Mapping
from itertools import pairwise
from math import dist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.content.entries import Tempo
from bot.pictures.figure import figure
from bot.pictures.motion import LONGEST, SHORTEST, Phase, ease, moments, posture_at
from bot.pictures.pose import Pose
from tests.pictures.movements import EXERCISES

tempos = st.builds(
    Tempo, lift=st.integers(0, 10), hold=st.integers(0, 60), lower=st.integers(0, 10)
)


@pytest.mark.parametrize("name", EXERCISES)
def test_a_movement_passes_through_its_three_postures(name: str, poses: Mapping[str, Pose]) -> None:
    pose = poses[name]
    assert posture_at(pose, 0) == pose.start
    assert posture_at(pose, 0.5) == pose.lowering
    assert posture_at(pose, 1) == pose.top


@pytest.mark.parametrize("name", EXERCISES)
def test_nothing_jumps_on_the_way(name: str, poses: Mapping[str, Pose]) -> None:
    bodies = [figure(posture_at(poses[name], at / 60)) for at in range(61)]
    for before, after in pairwise(bodies):
        assert dist(before.near_leg.toe, after.near_leg.toe) < 4
        assert dist(before.head, after.head) < 1


@given(tempos)
def test_a_repetition_begins_and_ends_at_the_start(tempo: Tempo) -> None:
    whole = list(moments(tempo, 15))
    assert whole[0].progress == whole[-1].progress == 0
    assert max(moment.progress for moment in whole) == 1


@given(tempos)
def test_a_repetition_lifts_then_holds_then_lowers(tempo: Tempo) -> None:
    whole = list(moments(tempo, 15))
    order = [moment.phase for moment in whole]
    assert order == sorted(order, key=list(Phase).index)
    for phase, sign in ((Phase.LIFT, 1), (Phase.LOWER, -1)):
        way = [moment.progress for moment in whole if moment.phase is phase]
        assert all(sign * before <= sign * after for before, after in pairwise(way))


@given(tempos)
def test_a_repetition_is_never_too_short_or_too_long(tempo: Tempo) -> None:
    count = len(list(moments(tempo, 15)))
    assert 3 * SHORTEST * 15 <= count <= 3 * LONGEST * 15


def test_each_part_takes_its_seconds() -> None:
    whole = [moment.phase for moment in moments(Tempo(lift=2, hold=1, lower=3), 10)]
    assert [whole.count(phase) for phase in Phase] == [20, 10, 30]


@pytest.mark.parametrize(("given_", "eased"), [(0, 0), (0.25, 0.15625), (0.5, 0.5), (1, 1)])
def test_the_way_is_slow_at_both_ends(given_: float, eased: float) -> None:
    assert ease(given_) == eased
