from pathlib import Path
from zoneinfo import available_timezones

import pytest

from bot.reminders.input.place_tables import TABLES, Country, load_place_tables, rows

PLACES = load_place_tables()


def test_every_zone_of_the_tables_exists() -> None:
    zones = {
        *PLACES.cities,
        *PLACES.populous,
        *(zone for country in PLACES.countries for zone in country.zones),
    }
    assert zones <= available_timezones()


def test_a_country_is_called_as_in_the_tz_database_unless_we_say_otherwise() -> None:
    assert Country(("France",), ("Europe/Paris",)) in PLACES.countries
    assert Country(("Turkey", "Türkiye"), ("Europe/Istanbul",)) in PLACES.countries


def test_of_many_zones_of_a_country_a_few_are_chosen() -> None:
    assert Country(("China",), ("Asia/Shanghai",)) in PLACES.countries
    assert all(0 < len(country.zones) <= 4 for country in PLACES.countries)


def test_nobody_lives_where_nobody_lives() -> None:
    names = {name for country in PLACES.countries for name in country.names}
    assert "Antarctica" not in names
    assert len(names) > 250


def test_choices_are_made_for_countries_that_there_are() -> None:
    known = {code for code, *_ in rows(TABLES / "countries.tsv", columns=3)}
    assert {code for code, *_ in rows(TABLES / "country_choices.tsv", columns=3)} <= known


def test_a_choice_of_zones_is_one_of_the_country() -> None:
    own = {code: set(zones.split()) for code, _, zones in rows(TABLES / "countries.tsv", columns=3)}
    for code, _, zones in rows(TABLES / "country_choices.tsv", columns=3):
        assert zones == "=" or set(zones.split()) < own[code]


def test_cities_are_many_and_each_name_stands_once() -> None:
    names = [name for table in PLACES.cities.values() for name in table]
    assert len(names) > 500
    assert len(names) == len(set(names))


def test_a_zone_has_its_cities_and_its_other_names() -> None:
    assert {"Boston", "Florida", "EST"} <= set(PLACES.cities["America/New_York"])


def test_the_populous_zones_stand_once() -> None:
    assert len(PLACES.populous) == len(set(PLACES.populous)) > 80


@pytest.mark.parametrize("table", sorted(TABLES.iterdir()), ids=lambda path: path.name)
def test_every_table_says_where_it_comes_from(table: Path) -> None:
    head = table.read_text(encoding="utf-8").partition("\n")[0]
    assert head.startswith("# ")
    text = table.read_text(encoding="utf-8")
    assert ("Made by tools/places.py" in text) != ("Kept by hand" in text)


def test_a_line_with_too_few_columns_is_named(tmp_path: Path) -> None:
    table = tmp_path / "broken.tsv"
    table.write_text("# A remark\na\tb\nc\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"broken\.tsv, line 3: 1 columns, not 2"):
        list(rows(table, columns=2))
