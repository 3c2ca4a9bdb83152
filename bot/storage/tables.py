"""The tables, as the newest migration leaves them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from bot.storage.columns import CleanText, UTCDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_ROW_ID = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers only INTEGER by itself


def _id() -> Column[int]:
    return Column("id", _ROW_ID, primary_key=True)


def _person_id(*, primary_key: bool = False) -> Column[int]:
    """What belongs to a person goes with the person."""
    owner = ForeignKey("people.id", ondelete="CASCADE")
    return Column("person_id", _ROW_ID, owner, primary_key=primary_key, nullable=False)


WORDED = text("(question IS NOT NULL OR heard IS NOT NULL)")
"""People whose words are in their memory, word for word as an index knows them."""

people = Table(
    "people",
    metadata,
    _id(),
    Column("channel", Text, nullable=False),
    Column("address", CleanText, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("memory", Text),
    Column("question", CleanText),  # apart from the memory, so that it can fade by itself
    Column("heard", Text),  # the same for the hypotheses of a transcript, as JSON
    Column("memory_at", UTCDateTime),
    Column("met_at", UTCDateTime, nullable=False),
    Column("seen_at", UTCDateTime, nullable=False),
    UniqueConstraint("channel", "address"),
    Index("ix_people_worded", "memory_at", sqlite_where=WORDED, postgresql_where=WORDED),
    sqlite_autoincrement=True,  # the id of a forgotten person is never given to another
)

settings = Table(
    "settings",
    metadata,
    _person_id(primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", CleanText, nullable=False),
)

feedback = Table(
    "feedback",
    metadata,
    _id(),
    _person_id(),
    Column("topic", Text, nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("reason", CleanText),
    Column("question", CleanText),
    Column("created_at", UTCDateTime, nullable=False),
    Index(None, "person_id"),
    Index(None, "created_at"),
)

questions = Table(
    "questions",
    metadata,
    _id(),
    _person_id(),
    Column("text", CleanText, nullable=False),
    Column("zone", Text, nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Index(None, "person_id"),
    Index(None, "created_at"),
)

messages = Table(
    "messages",
    metadata,
    _id(),
    _person_id(),
    Column("author", Text, nullable=False),
    Column("body", CleanText, nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Column("revision", BigInteger, nullable=False),
    CheckConstraint("author IN ('person', 'coach')", name="author"),
    Index(None, "person_id", "revision", unique=True),
    sqlite_autoincrement=True,  # a page never finds another message under an id it knows
)

counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    _id(),
    _person_id(),
    Column("body", CleanText, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("started_at", UTCDateTime, nullable=False),
    Column("changed_at", UTCDateTime, nullable=False),
    Index(  # one open session a person
        None,
        "person_id",
        unique=True,
        sqlite_where=text("open = 1"),
        postgresql_where=text("open"),
    ),
    Index(None, "person_id", "started_at"),
)

events = Table(
    "events",
    metadata,
    Column("session_id", _ROW_ID, ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("body", CleanText, nullable=False),
    Column("at", UTCDateTime, nullable=False),
)

URGENT = text("subject = 'session'")
"""Alarms of somebody who is training just now, word for word as an index knows them."""

alarms = Table(
    "alarms",
    metadata,
    _id(),
    _person_id(),
    Column("subject", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("due_at", UTCDateTime, nullable=False),
    Column("free_at", UTCDateTime, nullable=False),  # due_at at first, then the end of a lease
    Column("tries", Integer, nullable=False),
    Column("parked", Boolean, nullable=False, server_default=false()),  # its person has left
    UniqueConstraint("person_id", "subject"),
    Index(  # however many have left, nobody steps over their alarms
        None, "free_at", sqlite_where=text("parked = 0"), postgresql_where=text("NOT parked")
    ),
    Index(
        "ix_alarms_urgent",
        "free_at",
        sqlite_where=text(f"{URGENT} AND parked = 0"),
        postgresql_where=text(f"{URGENT} AND NOT parked"),
    ),
    sqlite_autoincrement=True,  # who claimed an alarm never settles another under its id
)

rules = Table(
    "rules",
    metadata,
    _id(),
    _person_id(),
    Column("body", CleanText, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Column("changed_at", UTCDateTime, nullable=False),
    Index(None, "person_id"),
    sqlite_autoincrement=True,  # what was meant for a deleted rule never reaches another
)

occasions = Table(
    "occasions",
    metadata,
    Column("rule_id", _ROW_ID, ForeignKey("rules.id", ondelete="CASCADE"), primary_key=True),
    Column("on_date", Date, primary_key=True),
    Column("due_at", UTCDateTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),  # copies that were perhaps sent
    Column("at", UTCDateTime, nullable=False),  # when it came into its state
    Column("mentioned", Boolean, nullable=False),
    Index(None, "at"),
)

cards = Table(
    "cards",
    metadata,
    _person_id(primary_key=True),
    Column("message_id", BigInteger, nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("key", Text, primary_key=True),
    Column("file_id", Text, nullable=False),
    Column("at", UTCDateTime),  # when it was uploaded; not known of the oldest
    Index(None, "at"),
)
