"""The priority queue of requests: the most urgent is admitted first, and among equals the first."""

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
"""Seconds a request may wait, and so how many of them may wait."""
UNASKED_AT_ONCE = 5
"""Admitted requests that answer nobody: after a crash it is unknown whether they arrived."""

SPARE = 4
"""Tokens that reminders leave for the replies to those who ask next."""


class QueueTimeoutError(RetryAfter):
    """A request was not made: it would have to wait for too long."""


@dataclass(eq=False, slots=True)
class _Request:
    """A request that waits or, once admitted, is under way."""

    chat: ChatBudget
    priority: Priority
    admitted: asyncio.Future[None] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


_Waiting = dict[_Request, None]
"""The requests of one priority that wait, in order."""


class PriorityQueue:
    """Admits requests to all chats. What waits for one chat does not hold up another."""

    def __init__(self, overall: Rate, reminders: Rate) -> None:
        self._overall = TokenBucket(overall)
        self._reminders = TokenBucket(reminders)
        self._queues: dict[Priority, _Waiting] = {priority: {} for priority in Priority}
        self._unasked = 0
        """Admitted requests that answer nobody."""
        self._timer: asyncio.TimerHandle | None = None

    @asynccontextmanager
    async def turn(self, chat: ChatBudget, priority: Priority) -> AsyncIterator[None]:
        """Wait until a request is admitted; it is under way during the block.

        Raises `QueueTimeoutError` when it would have to wait for too long.
        """
        request = self._join(chat, priority)
        try:
            await _admission(request)
            yield
        finally:
            self._leave(request)

    def halt(self, seconds: float) -> None:
        """Admit nothing for a while."""
        self._overall.halt(clock(), seconds)

    def promote(self, chat: ChatBudget) -> None:
        """Give the priority of a reply to what waits for a chat."""
        if not chat.waiting.total():
            return
        for request in [request for request in self._all_waiting() if request.chat is chat]:
            if request.priority is not Priority.REPLY:
                self._remove(request)
                request.priority = Priority.REPLY
                self._add(request)
        self._admit_ready()

    def _join(self, chat: ChatBudget, priority: Priority) -> _Request:
        now = clock()
        if not self._fits(chat, priority, now):
            raise QueueTimeoutError(math.ceil(max(self._wait(chat, priority, now), 1.0)))
        request = _Request(chat, priority)
        self._add(request)
        self._admit_ready()
        return request

    def _fits(self, chat: ChatBudget, priority: Priority, now: float) -> bool:
        """Whether the request would be admitted in time."""
        if priority is Priority.COSMETIC:
            return self._idle(chat, now)
        return self._wait(chat, priority, now) <= LONGEST_WAIT[priority]

    def _leave(self, request: _Request) -> None:
        if request in self._queues[request.priority]:
            self._remove(request)
        elif request.priority is not Priority.REPLY:
            self._unasked -= 1
        self._admit_ready()

    def _add(self, request: _Request) -> None:
        self._queues[request.priority][request] = None
        request.chat.waiting[request.priority] += 1

    def _remove(self, request: _Request) -> None:
        del self._queues[request.priority][request]
        request.chat.waiting[request.priority] -= 1

    def _admit_ready(self) -> None:
        """Admit all requests that may go now, and come back when another one may."""
        now = clock()
        while request := self._next_request(now):
            self._admit(request, now)
        if self._timer:
            self._timer.cancel()
        moment = self._next_moment(now)
        loop = asyncio.get_running_loop()
        self._timer = loop.call_at(moment, self._admit_ready) if moment < math.inf else None

    def _admit(self, request: _Request, now: float) -> None:
        self._remove(request)
        self._overall.take(now)
        request.chat.bucket.take(now)
        if request.priority is Priority.REMINDER:
            self._reminders.take(now)
        if request.priority is not Priority.REPLY:
            self._unasked += 1
        request.admitted.set_result(None)

    def _next_request(self, now: float) -> _Request | None:
        """The request that may go now."""
        for priority, queue in self._queues.items():
            if queue and self._priority_ready_at(priority, now) <= now:
                for request in queue:
                    gave_up = request.admitted.done()  # and has not left yet
                    if not gave_up and request.chat.bucket.ready_at(now) <= now:
                        return request
        return None

    def _next_moment(self, now: float) -> float:
        """When another request could go, while none may; infinity: not by time alone."""
        moments = (self._queue_ready_at(it, now) for it, queue in self._queues.items() if queue)
        return min(moments, default=math.inf)

    def _queue_ready_at(self, priority: Priority, now: float) -> float:
        moment = self._priority_ready_at(priority, now)
        if moment > now:
            return moment
        return min(request.chat.bucket.ready_at(now) for request in self._queues[priority])

    def _priority_ready_at(self, priority: Priority, now: float) -> float:
        """The first moment for a priority, as far as it does not depend on the chat."""
        if priority is Priority.REPLY:
            return self._overall.ready_at(now)
        if self._unasked >= UNASKED_AT_ONCE:
            return math.inf
        if priority is Priority.CARD:
            return self._overall.ready_at(now)
        moment = self._overall.ready_at(now, spare=SPARE)
        if priority is Priority.REMINDER:
            return max(moment, self._reminders.ready_at(now))
        return moment

    def _wait(self, chat: ChatBudget, priority: Priority, now: float) -> float:
        """Seconds until a request is admitted, unless a more urgent one comes."""
        ahead = sum(len(queue) for other, queue in self._queues.items() if other <= priority)
        here = sum(count for other, count in chat.waiting.items() if other <= priority)
        moment = max(
            self._overall.ready_at(now, ahead=ahead), chat.bucket.ready_at(now, ahead=here)
        )
        if priority is Priority.REMINDER:
            reminders = len(self._queues[priority])
            moment = max(moment, self._reminders.ready_at(now, ahead=reminders))
        return moment - now

    def _idle(self, chat: ChatBudget, now: float) -> bool:
        """Whether a token is free that no waiting request could take."""
        if self._priority_ready_at(Priority.COSMETIC, now) > now or chat.bucket.ready_at(now) > now:
            return False
        return all(request.chat.bucket.ready_at(now) > now for request in self._all_waiting())

    def _all_waiting(self) -> Iterator[_Request]:
        for queue in self._queues.values():
            yield from queue


async def _admission(request: _Request) -> None:
    """Wait for it; the requests ahead may take longer than it seemed at first."""
    longest = LONGEST_WAIT[request.priority]
    timer = asyncio.get_running_loop().call_later(longest, _expire, request, longest)
    try:
        await request.admitted
    finally:
        timer.cancel()


def _expire(request: _Request, seconds: float) -> None:
    if not request.admitted.done():
        request.admitted.set_exception(QueueTimeoutError(math.ceil(seconds)))
