from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reminders.input.offsets import offsets_in
from bot.reminders.input.place_tables import load_place_tables
from bot.reminders.input.timezones import CHOICES, TimezoneIndex, city, load_timezone_index, zone_at
from bot.reminders.schedule.local_time import NOT_OURS
from tests.reminders.moments import moments

SUMMER = datetime(2026, 7, 1, 16, 40, tzinfo=UTC)
WINTER = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
INDEX = load_timezone_index()
TABLES = load_place_tables()

ONE = {
    # IANA names
    "Europe/Berlin": "Europe/Berlin",
    "europe/berlin": "Europe/Berlin",
    "america/new_york": "America/New_York",
    "America/New York": "America/New_York",
    "america/argentina/buenos_aires": "America/Argentina/Buenos_Aires",
    "US/Pacific": "US/Pacific",
    "UTC": "UTC",
    "utc time": "UTC",
    # cities
    "Berlin": "Europe/Berlin",
    "berlin time": "Europe/Berlin",
    "I live in Munich": "Europe/Berlin",
    "m\u00fcnchen": "Europe/Berlin",
    "munchen": "Europe/Berlin",
    "I'm in San Francisco": "America/Los_Angeles",
    "sf": "America/Los_Angeles",
    "NYC": "America/New_York",
    "new york city": "America/New_York",
    "Mumbai": "Asia/Kolkata",
    "Beijing": "Asia/Shanghai",
    "Barcelona": "Europe/Madrid",
    "Milan": "Europe/Rome",
    "Z\u00fcrich": "Europe/Zurich",
    "Wroc\u0142aw": "Europe/Warsaw",
    "wroclaw": "Europe/Warsaw",
    "Troms\u00f8": "Europe/Oslo",
    "S\u00e3o Paulo": "America/Sao_Paulo",
    "sao paulo": "America/Sao_Paulo",
    "St. Petersburg": "Europe/Moscow",
    "Saint Petersburg": "Europe/Moscow",
    "the hague": "Europe/Amsterdam",
    "Mexico City": "America/Mexico_City",
    "Kansas City": "America/Chicago",
    "kiev": "Europe/Kyiv",
    "Kyiv": "Europe/Kyiv",
    "Ho Chi Minh": "Asia/Ho_Chi_Minh",
    "Indianapolis": "America/Indiana/Indianapolis",
    "London": "Europe/London",
    "Bali": "Asia/Makassar",
    "near Lagos": "Africa/Lagos",
    # states and old abbreviations
    "California": "America/Los_Angeles",
    "Texas": "America/Chicago",
    "EST": "America/New_York",
    "pacific time": "America/Los_Angeles",
    # with a country or a state
    "Berlin, Germany": "Europe/Berlin",
    "paris france": "Europe/Paris",
    "Portland, Oregon": "America/Los_Angeles",
    "portland maine": "America/New_York",
    "I am from Birmingham Alabama": "America/Chicago",
    "San Jose, Costa Rica": "America/Costa_Rica",
    "Georgia, Asia": "Asia/Tbilisi",
    "salt lake city utah": "America/Denver",
    # countries
    "Germany": "Europe/Berlin",
    "uk": "Europe/London",
    "the Netherlands": "Europe/Amsterdam",
    "japan": "Asia/Tokyo",
    "C\u00f4te d'Ivoire": "Africa/Abidjan",
    "south korea": "Asia/Seoul",
    "china": "Asia/Shanghai",
    "Singapore": "Asia/Singapore",
    # slips
    "brelin": "Europe/Berlin",
    "new yrok": "America/New_York",
    "tokio": "Asia/Tokyo",
    "Amsterdm": "Europe/Amsterdam",
    "philadelfia": "America/New_York",
    "germny": "Europe/Berlin",
    "I am in brelin time": "Europe/Berlin",
    "Europe/Brelin": "Europe/Berlin",
}
SEVERAL = {
    "Portland": {"America/Los_Angeles", "America/New_York"},
    "Birmingham": {"Europe/London", "America/Chicago"},
    "Washington": {"America/New_York", "America/Los_Angeles"},
    "Georgia": {"America/New_York", "Asia/Tbilisi"},
    "San Jose": {"America/Los_Angeles", "America/Costa_Rica"},
    "IST": {"Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"},
    "usa": {"America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"},
    "Australia": {
        *("Australia/Sydney", "Australia/Brisbane", "Australia/Perth", "Australia/Adelaide")
    },
    "russia": {"Europe/Moscow", "Asia/Yekaterinburg", "Asia/Novosibirsk", "Asia/Vladivostok"},
    "spain": {"Europe/Madrid", "Atlantic/Canary"},
}
NONE = [
    *("", "hello there", "xyz", "here", "it is late here", "yes", "localtime", "Factory"),
    *("it is 25:00 here", "what is the time", "mon thu 19:00", "Mordor", "42", "+99", "utc+15"),
]


