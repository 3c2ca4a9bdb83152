from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pocketsphinx import get_model_path

from bot.errors import VoiceError
from bot.voice.recognition.language_model import builder, model
from bot.voice.recognition.language_model.model import LanguageModelFiles, model_in

WHEEL = Path(get_model_path("en-us"))


@pytest.fixture
def makes(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that models were made in; a model is made at once, and of nothing."""
    made: list[Path] = []

    def make(files: LanguageModelFiles, wheel: Path) -> None:
        assert wheel == WHEEL
        made.append(files.folder)
        for path in (files.chats, files.sessions, files.words):
            path.write_text(path.name, encoding="ascii")
        files.seal()

    monkeypatch.setattr(builder, "build_model", make)
    return made


def test_a_model_is_made_once(tmp_path: Path, makes: list[Path]) -> None:
    first = model_in(tmp_path / "new", WHEEL)
    assert model_in(tmp_path / "new", WHEEL) == first
    assert first.is_whole
    assert len(makes) == 1


@pytest.mark.parametrize("name", ["chats", "sessions", "words"])
def test_a_spoilt_model_is_made_again(tmp_path: Path, makes: list[Path], name: str) -> None:
    path: Path = getattr(model_in(tmp_path, WHEEL), name)
    path.write_bytes(path.read_bytes()[:-1])
    assert model_in(tmp_path, WHEEL).is_whole
    assert len(makes) == 2


def test_a_model_that_lacks_a_file_is_made_again(tmp_path: Path, makes: list[Path]) -> None:
    model_in(tmp_path, WHEEL).chats.unlink()
    assert model_in(tmp_path, WHEEL).is_whole
    assert len(makes) == 2


def test_new_content_makes_a_new_model_and_the_old_one_goes(
    tmp_path: Path, makes: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    old = model_in(tmp_path, WHEEL)
    edited = tmp_path / "faq.yaml"
    edited.write_text("another: question")
    monkeypatch.setattr(model, "content_files", lambda: {"faq.yaml": edited})
    new = model_in(tmp_path, WHEEL)
    assert new.folder != old.folder
    assert not old.folder.exists()
    assert len(makes) == 2


def test_many_may_ask_at_once(tmp_path: Path, makes: list[Path]) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: model_in(tmp_path, WHEEL), range(4)))
    assert len(set(found)) == 1
    assert found[0].is_whole
    assert makes
    assert [path.name for path in tmp_path.iterdir()] == [found[0].folder.name]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, makes: list[Path]) -> None:
    cache = tmp_path / "file"
    cache.write_text("no folder")
    with pytest.raises(VoiceError, match="file"):
        model_in(cache, WHEEL)
    assert not makes


def test_the_shipped_content_makes_a_model_with_its_words(model_cache: Path) -> None:
    words = model_in(model_cache, WHEEL).words.read_text(encoding="ascii")
    for word in ("hamstring", "glutes", "semitendinosus", "weather", "don't"):
        assert f"\n{word} " in words
    assert "\nhamstrng " not in words
