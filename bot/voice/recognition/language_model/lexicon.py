"""How words sound, as PocketSphinx writes it: its own dictionary, and eSpeak NG for the rest."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.errors import VoiceError

Sounds = tuple[str, ...]
"""Ways to pronounce a word, each as phones of the ARPAbet: "G L UW T"."""

_ANOTHER = re.compile(r"\(\d+\)$")
_LETTERS = {f"{letter}." for letter in "abcdefghijklmnopqrstuvwxyz"}


def read_dictionary(path: Path) -> dict[str, Sounds]:
    """Word -> how it sounds. Raises `VoiceError` when the file cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise VoiceError(f"The dictionary of PocketSphinx cannot be read from {path}.") from error
    found: dict[str, Sounds] = {}
    for line in lines:
        entry, _, phones = line.partition(" ")
        word = _ANOTHER.sub("", entry)
        found[word] = (*found.get(word, ()), phones)
    return {**found, **_spelled(found)}


def _spelled(found: Mapping[str, Sounds]) -> dict[str, Sounds]:
    """Single letters sound like their names: "r d l"."""
    return {letter[0]: found[letter] for letter in _LETTERS & found.keys() if letter != "a."}


def written(lexicon: Mapping[str, Sounds], words: Iterable[str]) -> str:
    """A dictionary of some words in the form that PocketSphinx reads."""
    return "".join(
        f"{word}{f'({at})' if at > 1 else ''} {phones}\n"
        for word in sorted(words)
        for at, phones in enumerate(lexicon[word], start=1)
    )
