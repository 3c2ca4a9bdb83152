import pytest

from bot.knowledge.knowledge_base import Knowledge
from tests.conversation.chat import Chat, chat_with


@pytest.fixture
def chat(knowledge: Knowledge) -> Chat:
    return chat_with(knowledge)
