"""The content that is shipped keeps its promises."""

import re
from collections.abc import Iterator

import pytest

from bot.knowledge.content.checking import broken_links, broken_words, find_clashes, topic_links
from bot.knowledge.content.entries import ANSWER_LENGTH, Exercise, Origin
from bot.knowledge.content.loading import Library
from bot.knowledge.decisions import DecisionKind
from bot.knowledge.matching.fitted import Fitted
from bot.knowledge.view.answer_text import COACH
from tests.knowledge.conftest import Heard


def test_every_question_on_a_button_finds_its_own_topic(heard: tuple[Heard, ...]) -> None:
    lost = [one.text for one in heard if one.canonical and one.first != one.topic]
    assert lost == []


def test_nearly_every_phrasing_finds_its_own_topic_first(heard: tuple[Heard, ...]) -> None:
    lost = [(one.text, one.topic, one.first) for one in heard if one.first != one.topic]
    assert len(lost) <= len(heard) / 100, lost


def test_every_question_on_a_button_is_answered(heard: tuple[Heard, ...]) -> None:
    kinds = {one.text: one.decision.kind for one in heard if one.canonical}
    assert {text: kind for text, kind in kinds.items() if kind is not DecisionKind.ANSWER} == {}


def test_no_phrasing_is_answered_with_a_red_flag(heard: tuple[Heard, ...]) -> None:
    alarmed = [one.text for one in heard if one.decision.kind is DecisionKind.RED_FLAG]
    assert alarmed == []


def test_hardly_any_phrasing_is_answered_with_a_question(heard: tuple[Heard, ...]) -> None:
    asked = [one.text for one in heard if one.decision.kind is DecisionKind.ASK_BACK]
    assert len(asked) <= len(heard) / 100, asked


def test_no_phrasing_is_small_talk(heard: tuple[Heard, ...]) -> None:
    assert [one.text for one in heard if one.decision.kind is DecisionKind.SMALL_TALK] == []


def test_no_topic_takes_the_words_of_another(library: Library) -> None:
    assert list(find_clashes(library)) == []


def test_every_link_leads_somewhere(library: Library) -> None:
    assert list(broken_links(library)) == []


def test_every_family_can_be_worded(library: Library, fitted: Fitted) -> None:
    assert list(broken_words(library, fitted)) == []


def test_every_topic_can_be_reached_from_another(library: Library) -> None:
    linked = {name for _, name in topic_links(library)}
    assert set(library.topics) - linked == set()


def test_a_topic_does_not_lead_to_itself(library: Library) -> None:
    assert [name for name, topic in library.topics.items() if name in topic.followups] == []


def test_follow_ups_are_named_once(library: Library) -> None:
    for topic in library.topics.values():
        assert len(set(topic.followups)) == len(topic.followups)


def test_no_two_buttons_ask_the_same(library: Library) -> None:
    questions = [topic.question for topic in library.topics.values()]
    assert len(set(questions)) == len(questions)
    assert [question for question in questions if not question.endswith("?")] == [
        "It feels too easy. What comes next?"
    ] * 0


def test_answers_are_short(library: Library) -> None:
    assert max(len(topic.text) for topic in library.topics.values()) <= ANSWER_LENGTH


def test_only_the_coach_speaks_in_the_coach_s_chapter(library: Library) -> None:
    for name, topic in library.topics.items():
        origins = {sentence.origin for sentence in topic.answer}
        if topic.section != COACH:
            assert Origin.ARTICLE in origins, name
        else:
            assert Origin.COACH in origins, name


SYMBOLS = re.compile(r"[0-9%&/@#+=<>*\u00d7\u2013\u2014\u00b0½€$£]")


def test_spoken_words_have_no_figures_or_symbols(library: Library) -> None:
    spoken = {name: topic.say or topic.text for name, topic in library.topics.items()}
    assert {name: text for name, text in spoken.items() if SYMBOLS.search(text)} == {}


def test_an_answer_with_figures_has_words_to_speak(library: Library) -> None:
    silent = [
        name
        for name, topic in library.topics.items()
        if SYMBOLS.search(topic.text) and not topic.say
    ]
    assert silent == []


def test_easier_and_harder_are_told_by_level(library: Library) -> None:
    for name, exercise in library.exercises.items():
        for other in _easier(library, exercise):
            assert other.level <= exercise.level, name
        for other in _harder(library, exercise):
            assert other.level >= exercise.level, name


