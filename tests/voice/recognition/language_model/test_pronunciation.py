import pytest

from bot.voice.recognition.language_model.pronunciation import arpabet, pronounced


@pytest.mark.parametrize(
    ("phonetic", "phones"),
    [
        ("\u0261l\u02c8u\u02d0t", "G L UW T"),
        ("h\u02c8æmst\u0279\u026a\u014b", "HH AE M S T R IH NG"),
        ("t\u0283\u02c8e\u026an", "CH EY N"),
    ],
)
def test_sounds_are_written_as_phones(phonetic: str, phones: str) -> None:
    assert arpabet(phonetic) == phones


@pytest.mark.parametrize("phonetic", ["", "\u02c8", "\u0153", "b\u0153f"])
def test_what_is_no_sound_of_english_has_no_phones(phonetic: str) -> None:
    assert arpabet(phonetic) is None


def test_new_words_are_pronounced() -> None:
    found = pronounced(["deadlift", "glutes"])
    assert found == {"deadlift": ("D EH D L IH F T",), "glutes": ("G L UW T S",)}