def zones(text: str, now: datetime = SUMMER) -> list[str]:
    return [place.zone for place in INDEX.find(text, now)]


@pytest.mark.parametrize(("text", "zone"), ONE.items())
def test_a_place_is_found(text: str, zone: str) -> None:
    assert zones(text) == [zone]


@pytest.mark.parametrize(("text", "expected"), SEVERAL.items())
def test_of_several_places_one_can_choose(text: str, expected: set[str]) -> None:
    found = INDEX.find(text, SUMMER)
    assert {place.zone for place in found} == expected
    assert len({place.name for place in found}) == len(found)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_place_is_not_found(text: str) -> None:
    assert zones(text) == []


CLOCKS = [
    # text, now, first zone, how many
    ("it is 18:40 here", SUMMER, "Europe/Berlin", 2),
    ("It's 18:38 now", SUMMER, "Europe/Berlin", 2),
    ("18:46", SUMMER, "Europe/Berlin", 2),
    ("my clock shows 6:40 pm", SUMMER, "Europe/Berlin", 2),
    ("the time here is twenty to seven in the evening", SUMMER, "Europe/Berlin", 2),
    ("it is 6:40 here", SUMMER, "Europe/Berlin", 4),
    ("it is 12:40", SUMMER, "America/New_York", 3),
    ("22:10", SUMMER, "Asia/Kolkata", 1),
    ("it is 22:25", SUMMER, "Asia/Kathmandu", 1),
    ("00:40", SUMMER, "Asia/Shanghai", 1),
    ("noon", WINTER, "Europe/London", 2),
    ("it is 1 pm", WINTER, "Africa/Lagos", 3),
    ("utc+2", SUMMER, "Europe/Berlin", 2),
    ("GMT-5", SUMMER, "America/Chicago", 2),
    ("+05:30", SUMMER, "Asia/Kolkata", 1),
    ("+0545", SUMMER, "Asia/Kathmandu", 1),
]


@pytest.mark.parametrize(("text", "now", "first", "count"), CLOCKS)
def test_a_clock_tells_the_zone(text: str, now: datetime, first: str, count: int) -> None:
    found = zones(text, now)
    assert found[0] == first
    assert len(found) == count


def test_places_whose_clocks_always_agree_are_one_choice() -> None:
    names = [place.name for place in INDEX.find("it is 18:40 here", SUMMER)]
    assert names == ["Berlin, Paris, Rome", "Johannesburg, Khartoum, Harare"]


@given(
    st.sampled_from(TABLES.populous),
    moments(2024, 2028),
)
def test_everybodys_clock_is_among_the_choices_of_its_offset(zone: str, now: datetime) -> None:
    shown = now.astimezone(ZoneInfo(zone))
    offsets = offsets_in(f"it is {shown:%H:%M} here", now)
    offset = shown.utcoffset()
    assert offset is not None
    assert any(abs(offset - timedelta(minutes=one)) < timedelta(minutes=8) for one in offsets)
    assert zones(f"it is {shown:%H:%M} here", now)


