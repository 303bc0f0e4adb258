"""Appends a paper's structure to its finished file, as an update of it in compressed objects.

A long case file has twenty thousand elements: asking a library for each costs more than laying out its pages.
Source: ISO 32000-1, 7.5.6 (incremental updates), 7.5.7 (object streams), 7.5.8 (cross-reference streams).
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from collectdesk.reports.drawing.tagging import structure_objects

if TYPE_CHECKING:
    from collectdesk.reports.drawing.tagging import Element, Marker

_START: Final = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_A_STREAM: Final = 500
"""Objects in one compressed stream: a reader that wants one of them unpacks all."""
_LEVEL: Final = 3
"""Of compression: the next ones take twice the time for a hundredth of the size."""
_ROW: Final = struct.Struct(">BIH")


@dataclass(frozen=True, slots=True)
class Structure:
    """A paper's elements, the marked content of its pages, and each page's links in the order of its annotations."""

    root: Element
    markers: list[Marker]
    links: list[list[Element]]


def append_structure(finished: bytes, structure: Structure) -> bytes:
    """The finished file with its structure."""
    import pikepdf

    with pikepdf.open(io.BytesIO(finished)) as pdf:
        pages = [page.obj.objgen[0] for page in pdf.pages]
        _settle_links(pdf, structure.links)
        first = int(pdf.trailer.Size)
        catalogue = pdf.Root.objgen[0]
        pdf.Root.StructTreeRoot = pikepdf.String("here")
        text = pdf.Root.unparse(resolved=True).decode("latin-1").replace("(here)", f"{first} 0 R")
        identity = pdf.trailer.ID.unparse().decode("latin-1")
    bodies = structure_objects(structure.root, structure.markers, pages, first)
    return _updated(finished, text, catalogue, bodies, first, identity)


def _settle_links(pdf: Any, links: list[list[Element]]) -> None:
    """Each link learns which annotation it is; its key is the one that ``pdfa`` wrote into the annotation."""
    key = len(links)
    for at, (page, elements) in enumerate(zip(pdf.pages, links, strict=True)):
        for element, annotation in zip(elements, page.obj.get("/Annots", []), strict=True):
            element.link, element.key = (at, annotation.objgen[0]), key
            element.use()
            key += 1


def _updated(
    finished: bytes, catalogue: str, root: int, bodies: list[str], first: int, identity: str
) -> bytes:
    start = _START.search(finished[-64:])
    if start is None:
        raise ValueError("the finished file has no end")
    numbered = [(root, catalogue), *enumerate(bodies, first)]
    parts, at = [b"\n"], len(finished) + 1
    number = free = first + len(bodies)
    places: list[bytes] = []
    streams: list[bytes] = []
    for begin in range(0, len(numbered), _A_STREAM):
        some = numbered[begin : begin + _A_STREAM]
        places += [_ROW.pack(2, number, index) for index in range(len(some))]
        streams.append(_ROW.pack(1, at, 0))
        part = _object_stream(number, some)
        parts.append(part)
        at += len(part)
        number += 1
    streams.append(_ROW.pack(1, at, 0))  # the table's own
    table = zlib.compress(b"".join(places + streams))
    entries = (
        f"/Type/XRef/W[1 4 2]/Index[{root} 1 {first} {free - first + len(streams)}]/Size {number + 1}"
        f"/Root {root} 0 R/ID {identity}/Prev {int(start[1])}"
    )
    parts.append(_stream(number, entries, table))
    parts.append(f"startxref\n{at}\n%%EOF\n".encode("ascii"))
    return finished + b"".join(parts)


def _object_stream(number: int, objects: list[tuple[int, str]]) -> bytes:
    """The objects' numbers and offsets, then the objects."""
    heads, at = [], 0
    for each, body in objects:
        heads.append(f"{each} {at}")
        at += len(body) + 1
    head = " ".join(heads) + "\n"
    content = (head + "\n".join([body for _, body in objects]) + "\n").encode("latin-1")
    return _stream(number, f"/Type/ObjStm/N {len(objects)}/First {len(head)}", zlib.compress(content, _LEVEL))


def _stream(number: int, entries: str, packed: bytes) -> bytes:
    head = f"{number} 0 obj\n<<{entries}/Filter/FlateDecode/Length {len(packed)}>>\nstream\n"
    return head.encode("latin-1") + packed + b"\nendstream\nendobj\n"
