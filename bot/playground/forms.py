"""What the page sends: small JSON objects, read with limits."""

import asyncio
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.conversation import LONGEST_TEXT
from bot.playground.events import LARGEST
from bot.replies import ACTION_BYTES

BODY_BYTES = 32_768
"""Room for the longest text with every character escaped."""
BODY_SECONDS = 10

FormT = TypeVar("FormT", bound="Form")


class Form(BaseModel):
    """An object with exactly these fields of exactly these types."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Say(Form):
    """A typed message."""

    text: str

    def words(self) -> str:
        """The text as it goes on. Raises an `HTTPException` when there is none or too much."""
        text = self.text.replace("\r\n", "\n").replace("\0", "").strip()
        if not text:
            raise HTTPException(422, "Please write a few words first.")
        if len(text) > LONGEST_TEXT:
            raise HTTPException(
                413, f"That is more than {LONGEST_TEXT} characters. Please ask in fewer words."
            )
        return text


class Tap(Form):
    """A tapped button."""

    message: Annotated[int, Field(ge=1, le=LARGEST)]
    action: str

    def data(self) -> str:
        """The action as it goes on. Raises an `HTTPException` when no button has so long a one."""
        if len(self.action.encode()) > ACTION_BYTES:
            raise HTTPException(413, "No button holds that much.")
        return self.action


async def read_form(request: Request, form: type[FormT]) -> FormT:
    """The object in a request. Raises an `HTTPException` with a sentence for the person."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise HTTPException(415, "This chat reads JSON only.")
    body = await _read(request)
    try:
        return form.model_validate_json(body)
    except ValidationError:
        raise HTTPException(422, "This chat could not read that. Please try again.") from None


async def _read(request: Request) -> bytes:
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await _read_bounded(request)
    except TimeoutError:
        headers = {"connection": "close"}
        raise HTTPException(408, "That took too long to arrive.", headers) from None


async def _read_bounded(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES:
            headers = {"connection": "close"}  # the rest is not worth reading
            raise HTTPException(413, "That is too much at once. Please send less.", headers)
    return bytes(body)
