"""Voice messages."""

from tests.telegram_server.refusals import Json, bad
from tests.telegram_server.uploads import Upload

FORBIDDEN = bad("VOICE_MESSAGES_FORBIDDEN")
"""What people may choose, in the settings of their privacy."""
LARGEST = 1024 * 1024
"""Bytes; Telegram makes a plain file of a larger one, which no test wants."""
_HEAD = 64
"""Bytes in which Opus says its name."""


def describe_voice(upload: Upload, params: Json) -> Json:
    """What is told of a voice message."""
    beginning = upload.content[:_HEAD]
    if not beginning.startswith(b"OggS") or b"OpusHead" not in beginning:
        # Telegram would quietly make a document of it, which no test wants
        raise bad("the voice message is not OGG/Opus")
    if len(upload.content) > LARGEST:
        raise bad("the voice message is too large to be one")
    duration = str(params.get("duration", ""))
    if not duration.isascii() or not duration.isdigit() or int(duration) == 0:
        raise bad("the voice message does not say how long it is")
    return {"duration": int(duration), "mime_type": "audio/ogg"}
