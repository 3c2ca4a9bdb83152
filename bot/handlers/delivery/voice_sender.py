"""Voice messages of the assistant, below the words that say the same."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256

from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.domain.audio import Sound
from bot.domain.replies import Utterance
from bot.errors import VoiceError
from bot.handlers.causes import describe
from bot.handlers.delivery.chat_action import ChatActionSign
from bot.handlers.delivery.chat_bottom import ChatBottom
from bot.handlers.delivery.error_kinds import ErrorKind
from bot.handlers.delivery.retry import persist
from bot.handlers.delivery.target import DeliveryTarget
from bot.handlers.delivery.uploads import Uploads, lost
from bot.handlers.rate_limit.priority import Bot

_LOG = logging.getLogger(__name__)

Voices = Callable[[Utterance], Awaitable[Sound]]
"""Speaks. Raises `VoiceError` when there is no voice, or it cannot speak now."""

PATIENCE = 20.0
"""Seconds that speaking may take; the words are there already."""


@dataclass(frozen=True, slots=True)
class VoiceSender:
    """Says things aloud. The words have gone out before, and so it never raises."""

    bot: Bot = field(repr=False)
    """Its own repr shows the token."""
    latest: ChatBottom
    uploads: Uploads
    voices: Voices

    async def say(self, spot: DeliveryTarget, utterance: Utterance) -> bool:
        """Whether the person takes voice messages, as far as is known."""
        try:
            await self._say(spot, utterance)
        except TelegramError as error:
            meaning = lost(error, "a voice message", spot.chat_id, self.latest)
            return meaning is not ErrorKind.NO_VOICES
        except VoiceError as error:
            _LOG.warning("nothing is said aloud: %s", error)
        except Exception as error:  # noqa: BLE001 - whatever it was, the words are there
            _LOG.warning("a voice message is missing: %s", describe(error))
        return True

    async def _say(self, spot: DeliveryTarget, utterance: Utterance) -> None:
        async with (
            ChatActionSign(self.bot, spot.chat_id, ChatAction.RECORD_VOICE),
            asyncio.timeout(PATIENCE),
        ):
            sound = await self.voices(utterance)

        async def content() -> bytes:
            return sound.content

        await self.uploads.send(key_of(sound), content, partial(self._post, spot, sound))

    async def _post(self, spot: DeliveryTarget, sound: Sound, file: bytes | str) -> str | None:
        send = partial(
            self.bot.send_voice,
            spot.chat_id,
            file,
            duration=max(1, round(sound.seconds)),
            filename="coach.ogg",
            rate_limit_args=spot.urgency,
        )
        message = await persist(send)
        self.latest.note(spot.chat_id, message.message_id)
        return message.voice.file_id if message.voice else None


def key_of(sound: Sound) -> str:
    """What a sound is kept under: another voice, or other words, are another sound."""
    return f"voice:{sha256(sound.content).hexdigest()}"
