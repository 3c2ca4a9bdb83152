import math
from pathlib import Path
from random import Random

import pytest
from pocketsphinx import Config, LogMath, NGramModel, get_model_path

from bot.errors import VoiceError
from bot.voice.recognition.language_model.english import English, read_english

WHEEL = Path(get_model_path("en-us"))
FILE = WHEEL / "en-us.lm.bin"


@pytest.fixture(scope="module")
def english() -> English:
    return read_english(FILE)


def test_all_words_together_are_certain(english: English) -> None:
    assert sum(map(math.exp, english.words.values())) == pytest.approx(1.0, abs=1e-4)


def test_pairs_are_as_likely_as_the_library_says(english: English) -> None:
    judge = NGramModel(Config(lm=None), LogMath(), str(FILE))
    some = set(Random(1).sample(sorted(english.words), 3000)) | {"the", "i", "</s>"}
    pairs = [
        (first, word, likely) for word, before in english.pairs.of(some) for first, likely in before
    ]
    assert len(pairs) > 1000
    for first, word, likely in pairs[::20]:
        assert likely == pytest.approx(judge.prob([word, first]) * 9.9995e-5, abs=1e-3)


def test_words_that_were_not_asked_for_are_left_out(english: English) -> None:
    found = {word: [first for first, _ in before] for word, before in english.pairs.of({"do", "i"})}
    assert found["do"] == ["i"] or set(found["do"]) == {"do", "i"}
    assert set(found) == {"do", "i"}


@pytest.mark.parametrize("content", [b"", b"Trie Language Model\x02", b"something else" * 9])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.bin"
    path.write_bytes(content)
    with pytest.raises(VoiceError, match=r"other\.bin"):
        read_english(path)
