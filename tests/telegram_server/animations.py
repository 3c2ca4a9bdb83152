"""Films without sound, and the ids they are known by."""

from dataclasses import dataclass, field
from hashlib import sha256

from tests.telegram_server.refusals import Json, bad
from tests.telegram_server.uploads import Upload, given_file


@dataclass(slots=True)
class Animations:
    """What was uploaded; a file that comes twice has two ids, and one that says it is the same."""

    files: dict[str, bytes]
    """Where they are downloaded from."""
    known: dict[str, Json] = field(default_factory=dict)

    def wanted(self, params: Json) -> Json:
        """The animation of a request: a new one, or one that is known."""
        given = given_file(params, "animation")
        return self._keep(given) if isinstance(given, Upload) else self._find(given)

    def _keep(self, upload: Upload) -> Json:
        _check(upload.content)
        file_id = f"film-{len(self.files) + 1}"
        self.files[file_id] = upload.content
        self.known[file_id] = {
            "file_id": file_id,
            "file_unique_id": sha256(upload.content).hexdigest()[:16],
            "width": 640,
            "height": 480,
            "duration": 4,
            "file_name": upload.name,
            "mime_type": "video/mp4",
            "file_size": len(upload.content),
        }
        return self.known[file_id]

    def _find(self, file_id: str) -> Json:
        if file_id not in self.known:
            raise bad("wrong remote file identifier specified: can't unserialize it")
        return self.known[file_id]


def _check(content: bytes) -> None:
    if content[4:8] != b"ftyp":
        # Telegram would quietly make a document of it, which no test wants
        raise bad("the animation is not an MP4")
