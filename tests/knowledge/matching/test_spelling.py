import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.knowledge_base import KnowledgeBase
from bot.knowledge.matching.spelling import Speller, allowed_slips

SLIPS = """
    hamsting hamstring, hamsrtings hamstrings, posteror posterior,
    postrior posterior, chian chain, crampping cramping, stretchin stretching, equipmnt equipment,
    equiptment equipment, repititions repetitions, repitions repetitions, excercise exercise,
    exercize exercise, gluets glutes, breathng breathing, breathin breathing,
    ankel ankle, ankels ankles, wieght weight, weigth weight, weihgt weight,
    resistence resistance, bnad band, bouncng bouncing, eccentrc eccentric, finsher finisher,
    warmpu warmup, workuot workout, freqency frequency, freqently frequently,
    prgression progression, progresion progression, stabilty stability, stablity stability,
    machne machine, standng standing, mucsle muscle, muscel muscle,
    flexon flexion, extention extension, isolaton isolation, compund compound, squts squats,
    sorness soreness, injurry injury, sqeeze squeeze, swingng swinging, lowre lower
"""
PAIRS = [tuple(pair.split()) for pair in SLIPS.split(",")]

REAL = """
    kneel bike bicycle swim coffee protein knitting piano guitar bread weather holiday elbow tongue
    tennis yoga vitamin creatine insulin garden plant planet brain python credit brand plank tuck
    jelly blanket choir shirt steak loan cheese knife novel movie drain
"""


@pytest.mark.parametrize(("slip", "meant"), PAIRS)
def test_a_slip_in_our_words_is_repaired(knowledge: KnowledgeBase, slip: str, meant: str) -> None:
    reading = knowledge.reader.read(slip)
    assert reading.words == (meant,)
    assert reading.repairs == ((slip, meant),)


@pytest.mark.parametrize("word", REAL.split())
def test_a_real_word_stays(knowledge: KnowledgeBase, word: str) -> None:
    reading = knowledge.reader.read(word)
    assert (reading.words, reading.repairs) == ((word,), ())


def test_the_tables_are_worth_their_name() -> None:
    assert len(PAIRS) >= 40
    assert len(REAL.split()) >= 25


SPELLER = Speller.of(
    {"hamstring": 50, "band": 9, "bend": 3, "bond": 3, "knee": 5, "numb": 2, "feel": 2},
    frozenset({"bind", "knew"}),
    grave=frozenset({"feel", "numb"}),
)
REPAIRS = [
    ("hamstirng", "hamstring"),  # two letters changed places
    ("hamstrg", "hamstring"),
    ("hmstrg", "hmstrg"),  # three slips are too many for six letters
    ("bamd", "band"),
    ("bznd", "band"),  # the word that is used most
    ("cand", "band"),
    ("abnd", "band"),
    ("bind", "bind"),  # English
    ("knew", "knew"),
    ("kne", "kne"),  # too short to say
    ("fel", "feel"),  # but a symptom may not be missed
    ("umb", "numb"),
    ("nu", "nu"),
    ("zzzz", "zzzz"),
    ("1234", "1234"),
]


@pytest.mark.parametrize(("word", "meant"), REPAIRS)
def test_repairing(word: str, meant: str) -> None:
    assert SPELLER.repair(word) == meant


@given(st.text(max_size=30))
def test_a_repaired_word_needs_no_more_repair(word: str) -> None:
    meant = SPELLER.repair(word)
    assert meant == word or SPELLER.knows(meant)
    assert SPELLER.repair(meant) == meant


@pytest.mark.parametrize(
    ("length", "slips"), [(1, 0), (3, 0), (4, 1), (5, 1), (6, 2), (9, 2), (10, 3), (30, 3)]
)
def test_longer_words_may_hold_more_slips(length: int, slips: int) -> None:
    assert allowed_slips(length) == slips


CHOSEN = [
    ("reat", {"rest": 1, "beat": 50}, "rest"),  # the first letter is rarely wrong
    ("erst", {"rest": 50, "erse": 1}, "rest"),  # unless it changed places with the second
    ("reat", {"reap": 1, "rest": 2}, "rest"),  # else the word that is used more
    ("reat", {"reap": 2, "rest": 2}, "reap"),  # else the alphabet
    ("hipp", {"hip": 1}, "hip"),
    ("fel", {"feel": 2, "fell": 9}, "fell"),
    ("fel", {"feel": 9, "fell": 2}, "feel"),
]


@pytest.mark.parametrize(("word", "counts", "meant"), CHOSEN)
def test_of_several_near_words_one_is_chosen(word: str, counts: dict[str, int], meant: str) -> None:
    assert Speller.of(counts, frozenset(), grave=frozenset({"feel", "fell"})).repair(word) == meant


def test_of_two_words_equally_near_the_symptom_is_meant() -> None:
    speller = Speller.of({"numb": 1, "nump": 9}, frozenset(), grave=frozenset({"numb"}))
    assert speller.repair("numq") == "numb"
