"""The server is as impatient as Telegram, when it is told to be."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
import pytest

from tests.telegram_server.limits import Limits
from tests.telegram_server.refusals import Refusal
from tests.telegram_server.server import TelegramServer, telegram_server

ADA, BOB, GROUP = "1001", "2002", "-100500"


@dataclass
class Ticking:
    """Limits on a clock that a test sets."""

    now: float = 0.0
    limits: Limits = field(init=False)

    def __post_init__(self) -> None:
        self.limits = Limits(lambda: self.now)

    def send(self, *chats: str, method: str = "sendmessage") -> int:
        """How many seconds must be waited; none when all have passed."""
        try:
            for chat in chats:
                self.limits.count(method, chat)
        except Refusal as refusal:
            return int(refusal.parameters["retry_after"])
        return 0


@pytest.fixture
def ticking() -> Ticking:
    return Ticking()


def test_thirty_a_second_pass_and_no_more(ticking: Ticking) -> None:
    assert ticking.send(*map(str, range(1, 31))) == 0
    assert ticking.send(BOB) == 1
    ticking.now = 1.0
    assert ticking.send(BOB) == 0


def test_a_private_chat_takes_a_few_at_once_and_then_one_a_second(ticking: Ticking) -> None:
    assert ticking.send(*[ADA] * 6) == 0
    assert ticking.send(ADA) == 1
    for second in range(1, 20):
        ticking.now = float(second)
        assert ticking.send(ADA) == 0
    assert ticking.send(ADA) == 1


def test_a_group_takes_twenty_a_minute(ticking: Ticking) -> None:
    assert ticking.send(*[GROUP] * 20) == 0
    ticking.now = 20.0
    assert ticking.send(GROUP) == 40
    ticking.now = 60.0
    assert ticking.send(GROUP) == 0


def test_a_chat_that_is_full_leaves_the_others_open(ticking: Ticking) -> None:
    assert ticking.send(*[ADA] * 7) == 1
    assert ticking.send(BOB, GROUP) == 0


def test_what_was_too_fast_is_counted(ticking: Ticking) -> None:
    ticking.send(*[ADA] * 6)
    assert ticking.limits.refused == 0
    ticking.send(ADA)
    ticking.send(ADA)
    assert ticking.limits.refused == 2


def test_who_is_refused_is_refused_for_as_long_as_was_said(ticking: Ticking) -> None:
    assert ticking.send(*[ADA] * 6) == 0
    ticking.now = 0.5
    assert ticking.send(ADA) == 1
    ticking.now = 1.2
    assert ticking.send(ADA) == 1
    ticking.now = 1.5
    assert ticking.send(ADA) == 0


def test_edits_count_and_signs_do_not(ticking: Ticking) -> None:
    assert ticking.send(*[ADA] * 6, method="editmessagetext") == 0
    assert ticking.send(*[ADA] * 9, method="sendchataction") == 0
    assert ticking.send(ADA) == 1


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with telegram_server(Limits()) as running:
        running.phone()
        yield running


async def says(server: TelegramServer, times: int) -> list[int]:
    """What comes back for each of some messages."""
    url = f"{server.url}/bot{server.token}/sendMessage"
    async with httpx.AsyncClient(verify=False) as web:  # noqa: S501  no TLS here
        answers = [await web.post(url, data={"chat_id": ADA, "text": "a"}) for _ in range(times)]
    return [answer.json().get("parameters", {}).get("retry_after", 0) for answer in answers]


async def test_the_server_answers_who_is_too_fast(server: TelegramServer) -> None:
    assert await says(server, 7) == [0] * 6 + [1]


async def test_the_server_has_all_the_time_unless_it_was_told(server: TelegramServer) -> None:
    server.limits = None
    assert not any(await says(server, 40))
