import math

from bot.voice.recognition.language_model.english import NO_ENGLISH, English
from bot.voice.recognition.language_model.mixture import vocabulary
from bot.voice.recognition.language_model.ngrams import count_ngrams, witten_bell

OURS = witten_bell(count_ngrams([(("leg", "curl"), 1.0)]))


def plain(*words: str) -> English:
    return English(dict.fromkeys(words, math.log(0.1)), NO_ENGLISH.pairs)


def test_english_words_that_are_known_can_be_heard_beside_ours() -> None:
    assert vocabulary(OURS, plain("walk", "xyzzy"), {"walk": ()}) == {"leg", "curl", "walk"}


def test_no_crude_word_is_ever_heard() -> None:
    crude = ("fuck", "fucking", "bullshit")
    assert vocabulary(OURS, plain(*crude), dict.fromkeys(crude)) == {"leg", "curl"}
