"""Whatever did not come from our own page, or asks for too much, is turned away kindly."""

import json
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx
import pytest

from bot.web.middleware import SORRY
from bot.web.sse import TABS
from tests.waiting import until
from tests.web.fakes import standing_clock
from tests.web.visits import RunningChat, Visit, running_chat

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def post(visit: Visit, address: str, body: str | bytes, **headers: str) -> httpx.Response:
    sent = {"content-type": "application/json"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    return await visit.client.post(address, content=body, headers=sent)


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "",
        "http://localhost",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "file://",
    ],
)
async def test_a_foreign_origin_cannot_write(chat: RunningChat, visit: Visit, origin: str) -> None:
    for address in ("/say", "/tap"):
        refused = await post(visit, address, '{"text": "hi"}', origin=origin)
        assert refused.status_code == 403
        assert "own page" in refused.json()["error"]
    assert chat.conversation.heard(visit.person) == ["/start"]


async def test_a_request_without_any_origin_cannot_write(visit: Visit) -> None:
    del visit.client.headers["origin"]
    assert (await visit.say("hi")).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_another_site_or_port_can_neither_write_nor_listen(visit: Visit, site: str) -> None:
    fetched = {"sec-fetch-site": site}
    assert (await post(visit, "/say", '{"text": "hi"}', **fetched)).status_code == 403
    assert (await visit.client.get("/events", headers=fetched)).status_code == 403
    assert (await visit.client.get("/assets/page.js", headers=fetched)).status_code == 403


async def test_a_link_on_another_site_may_open_the_page(visit: Visit) -> None:
    opened_by_link = await visit.client.get("/", headers={"sec-fetch-site": "cross-site"})
    assert opened_by_link.status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8765", "localhost.evil.example", "127.0.0.1.evil.example",
     "10.0.0.7", "localhost@evil.example", "127.0.0.1:80:80", "[::1", "", "a b"],
)  # fmt: skip
async def test_a_foreign_host_name_is_not_answered(visit: Visit, host: str) -> None:
    for address in ("/", "/events", "/healthz"):
        refused = await visit.client.get(address, headers={"host": host})
        assert refused.status_code in (400, 421)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1234", "127.0.0.1", "[::1]:8765"])
async def test_names_of_this_machine_are_answered(visit: Visit, host: str) -> None:
    assert (await visit.client.get("/healthz", headers={"host": host})).status_code == 200


async def test_a_chat_that_is_open_to_a_network_answers_to_addresses_not_to_names() -> None:
    async with running_chat(host="0.0.0.0") as chat, chat.visit() as visit:
        for host, status in (("192.168.1.7:8765", 200), ("rebound.example:8765", 421)):
            answer = await visit.client.get("/healthz", headers={"host": host})
            assert answer.status_code == status


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
async def test_only_json_is_read(visit: Visit, kind: str) -> None:
    assert (await post(visit, "/say", '{"text": "hi"}', content_type=kind)).status_code == 415


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "null", '"hi"', "{}", '{"text": 1}', '{"text": null}', '{"text": ["hi"]}',
     '{"text": "hi", "more": 1}', '{"text": "\\ud800"}', b"\xff\xfe", "[" * 9000],
)  # fmt: skip
async def test_broken_messages_are_turned_away(visit: Visit, body: str | bytes) -> None:
    refused = await post(visit, "/say", body)
    assert refused.status_code == 422
    assert "could not read" in refused.json()["error"]


@pytest.mark.parametrize(
    "body",
    ['{"message": "1", "action": "help"}', '{"message": 1.5, "action": "help"}',
     '{"message": true, "action": "help"}', '{"message": -1, "action": "help"}',
     '{"message": 1e400, "action": "help"}', '{"message": 99999999999999999999, "action": "help"}',
     '{"message": 1}', '{"action": "help"}'],
)  # fmt: skip
async def test_broken_taps_are_turned_away(visit: Visit, body: str) -> None:
    assert (await post(visit, "/tap", body)).status_code == 422


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\0"])
async def test_a_message_without_words_is_turned_away(visit: Visit, text: str) -> None:
    refused = await visit.say(text)
    assert refused.status_code == 422
    assert "a few words" in refused.json()["error"]


async def test_the_longest_text_is_read_and_a_longer_one_is_not(visit: Visit) -> None:
    assert (await post(visit, "/say", json.dumps({"text": "😀" * 2000}))).status_code == 200
    refused = await visit.say("a" * 2001)
    assert refused.status_code == 413
    assert "2000 characters" in refused.json()["error"]


async def test_a_body_is_not_read_beyond_its_limit(visit: Visit) -> None:
    refused = await post(visit, "/say", b'{"text": "' + b"a" * 100_000 + b'"}')
    assert refused.status_code == 413
    assert "too much" in refused.json()["error"]


async def test_a_body_without_announced_length_is_bounded_too(visit: Visit) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(1000):
            yield b"a" * 1024

    headers = {"content-type": "application/json"}
    try:
        refused = await visit.client.post("/say", content=endless(), headers=headers)
    except httpx.TransportError:
        return  # the server hung up before everything was sent, which is just as good
    assert refused.status_code == 413


@pytest.mark.parametrize(
    "action", ["help", "topic:other", "TOPIC:cramps_why", "topic:cramps_why ", "", "nonsense"]
)
async def test_an_action_that_does_not_stand_on_the_message_is_refused(
    chat: RunningChat, visit: Visit, action: str
) -> None:
    (hello,) = await visit.arrive()
    refused = await visit.tap(hello["id"], action)
    assert refused.status_code == 409
    assert "ask in your own words" in refused.json()["error"]
    assert chat.conversation.heard(visit.person) == ["/start"]


