"""What was uploaded long ago is forgotten: the coach says new things aloud every day."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Adds a column with its index; nobody knows when that was of what is there."""
    op.add_column("files", sa.Column("at", sa.DateTime(timezone=True)))
    op.create_index("ix_files_at", "files", ["at"])
