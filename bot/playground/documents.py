"""Files for people, as their browsers save them."""

from starlette.responses import Response

from bot.replies import Document


def attachment(document: Document) -> Response:
    """A file to save; nobody in between keeps a copy."""
    headers = {
        "content-disposition": f'attachment; filename="{document.name}"',
        "cache-control": "no-store",
    }
    return Response(document.content, headers=headers, media_type=document.media_type)
