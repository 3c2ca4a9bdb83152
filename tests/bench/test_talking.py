"""What somebody who speaks takes for the answer, in words and aloud."""

import asyncio

from bench.clips import read_out
from bench.talking import Waits, ask_aloud
from bot.voice.audio import encode
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.uploads import Upload
from tests.voice.recordings import tone

STEP = 0.05
"""Seconds between two messages of the bot; these waits are what is measured."""


async def test_the_last_words_and_the_voice_below_them_are_the_answer() -> None:
    server, sound = TelegramServer(), encode(tone(1.0))
    phone = server.phone()
    say, edit = server.methods.do_sendmessage, server.methods.do_editmessagetext
    old = (await say({"chat_id": "1001", "text": "An old answer"}))["message_id"]
    asking = asyncio.create_task(ask_aloud(phone, sound))
    for text in ("I heard it", "An answer"):
        await asyncio.sleep(STEP)
        await say({"chat_id": "1001", "text": text})
    await asyncio.sleep(STEP)
    await edit({"chat_id": "1001", "message_id": str(old), "text": "Older still"})
    voice = Upload("voice.ogg", sound.content)
    await server.methods.do_sendvoice({"chat_id": "1001", "voice": voice, "duration": "1"})
    waits = await asking
    assert 2 * STEP <= waits.words <= waits.voice - STEP


def test_those_who_have_read_it_wait_less() -> None:
    assert Waits(1.0, 1.5).more == 0.5


def test_answers_are_read_out_for_as_long_as_is_wanted() -> None:
    assert read_out(7.5, "slt").seconds == 7.5
