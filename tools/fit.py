"""Fit the word head, the gates and the safety scorer on the content: `make fit`.

Everything is deterministic. Phrasings are left out in blocks: those of a topic stand in the order
in which different people wrote them, so a block is mostly somebody whom the rest has not heard.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from bot.knowledge.content.loading import Library, read_library
from bot.knowledge.knowledge_base import anchor_stems, library_reader, topic_index
from bot.knowledge.matching.fitted import FITTED, Calibration
from bot.knowledge.matching.index import OUT_OF_SCOPE
from bot.knowledge.matching.linear import LinearModel, format_model
from bot.knowledge.matching.matching import blend, gate, gate_signals, gather, word_features
from bot.knowledge.matching.reading import MessageReader
from bot.knowledge.safety import FINE, Bounds, Phrases, Safety, SafetyLevel
from bot.knowledge.symptoms import build_symptoms
from tools.gates import FALSE_ANSWERS, FALSE_CHOICES, Judged, fit_gate, threshold

FOLDS = 6
HEAD_SMALLEST = 0.8
SAFETY_SMALLEST = 0.1
"""Weights nearer to zero are left out of the files."""
ROUNDING = 2
HEAD_STRENGTH = 30.0
SAFETY_STRENGTH = 2.5
"""Inverse regularisation, chosen on questions that were not fitted on."""
RARE = 2
"""Pairs of words seen less often are left out."""
ROUNDS = 5
LOUDER = 2.0
"""After each round questions of ours that alarm weigh this many times as much."""
ORDINARY = 0.5
"""Weight of an ordinary question beside a hard negative, for the safety scorer."""
SLIPPED = 0.4
"""Share of left-out questions that get typing slips: people slip, authors do not."""

Example = tuple[str, str]
"""A text with its class."""
Folds = list[list[Example]]


def main() -> None:
    """Read the content, fit, write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--foreign", type=Path, help="JSON lines of questions that are not ours")
    parser.add_argument("--out", type=Path, default=FITTED)
    parser.add_argument("--model", type=Path, help="a model folder: fit how far to believe it")
    given = parser.parse_args()
    library = read_library()
    foreign = _read_questions(given.foreign)
    print(f"{len(library.topics)} topics, {len(foreign)} foreign questions")
    given.out.mkdir(parents=True, exist_ok=True)
    head = fit_head(
        library, library_reader(library), _ours(library), _out_of_scope(library, foreign)
    )
    safety = fit_safety(library, foreign)
    judged = list(_left_out(library, foreign))
    calibration = fit_calibration(library, judged)
    (given.out / "head.tsv").write_text(format_model(head))
    (given.out / "safety.tsv").write_text(format_model(safety))
    (given.out / "calibration.json").write_text(
        json.dumps(calibration.model_dump(), indent=1, sort_keys=True) + "\n"
    )
    if given.model:
        from tools.semantic import add_meaning  # noqa: PLC0415 - needs the extra

        add_meaning(given.model, given.out, library, judged=judged, calibration=calibration)


def _read_questions(path: Path | None) -> list[str]:
    if path is None or not path.exists():
        return []
    return [json.loads(line)["q"] for line in path.read_text().splitlines() if line.strip()]


def _ours(library: Library) -> list[Example]:
    return [(text, name) for name, topic in library.topics.items() for text in topic.ways_to_ask]


def _out_of_scope(library: Library, foreign: Sequence[str]) -> list[Example]:
    examples = [text for texts in library.out_of_scope.values() for text in texts]
    talk = [line for entry in library.small_talk.values() for line in entry.phrasings]
    return [(text, OUT_OF_SCOPE) for text in (*examples, *talk, *foreign)]


def fit_head(
    library: Library,
    reader: MessageReader,
    ours: Sequence[Example],
    out_of_scope: Sequence[Example],
) -> LinearModel:
    """The word head: which topic, or out of scope."""
    keywords = [(word, name) for name, topic in library.topics.items() for word in topic.keywords]
    examples = [*ours, *keywords, *out_of_scope]
    bags = [word_features(reader.shared_stems(text)) for text, _ in examples]
    return _fit_linear(
        library.fingerprint, bags, [name for _, name in examples], HEAD_STRENGTH, HEAD_SMALLEST
    )


def fit_safety(library: Library, foreign: Sequence[str]) -> LinearModel:
    """The safety scorer: which family of red flags, or none."""
    reader = library_reader(library)
    symptoms = build_symptoms(reader, library.red_flags.lexicon)
    examples = list(_safety_examples(library, foreign))
    names, weights = [name for _, name, _ in examples], [weight for _, _, weight in examples]
    messages = [reader.read_message(text) for text, _, _ in examples]
    bags = [dict.fromkeys(sorted(symptoms.features(message.whole)), 1.0) for message in messages]

    def fitted() -> LinearModel:
        return _fit_linear(
            library.fingerprint, bags, names, SAFETY_STRENGTH, SAFETY_SMALLEST, weights=weights
        )

    ours = {text for text, _ in _ours(library)}
    bounds, phrases = Bounds(ASK_BACK_AT, ALARM_AT), Phrases.of(library.red_flags)
    for _ in range(ROUNDS):
        gate = Safety(symptoms, fitted(), bounds, phrases)
        weights = [
            weight * LOUDER
            if message.whole.text in ours and gate.judge(message).level is not SafetyLevel.SAFE
            else weight
            for message, weight in zip(messages, weights, strict=True)
        ]
    return fitted()


