"""The knowledge base from the shipped files, with semantic similarity when a model is set."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.config import Settings
from bot.knowledge.content.loading import read_library
from bot.knowledge.knowledge_base import KnowledgeBase, build_knowledge, comparable_phrasings
from bot.knowledge.matching.fitted import read_fitted
from bot.semantic.loading import load_model

if TYPE_CHECKING:
    from bot.semantic.similarity import TopicSimilarity


def load_knowledge_base(settings: Settings | None = None, *, wait: bool = False) -> KnowledgeBase:
    """Everything the bot knows, from the shipped files; meaning too, if a model is set.

    Meaning gets ready in the background; `wait` for it where answers must not depend on when they
    are asked for. Raises `ContentError`, and `ModelError` for a model that cannot be used.
    """
    with _kept_for_good():
        library, fitted = read_library(), read_fitted()
        if settings is None or settings.model_dir is None:
            return build_knowledge(library, fitted)
        meaning = _meaning(settings.model_dir, comparable_phrasings(library), settings.data_dir)
        return build_knowledge(library, fitted, meaning.wait() if wait else meaning)


def _meaning(folder: Path, phrasings: Iterable[tuple[str, str]], cache: Path) -> "TopicSimilarity":
    """The similarity to phrasings, given as topic and text. Raises `ModelError`."""
    model = load_model(folder)
    from bot.semantic.similarity import topic_similarity  # noqa: PLC0415 - needs the extra

    return topic_similarity(model, phrasings, cache)


@contextmanager
def _kept_for_good() -> Iterator[None]:
    """Exempt what is built inside from garbage collection: it lives as long as the process."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collects:
            gc.enable()
