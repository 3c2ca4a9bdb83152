"""What somebody who trains takes for the card."""

import json

from bench.tapping import Trainee
from tests.telegram_server.server import TelegramServer

START = json.dumps({"inline_keyboard": [[{"text": "Start", "callback_data": "session:begin:0"}]]})


async def test_old_buttons_that_go_are_not_the_answer_to_a_tap() -> None:
    server = TelegramServer()
    trainee = Trainee(server.phone())
    say, edit = server.methods.do_sendmessage, server.methods.do_editmessagetext
    await say({"chat_id": "1001", "text": "Set 1", "reply_markup": START})
    await trainee.say("/session")
    old = trainee.card
    await say({"chat_id": "1001", "text": "Set 2", "reply_markup": START})
    await trainee.tap()
    for message, text in ((old, "No buttons any more"), (trainee.card, "Working")):
        assert message
        await edit({"chat_id": "1001", "message_id": str(message.id), "text": text})
    await trainee.tap_nothing()
    assert trainee.card
    assert trainee.card.text == "Working"
