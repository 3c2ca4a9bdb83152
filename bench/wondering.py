"""People who ask a question now and then, each at moments of their own."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter

from bench.questions import Question
from tests.telegram_server.phone import Phone
from tests.telegram_server.server import TelegramServer


@dataclass(frozen=True, slots=True)
class Habit:
    """How people ask."""

    between: tuple[float, float] = (2.0, 6.0)
    """Seconds from an answer to the next question, by chance."""
    patience: float = 30.0
    """Seconds after which they give up."""


@dataclass(slots=True)
class Asker:
    """Somebody who asks their own questions again and again.

    Who gave up asks no more: the answer may still come, and would be taken for that to the next
    question.
    """

    phone: Phone
    questions: Sequence[Question]
    habit: Habit
    gave_up: bool = False
    _at: int = 0
    _chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.phone.user_id)

    async def ask_all(self) -> None:
        """Ask every question once."""
        for _ in self.questions:
            await asyncio.sleep(self._chance.uniform(*self.habit.between))
            await self._ask()

    async def wonder(self, lasts: float) -> list[float]:
        """Ask for some seconds; the seconds waited for each answer, and in vain at last."""
        found, until = [], perf_counter() + lasts
        pause = self._chance.uniform(0.0, self.habit.between[1])
        while not self.gave_up and perf_counter() + pause < until:
            await asyncio.sleep(pause)
            found.append(await self._ask())
            pause = self._chance.uniform(*self.habit.between)
        return found

    async def _ask(self) -> float:
        question = self.questions[self._at % len(self.questions)]
        self._at += 1
        self.phone.read = len(self.phone.chat.news)
        began = perf_counter()
        await self.phone.say(question.text)
        try:
            await self.phone.answer(self.habit.patience)
        except TimeoutError:
            self.gave_up = True
        return perf_counter() - began


@dataclass(frozen=True, slots=True)
class Askers:
    """Some people who share the questions among them."""

    all: Sequence[Asker]

    @classmethod
    def at(
        cls, server: TelegramServer, count: int, questions: Sequence[Question], habit: Habit
    ) -> "Askers":
        """People who have started the bot."""
        phones = [server.phone(1000 + at, f"Person {at}") for at in range(count)]
        return cls([Asker(one, questions[at::count], habit) for at, one in enumerate(phones)])

    async def ask_all(self) -> None:
        """Every question is asked once."""
        await asyncio.gather(*(one.ask_all() for one in self.all))

    async def wonder(self, lasts: float) -> list[float]:
        """Everybody asks for some seconds; how long they waited."""
        found = await asyncio.gather(*(one.wonder(lasts) for one in self.all))
        return [wait for waits in found for wait in waits]

    @property
    def gave_up(self) -> int:
        """How many."""
        return sum(one.gave_up for one in self.all)
