"""The time zone of a place on the map, looked up on this machine."""

_SEA = "Etc/"
"""Zones of the open sea; nobody trains there by a clock of the land."""


def zone_at(latitude: float, longitude: float) -> str | None:
    """The IANA name of the zone at a place, in degrees; None at sea and for what is no place."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # noqa: PLR2004 - the globe
        return None
    import tzfpy  # noqa: PLC0415 - its map takes a tenth of a second and 30 MB

    zone: str = tzfpy.get_tz(longitude, latitude)
    return zone if zone and not zone.startswith(_SEA) else None
