"""Stored occasions of rules, each with the outcome of its reminder."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Date,
    Executable,
    Row,
    and_,
    bindparam,
    case,
    delete,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    update,
)

from bot.domain.alarms import Alarm
from bot.domain.people import Person
from bot.reminders.records import Begun, OccasionRecord, OccasionState, subject_of
from bot.storage.columns import UTCDateTime
from bot.storage.database import Database
from bot.storage.owners import OWNER
from bot.storage.tables import alarms, occasions, rules
from bot.storage.upsert import Insert, inserts

AT_ONCE = timedelta(0)
_MOST_READ = 50
_UNSETTLED = (OccasionState.SENDING, OccasionState.UNKNOWN)

_THIS = (occasions.c.rule_id == bindparam("rule"), occasions.c.on_date == bindparam("on"))
_SENDING = occasions.c.state == OccasionState.SENDING
_IS_OVER = or_(
    ~_SENDING,
    occasions.c.at <= bindparam("before"),
    occasions.c.at >= bindparam("after"),  # a clock was wrong
)
_CLAIMED = (
    alarms.c.id == bindparam("alarm"),
    alarms.c.due_at == bindparam("due", type_=UTCDateTime),
    alarms.c.tries == bindparam("claim"),
)
"""The alarm is still the one of the rule, and nobody else has claimed it since."""
_STANDS = and_(
    alarms.c.person_id == rules.c.person_id, alarms.c.subject == bindparam("subject"), *_CLAIMED
)
_FRESH = (
    select(
        rules.c.id,
        bindparam("on", type_=Date),
        bindparam("due", type_=UTCDateTime),
        literal(OccasionState.SENDING),
        literal(1),
        bindparam("now", type_=UTCDateTime),
        false(),
    )
    .select_from(rules.join(alarms, _STANDS))
    .where(rules.c.id == bindparam("rule"), rules.c.person_id == OWNER, rules.c.active)
    # Who changes the rule or switches it off comes before or after; SQLite has one writer anyway.
    .with_for_update(key_share=True, of=[rules, alarms])
)
_COLUMNS = ["rule_id", "on_date", "due_at", "state", "tries", "at", "mentioned"]


def _beginning(row: Insert) -> Executable:
    is_later = occasions.c.due_at < row.excluded.due_at  # it was snoozed, or its time changed
    again = {
        "state": OccasionState.SENDING,
        "tries": case((is_later, 1), else_=occasions.c.tries + 1),
        "at": row.excluded.at,
        "due_at": row.excluded.due_at,
        "mentioned": false(),
    }
    may_go_on = and_(
        occasions.c.state.in_(_UNSETTLED), occasions.c.tries < bindparam("most"), _IS_OVER
    )
    key = ["rule_id", "on_date"]
    return (
        row.from_select(_COLUMNS, _FRESH)
        .on_conflict_do_update(index_elements=key, set_=again, where=or_(is_later, may_go_on))
        .returning(occasions.c.tries)
    )


_BEGIN = {name: _beginning(row) for name, row in inserts(occasions).items()}
_REFUSED = (
    select(occasions.c.state, occasions.c.tries)
    .select_from(
        rules.join(alarms, _STANDS).outerjoin(
            occasions,
            and_(occasions.c.rule_id == rules.c.id, occasions.c.on_date == bindparam("on")),
        )
    )
    .where(rules.c.id == bindparam("rule"), rules.c.active)
)
_CLOSE = (
    update(occasions)
    .where(*_THIS, occasions.c.state.in_(_UNSETTLED))
    .values(state=bindparam("end"), at=bindparam("now"))
)
_OURS = exists().where(*_CLAIMED)
_NEVER_SENT = delete(occasions).where(*_THIS, _SENDING, occasions.c.tries == 1, _OURS)
_SENT_BEFORE = (
    update(occasions)
    .where(*_THIS, _SENDING, _OURS)
    .values(state=OccasionState.UNKNOWN, tries=occasions.c.tries - 1)
)
_MENTION = update(occasions).where(*_THIS).values(mentioned=True)
_PURGE = delete(occasions).where(occasions.c.at < bindparam("before"))

_SHOWN = select(
    occasions.c.rule_id, occasions.c.on_date, occasions.c.due_at, occasions.c.state
).select_from(occasions)
_THEIRS = (
    occasions.c.rule_id.in_(select(rules.c.id).where(rules.c.person_id == bindparam("person"))),
    occasions.c.at >= bindparam("since"),
)
_GAPS = (
    _SHOWN.where(
        *_THEIRS,
        occasions.c.state.in_((OccasionState.UNKNOWN, OccasionState.MISSED, OccasionState.CROWDED)),
        ~occasions.c.mentioned,
    )
    .order_by(occasions.c.due_at, occasions.c.rule_id)
    .limit(_MOST_READ)
)
_LAST = (
    _SHOWN.where(occasions.c.rule_id == bindparam("rule"), occasions.c.state == OccasionState.SENT)
    .order_by(occasions.c.on_date.desc())
    .limit(1)
)
_SENT = select(func.count().label("sent")).where(
    *_THEIRS, occasions.c.at < bindparam("until"), occasions.c.state == OccasionState.SENT
)


@dataclass(frozen=True, slots=True)
class OccasionRepository:
    """Records each send before it begins and after it has ended.

    One that has begun and not ended was perhaps sent: the program may have stopped anywhere.
    """

    database: Database

    async def begin(
        self,
        rule_id: int,
        on: date,
        alarm: Alarm,
        now: datetime,
        *,
        most: int,
        patience: timedelta = AT_ONCE,
    ) -> Begun:
        """Records that an occasion is being sent, unless it must not be.

        `alarm` is the claimed one that stands for it: once the rule has another one, or none, or
        somebody else has claimed it, the occasion is off. One that was snoozed begins anew. `most`
        is how many copies may be sent while their outcome is unknown. A send that has not ended
        counts as under way for `patience`, and then as lost.
        """
        whose = {"person": alarm.person.id, "subject": subject_of(rule_id)}
        one = {**_one(rule_id, on, alarm), **whose}
        moments = {"now": now, "before": now - patience, "after": now + patience}
        begin = _BEGIN[self.database.engine.dialect.name]
        begun = await self.database.write(begin, {**one, **moments, "most": most})
        if begun:
            return Begun.FIRST if begun[0].tries == 1 else Begun.AGAIN
        return _refusal(await self.database.read(_REFUSED, one), most)

    async def close(self, rule_id: int, on: date, state: OccasionState, now: datetime) -> None:
        """Records the outcome of an occasion that has begun; a known outcome stays."""
        values = {"rule": rule_id, "on": on, "end": state, "now": now}
        await self.database.write(_CLOSE, values)

    async def take_back(self, rule_id: int, on: date, alarm: Alarm) -> None:
        """The send under way has certainly reached nobody: it does not count.

        Nothing happens when somebody else has claimed the alarm since: that may be their send.
        """
        one = _one(rule_id, on, alarm)
        async with self.database.writing() as connection:
            await connection.execute(_NEVER_SENT, one)
            await connection.execute(_SENT_BEFORE, one)

    async def gaps(self, person: Person, since: datetime) -> tuple[OccasionRecord, ...]:
        """Occasions left out or perhaps not sent, recorded since a moment and not mentioned yet.

        The longest due come first.
        """
        rows = await self.database.read(_GAPS, {"person": person.id, "since": since})
        return tuple(map(_occasion, rows))

    async def mention(self, rule_id: int, on: date) -> None:
        """Records that the person knows of a gap."""
        await self.database.write(_MENTION, {"rule": rule_id, "on": on})

    async def last_sent(self, rule_id: int) -> OccasionRecord | None:
        """The latest occasion that was certainly sent."""
        return next(map(_occasion, await self.database.read(_LAST, {"rule": rule_id})), None)

    async def sent_on(self, person: Person, since: datetime, until: datetime) -> int:
        """How many reminders were certainly sent to a person from one moment until before another.

        The moment that counts is when the answer came.
        """
        values = {"person": person.id, "since": since, "until": until}
        count: int = (await self.database.read(_SENT, values))[0].sent
        return count

    async def purge(self, before: datetime) -> None:
        """Deletes what was recorded before a moment."""
        await self.database.write(_PURGE, {"before": before})


def _one(rule_id: int, on: date, alarm: Alarm) -> dict[str, Any]:
    claimed = {"alarm": alarm.id, "due": alarm.due_at, "claim": alarm.tries}
    return {"rule": rule_id, "on": on, **claimed}


def _refusal(rows: Sequence[Row[Any]], most: int) -> Begun:
    """Why an occasion could not begin; it may have changed since."""
    if not rows or rows[0].state is None:
        return Begun.OFF
    if rows[0].state not in _UNSETTLED:
        return Begun.DONE
    return Begun.ENOUGH if rows[0].tries >= most else Begun.BUSY


def _occasion(row: Row[Any]) -> OccasionRecord:
    return OccasionRecord(row.rule_id, row.on_date, row.due_at, OccasionState(row.state))
