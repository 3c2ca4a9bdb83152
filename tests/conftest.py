"""What the whole suite shares: the content is read once, and the mind is built once."""

import pytest
from hypothesis import settings

from bot.knowledge.fitted import Fitted, read_fitted
from bot.knowledge.knowledge import Knowledge, build_knowledge
from bot.knowledge.loading import Library, read_library

settings.register_profile("house", deadline=None)  # the machine may be busy
settings.load_profile("house")


@pytest.fixture(scope="session")
def library() -> Library:
    """The content that is shipped."""
    return read_library()


@pytest.fixture(scope="session")
def fitted() -> Fitted:
    """The weights that are shipped."""
    return read_fitted()


@pytest.fixture(scope="session")
def knowledge(library: Library, fitted: Fitted) -> Knowledge:
    """Everything the bot knows."""
    return build_knowledge(library, fitted)
