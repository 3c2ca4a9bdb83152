import pytest

from bot.reminders.schedule.pause import Cause, cause_in


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("travel", Cause.TRAVEL),
        ("I am on holiday", Cause.TRAVEL),
        ("ill", Cause.ILL),
        ("I feel sick.", Cause.ILL),
        ("injured", Cause.INJURED),
        ("Injury!", Cause.INJURED),
        ("travelling and injured", Cause.INJURED),
        ("ill on vacation", Cause.ILL),
        ("", None),
        ("please", None),
        ("still here", None),
    ],
)
def test_the_gravest_cause_that_is_named_counts(text: str, cause: Cause | None) -> None:
    assert cause_in(text) is cause
