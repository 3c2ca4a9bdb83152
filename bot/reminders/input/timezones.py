"""Words or a point on the map -> time zones: a city, a country, or what a clock shows."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import available_timezones

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.reminders.input.offsets import offsets_in, showing
from bot.reminders.input.place_tables import PlaceTables, load_place_tables
from bot.reminders.schedule.local_time import NOT_OURS

CHOICES = 4
"""Places that a person can choose from, at most."""
_SEA = "Etc/"
"""Zones of the open sea; nobody trains there by a clock of the land."""
_AREAS = frozenset(
    {
        *("Africa", "America", "Antarctica", "Arctic", "Asia"),
        *("Atlantic", "Australia", "Europe", "Indian", "Pacific"),
    }
)
_NO_CITIES = frozenset(
    {
        *("Australia/North", "Australia/South", "Australia/West", "Australia/LHI"),
        *("Australia/Victoria", "Pacific/Samoa"),  # old names that mean something else to people
    }
)
_BRACKETS = re.compile(r"(.*?) \((.*)\)")
_PLAIN = re.compile(r"[a-z0-9]+")
_OPENING = re.compile(
    r"^(?:(?:i|im|am|live|living|stay|based|currently|now|near|in|at|from|my|city|town|country|"
    r"is|are|we|were|the|its|it|time|zone|timezone|tz|set|to|use|please|close|around|here) )+"
)
_CLOSING = re.compile(r"(?: (?:time|timezone|zone|please|now|city|area|tz|here))+$")


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere with its time zone."""

    name: str
    """For people: "Portland, Oregon"."""
    zone: str
    """IANA name."""


Places = tuple[Place, ...]
Named = tuple[str, Place]


@dataclass(frozen=True, slots=True)
class TimezoneIndex:
    """Finds time zones by what people say. Immutable."""

    places: Mapping[str, Places]
    """Folded name -> where that is; several for a name that is not unique."""
    zones: frozenset[str]
    """All IANA names."""
    populous: tuple[str, ...]
    """Those in which many people live, roughly the most first."""

    @classmethod
    def of(cls, available: Iterable[str], tables: PlaceTables) -> "TimezoneIndex":
        """An index of the available zones (IANA names) and of the places that lie in them."""
        zones = frozenset(available) - NOT_OURS
        populous = tuple(zone for zone in tables.populous if zone in zones)
        ranks = {zone: rank for rank, zone in enumerate(populous)}
        places = {
            name: tuple(sorted(found.values(), key=lambda one: ranks.get(one.zone, len(ranks))))
            for name, found in _named_places(zones, tables).items()
        }
        return cls(places, zones, populous)

    def find(self, text: str, now: datetime) -> Places:
        """The places that may be meant, the likeliest first, at most `CHOICES`; empty for none.

        `now` (aware) is for "it is 18:40 here".
        """
        offsets = offsets_in(text, now)
        if offsets:
            return self._at(offsets, now)
        return self._named(text)[:CHOICES]

    def _at(self, offsets: frozenset[int], now: datetime) -> Places:
        groups = showing(self.populous, offsets, now) or showing(self._rest(), offsets, now)
        return tuple(Place(", ".join(map(city, group[:3])), group[0]) for group in groups[:CHOICES])

    def _rest(self) -> list[str]:
        return sorted(zone for zone in self.zones if zone.split("/")[0] in _AREAS)

    def _named(self, text: str) -> Places:
        """The place with a name; with a country or state behind it, the one that lies there."""
        name, *behind = (_folded(part) for part in text.split(","))
        for plain in _shortened(name):
            if found := self._exact(plain):
                return _in(found, behind) or found
        return self._with_country(_stripped(name).split()) or self._similar(_stripped(name))

    def _with_country(self, words: Sequence[str]) -> Places:
        """As in "portland oregon", "berlin germany"."""
        for size in range(len(words) - 1, 0, -1):
            found, rest = self._exact(" ".join(words[:size])), " ".join(words[size:])
            if inside := _in(found, [rest]):
                return inside
            if found and self._exact(rest):
                return found
        return ()

    def _exact(self, plain: str) -> Places:
        return self.places.get(plain, ())

    def _similar(self, plain: str) -> Places:
        """The places with the nearest name, when no more than a few letters differ."""
        most = len(plain) // 4 if len(plain) < 12 else 3  # noqa: PLR2004 - letters
        if not most:
            return ()
        near = process.extract(
            plain, self.places.keys(), scorer=OSA.distance, score_cutoff=most, limit=None
        )
        best = min((slips for _, slips, _ in near), default=0)
        likely = [name for name, slips, _ in near if slips == best]
        same = [name for name in likely if name[0] == plain[0]] or likely
        return _unique(place for name in sorted(same) for place in self.places[name])


