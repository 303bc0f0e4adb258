"""Makes a photo fit for paper: upright, small enough, RGB, without its metadata."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from collectdesk.reports.page import HAIR, MM, MUTED, TINT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from collectdesk.reports.flow import Flow

LONGEST_SIDE: Final = 1100
"""Pixels: 85 mm of paper at a little over 300 dpi."""

MOST_PIXELS: Final = 50_000_000
_ORIENTATION: Final = 0x0112
_QUALITY: Final = 80
_GAP: Final = 5 * MM
_PICTURE_HEIGHT: Final = 62 * MM
_CAPTION: Final = 25.0


class UnreadablePhotoError(ValueError):
    """The bytes are no JPEG or PNG that can be decoded whole, or an image of absurd size."""

    code = "photo.unreadable"

    def __init__(self, reason: str) -> None:
        super().__init__(f"the photo can't be read: {reason}")
        self.facts = {"reason": reason}


@dataclass(frozen=True, slots=True)
class Photo:
    """The photo as it was taken, with what is printed under it."""

    content: bytes
    caption: str
    sha256: str
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PreparedPhoto:
    """A JPEG ready to be embedded, and its size in pixels."""

    jpeg: bytes
    width: int
    height: int


def prepare_photo(content: bytes, *, longest: int = LONGEST_SIDE) -> PreparedPhoto:
    """Scale down and turn upright by EXIF orientation. Raises UnreadablePhotoError."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as opened:
                return _encode(_upright(opened, longest))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning) as error:
        raise UnreadablePhotoError(str(error)) from error


def _upright(image: Any, longest: int) -> Any:
    """Decode at a reduced size where the format can, then shrink, then turn: cheapest in that order."""
    from PIL import Image

    if image.width * image.height > MOST_PIXELS:
        raise UnreadablePhotoError(f"{image.width} × {image.height} pixels")
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


def _encode(image: Any) -> PreparedPhoto:
    from PIL import Image

    if image.mode in {"RGBA", "LA", "P"}:
        ground = Image.new("RGB", image.size, "white")
        clear = image.convert("RGBA")
        ground.paste(clear, mask=clear.getchannel("A"))
        image = ground
    target = io.BytesIO()
    image.convert("RGB").save(target, "JPEG", quality=_QUALITY)
    return PreparedPhoto(target.getvalue(), image.width, image.height)


def lay_photos(flow: Flow, photos: Sequence[Photo]) -> None:
    """Two photos a row, each with its caption; one that can't be read leaves a box that says so."""
    width = (flow.width - _GAP) / 2
    for start in range(0, len(photos), 2):
        flow.need(_PICTURE_HEIGHT + _CAPTION + 6)
        top = flow.y
        for column, photo in enumerate(photos[start : start + 2]):
            _lay_photo(flow, photo, start + column + 1, flow.left + column * (width + _GAP), top, width)
        flow.y = top - _PICTURE_HEIGHT - _CAPTION - 6


def _lay_photo(flow: Flow, photo: Photo, number: int, x: float, top: float, width: float) -> None:
    paper, words = flow.paper, flow.paper.words
    paper.box(x, top - _PICTURE_HEIGHT, width, _PICTURE_HEIGHT, ink=HAIR)
    try:
        prepared = prepare_photo(photo.content)
    except UnreadablePhotoError:
        paper.fill(x, top - _PICTURE_HEIGHT, width, _PICTURE_HEIGHT, TINT)
        sentence = words.say("This photo can't be shown; the original is in the evidence store.")
        paper.text(
            x + width / 2, top - _PICTURE_HEIGHT / 2, sentence, flow.size - 1, ink=MUTED, align="centre"
        )
    else:
        scale = min((width - 4) / prepared.width, (_PICTURE_HEIGHT - 4) / prepared.height)
        wide, high = prepared.width * scale, prepared.height * scale
        left, low = x + (width - wide) / 2, top - (_PICTURE_HEIGHT + high) / 2
        paper.picture(prepared.jpeg, left, low, wide, high)
    caption = flow.wrapped(f"{number}. {photo.caption}", flow.size - 0.6, width)
    paper.text(x, top - _PICTURE_HEIGHT - 10, caption[0] + ("…" if len(caption) > 1 else ""), flow.size - 0.6)
    taken = f"{words.instant(photo.taken_at)}   SHA-256 {photo.sha256[:16]}"
    paper.text(x, top - _PICTURE_HEIGHT - 20, taken, flow.size - 1.8, ink=MUTED)