@given(st.times(), moments(2024, 2028))
def test_the_choices_show_the_time_that_was_said(shown: time, now: datetime) -> None:
    for zone in zones(f"it is {shown:%H:%M}", now):
        local = now.astimezone(ZoneInfo(zone))
        passed = (local.hour * 60 + local.minute) - (shown.hour * 60 + shown.minute)
        assert min(passed % 720, -passed % 720) <= 8


@given(st.text(max_size=80))
def test_any_text_has_an_answer(text: str) -> None:
    assert len(zones(text)) <= CHOICES


def test_every_zone_with_an_area_is_found_by_its_name() -> None:
    for zone in available_timezones():
        if "/" in zone and not zone.startswith("Etc/"):
            assert zones(zone) == [zone]


def test_the_server_is_nowhere() -> None:
    assert all(place.zone not in NOT_OURS for places in INDEX.places.values() for place in places)


@pytest.mark.parametrize("now", [SUMMER, WINTER])
def test_every_offset_of_an_inhabited_place_has_a_choice(now: datetime) -> None:
    offsets = {now.astimezone(ZoneInfo(zone)).utcoffset() for zone in TABLES.populous}
    inhabited = {
        now.astimezone(ZoneInfo(zone)).utcoffset()
        for country in TABLES.countries
        for zone in country.zones
    }
    assert inhabited <= offsets


def test_a_small_index_knows_only_its_zones() -> None:
    small = TimezoneIndex.of({"Europe/Berlin"}, TABLES)
    assert [place.zone for place in small.find("munich", SUMMER)] == ["Europe/Berlin"]
    assert small.find("paris", SUMMER) == ()
    assert small.find("it is 12:00", SUMMER) == ()


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("Europe/Berlin", "Berlin"),
        ("America/New_York", "New York"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_is_called_by_its_city(zone: str, name: str) -> None:
    assert city(zone) == name


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (52.52, 13.40, "Europe/Berlin"),
        (-31.55, 159.08, "Australia/Lord_Howe"),
        (27.70, 85.32, "Asia/Kathmandu"),
        (-33.45, -70.67, "America/Santiago"),
        (45.52, -122.68, "America/Los_Angeles"),
        (64.15, -21.94, "Atlantic/Reykjavik"),
    ],
)
def test_a_point_on_the_map_has_its_zone(latitude: float, longitude: float, zone: str) -> None:
    assert zone_at(latitude, longitude) == zone


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(-40.0, -30.0), (0.0, -140.0), (91.0, 0.0), (0.0, 181.0), (float("nan"), 0.0)],
)
def test_the_sea_and_what_is_no_point_have_none(latitude: float, longitude: float) -> None:
    assert zone_at(latitude, longitude) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # up to three letters nothing is a slip
        ("osl", []),
        # from four letters one, from eight two, from twelve three
        ("oslp", ["Europe/Oslo"]),
        ("oslpp", []),
        ("berlix", ["Europe/Berlin"]),
        ("berlxx", []),
        ("bremexx", []),
        ("hamburgxx", ["Europe/Berlin"]),
        ("stuttgxxt", ["Europe/Berlin"]),
        ("stuttxxxt", []),
        ("philadelxxx", []),
        ("philadexxxia", ["America/New_York"]),
        ("philadxxxxia", []),
        ("san francxxxo", ["America/Los_Angeles"]),
        ("san frxxxxsco", []),
    ],
)
def test_the_longer_a_name_the_more_slips_it_may_have(text: str, found: list[str]) -> None:
    assert zones(text) == found


@pytest.mark.parametrize(
    ("latitude", "longitude", "is_place"),
    [(90.1, 0, False), (-90.1, 0, False), (0, 180.1, False), (0, -180.1, False), (-90, 0, True)],
)
def test_the_globe_has_bounds(latitude: float, longitude: float, *, is_place: bool) -> None:
    assert (zone_at(latitude, longitude) is not None) is is_place


def test_no_more_than_four_places_are_a_choice() -> None:
    assert CHOICES == 4
    assert max(len(places) for places in INDEX.places.values()) == 4
    assert len(zones("it is 6:40 here")) == 4
