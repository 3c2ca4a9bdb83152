"""Which version of the tables a database has, and which one this program expects."""

from sqlalchemy import Connection, inspect, text

HEAD = "0008"
"""The newest migration; it stands here so that a start without one need not load Alembic."""


def version(connection: Connection) -> str | None:
    """The number of the last migration that ran on a database; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found