def _safety_examples(library: Library, foreign: Sequence[str]) -> Iterator[tuple[str, str, float]]:
    """Texts with family and weight: plain, typed with slips, and in the middle of ordinary talk."""
    chance = random.Random(0)
    ordinary = [text for text, _ in _ours(library)]
    flags = library.red_flags
    for name, family in flags.families.items():
        for texts, label in ((family.prototypes, name), (family.hard_negatives, FINE)):
            for text in texts:
                yield text, label, 1.0
                yield slip(text, chance), label, ORDINARY
                yield in_a_story(text, ordinary, chance), label, ORDINARY
                yield in_a_story(slip(text, chance), ordinary, chance), label, ORDINARY
    yield from ((text, FINE, 1.0) for text in flags.clear_phrases)
    yield from ((text, FINE, ORDINARY) for text in ordinary)
    yield from ((text, FINE, ORDINARY) for text, _ in _out_of_scope(library, foreign))


def in_a_story(text: str, ordinary: Sequence[str], chance: random.Random) -> str:
    """The text between ordinary questions, without punctuation, as people dictate."""
    before, after = chance.choice(ordinary), chance.choice(ordinary)
    return chance.choice((f"{before} {text}", f"{text} {after}", f"{before} {text} {after}"))


def _fit_linear(
    fingerprint: str,
    bags: Sequence[Mapping[str, float]],
    names: Sequence[str],
    strength: float,
    smallest: float,
    *,
    weights: Sequence[float] | None = None,
) -> LinearModel:
    counts = Counter(feature for bag in bags for feature in bag)
    kept = {name for name, count in counts.items() if count >= RARE or name.startswith("w ")}
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(
        [{name: value for name, value in bag.items() if name in kept} for bag in bags]
    )
    model = LogisticRegression(C=strength, max_iter=200, tol=1e-3)
    model.fit(matrix, list(names), sample_weight=weights)
    return LinearModel(
        fingerprint=fingerprint,
        classes=tuple(map(str, model.classes_)),
        bias=tuple(round(float(value), ROUNDING) for value in model.intercept_),
        weights=dict(_sparse(vectorizer.feature_names_, model.coef_, smallest)),
    )


def _sparse(
    features: Sequence[str], weights: np.ndarray, smallest: float
) -> Iterator[tuple[str, tuple[tuple[int, float], ...]]]:
    for at, feature in enumerate(features):
        column = weights[:, at]
        pairs = tuple(
            (int(position), round(float(column[position]), ROUNDING))
            for position in np.flatnonzero(np.abs(column) >= smallest)
        )
        if pairs:
            yield feature, pairs


def fit_calibration(library: Library, judged: Sequence[Judged]) -> Calibration:
    """Blend, gates and thresholds, from questions that were left out."""
    order = {name: at for at, name in enumerate(library.topics)}
    weights = fit_blend([one for one in judged if one.topic in order], order)
    anchors = anchor_stems(library_reader(library), library)
    rows = [_gate_row(one, weights, list(library.topics), anchors) for one in judged]
    first = fit_gate([row.signals for row in rows], [row.first_right for row in rows])
    third = fit_gate([row.signals for row in rows], [row.third_right for row in rows])
    ours = [one.topic != OUT_OF_SCOPE for one in judged]
    answer_at = threshold([gate(row.signals, first) for row in rows], ours, FALSE_ANSWERS)
    choices_at = threshold([gate(row.signals, third) for row in rows], ours, FALSE_CHOICES)
    _report(rows, judged, first, answer_at)
    return Calibration(
        blend=weights,
        answer_gate=first,
        choices_gate=third,
        answer_at=round(answer_at, 3),
        choices_at=round(choices_at, 3),
        ask_back_at=ASK_BACK_AT,
        alarm_at=ALARM_AT,
    )


ASK_BACK_AT = 0.15
ALARM_AT = 0.3
"""Chosen on safety questions that were not fitted on: silence is the worst mistake."""


@dataclass(frozen=True)
class GateRow:
    """One left-out question as the gates see it."""

    signals: dict[str, float]
    first_right: bool
    third_right: bool


def _left_out(library: Library, foreign: Sequence[str]) -> Iterator[Judged]:
    ours = _folds({name: topic.ways_to_ask for name, topic in library.topics.items()})
    others = _folds(
        {OUT_OF_SCOPE: [text for text, _ in _out_of_scope(library, foreign)]}, spread=True
    )
    for held in range(FOLDS):
        print(f"fold {held + 1} of {FOLDS}")
        yield from _judge_fold(library, ours, others, frozenset(foreign), held)


