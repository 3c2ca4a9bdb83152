"""A closed grammar for words in the middle of a workout: an action, or nothing at all."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain, pairwise

from rapidfuzz.distance import OSA

from bot.domain.number_words import NUMBER_VALUES
from bot.knowledge.content.entries import Feeling
from bot.knowledge.matching.spelling import Speller
from bot.knowledge.matching.text import fold, words
from bot.session.input.phrases import FILLERS, PHRASES, POLITE, QUESTIONS, WISHING
from bot.session.model.actions import SessionAction, SessionVerb
from bot.session.model.choices import WORST_PAIN, Side
from bot.session.model.log import Effort

Tokens = tuple[str, ...]

LONGEST = 14
"""Words in the longest message that may be a command."""
_LONG_WORD = 8
"""Letters from which a word may hold two slips."""
_ASKING = {("is", "that"), ("is", "this"), ("was", "that"), ("should", "i"), ("do", "i")}
"""Words that ask without a question mark, wherever they stand: "is that ok"."""
_SURE = frozenset({SessionVerb.STOP, SessionVerb.PAUSE})
"""What is done even when a question mark follows."""


@dataclass(frozen=True, slots=True)
class CommandGrammar:
    """Understands a closed set of sentences, typing slips included. Immutable."""

    speller: Speller

    @classmethod
    def of(cls, english: frozenset[str]) -> "CommandGrammar":
        """A grammar that never takes a common English word for a slip."""
        return cls(Speller.of(_VOCABULARY, english))

    def understand(self, text: str) -> SessionAction | None:
        """What a message asks of the session; None when it is anything else."""
        said = tuple(map(self._repaired, _said(text)))
        if not said or len(said) > LONGEST:
            return None
        asks = "?" in text or any(pair in _ASKING for pair in pairwise(said))
        action = _as_command(said, asks=asks)
        if action is None and not asks and said[0] not in QUESTIONS:
            action = _as_sentence(said)
        return action

    def _repaired(self, word: str) -> str:
        """The word that was meant; a command needs a clearer hint than a question."""
        meant = self.speller.repair(word)
        slips = 1 if len(word) < _LONG_WORD else 2
        return meant if OSA.distance(word, meant) <= slips else word


def _said(text: str) -> Tokens:
    """The words that count."""
    found = words(_SCORE.sub(r" \1 outoften ", fold(text).replace("-", " ")))
    return tuple(_SLANG.get(word, word) for word in found if word not in FILLERS)


_SCORE = re.compile(r"\b(\w+)\s*(?:/|out of|of)\s*(?:10|ten)\b")
"""A pain of so much out of ten."""
_SLANG = {"nxt": "next", "u": "you", "gonna": "going", "sec": "second", "secs": "seconds"}


# Commands: a table of phrases.


def _phrases(table: str) -> Iterable[Tokens]:
    for phrase in table.split(","):
        kept = tuple(_SLANG.get(word, word) for word in phrase.split() if word not in FILLERS)
        if kept:
            yield kept


_COMMANDS = {phrase: kind for kind, table in PHRASES.items() for phrase in _phrases(table)}
_POLITE = tuple(sorted((tuple(one.split()) for one in POLITE), key=len, reverse=True))
_WISHING = tuple(sorted((tuple(one.split()) for one in WISHING), key=len, reverse=True))


def _as_command(said: Tokens, *, asks: bool) -> SessionAction | None:
    """A phrase of the table, also behind "can we" or "I want to"."""
    if (polite := _behind(said, _POLITE)) is not None:
        return _known(_behind(polite, _WISHING) or polite)
    action = _known(said)
    wish = _behind(said, _WISHING)
    while action is None and wish:
        action, wish = _known(wish), _behind(wish, _WISHING)
    return action if action is None or not asks or action.kind in _SURE else None


def _known(said: Tokens) -> SessionAction | None:
    kind = _COMMANDS.get(said)
    return SessionAction(kind) if kind else None


def _behind(said: Tokens, openings: tuple[Tokens, ...]) -> Tokens | None:
    """What follows the longest opening; None when there is none, or nothing follows."""
    for opening in openings:
        if said[: len(opening)] == opening and len(said) > len(opening):
            return said[len(opening) :]
    return None


# Sentences: every word must belong to one of a few classes.


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SIDES = {"left": Side.LEFT, "right": Side.RIGHT, "both": Side.BOTH, "each": Side.BOTH}
_EFFORTS = {
    **dict.fromkeys(("easy", "easily"), Effort.EASY),
    **dict.fromkeys(("justright", "comfortable", "moderate", "medium"), Effort.RIGHT),
    **dict.fromkeys(("hard", "tough", "brutal", "difficult", "exhausting"), Effort.HARD),
}
_MILD = {
    "light": Effort.EASY,
    **dict.fromkeys(("good", "fine", "perfect", "solid", "nice"), Effort.RIGHT),
    "heavy": Effort.HARD,
}
"""Effort only next to "it was" or a number."""
_PLACES = {
    **dict.fromkeys(
        ("hamstring", "hamstrings", "hammy", "hammies", "hams", "thighback"), Feeling.HAMSTRING
    ),
    **dict.fromkeys(
        ("glute", "glutes", "butt", "bum", "buttock", "buttocks", "booty"), Feeling.GLUTE
    ),
    **dict.fromkeys(("knee", "knees", "kneecap"), Feeling.KNEE),
    **dict.fromkeys(("lowback", "lumbar"), Feeling.LOW_BACK),
    **dict.fromkeys(("nowhere", "nothing"), Feeling.NOWHERE),
}
_BY_WEIGHT = (
    Feeling.LOW_BACK,
    Feeling.KNEE,
    Feeling.HAMSTRING,
    Feeling.GLUTE,
    Feeling.NOWHERE,
)
"""When several places are named: the one that matters most."""

_STRONG = _set("done finished completed")
_VERBS = _STRONG | _set("did got made managed do counted hit reached only about held")
_UNITS = _set("rep reps repetition repetitions times x second seconds")
_BITS = _set(
    "it i im ive in my the a an of is was were that this to at on with for and really very so "
    "pretty quite bit little kind too all just them felt feel leg legs side sides"
)
_FEELS = _set(
    "felt feel feels feeling mostly mainly only working works worked work doing does taking takes "
    "over arching arches arched arch pinching pinches pinched pinch it i im in my the a an of is "
    "was that this to at on with really just all still again and too little bit lot more some left "
    "right leg legs side both there keeps keep kept got get gets getting have ive been has so very "
    "most up activated helping helps there got"
)
_PAINS = _set("hurt hurts hurting pain painful pains ouch ow ache aches aching")
_NUMBERED = _set("level about maybe around outoften scale sore")
_NEGATIONS = _set("not didnt dont doesnt cant cannot never no couldnt isnt")
_SWINGS = _set("swinging swings swing swung")
_ANYTHING = _set("anything much any")


def _as_sentence(said: Tokens) -> SessionAction | None:
    said = _joined(said)
    readers: tuple[Callable[[Tokens], SessionAction | None], ...] = (
        _as_pain,
        _as_report,
        _as_effort,
        _as_cramp,
        _as_feeling,
    )
    return next((found for reader in readers if (found := reader(said))), None)


def _joined(said: Tokens) -> Tokens:
    """Words that mean one thing together become one word; number words become figures."""
    text = " ".join(said)
    for pattern, joined in _TOGETHER:
        text = pattern.sub(joined, text)
    return tuple(chain.from_iterable(_figured(text.split())))


_TOGETHER = tuple(
    (re.compile(pattern), joined)
    for pattern, joined in (
        (r"\b(?:just|about|felt) right\b", "justright"),
        (
            r"\b(?:back|rear) of (?:my |the |your )?(?:left |right |upper )?(?:thigh|leg)s?\b",
            "thighback",
        ),
        (r"\bbehind (?:my |the )?(?:left |right )?thighs?\b", "thighback"),
        (r"\b(?:lower|low|small of (?:my|the)) back\b", "lowback"),
        (r"\b(?:my|the|in) back\b", "my lowback"),
        (r"\bback (?=(?:is |was |keeps )?(?:arch|pinch)\w*\b)", "lowback "),
        (r"(?<=arching )back\b", "lowback"),
        (r"\bno where\b|\bnot at all\b|\bnot anywhere\b", "nowhere"),
        (r"\ba dozen\b|\bdozen\b", "12"),
    )
)


def _figured(said: list[str]) -> Iterable[list[str]]:
    """Number words as figures: "twenty one" is "21"."""
    at = 0
    while at < len(said):
        value = NUMBER_VALUES.get(said[at])
        if said[at] == "one" and _COUNTING.isdisjoint(said):  # "nice one"
            value = None
        ones = NUMBER_VALUES.get(said[at + 1], 0) if at + 1 < len(said) else 0
        if value is None:
            yield [said[at]]
        elif 20 <= value < 100 and 0 < ones < 10:  # noqa: PLR2004 - tens and ones
            yield [str(value + ones)]
            at += 1
        else:
            yield [str(value)]
        at += 1


def _number(said: Tokens) -> int | None:
    """The only number of a sentence; None when there is none, -1 when there are several."""
    found = [word for word in said if word.isdigit()]
    if not found:
        return None
    return int(found[0]) if len(found) == 1 and len(found[0]) <= _DIGITS else -1


_DIGITS = 3
_COUNTING = _VERBS | _UNITS | _PAINS


def _all_in(said: Tokens, *classes: Iterable[str]) -> bool:
    allowed = frozenset(chain.from_iterable(classes))
    return all(word in allowed or word.isdigit() for word in said)


def _as_pain(said: Tokens) -> SessionAction | None:
    """Pain: "hurts 5", "it hurts", "my knee hurts", "no pain"."""
    number = _number(said)
    if not _tells_pain(said, number):
        return None
    if not _all_in(said, _PAINS, _NUMBERED, _NEGATIONS, _BITS, _FEELS, _PLACES, _MILD_PAIN):
        return None
    if any(word in _NEGATIONS for word in said):
        return SessionAction(SessionVerb.HURTS, 0) if number is None else None
    if number is not None and not 0 <= number <= WORST_PAIN:
        return None
    return SessionAction(SessionVerb.HURTS, number, feeling=_place(said))


def _tells_pain(said: Tokens, number: int | None) -> bool:
    if any(word in _PAINS for word in said):
        return True
    return number is not None and any(word in {"outoften", "sore"} for word in said)


_MILD_PAIN = _set("free some slightly")


def _as_report(said: Tokens) -> SessionAction | None:
    """A set: "12", "did 15", "twelve left easy", "right side done"."""
    number = _number(said)
    if number is not None and number < 0:
        return None
    if number is None and not any(word in _STRONG for word in said):
        return None
    if not _all_in(said, _VERBS, _UNITS, _SIDES, _EFFORTS, _MILD, _BITS):
        return None
    sides = {_SIDES[word] for word in said if word in _SIDES}
    if len(sides) > 1:
        return None
    return SessionAction(
        SessionVerb.DONE,
        number,
        side=next(iter(sides), None),
        effort=_effort(said, _EFFORTS | _MILD),
    )


def _effort(said: Tokens, table: dict[str, Effort]) -> Effort | None:
    found = [table[word] for word in said if word in table]
    return found[-1] if found else None


def _as_effort(said: Tokens) -> SessionAction | None:
    """How hard it was: "that was easy", "hard", "felt just right"."""
    if not _all_in(said, _EFFORTS, _MILD, _BITS) or _number(said) is not None:
        return None
    told = any(word in {"was", "felt", "were"} for word in said)
    effort = _effort(said, _EFFORTS | _MILD if told else _EFFORTS)
    return SessionAction(SessionVerb.EFFORT, effort=effort) if effort else None


def _as_cramp(said: Tokens) -> SessionAction | None:
    """A cramp: "my left hamstring is cramping again"."""
    cramps = [word for word in said if word in _CRAMPS]
    if not cramps or not _all_in(said, _CRAMPS, _FEELS, _PLACES, _BODY):
        return None
    return SessionAction(SessionVerb.CRAMP)


_CRAMPS = _set("cramp cramping cramped cramps spasm spasming seized seizing")
_BODY = _set("thigh calf foot muscle starting started another")


def _as_feeling(said: Tokens) -> SessionAction | None:
    """Where it was felt: "felt it in my glutes", "my back is arching", "I do not feel anything"."""
    negated = any(word in _NEGATIONS for word in said)
    swings = any(word in _SWINGS for word in said)
    if not _all_in(said, _FEELS, _PLACES, _NEGATIONS, _SWINGS, _ANYTHING, {"do"}):
        return None
    place = _place(said)
    if swings:
        return (
            None if negated or place else SessionAction(SessionVerb.FELT, feeling=Feeling.NOWHERE)
        )
    if negated:
        return _felt_nothing(said, place)
    if place is None or any(word in _ANYTHING for word in said):
        return None
    return SessionAction(SessionVerb.FELT, feeling=place)


def _felt_nothing(said: Tokens, place: Feeling | None) -> SessionAction | None:
    feels = any(word in {"felt", "feel", "feels", "feeling"} for word in said)
    if not feels or place not in {None, Feeling.HAMSTRING, Feeling.NOWHERE}:
        return None
    return SessionAction(SessionVerb.FELT, feeling=Feeling.NOWHERE)


def _place(said: Tokens) -> Feeling | None:
    named = {_PLACES[word] for word in said if word in _PLACES}
    return next((place for place in _BY_WEIGHT if place in named), None)


_VOCABULARY = Counter(
    chain(
        chain.from_iterable(_COMMANDS),
        chain.from_iterable((*_POLITE, *_WISHING)),
        *(_SIDES, _EFFORTS, _MILD, _PLACES, _VERBS, _UNITS, _BITS, _FEELS, _PAINS, _NUMBERED),
        *(_NEGATIONS, _SWINGS, _ANYTHING, _CRAMPS, _BODY, _MILD_PAIN, NUMBER_VALUES, QUESTIONS),
        ("back", "lower", "thigh", "behind", "dozen", "scale", "where"),
    )
)
"""Every word of the grammar with how often it stands there; slips are repaired to these."""
