"""Everything the bot knows, built once: it decides what a message asks for."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.knowledge.decisions import Decision, Zone
from bot.knowledge.entries import Topic
from bot.knowledge.fitted import Calibration, Fitted
from bot.knowledge.index import ELSEWHERE, Index, Phrasing, build_index
from bot.knowledge.loading import Library
from bot.knowledge.matching import Matcher, Ranking, Weights
from bot.knowledge.reading import Reader, build_reader
from bot.knowledge.safety import Bounds, Level, Safety, Verdict
from bot.knowledge.symptoms import Symptoms, build_symptoms
from bot.knowledge.text import clauses, fold, words

_SMALL_TALK = 90.0
"""How near a message must be to a line of small talk, 0 to 100."""
_STORY = 12
"""From this many words on, the clause that asks is looked for."""
_LEANS = 6
"""Up to this many words, a question may lean on the one before."""
_CHOICES = 3


@dataclass(frozen=True, slots=True)
class Knowledge:
    """An immutable mind: the same message always gets the same decision."""

    library: Library
    matcher: Matcher
    safety: Safety
    calibration: Calibration
    small_talk: Mapping[str, str]
    """Folded line -> id of the small talk."""

    def decide(self, text: str, context: str | None = None) -> Decision:
        """What a message asks for; safety comes before anything else.

        `context` is the topic that was talked about just now, if any.
        """
        verdict = self.safety.judge(text)
        if verdict.level is Level.SAFE:
            return self.decide_topic(text, verdict, context)
        zone = Zone.RED_FLAG if verdict.level is Level.ALARM else Zone.ASK_BACK
        return Decision(zone, verdict, self.matcher.rank(text))

    def decide_topic(
        self, text: str, verdict: Verdict, context: str | None = None
    ) -> Decision:
        """What a message asks for that was found, or answered to be, safe."""
        talk = self._small_talk(text)
        if talk:
            return Decision(Zone.SMALL_TALK, verdict, small_talk=talk)
        ranking, asked = self._read(text)
        first = ranking.candidates[0].topic
        if ranking.score >= self.calibration.answer_at:
            topics = asked[:2] if first in asked else (first,)
            return Decision(Zone.ANSWER, verdict, ranking, topics, asked[2:])
        meant = self._follow_up(text, ranking, context) if context else None
        if meant is not None:
            return Decision(Zone.ANSWER, verdict, ranking, (meant,))
        if ranking.near_score >= self.calibration.choices_at:
            near = tuple(found.topic for found in ranking.candidates[:_CHOICES])
            return Decision(Zone.CHOICES, verdict, ranking, near)
        return Decision(Zone.REFUSAL, verdict, ranking)

    def _small_talk(self, text: str) -> str:
        folded = " ".join(words(fold(text)))
        found = process.extractOne(
            folded, self.small_talk.keys(), scorer=fuzz.ratio, score_cutoff=_SMALL_TALK
        )
        return self.small_talk[found[0]] if found else ""

    def _follow_up(self, text: str, ranking: Ranking, context: str) -> str | None:
        """The topic of a short question that leans on the one before: "and standing?"."""
        topic = self.library.topics[context]
        if len(ranking.reading.words) > _LEANS:
            return None
        whole = self.matcher.rank(f"{topic.question} {text}")
        near = {*topic.followups, *self._siblings(topic)}
        found = [one for one in whole.candidates[:_CHOICES] if one.topic in near]
        return found[0].topic if found and found[0].topic != context else None

    def _siblings(self, topic: Topic) -> tuple[str, ...]:
        """Topics of the same chapter, and the how-to of every movement."""
        chapter = (name for name, other in self.library.topics.items() if other.section == topic.section)
        return (*chapter, *(exercise.explains for exercise in self.library.exercises.values()))

    def _read(self, text: str) -> tuple[Ranking, tuple[str, ...]]:
        """The ranking to go by, and the topics of all clauses that ask for one surely."""
        whole = self.matcher.rank(text)
        parts = [part for part in clauses(text) if len(part.split()) > 1]
        rankings = [self.matcher.rank(part) for part in parts] if len(parts) > 1 else []
        sure = [part for part in rankings if part.score >= self.calibration.answer_at]
        asked = tuple(dict.fromkeys(part.candidates[0].topic for part in sure))
        if whole.score >= self.calibration.answer_at or len(whole.reading.words) < _STORY:
            return whole, asked
        return max([whole, *sure], key=lambda ranking: ranking.score), asked


def build_knowledge(library: Library, fitted: Fitted) -> Knowledge:
    """The mind for a library. Takes a few tenths of a second."""
    reader = build_reader(library.vocabulary, _texts(library), library.english)
    calibration = fitted.calibration
    matcher = Matcher(
        reader=reader,
        index=topic_index(reader, library.topics, library.decoys),
        head=fitted.head,
        weights=Weights(
            calibration.blend, calibration.answer_gate, calibration.choices_gate
        ),
        anchors=anchor_stems(reader, library),
        topics=tuple(library.topics),
    )
    safety = Safety(
        symptoms=safety_symptoms(library),
        model=fitted.safety,
        bounds=Bounds(calibration.ask_back_at, calibration.alarm_at),
        flags=library.red_flags,
    )
    return Knowledge(library, matcher, safety, calibration, _small_talk_lines(library))


def topic_index(
    reader: Reader, topics: Mapping[str, Topic], decoys: Mapping[str, Iterable[str]]
) -> Index:
    """The index of all phrasings and decoys."""
    phrasings = [(name, text) for name, topic in topics.items() for text in asked_as(topic)]
    decoy = [(ELSEWHERE, text) for texts in decoys.values() for text in texts]
    kept = [
        Phrasing(name, text, frozenset(reader.stems_as_written(text))) for name, text in phrasings + decoy
    ]
    return build_index(kept, {name: _document(reader, topic) for name, topic in topics.items()})


def asked_as(topic: Topic) -> tuple[str, ...]:
    """Every way to ask for a topic."""
    return (topic.question, *topic.phrasings)


def _document(reader: Reader, topic: Topic) -> Counter[str]:
    """A topic as a bag of stems; the words of the answer count half."""
    bag: Counter[str] = Counter()
    for text in asked_as(topic):
        bag.update(frozenset(reader.stems_as_written(text)))
    for text in (topic.text, " ".join(topic.keywords)):
        for stem in reader.stems_as_written(text):
            bag[stem] += 0.5  # type: ignore[assignment]  # typeshed allows whole counts only
    return bag


def safety_symptoms(library: Library) -> Symptoms:
    """The reader of symptoms; it keeps words apart that mean the same in training."""
    flags = library.red_flags
    spoken = [text for family in flags.families.values() for text in family.prototypes]
    denied = [text for family in flags.families.values() for text in family.hard_negatives]
    lexicon = [phrase for phrases in flags.lexicon.values() for phrase in phrases]
    vocabulary = library.vocabulary.model_copy(update={"synonyms": {}})
    texts = [*_texts(library), *spoken, *denied, *lexicon]
    return build_symptoms(build_reader(vocabulary, texts, library.english), flags.lexicon)


def anchor_stems(reader: Reader, library: Library) -> frozenset[str]:
    """Stems of the words that show that a message is about our subject."""
    return frozenset(
        stem for anchor in library.vocabulary.anchors for stem in reader.stems_as_written(anchor)
    )


def _texts(library: Library) -> list[str]:
    topics = library.topics.values()
    return [text for topic in topics for text in (*asked_as(topic), topic.text, *topic.keywords)]


def _small_talk_lines(library: Library) -> dict[str, str]:
    return {
        " ".join(words(fold(line))): name
        for name, talk in library.small_talk.items()
        for line in talk.phrasings
    }
