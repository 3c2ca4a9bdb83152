"""Whatever happens to a session, in whatever order: what must always hold."""

import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.domain.replies import Reply
from bot.knowledge.content.entries import Feeling
from bot.knowledge.content.loading import CONTENT, read_library
from bot.session.machine.machine import Result, advance, next_alarm, replay, start
from bot.session.model.actions import SessionAction, SessionVerb, from_arguments, to_arguments
from bot.session.model.choices import Choices, Kit, PracticeLevel, Side
from bot.session.model.events import Event, StepOutcome
from bot.session.model.log import Effort
from bot.session.model.serial import event_from_json, event_to_json, from_json, to_json
from bot.session.model.session import Session, sides_before
from bot.session.model.steps import FINAL, Ending, Step
from bot.session.model.workouts import FILE, Guide, parse_guide
from bot.session.view.card_text import describe
from bot.session.view.summary import summarise
from tests.session.script import NOW

ACTIONS_WANTED = 20_000
STOPPED = {Step.STOPPED, Step.FINISHED}
taken = Counter[str]()
"""How many generated actions were taken in this run, and how many of them changed something."""


@cache
def shipped() -> Guide:
    """The workouts that are shipped."""
    return parse_guide((CONTENT / FILE).read_text(encoding="utf-8"), read_library().exercises)


def every(kind: SessionVerb) -> list[SessionAction]:
    """Actions of a kind, also senseless ones."""
    plain = SessionAction(kind)
    match kind:
        case SessionVerb.FELT:
            return [SessionAction(kind, feeling=felt) for felt in Feeling]
        case SessionVerb.EFFORT:
            return [SessionAction(kind, effort=effort) for effort in Effort]
        case SessionVerb.HURTS:
            pains = [SessionAction(kind, pain) for pain in (0, 1, 3, 4, 5, 10, 11)]
            return [plain, plain, *pains, SessionAction(kind, 4, feeling=Feeling.KNEE)]
        case SessionVerb.DONE:
            told = [SessionAction(kind, amount) for amount in (0, 5, 12, 20, 700)]
            sides = [
                SessionAction(kind, amount, side=side) for side in Side for amount in (None, 9)
            ]
            return [*[plain] * 8, *told, *sides, SessionAction(kind, effort=Effort.HARD)]
        case SessionVerb.OTHER_KIT:
            names = (*shipped().exercises, "nothing_such")
            return [plain, *(SessionAction(kind, exercise=name) for name in names)]
        case _:
            return [plain]


FORWARD = (
    *(
        SessionVerb.BEGIN,
        SessionVerb.DONE,
        SessionVerb.NEXT,
        SessionVerb.SKIP,
        SessionVerb.FELT,
        SessionVerb.RESUME,
        SessionVerb.REST_OVER,
    ),
)
CHANGING = (
    *(
        SessionVerb.BACK,
        SessionVerb.REPEAT,
        SessionVerb.PAUSE,
        SessionVerb.EASIER,
        SessionVerb.HARDER,
    ),
    *(
        SessionVerb.OTHER_KIT,
        SessionVerb.MORE_REST,
        SessionVerb.LESS_REST,
        SessionVerb.NO_REST,
        SessionVerb.EFFORT,
    ),
)
RARE = (
    SessionVerb.HURTS,
    SessionVerb.CRAMP,
    SessionVerb.CRAMP_CHECK,
    SessionVerb.IDLE,
    SessionVerb.STOP,
)
WEIGHTED = [*FORWARD * 6, *CHANGING * 2, *RARE]
DECK = [every(kind)[at % len(every(kind))] for kind in WEIGHTED for at in range(24)]


def card_of_the_deck(number: int) -> SessionAction:
    """An action by its number, so that a failure prints short."""
    return DECK[number]


ACTIONS = st.integers(0, len(DECK) - 1).map(card_of_the_deck)
SECONDS = st.sampled_from([0, 1, 5, 20, 45, 61, 600, 2700, -30])


