import pytest

from bot.knowledge.content.loading import CONTENT, Library
from bot.session.input.grammar import CommandGrammar
from bot.session.model.workouts import FILE, Guide, parse_guide


@pytest.fixture(scope="session")
def guide(library: Library) -> Guide:
    """The workouts that are shipped."""
    return parse_guide((CONTENT / FILE).read_text(encoding="utf-8"), library.exercises)


@pytest.fixture(scope="session")
def grammar(library: Library) -> CommandGrammar:
    """The words of a session."""
    return CommandGrammar.of(library.english)
