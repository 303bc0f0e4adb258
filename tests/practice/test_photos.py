"""Practice evidence is a picture that nobody can take for a real place."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageFont

from collectdesk import resources
from collectdesk.practice import photos

if TYPE_CHECKING:
    import pytest


def test_a_door_photo_is_a_small_jpeg_with_a_large_red_mark() -> None:
    data = photos.door_photo(1)
    with Image.open(io.BytesIO(data)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (960, 1_280))
        assert picture.getexif()[0x010E] == "CollectDesk practice picture"
        colours = picture.convert("RGB").getcolors(maxcolors=picture.width * picture.height)
    assert colours
    red = sum(
        count
        for count, colour in colours
        if isinstance(colour, tuple) and colour[0] > 150 and max(colour[1:]) < 80
    )
    assert red > 15_000
    assert len(data) < 300_000


def test_the_same_seed_draws_the_same_door_and_another_seed_another() -> None:
    assert photos.door_photo(7) == photos.door_photo(7)
    assert photos.door_photo(7) != photos.door_photo(8)


def test_a_shipped_font_writes_the_mark(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[str] = []
    fallback = ImageFont.load_default(360)
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "Some-Bold.ttf").touch()
    monkeypatch.setattr(resources, "folder", lambda: tmp_path)

    def open_font(path: str, size: int) -> object:
        asked.append(path)
        return fallback

    monkeypatch.setattr(ImageFont, "truetype", open_font)
    photos.door_photo(1)
    assert [Path(path).name for path in asked] == ["Some-Bold.ttf"]
