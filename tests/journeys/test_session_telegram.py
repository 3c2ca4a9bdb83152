"""A guided session in Telegram, from the order to the history."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.knowledge.knowledge_base import KnowledgeBase
from tests.journeys.telegram_trainee import Trainee, in_telegram, title
from tests.waiting import until

POPPED = "something popped and now it's numb"


@pytest.fixture
async def ada(tmp_path: Path, knowledge: KnowledgeBase) -> AsyncIterator[Trainee]:
    async with in_telegram(tmp_path, knowledge) as trainee:
        yield trainee


async def test_a_whole_session(ada: Trainee) -> None:
    first = await ada.write("/session finisher")
    assert title(first) == "Finisher: set 1 of 2, left"
    work = await ada.tap("Start: left leg")
    assert (work.id, "Count 2 up" in work.text) == (first.id, True)

    answer = await ada.write("why do my hamstrings cramp")
    assert answer.labels[0] == "Resume: set 1, left"
    back = await ada.tap("Resume")
    assert back.id > answer.id
    assert title(back) == "Finisher: set 1 of 2, left"
    await until(lambda: first.labels == [])

    noted = await ada.write("my back is arching")
    assert "Mind this: Reset, engage your core" in noted.text

    await ada.tap("Done")
    await ada.tap("Start: right leg")
    done = await ada.tap("Done")
    assert title(done) == "Finisher: set 1 of 2 done"
    rest = await ada.tap("Back of the thigh")
    assert title(rest) == "Finisher: rest before set 2 of 2"

    await ada.skip(seconds=46)
    over = await ada.look()
    assert over.id > rest.id
    assert "The rest is over." in over.text
    await until(lambda: rest.labels == [])

    easier = await ada.write("hurts 5")
    assert "Let us make it easier" in easier.text
    assert "Prone straight-leg hip extension" in easier.text
    await ada.tap("Done")
    await ada.tap("Start: right leg")
    await ada.tap("Done")
    await ada.phone.tap(next(one for one in ada.card.labels if "thigh" in one), ada.card)  # type: ignore[union-attr]
    summary = await ada.phone.answer()
    assert title(summary) == "Finisher: done"
    assert "2 of two sets done" in summary.text or "2 of 2 sets done" in summary.text
    assert "Pain: 5 of 10 at most." in summary.text
    assert "Next time:" in summary.text
    assert summary.labels == []

    await ada.phone.say("/history")
    history = await ada.phone.answer()
    assert title(history) == "Your last sessions"
    assert "Finisher" in history.text
    assert "pain 5 of 10" in history.text


async def test_the_movement_is_shown_once(ada: Trainee) -> None:
    await ada.phone.say("/session finisher")
    animation = await ada.phone.answer()
    assert ada.phone.animation(animation)[4:8] == b"ftyp"
    assert "Standing hamstring curl, left leg" in animation.text
    ada.card = await ada.phone.answer()
    await ada.tap("Start")
    await ada.write("pause")
    await ada.tap("Resume")
    assert len(ada.server.called("sendAnimation")) == 1
    stopped = await ada.tap("Stop")
    await ada.phone.tap("Drop it", stopped)
    await ada.phone.answer()
    await ada.write("/session finisher")
    first, second = ada.server.called("sendAnimation")
    assert second.params["animation"] == animation.animation["file_id"]  # type: ignore[index]
    assert first.params["animation"] != second.params["animation"]


async def test_a_red_flag_locks_over_a_restart_until_it_is_cleared(ada: Trainee) -> None:
    await ada.write("/session finisher")
    await ada.tap("Start")
    stop = await ada.write(POPPED)
    assert title(stop) == "Please stop here"
    card = await ada.look()
    assert card.labels == ["Save what I did", "Drop it"]

    await ada.stop()
    await ada.start()
    locked = await ada.write("/session primer")
    assert "Training is paused here" in locked.text
    await ada.phone.tap("Drop it", card)
    assert title(await ada.phone.answer()) == "Finisher: dropped"
    sure = await ada.tap("I have been checked", locked)
    await ada.phone.tap("Yes, I may train again", sure)
    cleared = await ada.phone.answer()
    assert "Training is open again" in cleared.text
    assert title(await ada.write("/session primer")).startswith("Primer: set 1")


async def test_a_rest_that_ends_while_the_assistant_is_down_rings_once(ada: Trainee) -> None:
    await ada.write("/session finisher")
    for label in ("Start", "Done", "Start", "Done", "Back of the thigh"):
        await ada.tap(label)
    await ada.stop()
    ada.clock.skip(minutes=2)
    await ada.start()
    assert "The rest is over." in (await ada.look()).text
    assert ada.card
    await ada.tap("Done") if "Done" in ada.card.labels[0] else await ada.tap("Start")
    assert await ada.phone.silence()


async def test_taps_of_a_card_edit_it_after_a_restart(ada: Trainee) -> None:
    first = await ada.write("/session finisher")
    await ada.stop()
    await ada.start()
    assert (await ada.tap("Start")).id == first.id
