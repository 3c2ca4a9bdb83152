"""What is due in sessions is found at once, however many reminders are due."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_URGENT = sa.text("subject = 'session'")


def upgrade() -> None:
    """Adds an index."""
    op.create_index(
        "ix_alarms_urgent",
        "alarms",
        ["free_at"],
        sqlite_where=_URGENT,
        postgresql_where=_URGENT,
    )
