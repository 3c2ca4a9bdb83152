import json
from typing import Any

import pytest

from bot.session.model.serial import event_from_json, event_to_json, from_json, to_json
from bot.session.model.session import SessionError
from bot.session.model.workouts import Guide
from tests.session.walking import PLACES, at


@pytest.mark.parametrize("place", PLACES)
def test_a_session_comes_back_as_it_was(guide: Guide, place: str) -> None:
    session = at(guide, place).session
    assert from_json(to_json(session), guide) == session


@pytest.mark.parametrize("place", PLACES)
def test_a_kept_session_goes_on_as_if_nothing_had_happened(guide: Guide, place: str) -> None:
    walk, kept = at(guide, place), at(guide, place)
    kept.session = from_json(to_json(kept.session), guide)
    for word in ("resume", "done", "begin", "hurts:4", "back", "done", "cramp", "save"):
        assert walk.take(word) == kept.take(word)


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
