"""Rules as JSON, for storage."""

from pydantic import TypeAdapter, ValidationError

from bot.reminders.schedule.local_time import ReminderError
from bot.reminders.schedule.rule import Rule

_RULE = TypeAdapter(Rule)


def to_json(rule: Rule) -> str:
    """The rule as text; what is as usual is left out."""
    return _RULE.dump_json(rule, exclude_defaults=True).decode()


def from_json(text: str) -> Rule:
    """The rule from its text; keys that are not known are passed over.

    Raises `ReminderError` when the text is no rule, or names a zone that does not exist.
    """
    try:
        return _RULE.validate_json(text)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in detail["loc"]) or "text"
        raise ReminderError(f"A kept reminder cannot be read: {where}: {detail['msg']}.") from error
