"""Reminders, and what became of each occasion."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds tables; those that are there stay as they are."""
    _create_rules()
    _create_occasions()


def _create_rules() -> None:
    owner = sa.ForeignKeyConstraint(
        ["person_id"], ["people.id"], "fk_rules_person_id_people", ondelete="CASCADE"
    )
    op.create_table(
        "rules",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        owner,
        sa.PrimaryKeyConstraint("id", name="pk_rules"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_rules_person_id", "rules", ["person_id"])


def _create_occasions() -> None:
    rule = sa.ForeignKeyConstraint(
        ["rule_id"], ["rules.id"], "fk_occasions_rule_id_rules", ondelete="CASCADE"
    )
    op.create_table(
        "occasions",
        sa.Column("rule_id", _ID, nullable=False),
        sa.Column("on_date", sa.Date, nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("mentioned", sa.Boolean, nullable=False),
        rule,
        sa.PrimaryKeyConstraint("rule_id", "on_date", name="pk_occasions"),
    )
    op.create_index("ix_occasions_at", "occasions", ["at"])
