"""Animations: uploaded once, then sent by the file id that Telegram gave them."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

from telegram.error import TelegramError

from bot.domain.replies import Picture
from bot.handlers.delivery.error_kinds import ErrorKind, describe
from bot.handlers.delivery.rendering import split
from bot.handlers.delivery.sender import DeliveryTarget, persist
from bot.handlers.delivery.uploads import Uploads, lost
from bot.handlers.rate_limit.priority import Bot
from bot.handlers.recent_messages import RecentMessages

_LOG = logging.getLogger(__name__)

Animations = Callable[[Picture], Awaitable[bytes]]
"""The MP4 of a picture. Raises `KeyError` when there is none."""

LONGEST_CAPTION = 1024
"""UTF-16 code units."""


@dataclass(frozen=True, slots=True)
class AnimationSender:
    """Sends animations. It never raises: the text is sent without them, too."""

    bot: Bot = field(repr=False)
    """Its own repr shows the token."""
    recent: RecentMessages
    uploads: Uploads
    animations: Animations

    async def send(self, target: DeliveryTarget, picture: Picture) -> bool:
        """Whether the animation stands in the chat now, or perhaps does."""
        try:
            await self._send(target, picture)
        except TelegramError as error:
            return lost(error, "a picture", target.chat_id, self.recent) is ErrorKind.UNKNOWN
        except Exception as error:  # noqa: BLE001 - whatever it was, the text must go out
            _LOG.warning("the picture %s is missing: %s", key_of(picture), describe(error))
            return False
        return True

    async def _send(self, target: DeliveryTarget, picture: Picture) -> None:
        await self.uploads.send(
            key_of(picture), partial(self.animations, picture), partial(self._post, target, picture)
        )

    async def _post(
        self, target: DeliveryTarget, picture: Picture, file: bytes | str
    ) -> str | None:
        send = partial(
            self.bot.send_animation,
            target.chat_id,
            file,
            caption=_caption(picture),
            filename=f"{picture.exercise}-{picture.side}.mp4",
            rate_limit_args=target.priority,
        )
        message = await persist(send, hasty=target.hasty)
        self.recent.add(target.chat_id, message.message_id)
        return message.animation.file_id if message.animation else None


def key_of(picture: Picture) -> str:
    """The key of its file id."""
    return f"{picture.exercise}:{picture.side}"


def _caption(picture: Picture) -> str | None:
    """The description as far as it fits."""
    spans = split(picture.description, LONGEST_CAPTION)
    return picture.description[spans[0].start : spans[0].end] if spans else None
