"""Photos must stand upright, stay small, and never stop a record from being printed."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from collectdesk.reports.photos import UnreadablePhotoError, prepare_photo
from reports.case_samples import photo_bytes


def colour_at(jpeg: bytes, x: float, y: float) -> str:
    with Image.open(io.BytesIO(jpeg)) as image:
        pixel: Any = image.convert("RGB").getpixel((int(image.width * x), int(image.height * y)))
    red, green, _blue = pixel
    return "red" if red > 150 and green < 100 else "other"


@pytest.mark.parametrize(
    "content", [b"", b"not a picture", photo_bytes()[:4000], b"\xff\xd8\xff" + bytes(50)]
)
def test_a_broken_photo_is_named_unreadable(content: bytes) -> None:
    with pytest.raises(UnreadablePhotoError) as caught:
        prepare_photo(content)
    assert caught.value.code == "photo.unreadable"


def test_an_absurdly_large_image_is_refused_before_it_is_decoded() -> None:
    bomb = io.BytesIO()
    Image.new("1", (9000, 9000)).save(bomb, "PNG")
    with pytest.raises(UnreadablePhotoError, match="9000"):
        prepare_photo(bomb.getvalue())


@pytest.mark.parametrize(
    ("orientation", "corner"), [(1, (0.1, 0.1)), (3, (0.9, 0.9)), (6, (0.9, 0.1)), (8, (0.1, 0.9))]
)
def test_the_camera_s_orientation_is_respected(orientation: int, corner: tuple[float, float]) -> None:
    prepared = prepare_photo(photo_bytes(orientation=orientation))
    assert colour_at(prepared.jpeg, *corner) == "red"
    assert (prepared.width > prepared.height) is (orientation in {1, 3})


def test_a_large_photo_is_scaled_down_and_loses_its_metadata() -> None:
    prepared = prepare_photo(photo_bytes(4000, 3000, orientation=6))
    assert (prepared.width, prepared.height) == (825, 1100)
    with Image.open(io.BytesIO(prepared.jpeg)) as image:
        assert dict(image.getexif()) == {}


def test_a_transparent_png_stands_on_white() -> None:
    target = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(target, "PNG")
    with Image.open(io.BytesIO(prepare_photo(target.getvalue()).jpeg)) as image:
        assert image.convert("L").getextrema() == (255, 255)


def test_a_cmyk_photo_becomes_rgb() -> None:
    target = io.BytesIO()
    Image.new("CMYK", (40, 40), (0, 200, 200, 0)).save(target, "JPEG")
    with Image.open(io.BytesIO(prepare_photo(target.getvalue()).jpeg)) as image:
        assert image.mode == "RGB"
