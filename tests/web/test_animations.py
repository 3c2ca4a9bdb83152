"""Animations of the movements: whole, in parts, and nothing else under their addresses."""

import pytest

from bot.web.range_response import span
from tests.web.fakes import MP4
from tests.web.visits import RunningChat, Visit

pytestmark = pytest.mark.asyncio(loop_scope="module")

ADDRESS = "/pictures/standing_curl/left.mp4"
SIZE = len(MP4)


async def test_an_animation_comes_whole_and_may_be_kept(visit: Visit) -> None:
    answer = await visit.client.get(ADDRESS)
    assert (answer.status_code, answer.content) == (200, MP4)
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["cache-control"] == "max-age=86400"
    assert answer.headers["accept-ranges"] == "bytes"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_an_animation_that_is_known_is_not_sent_again(visit: Visit) -> None:
    tag = (await visit.client.get(ADDRESS)).headers["etag"]
    again = await visit.client.get(ADDRESS, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    other = await visit.client.get(ADDRESS, headers={"if-none-match": '"other"'})
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-1", 0, 1),
        ("bytes=0-", 0, SIZE - 1),
        ("bytes=10-19", 10, 19),
        ("bytes=990-5000", 990, SIZE - 1),
        ("bytes=-10", SIZE - 10, SIZE - 1),
        ("bytes=-5000", 0, SIZE - 1),
    ],
)
async def test_a_part_comes_alone(visit: Visit, asked: str, first: int, last: int) -> None:
    answer = await visit.client.get(ADDRESS, headers={"range": asked})
    assert (answer.status_code, answer.content) == (206, MP4[first : last + 1])
    assert answer.headers["content-range"] == f"bytes {first}-{last}/{SIZE}"
    assert answer.headers["content-length"] == str(last - first + 1)


@pytest.mark.parametrize("asked", ["bytes=1000-", "bytes=5000-6000", "bytes=-0"])
async def test_a_part_behind_the_end_is_refused(visit: Visit, asked: str) -> None:
    answer = await visit.client.get(ADDRESS, headers={"range": asked})
    assert (answer.status_code, answer.content) == (416, b"")
    assert answer.headers["content-range"] == f"bytes */{SIZE}"


@pytest.mark.parametrize(
    "asked",
    ["", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=9-2", "bytes=0-1,4-5", "items=0-1",
     "bytes=0-" + "9" * 5000, "bytes=\u00b2-3"],
)  # fmt: skip
async def test_anything_else_asks_for_the_whole(asked: str) -> None:
    assert span(asked, SIZE) is None


async def test_a_part_of_an_earlier_animation_is_not_mixed_with_this_one(visit: Visit) -> None:
    part = {"range": "bytes=0-1"}
    changed = await visit.client.get(ADDRESS, headers={**part, "if-range": '"earlier"'})
    assert (changed.status_code, changed.content) == (200, MP4)
    tag = changed.headers["etag"]
    same = await visit.client.get(ADDRESS, headers={**part, "if-range": tag})
    assert same.status_code == 206


@pytest.mark.parametrize("name", ["standing_curl/right", "unknown/left"])
async def test_what_is_not_drawn_is_not_found(visit: Visit, name: str) -> None:
    answer = await visit.client.get(f"/pictures/{name}.mp4")
    assert (answer.status_code, answer.json()) == (404, {"error": "There is no such picture."})


@pytest.mark.parametrize(
    "name",
    ["Standing_curl/left", "standing-curl/left", "standing_curl/left.", "a%00b/left",
     "..%2fsecret/left", "%2e%2e/left", "standing_curl/left%0a", "1/2", "st\u00e4nding/left"],
)  # fmt: skip
async def test_a_name_that_no_movement_has_is_not_even_looked_up(
    chat: RunningChat, visit: Visit, name: str
) -> None:
    chat.animations.requested.clear()
    assert (await visit.client.get(f"/pictures/{name}.mp4")).status_code == 404
    assert chat.animations.requested == []


async def test_an_animation_is_not_shown_on_other_sites(visit: Visit) -> None:
    foreign = await visit.client.get(ADDRESS, headers={"sec-fetch-site": "cross-site"})
    assert foreign.status_code == 403
