"""What the whole suite shares: the content is read once, and the knowledge base is built once."""

import os
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from pocketsphinx import get_model_path

from bot.knowledge.content.loading import Library, read_library
from bot.knowledge.knowledge_base import KnowledgeBase, build_knowledge
from bot.knowledge.matching.fitted import Fitted, read_fitted
from bot.voice.recognition.language_model.model import model_in

settings.register_profile("house", deadline=None)  # the machine may be busy
settings.register_profile(  # hundreds of runs, each of which must find the same
    "mutation",
    settings.get_profile("house"),
    max_examples=40,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile("house")

LONG = ("journeys", "web", "voice", "semantic")
"""Rooms in which a file takes long."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long come first: one begun at the end keeps the other workers waiting."""
    items.sort(key=lambda item: item.path.parent.name not in LONG)


@pytest.fixture(scope="session")
def library() -> Library:
    """The content that is shipped."""
    return read_library()


@pytest.fixture(scope="session")
def fitted() -> Fitted:
    """The weights that are shipped."""
    return read_fitted()


@pytest.fixture(scope="session")
def knowledge(library: Library, fitted: Fitted) -> KnowledgeBase:
    """Everything the bot knows."""
    return build_knowledge(library, fitted)


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The language model on disk: it takes seconds to make, so all processes that test share it."""
    here = tmp_path_factory.getbasetemp()
    model_cache = (here.parent if "PYTEST_XDIST_WORKER" in os.environ else here) / "hearing"
    model_in(model_cache, Path(get_model_path("en-us")))
    return model_cache


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Path:
    """The data folder of an assistant that has made itself ready to hear before."""
    folder = tmp_path_factory.mktemp("trained")
    (folder / "hearing").symlink_to(model_cache)
    return folder
