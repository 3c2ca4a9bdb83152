"""Words that are old enough to fade are found at once, however many people there are."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_WORDED = sa.text("(question IS NOT NULL OR heard IS NOT NULL)")


def upgrade() -> None:
    """Adds an index."""
    op.create_index(
        "ix_people_worded",
        "people",
        ["memory_at"],
        sqlite_where=_WORDED,
        postgresql_where=_WORDED,
    )