def _folds(texts: Mapping[str, Sequence[str]], *, spread: bool = False) -> Folds:
    folds: Folds = [[] for _ in range(FOLDS)]
    for name, lines in texts.items():
        for at, line in enumerate(lines):
            folds[at % FOLDS if spread else at * FOLDS // len(lines)].append((line, name))
    return folds


def _judge_fold(
    library: Library, ours: Folds, others: Folds, foreign: frozenset[str], held: int
) -> Iterator[Judged]:
    known = [one for at, fold in enumerate(ours) if at != held for one in fold]
    known_others = [one for at, fold in enumerate(others) if at != held for one in fold]
    kept = {name: [text for text, topic in known if topic == name] for name in library.topics}
    topics = {
        name: topic.model_copy(update={"phrasings": tuple(kept[name])})
        for name, topic in library.topics.items()
    }
    part = _with_topics(library, topics)
    reader = library_reader(part)
    shipped = [text for text, _ in known_others if text not in foreign]
    index = topic_index(reader, topics, {"left": shipped})
    head = fit_head(part, reader, known, known_others)
    chance = random.Random(held)
    for text, name in (*ours[held], *others[held]):
        asked = slip(text, chance) if chance.random() < SLIPPED else text
        evidence = gather(reader.read(asked), index, head, list(library.topics))
        yield Judged(asked, name, evidence, index, foreign=text in foreign)


def slip(text: str, chance: random.Random) -> str:
    """The same text typed with one thumb: one to three letters lost, doubled or swapped."""
    for _ in range(chance.randint(1, 3)):
        places = [at for at in range(len(text) - 1) if text[at : at + 2].isalpha()]
        if not places:
            return text
        at = chance.choice(places)
        kind = chance.choice(("lost", "doubled", "swapped", "swapped"))
        pair = text[at : at + 2]
        new = {"lost": pair[1:], "doubled": pair[:1] + pair, "swapped": pair[::-1]}[kind]
        text = text[:at] + new + text[at + 2 :]
    return text


def _with_topics(library: Library, topics: Mapping[str, object]) -> Library:
    fields = {name: getattr(library, name) for name in library.__slots__}
    return Library(**(fields | {"topics": topics}))


def fit_blend(judged: Sequence[Judged], order: Mapping[str, int]) -> dict[str, float]:
    """Weights of the evidence that make the right topics likeliest."""
    names = ("head", "similarity", "bm25")
    evidence = np.array([[getattr(one.evidence, name) for name in names] for one in judged])
    right = np.array([order[one.topic] for one in judged])
    rows = np.arange(len(judged))

    def loss(weights: np.ndarray) -> float:
        scores = np.tensordot(weights, evidence, axes=([0], [1]))
        top = scores.max(axis=1, keepdims=True)
        total = np.log(np.exp(scores - top).sum(axis=1)) + top[:, 0]
        return float((total - scores[rows, right]).mean())

    found = minimize(loss, np.array([1.0, 4.0, 0.2]), method="Nelder-Mead")
    print("blend", dict(zip(names, found.x.round(3), strict=True)), "loss", round(found.fun, 4))
    return {name: round(float(value), 3) for name, value in zip(names, found.x, strict=True)}


def _gate_row(
    one: Judged, weights: Mapping[str, float], topics: Sequence[str], anchors: frozenset[str]
) -> GateRow:
    shares = blend(one.evidence, weights)
    order = sorted(range(len(topics)), key=lambda at: -shares[at])
    return GateRow(
        signals=gate_signals(one.evidence, shares, one.index, anchors),
        first_right=topics[order[0]] == one.topic,
        third_right=one.topic in [topics[at] for at in order[:3]],
    )


def _report(
    rows: Sequence[GateRow], judged: Sequence[Judged], weights: Mapping[str, float], bound: float
) -> None:
    pairs = list(zip(rows, judged, strict=True))
    mine = [row for row, one in pairs if one.topic != OUT_OF_SCOPE]
    foreign = [row for row, one in pairs if one.foreign]
    examples = [row for row, one in pairs if one.topic == OUT_OF_SCOPE and not one.foreign]
    answered, wrongly, fooled = (
        [gate(row.signals, weights) >= bound for row in group]
        for group in (mine, foreign, examples)
    )
    print(
        f"left out: first right {_share(row.first_right for row in mine):.3f}, "
        f"in the first three {_share(row.third_right for row in mine):.3f}, "
        f"answered {_share(answered):.3f} at {bound:.3f}; "
        f"answered of foreign {_share(wrongly):.3f}, of out-of-scope examples {_share(fooled):.3f}"
    )


def _share(flags: Iterable[bool]) -> float:
    listed = list(flags)
    return sum(listed) / len(listed) if listed else 0.0


if __name__ == "__main__":
    main()
