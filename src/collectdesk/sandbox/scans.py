"""Answers for scanned pages, in the child: each page upright as a JPEG with its codes, and which boxes are ticked."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from collectdesk.domain.intake.imports import BadFile
from collectdesk.sandbox import frames
from collectdesk.sandbox.page_codes import FoundCode, read_codes, straightened
from collectdesk.sandbox.page_ticks import read_ticks
from collectdesk.sandbox.scan_files import LONGEST_ORIGINAL, Frame, ScanFile, opened

_QUALITY: Final = 72
_LONGEST_KEPT: Final = 2400
"""Pixels of the longer side of a page that couldn't be straightened by its marks."""
_COLOURED: Final = 40


def answer_scan(stdin: IO[bytes], stdout: IO[bytes]) -> None:
    """A file's path and the first page wanted in; how many pages there are, then one message a page, out."""
    asked = frames.receive(stdin)
    if asked is None:
        return
    try:
        with opened(Path(str(asked["path"]))) as found:
            frames.send(stdout, {"pages": found.pages})
            for number in range(int(asked["first"]), found.pages + 1):
                for message in _page(found, number):
                    frames.send(stdout, message)
    except OSError as error:
        raise BadFile("scan.unreadable") from error


def _page(found: ScanFile, number: int) -> Iterator[dict[str, Any]]:
    """The pages of paper that one page of the file shows: usually one, two where two sheets lay on the glass."""
    try:
        frame = found.frame(number)
        original = _bounded(frame.original())
        seen = _seen(frame)
    except (BadFile, MemoryError) as refusal:
        yield {"page": number, "refused": getattr(refusal, "code", "reader.memory"), "last": True}
        return
    kept = base64.b64encode(original).decode("ascii")
    for part, (picture, code, exact) in enumerate(seen):
        jpeg = io.BytesIO()
        picture.save(jpeg, "JPEG", quality=_QUALITY)
        yield {
            "page": number, "part": part, "last": part == len(seen) - 1, "code": code, "exact": exact,
            "picture": base64.b64encode(jpeg.getvalue()).decode("ascii"),
            "original": kept, "media": frame.media_type,
        }  # fmt: skip


def _bounded(original: bytes) -> bytes:
    if len(original) > LONGEST_ORIGINAL:
        raise BadFile("scan.page_too_large", megabytes=len(original) >> 20)
    return original


def _seen(frame: Frame) -> list[tuple[Any, str, bool]]:
    """Each sheet on a page of the file: its picture upright, its code, and whether it lies as it was printed."""
    image = _plain(frame.image)
    codes = _one_each(read_codes(_grey(image)))
    if not codes:
        finer = frame.finer()
        if finer is not None:
            found = _one_each(read_codes(_grey(finer)))
            if found:
                image, codes = _plain(finer), found
    if not codes:
        image.thumbnail((_LONGEST_KEPT, _LONGEST_KEPT))
        return [(image, "", False)]
    sheets = []
    for code in codes:
        picture, exact = straightened(image, code)
        picture.thumbnail((_LONGEST_KEPT, _LONGEST_KEPT))
        sheets.append((picture, code.text, exact))
    return sheets


def _one_each(codes: list[FoundCode]) -> list[FoundCode]:
    """Our own codes, each once; where there is none of them, one that is somebody else's."""
    own = {code.text: code for code in codes if code.text.startswith("CD")}
    return list(own.values()) or codes[:1]


def _plain(image: Any) -> Any:
    """Grey where there is no colour to lose: a third of the work and of the space."""
    if image.mode == "L":
        return image
    small = image.resize((64, 64)).convert("HSV")
    saturation = small.getchannel("S").point(lambda value: value if value > _COLOURED else 0)
    return image if sum(saturation.histogram()[1:]) > 4 else image.convert("L")


def _grey(image: Any) -> Any:
    return image if image.mode == "L" else image.convert("L")


def answer_ticks(stdin: IO[bytes], stdout: IO[bytes]) -> None:
    """A straightened page and its template's boxes a message: which are ticked, each with its crop, out."""
    from PIL import Image

    while (asked := frames.receive(stdin)) is not None:
        try:
            with Image.open(io.BytesIO(base64.b64decode(asked["picture"])), formats=("JPEG",)) as image:
                found = read_ticks(image, [(str(c), float(x), float(y)) for c, x, y in asked["boxes"]])
        except (OSError, SyntaxError, ValueError, KeyError, TypeError) as error:
            raise BadFile("scan.broken_page") from error
        frames.send(stdout, {"ticks": found})
