"""Has pictures decoded in a child: what the rest of the program calls, with plain values in and out."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from collectdesk.domain.intake.imports import BadFile
from collectdesk.domain.refusals import Refused
from collectdesk.sandbox.child import Child
from collectdesk.sandbox.photo_places import Patch, patched

MEMORY: Final = 2 * 1024 * 1024 * 1024
"""Address space in bytes, where the system can bound it: a picture of the most pixels there may be, three times."""
SECONDS: Final = 30.0
"""For one picture, however slow the machine."""


@dataclass(frozen=True, slots=True)
class Shrunk:
    """A JPEG ready to be embedded, and its size in pixels; or why the photo can't be read."""

    jpeg: bytes = b""
    width: int = 0
    height: int = 0
    reason: str = ""


def shrink_photos(
    contents: Sequence[bytes],
    *,
    longest: int,
    quality: int,
    seconds: float = SECONDS,
    command: tuple[str, ...] | None = None,
) -> list[Shrunk]:
    """Photos made small and upright in one child, in their order; one that fells the child costs only itself."""
    found: list[Shrunk] = []
    while len(found) < len(contents):
        found += _until_it_falls(contents[len(found) :], longest, quality, seconds, command)
    return found


def _until_it_falls(
    contents: Sequence[bytes], longest: int, quality: int, seconds: float, command: tuple[str, ...] | None
) -> Iterator[Shrunk]:
    with Child("photo", memory=MEMORY, command=command) as child:
        for content in contents:
            try:
                child.send(
                    {
                        "content": base64.b64encode(content).decode("ascii"),
                        "longest": longest,
                        "quality": quality,
                    }
                )
                yield _shrunk(child.receive(time.monotonic() + seconds))
            except (BadFile, ValueError) as error:
                yield Shrunk(reason=str(getattr(error, "code", error)))
                return


def _shrunk(answer: dict[str, Any]) -> Shrunk:
    if "refused" in answer:
        return Shrunk(reason=str(answer.get("facts", {}).get("reason") or answer["refused"]))
    try:
        width, height = answer["size"]
        return Shrunk(base64.b64decode(answer["jpeg"], validate=True), int(width), int(height))
    except (KeyError, TypeError, ValueError):
        raise BadFile("reader.garbled") from None


@dataclass(frozen=True, slots=True)
class Looked:
    """A picture (PNG or JPEG) of one page, and how many pages the file has; a photo has one."""

    picture: bytes
    pages: int


def draw_page(
    paper: Path | bytes,
    page: int,
    width: int,
    *,
    seconds: float = SECONDS,
    command: tuple[str, ...] | None = None,
) -> bytes:
    """One page of a PDF as a PNG; raises Refused(preview.unreadable | preview.no_page)."""
    return look_at_page(paper, page, width, seconds=seconds, command=command).picture


def look_at_photo(content: bytes, width: int, *, command: tuple[str, ...] | None = None) -> Looked:
    """A photo made small and upright; raises Refused(preview.unreadable)."""
    (shrunk,) = shrink_photos([content], longest=width, quality=85, command=command)
    if not shrunk.jpeg:
        raise Refused("preview.unreadable", file="")
    return Looked(shrunk.jpeg, 1)


def look_at_page(
    paper: Path | bytes,
    page: int,
    width: int,
    *,
    seconds: float = SECONDS,
    command: tuple[str, ...] | None = None,
) -> Looked:
    """One page of a PDF as a PNG; raises Refused(preview.unreadable | preview.no_page)."""
    asked: dict[str, Any] = {"page": page, "width": width}
    if isinstance(paper, bytes):
        asked["content"] = base64.b64encode(paper).decode("ascii")
    else:
        asked["path"] = str(paper.absolute())
    try:
        with Child("page", memory=MEMORY, command=command) as child:
            child.send(asked)
            answer = child.receive(time.monotonic() + seconds)
            if answer.get("refused") == "preview.no_page":
                raise Refused("preview.no_page", page=page, pages=int(answer["facts"]["pages"]))
            return Looked(base64.b64decode(answer["png"], validate=True), int(answer["pages"]))
    except (BadFile, KeyError, TypeError, ValueError) as error:
        name = "" if isinstance(paper, bytes) else paper.name
        raise Refused("preview.unreadable", file=name) from error


@dataclass(frozen=True, slots=True)
class PhotoSeen:
    """A photo as evidence: its upright copy as a JPEG without metadata, what the camera says, its look in 64 bits.

    ``location`` is where it was taken as "latitude,longitude"; ``patches`` is what to write over its bytes so that
    they don't say so.
    """

    jpeg: bytes
    taken_at: str
    device: str
    fingerprint: str
    location: str
    patches: tuple[Patch, ...]

    def without_place(self, content: bytes) -> bytes:
        """The same bytes with nothing where the place stood; the picture is untouched."""
        return patched(content, self.patches)


COPY_SIDE: Final = 2000
"""Pixels of an upright copy's longer side: enough for a page of paper."""


def look_into_photo(
    content: bytes, *, seconds: float = SECONDS, command: tuple[str, ...] | None = None
) -> PhotoSeen | None:
    """What a photo says of itself; None where it is none that can be read."""
    try:
        with Child("evidence", memory=MEMORY, command=command) as child:
            asked = {
                "content": base64.b64encode(content).decode("ascii"),
                "longest": COPY_SIDE,
                "quality": 85,
            }
            child.send(asked)
            answer = child.receive(time.monotonic() + seconds)
        if "refused" in answer:
            return None
        return PhotoSeen(
            base64.b64decode(answer["jpeg"], validate=True), str(answer["taken_at"])[:19], str(answer["device"])[:80],
            str(answer["look"])[:16], str(answer["location"])[:32],
            tuple((int(start), bytes.fromhex(put)) for start, put in answer["patches"]),
        )  # fmt: skip
    except (BadFile, KeyError, TypeError, ValueError):
        return None
