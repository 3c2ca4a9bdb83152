"""Requests for reminders, made up."""

from datetime import time

from hypothesis import strategies as st

from bot.reminders.input.request import DayPart, ReminderRequest


def sound(request: ReminderRequest) -> bool:
    """Only a time from one to twelve may be in the morning or in the evening."""
    return not request.is_open or (request.at is not None and 0 < request.at.hour < 12)


requests = st.builds(
    ReminderRequest,
    days=st.frozensets(st.integers(0, 6)),
    at=st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    is_open=st.booleans(),
    part=st.none() | st.sampled_from(DayPart),
    ahead=st.none() | st.integers(0, 99),
    once=st.booleans(),
    times=st.none() | st.integers(1, 7),
    rotating=st.booleans(),
    insists=st.booleans(),
).filter(sound)
"""Everything that a request may be."""
