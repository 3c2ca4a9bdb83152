import pytest

from bot.knowledge.knowledge_base import KnowledgeBase
from tests.conversation.chat import Chat, chat_with


@pytest.fixture
def chat(knowledge: KnowledgeBase) -> Chat:
    return chat_with(knowledge)
