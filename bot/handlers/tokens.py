"""Bot tokens, looked at before anything is sent."""

import re

from bot.errors import StartError

_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]{3,}")

NO_TOKEN = "TELEGRAM_BOT_TOKEN is not set."  # noqa: S105  a sentence about the token, not a token
MISSHAPEN = (
    "TELEGRAM_BOT_TOKEN does not look like a bot token: it must be the number, "
    "the colon and the letters that @BotFather gave you."
)
REFUSED = (
    "Telegram refused TELEGRAM_BOT_TOKEN: ask @BotFather for the bot's current token, "
    "and check TELEGRAM_API_URL if you set it."
)


def read_token(text: str | None) -> str:
    """The token, when it has the shape of one.

    Raises `StartError`, which never shows the token.
    """
    if text is None:
        raise StartError(NO_TOKEN)
    if not _TOKEN.fullmatch(text):
        raise StartError(MISSHAPEN)
    return text


def secret_of(token: str) -> str:
    """The half of a token that nobody may see; the number before it is public."""
    return token.partition(":")[2]
