"""What a message asks of the session under way: a closed grammar, with spelling correction."""

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

_LONGEST_COMMAND = 14
"""Words in the longest message that may be a command."""
_LONG_WORD = 8
"""Letters from which a word may hold two typos."""
_QUESTION_PAIRS = {("is", "that"), ("is", "this"), ("was", "that"), ("should", "i"), ("do", "i")}
"""Words that ask without a question mark, wherever they stand: "is that ok"."""
_EVEN_ASKED = frozenset({SessionVerb.STOP, SessionVerb.PAUSE})
"""What is done even when it is put as a question."""


@dataclass(frozen=True, slots=True)
class CommandGrammar:
    """Parses a closed set of sentences into actions; small typos are corrected first."""

    speller: Speller

    @classmethod
    def of(cls, english: frozenset[str]) -> "CommandGrammar":
        """A grammar that never takes a word of `english` for a typo."""
        return cls(Speller.of(_VOCABULARY, english))

    def parse(self, text: str) -> SessionAction | None:
        """The action that a message asks for; None for any other message."""
        tokens = tuple(map(self._corrected, _tokens(text)))
        if not tokens or len(tokens) > _LONGEST_COMMAND:
            return None
        is_question = "?" in text or any(pair in _QUESTION_PAIRS for pair in pairwise(tokens))
        action = _parse_command(tokens, is_question=is_question)
        if action is None and not is_question and tokens[0] not in QUESTIONS:
            action = _parse_sentence(tokens)
        return action

    def _corrected(self, word: str) -> str:
        """The word without its typo; fewer are believed than in a question."""
        correction = self.speller.repair(word)
        typos = 1 if len(word) < _LONG_WORD else 2
        return correction if OSA.distance(word, correction) <= typos else word


def _tokens(text: str) -> Tokens:
    """The words of a message, without those that mean nothing here."""
    found = words(_OUT_OF_TEN.sub(r" \1 outoften ", fold(text).replace("-", " ")))
    return tuple(_SLANG.get(word, word) for word in found if word not in FILLERS)


_OUT_OF_TEN = re.compile(r"\b(\w+)\s*(?:/|out of|of)\s*(?:10|ten)\b")
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


def _parse_command(tokens: Tokens, *, is_question: bool) -> SessionAction | None:
    """A phrase of the table, also behind "can we" or "I want to"."""
    if (wanted := _after_opening(tokens, _POLITE)) is not None:
        return _command(_after_opening(wanted, _WISHING) or wanted)
    action = _command(tokens)
    rest = _after_opening(tokens, _WISHING)
    while action is None and rest:
        action, rest = _command(rest), _after_opening(rest, _WISHING)
    return action if action is None or not is_question or action.kind in _EVEN_ASKED else None


def _command(tokens: Tokens) -> SessionAction | None:
    kind = _COMMANDS.get(tokens)
    return SessionAction(kind) if kind else None


def _after_opening(tokens: Tokens, openings: tuple[Tokens, ...]) -> Tokens | None:
    """What follows the longest opening; None when there is none, or nothing follows."""
    for opening in openings:
        if tokens[: len(opening)] == opening and len(tokens) > len(opening):
            return tokens[len(opening) :]
    return None


# Sentences: every word must belong to one of a few classes.


def _word_set(text: str) -> frozenset[str]:
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

_STRONG = _word_set("done finished completed")
_VERBS = _STRONG | _word_set("did got made managed do counted hit reached only about held")
_UNITS = _word_set("rep reps repetition repetitions times x second seconds")
_BITS = _word_set(
    "it i im ive in my the a an of is was were that this to at on with for and really very so "
    "pretty quite bit little kind too all just them felt feel leg legs side sides"
)
_FEELS = _word_set(
    "felt feel feels feeling mostly mainly only working works worked work doing does taking takes "
    "over arching arches arched arch pinching pinches pinched pinch it i im in my the a an of is "
    "was that this to at on with really just all still again and too little bit lot more some left "
    "right leg legs side both there keeps keep kept got get gets getting have ive been has so very "
    "most up activated helping helps there got"
)
_PAINS = _word_set("hurt hurts hurting pain painful pains ouch ow ache aches aching")
_NUMBERED = _word_set("level about maybe around outoften scale sore")
_NEGATIONS = _word_set("not didnt dont doesnt cant cannot never no couldnt isnt")
_SWINGS = _word_set("swinging swings swing swung")
_ANYTHING = _word_set("anything much any")


def _parse_sentence(tokens: Tokens) -> SessionAction | None:
    tokens = _with_compounds(tokens)
    readers: tuple[Callable[[Tokens], SessionAction | None], ...] = (
        _parse_pain,
        _parse_amount,
        _parse_effort,
        _parse_cramp,
        _parse_feeling,
    )
    return next((found for reader in readers if (found := reader(tokens))), None)


def _with_compounds(tokens: Tokens) -> Tokens:
    """Words that mean one thing together become one word; number words become figures."""
    text = " ".join(tokens)
    for pattern, joined in _COMPOUNDS:
        text = pattern.sub(joined, text)
    return tuple(chain.from_iterable(_with_figures(text.split())))


