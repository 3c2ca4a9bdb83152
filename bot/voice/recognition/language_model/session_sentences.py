"""What people say in the middle of a workout, as whole sentences."""

from collections.abc import Iterable, Iterator
from itertools import product

from bot.domain.number_words import cardinal
from bot.session.input.phrases import PHRASES

_COUNTS = (
    *(
        "{}",
        "{} reps",
        "did {}",
        "i did {}",
        "done {}",
        "got {}",
        "i got {}",
        "{} done",
        "i made {}",
    ),
    *("{} left", "{} right", "left {}", "right {}", "{} left easy", "{} right hard", "{} easy"),
    *("{} hard", "{} on the left", "{} on the right", "{} each side", "{} seconds", "only {}"),
)
_PAINS = (
    *("hurts {}", "it hurts {}", "pain {}", "pain {} out of ten", "{} out of ten", "pain is {}"),
    *("pain level {}", "about {}", "hurts about {}", "it is a {}"),
)
_PLACES = (
    *("hamstring", "hamstrings", "left hamstring", "right hamstring", "glutes", "glute", "butt"),
    *("knee", "left knee", "right knee", "knees", "lower back", "back", "thigh", "calf"),
    "back of my thigh",
)
_FELT = (
    *("felt it in my {}", "i felt it in my {}", "i feel it in my {}", "my {} hurts", "{}"),
    *("my {} is cramping", "mostly {}", "mostly my {}", "in my {}", "it was my {}", "my {}"),
    *("my {} did the work", "cramp in my {}", "a cramp in my {}", "pain in my {}"),
    *("my {} is arching", "only in my {}"),
)
_EFFORTS = (
    *("easy", "hard", "just right", "too easy", "too hard", "good", "fine", "tough", "very hard"),
    *("pretty easy", "medium", "brutal", "perfect", "comfortable", "moderate", "exhausting"),
)
_WAS = ("that was {}", "it was {}", "{}", "felt {}", "it felt {}", "this was {}")
_PLAIN = (
    *("hurts", "it hurts", "this hurts", "that hurts", "ouch", "ow", "no pain", "nowhere"),
    *("it does not hurt", "it doesn't hurt", "i felt nothing", "felt nothing", "i feel nothing"),
    *("i don't feel anything", "left side done", "right side done", "left done", "right done"),
    *(
        "left leg done",
        "right leg done",
        "yes",
        "no",
        "yes please",
        "no thanks",
        "okay",
        "yes it is",
    ),
)
_MOST_REPETITIONS = 60
_MOST_PAIN = 10


def commands() -> Iterator[str]:
    """Every sentence once, numbers as words."""
    for table in PHRASES.values():
        yield from (phrase.strip() for phrase in table.replace("\n", " ").split(","))
    yield from _filled(_COUNTS, map(cardinal, range(_MOST_REPETITIONS + 1)))
    yield from _filled(_PAINS, map(cardinal, range(_MOST_PAIN + 1)))
    yield from _filled(_FELT, _PLACES)
    yield from _filled(_WAS, _EFFORTS)
    yield from _PLAIN


def _filled(frames: tuple[str, ...], fillings: Iterable[str]) -> Iterator[str]:
    yield from (frame.format(one) for one, frame in product(fillings, frames))
