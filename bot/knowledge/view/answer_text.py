"""Decisions about questions in words: answers, choices, refusals."""

from collections.abc import Sequence
from hashlib import sha256

from bot.domain.replies import Button, Placement, Reply, Rows, Verb, act, column
from bot.knowledge.content.entries import Origin, Sentence, Topic
from bot.knowledge.content.loading import Library

COACH = "Coach"
"""The section of topics that the article does not have."""
GUIDE = "From the guide \u203a "
OURS = "From the coach: the guide leaves this open"
REASONS = {
    "wrong": "Not what I asked",
    "unclear": "Hard to understand",
    "false": "I think it is wrong",
}
"""Why an answer did not help: id -> label."""
NONE_OF_THESE = "None of these"
EXAMPLES = (
    "cramps_why",
    "how_standing_curl",
    "train_frequency",
    "knee_health",
    "rep_range",
    "common_mistakes",
    "equipment_needed",
    "progression_order",
    "prone_range_height",
)
"""Topics that make good first questions."""


def answer(library: Library, topic_id: str, others: Sequence[str] = ()) -> Reply:
    """The answer to a topic, with what a person may want next."""
    topic = library.topics[topic_id]
    return Reply(
        title=topic.question,
        text=topic.text,
        note=source(topic),
        buttons=_answer_buttons(library, topic_id, others),
        speech=topic.say or "",
    )


def source(topic: Topic) -> str:
    """Where an answer comes from, in one line."""
    return OURS if topic.section == COACH else f"{GUIDE}{topic.section}"


def _answer_buttons(library: Library, topic_id: str, others: Sequence[str]) -> Rows:
    topic = library.topics[topic_id]
    next_topics = tuple(dict.fromkeys((*others, *topic.followups)))
    rows = column([act(library.topics[name].question, Verb.TOPIC, name) for name in next_topics])
    if topic.exercise:
        name = library.exercises[topic.exercise].name
        rows += ((act(f"Show me: {name}", Verb.EXERCISE, topic.exercise),),)
    return (*rows, verdict_row(topic_id))


def verdict_row(topic_id: str) -> tuple[Button, ...]:
    """Who says so, and did it help."""
    return (
        act("Who says so?", Verb.ORIGIN, topic_id),
        act("\U0001f44d Helpful", Verb.GOOD, topic_id),
        act("\U0001f44e Not helpful", Verb.BAD, topic_id),
    )


def origins(library: Library, topic_id: str) -> Reply:
    """Who says each sentence of an answer."""
    topic = library.topics[topic_id]
    lines = [f"{_who(sentence)}: \u201c{sentence.text}\u201d" for sentence in topic.answer]
    return Reply(
        title=f"Who says so: {topic.question}",
        text="\n\n".join(lines),
        note="The guide is the article on hamstring leg raises, retold in our words; "
        "the coach is this bot's own careful advice where the guide says nothing.",
    )


def _who(sentence: Sentence) -> str:
    return "The guide" if sentence.origin is Origin.ARTICLE else "The coach"


def small_talk(library: Library, name: str) -> Reply:
    """A human line."""
    return Reply(text=library.small_talk[name].reply)


def choices(library: Library, topics: Sequence[str]) -> Reply:
    """Several topics are near: which one?"""
    buttons = [act(library.topics[name].question, Verb.PICK, name) for name in topics]
    return Reply(
        text="I want to get this right. Which of these do you mean?",
        buttons=(*column(buttons), (act(NONE_OF_THESE, Verb.NONE_OF_THESE),)),
    )


def refusal(library: Library, question: str, *, may_ask_to_keep: bool) -> Reply:
    """Nothing fits: say so, and offer real questions."""
    return Reply(
        text="I do not have an answer to that. I know hamstring leg raises and training the back "
        "of the legs. You could try one of these, or ask in other words.",
        buttons=(*examples(library, question), *_keep_row(may_ask_to_keep)),
    )


def none_of_these(library: Library, question: str, *, may_ask_to_keep: bool) -> Reply:
    """The choices were all wrong."""
    return Reply(
        text="Sorry, then I missed it. Try other words, or look through everything I know "
        "with /topics.",
        buttons=(*examples(library, question), *_keep_row(may_ask_to_keep)),
        place=Placement.INSTEAD,
    )


def examples(library: Library, seed: str, count: int = 3) -> Rows:
    """Real questions to try; always the same ones for the same words."""
    shift = sha256(seed.encode()).digest()[0]
    names = [EXAMPLES[(shift + at) % len(EXAMPLES)] for at in range(count)]
    return column([act(library.topics[name].question, Verb.TOPIC, name) for name in names])


def _keep_row(may_ask: bool) -> Rows:  # noqa: FBT001 - named by its one caller
    if not may_ask:
        return ()
    return (
        (
            act("Keep my question to learn", Verb.KEEP, "yes"),
            act("Do not keep it", Verb.KEEP, "no"),
        ),
    )


def consent(*, given: bool) -> Reply:
    """What follows from the person's choice about keeping questions."""
    text = (
        "Thank you. I keep this question, and later ones I cannot answer, for 30 days so that "
        "my editor can teach me. /privacy tells more and lets you change your mind."
        if given
        else "Understood: I will not keep your questions. /privacy tells more."
    )
    return Reply(text=text)


def thanks(topic_id: str) -> Reply:
    """A good verdict was noted."""
    return _verdict_noted(topic_id, "Thank you, noted")


def _verdict_noted(topic_id: str, label: str) -> Reply:
    row = (act("Who says so?", Verb.ORIGIN, topic_id), act(label, Verb.DONE))
    return Reply(buttons=(row,), place=Placement.BUTTONS)


def ask_reason(topic_id: str) -> Reply:
    """A bad verdict: why?"""
    buttons = [act(label, Verb.REASON, topic_id, name) for name, label in REASONS.items()]
    return Reply(buttons=column(buttons), place=Placement.BUTTONS)


def reason_noted(topic_id: str) -> Reply:
    """The reason was noted."""
    return _verdict_noted(topic_id, "Thank you, that helps")


def stale() -> Reply:
    """A button that leads nowhere any more."""
    return Reply(
        text="That button is from an older conversation and no longer works. "
        "Please ask again, or see /topics."
    )
