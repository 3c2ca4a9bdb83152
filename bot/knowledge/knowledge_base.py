"""Everything the bot knows, built once: it decides what a message asks for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from bot.knowledge.content.entries import Topic
from bot.knowledge.content.loading import Library
from bot.knowledge.decisions import Decision, DecisionKind
from bot.knowledge.matching.fitted import Calibration, Fitted, SemanticCalibration, unfitted
from bot.knowledge.matching.index import OUT_OF_SCOPE, Index, Phrasing, build_index
from bot.knowledge.matching.matching import Matcher, Ranking, Weights
from bot.knowledge.matching.reading import MessageReader, MessageReading, build_reader
from bot.knowledge.matching.semantic_fallback import SemanticCascade, SemanticSimilarity
from bot.knowledge.matching.text import clauses, fold, sentences, words
from bot.knowledge.safety import Bounds, Phrases, Safety, SafetyLevel, Verdict
from bot.knowledge.symptoms import build_symptoms, is_symptom

_SMALL_TALK = 90.0
"""How near a message must be to a line of small talk, 0 to 100."""
_TALK = 80
"""A message of more characters is not small talk."""
_STORY = 12
"""From this many words on, the clause that asks is looked for."""
_ASKS = 3
"""Fewer words than this do not ask a question of their own beside others."""
_LISTENED = 3
"""Clauses that are matched by themselves: the last ones, where a story asks its question."""
_LEANS = 6
"""Up to this many words, a question may lean on the one before."""
_CHOICES = 3
_FAINT = 0.05
"""A topic with less than this part of the first one's probability is not what is leant on."""
_HALF = 0.5
_POINTING = frozenset({"that", "this", "those", "these", "them", "it"})
"""Words that point at what was talked about just now."""

LONGEST_TEXT = 2000
"""Characters of one message that are read; Telegram allows 4096."""


