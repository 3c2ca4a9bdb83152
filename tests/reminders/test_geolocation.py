import pytest

from bot.reminders.geolocation import zone_at


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
def test_a_place_has_its_zone(latitude: float, longitude: float, zone: str) -> None:
    assert zone_at(latitude, longitude) == zone


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(-40.0, -30.0), (0.0, -140.0), (91.0, 0.0), (0.0, 181.0), (float("nan"), 0.0)],
)
def test_the_sea_and_what_is_no_place_have_none(latitude: float, longitude: float) -> None:
    assert zone_at(latitude, longitude) is None
