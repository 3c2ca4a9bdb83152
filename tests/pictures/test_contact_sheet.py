from pathlib import Path

import pytest
from PIL import Image

from bot.errors import CoachError
from bot.pictures import contact_sheet as sheet_module
from bot.pictures.contact_sheet import GAP, contact_sheet
from tests.pictures.movements import EXERCISES


def test_the_sheet_shows_all_movements(tmp_path: Path) -> None:
    contact_sheet(tmp_path / "sheet.png")
    with Image.open(tmp_path / "sheet.png") as image:
        assert image.format == "PNG"
        assert image.size == (6 * 410 + GAP, len(EXERCISES) * 310 + GAP)


def test_a_sheet_that_cannot_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_module, "draw_sheet", lambda *_: Image.new("RGB", (1, 1)))
    with pytest.raises(CoachError, match=r"sheet\.png: cannot be written"):
        contact_sheet(tmp_path / "nowhere" / "sheet.png")
