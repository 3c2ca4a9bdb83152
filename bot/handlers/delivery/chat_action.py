"""Chat actions: the "typing…" or "recording…" under a bot's name during slow answers."""

import asyncio
from contextlib import suppress
from types import TracebackType
from typing import Self

from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.handlers.rate_limit.priority import Bot

SLOW = 0.7
"""Seconds until the action is shown; most answers are there before, and cost no request for it."""
FADES = 4.5
"""Seconds between two requests; Telegram shows an action for five."""


class ChatActionSign:
    """Shows a chat action while its block runs, unless the block is quick."""

    def __init__(self, bot: Bot, chat_id: int, action: ChatAction = ChatAction.TYPING) -> None:
        self._bot = bot
        self._chat_id = chat_id
        self._action = action
        self._shown: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._timer = asyncio.get_running_loop().call_later(SLOW, self._show)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        if self._shown:
            self._shown.cancel()

    def _show(self) -> None:
        self._shown = asyncio.create_task(self._keep_showing())

    async def _keep_showing(self) -> None:
        with suppress(TelegramError):
            while True:
                await self._bot.send_chat_action(self._chat_id, self._action)
                await asyncio.sleep(FADES)
