"""Files of any kind, as they were sent."""

from mimetypes import guess_type

from tests.telegram_server.refusals import Json, bad
from tests.telegram_server.uploads import Upload, given_file


def read_document(params: Json, files: dict[str, bytes]) -> Json:
    """The document of a request; it is kept among the files, where it is downloaded from."""
    given = given_file(params, "document")
    if not isinstance(given, Upload):
        raise bad("wrong remote file identifier specified: can't unserialize it")
    file_id = f"document-{len(files) + 1}"
    files[file_id] = given.content
    return {
        "file_id": file_id,
        "file_unique_id": file_id,
        "file_name": given.name,
        "mime_type": guess_type(given.name)[0] or "application/octet-stream",
        "file_size": len(given.content),
    }
