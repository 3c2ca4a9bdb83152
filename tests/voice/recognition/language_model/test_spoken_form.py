import pytest

from bot.voice.recognition.language_model.spoken_form import spoken


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("What's the posterior chain?", "what's the posterior chain"),
        ("whats wrong, i cant do 12-20 reps", "what's wrong i can't do twelve to twenty reps"),
        ("3 x 15", "three times fifteen"),
        ("3x15 @ 10kg", "three times fifteen ten kilos"),
        ("pain 4/10", "pain four out of ten"),
        ("is 80% ok", "is eighty percent okay"),
        ("don\u2019t RDLs hurt", "don't r d ls hurt"),
        ("do u know y", "do you know why"),
        ("--- ?!", ""),
    ],
)
def test_signs_and_figures_are_spoken(written: str, said: str) -> None:
    assert " ".join(spoken(written)) == said
