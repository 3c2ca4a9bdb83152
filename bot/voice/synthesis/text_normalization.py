"""Text normalisation for synthesis: every figure, sign and short form becomes words."""

import re
from unicodedata import normalize

from bot.voice.synthesis.readings import AMOUNTS, MOMENTS, Reading

LONGEST_TEXT = 4096
"""Characters that are spoken in one go: what a message holds."""
_SPELLED = frozenset(
    {"RDL", "FAQ", "MRI", "GP", "ER", "UTC", "PT", "ACL", "PCL", "EMG", "RPE", "ROM", "PR"}
    | {"US", "UK", "EU", "ID", "PDF", "TV", "IT", "QL", "AI", "GPS"}
)
"""Capitals that are read letter by letter; words in capitals are only loud."""
_VOWELS = frozenset("AEIOUY")


def speakable(text: str) -> str:
    """Words, commas, full stops and question marks that say the same; nothing else is left.

    What is speakable already stays as it is.
    """
    said = _once(text)
    return said if said == text else speakable(said)  # a word may stand free only now: "1Mon"


def _once(text: str) -> str:
    text = normalize("NFKC", _replaced(text.translate(_SAME), _BEFORE))
    for readings in (_LINES, _SHORT, MOMENTS, AMOUNTS, _SIGNS):
        text = _replaced(text, readings)
    return _punctuated(text)


def _replaced(text: str, readings: tuple[Reading, ...]) -> str:
    for pattern, said in readings:
        text = pattern.sub(said, text)
    return text


def _punctuated(text: str) -> str:
    """Only letters and the marks that a voice understands, one at a time."""
    text = _APOSTROPHE.sub("", _UNSPEAKABLE.sub(" ", text))
    text = _PAUSE.sub(lambda found: _strongest(found[0]), text)
    return text.lstrip(" ,.?").rstrip(" ,")


_UNSPEAKABLE = re.compile(r"[^A-Za-zÀ-ÖØ-öø-ÿ' ,.?]+")
_APOSTROPHE = re.compile(r"(?<![A-Za-zÀ-ÖØ-öø-ÿ])'|'(?![A-Za-zÀ-ÖØ-öø-ÿ])")
_PAUSE = re.compile(r"[ ,.?]+")


def _strongest(marks: str) -> str:
    mark = next((one for one in "?.," if one in marks), "")
    return f"{mark} "


_SAME = str.maketrans({"\u2019": "'", "\u2018": "'", "\u00a0": " ", "\u2011": "-", "\u2010": "-"})

_BEFORE: tuple[Reading, ...] = (
    (re.compile(r"(?<=\d)½"), ".5"),
    (re.compile(r"(?<=\d)¼"), ".25"),
    (re.compile(r"(?<=\d)¾"), ".75"),
    (re.compile(r"½"), " 1/2 "),
    (re.compile(r"¼"), " 1/4 "),
    (re.compile(r"¾"), " 3/4 "),
    (re.compile(r"⅓"), " 1/3 "),
    (re.compile(r"⅔"), " 2/3 "),
    (re.compile(r"\b(?:https?://|www\.|t\.me/)\S*[^\s.,;:!?)\]}'\"\u201d]"), "a link"),
    (re.compile(r"[\w.+-]{1,64}@[\w.-]{1,64}\.\w{2,}"), "an address"),
    (re.compile(r"\U0001f44d"), " thumbs up "),
    (re.compile(r"\U0001f44e"), " thumbs down "),
)
"""What has to be read before characters are simplified."""

_LINES: tuple[Reading, ...] = (
    (re.compile(r"(?m)^[ \t]*[•*\u2023\u25e6\u2013-][ \t]+"), ""),
    (re.compile(r"(?m)^[ \t]*(\d+)[.)][ \t]+"), r"\1, "),
    (re.compile(r"(?<![.?!,])[:;,]?[ \t]*\n\s*"), ". "),
    (re.compile(r"\s+"), " "),
)
"""A new line is a new sentence."""

_SHORT: tuple[Reading, ...] = (
    (re.compile(r"(?<![^\s(\[\"'“,;:])/(?=[a-z])"), "slash "),
    (re.compile(r"\b[Ee]\.\s?g\.,?"), "for example"),
    (re.compile(r"\b[Ii]\.\s?e\.,?"), "that is"),
    (re.compile(r"\betc\b\.?(?=\s+[a-z]|[,)])"), "and so on"),
    (re.compile(r"\betc\b\.?"), "and so on."),
    (re.compile(r"\bvs\b\.?"), "versus"),
    (re.compile(r"\bapprox\b\.?"), "about"),
    (re.compile(r"\bincl\b\.?"), "including"),
    (re.compile(r"\bw/o\b"), "without"),
    (re.compile(r"\bw/(?=\s)"), "with"),
    (re.compile(r"\b(min|sec|reps?|kg|lbs?)\.(?=[ ,][a-z])"), r"\1"),
)
"""Short forms, and commands of the assistant."""


def _capitals(found: re.Match[str]) -> str:
    word, plural = found[1], found[2]
    if word == "OK":
        return "okay"
    if word in _SPELLED or _VOWELS.isdisjoint(word):
        return " ".join(word) + ("'s" if plural else "")
    return word.lower() + plural


_SIGNS: tuple[Reading, ...] = (
    (re.compile(r"\band/or\b"), "and or"),
    (re.compile(r"\b([A-Z][a-z]+)/(?=[A-Z][a-z])"), r"\1 "),
    (re.compile(r"(?<=[A-Za-z])\s?/\s?(?=[A-Za-z])"), " or "),
    (re.compile(r"±"), " plus or minus "),
    (re.compile(r"[≥⩾]|>="), " at least "),
    (re.compile(r"[≤⩽]|<="), " at most "),
    (re.compile(r"[~≈]"), " about "),
    (re.compile(r"&"), " and "),
    (re.compile(r"\+"), " plus "),
    (re.compile(r"="), " equals "),
    (re.compile(r"(?<![\w<])<\s*(?=[a-z])"), " less than "),
    (re.compile(r"(?<![\w>])>\s*(?=[a-z])"), " more than "),
    (re.compile(r"%"), " percent "),
    (re.compile(r"°"), " degrees "),
    (re.compile(r"\u00d7"), " times "),
    (re.compile(r"[→\u203a»]|->"), ", then "),
    (re.compile(r"\b([A-Z]{2,5})(s?)\b"), _capitals),
    (re.compile(r"\.\.+|…"), ". "),
    (re.compile(r"(?<=[A-Za-z])\.(?=[a-z])"), " dot "),
    (re.compile(r"!"), ". "),
    (re.compile(r"[:;()\[\]|—―]|\s[\u2013-]+\s|--+"), ", "),
)
"""Signs between words."""
