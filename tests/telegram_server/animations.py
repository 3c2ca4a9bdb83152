"""Animations: videos without sound."""

from tests.telegram_server.refusals import Json, bad
from tests.telegram_server.uploads import Upload


def describe_animation(upload: Upload, _: Json) -> Json:
    """What is told of a animation."""
    if upload.content[4:8] != b"ftyp":
        # Telegram would quietly make a document of it, which no test wants
        raise bad("the animation is not an MP4")
    return {
        "width": 640,
        "height": 480,
        "duration": 4,
        "file_name": upload.name,
        "mime_type": "video/mp4",
    }
