"""A reminder as it is kept."""

from dataclasses import dataclass

from bot.reminders.rule import Rule


@dataclass(frozen=True, slots=True)
class Kept:
    """A rule with its id in storage."""

    id: int
    rule: Rule
