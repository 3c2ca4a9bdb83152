"""Forms with files, read as strictly as Telegram reads them."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser

from tests.telegram_server.refusals import Json, bad

_LONGEST_BOUNDARY = 70
_ATTACHED = "attach://"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a form."""

    name: str
    content: bytes


def given_file(params: Json, name: str) -> Upload | str:
    """The file of a request: one that comes with it, or the id of one that is known."""
    given = params.get(name)
    if isinstance(given, str) and given.startswith(_ATTACHED):
        given = params.get(given.removeprefix(_ATTACHED))
    if not isinstance(given, Upload | str) or not given:
        raise bad(f"there is no {name} in the request")
    if isinstance(given, Upload) and not given.content:
        raise bad("file must be non-empty")
    return given


def read_form(kind: str, body: bytes) -> Json:
    """The fields of a `multipart/form-data` body: text, or an `Upload` where a file name is."""
    return dict(_field(piece) for piece in _pieces(_boundary(kind), body))


def _boundary(kind: str) -> bytes:
    found = _headers(f"Content-Type: {kind}".encode()).get_param("boundary")
    if not isinstance(found, str):
        raise bad("boundary not found")
    if not 1 <= len(found) <= _LONGEST_BOUNDARY:
        raise bad("boundary too big or empty")
    return b"--" + found.encode()


def _pieces(boundary: bytes, body: bytes) -> Iterator[bytes]:
    _, *pieces = (b"\r\n" + body).split(b"\r\n" + boundary)
    if not pieces or not pieces[-1].startswith(b"--"):
        raise bad("unexpected end of request content")
    yield from pieces[:-1]


def _field(piece: bytes) -> tuple[str, str | Upload]:
    head, gap, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    if not gap:
        raise bad("headers in multipart/form-data are empty")
    headers = _headers(head)
    if headers.get_content_disposition() != "form-data":
        raise bad("expected form-data content disposition")
    name = headers.get_param("name", header="content-disposition")
    if not isinstance(name, str) or not name:
        raise bad("field name in multipart/form-data not found")
    file = headers.get_filename()
    return name, content.decode() if file is None else Upload(file, content)


def _headers(text: bytes) -> Message:
    return BytesHeaderParser().parsebytes(text)
