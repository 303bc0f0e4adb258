"""Opens scanned files in the child: the pages of a PDF, a TIFF, a JPEG, PNG or HEIC, one by one, within bounds."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from collectdesk.domain.intake.imports import BadFile
from collectdesk.sandbox.photo_places import patched, patches

MOST_PIXELS: Final = 50_000_000
MOST_PAGES: Final = 500
MOST_BYTES: Final = 256 * 1024 * 1024
LONGEST_ORIGINAL: Final = 32 * 1024 * 1024
"""Bytes of one page as it came; a longer one isn't a page of paper."""
DPI: Final = 200
FINER_DPI: Final = 300
"""For a second look at a page of a PDF whose code can't be read."""
_LONGEST_SIDE: Final = 6000
_POINTS: Final = 72

_KINDS: Final = (
    (b"%PDF", "pdf"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
)
_HEIF_BRANDS: Final = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


@dataclass(frozen=True, slots=True)
class Frame:
    """One page as it stands in its file, upright by its own word; ``finer`` draws it once more, larger, or not.

    ``original`` is the page alone, nothing of it lost but where it was taken: the file itself where it holds one page.
    """

    image: Any
    original: Callable[[], bytes]
    media_type: str
    finer: Callable[[], Any | None]


@dataclass(frozen=True, slots=True)
class ScanFile:
    """An open file: how many pages it has, and each of them on demand, counted from 1."""

    pages: int
    frame: Callable[[int], Frame]


@contextmanager
def opened(path: Path) -> Iterator[ScanFile]:
    """Open a scanned file by what it is, not by what it is called.

    Raises BadFile (scan.empty, scan.too_large, scan.unknown, scan.password, scan.broken, scan.too_many_pages,
    scan.no_heic).
    """
    kind = kind_of(path)
    with warnings.catch_warnings():
        from PIL import Image

        warnings.simplefilter("error", Image.DecompressionBombWarning)
        warnings.simplefilter("ignore", UserWarning)
        Image.MAX_IMAGE_PIXELS = MOST_PIXELS
        with _pdf(path) if kind == "pdf" else _picture(path, kind) as found:
            if found.pages > MOST_PAGES:
                raise BadFile("scan.too_many_pages", pages=found.pages, most=MOST_PAGES)
            yield found


def kind_of(path: Path) -> str:
    """pdf, tiff, jpeg, png or heic, by its first bytes."""
    size = path.stat().st_size
    if size == 0:
        raise BadFile("scan.empty")
    if size > MOST_BYTES:
        raise BadFile("scan.too_large", megabytes=size >> 20)
    with path.open("rb") as file:
        head = file.read(1024)
    for begins, kind in _KINDS:
        if head.startswith(begins):
            return kind
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "heic"
    if b"%PDF-" in head:
        return "pdf"
    raise BadFile("scan.unknown")


@contextmanager
def _pdf(path: Path) -> Iterator[ScanFile]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(str(path))
    except pypdfium2.PdfiumError as error:
        raise BadFile("scan.password" if "password" in str(error).lower() else "scan.broken") from error
    try:
        yield ScanFile(len(document), lambda page: _pdf_page(document, page))
    finally:
        document.close()


def _pdf_page(document: Any, number: int) -> Frame:
    import pypdfium2

    def drawn(dpi: int) -> Any:
        try:
            sheet = document[number - 1]
            longest = max(sheet.get_width(), sheet.get_height(), 1.0)
            return sheet.render(scale=min(dpi / _POINTS, _LONGEST_SIDE / longest)).to_pil()
        except pypdfium2.PdfiumError as error:
            raise BadFile("scan.broken_page") from error

    def alone() -> bytes:
        one = pypdfium2.PdfDocument.new()
        try:
            one.import_pages(document, [number - 1])
            kept = io.BytesIO()
            one.save(kept)
        except pypdfium2.PdfiumError as error:
            raise BadFile("scan.broken_page") from error
        finally:
            one.close()
        return kept.getvalue()

    return Frame(drawn(DPI), alone, "application/pdf", lambda: drawn(FINER_DPI))


@contextmanager
def _picture(path: Path, kind: str) -> Iterator[ScanFile]:
    from PIL import Image

    if kind == "heic":
        register_heic()
    try:
        image = Image.open(path, formats=(kind.upper() if kind != "heic" else "HEIF",))
    except Image.DecompressionBombWarning as error:
        raise BadFile("scan.too_many_pixels") from error
    except Image.DecompressionBombError as error:
        raise BadFile("scan.too_many_pixels") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise BadFile("scan.broken") from error
    with image:
        pages = _frames(image) if kind == "tiff" else 1
        yield ScanFile(pages, lambda page: _picture_page(path, image, page, pages, kind))


def _frames(image: Any) -> int:
    """The pages of a TIFF, counted only as far as they may be many."""
    try:
        for number in range(MOST_PAGES + 1):
            image.seek(number)
    except EOFError:
        image.seek(0)
        return number
    except (OSError, SyntaxError, ValueError) as error:
        raise BadFile("scan.broken") from error
    raise BadFile("scan.too_many_pages", pages=MOST_PAGES + 1, most=MOST_PAGES)


def _picture_page(path: Path, image: Any, number: int, pages: int, kind: str) -> Frame:
    from PIL import Image, ImageOps

    try:
        if pages > 1:
            image.seek(number - 1)
        if image.width * image.height > MOST_PIXELS:
            raise BadFile("scan.too_many_pixels")
        image.load()
        upright = ImageOps.exif_transpose(image)
        seen = (
            upright if upright.mode in ("L", "RGB") else upright.convert("L" if _is_grey(upright) else "RGB")
        )
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning) as error:
        raise BadFile("scan.broken_page") from error

    def alone() -> bytes:
        if pages == 1:
            whole = (
                path.read_bytes()
            )  # photographed by a phone, a page says where: nothing allows to keep that
            exif = whole if kind == "tiff" else bytes(image.info.get("exif") or b"")
            return patched(whole, patches(whole, exif))
        kept = io.BytesIO()
        image.seek(number - 1)
        image.copy().save(kept, "TIFF", compression="tiff_deflate")
        return kept.getvalue()

    media = {"jpeg": "image/jpeg", "png": "image/png", "tiff": "image/tiff", "heic": "image/heic"}[kind]
    return Frame(seen, alone, media, lambda: None)


def _is_grey(image: Any) -> bool:
    return image.mode in ("1", "LA", "I", "F") or image.mode.startswith("I;")


def register_heic() -> None:
    """Have Pillow read what phones write; the decoder is no part of every installation."""
    try:
        from pi_heif import register_heif_opener
    except ImportError:
        raise BadFile("scan.no_heic") from None
    register_heif_opener(thumbnails=False)