class Journey(RuleBasedStateMachine):
    """One session; each rule is one action of a person, a clock or the safety gate."""

    @initialize(
        workout=st.sampled_from(sorted(shipped().workouts)),
        kit=st.sampled_from(Kit),
        level=st.sampled_from(PracticeLevel),
        first=st.sampled_from([None, Side.LEFT, Side.RIGHT]),
    )
    def begin(self, workout: str, kit: Kit, level: PracticeLevel, first: Side | None) -> None:
        self.guide = shipped()
        self.now = NOW
        self.open(start(self.guide, workout, Choices(kit, level, first), NOW))

    def open(self, fresh: Session) -> None:
        self.fresh = self.session = fresh
        self.events = list[Event]()
        self.locked = False
        self.way = list[tuple[SessionAction, int]]()

    @rule(way=st.lists(st.tuples(ACTIONS, SECONDS), min_size=20, max_size=40))
    def script(self, way: list[tuple[SessionAction, int]]) -> None:
        for action, seconds in way:
            if self.session.ending or (self.session.halt and self.session.halt.reason in FINAL):
                self.teardown()
                self.open(start(self.guide, self.fresh.workout, self.fresh.choices, self.now))
            self.take(action, seconds)

    @rule(data=st.data(), seconds=SECONDS)
    def tap(self, data: st.DataObject, seconds: int) -> None:
        """A button of the present card, then the same tap again."""
        card = describe(self.guide, self.session, self.now)
        buttons = [button for row in card.buttons for button in row]
        if not buttons:
            return
        tapped = from_arguments(data.draw(st.sampled_from(buttons)).action.arguments)
        assert tapped is not None
        before = self.session
        self.take(tapped, seconds)
        if self.session != before:
            again = advance(self.guide, self.session, tapped, self.now)
            assert again == Result(self.session, StepOutcome.STALE)

    @rule(action=ACTIONS, age=st.integers(1, 3))
    def tap_old_card(self, action: SessionAction, age: int) -> None:
        old = replace(action, revision=self.session.revision - age)
        assert advance(self.guide, self.session, old, self.now) == Result(
            self.session, StepOutcome.STALE
        )

    @rule()
    def wait_for_alarm(self) -> None:
        """The alarm that a session wants is never a useless one."""
        alarm = next_alarm(self.session)
        if alarm is None:
            return
        self.now = max(self.now, alarm.at)
        result = self.take(SessionAction(alarm.kind), 0)
        assert result.event is not None
        assert next_alarm(self.session) != alarm

    @precondition(lambda self: self.session.revision > 12)
    @rule(
        kind=st.sampled_from(
            [
                SessionVerb.LOCK,
                SessionVerb.SAVE,
                SessionVerb.DROP,
                SessionVerb.STOP,
            ]
        )
    )
    def end(self, kind: SessionVerb) -> None:
        self.take(SessionAction(kind), 1)

    def take(self, action: SessionAction, seconds: int) -> Result:
        self.now += timedelta(seconds=seconds)
        self.way.append((action, seconds))
        try:
            return self._take(action)
        except AssertionError as error:
            error.add_note("\n".join(f"{one} after {wait} s" for one, wait in self.way))
            raise

    def _take(self, action: SessionAction) -> Result:
        before = self.session
        result = advance(self.guide, before, action, self.now)
        taken["all"] += 1
        taken["changes"] += result.event is not None
        self.session = result.session
        self.locked |= action.kind is SessionVerb.LOCK and before.ending is None
        check_change(before, result, action)
        if result.event is not None:
            self.events.append(event_from_json(event_to_json(result.event)))
            check_back(self.guide, before, result.session)
            check_session(self.guide, self.fresh, self.session)
            check_card(describe(self.guide, self.session, self.now, result.outcome))
        if self.locked:
            assert self.session.step in STOPPED
        return result

    def teardown(self) -> None:
        if hasattr(self, "fresh"):
            assert replay(self.guide, self.fresh, self.events) == self.session


