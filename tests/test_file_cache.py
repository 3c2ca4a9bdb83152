import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.file_cache import FileCache


def only_file(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


def test_what_was_kept_is_found(tmp_path: Path) -> None:
    shelf = FileCache(tmp_path / "new" / "folder")
    shelf.keep("a", b"picture", "png")
    assert shelf.find("a", "png") == b"picture"


def test_what_was_not_kept_is_not_found(tmp_path: Path) -> None:
    shelf = FileCache(tmp_path)
    shelf.keep("a", b"picture", "png")
    assert shelf.find("b", "png") is None
    assert shelf.find("a", "mp4") is None
    assert FileCache(tmp_path / "nowhere").find("a", "png") is None


@pytest.mark.parametrize("spoilt", [b"", b"pict", b"picturE", b"picture and more"])
def test_a_spoilt_file_is_thrown_away_and_replaced(tmp_path: Path, spoilt: bytes) -> None:
    shelf = FileCache(tmp_path)
    shelf.keep("a", b"picture", "png")
    only_file(tmp_path).write_bytes(spoilt)
    assert shelf.find("a", "png") is None
    assert list(tmp_path.iterdir()) == []
    shelf.keep("a", b"picture", "png")
    assert shelf.find("a", "png") == b"picture"


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
    shelf = FileCache(tmp_path / "file")
    shelf.keep("a", b"picture", "png")
    assert shelf.find("a", "png") is None
    assert "not kept" in caplog.text


def test_many_writers_and_readers_see_whole_files_only(tmp_path: Path) -> None:
    shelf = FileCache(tmp_path)
    picture = b"picture" * 50_000

    def write_and_read(_at: int) -> bytes | None:
        shelf.keep("a", picture, "png")
        return shelf.find("a", "png")

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(write_and_read, range(64))) == {picture}
    assert len(list(tmp_path.iterdir())) == 1


def test_the_oldest_files_go_when_there_are_too_many(tmp_path: Path) -> None:
    shelf = FileCache(tmp_path)
    for at, key in enumerate("abc"):
        shelf.keep(key, b"0123456789", "ogg")
        os.utime(next(tmp_path.glob(f"{key}.*")), (at, at))
    shelf.trim(20)
    assert [shelf.find(key, "ogg") for key in "abc"] == [None, b"0123456789", b"0123456789"]
    shelf.trim(19)
    assert shelf.find("b", "ogg") is None
    FileCache(tmp_path / "nowhere").trim(0)
