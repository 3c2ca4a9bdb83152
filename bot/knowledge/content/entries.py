"""The shape of the content: topics, exercises, small talk, out-of-scope examples and word lists."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,40}$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
ANSWER_LENGTH = 600
"""Longest answer, in characters: what a person reads between two sets."""


class Entry(BaseModel):
    """An immutable piece of content; unknown keys are errors, so a typing slip is found."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Origin(StrEnum):
    """Who says so."""

    ARTICLE = "article"
    """A fact of the source article, in our words."""
    COACH = "coach"
    """Ours: what the article leaves open."""


class Attributed(Entry):
    """Something with its origin, given under the name of who says so."""

    article: object = None
    coach: object = None

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if (self.article is None) == (self.coach is None):
            raise ValueError("needs either article or coach")
        return self

    @property
    def origin(self) -> Origin:
        """Who says so."""
        return Origin.COACH if self.article is None else Origin.ARTICLE


class Sentence(Attributed):
    """One or two sentences with their origin; written as `article: "..."` or `coach: "..."`."""

    article: Line | None = None
    coach: Line | None = None

    @property
    def text(self) -> str:
        """The words."""
        return self.article or self.coach or ""


Sentences = Annotated[tuple[Sentence, ...], Field(min_length=1, strict=False)]
Identifiers = Annotated[tuple[Identifier, ...], Field(strict=False)]
Lines = Annotated[tuple[Line, ...], Field(strict=False)]


class Topic(Entry):
    """One thing the bot can answer."""

    question: Annotated[Line, StringConstraints(max_length=60)]
    """The question as a button shows it."""
    section: Line
    """The chapter of the guide, or Coach."""
    answer: Sentences
    say: Line | None = None
    """The answer in spoken words, where figures or symbols must be said differently."""
    followups: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=4, strict=False)]
    exercise: Identifier | None = None
    keywords: Lines = ()
    phrasings: Annotated[tuple[Line, ...], Field(min_length=12, strict=False)]
    """Ways people ask for it."""

    @model_validator(mode="after")
    def _short_enough(self) -> Self:
        if len(self.text) > ANSWER_LENGTH:
            raise ValueError(f"the answer has {len(self.text)} characters, over {ANSWER_LENGTH}")
        return self

    @property
    def text(self) -> str:
        """The whole answer."""
        return " ".join(sentence.text for sentence in self.answer)

    @property
    def ways_to_ask(self) -> tuple[str, ...]:
        """The question of the button, then the phrasings."""
        return (self.question, *self.phrasings)


class Feeling(StrEnum):
    """Where a person felt a set."""

    HAMSTRING = "hamstring"
    GLUTE = "glute"
    LOW_BACK = "low_back"
    KNEE = "knee"
    CRAMP = "cramp"
    NOWHERE = "nowhere"


class Fault(Entry):
    """What goes wrong in a movement, and the cue that mends it."""

    id: Identifier
    seen: Line
    felt: Annotated[Feeling, Field(strict=False)]
    mend: Sentence
    topic: Identifier


class Tempo(Entry):
    """Seconds for the parts of one repetition."""

    lift: Annotated[int, Field(ge=0, le=10)]
    hold: Annotated[int, Field(ge=0, le=60)]
    lower: Annotated[int, Field(ge=0, le=10)]


class Exercise(Entry):
    """A movement."""

    name: Line
    also: Lines = ()
    """Other names people use."""
    kit: Literal["none", "ankle_weight", "band", "ball"]
    level: Annotated[int, Field(ge=1, le=4)]
    mode: Literal["repetitions", "hold"]
    sides: Literal["each", "both"]
    support: Line | None = None
    repetitions: Annotated[tuple[int, int], Field(strict=False)]
    """Fewest and most in a set."""
    tempo: Tempo
    rest: Annotated[int, Field(ge=0, le=600)]
    """Seconds between sets."""
    steps: Sentences
    cues: Sentences
    faults: Annotated[tuple[Fault, ...], Field(min_length=1, strict=False)]
    easier: Identifier | None = None
    harder: Identifier | None = None
    other_kit: Identifiers = ()
    explains: Identifier
    """The how-to topic."""
    picture_text: Line
    """The movement for someone who cannot see a drawing."""
    muscles: Annotated[tuple[Literal["hamstrings", "glutes"], ...], Field(strict=False)]
    origin_note: Line
    """Which figures are the article's and which are ours."""

    @model_validator(mode="after")
    def _fewest_first(self) -> Self:
        if not 1 <= self.repetitions[0] <= self.repetitions[1] <= 100:  # noqa: PLR2004 - a bound
            raise ValueError("repetitions must be [fewest, most] between 1 and 100")
        return self


class SmallTalk(Entry):
    """A human line for what is not a question."""

    phrasings: Annotated[tuple[Line, ...], Field(min_length=5, strict=False)]
    reply: Line


class Family(Entry):
    """One kind of red flag."""

    title: Line
    urgency: Literal["emergency", "urgent", "soon"]
    advice: Line
    """Fixed words for the person; `{emergency}` stands for the emergency number."""
    ask_back: Line
    """One plain question when unsure."""
    prototypes: Annotated[tuple[Line, ...], Field(min_length=15, strict=False)]
    """Messages that must alarm."""
    hard_negatives: Annotated[tuple[Line, ...], Field(min_length=15, strict=False)]
    """Messages with the same words that must not."""


class RedFlags(Entry):
    """What the safety gate recognises, and what it says."""

    families: Mapping[Identifier, Family]
    lexicon: Mapping[Identifier, Lines]
    """Classes of symptom words."""
    yes_phrases: Lines
    no_phrases: Lines
    clear_phrases: Lines
    not_clear_phrases: Lines


class Vocabulary(Entry):
    """How people's words map to the words of the content."""

    phrases: Mapping[Line, str]
    """What is said or heard in several words or wrongly joined -> how we write it."""
    synonyms: Mapping[Line, Lines]
    """A word of ours -> words that mean the same here."""
    anchors: Lines
    """Words that show that a message is about our subject."""
