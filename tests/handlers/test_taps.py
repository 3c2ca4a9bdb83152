"""Tapped buttons, new, old and gone."""

import pytest

from bot.domain.replies import Placement, Reply, Rows, Verb, act, column
from tests.handlers.fakes import ScriptedConversation
from tests.telegram_server.chats import Message
from tests.telegram_server.faults import Fault
from tests.telegram_server.phone import Phone
from tests.telegram_server.refusals import TOO_OLD, bad, too_fast
from tests.telegram_server.server import TelegramServer

pytestmark = pytest.mark.usefixtures("channel")

MENU: Rows = column([act("More", Verb.HELP), act("Done", Verb.DONE)])
NEW = Reply("new words", buttons=MENU)
INSTEAD = Reply("other words", place=Placement.INSTEAD)
BUTTONS = Reply(buttons=column([act("Thanks", Verb.DONE)]), place=Placement.BUTTONS)


@pytest.fixture
async def menu(phone: Phone, conversation: ScriptedConversation) -> Message:
    """A message with buttons, just answered."""
    conversation.answers["menu"] = (Reply("words", buttons=MENU),)
    await phone.say("menu")
    return await phone.answer()


async def test_the_callback_is_answered_before_anything_else(
    phone: Phone, menu: Message, server: TelegramServer, conversation: ScriptedConversation
) -> None:
    conversation.answers["help"] = (NEW,)
    await phone.tap("More", menu)
    await phone.answer()
    (settled,) = server.called("answerCallbackQuery")
    assert settled.at < server.called("sendMessage")[-1].at


async def test_a_reply_instead_edits_the_tapped_message(
    phone: Phone, menu: Message, conversation: ScriptedConversation
) -> None:
    conversation.answers["help"] = (INSTEAD,)
    await phone.tap("More", menu)
    answer = await phone.answer()
    assert (answer, answer.text, answer.labels) == (menu, "other words", [])


async def test_a_reply_for_the_buttons_leaves_the_words(
    phone: Phone, menu: Message, conversation: ScriptedConversation
) -> None:
    conversation.answers["help"] = (BUTTONS,)
    await phone.tap("More", menu)
    answer = await phone.answer()
    assert (answer, answer.text, answer.labels) == (menu, "words", ["Thanks"])


async def test_an_edit_that_changes_nothing_is_not_asked_for(
    phone: Phone, menu: Message, server: TelegramServer, conversation: ScriptedConversation
) -> None:
    conversation.answers["help"] = (Reply("words", buttons=MENU, place=Placement.INSTEAD),)
    await phone.tap("More", menu)
    assert await phone.silence()
    assert not server.called("editMessageText")


async def test_an_edit_that_changed_nothing_after_all_is_fine(
    phone: Phone, menu: Message, server: TelegramServer, conversation: ScriptedConversation
) -> None:
    conversation.answers["help"] = (INSTEAD, Reply("next"))
    await phone.tap("More", menu)
    await phone.answer()
    await phone.answer()
    menu.keyboard = {"inline_keyboard": [[{"text": "More", "callback_data": "help"}]]}
    server.faults.add("editMessageText", bad("message is not modified: specified new message"))
    await phone.tap("More", menu)
    assert (await phone.answer()).text == "next"


@pytest.mark.parametrize(
    "refusal", [bad("message can't be edited"), bad("message to edit not found")]
)
async def test_what_cannot_be_edited_is_said_anew(
    phone: Phone,
    menu: Message,
    server: TelegramServer,
    conversation: ScriptedConversation,
    refusal: Exception,
) -> None:
    assert isinstance(refusal, type(TOO_OLD))
    server.faults.add("editMessageText", refusal)
    conversation.answers["help"] = (INSTEAD,)
    await phone.tap("More", menu)
    answer = await phone.answer()
    assert (answer.id != menu.id, answer.text) == (True, "other words")


async def test_a_message_that_is_out_of_reach_gets_a_new_one(
    phone: Phone, menu: Message, conversation: ScriptedConversation
) -> None:
    conversation.answers["help"] = (BUTTONS, INSTEAD)
    await phone.tap("More", menu, deleted=True)
    answer = await phone.answer()
    assert (answer.id != menu.id, answer.text) == (True, "other words")


async def test_a_tap_without_a_message_is_answered_in_private(phone: Phone) -> None:
    await phone.tap_data("help", None)
    assert (await phone.answer()).text == "You said: help"


async def test_nonsense_behind_a_button_is_answered_too(
    phone: Phone, menu: Message, server: TelegramServer
) -> None:
    await phone.tap_data("<nonsense>", menu)
    assert (await phone.answer()).text == "You said: <nonsense>"
    assert len(server.called("answerCallbackQuery")) == 1


async def test_a_button_that_only_says_something_stops_spinning(
    phone: Phone, menu: Message, server: TelegramServer, conversation: ScriptedConversation
) -> None:
    conversation.answers["done"] = ()
    await phone.tap("Done", menu)
    assert await phone.silence()
    assert len(server.called("answerCallbackQuery")) == 1


async def test_a_query_that_is_too_old_still_gets_its_answer(
    phone: Phone, menu: Message, server: TelegramServer
) -> None:
    server.methods.callback_lasts = 0.0
    await phone.tap("More", menu)
    assert (await phone.answer()).text == "You said: help"


async def test_a_lost_callback_answer_is_repeated_once(
    phone: Phone, menu: Message, server: TelegramServer
) -> None:
    server.faults.add("answerCallbackQuery", *[Fault(drops=True)] * 2)
    await phone.tap("More", menu)
    assert (await phone.answer()).text == "You said: help"
    assert len(server.called("answerCallbackQuery")) == 2


async def test_a_lost_edit_is_repeated_once(
    phone: Phone, menu: Message, server: TelegramServer, conversation: ScriptedConversation
) -> None:
    server.faults.add("editMessageText", Fault(drops=True, after_effect=True))
    conversation.answers["help"] = (INSTEAD, Reply("next"))
    await phone.tap("More", menu)
    assert [(await phone.answer()).text for _ in range(2)] == ["other words", "next"]
    assert len(server.called("editMessageText")) == 2


async def test_an_edit_that_comes_too_fast_waits(
    phone: Phone, menu: Message, server: TelegramServer, conversation: ScriptedConversation
) -> None:
    server.faults.add("editMessageReplyMarkup", too_fast(1))
    conversation.answers["help"] = (BUTTONS,)
    await phone.tap("More", menu)
    assert (await phone.answer()).labels == ["Thanks"]


async def test_a_long_reply_instead_goes_on_below(
    phone: Phone, menu: Message, conversation: ScriptedConversation
) -> None:
    long = Reply("word " * 1500, buttons=MENU, place=Placement.INSTEAD)
    conversation.answers["help"] = (long,)
    await phone.tap("More", menu)
    first, second = await phone.answer(), await phone.answer()
    assert (first, first.labels) == (menu, [])
    assert (second.id > menu.id, second.labels) == (True, ["More", "Done"])
