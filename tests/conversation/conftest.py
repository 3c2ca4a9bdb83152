import pytest

from bot.knowledge.knowledge import Knowledge
from tests.conversation.chat import Chat, chat_with


@pytest.fixture
def chat(knowledge: Knowledge) -> Chat:
    return chat_with(knowledge)
