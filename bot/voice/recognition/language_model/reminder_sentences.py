"""How people ask for reminders, as whole sentences."""

from collections.abc import Iterator
from itertools import combinations

from bot.domain.number_words import cardinal

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_RHYTHMS = (
    *("every day", "every other day", "weekdays", "tomorrow", "today", "twice a week"),
    *("three times a week", "once a week", "monday wednesday and friday", "the weekend"),
    *("tuesday thursday and saturday", "every monday", "every morning", "every evening"),
)
_OPENINGS = (
    *("remind me on", "remind me every", "", "remind me", "set a reminder for", "every"),
    *("remind me to train on", "can you remind me on", "please remind me on"),
)
_HALVES = ("", "p m", "a m", "o'clock", "in the evening", "in the morning", "thirty", "fifteen")
_TIMES = (
    *("in the morning", "in the evening", "at noon", "at half past six", "at quarter past seven"),
    *("after work", "at lunch", "before breakfast", ""),
    *(f"at {cardinal(hour)} {half}" for hour in range(1, 13) for half in _HALVES),
)
_PLAIN = (
    *("stop reminding me", "delete my reminders", "show my reminders", "pause my reminders"),
    *("what reminders do i have", "pause reminders for a week", "i'm away next week", "snooze"),
    *("i'm on holiday", "skip today", "skip today i'm sore", "no more reminders", "remind me"),
    *("change my reminder", "what is my time zone", "i am in berlin", "i live in london"),
    *("set a reminder", "not today", "remind me tomorrow", "remind me later"),
)


def wishes() -> Iterator[str]:
    """Sentences with every day, every pair of days and every time, but not each with each."""
    pairs = [f"{first} and {second}" for first, second in combinations(_DAYS, 2)]
    at = 0
    for days in (*_DAYS, *pairs, *_RHYTHMS):
        for time in _TIMES:
            yield f"{_OPENINGS[at % len(_OPENINGS)]} {days} {time}"
            at += 1
    yield from _PLAIN
