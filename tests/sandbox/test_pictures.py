"""Photos must stand upright, stay small, and never be decoded when they are absurdly large; pages likewise."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from collectdesk.sandbox.pictures import UnreadableError, draw_page, shrink
from reports.case_samples import photo_bytes


def small(content: bytes) -> tuple[bytes, int, int]:
    return shrink(content, 1100, 80)


def colour_at(jpeg: bytes, x: float, y: float) -> str:
    with Image.open(io.BytesIO(jpeg)) as image:
        pixel: Any = image.convert("RGB").getpixel((int(image.width * x), int(image.height * y)))
    red, green, _blue = pixel
    return "red" if red > 150 and green < 100 else "other"


@pytest.mark.parametrize(
    "content", [b"", b"not a picture", photo_bytes()[:4000], b"\xff\xd8\xff" + bytes(50)]
)
def test_a_broken_photo_is_named_unreadable(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        small(content)


def test_an_absurdly_large_image_is_refused_before_it_is_decoded() -> None:
    bomb = io.BytesIO()
    Image.new("1", (9000, 9000)).save(bomb, "PNG")
    with pytest.raises(UnreadableError, match="9000"):
        small(bomb.getvalue())


@pytest.mark.parametrize(
    ("orientation", "corner"), [(1, (0.1, 0.1)), (3, (0.9, 0.9)), (6, (0.9, 0.1)), (8, (0.1, 0.9))]
)
def test_the_camera_s_orientation_is_respected(orientation: int, corner: tuple[float, float]) -> None:
    jpeg, width, height = small(photo_bytes(orientation=orientation))
    assert colour_at(jpeg, *corner) == "red"
    assert (width > height) is (orientation in {1, 3})


def test_a_large_photo_is_scaled_down_and_loses_its_metadata() -> None:
    jpeg, width, height = small(photo_bytes(4000, 3000, orientation=6))
    assert (width, height) == (825, 1100)
    with Image.open(io.BytesIO(jpeg)) as image:
        assert dict(image.getexif()) == {}


def test_a_transparent_png_stands_on_white() -> None:
    target = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(target, "PNG")
    with Image.open(io.BytesIO(small(target.getvalue())[0])) as image:
        assert image.convert("L").getextrema() == (255, 255)


def test_a_cmyk_photo_becomes_rgb() -> None:
    target = io.BytesIO()
    Image.new("CMYK", (40, 40), (0, 200, 200, 0)).save(target, "JPEG")
    with Image.open(io.BytesIO(small(target.getvalue())[0])) as image:
        assert image.mode == "RGB"


def pdf(folder: Path, width: int = 200, height: int = 300, pages: int = 2) -> str:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(folder / "paper.pdf"), (width, height))
    for _page in range(pages):
        canvas.rect(10, 10, 50, 50, fill=1)
        canvas.showPage()
    canvas.save()
    return str(folder / "paper.pdf")


def test_a_page_is_drawn_as_wide_as_was_asked(tmp_path: Path) -> None:
    answer = draw_page(pdf(tmp_path), 2, 400)
    with Image.open(io.BytesIO(base64.b64decode(answer["png"]))) as image:
        assert image.size == (400, 600)


def test_a_page_that_isnt_there_is_named_with_how_many_there_are(tmp_path: Path) -> None:
    for page in (0, 3, -1):
        assert draw_page(pdf(tmp_path), page, 100)["facts"] == {"page": page, "pages": 2}


def test_a_page_drawn_out_to_absurd_length_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError):
        draw_page(pdf(tmp_path, 10, 14_000), 1, 4000)


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"<html>", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj"]
)
def test_what_is_no_pdf_is_named_unreadable(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(content)
    with pytest.raises(UnreadableError):
        draw_page(str(tmp_path / "a.pdf"), 1, 100)
