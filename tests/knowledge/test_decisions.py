"""Questions written by hand, none of them a phrasing of the content, and what becomes of them."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.content.loading import Library
from bot.knowledge.decisions import Decision, DecisionKind
from bot.knowledge.knowledge_base import KnowledgeBase

Decide = Callable[[str], Decision]


@pytest.fixture(scope="module")
def decide(knowledge: KnowledgeBase) -> Decide:
    """Deciding, without the whole knowledge base in what a failing test prints."""

    def decided(text: str) -> Decision:
        return knowledge.decide(text)

    return decided


ANSWERS = [
    ("what is meant by the term posterior chain", "posterior_chain_what"),
    ("waht is the posteror chian", "posterior_chain_what"),
    ("hwo do i do the standng curl", "how_standing_curl"),
    ("why do my hamsrtings cramp", "cramps_why"),
    ("how meny reps shoud i do", "rep_range"),
    ("shuld i strech my hamstrngs", "stretching_flexibility"),
    ("how hevy should ankel weights be", "ankle_weights"),
    ("do i need equipmnt", "equipment_needed"),
    ("how do i breath during the lift", "breathing"),
    ("stabilty ball curl how", "stability_ball_how"),
    ("how offen per week", "train_frequency"),
    ("IS IT SAFE FOR KNEES", "knee_health"),
    ("nothing to hold on to here, what do I use for support", "standing_support"),
    ("where does my head go when I lie face down", "prone_head_neck"),
    ("how long until I see a difference", "when_results"),
]
STORIES = [
    ("I live in a tiny flat with my dog and there is no space for machines.", "equipment_needed"),
    ("My sister gave me a cuff for my birthday because she wants me to be fit.", "ankle_weights"),
    ("Last night I was watching a film, and during the adverts I tried.", "prone_head_neck"),
    ("I have been going to the gym for three years, mostly machines.", "benefit_runners"),
]


@pytest.mark.parametrize(("text", "topic"), ANSWERS)
def test_a_clear_question_is_answered(decide: Decide, text: str, topic: str) -> None:
    decision = decide(text)
    assert (decision.kind, decision.topics) == (DecisionKind.ANSWER, (topic,))


@pytest.mark.parametrize(("story", "topic"), STORIES)
def test_a_question_at_the_end_of_a_story_is_answered(
    decide: Decide, library: Library, story: str, topic: str
) -> None:
    decision = decide(f"{story} {library.topics[topic].question}")
    assert decision.kind is DecisionKind.ANSWER
    assert decision.topics[-1] == topic


TWO = [
    ("how often should I train my hamstrings? also what is active insufficiency",
     ("train_frequency", "active_insufficiency")),
    ("what should I hold on to, and how should I breathe", ("standing_support", "breathing")),
    ("how long do I rest between sets, and how many times a week should I train?",
     ("rest_between_sets", "train_frequency")),
    ("how do i do the standing curl but how do i do the stability ball curl",
     ("how_standing_curl", "stability_ball_how")),
    ("when will i see results; how heavy should my ankle weights be",
     ("when_results", "ankle_weights")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "topics"), TWO)
def test_two_questions_are_both_answered_in_order(
    decide: Decide, text: str, topics: tuple[str, str]
) -> None:
    decision = decide(text)
    assert (decision.kind, decision.topics, decision.others) == (DecisionKind.ANSWER, topics, ())


def test_of_three_questions_the_third_is_offered(decide: Decide) -> None:
    decision = decide(
        "Should I stretch my hamstrings? How should I breathe during the lift? "
        "Do I need any equipment?"
    )
    assert decision.topics == ("stretching_flexibility", "breathing")
    assert decision.others == ("equipment_needed",)


def test_a_question_asked_twice_is_answered_once(decide: Decide) -> None:
    decision = decide("How should I breathe during the lift? Please, how should I breathe?")
    assert (decision.topics, decision.others) == (("breathing",), ())


CLOSE = ["hamstrings", "cramp", "squeeze", "machine", "reps"]


@pytest.mark.parametrize("text", CLOSE)
def test_a_word_that_fits_several_topics_is_asked_about(decide: Decide, text: str) -> None:
    decision = decide(text)
    assert decision.kind is DecisionKind.CHOICES
    assert len(set(decision.topics)) == 3


FOREIGN = [
    "how do I bake sourdough bread",
    "what is the capital of France",
    "will it rain tomorrow",
    "translate good evening to spanish",
    "what's my credit score",
    "how do i tie a tie",
    "who won the world cup",
    "write me a python script",
    "how do I get bigger biceps",
    "how often should I water my plants",
    "best phone under 300",
    "how many calories are in a ham sandwich",
    "12345",
]


@pytest.mark.parametrize("text", FOREIGN)
def test_what_is_not_ours_is_refused(decide: Decide, text: str) -> None:
    decision = decide(text)
    assert (decision.kind, decision.topics) == (DecisionKind.REFUSAL, ())


OTHER_SCRIPTS = ["почему болит нога", "写一首诗", "なぜ", "مرحبا كيف حالك", "γιατί"]


@pytest.mark.parametrize("text", OTHER_SCRIPTS)
def test_another_script_is_not_taken_for_small_talk(decide: Decide, text: str) -> None:
    assert decide(text).kind is DecisionKind.REFUSAL


TALK = [
    ("hi", "greeting"),
    ("Hello!", "greeting"),
    ("HELLO THERE", "greeting"),
    ("good morning", "greeting_morning"),
    ("thanks a lot", "thanks"),
    ("Thank you!!", "thanks"),
    ("who are you", "who_are_you"),
    ("how are you?", "how_are_you"),
    ("bye", "goodbye"),
    ("see you tomorrow", "goodbye"),
    ("lol", "laughter"),
    ("ok", "okay"),
    ("you are great", "praise"),
    ("what can you do", "what_can_you_do"),
    ("tell me a joke", "joke"),
]


@pytest.mark.parametrize(("text", "name"), TALK)
def test_small_talk_gets_a_human_line(decide: Decide, text: str, name: str) -> None:
    decision = decide(text)
    assert (decision.kind, decision.small_talk) == (DecisionKind.SMALL_TALK, name)


@pytest.mark.parametrize("text", ["hi, how many reps should I do?", "thanks, and how many reps"])
def test_a_polite_question_is_still_a_question(decide: Decide, text: str) -> None:
    assert decide(text).kind in {DecisionKind.ANSWER, DecisionKind.CHOICES}


RED = [
    ("I heard a pop in my hamstring and now I can't walk", "pop_snap"),
    ("I think I tore my hamstring", "pop_snap"),
    ("my calf is swollen and warm", "calf_clot"),
    ("numb between my legs since this morning", "saddle_bladder_bowel"),
    ("chest pain while training", "chest_breath_faint"),
    ("my leg is numb", "numb_tingle_footdrop"),
    ("I can't feel my foot any more", "numb_tingle_footdrop"),
    ("pain wakes me up at night for weeks", "rest_night_worse"),
    ("can't put weight on my leg", "cannot_bear_weight"),
    ("fever and hot red thigh", "fever_hot_thigh"),
    ("there is a huge bruise on my thigh after the sprint", "bruise_dent_swelling"),
    ("cramp won't stop for 20 minutes", "cramp_long"),
    ("no pain but my foot is numb", "numb_tingle_footdrop"),
    ("how many reps should I do? my calf is swollen and warm", "calf_clot"),
    ("my wife's calf is swollen and warm, how many reps", "calf_clot"),
]


@pytest.mark.parametrize(("text", "family"), RED)
def test_a_red_flag_comes_before_any_answer(decide: Decide, text: str, family: str) -> None:
    decision = decide(text)
    assert (decision.kind, decision.verdict.family) == (DecisionKind.RED_FLAG, family)
    assert decision.topics == ()


HARMLESS = [
    "no pain, just wondering how many reps",
    "I don't have chest pain, I just want to know how to breathe",
    "nothing hurts, how do I make it harder",
    "no swelling, no bruise, how often should I train",
    "is it a stroke of luck that my keystrokes got better",
    "not numb, no pain, how do I do the standing curl",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_denied_does_not_alarm(decide: Decide, text: str) -> None:
    assert decide(text).kind not in {DecisionKind.RED_FLAG, DecisionKind.ASK_BACK}


ALARMING = [
    "I don't have chest pain but I can't breathe",
    "no swelling, but my leg is numb",
    "not numb but the calf is swollen, red and warm",
]


@pytest.mark.parametrize("text", ALARMING)
def test_denying_one_thing_does_not_hide_another(decide: Decide, text: str) -> None:
    assert decide(text).kind in {DecisionKind.RED_FLAG, DecisionKind.ASK_BACK}


@pytest.mark.parametrize(("text", "_family"), RED)
def test_a_message_that_was_said_to_be_safe_is_matched(
    knowledge: KnowledgeBase, text: str, _family: str
) -> None:
    assert knowledge.decide_safe(text).kind not in {DecisionKind.RED_FLAG, DecisionKind.ASK_BACK}


@given(text=st.text(max_size=200) | st.text(alphabet="whycramp ?,.\n", max_size=200))
def test_a_decision_brings_what_its_reply_needs(
    decide: Decide, topics: frozenset[str], families: frozenset[str], text: str
) -> None:
    decision = decide(text)
    assert decision.verdict.family in families
    assert topics.issuperset((*decision.topics, *decision.others))
    assert len(decision.topics) in _TOPICS[decision.kind]
    assert bool(decision.small_talk) == (decision.kind is DecisionKind.SMALL_TALK)


@pytest.fixture(scope="module")
def topics(library: Library) -> frozenset[str]:
    return frozenset(library.topics)


@pytest.fixture(scope="module")
def families(library: Library) -> frozenset[str]:
    return frozenset(library.red_flags.families)


_TOPICS = {
    DecisionKind.ANSWER: {1, 2},
    DecisionKind.CHOICES: {3},
    DecisionKind.REFUSAL: {0},
    DecisionKind.SMALL_TALK: {0},
    DecisionKind.RED_FLAG: {0},
    DecisionKind.ASK_BACK: {0},
}
"""How many topics each kind of decision names."""

FOLLOW_UPS = [
    ("how_prone_hip_extension", "and standing?", "how_standing_curl"),
    ("train_frequency", "how many of those?", "rep_range"),
    ("rep_range", "and how often?", "train_frequency"),
    ("standing_support", "and the breathing?", "breathing"),
]


@pytest.mark.parametrize(("context", "text", "topic"), FOLLOW_UPS)
def test_a_short_question_leans_on_the_one_before(
    knowledge: KnowledgeBase, context: str, text: str, topic: str
) -> None:
    decision = knowledge.decide(text, context)
    assert (decision.kind, decision.topics) == (DecisionKind.ANSWER, (topic,))


@pytest.mark.parametrize("text", ["what is the capital of France", "pizza recipe", "my cat"])
@pytest.mark.parametrize("context", ["cramps_why", "train_frequency", "how_prone_hip_extension"])
def test_a_foreign_question_does_not_lean_on_anything(
    knowledge: KnowledgeBase, context: str, text: str
) -> None:
    assert knowledge.decide(text, context).kind is DecisionKind.REFUSAL


@pytest.mark.parametrize("context", ["cramps_why", "train_frequency", "breathing"])
def test_a_clear_question_does_not_lean_either(knowledge: KnowledgeBase, context: str) -> None:
    decision = knowledge.decide("how heavy should ankle weights be", context)
    assert decision.topics == ("ankle_weights",)


@pytest.mark.parametrize("text", ["my leg is numb", "chest pain while training"])
def test_a_red_flag_alarms_in_any_context(knowledge: KnowledgeBase, text: str) -> None:
    assert knowledge.decide(text, "cramps_why").kind is DecisionKind.RED_FLAG
