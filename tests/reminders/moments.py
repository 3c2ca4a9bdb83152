"""Moments of any time, for tests that try many."""

from datetime import UTC, datetime, tzinfo

from hypothesis import strategies as st


def moments(
    first: int, last: int, zones: st.SearchStrategy[tzinfo] | None = None
) -> st.SearchStrategy[datetime]:
    """Aware moments from the third day of one year to the beginning of another, in UTC at first."""
    return st.datetimes(
        datetime(first, 1, 3),  # noqa: DTZ001 - hypothesis adds the zone
        datetime(last, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
        timezones=st.just(UTC) if zones is None else zones,
    )
