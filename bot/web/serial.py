"""Messages as JSON: as they are stored, and as the page reads them."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from bot.domain.replies import Action, Button, Cue, Document, Picture, Reply, Utterance
from bot.web.range_response import mark_of


def pack(reply: Reply) -> str:
    """A reply as the text that is stored."""
    content = {
        "title": reply.title,
        "text": reply.text,
        "note": reply.note,
        "speech": reply.speech,
        "buttons": [[_packed(button) for button in row] for row in reply.buttons],
        "picture": asdict(reply.picture) if reply.picture else None,
        "document": _filed(reply.document) if reply.document else None,
        "utterance": _spoken(reply.utterance) if reply.utterance else None,
    }
    return json.dumps({name: value for name, value in content.items() if value})


def unpack(body: str) -> Reply:
    """The reply that `pack` stored."""
    content = json.loads(body)
    return Reply(
        text=content.get("text", ""),
        title=content.get("title", ""),
        note=content.get("note", ""),
        speech=content.get("speech", ""),
        buttons=tuple(_row(row) for row in content.get("buttons", ())),
        picture=Picture(**content["picture"]) if "picture" in content else None,
        document=_document(**content["document"]) if "document" in content else None,
        utterance=_utterance(content["utterance"]) if "utterance" in content else None,
    )


def for_page(body: str, *, speaks: bool) -> dict[str, Any]:
    """A message as the page gets it; documents and sounds it fetches when they are wanted.

    `speaks`: whether sounds can be had at all.
    """
    content: dict[str, Any] = json.loads(body)
    if "document" in content:
        content["document"] = content["document"]["name"]
    cues = content.pop("utterance", None)
    return content | {"sound": mark_of(_utterance(cues))} if cues and speaks else content


def _filed(document: Document) -> dict[str, str]:
    content = b64encode(document.content).decode()
    return {"name": document.name, "media_type": document.media_type, "content": content}


def _document(name: str, media_type: str, content: str) -> Document:
    return Document(name, media_type, b64decode(content))


def _spoken(utterance: Utterance) -> list[tuple[float, str]]:
    return [(cue.at, cue.words) for cue in utterance.cues]


def _utterance(cues: Iterable[tuple[float, str]]) -> Utterance:
    return Utterance(tuple(Cue(at, words) for at, words in cues))


def _packed(button: Button) -> dict[str, str]:
    return {"label": button.label, "action": button.action.encode()}


def _row(row: Iterable[dict[str, Any]]) -> tuple[Button, ...]:
    found = ((button["label"], Action.decode(button["action"])) for button in row)
    # a verb that an older release knew has no meaning left, so its button goes
    return tuple(Button(label, action) for label, action in found if action is not None)
