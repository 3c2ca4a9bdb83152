"""Whatever is asked, its buttons and the open question lead back to the request."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.awaited import ReminderQuestion, from_text, to_text
from bot.domain.replies import Action, Reply
from bot.reminders.input.parsing import next_step, parse_request
from bot.reminders.input.request import (
    NotUnderstood,
    PendingQuestion,
    ReminderRequest,
    decode_request,
    encode_request,
)
from bot.reminders.input.vocabulary import PHRASES
from bot.reminders.view import prompts
from bot.reminders.view.actions import from_arguments, to_arguments

LONGEST_ID = 10**12 - 1
CALLBACK_BYTES = 64
"""What a button of Telegram can carry."""

numbers = st.integers(0, 120)
phrases = st.one_of(
    st.sampled_from(sorted(" ".join(phrase) for phrase in PHRASES)),
    st.builds("{} times a week".format, numbers),
    st.builds("{}x a week".format, numbers),
    st.builds("in {} days".format, numbers),
    st.builds("{}".format, numbers),
    st.builds("{:%H:%M}".format, st.times()),
    st.builds("{} {}".format, st.integers(0, 13), st.sampled_from(["am", "pm", "in the evening"])),
)
texts = st.lists(phrases, min_size=1, max_size=4).map(" ".join)


def answers(said: list[str], others: frozenset[int]) -> list[ReminderRequest | PendingQuestion]:
    """What becomes of one text after another; texts that are not understood change nothing."""
    found: list[ReminderRequest | PendingQuestion] = []
    so_far = ReminderRequest()
    for text in said:
        answer = parse_request(text, so_far, others)
        if not isinstance(answer, NotUnderstood):
            so_far = answer.so_far if isinstance(answer, PendingQuestion) else answer
            found.append(answer)
    return found


def survives(request: ReminderRequest) -> bool:
    """Whether a request is the same after it was an open question."""
    text = to_text(ReminderQuestion(encode_request(request), LONGEST_ID))
    pending = from_text(text)
    return isinstance(pending, ReminderQuestion) and decode_request(pending.draft) == request


def tapped(reply: Reply) -> list[ReminderRequest]:
    """The requests behind the buttons of a reply, each read from what the button carries."""
    found = []
    for button in (button for row in reply.buttons for button in row):
        carried = button.action.encode()
        assert len(carried.encode()) <= CALLBACK_BYTES
        sent = Action.decode(carried)
        assert sent
        action = from_arguments(sent.arguments)
        assert action
        assert to_arguments(action) == sent.arguments
        found += [action.request] if action.request else []
    return found


@given(st.lists(texts, min_size=1, max_size=3), st.frozensets(st.integers(0, 6), max_size=3))
def test_every_request_that_words_make_survives_an_open_question(
    said: list[str], others: frozenset[int]
) -> None:
    for answer in answers(said, others):
        assert survives(answer.so_far if isinstance(answer, PendingQuestion) else answer)


@given(st.lists(texts, min_size=1, max_size=3), st.frozensets(st.integers(0, 6), max_size=3))
def test_every_button_of_a_question_can_be_tapped(said: list[str], others: frozenset[int]) -> None:
    for answer in answers(said, others):
        request = answer.so_far if isinstance(answer, PendingQuestion) else answer
        replies = [prompts.choosing_days(request, others, LONGEST_ID)]
        replies.append(prompts.choosing_time(request, LONGEST_ID))
        if isinstance(answer, PendingQuestion):
            replies.append(prompts.question(answer, LONGEST_ID))
        for following in (one for reply in replies for one in tapped(reply)):
            next_step(following, others)


def test_no_more_than_seven_times_a_week_are_remembered() -> None:
    for text in ("8 times a week", "12 times a week", "99x a week", "fifty times a week"):
        (answer,) = answers([text], frozenset())
        assert isinstance(answer, PendingQuestion)
        assert answer.so_far.times == 7
        assert survives(answer.so_far)
