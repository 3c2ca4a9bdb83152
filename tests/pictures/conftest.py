"""The shipped movements, and pictures of them that are drawn once for all tests."""

from collections.abc import Mapping

import pytest

from bot.knowledge.content.entries import Exercise
from bot.knowledge.content.loading import Library
from bot.pictures.album import Album
from bot.pictures.loading import read_poses
from bot.pictures.pose import Pose


@pytest.fixture(scope="session")
def exercises(library: Library) -> Mapping[str, Exercise]:
    """The movements that are shipped."""
    return library.exercises


@pytest.fixture(scope="session")
def poses(exercises: Mapping[str, Exercise]) -> Mapping[str, Pose]:
    """Their poses."""
    return read_poses(exercises)


@pytest.fixture(scope="session")
def album(
    exercises: Mapping[str, Exercise],
    poses: Mapping[str, Pose],
    tmp_path_factory: pytest.TempPathFactory,
) -> Album:
    """An album that all tests fill together."""
    return Album(exercises, poses, tmp_path_factory.mktemp("album"))
