"""Open tabs are bounded, and whoever is gone leaves nothing behind."""

import pytest

from bot.web.sse import StreamEnd, Streams, TooManyStreamsError


def test_the_oldest_tabs_of_a_person_rest_first() -> None:
    streams = Streams(tabs=2, everybody=10)
    tabs = [streams.open(1) for _ in range(4)]
    assert [tab.ending for tab in tabs] == [StreamEnd.REPLACED, StreamEnd.REPLACED, None, None]


def test_tabs_of_others_are_left_alone() -> None:
    streams = Streams(tabs=1, everybody=10)
    other = streams.open(2)
    streams.open(1)
    streams.open(1)
    assert other.ending is None


def test_everybody_together_has_a_bound_until_somebody_leaves() -> None:
    streams = Streams(tabs=4, everybody=2)
    first = streams.open(1)
    streams.open(2)
    with pytest.raises(TooManyStreamsError):
        streams.open(3)
    streams.leave(1, first)
    streams.leave(1, first)
    assert streams.open(3).ending is None


def test_after_closing_all_tabs_end_and_none_opens() -> None:
    streams = Streams()
    tab = streams.open(1)
    streams.close()
    assert tab.ending is StreamEnd.CLOSING
    with pytest.raises(TooManyStreamsError):
        streams.open(1)


async def test_a_ring_before_waiting_is_not_missed() -> None:
    streams = Streams()
    tab = streams.open(1)
    tab.clear()
    streams.notify(1)
    await tab.wait(60)
