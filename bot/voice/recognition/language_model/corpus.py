"""Sentences that people are likely to say to the assistant, from everything that editors write."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from bot.knowledge.content.loading import Library
from bot.knowledge.matching.text import sentences
from bot.voice.recognition.language_model.example_sentences import (
    reminder_sentences,
    session_sentences,
)
from bot.voice.recognition.language_model.ngrams import UNKNOWN
from bot.voice.recognition.language_model.spoken_form import Words, spoken

Weighed = tuple[Words, float]
"""A sentence with how much it counts."""

_ANSWER, _ASIDE, _WISH = 0.3, 0.5, 0.1
"""What is read more than said, what is said less, and what is made by filling in blanks."""
_OFTEN = 2
"""How often editors must write a word that the dictionary lacks: once may be a slip."""


def said_in_chats(library: Library) -> list[Weighed]:
    """Questions, small talk, symptoms, requests for reminders, and commands."""
    warned = _warned(library)
    return [*_asked(library), *_answered(library), *warned, *said_in_sessions(), *_wished()]


def said_in_sessions() -> list[Weighed]:
    """What is said in the middle of a workout."""
    return list(_weighed(session_sentences()))


def new_words(library: Library, known: Collection[str]) -> set[str]:
    """Words of the content that a dictionary lacks, without those that may be slips."""
    written = [*_asked(library), *_answered(library)]
    counts = Counter(word for words, _ in written for word in words if word not in known)
    return {word for word, count in counts.items() if count >= _OFTEN or word in library.english}


def hearable(said: Iterable[Weighed], known: Collection[str]) -> Iterator[Weighed]:
    """The sentences with marks in place of words that nobody knows how to pronounce."""
    for words, weight in said:
        yield tuple(word if word in known else UNKNOWN for word in words), weight


def _asked(library: Library) -> Iterator[Weighed]:
    for topic in library.topics.values():
        yield from _weighed(topic.ways_to_ask)
        yield from _weighed(topic.keywords, _ASIDE)
    for talk in library.small_talk.values():
        yield from _weighed(talk.phrasings)
    for examples in library.out_of_scope.values():
        yield from _weighed(examples, _ASIDE)
    for exercise in library.exercises.values():
        yield from _weighed((exercise.name, *exercise.also))


def _answered(library: Library) -> Iterator[Weighed]:
    for topic in library.topics.values():
        yield from _weighed(sentences(topic.text), _ANSWER)


def _warned(library: Library) -> Iterator[Weighed]:
    flags = library.red_flags
    for family in flags.families.values():
        yield from _weighed(family.prototypes)
        yield from _weighed(family.hard_negatives, _ANSWER)
    for phrases in (flags.yes_phrases, flags.no_phrases):
        yield from _weighed(phrases, _ASIDE)
    for phrases in (flags.clear_phrases, flags.not_clear_phrases):
        yield from _weighed(phrases, _ASIDE)


def _wished() -> Iterator[Weighed]:
    return _weighed(reminder_sentences(), _WISH)


def _weighed(texts: Iterable[str], weight: float = 1.0) -> Iterator[Weighed]:
    for text in texts:
        words = spoken(text)
        if words:
            yield words, weight