def _easier(library: Library, exercise: Exercise) -> Iterator[Exercise]:
    if exercise.easier:
        yield library.exercises[exercise.easier]


def _harder(library: Library, exercise: Exercise) -> Iterator[Exercise]:
    if exercise.harder:
        yield library.exercises[exercise.harder]


@pytest.mark.parametrize("way", ["easier", "harder"])
def test_going_on_in_one_direction_comes_to_an_end(library: Library, way: str) -> None:
    for name in library.exercises:
        seen: list[str] = []
        here: str | None = name
        while here:
            assert here not in seen, f"{way}: {seen}"
            seen.append(here)
            here = getattr(library.exercises[here], way)


def test_every_exercise_can_be_reached_from_another(library: Library) -> None:
    linked = {
        other
        for exercise in library.exercises.values()
        for other in (exercise.easier, exercise.harder, *exercise.other_kit)
    }
    assert set(library.exercises) - linked == set()


def test_other_kit_is_other_kit(library: Library) -> None:
    for name, exercise in library.exercises.items():
        for other in exercise.other_kit:
            assert other != name
            assert library.exercises[other].kit != exercise.kit, (name, other)


def test_faults_of_an_exercise_have_names_of_their_own(library: Library) -> None:
    for exercise in library.exercises.values():
        names = [fault.id for fault in exercise.faults]
        assert len(set(names)) == len(names)


def test_a_movement_that_needs_a_hand_says_what_to_hold(library: Library) -> None:
    for name, exercise in library.exercises.items():
        assert bool(exercise.support) == name.startswith("standing"), name


BANNED = re.compile(
    r"\b(diagnos\w+|lazy|should be ashamed|shame on|no excuses?|no pain,? no gain|cheat\w*|"
    r"stupid|pathetic|weakling|wimp\w*|guaranteed?|miracle|cure[sd]?|never fails?)\b",
    re.IGNORECASE,
)


def test_nobody_is_shamed_or_promised_anything(library: Library) -> None:
    assert {text for text in _said(library) if BANNED.search(text)} == set()


def test_nobody_is_shouted_at(library: Library) -> None:
    loud = {text for text in _said(library) if "!" in text or re.search(r"\b[A-Z]{5,}\b", text)}
    assert loud == set()


def _said(library: Library) -> Iterator[str]:
    """Everything of the content that the bot says."""
    for topic in library.topics.values():
        yield from (topic.question, topic.text, topic.say or "")
    for exercise in library.exercises.values():
        yield from (sentence.text for sentence in (*exercise.steps, *exercise.cues))
        yield from (text for fault in exercise.faults for text in (fault.seen, fault.mend.text))
        yield from (exercise.picture_text, exercise.origin_note)
    yield from (talk.reply for talk in library.small_talk.values())
    for family in library.red_flags.families.values():
        yield from (family.title, family.advice, family.ask_back)


TRAINING = re.compile(
    r"\b(reps?|repetitions?|sets?|warm-?up|progress\w*|finisher|curls?|squats?|bands?|"
    r"ankle weights?|push through|work through|keep training|train through|exercises?)\b",
    re.IGNORECASE,
)
HELP = re.compile(r"\b(doctor|physiotherapist|urgent care|emergency department|call)\b")
STOP = re.compile(r"\b(stop|do not train|leave training|rest)\b", re.IGNORECASE)


def test_safety_advice_says_whom_to_ask_and_to_stop(library: Library) -> None:
    for name, family in library.red_flags.families.items():
        assert HELP.search(family.advice), name
        assert STOP.search(family.advice), name
        assert not TRAINING.search(family.advice), name


def test_an_emergency_names_the_number(library: Library) -> None:
    for name, family in library.red_flags.families.items():
        if family.urgency == "emergency":
            assert "{emergency}" in family.advice, name


def test_the_place_for_the_number_stands_only_where_it_is_filled(library: Library) -> None:
    advice = {family.advice for family in library.red_flags.families.values()}
    assert [
        text for text in _said(library) if re.search(r"[{}]", text) and text not in advice
    ] == []
    assert {found for text in advice for found in re.findall(r"{\w*}", text)} == {"{emergency}"}


def test_a_question_back_can_be_answered_with_yes_or_no(library: Library) -> None:
    for name, family in library.red_flags.families.items():
        assert re.match(r"(Is|Are|Did|Do|Does|Has|Have|Can|Was)\b", family.ask_back), name
        assert family.ask_back.count("?") == 1, name
        assert family.ask_back.endswith("?"), name
