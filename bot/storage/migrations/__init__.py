"""How a database grows, one reviewed step after another.

A new step is a new file in `versions/`: copy the newest, write it by hand, set `HEAD` in
`bot/storage/schema.py`, and change `bot/storage/tables.py`; a test holds the three together.
"""

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.errors import StorageError
from bot.storage.schema import version

LOCK = 7_204_117_530
"""The advisory lock of PostgreSQL under which steps run; any number no other program uses."""


def alembic_config() -> Config:
    """Alembic's settings, without an ini file."""
    config = Config()
    config.set_main_option("script_location", "bot.storage:migrations")
    return config


def upgrade(connection: Connection, patience: float) -> None:
    """Brings the schema to the newest version, inside the transaction of `connection`.

    `patience` is how many seconds to wait for another program that does the same.

    Raises `StorageError` when a newer program wrote it.
    """
    if connection.dialect.name == "postgresql":  # on SQLite there is only one writer anyway
        _wait_alone(connection, patience)
    config = alembic_config()
    _refuse_newer(config, version(connection))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _wait_alone(connection: Connection, patience: float) -> None:
    connection.execute(text(f"SET LOCAL lock_timeout = {patience * 1000:.0f}"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})


def _refuse_newer(config: Config, present: str | None) -> None:
    steps = ScriptDirectory.from_config(config).walk_revisions()
    if present is not None and present not in {step.revision for step in steps}:
        raise StorageError(
            "The database was written by a newer version of this program; "
            "install that version, or go back to a backup."
        )
