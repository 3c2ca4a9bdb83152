"""One turn of a conversation: who, what is remembered, when, and how it was said."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from bot.domain.awaited import Pending
from bot.domain.people import Person
from bot.domain.replies import Reply
from bot.domain.state import ConversationState

Replies = tuple[Reply, ...]


class InputMode(Enum):
    """How something was said."""

    TYPED = "typed"
    SPOKEN = "spoken"
    TAPPED = "tapped"
    UNASKED = "unasked"
    """Nobody said anything: an alarm is due."""


@dataclass(frozen=True, slots=True)
class Response:
    """What to say in a turn, and what to remember after it."""

    replies: Replies
    state: ConversationState

    def then(self, *replies: Reply) -> "Response":
        """The same, and these after it."""
        return replace(self, replies=(*self.replies, *replies))

    def preceded_by(self, *replies: Reply) -> "Response":
        """The same, and these in front of it."""
        return replace(self, replies=(*replies, *self.replies))


@dataclass(frozen=True, slots=True)
class Turn:
    """What everybody who takes part in an answer needs to know."""

    person: Person
    state: ConversationState
    now: datetime
    """Aware."""
    input_mode: InputMode = InputMode.TYPED

    @property
    def is_locked(self) -> bool:
        """Whether a red flag has stopped training."""
        return self.state.locked is not None

    def say(self, *replies: Reply) -> Response:
        """Say something; what is remembered stays."""
        return Response(replies, self.state)

    def ask(self, pending: Pending | None, *replies: Reply) -> Response:
        """Say something, and remember what the next words answer; None: nothing."""
        return Response(replies, replace(self.state, pending=pending))

    def recall(self, state: ConversationState) -> "Turn":
        """The same turn with something else remembered."""
        return replace(self, state=state)
