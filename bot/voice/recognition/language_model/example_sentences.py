"""Whole sentences that people say, made by filling in blanks: in a workout, and about reminders."""

from collections.abc import Iterable, Iterator
from itertools import combinations, product

from bot.domain.number_words import cardinal
from bot.session.input.phrases import PHRASES

_COUNTS = (
    *(
        "{}",
        "{} reps",
        "did {}",
        "i did {}",
        "done {}",
        "got {}",
        "i got {}",
        "{} done",
        "i made {}",
    ),
    *("{} left", "{} right", "left {}", "right {}", "{} left easy", "{} right hard", "{} easy"),
    *("{} hard", "{} on the left", "{} on the right", "{} each side", "{} seconds", "only {}"),
)
_PAINS = (
    *("hurts {}", "it hurts {}", "pain {}", "pain {} out of ten", "{} out of ten", "pain is {}"),
    *("pain level {}", "about {}", "hurts about {}", "it is a {}"),
)
_PLACES = (
    *("hamstring", "hamstrings", "left hamstring", "right hamstring", "glutes", "glute", "butt"),
    *("knee", "left knee", "right knee", "knees", "lower back", "back", "thigh", "calf"),
    "back of my thigh",
)
_FELT = (
    *("felt it in my {}", "i felt it in my {}", "i feel it in my {}", "my {} hurts", "{}"),
    *("my {} is cramping", "mostly {}", "mostly my {}", "in my {}", "it was my {}", "my {}"),
    *("my {} did the work", "cramp in my {}", "a cramp in my {}", "pain in my {}"),
    *("my {} is arching", "only in my {}"),
)
_EFFORTS = (
    *("easy", "hard", "just right", "too easy", "too hard", "good", "fine", "tough", "very hard"),
    *("pretty easy", "medium", "brutal", "perfect", "comfortable", "moderate", "exhausting"),
)
_WAS = ("that was {}", "it was {}", "{}", "felt {}", "it felt {}", "this was {}")
_PLAIN = (
    *("hurts", "it hurts", "this hurts", "that hurts", "ouch", "ow", "no pain", "nowhere"),
    *("it does not hurt", "it doesn't hurt", "i felt nothing", "felt nothing", "i feel nothing"),
    *("i don't feel anything", "left side done", "right side done", "left done", "right done"),
    *(
        "left leg done",
        "right leg done",
        "yes",
        "no",
        "yes please",
        "no thanks",
        "okay",
        "yes it is",
    ),
)
_MOST_REPETITIONS = 60
_MOST_PAIN = 10


def session_sentences() -> Iterator[str]:
    """Every sentence once, numbers as words."""
    for table in PHRASES.values():
        yield from (phrase.strip() for phrase in table.replace("\n", " ").split(","))
    yield from _filled(_COUNTS, map(cardinal, range(_MOST_REPETITIONS + 1)))
    yield from _filled(_PAINS, map(cardinal, range(_MOST_PAIN + 1)))
    yield from _filled(_FELT, _PLACES)
    yield from _filled(_WAS, _EFFORTS)
    yield from _PLAIN


def _filled(frames: tuple[str, ...], fillings: Iterable[str]) -> Iterator[str]:
    yield from (frame.format(one) for one, frame in product(fillings, frames))


_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_RHYTHMS = (
    *("every day", "every other day", "weekdays", "tomorrow", "today", "twice a week"),
    *("three times a week", "once a week", "monday wednesday and friday", "the weekend"),
    *("tuesday thursday and saturday", "every monday", "every morning", "every evening"),
)
_REMIND_ME = (
    *("remind me on", "remind me every", "", "remind me", "set a reminder for", "every"),
    *("remind me to train on", "can you remind me on", "please remind me on"),
)
_HALVES = ("", "p m", "a m", "o'clock", "in the evening", "in the morning", "thirty", "fifteen")
_TIMES = (
    *("in the morning", "in the evening", "at noon", "at half past six", "at quarter past seven"),
    *("after work", "at lunch", "before breakfast", ""),
    *(f"at {cardinal(hour)} {half}" for hour in range(1, 13) for half in _HALVES),
)
_REMINDERS = (
    *("stop reminding me", "delete my reminders", "show my reminders", "pause my reminders"),
    *("what reminders do i have", "pause reminders for a week", "i'm away next week", "snooze"),
    *("i'm on holiday", "skip today", "skip today i'm sore", "no more reminders", "remind me"),
    *("change my reminder", "what is my time zone", "i am in berlin", "i live in london"),
    *("set a reminder", "not today", "remind me tomorrow", "remind me later"),
)


def reminder_sentences() -> Iterator[str]:
    """Sentences with every day, every pair of days and every time, but not each with each."""
    pairs = [f"{first} and {second}" for first, second in combinations(_DAYS, 2)]
    at = 0
    for days in (*_DAYS, *pairs, *_RHYTHMS):
        for time in _TIMES:
            yield f"{_REMIND_ME[at % len(_REMIND_ME)]} {days} {time}"
            at += 1
    yield from _REMINDERS
