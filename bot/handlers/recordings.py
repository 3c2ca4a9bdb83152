"""Voice messages and audio files."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from telegram import Audio, Update, Voice
from telegram.error import TelegramError
from telegram.ext import MessageHandler, filters

from bot.conversation.speech_input import unfit
from bot.domain.audio import NotHeard, RecognitionError, Recording
from bot.handlers.addressing import answers, is_private
from bot.handlers.delivery.sender import persist
from bot.handlers.exchange import Exchange
from bot.handlers.ports import Context, Handlers

_LOG = logging.getLogger(__name__)
_SOUND = filters.UpdateType.MESSAGE & (filters.VOICE | filters.AUDIO)

FETCHING = 20.0
"""Seconds that downloading a recording may take."""


@dataclass(frozen=True, slots=True)
class Recordings:
    """Passes recordings to the conversation; they are not stored."""

    exchange: Exchange

    def handlers(self) -> Handlers:
        """New voice messages and audio files; those with a caption are read instead."""
        return (MessageHandler(_SOUND, self.listen),)

    async def listen(self, update: Update, _: Context) -> None:
        """Answer in private; in a group only replies to the bot."""
        message = update.message
        assert message
        sound = message.voice or message.audio
        assert sound
        if message.from_user is None:
            return
        if is_private(message) or answers(self.exchange.me, message):
            await self.exchange.listen(message.from_user, message, partial(fetch, sound))


async def fetch(sound: Voice | Audio) -> Recording | NotHeard:
    """The recording, if it is fit: its size and length are looked at before it is fetched."""
    seconds = _seconds(sound.duration)
    why = unfit(sound.file_size, seconds)
    if why:
        return NotHeard(why)
    try:
        content = await _content(sound)
    except (TelegramError, TimeoutError) as error:
        _LOG.warning("a recording could not be fetched: %s", type(error).__name__)
        return NotHeard(RecognitionError.FAILED)
    return Recording(content, sound.mime_type or "", seconds)


async def _content(sound: Voice | Audio) -> bytes:
    async with asyncio.timeout(FETCHING):
        file = await persist(sound.get_file, idempotent=True)
        return bytes(await persist(file.download_as_bytearray, idempotent=True))


def _seconds(duration: int | timedelta) -> float:
    return duration.total_seconds() if isinstance(duration, timedelta) else float(duration)
