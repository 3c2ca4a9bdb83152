"""Voice messages of the assistant, below the text that says the same."""

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
from bot.handlers.delivery.chat_action import ChatActionSign
from bot.handlers.delivery.error_kinds import ErrorKind, describe
from bot.handlers.delivery.sender import DeliveryTarget, persist
from bot.handlers.delivery.uploads import Uploads, lost
from bot.handlers.rate_limit.priority import Bot
from bot.handlers.recent_messages import RecentMessages

_LOG = logging.getLogger(__name__)

Voices = Callable[[Utterance], Awaitable[Sound]]
"""An utterance as sound. Raises `VoiceError` when it cannot be synthesized."""

PATIENCE = 20.0
"""Seconds that synthesis may take; the text has been sent already."""


@dataclass(frozen=True, slots=True)
class VoiceSender:
    """Sends voice messages. It never raises: the text has been sent before."""

    bot: Bot = field(repr=False)
    """Its own repr shows the token."""
    recent: RecentMessages
    uploads: Uploads
    voices: Voices

    async def send(self, target: DeliveryTarget, utterance: Utterance) -> bool:
        """Whether the person accepts voice messages, as far as is known."""
        try:
            await self._send(target, utterance)
        except TelegramError as error:
            meaning = lost(error, "a voice message", target.chat_id, self.recent)
            return meaning is not ErrorKind.NO_VOICES
        except VoiceError as error:
            _LOG.warning("no voice message: %s", error)
        except Exception as error:  # noqa: BLE001 - whatever it was, the text was sent
            _LOG.warning("a voice message is missing: %s", describe(error))
        return True

    async def _send(self, target: DeliveryTarget, utterance: Utterance) -> None:
        async with (
            ChatActionSign(self.bot, target.chat_id, ChatAction.RECORD_VOICE),
            asyncio.timeout(PATIENCE),
        ):
            sound = await self.voices(utterance)

        async def content() -> bytes:
            return sound.content

        await self.uploads.send(key_of(sound), content, partial(self._post, target, sound))

    async def _post(self, target: DeliveryTarget, sound: Sound, file: bytes | str) -> str | None:
        send = partial(
            self.bot.send_voice,
            target.chat_id,
            file,
            duration=max(1, round(sound.seconds)),
            filename="coach.ogg",
            rate_limit_args=target.priority,
        )
        message = await persist(send)
        self.recent.add(target.chat_id, message.message_id)
        return message.voice.file_id if message.voice else None


def key_of(sound: Sound) -> str:
    """The key of its file id: another voice, or other words, give another sound."""
    return f"voice:{sha256(sound.content).hexdigest()}"
