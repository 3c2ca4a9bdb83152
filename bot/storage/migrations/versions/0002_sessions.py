"""Guided sessions, alarms, and what Telegram shows and keeps."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds tables; those that are there stay as they are."""
    _create_sessions()
    _create_events()
    _create_alarms()
    _create_cards()
    _create_files()


def _create_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("open", sa.Boolean, nullable=False),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        _owner("sessions"),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
    )
    op.create_index(
        "ix_sessions_person_id",
        "sessions",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("open = 1"),
        postgresql_where=sa.text("open"),
    )
    order = ["person_id", "started_at"]
    op.create_index("ix_sessions_person_id_started_at", "sessions", order)


def _create_events() -> None:
    session = sa.ForeignKeyConstraint(
        ["session_id"], ["sessions.id"], "fk_events_session_id_sessions", ondelete="CASCADE"
    )
    op.create_table(
        "events",
        sa.Column("session_id", _ID, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        session,
        sa.PrimaryKeyConstraint("session_id", "number", name="pk_events"),
    )


def _create_alarms() -> None:
    op.create_table(
        "alarms",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("free_at", _MOMENT, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        _owner("alarms"),
        sa.PrimaryKeyConstraint("id", name="pk_alarms"),
        sa.UniqueConstraint("person_id", "subject", name="uq_alarms_person_id_subject"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_alarms_free_at", "alarms", ["free_at"])


def _create_cards() -> None:
    op.create_table(
        "cards",
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("message_id", sa.BigInteger, nullable=False),
        _owner("cards"),
        sa.PrimaryKeyConstraint("person_id", name="pk_cards"),
    )


def _create_files() -> None:
    op.create_table(
        "files",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("file_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_files"),
    )


def _owner(table: str) -> sa.ForeignKeyConstraint:
    """What belongs to a person goes with the person."""
    name = f"fk_{table}_person_id_people"
    return sa.ForeignKeyConstraint(["person_id"], ["people.id"], name, ondelete="CASCADE")
