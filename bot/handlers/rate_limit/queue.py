"""Everybody who waits for a turn: the most urgent goes first, and among equals the first."""

import asyncio
import math
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from telegram.error import RetryAfter

from bot.handlers.rate_limit.buckets import ChatBudget, Rate, TokenBucket, clock
from bot.handlers.rate_limit.priority import Priority

LONGEST_WAIT = {
    Priority.REPLY: 60.0,
    Priority.CARD: 60.0,
    Priority.REMINDER: 300.0,
    Priority.COSMETIC: 0.0,
}
"""Seconds a request may wait for its turn, and so how many of them may wait."""
UNASKED_AT_ONCE = 5
"""Requests under way that answer nobody: after a crash nobody knows whether they arrived."""

SPARE = 4
"""Turns that are left for those who ask next, and need not wait then."""


class QueueTimeoutError(RetryAfter):
    """A request was not even made: its turn is too far away."""


@dataclass(eq=False, slots=True)
class _Request:
    """Somebody who waits or, once called, whose request is under way."""

    chat: ChatBudget
    priority: Priority
    called: asyncio.Future[None] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


_Lane = dict[_Request, None]
"""Those of one priority who wait, in order."""


class PriorityQueue:
    """Gives turns to all chats. Who waits for a chat keeps nobody of another chat waiting."""

    def __init__(self, overall: Rate, reminders: Rate) -> None:
        self._overall = TokenBucket(overall)
        self._reminders = TokenBucket(reminders)
        self._lanes: dict[Priority, _Lane] = {priority: {} for priority in Priority}
        self._unasked = 0
        """Requests under way that answer nobody."""
        self._timer: asyncio.TimerHandle | None = None

    @asynccontextmanager
    async def turn(self, chat: ChatBudget, priority: Priority) -> AsyncIterator[None]:
        """Wait for it; it lasts as long as the block.

        Raises `QueueTimeoutError` when it is too far away.
        """
        ticket = self._join(chat, priority)
        try:
            await _called(ticket)
            yield
        finally:
            self._leave(ticket)

    def halt(self, seconds: float) -> None:
        """No turns for a while."""
        self._overall.halt(clock(), seconds)

    def promote(self, chat: ChatBudget) -> None:
        """An answer waits behind what waits for this chat: now that is as urgent as the answer."""
        if not chat.waiting.total():
            return
        for ticket in [ticket for ticket in self._waiting() if ticket.chat is chat]:
            if ticket.priority is not Priority.REPLY:
                self._remove(ticket)
                ticket.priority = Priority.REPLY
                self._add(ticket)
        self._serve()

    def _join(self, chat: ChatBudget, priority: Priority) -> _Request:
        now = clock()
        if not self._fits(chat, priority, now):
            raise QueueTimeoutError(math.ceil(max(self._wait(chat, priority, now), 1.0)))
        ticket = _Request(chat, priority)
        self._add(ticket)
        self._serve()
        return ticket

    def _fits(self, chat: ChatBudget, priority: Priority, now: float) -> bool:
        """Whether the turn is near enough."""
        if priority is Priority.COSMETIC:
            return self._idle(chat, now)
        return self._wait(chat, priority, now) <= LONGEST_WAIT[priority]

    def _leave(self, ticket: _Request) -> None:
        if ticket in self._lanes[ticket.priority]:
            self._remove(ticket)
        elif ticket.priority is not Priority.REPLY:
            self._unasked -= 1
        self._serve()

    def _add(self, ticket: _Request) -> None:
        self._lanes[ticket.priority][ticket] = None
        ticket.chat.waiting[ticket.priority] += 1

    def _remove(self, ticket: _Request) -> None:
        del self._lanes[ticket.priority][ticket]
        ticket.chat.waiting[ticket.priority] -= 1

    def _serve(self) -> None:
        """Call everybody whose turn it is, and come back when it is somebody's again."""
        now = clock()
        while ticket := self._first(now):
            self._call(ticket, now)
        if self._timer:
            self._timer.cancel()
        moment = self._next(now)
        loop = asyncio.get_running_loop()
        self._timer = loop.call_at(moment, self._serve) if moment < math.inf else None

    def _call(self, ticket: _Request, now: float) -> None:
        self._remove(ticket)
        self._overall.take(now)
        ticket.chat.bucket.take(now)
        if ticket.priority is Priority.REMINDER:
            self._reminders.take(now)
        if ticket.priority is not Priority.REPLY:
            self._unasked += 1
        ticket.called.set_result(None)

    def _first(self, now: float) -> _Request | None:
        """Whose turn it is."""
        for priority, lane in self._lanes.items():
            if lane and self._gate(priority, now) <= now:
                for ticket in lane:
                    gave_up = ticket.called.done()  # and has not left yet
                    if not gave_up and ticket.chat.bucket.opens(now) <= now:
                        return ticket
        return None

    def _next(self, now: float) -> float:
        """When it could be somebody's turn, while it is nobody's; infinity: not by time alone."""
        lanes = self._lanes.items()
        return min((self._opens(it, lane, now) for it, lane in lanes if lane), default=math.inf)

    def _opens(self, priority: Priority, lane: _Lane, now: float) -> float:
        gate = self._gate(priority, now)
        return gate if gate > now else min(ticket.chat.bucket.opens(now) for ticket in lane)

    def _gate(self, priority: Priority, now: float) -> float:
        """The first moment for one of an priority, as far as it does not depend on the chat."""
        if priority is Priority.REPLY:
            return self._overall.opens(now)
        if self._unasked >= UNASKED_AT_ONCE:
            return math.inf
        if priority is Priority.CARD:
            return self._overall.opens(now)
        moment = self._overall.opens(now, spare=SPARE)
        return max(moment, self._reminders.opens(now)) if priority is Priority.REMINDER else moment

    def _wait(self, chat: ChatBudget, priority: Priority, now: float) -> float:
        """Seconds until a turn, unless somebody more urgent comes."""
        ahead = sum(len(lane) for other, lane in self._lanes.items() if other <= priority)
        here = sum(count for other, count in chat.waiting.items() if other <= priority)
        moment = max(self._overall.opens(now, ahead=ahead), chat.bucket.opens(now, ahead=here))
        if priority is Priority.REMINDER:
            reminders = len(self._lanes[priority])
            moment = max(moment, self._reminders.opens(now, ahead=reminders))
        return moment - now

    def _idle(self, chat: ChatBudget, now: float) -> bool:
        """Whether a turn is free that nobody wants; who waits for another chat does not want it."""
        if max(self._gate(Priority.COSMETIC, now), chat.bucket.opens(now)) > now:
            return False
        return all(ticket.chat.bucket.opens(now) > now for ticket in self._waiting())

    def _waiting(self) -> Iterator[_Request]:
        for lane in self._lanes.values():
            yield from lane


async def _called(ticket: _Request) -> None:
    """Wait for it; those before may take longer than it seemed at first."""
    longest = LONGEST_WAIT[ticket.priority]
    patience = asyncio.get_running_loop().call_later(longest, _refuse, ticket, longest)
    try:
        await ticket.called
    finally:
        patience.cancel()


def _refuse(ticket: _Request, seconds: float) -> None:
    if not ticket.called.done():
        ticket.called.set_exception(QueueTimeoutError(math.ceil(seconds)))
