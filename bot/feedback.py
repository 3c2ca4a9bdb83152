"""Whether an answer helped."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Feedback:
    """One verdict on one answer."""

    topic: str
    helpful: bool
    reason: str | None = None
    """Why it did not help."""
    question: str | None = None
    """The words asked, when the person agreed to keep them."""
