"""When something unexpected happens: it is logged without a word that anybody wrote."""

import asyncio
import logging
import traceback
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SORRY = "Something went wrong on my side. Please try again in a moment."
STOPPING = "The chat is just being restarted. Please send that again in a moment."
_FRAMES = 6

log = logging.getLogger(__name__)


def trace(error: BaseException) -> str:
    """What happened and where; never the error's own text, which may quote a person."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = " < ".join(
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames)
    )
    return f"{type(error).__name__} at {places}"


@dataclass(frozen=True, slots=True)
class ErrorMiddleware:
    """Catches what falls through: a line in the log, one kind sentence for the person."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the app; answer for it when it fails before it began to answer."""
        began = False

        async def sending(message: Message) -> None:
            nonlocal began
            began = True
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except ClientDisconnect:
            return
        except asyncio.CancelledError:  # the server stops and has waited long enough
            if not began:
                await JSONResponse({"error": STOPPING}, 503)(scope, receive, send)
        except Exception as error:  # noqa: BLE001 - whatever it was, the server goes on
            log.error("The browser chat failed: %s", trace(error))  # noqa: TRY400 - see trace
            if not began:
                await JSONResponse({"error": SORRY}, 500)(scope, receive, send)
