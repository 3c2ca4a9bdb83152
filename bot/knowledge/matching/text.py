"""Plain steps on text: fold it, cut it into words, cut it into clauses."""

import re
import unicodedata

_WORD = re.compile(r"[a-z]+|[0-9]+")
_APOSTROPHES = re.compile(r"[\u2019\u2018\u00b4]")
_STRETCHED = re.compile(r"([a-z])\1\1+")  # twice as fast as {2,}
_SENTENCES = re.compile(r"[.!?;\n]+")
_CLAUSES = re.compile(
    r",|\s[-\u2013\u2014]+\s|\b(?:but|and also|also|plus|however|because|so now)\b"
)


def fold(text: str) -> str:
    """Lower case, plain apostrophe-less letters, "soooo" as "soo"."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _APOSTROPHES.sub("", text)).replace("\u00d7", "x")
        text = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return _STRETCHED.sub(r"\1\1", text.casefold().replace("'", ""))


def words(folded: str) -> tuple[str, ...]:
    """Runs of Latin letters and runs of digits, in order."""
    return tuple(_WORD.findall(folded))


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a message in order; never empty ones."""
    return _parts(_SENTENCES, text)


def clauses(sentence: str) -> tuple[str, ...]:
    """The parts of a sentence that could stand alone, in order; never empty ones."""
    return _parts(_CLAUSES, sentence)


def _parts(border: re.Pattern[str], text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in border.split(text.casefold()) if part.strip())


def foreign_share(text: str) -> float:
    """Share of letters outside the Latin script, 0 to 1; 0 for text without letters."""
    if text.isascii():
        return 0.0
    letters = [letter for letter in text if letter.isalpha()]
    if not letters:
        return 0.0
    return sum(not unicodedata.name(letter, "").startswith("LATIN") for letter in letters) / len(
        letters
    )
