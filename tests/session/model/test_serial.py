import json
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.session.model.serial import event_from_json, event_to_json, from_json, to_json
from bot.session.model.session import SessionError
from bot.session.model.workouts import Guide
from tests.session.script import PLACES, at


@pytest.mark.parametrize("place", PLACES)
def test_a_session_comes_back_as_it_was(guide: Guide, place: str) -> None:
    session = at(guide, place).session
    assert from_json(to_json(session), guide) == session


@pytest.mark.parametrize("place", PLACES)
def test_a_kept_session_goes_on_as_if_nothing_had_happened(guide: Guide, place: str) -> None:
    script, kept = at(guide, place), at(guide, place)
    kept.session = from_json(to_json(kept.session), guide)
    for word in ("resume", "done", "begin", "hurts:4", "back", "done", "cramp", "save"):
        assert script.take(word) == kept.take(word)


def test_keys_of_another_release_are_passed_over(guide: Guide) -> None:
    session = at(guide, "rest").session
    data = json.loads(to_json(session))
    data["weather"] = "fine"
    data["position"]["height"] = 3
    assert from_json(json.dumps(data), guide) == session


def test_a_session_is_small(guide: Guide) -> None:
    assert len(to_json(at(guide, "get_ready").session)) < 700
    assert len(to_json(at(guide, "last_check_in").session)) < 2500


def changed(guide: Guide, place: str, **values: Any) -> str:  # noqa: ANN401 - any JSON
    return json.dumps(json.loads(to_json(at(guide, place).session)) | values)


NONSENSE: list[tuple[str, dict[str, Any], str]] = [
    ("work", {"workout": "gymnastics"}, "no workout 'gymnastics'"),
    ("work", {"sets": []}, "no sets"),
    ("work", {"position": {"step": "flying"}}, "position.step"),
    ("work", {"position": {"step": "paused"}}, "no step on the way"),
    ("work", {"position": {"step": "work", "set_index": 9}}, "no set 10"),
    ("work", {"position": {"step": "work", "set_index": -1}}, "no set 0"),
    ("work", {"position": {"step": "work", "turn_index": 2}}, "set 1 has no side 3"),
    ("work", {"position": {"step": "work", "set_index": 1}}, "0 sides are written down where 2"),
    ("switch", {"turns": []}, "0 sides are written down where 1"),
    ("work", {"started_at": "2026-03-02T18:00:00"}, "started_at does not say"),
    ("work", {"started_at": "2030-03-02T18:00:00Z"}, "times are not in order"),
    ("work", {"started_at": "yesterday"}, "started_at"),
    ("work", {"halt": {"why": "bored", "since": "2026-03-02T18:00:00Z"}}, "halt.why"),
    ("work", {"limits": {"easier_from": 9}}, "limits"),
    ("work", {"revision": "many"}, "revision"),
    ("check_in", {"revision": 2}, "4 steps in 2 changes"),
]


@pytest.mark.parametrize(("place", "values", "told"), NONSENSE)
def test_nonsense_is_refused_in_plain_words(
    guide: Guide, place: str, values: dict[str, Any], told: str
) -> None:
    with pytest.raises(SessionError) as error:
        from_json(changed(guide, place, **values), guide)
    assert told in str(error.value)
    assert str(error.value).startswith("A kept session")


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("exercise", "hopping", "no exercise 'hopping'"),
        ("order", ["both"], "does not work ['both']"),
        ("order", ["left", "left"], "does not work"),
        ("rest", -1, "-1 seconds of rest"),
        ("target", {"amount": 0}, "a set of 0"),
    ],
)
def test_a_set_that_cannot_be_is_refused(guide: Guide, key: str, value: object, told: str) -> None:
    data = json.loads(to_json(at(guide, "get_ready").session))
    data["sets"][0][key] = value
    with pytest.raises(SessionError) as error:
        from_json(json.dumps(data), guide)
    assert told in str(error.value)


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", "12", "{", '"work"', "\x00"])
def test_what_is_no_session_is_refused(guide: Guide, text: str) -> None:
    with pytest.raises(SessionError, match="cannot be read"):
        from_json(text, guide)
    with pytest.raises(SessionError, match="cannot be read"):
        event_from_json(text)


def test_an_event_comes_back_as_it_was(guide: Guide) -> None:
    for word in ("done:11", "felt:knee", "hurts:3", "pause", "kit", "effort:hard", "cramp"):
        event = at(guide, "work").take(word).event
        assert event
        assert event_from_json(event_to_json(event)) == event


STORED = json.loads((Path(__file__).parent / "stored_sessions.json").read_text(encoding="utf-8"))
"""Sessions as a running bot stores them: as they began, their events, as they are now.

Never to be adapted: whoever updates the bot has such rows in the database.
"""


@pytest.mark.parametrize("name", STORED)
def test_a_session_of_an_earlier_release_is_read_and_written_alike(guide: Guide, name: str) -> None:
    for stored in (STORED[name]["begun"], STORED[name]["session"]):
        assert json.loads(to_json(from_json(json.dumps(stored), guide))) == stored
    for stored in STORED[name]["events"]:
        assert json.loads(event_to_json(event_from_json(json.dumps(stored)))) == stored


def test_the_stored_sessions_show_every_field(guide: Guide) -> None:
    stored = [from_json(json.dumps(one["session"]), guide) for one in STORED.values()]
    events = [
        event_from_json(json.dumps(event)) for one in STORED.values() for event in one["events"]
    ]
    every = {
        (type(value).__name__, field.name): set[bool]()
        for value in dataclasses_in((*stored, *events))
        for field in fields(value)
    }
    for value in dataclasses_in((*stored, *events)):
        for field in fields(value):
            every[type(value).__name__, field.name].add(is_written(value, field))
    silent = {key for key, written in every.items() if written == {False}}
    assert silent == {("SessionAction", "revision")}  # an event is no card


def dataclasses_in(value: Any) -> Iterator[Any]:  # noqa: ANN401 - any value of a session
    """A dataclass and all that it holds."""
    if isinstance(value, tuple):
        for one in value:
            yield from dataclasses_in(one)
    elif is_dataclass(value):
        yield value
        for field in fields(value):
            yield from dataclasses_in(getattr(value, field.name))


def is_written(value: Any, field: Field[Any]) -> bool:  # noqa: ANN401 - any dataclass of a session
    """Whether a field has another value than its default, and so stands in the text."""
    default = field.default if field.default_factory is MISSING else field.default_factory()
    return bool(getattr(value, field.name) != default)


def test_a_set_without_a_rest_can_be(guide: Guide) -> None:
    data = json.loads(to_json(at(guide, "get_ready").session))
    data["sets"][0]["rest"] = 0
    assert from_json(json.dumps(data), guide).sets[0].rest == 0
