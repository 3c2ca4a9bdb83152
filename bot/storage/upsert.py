"""Insert, or update what is there, in one statement."""

from collections.abc import Collection, Mapping

from sqlalchemy import Dialect, Table, or_
from sqlalchemy.dialects import postgresql, sqlite

Insert = sqlite.Insert | postgresql.Insert


def upsert(
    dialect: Dialect,
    table: Table,
    key: Mapping[str, object],
    values: Mapping[str, object],
    **first: object,
) -> Insert:
    """A row with `key`, `values` and `first`; a row that has the key gets only the `values`."""
    insert = sqlite.insert if dialect.name == "sqlite" else postgresql.insert
    row = insert(table).values(**key, **values, **first)
    return row.on_conflict_do_update(index_elements=list(key), set_=dict(values))


def replacing(
    table: Table, key: Collection[str], values: Collection[str], unless: Collection[str] = ()
) -> Mapping[str, Insert]:
    """By the name of a dialect: a row whose key and values are given when it is written.

    A row that has the key gets the values, unless those named in `unless` are the same already.
    """
    rows = inserts(table).items()
    return {name: _replacing(row, table, key, values, unless) for name, row in rows}


def inserts(table: Table) -> Mapping[str, Insert]:
    """By the name of a dialect: an insert that an `on_conflict` clause can be added to."""
    return {
        "sqlite": sqlite.insert(table).inline(),  # nobody asks for the id
        "postgresql": postgresql.insert(table).inline(),
    }


def _replacing(
    row: Insert,
    table: Table,
    key: Collection[str],
    values: Collection[str],
    unless: Collection[str],
) -> Insert:
    new = row.excluded
    differs = or_(*(table.c[name] != new[name] for name in unless)) if unless else None
    changes = {name: new[name] for name in values}
    return row.on_conflict_do_update(index_elements=list(key), set_=changes, where=differs)
