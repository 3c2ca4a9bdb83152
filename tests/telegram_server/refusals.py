"""How the Bot API says no, in its own words."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(eq=False)
class Refusal(Exception):  # noqa: N818  it is an answer
    """An error answer of the Bot API."""

    code: int
    description: str
    parameters: Json = field(default_factory=dict)

    def body(self) -> Json:
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return answer | {"parameters": self.parameters} if self.parameters else answer


def bad(reason: str) -> Refusal:
    return Refusal(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refusal:
    return Refusal(403, f"Forbidden: {reason}")


def too_fast(seconds: int) -> Refusal:
    text = f"Too Many Requests: retry after {seconds}"
    return Refusal(429, text, {"retry_after": seconds})


def migrated(new_chat_id: int) -> Refusal:
    text = "Bad Request: group chat was upgraded to a supergroup chat"
    return Refusal(400, text, {"migrate_to_chat_id": new_chat_id})


BROKEN = Refusal(502, "Bad Gateway")
UNAUTHORIZED = Refusal(401, "Unauthorized")
NO_METHOD = Refusal(404, "Not Found: method not found")
NO_CHAT = bad("chat not found")
BLOCKED = forbidden("bot was blocked by the user")
CONFLICT = Refusal(
    409,
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running",
)
UNCHANGED = bad(
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
TOO_LARGE = Refusal(413, "Request Entity Too Large")
TOO_OLD = bad("query is too old and response timeout expired or query ID is invalid")