async def test_an_action_longer_than_any_button_is_refused(visit: Visit) -> None:
    assert (await visit.tap(1, "é" * 33)).status_code == 413


async def test_a_message_of_another_visitor_cannot_be_tapped(
    chat: RunningChat, visit: Visit
) -> None:
    (hello,) = await visit.arrive()
    async with chat.visit() as other:
        await other.arrive()
        assert (await other.tap(hello["id"], "topic:cramps_why")).status_code == 409
    assert len(await visit.arrive()) == 1


async def test_a_message_that_does_not_exist_cannot_be_tapped(visit: Visit) -> None:
    assert (await visit.tap(2**53 - 1, "topic:cramps_why")).status_code == 409


async def test_without_the_cookie_nothing_is_written(chat: RunningChat, visit: Visit) -> None:
    for cookie in ("", "short", "a" * 44, "a" * 42 + "!", "a" * 5000):
        visit.client.cookies.clear()
        heard = len(chat.conversation.log)
        refused = await visit.client.post(
            "/say", json={"text": "hi"}, headers={"cookie": f"hamstring_coach={cookie}"}
        )
        assert refused.status_code == 401
        assert "cookies" in refused.json()["error"]
        assert len(chat.conversation.log) == heard


async def test_the_cookie_is_secret_strict_and_lasting(chat: RunningChat) -> None:
    async with chat.visit() as visit, visit.client.stream("GET", "/events") as response:
        name, *flags = response.headers["set-cookie"].split("; ")
        secret = name.removeprefix("hamstring_coach=")
    assert len(secret) == 43
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(flags)
    assert any(int(flag.removeprefix("Max-Age=")) > 86400 * 365 for flag in flags if "Max" in flag)
    assert secret not in repr(chat.people.known)


async def test_the_page_gives_no_cookie_so_that_a_link_elsewhere_cannot_replace_it(
    chat: RunningChat,
) -> None:
    async with chat.visit() as visit:
        assert "set-cookie" not in (await visit.client.get("/")).headers


async def test_two_visitors_are_two_people(chat: RunningChat, visit: Visit) -> None:
    known = len(chat.people.known)
    await visit.arrive()
    async with chat.visit() as other:
        await other.arrive()
    assert len(chat.people.known) == known + 1
    assert all(len(address) == 64 for address in chat.people.known)


async def test_every_answer_carries_the_strict_headers(visit: Visit) -> None:
    for address in ("/", "/assets/page.js", "/healthz", "/nowhere", "/assets/../server.py"):
        headers = (await visit.client.get(address)).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "media-src 'self';" in policy
        assert "unsafe" not in policy
        assert headers["permissions-policy"] == "microphone=(self), camera=(), geolocation=()"
        assert headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in headers


async def test_a_preflight_gets_no_permission(visit: Visit) -> None:
    asked = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    refused = await visit.client.options("/say", headers=asked)
    assert refused.status_code == 403
    assert not [name for name in refused.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "address",
    ["/assets/../server.py", "/assets/%2e%2e/server.py", "/assets/..%2fserver.py", "/server.py",
     "/assets/", "/assets", "/assets/%00", "/docs", "/say"],
)  # fmt: skip
async def test_nothing_but_the_page_and_its_assets_is_served(visit: Visit, address: str) -> None:
    assert (await visit.client.get(address)).status_code in (404, 405)


async def test_somebody_who_hurries_is_slowed_down_and_others_are_not() -> None:
    async with (
        running_chat(clock=standing_clock) as chat,
        chat.visit() as hasty,
        chat.visit() as calm,
    ):
        await hasty.arrive()
        await calm.arrive()
        answers = [await hasty.say("again") for _ in range(25)]
        assert (await calm.say("hello")).status_code == 200
    assert [answer.status_code for answer in answers] == [200] * 20 + [429] * 5
    assert answers[-1].headers["retry-after"] == "5"
    assert "wait a few seconds" in answers[-1].json()["error"]


async def test_one_tab_too_many_lets_the_oldest_rest(visit: Visit) -> None:
    async with AsyncExitStack() as tabs:
        opened_tabs = [await tabs.enter_async_context(visit.tab()) for _ in range(TABS)]
        for tab in opened_tabs:
            await tab.catch_up()
        newest = await tabs.enter_async_context(visit.tab())
        await newest.catch_up()
        assert await opened_tabs[0].until_closed() == ["rest"]
        await visit.say("hello")
        for tab in (*opened_tabs[1:], newest):
            assert (await tab.next())["text"] == "hello"


async def test_a_closed_tab_frees_its_place(chat: RunningChat, visit: Visit) -> None:
    for _ in range(TABS * 2):
        await visit.arrive()
    await until(lambda: not chat.channel.chat.messages.streams._open)


async def test_a_storage_that_fails_is_answered_and_logged_without_words(
    chat: RunningChat,
    visit: Visit,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def fail(*_: object) -> None:
        raise OSError("disk full while storing: my secret")

    monkeypatch.setattr(chat.history, "add", fail)
    with caplog.at_level(logging.ERROR):
        answer = await visit.say("my secret")
    assert (answer.status_code, answer.json()) == (500, {"error": SORRY})
    assert "OSError at test_intruders.py" in caplog.text
    assert "secret" not in caplog.text
