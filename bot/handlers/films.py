"""Moving pictures: uploaded once, then known to Telegram by an id."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

from telegram import Message
from telegram.error import TelegramError

from bot.handlers.causes import describe
from bot.handlers.files import FileIds
from bot.handlers.latest import Latest
from bot.handlers.persistence import persist
from bot.handlers.splitting import split
from bot.handlers.spots import Spot
from bot.handlers.turns import Turns
from bot.handlers.urgency import Bot
from bot.handlers.verdicts import Verdict, verdict
from bot.replies import Picture

_LOG = logging.getLogger(__name__)

Animations = Callable[[Picture], Awaitable[bytes]]
"""The MP4 of a picture. Raises `KeyError` when there is none."""

LONGEST_CAPTION = 1024
"""UTF-16 code units."""


@dataclass(frozen=True, slots=True)
class Films:
    """Shows pictures. The words do without, and so it never raises."""

    bot: Bot = field(repr=False)
    """Its own repr shows the token."""
    latest: Latest
    files: FileIds
    animations: Animations
    uploads: Turns = field(default_factory=Turns)

    async def show(self, spot: Spot, picture: Picture) -> bool:
        """Whether the picture stands in the chat now, or perhaps does."""
        try:
            await self._show(spot, picture)
        except TelegramError as error:
            return self._failed(spot.chat_id, error)
        except Exception as error:  # noqa: BLE001 - whatever it was, the words must go out
            _LOG.warning("the picture %s is missing: %s", key_of(picture), describe(error))
            return False
        return True

    async def _show(self, spot: Spot, picture: Picture) -> None:
        file_id = await self.files.get(key_of(picture))
        if file_id is None or not await self._known(spot, picture, file_id):
            await self._upload(spot, picture)

    async def _known(self, spot: Spot, picture: Picture, file_id: str) -> bool:
        """Whether it could be sent by its id."""
        try:
            await self._post(spot, picture, file_id)
        except TelegramError as error:
            if verdict(error) is not Verdict.NO_FILE:
                raise
            await self.files.drop(key_of(picture))
            return False
        return True

    async def _upload(self, spot: Spot, picture: Picture) -> None:
        """Whoever wants the same picture meanwhile waits, and sends the id."""
        key = key_of(picture)
        async with self.uploads.of(key):
            file = await self.files.get(key) or await self.animations(picture)
            message = await self._post(spot, picture, file)
            if message.animation:
                await self.files.put(key, message.animation.file_id)

    async def _post(self, spot: Spot, picture: Picture, file: bytes | str) -> Message:
        send = partial(
            self.bot.send_animation,
            spot.chat_id,
            file,
            caption=_caption(picture),
            filename=f"{picture.exercise}-{picture.side}.mp4",
            rate_limit_args=spot.urgency,
        )
        message = await persist(send, hasty=spot.hasty)
        self.latest.note(spot.chat_id, message.message_id)
        return message

    def _failed(self, chat_id: int, error: TelegramError) -> bool:
        meaning = verdict(error)
        reason = error if meaning is Verdict.REFUSED else type(error).__name__
        _LOG.warning("a picture was lost, %s: %s", meaning.name.lower(), reason)
        if meaning is Verdict.UNKNOWN:
            self.latest.lose(chat_id)
        return meaning is Verdict.UNKNOWN


def key_of(picture: Picture) -> str:
    """What a picture is kept under."""
    return f"{picture.exercise}:{picture.side}"


def _caption(picture: Picture) -> str | None:
    """As many words as fit."""
    spans = split(picture.description, LONGEST_CAPTION)
    return picture.description[spans[0].start : spans[0].end] if spans else None
