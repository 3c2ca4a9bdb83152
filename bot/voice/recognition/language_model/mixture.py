"""The domain model mixed with general English: one backoff model that PocketSphinx can read.

Why in code of our own: the toolkits that mix models (SRILM among them) are programs to be compiled,
and do not read the packed English of PocketSphinx's wheel. Why beforehand: so the words of English
that can be recognised are chosen here, and each pair is weighed once, not during every recording.

Notation as in `ngrams`; p_d is the domain model, p_e general English, a the interpolation weight:

    p(w | h) = a * p_d(w | h) + (1 - a) * p_e(w | h)

For one word of history all pairs of both models are listed; for two words only triples of the
domain, with English pairs for p_e, as triples of English would add nothing but size. What is not
listed backs off to the shorter history h' with the backoff weight

    b(h) = (1 - sum of p(w | h)) / (1 - sum of p(w | h')), both sums over the words listed after h

so that the probabilities after any history add up to one.

Sources: F. Jelinek and R. L. Mercer, Interpolated estimation of Markov source parameters from
sparse data (1980), for the mixture; S. M. Katz, Estimation of probabilities from sparse data for
the language model component of a speech recognizer, IEEE Transactions on Acoustics, Speech and
Signal Processing 35 (1987), for backing off; A. Stolcke, SRILM: an extensible language modeling
toolkit (2002), for mixing two backoff models into one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from heapq import nlargest
from math import exp, log

from bot.voice.recognition.language_model.english import English
from bot.voice.recognition.language_model.ngrams import BEGIN, END, DomainModel, Following

DOMAIN_WEIGHT = 0.7
"""The interpolation weight, 0 to 1: how much our own sentences count beside general English."""
GENERAL_WORDS = 10_000
"""So many of the most frequent English words can be recognised besides our own."""
RAREST_BIGRAM = 3e-7
"""Pairs of English words that make up less of all pairs are left out: a third of a second less to
load, and nothing is lost."""
_CRUDE = (
    *("arsehole", "asshole", "bitch", "cunt", "faggot", "fuck", "nigga", "nigger", "pussy"),
    *("shit", "slut", "whore"),
)
"""What is recognised is shown to people: nothing is ever taken for a word with one of these in it.
"""
_MOST_SEEN = 0.99
"""What is listed leaves at least the rest to what is not."""


@dataclass(frozen=True, slots=True)
class MixtureLevel:
    """What is listed after one history."""

    seen: Following
    """Word -> p(w | h)."""
    backoff_weight: float
    """b(h): by what p(w | h') is multiplied for words that are not listed."""


@dataclass(frozen=True, slots=True)
class Mixture:
    """A backoff model of order three."""

    unigrams: Following
    bigrams: Mapping[str, MixtureLevel] = field(repr=False)
    trigrams: Mapping[tuple[str, str], MixtureLevel] = field(repr=False)


def vocabulary(domain: DomainModel, english: English, known: Mapping[str, object]) -> set[str]:
    """Our own words, and frequent ones that the dictionary knows and nobody minds."""
    common = (word for word in english.words if word in known and not _is_crude(word))
    ours = domain.unigrams.keys() - {END}
    return {*nlargest(GENERAL_WORDS, common, key=english.words.__getitem__), *ours}


def _is_crude(word: str) -> bool:
    return any(crude in word for crude in _CRUDE)


def mix(
    domain: DomainModel, english: English, words: set[str], weight: float = DOMAIN_WEIGHT
) -> Mixture:
    """The mixture over some words; with the weight 1 it is the domain model alone."""
    general = GeneralModel.of(english, words)
    unigrams = _scaled(
        {
            word: weight * domain.unigrams.get(word, 0.0)
            + (1 - weight) * general.unigrams.get(word, 0.0)
            for word in sorted(words | {END})
        },
        1.0,
    )
    bigrams = {
        first: _level(_mixed_after(first, domain, general, weight), unigrams)
        for first in [BEGIN, *sorted(words)]
    }
    trigrams = {}
    for (first, second), following in domain.trigrams.items():
        seen = {
            word: weight * likely + (1 - weight) * general.after(second, word)
            for word, likely in following.items()
        }
        level = bigrams[second]
        lower = {
            word: level.seen.get(word) or level.backoff_weight * unigrams[word] for word in seen
        }
        trigrams[first, second] = _level(seen, lower)
    return Mixture(unigrams, bigrams, trigrams)


def _mixed_after(
    first: str, domain: DomainModel, general: "GeneralModel", weight: float
) -> Following:
    """The pairs of both models that begin with a word."""
    listed = general.bigrams.get(first, {}).keys() | domain.bigrams.get(first, {}).keys()
    return {
        word: weight * domain.after(first, word) + (1 - weight) * general.after(first, word)
        for word in sorted(listed)
    }


@dataclass(frozen=True, slots=True)
class GeneralModel:
    """General English over some words only, as probabilities that add up to one."""

    unigrams: Following
    bigrams: Mapping[str, Following]
    backoff_weights: Mapping[str, float]

    @classmethod
    def of(cls, english: English, words: set[str]) -> "GeneralModel":
        """The part of English that has to do with these words."""
        unigrams = _general_unigrams(english, words)
        bigrams = {
            first: _scaled(following, _MOST_SEEN, only_down=True)
            for first, following in _general_bigrams(english, unigrams).items()
        }
        weights = {first: _backoff_weight(seen, unigrams) for first, seen in bigrams.items()}
        return cls(unigrams, bigrams, weights)

    def after(self, word: str, following: str) -> float:
        """p_e(following | word)."""
        listed = self.bigrams.get(word, {}).get(following)
        weight = self.backoff_weights.get(word, 1.0)
        return listed or weight * self.unigrams.get(following, 0.0)


def _general_unigrams(english: English, words: set[str]) -> Following:
    known = {word: exp(english.words[word]) for word in words | {END} if word in english.words}
    return _scaled(known, 1.0)


def _general_bigrams(english: English, unigrams: Following) -> dict[str, Following]:
    found: dict[str, Following] = {}
    firsts = {word: log(likely) for word, likely in unigrams.items() if likely > 0} | {BEGIN: 0.0}
    least = log(RAREST_BIGRAM)
    for word, before in english.pairs.of(firsts.keys()):
        for first, likely in before:
            if likely + firsts[first] > least:
                found.setdefault(first, {})[word] = exp(likely)
    return found


def _scaled(likely: Following, whole: float, *, only_down: bool = False) -> Following:
    """The probabilities multiplied so that they add up to `whole`."""
    total = sum(likely.values())
    if not total or (only_down and total <= whole):
        return likely
    return {word: one * whole / total for word, one in likely.items()}


def _level(seen: Following, lower: Following) -> MixtureLevel:
    seen = _scaled(seen, _MOST_SEEN, only_down=True)
    return MixtureLevel(seen, _backoff_weight(seen, lower))


def _backoff_weight(seen: Following, lower: Following) -> float:
    """b(h), where `seen` is p(w | h) and `lower` is p(w | h')."""
    free = 1 - sum(lower.get(word, 0.0) for word in seen)
    return (1 - sum(seen.values())) / max(free, 1e-9)