def check_change(before: Session, result: Result, action: SessionAction) -> None:
    """A change is stamped, one at a time; time never runs backwards."""
    after, event = result.session, result.event
    if event is None:
        assert after == before
        return
    assert after.revision == before.revision + 1 == event.number
    assert before.changed_at <= after.changed_at == event.at
    assert after.started_at <= before.active_at <= after.active_at <= after.changed_at
    if before.halt and before.halt.reason in FINAL:
        assert after.step in STOPPED
    if action.kind in {
        SessionVerb.EASIER,
        SessionVerb.HARDER,
        SessionVerb.OTHER_KIT,
    }:
        assert after.position == before.position
        assert after.log == before.log


def check_back(guide: Guide, before: Session, after: Session) -> None:
    """Going back undoes exactly one step, whatever the step was."""
    grown = len(after.undo_history) - len(before.undo_history)
    assert grown <= 1
    if grown < 1 or after.halt or after.ending:
        return
    undone = advance(guide, after, SessionAction(SessionVerb.BACK), after.changed_at).session
    assert undone.position == before.position
    assert undone.undo_history == before.undo_history
    assert undone.log == before.log
    assert (undone.notes, undone.fault_felt) == (before.notes, before.fault_felt)
    assert undone.step is undone.position.step


def check_session(guide: Guide, fresh: Session, session: Session) -> None:
    """What always holds."""
    assert len(session.sets) == len(fresh.sets)
    assert [one.target.measure for one in session.sets] == [
        one.target.measure for one in fresh.sets
    ]
    check_log(session)
    if session.worst_pain is not None and session.worst_pain >= session.limits.stop_from:
        assert session.step in STOPPED
    if session.rest_until is not None:
        assert session.step in {Step.REST, Step.CHECK_IN}
    if session.revision % 3 == 0:  # it takes its time
        assert from_json(to_json(session), guide) == session


def check_log(session: Session) -> None:
    """Never more done than planned, each side once, in order."""
    places = [(side_log.set_index, side_log.side) for side_log in session.log]
    planned = [(at, side) for at, one in enumerate(session.sets) for side in one.order]
    assert places == planned[: len(places)]
    if session.ending is None:
        assert len(places) == sides_before(session.sets, session.position)
    counts = Counter(side for _, side in places)
    assert abs(counts[Side.LEFT] - counts[Side.RIGHT]) <= 1
    assert all((side_log.done is None) == side_log.skipped for side_log in session.log)
    if session.ending is Ending.COMPLETE:
        assert len(places) == len(planned)
    assert 0 <= summarise(shipped(), session).sets_done <= len(session.sets)


def check_card(card: Reply) -> None:
    """A card is short, worded and tappable."""
    assert 0 < len(card.title) <= 60
    assert 0 < len(card.text) <= 900
    assert 0 < len(card.speech) <= 900
    assert not re.search(r"\d", card.speech)
    assert "  " not in card.text
    assert len(card.buttons) <= 8
    buttons = [button for row in card.buttons for button in row]
    assert all(1 <= len(row) <= 4 for row in card.buttons)
    assert all(0 < len(button.label) <= 32 for button in buttons)
    assert len({button.action.encode() for button in buttons}) == len(buttons)
    for button in buttons:
        action = from_arguments(button.action.arguments)
        assert action is not None
        assert to_arguments(action) == button.action.arguments


CHECKED = settings(
    max_examples=25,
    stateful_step_count=20,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],  # the note tells the way; shrinking takes minutes
)


@pytest.mark.timeout(300)  # the machine may be busy
def test_twenty_thousand_actions_break_nothing() -> None:
    taken.clear()
    while taken["all"] < ACTIONS_WANTED:
        run_state_machine_as_test(Journey, settings=CHECKED)
    assert taken["changes"] >= ACTIONS_WANTED / 3
