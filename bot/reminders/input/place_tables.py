"""Names of places with their time zones, read from the tables beside this file.

`countries.tsv` and `cities.tsv` are made by `tools/places.py` from public sources; the other
tables are kept by hand. Each says at its top what it is and where it comes from.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLES = Path(__file__).with_name("tables")
_AS_THERE = "="
_NOT_OFFERED = "-"


@dataclass(frozen=True, slots=True)
class Country:
    """What a country is called, and its time zones."""

    names: tuple[str, ...]
    """The first is its usual one."""
    zones: tuple[str, ...]
    """IANA names; of many, the four with the most people."""


@dataclass(frozen=True, slots=True)
class PlaceTables:
    """Where people live. A name that several places share has what tells it apart in brackets."""

    countries: tuple[Country, ...]
    cities: Mapping[str, tuple[str, ...]]
    """IANA zone -> names of cities and states that lie in it."""
    populous: tuple[str, ...]
    """IANA zones in which many people live, roughly the most first; at least one an offset."""


@cache
def load_place_tables() -> PlaceTables:
    """The tables as they come with the program.

    Raises `ValueError` for a line that has not as many columns as its table.
    """
    return PlaceTables(
        tuple(_countries()),
        _cities(),
        tuple(zone for (zone,) in rows(TABLES / "populous_zones.tsv", columns=1)),
    )


def rows(path: Path, columns: int) -> Iterator[list[str]]:
    """The rows of a table: columns are set apart by tabs, and lines with # are remarks."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        row = line.split("\t")
        if line.startswith("#"):
            continue
        if len(row) != columns:
            raise ValueError(f"{path.name}, line {number}: {len(row)} columns, not {columns}")
        yield row


def _countries() -> Iterator[Country]:
    """The countries of the tz database as we call them, and with the zones that we offer."""
    choices = {
        code: (names, zones)
        for code, names, zones in rows(TABLES / "country_choices.tsv", columns=3)
    }
    for code, name, table in rows(TABLES / "countries.tsv", columns=3):
        names, zones = choices.get(code, (_AS_THERE, _AS_THERE))
        if names != _NOT_OFFERED:
            yield Country(
                (name,) if names == _AS_THERE else tuple(names.split(", ")),
                tuple((table if zones == _AS_THERE else zones).split()),
            )


def _cities() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for table in ("cities.tsv", "named_zones.tsv"):
        for zone, names in rows(TABLES / table, columns=2):
            found[zone] = (*found.get(zone, ()), *names.split(", "))
    return found
