"""Has scanned files read in a child: what the rest of the program calls, with plain values in and out."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from collectdesk.domain.intake.imports import BadFile
from collectdesk.domain.paper.sheet_marks import TickBox
from collectdesk.sandbox.child import Child

MEMORY: Final = 2 * 1024 * 1024 * 1024
SECONDS: Final = 30.0
"""For one page, however slow the machine."""


@dataclass(frozen=True, slots=True)
class ScanSource:
    """A file that was laid into the tray: its name, digest, and how many pages it has (0: nobody could tell)."""

    name: str
    sha256: str
    pages: int


@dataclass(frozen=True, slots=True)
class ScanPage:
    """One sheet of paper as it came: its page in the file, the code on it, the picture upright as a JPEG.

    ``part`` counts sheets that lay side by side on one page; ``exact`` says that it lies as it was printed, so that
    its boxes can be read. ``trouble`` is why there is no picture. ``original`` is the page as it came.
    """

    page: int
    part: int = 0
    code: str = ""
    exact: bool = False
    picture: bytes = field(default=b"", repr=False)
    original: bytes = field(default=b"", repr=False)
    media_type: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """A box that was looked at: ``ticked`` is yes, no or unsure, ``crop`` a PNG of the page around it."""

    code: str
    ticked: str
    crop: bytes = field(repr=False)


def read_scan(
    path: Path,
    *,
    look: Callable[[], None] = lambda: None,
    seconds: float = SECONDS,
    command: tuple[str, ...] | None = None,
) -> Iterator[ScanSource | ScanPage]:
    """The file, then its pages as they are read; a page that fells the child costs only itself.

    Raises BadFile (scan.…, reader.…) where the file as a whole can't be read, OSError where it can't be opened.
    """
    before = path.stat()
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    source: ScanSource | None = None
    first = 1
    while source is None or first <= source.pages:
        seen = first
        try:
            for message in _answers(path, first, look, seconds, command):
                if "pages" in message:
                    if source is None:
                        source = ScanSource(path.name, digest, int(message["pages"]))
                        yield source
                    continue
                page = _page(message)
                yield page
                if message.get("last"):
                    seen = page.page + 1
                    if source is not None and seen > source.pages:
                        break
        except BadFile as fallen:
            if source is None:
                raise
            yield ScanPage(seen, trouble=fallen.code)
            seen += 1
        first = max(seen, first + 1)
    after = path.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise BadFile("scan.changing")


def _answers(
    path: Path, first: int, look: Callable[[], None], seconds: float, command: tuple[str, ...] | None
) -> Iterator[dict[str, Any]]:
    with Child("scan", memory=MEMORY, command=command) as child:
        child.send({"path": str(path.absolute()), "first": first})
        while True:
            message = child.receive(time.monotonic() + seconds, look)
            if "refused" in message and "page" not in message:
                raise BadFile(str(message["refused"]), **message.get("facts", {}))
            yield message


def _page(message: dict[str, Any]) -> ScanPage:
    try:
        number = int(message["page"])
        if "refused" in message:
            return ScanPage(number, trouble=str(message["refused"]))
        return ScanPage(
            number, int(message["part"]), str(message["code"])[:200], bool(message["exact"]),
            base64.b64decode(message["picture"], validate=True),
            base64.b64decode(message["original"], validate=True), str(message["media"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError):
        raise BadFile("reader.garbled") from None


def read_ticks(
    pages: Sequence[tuple[bytes, Sequence[TickBox]]],
    *,
    seconds: float = SECONDS,
    command: tuple[str, ...] | None = None,
) -> list[Tick]:
    """The boxes of straightened pages, in the order of their templates; raises BadFile."""
    found: list[Tick] = []
    with Child("ticks", memory=MEMORY, command=command) as child:
        for picture, boxes in pages:
            child.send(
                {
                    "picture": base64.b64encode(picture).decode("ascii"),
                    "boxes": [[box.code, box.x, box.y] for box in boxes],
                }
            )
            answer = child.receive(time.monotonic() + seconds)
            try:
                found += [
                    Tick(str(t["code"]), str(t["ticked"]), base64.b64decode(t["crop"], validate=True))
                    for t in answer["ticks"]
                ]
            except (KeyError, TypeError, ValueError):
                raise BadFile(str(answer.get("refused", "reader.garbled"))) from None
    return found
