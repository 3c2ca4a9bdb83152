"""Every word around the content, as it stands in wording.txt; the content is a small one."""

from collections.abc import Iterator
from pathlib import Path

from bot.domain.audio import RecognitionError
from bot.domain.commands import COMMANDS
from bot.domain.replies import Placement, Reply, Unreadable
from bot.knowledge.content.loading import Library, parse_library
from bot.knowledge.view import answer_text, catalogue, help_text, safety_text, voice_text
from tests.knowledge.small import small_texts
from tests.wording import check

TOPIC, OTHER = "breathing", "resting"
SAID = ("why do my hamstrings cramp", "how many reps should i do")


def help_replies(library: Library) -> Iterator[Reply]:
    yield from (help_text.hello(library), help_text.help_page(COMMANDS), help_text.empty())
    yield from (help_text.privacy(choice) for choice in (None, "yes", "no"))
    yield from (help_text.unknown_command("dance"), help_text.too_long(2000))
    yield from (help_text.unreadable(kind) for kind in Unreadable)


def answer_replies(library: Library) -> Iterator[Reply]:
    yield from (answer_text.answer(library, TOPIC), answer_text.answer(library, TOPIC, [OTHER]))
    yield from (answer_text.origins(library, TOPIC), answer_text.choices(library, [TOPIC, OTHER]))
    for may_ask in (True, False):
        yield answer_text.refusal(library, "what is love", may_ask_to_keep=may_ask)
        yield answer_text.none_of_these(library, "what is love", may_ask_to_keep=may_ask)
        yield answer_text.consent(given=may_ask)
    yield from (answer_text.thanks(TOPIC), answer_text.ask_reason(TOPIC))
    yield from (answer_text.reason_noted(TOPIC), answer_text.stale())
    for place in (Placement.NEW, Placement.INSTEAD):
        yield from (catalogue.sections(library, place), catalogue.exercises(library, place))
    yield from (catalogue.exercise(library, name) for name in sorted(library.exercises))
    found = (catalogue.section(library, topic.section) for topic in library.topics.values())
    yield from (page for page in found if page)


def safety_replies(library: Library) -> Iterator[Reply]:
    for name, family in sorted(library.red_flags.families.items()):
        yield safety_text.stop(family, "your emergency number")
        yield safety_text.ask_back(family, name)
    yield from (safety_text.confirm_clear(), safety_text.cleared())
    yield from (safety_text.locked(), safety_text.still_locked())


def voice_replies() -> Iterator[Reply]:
    yield from (voice_text.heard(SAID[0], ()), voice_text.heard(*SAID[:1], SAID[1:]))
    yield from (voice_text.which(SAID), voice_text.type_it(), voice_text.picked(SAID[0]))
    yield from (voice_text.instead(SAID, training=training) for training in (True, False))
    yield from (voice_text.not_heard(why) for why in RecognitionError)
    for mode in voice_text.MODES:
        for counts in (True, False):
            yield voice_text.choice(mode, Placement.NEW, counts=counts)
    yield from (voice_text.silent(), voice_text.refused())


def test_every_word_is_as_it_was_read_and_approved() -> None:
    library = parse_library(small_texts())
    replies = (
        *help_replies(library),
        *answer_replies(library),
        *safety_replies(library),
        *voice_replies(),
    )
    check(Path(__file__).with_name("wording.txt"), replies)
