"""One lock for each of many keys."""

import asyncio

import pytest

from bot.keyed_lock import KeyedLock, LockQueueFullError


async def work(locks: KeyedLock, key: str, name: str, log: list[str]) -> None:
    """Takes three steps of the event loop while it holds the lock."""
    async with locks.hold(key):
        log.append(f"{name} begins")
        for _ in range(3):
            await asyncio.sleep(0)
        log.append(f"{name} ends")


async def test_work_for_one_key_is_done_in_order() -> None:
    locks, log = KeyedLock(), list[str]()
    await asyncio.gather(*(work(locks, "a", name, log) for name in ("one", "two", "three")))
    assert log == [
        f"{name} {what}" for name in ("one", "two", "three") for what in ("begins", "ends")
    ]


async def test_work_for_different_keys_is_done_in_parallel() -> None:
    locks, log = KeyedLock(), list[str]()
    await asyncio.gather(work(locks, "a", "one", log), work(locks, "b", "two", log))
    assert log == ["one begins", "two begins", "one ends", "two ends"]


async def test_a_key_is_locked_while_somebody_holds_it() -> None:
    locks = KeyedLock()
    async with locks.hold("a"):
        assert (locks.locked("a"), locks.locked("b")) == (True, False)
    assert not locks.locked("a")


async def test_a_key_that_nobody_needs_is_forgotten() -> None:
    locks = KeyedLock()
    await asyncio.gather(*(work(locks, key, key, []) for key in "aab"))
    assert len(locks) == 0


async def test_who_gives_up_waiting_leaves_the_lock_to_the_others() -> None:
    locks, log = KeyedLock(), list[str]()
    async with locks.hold("a"):
        impatient = asyncio.create_task(work(locks, "a", "one", log))
        patient = asyncio.create_task(work(locks, "a", "two", log))
        await asyncio.sleep(0)
        impatient.cancel()
    await asyncio.gather(impatient, patient, return_exceptions=True)
    assert log == ["two begins", "two ends"]
    assert len(locks) == 0


async def test_a_failure_frees_the_lock() -> None:
    locks = KeyedLock()
    with pytest.raises(ZeroDivisionError):
        async with locks.hold("a"):
            _ = 1 // 0
    assert (locks.locked("a"), len(locks)) == (False, 0)


async def test_more_than_the_limit_are_refused_at_once() -> None:
    locks = KeyedLock(limit=2)
    async with locks.hold("a"):
        second = asyncio.create_task(work(locks, "a", "second", []))
        await asyncio.sleep(0)
        with pytest.raises(LockQueueFullError):
            await work(locks, "a", "third", [])
        await work(locks, "b", "elsewhere", [])
    await second


async def test_after_one_has_left_there_is_room_again() -> None:
    locks, log = KeyedLock(limit=1), list[str]()
    await work(locks, "a", "one", log)
    await work(locks, "a", "two", log)
    assert log == ["one begins", "one ends", "two begins", "two ends"]


async def test_without_a_limit_any_number_may_wait() -> None:
    locks, log = KeyedLock(), list[str]()
    await asyncio.gather(*(work(locks, "a", str(number), log) for number in range(50)))
    assert len(log) == 2 * 50
