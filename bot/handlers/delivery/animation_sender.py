"""Moving pictures: uploaded once, then known to Telegram by an id."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

from telegram.error import TelegramError

from bot.domain.replies import Picture
from bot.handlers.causes import describe
from bot.handlers.delivery.chat_bottom import ChatBottom
from bot.handlers.delivery.error_kinds import ErrorKind
from bot.handlers.delivery.retry import persist
from bot.handlers.delivery.splitting import split
from bot.handlers.delivery.target import DeliveryTarget
from bot.handlers.delivery.uploads import Uploads, lost
from bot.handlers.rate_limit.priority import Bot

_LOG = logging.getLogger(__name__)

Animations = Callable[[Picture], Awaitable[bytes]]
"""The MP4 of a picture. Raises `KeyError` when there is none."""

LONGEST_CAPTION = 1024
"""UTF-16 code units."""


@dataclass(frozen=True, slots=True)
class AnimationSender:
    """Shows pictures. The words do without, and so it never raises."""

    bot: Bot = field(repr=False)
    """Its own repr shows the token."""
    latest: ChatBottom
    uploads: Uploads
    animations: Animations

    async def show(self, spot: DeliveryTarget, picture: Picture) -> bool:
        """Whether the picture stands in the chat now, or perhaps does."""
        try:
            await self._show(spot, picture)
        except TelegramError as error:
            return lost(error, "a picture", spot.chat_id, self.latest) is ErrorKind.UNKNOWN
        except Exception as error:  # noqa: BLE001 - whatever it was, the words must go out
            _LOG.warning("the picture %s is missing: %s", key_of(picture), describe(error))
            return False
        return True

    async def _show(self, spot: DeliveryTarget, picture: Picture) -> None:
        await self.uploads.send(
            key_of(picture), partial(self.animations, picture), partial(self._post, spot, picture)
        )

    async def _post(self, spot: DeliveryTarget, picture: Picture, file: bytes | str) -> str | None:
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
        return message.animation.file_id if message.animation else None


def key_of(picture: Picture) -> str:
    """What a picture is kept under."""
    return f"{picture.exercise}:{picture.side}"


def _caption(picture: Picture) -> str | None:
    """As many words as fit."""
    spans = split(picture.description, LONGEST_CAPTION)
    return picture.description[spans[0].start : spans[0].end] if spans else None
