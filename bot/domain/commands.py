"""The commands: one list for the menu, the help and the handlers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """A word after a slash."""

    name: str
    description: str
    """What it does, for the menu and /help; at most 60 characters."""
    shortcut: bool = True
    """Whether the browser chat shows it above the messages, where there is little room."""


COMMANDS = (
    Command("start", "Say hello and see what you can ask", shortcut=False),
    Command("help", "What I can do, and how to ask"),
    Command("session", "Be walked through a workout, set by set"),
    Command("history", "Your last sessions"),
    Command("remind", "Be reminded on your training days", shortcut=False),
    Command("reminders", "Your reminders: change, pause, delete, put in a calendar"),
    Command("pause", "No reminders for a while: travel, ill, injured", shortcut=False),
    Command("timezone", "Whose clock counts", shortcut=False),
    Command("topics", "Everything I can answer, by chapter"),
    Command("exercises", "The movements, step by step"),
    Command("voice", "When I speak: off, when you speak, always", shortcut=False),
    Command("privacy", "What I keep about you, and for how long"),
)

DESCRIPTION = (
    "I answer questions about hamstring leg raises and training the back of your legs. "
    "Ask in your own words, for example: why do my hamstrings cramp? "
    "If something hurts in a way that needs a professional, I will say so and stop."
)
"""Shown in an empty chat; Telegram allows 512 characters."""

SHORT_DESCRIPTION = "Hamstring and posterior-chain training, answered in plain words."
"""Shown on the profile; Telegram allows 120 characters."""
