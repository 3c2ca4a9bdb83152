"""The stored state of each conversation."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from bot.domain.awaited import SafetyQuestion, from_text, to_text
from bot.domain.people import Person
from bot.domain.state import ConversationState
from bot.storage.database import Database
from bot.storage.tables import WORDED, people

_LOAD = select(people.c.memory, people.c.question, people.c.heard).where(
    people.c.id == bindparam("person")
)
_SAVE = update(people).where(people.c.id == bindparam("person"))
_FADE = (
    update(people)
    .where(people.c.memory_at < bindparam("before"), WORDED)
    .values(question=None, heard=None)
)


@dataclass(frozen=True, slots=True)
class StateRepository:
    """Loads and saves states; they are columns of the person's row."""

    database: Database

    async def load(self, person: Person) -> ConversationState:
        """The state; an empty one for a person who is not known (any more)."""
        rows = await self.database.read(_LOAD, {"person": person.id})
        return (
            ConversationState()
            if not rows
            else state_from_json(rows[0].memory, rows[0].question, rows[0].heard)
        )

    async def save(self, person: Person, state: ConversationState, now: datetime) -> None:
        """Stores a state; nothing happens for a person who was deleted meanwhile."""
        row = {
            "memory": state_to_json(state),
            "question": state.question or None,
            "heard": hypotheses_to_json(state),
        }
        await self.database.write(_SAVE, {"person": person.id, **row, "memory_at": now})

    async def fade(self, before: datetime) -> None:
        """Deletes the words of people in states saved before a moment."""
        await self.database.write(_FADE, {"before": before})


def state_to_json(state: ConversationState) -> str:
    """A state without the words of the person, as JSON.

    Raises `ValueError` when its moment has no time zone.
    """
    if state.topic_at is not None and state.topic_at.utcoffset() is None:
        raise ValueError(f"{state.topic_at!r} has no time zone")
    found = {
        "topic": state.topic,
        "topic_at": state.topic_at and state.topic_at.astimezone(UTC).isoformat(),
        "asked_back": state.safety_question and state.safety_question.family,
        "locked": state.locked,
        "pending": state.pending and to_text(state.pending),
        "training": state.training or None,
    }
    return json.dumps({key: value for key, value in found.items() if value is not None})


def hypotheses_to_json(state: ConversationState) -> str | None:
    """The hypotheses of a transcript as JSON; None when there are none."""
    return json.dumps(state.heard) if state.heard else None


def state_from_json(
    text: str | None, question: str | None, heard: str | None = None
) -> ConversationState:
    """A state from its JSON, its question and its hypotheses.

    Another version of this program may have written it: what is unknown is ignored, and what
    cannot be read is as if it had never been there.
    """
    found = _read_object(text or "{}")
    family, pending = _text(found.get("asked_back")), _text(found.get("pending"))
    return ConversationState(
        topic=_text(found.get("topic")),
        topic_at=_moment(found.get("topic_at")),
        question=question or "",
        safety_question=SafetyQuestion(family) if family else None,
        locked=_text(found.get("locked")),
        pending=from_text(pending) if pending else None,
        training=found.get("training") is True,
        heard=_read_texts(heard or "[]"),
    )


def _read_object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _read_texts(text: str) -> tuple[str, ...]:
    try:
        found = json.loads(text)
    except ValueError:
        return ()
    sound = isinstance(found, list) and all(isinstance(one, str) for one in found)
    return tuple(found) if sound else ()


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(_text(value) or "")
    except ValueError:
        return None
    return None if moment.utcoffset() is None else moment.astimezone(UTC)
