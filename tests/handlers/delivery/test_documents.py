"""Files for people: below their words, once, with their name."""

import pytest

from bot.domain.alarms import SendOutcome
from bot.domain.people import Channel, Person
from bot.domain.replies import Document, Placement, Reply, Verb, act, column
from bot.handlers.channel import TelegramChannel
from tests.handlers.fakes import InMemoryPeople, ScriptedConversation
from tests.telegram_server.faults import Fault
from tests.telegram_server.phone import Phone
from tests.telegram_server.refusals import too_fast
from tests.telegram_server.server import TelegramServer

ADA = Person(1001, Channel.TELEGRAM, "1001")
DATES = Document("dates.ics", "text/calendar", b"BEGIN:VCALENDAR")
FILED = Reply("your dates", document=DATES)
LOST = Fault(drops=True, after_effect=True)


@pytest.mark.usefixtures("channel")
async def test_a_file_stands_below_its_words(
    phone: Phone, conversation: ScriptedConversation, server: TelegramServer
) -> None:
    conversation.answers["dates"] = (FILED,)
    await phone.say("dates")
    words, file = await phone.answer(), await phone.answer()
    assert (words.text, words.id < file.id) == ("your dates", True)
    assert file.document
    assert file.document["file_name"] == "dates.ics"
    assert file.document["mime_type"] == "text/calendar"
    assert phone.file(file) == DATES.content
    assert "chat_id" in server.called("sendDocument")[0].params


@pytest.mark.usefixtures("channel")
async def test_a_file_comes_too_where_the_words_take_the_place_of_others(
    phone: Phone, conversation: ScriptedConversation
) -> None:
    conversation.answers["menu"] = (Reply("choose", buttons=column([act("File", Verb.HELP)])),)
    conversation.answers["help"] = (Reply("here", place=Placement.INSTEAD, document=DATES),)
    await phone.say("menu")
    menu = await phone.answer()
    await phone.tap("File", menu)
    words, file = await phone.answer(), await phone.answer()
    assert (words.id, phone.file(file)) == (menu.id, DATES.content)


@pytest.mark.usefixtures("phone")
async def test_a_file_that_was_refused_for_a_moment_comes_after_it(
    channel: TelegramChannel, server: TelegramServer
) -> None:
    server.faults.add("sendDocument", too_fast(1))
    assert await channel.deliver(ADA, (FILED,)) is SendOutcome.SENT
    assert len(server.called("sendDocument")) == 2


@pytest.mark.usefixtures("phone")
async def test_a_file_of_which_the_answer_was_lost_is_not_sent_twice(
    channel: TelegramChannel, server: TelegramServer
) -> None:
    server.faults.add("sendDocument", LOST)
    assert await channel.deliver(ADA, (FILED,)) is SendOutcome.UNKNOWN
    assert len(server.called("sendDocument")) == 1


async def test_where_the_words_do_not_arrive_there_is_no_file(
    channel: TelegramChannel, phone: Phone, people: InMemoryPeople, server: TelegramServer
) -> None:
    phone.chat.blocked = True
    assert await channel.deliver(ADA, (FILED,)) is SendOutcome.NOT_SENT
    assert server.called("sendDocument") == []
    assert people.active == {"1001": False}


def test_a_document_is_bounded_and_safely_named() -> None:
    with pytest.raises(ValueError, match="larger than 65536 bytes"):
        Document("dates.ics", "text/calendar", bytes(65_537))
    for name in ('a".ics', "a\r\nb", "../a", "a b"):
        with pytest.raises(ValueError, match="no name for a document"):
            Document(name, "text/calendar", b"")
