"""Every word of the guided workout, as it stands in wording.txt beside this file."""

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

from bot.domain.replies import Reply
from bot.session.model.actions import SessionVerb
from bot.session.model.choices import Choices, Kit, PracticeLevel
from bot.session.model.workouts import Guide
from bot.session.view import menu
from bot.session.view.card_text import describe
from bot.session.view.closing import history_line, suggestion
from bot.session.view.menu import WorkoutOrder
from bot.session.view.summary import summarise
from tests.session.script import PLACES, Script, at
from tests.session.view.test_summary import CASES
from tests.wording import check

DETAILS = {SessionVerb.FELT: "felt:glute", SessionVerb.EFFORT: "effort:hard"}


def shown(script: Script) -> Reply:
    return describe(script.guide, script.session, script.now, script.outcome, UTC)


def every_card(guide: Guide) -> Iterator[Reply]:
    """Each place of a session, and in the midst of it what each word makes of it."""
    yield from (shown(at(guide, place)) for place in PLACES)
    for kind in SessionVerb:
        script = at(guide, "switch")
        script.take(DETAILS.get(kind, kind.value))
        yield shown(script)
    for kit in (Kit.NONE, Kit.BALL):
        for way in ("", "begin", "begin done", "begin done:20 hurts:4"):
            yield shown(Script(guide, way, Choices(kit, PracticeLevel.STRONG)))


def every_end(guide: Guide) -> Iterator[Reply]:
    """Sessions that are over: the card, the advice, the line of the history."""
    for way, _ in CASES:
        script = Script(guide, way)
        yield shown(script)
        yield Reply(suggestion(guide, summarise(guide, script.session)))
        yield Reply(history_line(guide, script.session, UTC))


def every_menu(guide: Guide) -> Iterator[Reply]:
    """What can be chosen before a session."""
    yield menu.workouts(guide, Choices())
    for name in guide.workouts:
        for choices in (Choices(), Choices(Kit.BAND, PracticeLevel.STRONG)):
            yield menu.choosing(guide, WorkoutOrder(name, choices))


def test_every_word_is_as_it_was_read_and_approved(guide: Guide) -> None:
    replies = (*every_card(guide), *every_end(guide), *every_menu(guide))
    check(Path(__file__).with_name("wording.txt"), replies)
