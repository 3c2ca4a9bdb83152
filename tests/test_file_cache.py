import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from bot.file_cache import FileCache, source_hash


def only_file(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


def test_what_was_kept_is_found(tmp_path: Path) -> None:
    cache = FileCache(tmp_path / "new" / "folder")
    cache.keep("a", b"picture", "png")
    assert cache.find("a", "png") == b"picture"


def test_what_was_not_kept_is_not_found(tmp_path: Path) -> None:
    cache = FileCache(tmp_path)
    cache.keep("a", b"picture", "png")
    assert cache.find("b", "png") is None
    assert cache.find("a", "mp4") is None
    assert FileCache(tmp_path / "nowhere").find("a", "png") is None


@pytest.mark.parametrize("spoilt", [b"", b"pict", b"picturE", b"picture and more"])
def test_a_spoilt_file_is_thrown_away_and_replaced(tmp_path: Path, spoilt: bytes) -> None:
    cache = FileCache(tmp_path)
    cache.keep("a", b"picture", "png")
    only_file(tmp_path).write_bytes(spoilt)
    assert cache.find("a", "png") is None
    assert list(tmp_path.iterdir()) == []
    cache.keep("a", b"picture", "png")
    assert cache.find("a", "png") == b"picture"


def test_a_folder_in_place_of_a_file_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "a.0123.png").mkdir()
    assert FileCache(tmp_path).find("a", "png") is None


def test_a_half_written_file_is_never_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_disk(part: Path, contents: bytes) -> int:
        with part.open("wb") as file:
            file.write(contents[:2])
        raise OSError("the disk is full")

    monkeypatch.setattr(Path, "write_bytes", fill_disk)
    FileCache(tmp_path).keep("a", b"picture", "png")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("not a folder")
    cache = FileCache(tmp_path / "file")
    cache.keep("a", b"picture", "png")
    assert cache.find("a", "png") is None
    assert "not kept" in caplog.text


def test_many_writers_and_readers_see_whole_files_only(tmp_path: Path) -> None:
    cache = FileCache(tmp_path)
    picture = b"picture" * 50_000

    def write_and_read(_at: int) -> bytes | None:
        cache.keep("a", picture, "png")
        return cache.find("a", "png")

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(write_and_read, range(64))) == {picture}
    assert len(list(tmp_path.iterdir())) == 1


def test_the_oldest_files_go_when_there_are_too_many(tmp_path: Path) -> None:
    cache = FileCache(tmp_path)
    for at, key in enumerate("abc"):
        cache.keep(key, b"0123456789", "ogg")
        os.utime(next(tmp_path.glob(f"{key}.*")), (at, at))
    cache.trim(20)
    assert [cache.find(key, "ogg") for key in "abc"] == [None, b"0123456789", b"0123456789"]
    cache.trim(19)
    assert cache.find("b", "ogg") is None
    FileCache(tmp_path / "nowhere").trim(0)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a package `kitchen` that can be imported."""
    folder = tmp_path / "kitchen"
    (folder / "oven").mkdir(parents=True)
    for name in ("__init__.py", "knives.py", "oven/__init__.py"):
        (folder / name).write_text('"""Something."""')
    (folder / "oven" / "heat.yaml").write_text("degrees: 200")
    monkeypatch.syspath_prepend(tmp_path)
    return folder


@pytest.fixture
def kitchen(package: Path) -> Iterator[ModuleType]:
    yield import_module(package.name)
    for name in [name for name in sys.modules if name.partition(".")[0] == "kitchen"]:
        del sys.modules[name]


@pytest.mark.parametrize("name", ["__init__.py", "knives.py", "oven/__init__.py", "oven/heat.yaml"])
def test_the_hash_of_a_package_changes_with_every_file_below_it(
    name: str, package: Path, kitchen: ModuleType
) -> None:
    before = source_hash(kitchen)
    (package / name).write_text("something else")
    assert source_hash(kitchen) != before


def test_the_hash_of_a_package_changes_with_the_names_of_its_files(
    package: Path, kitchen: ModuleType
) -> None:
    before = source_hash(kitchen)
    (package / "knives.py").rename(package / "oven" / "knives.py")
    assert source_hash(kitchen) != before


def test_the_hash_of_a_package_does_not_change_with_what_python_compiles(
    package: Path, kitchen: ModuleType
) -> None:
    before = source_hash(kitchen)
    (package / "__pycache__").mkdir(exist_ok=True)
    (package / "__pycache__" / "knives.pyc").write_bytes(b"compiled")
    assert source_hash(kitchen) == before


def test_the_hash_of_a_module_is_of_its_file_alone(package: Path, kitchen: ModuleType) -> None:
    assert kitchen.__name__ == "kitchen"
    knives = import_module("kitchen.knives")
    before = source_hash(knives)
    (package / "oven" / "heat.yaml").write_text("degrees: 250")
    assert source_hash(knives) == before
    (package / "knives.py").write_text("something else")
    assert source_hash(knives) != before


def test_two_modules_have_the_same_hash_in_any_order(kitchen: ModuleType) -> None:
    oven = import_module("kitchen.oven")
    knives = import_module("kitchen.knives")
    assert source_hash(oven, knives) == source_hash(knives, oven)
    assert len({source_hash(oven), source_hash(knives), source_hash(kitchen)}) == 3


def test_there_is_no_hash_of_nothing(package: Path, kitchen: ModuleType) -> None:
    with pytest.raises(ValueError, match="no modules"):
        source_hash()
    with pytest.raises(ValueError, match="sys is not read from a file"):
        source_hash(sys)
    (package / "knives.py").write_text("")
    with pytest.raises(ValueError, match=r"knives\.py is empty"):
        source_hash(kitchen)


def test_a_folder_without_code_has_no_hash(package: Path, kitchen: ModuleType) -> None:
    assert kitchen.__name__ == "kitchen"
    (package / "pantry").mkdir()
    with pytest.raises(ValueError, match="is not read from a file"):
        source_hash(import_module("kitchen.pantry"))


def test_a_module_whose_file_is_gone_has_no_hash(package: Path, kitchen: ModuleType) -> None:
    assert kitchen.__name__ == "kitchen"
    knives = import_module("kitchen.knives")
    (package / "knives.py").unlink()
    with pytest.raises(FileNotFoundError):
        source_hash(knives)