def load_timezone_index() -> TimezoneIndex:
    """The index of all zones that this machine knows."""
    return TimezoneIndex.of(available_timezones(), load_place_tables())


def city(zone: str) -> str:
    """The city that a zone is named after: "Europe/Berlin" is "Berlin"."""
    return zone.rsplit("/", maxsplit=1)[-1].replace("_", " ")


def _named_places(zones: frozenset[str], tables: PlaceTables) -> Mapping[str, Mapping[str, Place]]:
    """Folded name -> zone -> the place there; what stands in a table comes before bare zones."""
    found: dict[str, dict[str, Place]] = defaultdict(dict)
    for name, place in (
        *_zone_cities(zones, tables),
        *_cities(zones, tables),
        *_countries(zones, tables),
    ):
        found[_folded(name)].setdefault(place.zone, place)
    for zone in sorted(zones):
        found.setdefault(_folded(zone), {zone: Place(zone, zone)})
    return found


def _zone_cities(zones: frozenset[str], tables: PlaceTables) -> Iterator[Named]:
    """The cities that zones are named after, unless the tables know better."""
    # Of America/Indianapolis and America/Indiana/Indianapolis the longer one is the present name.
    present: dict[str, str] = {}
    for zone in sorted(zones, key=lambda name: (-name.count("/"), name)):
        if zone.split("/")[0] in _AREAS and zone not in _NO_CITIES:
            present.setdefault(city(zone), zone)
    known = {name for names in tables.cities.values() for name in names}
    yield from ((name, Place(name, zone)) for name, zone in present.items() if name not in known)


def _cities(zones: frozenset[str], tables: PlaceTables) -> Iterator[Named]:
    for zone, names in tables.cities.items():
        if zone in zones:
            yield from ((name.split(" (")[0], Place(_unbracketed(name), zone)) for name in names)


def _unbracketed(name: str) -> str:
    found = _BRACKETS.fullmatch(name)
    return f"{found[1]}, {found[2]}" if found else name


def _countries(zones: frozenset[str], tables: PlaceTables) -> Iterator[Named]:
    for country in tables.countries:
        present = [zone for zone in country.zones if zone in zones]
        for name in country.names:
            for zone in present:
                label = city(zone) if len(present) > 1 else _unbracketed(name)
                yield name.split(" (")[0], Place(label, zone)


def _folded(text: str) -> str:
    """Plain lower-case words: "São Paulo" and "sao_paulo" are the same."""
    text = text.replace("\u00f8", "o").replace("\u0142", "l").replace("'", "").replace("\u2019", "")
    text = unicodedata.normalize("NFKD", text.casefold().replace(".", ""))
    plain = "".join(letter for letter in text if not unicodedata.combining(letter))
    words = _PLAIN.findall(plain)
    return " ".join("st" if word == "saint" else word for word in words)


def _shortened(name: str) -> Iterator[str]:
    """The name as it is, and without "I live in" and "time"."""
    yield name
    yield _stripped(name)
    yield _CLOSING.sub("", name)
    yield _OPENING.sub("", f"{name} ").strip()


def _stripped(name: str) -> str:
    return _CLOSING.sub("", _OPENING.sub("", f"{name} ").strip())


def _in(found: Places, behind: Iterable[str]) -> Places:
    """Those that lie in one of the countries or states behind a name."""
    named = {part for part in behind if part}
    return tuple(place for place in found if named & set(_parts(place)))


def _parts(place: Place) -> Iterator[str]:
    yield from (_folded(part) for part in place.name.split(", ")[1:])
    yield from (_folded(part) for part in place.zone.split("/"))


def _unique(places: Iterable[Place]) -> Places:
    return tuple({place.zone: place for place in reversed(tuple(places))}.values())[::-1]


def zone_at(latitude: float, longitude: float) -> str | None:
    """The IANA name of the zone at a place, in degrees; None at sea and for what is no place."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # noqa: PLR2004 - the globe
        return None
    import tzfpy  # noqa: PLC0415 - its map takes a tenth of a second and 30 MB

    zone: str = tzfpy.get_tz(longitude, latitude)
    return zone if zone and not zone.startswith(_SEA) else None
