"""Our bot in Telegram, ringing faster than Telegram allows and with leases of seconds."""

import asyncio
import sys
from datetime import timedelta

from bench.programs import report
from bot.app import app, start_logging
from bot.config import read_settings
from bot.handlers.rate_limit.limiter import Rate, RateLimiter
from bot.scheduler import DispatchTiming

RATE = 150
"""Reminders a second at most."""
SPACING = (0.6 / RATE, 1.4 / RATE)
TIMING = DispatchTiming(
    lease=timedelta(seconds=4),
    timeout=timedelta(seconds=1.5),
    repeat_pause=timedelta(seconds=1),
    spacing=SPACING,
)
_RATE = Rate(1 / RATE, 5)


async def main(*words: str) -> None:
    """Ring until the input ends, or until somebody kills us."""
    root, token, url, folder, doubt, listens = words
    start_logging()
    settings = read_settings(
        {
            "TELEGRAM_API_URL": root,
            "TELEGRAM_BOT_TOKEN": token,
            "DATABASE_URL": url,
            "BOT_DATA_DIR": folder,
            "BOT_CHAT_PORT": "0",
            "BOT_REMINDER_DOUBT": doubt,
        }
    )
    rate_limiter = RateLimiter(overall=_RATE, reminders=_RATE, private=_RATE, group=_RATE)
    async with app(
        settings, rate_limiter=rate_limiter, timing=TIMING, listens=listens == "listens"
    ):
        await report()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
