"""Alarms of people who have left are out of the way of those that can be rung."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_PARK = """
    UPDATE alarms SET parked = true
    WHERE person_id IN (SELECT id FROM people WHERE NOT active)
"""


def upgrade() -> None:
    """Adds a column, and makes indexes anew that leave out what is parked."""
    parked = sa.Column("parked", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("alarms", parked)
    op.execute(_PARK)
    _leave_out_parked("ix_alarms_free_at", "")
    _leave_out_parked("ix_alarms_urgent", "subject = 'session' AND ")


def _leave_out_parked(index: str, besides: str) -> None:
    op.drop_index(index, "alarms")
    op.create_index(
        index,
        "alarms",
        ["free_at"],
        sqlite_where=sa.text(f"{besides}parked = 0"),
        postgresql_where=sa.text(f"{besides}NOT parked"),
    )
