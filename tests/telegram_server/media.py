"""Uploads of one kind, and the ids they are known by."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from tests.telegram_server.refusals import Json, bad
from tests.telegram_server.uploads import Upload, given_file


@dataclass(slots=True)
class Media:
    """What was uploaded; a file that comes twice has two ids, and one that says it is the same."""

    kind: str
    """The parameter that carries it."""
    describe: Callable[[Upload, Json], Json]
    """What is told of a file besides ids and size; raises `Refusal` for one that is unfit."""
    files: dict[str, bytes]
    """Where they are downloaded from."""
    known: dict[str, Json] = field(default_factory=dict)

    def wanted(self, params: Json) -> Json:
        """The file of a request: a new one, or one that is known."""
        given = given_file(params, self.kind)
        return self._keep(given, params) if isinstance(given, Upload) else self._find(given)

    def _keep(self, upload: Upload, params: Json) -> Json:
        told = self.describe(upload, params)
        file_id = f"{self.kind}-{len(self.files) + 1}"
        self.files[file_id] = upload.content
        self.known[file_id] = {
            "file_id": file_id,
            "file_unique_id": sha256(upload.content).hexdigest()[:16],
            "file_size": len(upload.content),
            **told,
        }
        return self.known[file_id]

    def _find(self, file_id: str) -> Json:
        if file_id not in self.known:
            raise bad("wrong remote file identifier specified: can't unserialize it")
        return self.known[file_id]
