"""People who ask, as the stand-in for Telegram sees them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from bench.questions import Question
from tests.telegram_server.phone import Phone
from tests.telegram_server.server import TelegramServer

_QUIET = 0.15
"""Seconds without news after which nothing more is expected."""
_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class People:
    """A few people, each with a phone."""

    server: TelegramServer
    phones: Sequence[Phone]

    @classmethod
    def at(cls, server: TelegramServer, count: int) -> "People":
        """People who have started the bot."""
        return cls(server, [server.phone(1000 + at, f"Person {at}") for at in range(count)])

    async def ask(self, questions: Sequence[Question], at_once: int) -> list[float]:
        """Ask everything, so many people at the same time; the seconds to each first answer."""
        tasks = [self._ask_some(questions, start, at_once) for start in range(at_once)]
        found = [one for some in await asyncio.gather(*tasks) for one in some]
        await self._settle()
        return found

    async def _ask_some(self, questions: Sequence[Question], start: int, step: int) -> list[float]:
        """One asker after the other takes every `step`th question; no two tasks share a phone."""
        phones = self.phones[start::step]
        mine = questions[start::step]
        return [
            await _answered(phones[at % len(phones)], question.text)
            for at, question in enumerate(mine)
        ]

    async def _settle(self) -> None:
        """Wait until nothing more arrives: a question with two parts gets two answers."""
        before = -1
        while (now := self._arrived()) != before:
            before = now
            await asyncio.sleep(_QUIET)

    def _arrived(self) -> int:
        return sum(len(phone.chat.news) for phone in self.phones)


async def _answered(phone: Phone, text: str) -> float:
    """Seconds to the first answer, as the stand-in sees it."""
    phone.read = len(phone.chat.news)
    began = perf_counter()
    await phone.say(text)
    await phone.answer(_PATIENCE)
    return perf_counter() - began
