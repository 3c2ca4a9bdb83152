"""From a model folder to a sense of meaning that gets ready in the background."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from bot.semantic.loading import load_model

if TYPE_CHECKING:
    from bot.semantic.nearness import Nearness


def start(folder: Path, sayings: Iterable[tuple[str, str]], cache: Path) -> "Nearness":
    """A model over ways to ask, given as topic and text. Raises `ModelError`."""
    model = load_model(folder)
    from bot.semantic.nearness import nearness  # noqa: PLC0415 - needs the extra

    return nearness(model, sayings, cache)
