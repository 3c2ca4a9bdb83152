"""Insert, or update what is there, in one statement."""

from collections.abc import Mapping

from sqlalchemy import Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(
    dialect: Dialect,
    table: Table,
    key: Mapping[str, object],
    values: Mapping[str, object],
    **kept: object,
) -> sqlite.Insert | postgresql.Insert:
    """A row with `key`, `values` and `kept`; a row that has the key gets only the `values`."""
    insert = sqlite.insert if dialect.name == "sqlite" else postgresql.insert
    row = insert(table).values(**key, **values, **kept)
    return row.on_conflict_do_update(index_elements=list(key), set_=dict(values))
