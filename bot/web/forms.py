"""What the page sends: small JSON objects, read with limits."""

import asyncio
from dataclasses import dataclass
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.domain.replies import ACTION_BYTES
from bot.knowledge.knowledge_base import LONGEST_TEXT
from bot.web.sse import LARGEST

_GOODBYE = {"connection": "close"}
"""The rest of the request is not worth reading."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a request body is read, and for how long."""

    size: int
    """Bytes at most."""
    seconds: float
    excess: str
    """The sentence for the person when there is more."""

    async def read(self, request: Request) -> bytes:
        """The body. Raises an `HTTPException` when it is too large or too slow."""
        try:
            async with asyncio.timeout(self.seconds):
                return await self._read(request)
        except TimeoutError:
            raise HTTPException(408, "That took too long to arrive.", _GOODBYE) from None

    async def _read(self, request: Request) -> bytes:
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > self.size:
                raise HTTPException(413, self.excess, _GOODBYE)
        return bytes(body)


LIMITS = Limits(32_768, 10, "That is too much at once. Please send less.")
"""Room for the longest text with every character escaped."""

FormT = TypeVar("FormT", bound="Form")


class Form(BaseModel):
    """An object with exactly these fields of exactly these types."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class SayForm(Form):
    """A typed message."""

    text: str

    def words(self) -> str:
        """The text, cleaned. Raises an `HTTPException` when there is none or too much."""
        text = self.text.replace("\r\n", "\n").replace("\0", "").strip()
        if not text:
            raise HTTPException(422, "Please write a few words first.")
        if len(text) > LONGEST_TEXT:
            raise HTTPException(
                413, f"That is more than {LONGEST_TEXT} characters. Please ask in fewer words."
            )
        return text


class TapForm(Form):
    """A tapped button."""

    message: Annotated[int, Field(ge=1, le=LARGEST)]
    action: str

    def data(self) -> str:
        """The action of the button. Raises an `HTTPException` when no button has so long a one."""
        if len(self.action.encode()) > ACTION_BYTES:
            raise HTTPException(413, "No button holds that much.")
        return self.action


async def read_form(request: Request, form: type[FormT]) -> FormT:
    """The object in a request. Raises an `HTTPException` with a sentence for the person."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise HTTPException(415, "This chat reads JSON only.")
    body = await LIMITS.read(request)
    try:
        return form.model_validate_json(body)
    except ValidationError:
        raise HTTPException(422, "This chat could not read that. Please try again.") from None
