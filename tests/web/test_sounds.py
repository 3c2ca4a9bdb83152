"""What is said aloud: for its reader only, whole or in parts, as long as it stands there."""

import pytest

from bot.domain.replies import Cue, Placement, Reply, Utterance, Verb, act, saying
from bot.web.range_response import mark_of
from tests.web.fakes import OGG, Voices, standing_clock
from tests.web.visits import RunningChat, Visit, running_chat

pytestmark = pytest.mark.asyncio(loop_scope="module")

COUNTED = Utterance((Cue(0.0, "Left leg."), Cue(2.5, "one"), Cue(5.25, "two")))


async def spoken(chat: RunningChat, visit: Visit, utterance: Utterance = COUNTED) -> str:
    """The address of something that the coach says aloud."""
    await chat.channel.deliver(visit.person, [Reply("I count.", utterance=utterance)])
    message = (await visit.arrive())[-1]
    return f"/sounds/{message['id']}/{message['sound']}.ogg"


async def test_a_message_that_is_said_aloud_can_be_played(chat: RunningChat, visit: Visit) -> None:
    address = await spoken(chat, visit)
    answer = await visit.client.get(address)
    assert (answer.status_code, answer.content) == (200, OGG)
    assert answer.headers["content-type"] == "audio/ogg"
    assert chat.voices.said[-1] == COUNTED


async def test_the_page_gets_a_mark_and_not_the_words_again(
    chat: RunningChat, visit: Visit
) -> None:
    await chat.channel.deliver(visit.person, [Reply("Hi.", utterance=COUNTED), Reply("Silent.")])
    aloud, silent = (await visit.arrive())[-2:]
    assert aloud["sound"] == mark_of(COUNTED)
    assert "utterance" not in aloud
    assert "sound" not in silent


async def test_a_sound_stays_with_its_reader(chat: RunningChat, visit: Visit) -> None:
    address = await spoken(chat, visit)
    async with chat.visit() as other:
        await other.arrive()
        refused = await other.client.get(address)
        assert (refused.status_code, refused.json()["error"]) == (
            404,
            "There is nothing to hear here.",
        )
        other.client.cookies.clear()
        assert (await other.client.get(address)).status_code == 401
    foreign = await visit.client.get(address, headers={"sec-fetch-site": "cross-site"})
    assert foreign.status_code == 403


async def test_a_browser_asks_anew_before_it_plays_what_it_kept(
    chat: RunningChat, visit: Visit
) -> None:
    address = await spoken(chat, visit)
    headers = (await visit.client.get(address)).headers
    assert headers["cache-control"] == "private, no-cache"
    known = {"if-none-match": headers["etag"]}
    assert (await visit.client.get(address, headers=known)).status_code == 304
    visit.client.cookies.clear()
    assert (await visit.client.get(address, headers=known)).status_code == 401


async def test_a_player_may_ask_for_a_part(chat: RunningChat, visit: Visit) -> None:
    address = await spoken(chat, visit)
    answer = await visit.client.get(address, headers={"range": "bytes=4-9"})
    assert (answer.status_code, answer.content) == (206, OGG[4:10])
    assert answer.headers["content-range"] == f"bytes 4-9/{len(OGG)}"


async def test_a_message_that_was_edited_sounds_otherwise(chat: RunningChat, visit: Visit) -> None:
    def card(text: str, utterance: Utterance | None) -> Reply:
        button = act("Done", Verb.SESSION, "d")
        return Reply(text, buttons=((button,),), place=Placement.CARD, utterance=utterance)

    await chat.channel.deliver(visit.person, [card("Set 1", COUNTED)])
    before = (await visit.arrive())[-1]
    await chat.channel.deliver(visit.person, [card("Set 2", saying("Set two."))])
    after = (await visit.arrive())[-1]
    assert after["id"] == before["id"]
    earlier, later = (f"/sounds/{one['id']}/{one['sound']}.ogg" for one in (before, after))
    assert (await visit.client.get(earlier)).status_code == 404
    assert (await visit.client.get(later)).status_code == 200
    assert chat.voices.said[-1] == saying("Set two.")
    await chat.channel.deliver(visit.person, [card("Rest", None)])
    assert (await visit.client.get(later)).status_code == 404


@pytest.mark.parametrize(
    "name",
    ["0/x", "-1/x", "1/x", "01/x", "a/x", "1.5/x", "%C2%B2/x", "9" * 15 + "/x", "9" * 5000 + "/x",
     "..%2f1/x", "1/..%2fx", "1/", "/x"],
)  # fmt: skip
async def test_where_nothing_is_said_nothing_is_found(
    chat: RunningChat, visit: Visit, name: str
) -> None:
    said = len(chat.voices.said)
    assert (await visit.client.get(f"/sounds/{name}.ogg")).status_code == 404
    assert len(chat.voices.said) == said


async def test_a_message_that_is_only_written_cannot_be_played(visit: Visit) -> None:
    (hello,) = await visit.arrive()
    answer = await visit.client.get(f"/sounds/{hello['id']}/{mark_of(COUNTED)}.ogg")
    assert answer.status_code == 404


async def test_a_voice_that_fails_says_so_in_words(chat: RunningChat, visit: Visit) -> None:
    answer = await visit.client.get(await spoken(chat, visit, saying("mumble")))
    assert answer.status_code == 503
    assert "The words say the same" in answer.json()["error"]


async def test_without_a_voice_there_is_nothing_to_play() -> None:
    async with running_chat(voices=Voices(synthesizes=False)) as chat, chat.visit() as visit:
        await visit.arrive()
        await chat.channel.deliver(visit.person, [Reply("Hi.", utterance=COUNTED)])
        assert "sound" not in (await visit.arrive())[-1]


async def test_somebody_who_plays_everything_at_once_is_slowed_down() -> None:
    async with running_chat(clock=standing_clock) as chat, chat.visit() as visit:
        await visit.arrive()
        address = await spoken(chat, visit)
        answers = [await visit.client.get(address) for _ in range(40)]
        assert [answer.status_code for answer in answers] == [200] * 30 + [429] * 10
        assert (await visit.say("hello")).status_code == 200
