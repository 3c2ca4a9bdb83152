"""How similar in meaning a text is to each topic, by the cosines of sentence vectors."""

import logging
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from threading import Thread

import numpy as np

from bot.semantic.loading import Encoder, SemanticModel
from bot.semantic.tensors import Floats
from bot.semantic.vectors import vectors

_logger = logging.getLogger(__name__)
NEAREST = 3
"""So many of the most similar phrasings of a topic are averaged: one alone may be a fluke."""


@dataclass(frozen=True, slots=True)
class TopicSimilarity:
    """Compares a text with all phrasings, once their vectors are there."""

    model: str
    """The SHA-256 of the model."""
    encoder: Encoder
    groups: Mapping[str, slice]
    """Topic -> the rows of its phrasings."""
    rows: Future[Floats]

    def near(self, text: str) -> dict[str, float]:
        """Topic -> mean cosine of its most similar phrasings, -1 to 1. Empty while not ready."""
        if not self.rows.done() or self.rows.exception():
            return {}
        cosines = self.rows.result() @ self.encoder.encode([text])[0]
        return by_topic(cosines, self.groups)

    def wait(self) -> "TopicSimilarity":
        """The same, ready. Raises what went wrong."""
        self.rows.result()
        return self


def by_topic(cosines: Floats, groups: Mapping[str, slice]) -> dict[str, float]:
    """Topic -> mean of its highest cosines."""
    return {
        topic: float(np.sort(cosines[rows])[-NEAREST:].mean()) for topic, rows in groups.items()
    }


def topic_similarity(
    model: SemanticModel, sayings: Iterable[tuple[str, str]], cache: Path
) -> TopicSimilarity:
    """The similarity to phrasings, given as topic and text; vectors are made in the background."""
    ordered = sorted(sayings)
    texts = [text for _, text in ordered]
    rows = in_background(lambda: vectors(model, texts, cache))
    return TopicSimilarity(
        model.sha256, model.encoder, grouped(topic for topic, _ in ordered), rows
    )


def grouped(topics: Iterable[str]) -> dict[str, slice]:
    """Topic -> its rows, for rows that are sorted by topic."""
    groups: dict[str, slice] = {}
    start = 0
    for topic, group in groupby(topics):
        stop = start + len(list(group))
        groups[topic], start = slice(start, stop), stop
    return groups


def in_background(work: Callable[[], Floats]) -> Future[Floats]:
    """The result of work on a daemon thread, which the end of the program does not wait for."""
    future: Future[Floats] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except Exception as error:
            _logger.exception("Meaning cannot be looked at; words alone must do.")
            future.set_exception(error)

    Thread(target=run, name="meaning", daemon=True).start()
    return future