_COMPOUNDS = tuple(
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


def _with_figures(tokens: list[str]) -> Iterable[list[str]]:
    """Number words as figures: "twenty one" is "21"."""
    at = 0
    while at < len(tokens):
        value = NUMBER_VALUES.get(tokens[at])
        if tokens[at] == "one" and _COUNTING.isdisjoint(tokens):  # "nice one"
            value = None
        ones = NUMBER_VALUES.get(tokens[at + 1], 0) if at + 1 < len(tokens) else 0
        if value is None:
            yield [tokens[at]]
        elif 20 <= value < 100 and 0 < ones < 10:  # noqa: PLR2004 - tens and ones
            yield [str(value + ones)]
            at += 1
        else:
            yield [str(value)]
        at += 1


def _number(tokens: Tokens) -> int | None:
    """The only number of a sentence; None when there is none, -1 when there are several."""
    found = [word for word in tokens if word.isdigit()]
    if not found:
        return None
    return int(found[0]) if len(found) == 1 and len(found[0]) <= _DIGITS else -1


_DIGITS = 3
_COUNTING = _VERBS | _UNITS | _PAINS


def _all_in(tokens: Tokens, *classes: Iterable[str]) -> bool:
    allowed = frozenset(chain.from_iterable(classes))
    return all(word in allowed or word.isdigit() for word in tokens)


def _parse_pain(tokens: Tokens) -> SessionAction | None:
    """Pain: "hurts 5", "it hurts", "my knee hurts", "no pain"."""
    number = _number(tokens)
    if not _is_about_pain(tokens, number):
        return None
    if not _all_in(tokens, _PAINS, _NUMBERED, _NEGATIONS, _BITS, _FEELS, _PLACES, _MILD_PAIN):
        return None
    if any(word in _NEGATIONS for word in tokens):
        return SessionAction(SessionVerb.HURTS, 0) if number is None else None
    if number is not None and not 0 <= number <= WORST_PAIN:
        return None
    return SessionAction(SessionVerb.HURTS, number, feeling=_place(tokens))


def _is_about_pain(tokens: Tokens, number: int | None) -> bool:
    if any(word in _PAINS for word in tokens):
        return True
    return number is not None and any(word in {"outoften", "sore"} for word in tokens)


_MILD_PAIN = _word_set("free some slightly")


def _parse_amount(tokens: Tokens) -> SessionAction | None:
    """A set: "12", "did 15", "twelve left easy", "right side done"."""
    number = _number(tokens)
    if number is not None and number < 0:
        return None
    if number is None and not any(word in _STRONG for word in tokens):
        return None
    if not _all_in(tokens, _VERBS, _UNITS, _SIDES, _EFFORTS, _MILD, _BITS):
        return None
    sides = {_SIDES[word] for word in tokens if word in _SIDES}
    if len(sides) > 1:
        return None
    return SessionAction(
        SessionVerb.DONE,
        number,
        side=next(iter(sides), None),
        effort=_effort(tokens, _EFFORTS | _MILD),
    )


def _effort(tokens: Tokens, table: dict[str, Effort]) -> Effort | None:
    found = [table[word] for word in tokens if word in table]
    return found[-1] if found else None


def _parse_effort(tokens: Tokens) -> SessionAction | None:
    """How hard it was: "that was easy", "hard", "felt just right"."""
    if not _all_in(tokens, _EFFORTS, _MILD, _BITS) or _number(tokens) is not None:
        return None
    is_about_the_set = any(word in {"was", "felt", "were"} for word in tokens)
    effort = _effort(tokens, _EFFORTS | _MILD if is_about_the_set else _EFFORTS)
    return SessionAction(SessionVerb.EFFORT, effort=effort) if effort else None


def _parse_cramp(tokens: Tokens) -> SessionAction | None:
    """A cramp: "my left hamstring is cramping again"."""
    cramps = [word for word in tokens if word in _CRAMPS]
    if not cramps or not _all_in(tokens, _CRAMPS, _FEELS, _PLACES, _BODY):
        return None
    return SessionAction(SessionVerb.CRAMP)


_CRAMPS = _word_set("cramp cramping cramped cramps spasm spasming seized seizing")
_BODY = _word_set("thigh calf foot muscle starting started another")


def _parse_feeling(tokens: Tokens) -> SessionAction | None:
    """Where it was felt: "felt it in my glutes", "my back is arching", "I do not feel anything"."""
    negated = any(word in _NEGATIONS for word in tokens)
    swings = any(word in _SWINGS for word in tokens)
    if not _all_in(tokens, _FEELS, _PLACES, _NEGATIONS, _SWINGS, _ANYTHING, {"do"}):
        return None
    place = _place(tokens)
    if swings:
        return (
            None if negated or place else SessionAction(SessionVerb.FELT, feeling=Feeling.NOWHERE)
        )
    if negated:
        return _parse_feeling_nothing(tokens, place)
    if place is None or any(word in _ANYTHING for word in tokens):
        return None
    return SessionAction(SessionVerb.FELT, feeling=place)


def _parse_feeling_nothing(tokens: Tokens, place: Feeling | None) -> SessionAction | None:
    feels = any(word in {"felt", "feel", "feels", "feeling"} for word in tokens)
    if not feels or place not in {None, Feeling.HAMSTRING, Feeling.NOWHERE}:
        return None
    return SessionAction(SessionVerb.FELT, feeling=Feeling.NOWHERE)


def _place(tokens: Tokens) -> Feeling | None:
    named = {_PLACES[word] for word in tokens if word in _PLACES}
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
"""Every word of the grammar with how often it stands there; typos are repaired to these."""
