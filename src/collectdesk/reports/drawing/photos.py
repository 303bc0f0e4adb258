"""Makes a photo fit for paper: upright, small enough, RGB, without its metadata."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.reports.drawing.page import HAIR, MM, MUTED, TINT
from collectdesk.sandbox.looking import shrink_photos

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from collectdesk.reports.drawing.flow import Flow

LONGEST_SIDE: Final = 1100
"""Pixels: 85 mm of paper at a little over 300 dpi."""

_QUALITY: Final = 80
_GAP: Final = 5 * MM
_PICTURE_HEIGHT: Final = 62 * MM
_CAPTION: Final = 25.0


@dataclass(frozen=True, slots=True)
class PreparedPhoto:
    """A JPEG ready to be embedded, and its size in pixels."""

    jpeg: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Photo:
    """The photo as it was taken, with what is printed under it; ``picture`` where it was decoded already."""

    content: bytes
    caption: str
    sha256: str
    taken_at: datetime | None = None
    picture: PreparedPhoto | None = None


def prepare_photos(contents: Sequence[bytes], *, longest: int = LONGEST_SIDE) -> list[PreparedPhoto | None]:
    """Photos scaled down and turned upright, decoded in a child without keys; None for one that can't be read."""
    if not contents:
        return []
    found = shrink_photos(contents, longest=longest, quality=_QUALITY)
    return [None if each.reason else PreparedPhoto(each.jpeg, each.width, each.height) for each in found]


def lay_photos(flow: Flow, photos: Sequence[Photo]) -> None:
    """Two photos a row, each with its caption; one that can't be read leaves a box that says so."""
    width = (flow.width - _GAP) / 2
    rest = iter(prepare_photos([photo.content for photo in photos if photo.picture is None]))
    prepared = [photo.picture or next(rest) for photo in photos]
    for start in range(0, len(photos), 2):
        flow.need(_PICTURE_HEIGHT + _CAPTION + 6)
        top = flow.y
        for column, photo in enumerate(photos[start : start + 2]):
            left = flow.left + column * (width + _GAP)
            _lay_photo(flow, photo, prepared[start + column], start + column + 1, left, top, width)
        flow.y = top - _PICTURE_HEIGHT - _CAPTION - 6


def _lay_photo(
    flow: Flow, photo: Photo, prepared: PreparedPhoto | None, number: int, x: float, top: float, width: float
) -> None:
    paper, words = flow.paper, flow.paper.words
    paper.box(x, top - _PICTURE_HEIGHT, width, _PICTURE_HEIGHT, ink=HAIR)
    if prepared is None:
        paper.fill(x, top - _PICTURE_HEIGHT, width, _PICTURE_HEIGHT, TINT)
        sentence = words.say("This photo can't be shown; the original is in the evidence store.")
        paper.text(
            x + width / 2, top - _PICTURE_HEIGHT / 2, sentence, flow.size - 1, ink=MUTED, align="centre"
        )
    else:
        scale = min((width - 4) / prepared.width, (_PICTURE_HEIGHT - 4) / prepared.height)
        wide, high = prepared.width * scale, prepared.height * scale
        left, low = x + (width - wide) / 2, top - (_PICTURE_HEIGHT + high) / 2
        said = words.say("Photo {number}: {caption}", number=number, caption=photo.caption)
        paper.picture(prepared.jpeg, left, low, wide, high, said)
    caption = flow.wrapped(f"{number}. {photo.caption}", flow.size - 0.6, width)
    paper.text(x, top - _PICTURE_HEIGHT - 10, caption[0] + ("…" if len(caption) > 1 else ""), flow.size - 0.6)
    taken = f"{words.instant(photo.taken_at)}   SHA-256 {photo.sha256[:16]}"
    paper.text(x, top - _PICTURE_HEIGHT - 20, taken, flow.size - 1.8, ink=MUTED)
