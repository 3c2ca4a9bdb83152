import pytest

from bot.voice.recognition.language_model.english import NO_ENGLISH, English
from bot.voice.recognition.language_model.mixture import Mixture, MixtureLevel, mix
from bot.voice.recognition.language_model.ngrams import (
    BEGIN,
    END,
    UNKNOWN,
    count_ngrams,
    witten_bell,
)

SAID = [
    (("curl", "the", "leg"), 1.0),
    (("lift", "the", "leg", "slowly"), 1.0),
    (("curl", "slowly"), 0.5),
]


def our_own(ours: float = 1.0) -> Mixture:
    domain = witten_bell(count_ngrams(SAID))
    return mix(domain, NO_ENGLISH, domain.unigrams.keys() - {END}, ours)


def likely(mixture: Mixture, words: tuple[str, ...], following: str) -> float:
    """As a recogniser reads the model: the longest history that was seen, else a shorter one."""
    if not words:
        return mixture.unigrams[following]
    level: MixtureLevel | None
    if len(words) > 1:
        level = mixture.trigrams.get((words[0], words[1]))
    else:
        level = mixture.bigrams.get(words[0])
    if level and following in level.seen:
        return level.seen[following]
    return (level.backoff_weight if level else 1.0) * likely(mixture, words[1:], following)


@pytest.mark.parametrize(
    "history",
    [(), (BEGIN,), ("the",), ("curl",), (BEGIN, "curl"), ("curl", "the"), ("leg", "lift")],
)
def test_something_always_follows(history: tuple[str, ...]) -> None:
    mixture = our_own()
    total = sum(likely(mixture, history, word) for word in mixture.unigrams)
    assert total == pytest.approx(1.0)


def test_what_was_said_is_likelier_than_what_was_not() -> None:
    mixture = our_own()
    said = likely(mixture, ("curl", "the"), "leg")
    assert said > likely(mixture, ("curl", "the"), "slowly") > 0


def test_a_sentence_of_half_the_weight_counts_half() -> None:
    counts = count_ngrams(SAID)
    assert counts.bigrams["curl"] == {"the": 1.0, "slowly": 0.5}


def test_nothing_is_learnt_across_a_word_that_cannot_be_heard() -> None:
    counts = count_ngrams([(("lift", UNKNOWN, "leg", "slowly"), 1.0)])
    assert UNKNOWN not in counts.unigrams
    assert "lift" not in counts.bigrams
    assert counts.bigrams["leg"] == {"slowly": 1.0}
    assert not any(UNKNOWN in words for words in counts.trigrams)


def test_plain_english_makes_unheard_words_possible() -> None:
    domain = witten_bell(count_ngrams(SAID))
    words = {"curl", "the", "leg", "lift", "slowly", "weather"}
    english = English(dict.fromkeys((*words, END), -2.0), NO_ENGLISH.pairs)
    mixture = mix(domain, english, words)
    assert mixture.unigrams["the"] > mixture.unigrams["weather"] > 0
    assert sum(likely(mixture, ("the",), word) for word in mixture.unigrams) == pytest.approx(1.0)
