"""Our bot in Telegram as `python -m bot run` has it, without the pauses between messages."""

import asyncio
import cProfile
import sys
from pathlib import Path

from bench.programs import report
from bot.app import app, start_logging
from bot.config import read_settings
from bot.handlers.rate_limit.limiter import Rate, RateLimiter
from tests.fakes import MUTE

_AT_ONCE = Rate(0.0, 1)


async def main(root: str, token: str, folder: str, how: str = "mute", profile: str = "") -> None:
    """Answer until the input ends; with a file for it, write a profile of what that took.

    `how` is "mute" or "aloud": without engines for speech, or with those that are usual.
    """
    start_logging()
    settings = read_settings(
        {
            "TELEGRAM_API_URL": root,
            "TELEGRAM_BOT_TOKEN": token,
            "BOT_DATA_DIR": folder,
            "BOT_CHAT_PORT": "0",
            **({} if how == "aloud" else MUTE),
        }
    )
    rate_limiter = RateLimiter(
        overall=_AT_ONCE, reminders=_AT_ONCE, private=_AT_ONCE, group=_AT_ONCE
    )
    async with app(settings, rate_limiter=rate_limiter):
        await (_profiled(Path(profile)) if profile else report())


async def _profiled(file: Path) -> None:
    profiler = cProfile.Profile()
    profiler.enable()
    await report()
    profiler.disable()
    profiler.dump_stats(file)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
