"""What Telegram shows about the bot: its menu and its descriptions."""

import logging

from telegram import BotCommand
from telegram.error import TelegramError

from bot.domain.commands import COMMANDS, DESCRIPTION, SHORT_DESCRIPTION
from bot.handlers.rate_limit.priority import Bot

_LOG = logging.getLogger(__name__)


async def show_profile(bot: Bot) -> None:
    """Bring it up to date; changing what is right already would use up a strict limit."""
    try:
        await _show_menu(bot)
        await _show_descriptions(bot)
    except TelegramError as error:
        _LOG.warning("the menu and descriptions were not set: %s", error)


async def _show_menu(bot: Bot) -> None:
    menu = tuple(BotCommand(command.name, command.description) for command in COMMANDS)
    if await bot.get_my_commands() != menu:
        await bot.set_my_commands(menu)


async def _show_descriptions(bot: Bot) -> None:
    if (await bot.get_my_description()).description != DESCRIPTION:
        await bot.set_my_description(DESCRIPTION)
    if (await bot.get_my_short_description()).short_description != SHORT_DESCRIPTION:
        await bot.set_my_short_description(SHORT_DESCRIPTION)
