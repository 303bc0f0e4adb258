"""Decodes foreign pictures, in the child: a photo made fit for paper, a page of a PDF drawn as a PNG."""

from __future__ import annotations

import base64
import io
import warnings
from typing import IO, Any, Final

from collectdesk.sandbox import frames

MOST_PIXELS: Final = 50_000_000
MOST_PAGES: Final = 5_000
WIDEST: Final = 4_000
"""Pixels: a page on a large screen at twice its size."""
_ORIENTATION: Final = 0x0112


class UnreadableError(ValueError):
    """What was given is no picture, or one of absurd size; the text says which, without its content."""


def answer_photos(stdin: IO[bytes], stdout: IO[bytes]) -> None:
    """One photo a message, until there are no more: bytes in, a small upright JPEG out, or why not."""
    while (asked := frames.receive(stdin)) is not None:
        try:
            jpeg, width, height = shrink(
                base64.b64decode(asked["content"]), int(asked["longest"]), int(asked["quality"])
            )
        except UnreadableError as error:
            frames.send(stdout, {"refused": "photo.unreadable", "facts": {"reason": str(error)}})
            continue
        frames.send(stdout, {"jpeg": base64.b64encode(jpeg).decode("ascii"), "size": [width, height]})


def answer_page(stdin: IO[bytes], stdout: IO[bytes]) -> None:
    """One page of a PDF: its path or its bytes, page and width in, a PNG out, or why not."""
    asked = frames.receive(stdin)
    if asked is None:
        return
    try:
        paper = base64.b64decode(asked["content"]) if "content" in asked else str(asked["path"])
        answer: dict[str, Any] = draw_page(paper, int(asked["page"]), int(asked["width"]))
    except UnreadableError:
        answer = {"refused": "preview.unreadable", "facts": {}}
    frames.send(stdout, answer)


def shrink(content: bytes, longest: int, quality: int) -> tuple[bytes, int, int]:
    """A JPEG or PNG scaled down, turned upright by EXIF orientation, without its metadata; with its size in pixels.
    Raises UnreadableError.
    """
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as opened:
                return encode(upright(opened, longest), quality)
    except UnreadableError:
        raise
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning) as error:
        raise UnreadableError(str(error)) from error


def upright(image: Any, longest: int) -> Any:
    """Decode at a reduced size where the format can, then shrink, then turn: cheapest in that order."""
    from PIL import Image

    if image.width * image.height > MOST_PIXELS:
        raise UnreadableError(f"{image.width} × {image.height} pixels")
    turn = image.getexif().get(_ORIENTATION, 1)
    share = longest / max(image.size)
    if share < 1:
        image.draft("RGB", (max(1, int(image.width * share)), max(1, int(image.height * share))))
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=None)
    turns = Image.Transpose
    method = {
        2: turns.FLIP_LEFT_RIGHT,
        3: turns.ROTATE_180,
        4: turns.FLIP_TOP_BOTTOM,
        5: turns.TRANSPOSE,
        6: turns.ROTATE_270,
        7: turns.TRANSVERSE,
        8: turns.ROTATE_90,
    }.get(turn)
    return image.transpose(method) if method is not None else image


def encode(image: Any, quality: int) -> tuple[bytes, int, int]:
    from PIL import Image

    if image.mode in {"RGBA", "LA", "P"}:
        ground = Image.new("RGB", image.size, "white")
        clear = image.convert("RGBA")
        ground.paste(clear, mask=clear.getchannel("A"))
        image = ground
    target = io.BytesIO()
    image.convert("RGB").save(target, "JPEG", quality=quality)
    return target.getvalue(), image.width, image.height


def draw_page(paper: str | bytes, page: int, width: int) -> dict[str, Any]:
    """The answer for one page, counted from 1; raises UnreadableError."""
    import pypdfium2

    width = max(1, min(width, WIDEST))
    try:
        document = pypdfium2.PdfDocument(paper)
    except (OSError, pypdfium2.PdfiumError) as error:
        raise UnreadableError(type(error).__name__) from error
    try:
        pages = len(document)
        if not 1 <= page <= min(pages, MOST_PAGES):
            return {"refused": "preview.no_page", "facts": {"page": page, "pages": pages}}
        sheet = document[page - 1]
        if width * width * sheet.get_height() / max(1.0, sheet.get_width()) > MOST_PIXELS:
            raise UnreadableError("too large")
        picture = sheet.render(scale=width / sheet.get_width()).to_pil()
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(type(error).__name__) from error
    finally:
        document.close()
    png = io.BytesIO()
    picture.save(png, "PNG")
    return {"png": base64.b64encode(png.getvalue()).decode("ascii"), "pages": pages}