@dataclass(frozen=True, slots=True, repr=False)
class KnowledgeBase:
    """Decides what a message asks for; immutable, so the same message gets the same decision."""

    library: Library = field(repr=False)
    reader: MessageReader = field(repr=False)
    matcher: Matcher | SemanticCascade = field(repr=False)
    safety: Safety = field(repr=False)
    calibration: Calibration
    small_talk: Mapping[str, str] = field(repr=False)
    """Folded line -> id of the small talk."""

    def decide(self, text: str, context: str | None = None) -> Decision:
        """What a message asks for; safety comes before anything else.

        `context` is the topic that was talked about just now, if any.
        """
        message = self.reader.read_message(text)
        verdict = self.safety.judge(message)
        if verdict.level is SafetyLevel.SAFE:
            return self._topic(message, verdict, context)
        kind = (
            DecisionKind.RED_FLAG if verdict.level is SafetyLevel.ALARM else DecisionKind.ASK_BACK
        )
        return Decision(kind, verdict, self.matcher.rank(message.whole))

    def decide_safe(self, text: str) -> Decision:
        """The same for a message that the person said is no red flag."""
        message = self.reader.read_message(text)
        return self._topic(message, self.safety.judge(message), None)

    def _topic(self, message: MessageReading, verdict: Verdict, context: str | None) -> Decision:
        talk = self._small_talk(message.whole.text)
        if talk:
            return Decision(DecisionKind.SMALL_TALK, verdict, small_talk=talk)
        ranking, asked = self._rank(self._without_courtesies(message))
        meant = self._follow_up(ranking, context) if context else None
        if meant is not None and not _POINTING.isdisjoint(ranking.reading.words):
            return Decision(DecisionKind.ANSWER, verdict, ranking, (meant,))
        first = ranking.candidates[0].topic
        if ranking.sure:
            topics = asked[:2] if first in asked else (first,)
            return Decision(DecisionKind.ANSWER, verdict, ranking, topics, asked[2:])
        if meant is not None:
            return Decision(DecisionKind.ANSWER, verdict, ranking, (meant,))
        if ranking.near:
            near = tuple(found.topic for found in ranking.candidates[:_CHOICES])
            return Decision(DecisionKind.CHOICES, verdict, ranking, near)
        return Decision(DecisionKind.REFUSAL, verdict, ranking)

    def _without_courtesies(self, message: MessageReading) -> MessageReading:
        """The message without its "hi" and "thanks", when there is more to it."""
        text = message.whole.text
        parts = [part for sentence in sentences(text) for part in clauses(sentence)]
        rest = [part for part in parts if _folded(part) not in self.small_talk]
        if not rest or len(rest) == len(parts):
            return message
        return self.reader.read_message(", ".join(rest))

    def _small_talk(self, text: str) -> str:
        folded = _folded(text) if len(text) <= _TALK else ""
        if not folded:
            return ""
        found = process.extractOne(
            folded, self.small_talk.keys(), scorer=fuzz.ratio, score_cutoff=_SMALL_TALK
        )
        return self.small_talk[found[0]] if found else ""

    def _rank(self, message: MessageReading) -> tuple[Ranking, tuple[str, ...]]:
        """The ranking to go by, and the topics of all clauses that ask for one surely."""
        whole = self.matcher.rank(message.whole)
        story = len(message.whole.words) >= _STORY
        if not (whole.sure or story):
            return whole, ()
        asking = [clause for clause in message.parts if len(clause.words) >= _ASKS]
        parts = [self.matcher.rank(clause) for clause in asking[-_LISTENED:]]
        sure = [part for part in parts if part.sure]
        asked = tuple(dict.fromkeys(part.candidates[0].topic for part in sure))
        if whole.sure:
            return whole, asked
        return max([whole, *sure], key=lambda ranking: (ranking.sure, ranking.score)), asked

    def _follow_up(self, ranking: Ranking, context: str) -> str | None:
        """The one of three near topics that the question before makes likely: "and standing?"."""
        short = len(ranking.reading.words) <= _LEANS
        if not short or ranking.near_score < self.calibration.choices_at:
            return None
        topic = self.library.topics[context]
        near = {*topic.followups, *self._siblings(topic)} - {context}
        likely = ranking.candidates[0].probability * _FAINT
        found = [
            one.topic
            for one in ranking.candidates[:_CHOICES]
            if one.topic in near and one.probability >= likely
        ]
        return found[0] if len(found) == 1 else None

    def _siblings(self, topic: Topic) -> set[str]:
        """Topics of the same chapter, and the how-to of every movement."""
        topics = self.library.topics.items()
        chapter = {name for name, other in topics if other.section == topic.section}
        return chapter | {exercise.explains for exercise in self.library.exercises.values()}


def build_knowledge(
    library: Library, fitted: Fitted, semantic: SemanticSimilarity | None = None
) -> KnowledgeBase:
    """The knowledge base of a library, with semantic similarity if there is a model.

    Takes a few tenths of a second.
    """
    calibration = fitted.calibration
    reader = library_reader(library)
    matcher = Matcher(
        index=topic_index(reader, library.topics, library.out_of_scope),
        head=fitted.head,
        weights=gate_weights(calibration),
        anchors=anchor_stems(reader, library),
        topics=tuple(library.topics),
    )
    safety = Safety(
        symptoms=build_symptoms(reader, library.red_flags.lexicon),
        model=fitted.safety,
        bounds=Bounds(calibration.ask_back_at, calibration.alarm_at),
        phrases=Phrases.of(library.red_flags),
    )
    asked = matcher if semantic is None else build_cascade(matcher, semantic, fitted)
    return KnowledgeBase(library, reader, asked, safety, calibration, _small_talk_lines(library))


