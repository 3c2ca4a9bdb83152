"""What may have been said in a recording, to choose from."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Adds a column; nobody has said anything so far."""
    op.add_column("people", sa.Column("heard", sa.Text))
