"""What people send that the assistant cannot read."""

from enum import Enum


class Unreadable(Enum):
    """A kind of message without words; the value is what to call it."""

    PHOTO = "photo"
    STICKER = "sticker"
    VIDEO = "video"
    DOCUMENT = "file"
    CONTACT = "contact"
    OTHER = "message"