def build_cascade(
    matcher: Matcher, semantic: SemanticSimilarity, fitted: Fitted
) -> SemanticCascade:
    """Words first, then semantic similarity, with the weights fitted for its model."""
    weights = fitted.semantic.get(semantic.model) or unfitted(fitted.calibration)
    return SemanticCascade(matcher, semantic, gate_weights(weights), weights.unsure_below)


def gate_weights(fitted: Calibration | SemanticCalibration) -> Weights:
    """What of a calibration a ranking needs."""
    return Weights(
        fitted.blend, fitted.answer_gate, fitted.choices_gate, fitted.answer_at, fitted.choices_at
    )


def comparable_phrasings(library: Library) -> tuple[tuple[str, str], ...]:
    """Topics, or `OUT_OF_SCOPE`, with a way to ask, in the words that a question is compared in."""
    reader = library_reader(library)
    talk = (line for entry in library.small_talk.values() for line in entry.phrasings)
    examples = (text for texts in library.out_of_scope.values() for text in texts)
    ours = [(name, text) for name, topic in library.topics.items() for text in topic.ways_to_ask]
    others = [(OUT_OF_SCOPE, text) for text in (*examples, *talk)]
    return tuple((name, " ".join(reader.as_written(text))) for name, text in ours + others)


def library_reader(library: Library) -> MessageReader:
    """A reader that knows every word with which the content answers, asks or warns."""
    topics = library.topics.values()
    flags = library.red_flags
    texts = [text for topic in topics for text in (*topic.ways_to_ask, topic.text, *topic.keywords)]
    told = [text for family in flags.families.values() for text in family.prototypes]
    told += [text for family in flags.families.values() for text in family.hard_negatives]
    texts += [_spelt_right(text, library.english) for text in told]
    texts += [phrase for phrases in flags.lexicon.values() for phrase in phrases]
    symptoms = [
        phrase for name, phrases in flags.lexicon.items() if is_symptom(name) for phrase in phrases
    ]
    return build_reader(library.vocabulary, texts, library.english, symptoms)


def _spelt_right(text: str, english: frozenset[str]) -> str:
    """The text without the slips that people in pain make: they must not count as known words."""
    return " ".join(word for word in words(fold(text)) if word in english)


def topic_index(
    reader: MessageReader, topics: Mapping[str, Topic], out_of_scope: Mapping[str, Iterable[str]]
) -> Index:
    """The index of all phrasings and out-of-scope examples."""
    ours = [(name, text) for name, topic in topics.items() for text in topic.ways_to_ask]
    others = [(OUT_OF_SCOPE, text) for texts in out_of_scope.values() for text in texts]
    phrasings = [
        Phrasing(name, text, frozenset(reader.shared_stems(text))) for name, text in ours + others
    ]
    return build_index(phrasings, _documents(reader, topics, phrasings))


def _documents(
    reader: MessageReader, topics: Mapping[str, Topic], phrasings: Iterable[Phrasing]
) -> dict[str, dict[str, float]]:
    """Each topic as a bag of stems; the words of answer and keywords count half."""
    bags: dict[str, dict[str, float]] = {name: defaultdict(float) for name in topics}
    for phrasing in phrasings:
        for stem in phrasing.stems if phrasing.topic in bags else ():
            bags[phrasing.topic][stem] += 1
    for name, topic in topics.items():
        for stem in reader.shared_stems(" ".join((topic.text, *topic.keywords))):
            bags[name][stem] += _HALF
    return bags


def anchor_stems(reader: MessageReader, library: Library) -> frozenset[str]:
    """Stems of the words that show that a message is about our subject."""
    return frozenset(
        stem for anchor in library.vocabulary.anchors for stem in reader.shared_stems(anchor)
    )


def _small_talk_lines(library: Library) -> dict[str, str]:
    lines = {
        _folded(line): name for name, talk in library.small_talk.items() for line in talk.phrasings
    }
    return {line: name for line, name in lines.items() if line}


def _folded(text: str) -> str:
    return " ".join(words(fold(text)))
