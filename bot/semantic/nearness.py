"""How near a text is in meaning to each topic."""

import logging
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from threading import Thread

import numpy as np

from bot.semantic.loading import Encoder, SemanticModel
from bot.semantic.parts import Floats
from bot.semantic.vectors import vectors

_logger = logging.getLogger(__name__)
NEAREST = 3
"""Ways to ask whose mean makes a topic near: one alone may be a fluke."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """Compares a text with everything that may be asked, once that has been worked out."""

    model: str
    """The hash of the model."""
    encoder: Encoder
    groups: Mapping[str, slice]
    """Topic -> its rows."""
    rows: Future[Floats]

    def near(self, text: str) -> dict[str, float]:
        """Topic -> mean cosine of its nearest ways to ask, -1 to 1. Empty while not ready."""
        if not self.rows.done() or self.rows.exception():
            return {}
        cosines = self.rows.result() @ self.encoder.encode([text])[0]
        return by_topic(cosines, self.groups)

    def wait(self) -> "Nearness":
        """The same, ready. Raises what went wrong."""
        self.rows.result()
        return self


def by_topic(cosines: Floats, groups: Mapping[str, slice]) -> dict[str, float]:
    """Topic -> mean of its highest cosines."""
    return {
        topic: float(np.sort(cosines[rows])[-NEAREST:].mean()) for topic, rows in groups.items()
    }


def nearness(model: SemanticModel, sayings: Iterable[tuple[str, str]], cache: Path) -> Nearness:
    """A model over ways to ask, given as topic and text; gets ready in the background."""
    ordered = sorted(sayings)
    texts = [text for _, text in ordered]
    rows = in_background(lambda: vectors(model, texts, cache))
    return Nearness(model.sha256, model.encoder, grouped(topic for topic, _ in ordered), rows)


def grouped(topics: Iterable[str]) -> dict[str, slice]:
    """Topic -> its rows, for rows whose topics stand together."""
    groups: dict[str, slice] = {}
    start = 0
    for topic, group in groupby(topics):
        stop = start + len(list(group))
        groups[topic], start = slice(start, stop), stop
    return groups


def in_background(work: Callable[[], Floats]) -> Future[Floats]:
    """What a piece of work will come to; it does not hold up the end of the program."""
    future: Future[Floats] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except Exception as error:
            _logger.exception("Meaning cannot be looked at; words alone must do.")
            future.set_exception(error)

    Thread(target=run, name="meaning", daemon=True).start()
    return future
