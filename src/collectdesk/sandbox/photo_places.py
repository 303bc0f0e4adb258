"""Where in a picture's bytes it says where it was taken, and what to write there instead; the picture isn't touched.

Places stand in EXIF (CIPA DC-008, 4.6.6), in XMP (ISO 16684-1, part 3 of Adobe's specification on JPEG, PNG and HEIF)
and in IPTC-IIM 4.2, datasets 2:26, 2:27, 2:90 to 2:101.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from typing import Final

Patch = tuple[int, bytes]
Span = tuple[int, int]

_GPS_IFD: Final = 0x8825
_SIZES: Final = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
"""Bytes of a value by its TIFF type (TIFF 6.0, section 2)."""
_MOST_ENTRIES: Final = 512
_NAME: Final = (
    rb"[\w.-]+:(?:\w*(?:gps|latitude|longt?itude|location)\w*|city|state|country\w*|provincestate|worldregion"
    rb"|lat|long|alt)"
)
_SAID: Final = re.compile(rb"(?i)\b" + _NAME + rb"\s*=\s*(\"[^\"]*\"|'[^']*')")
_HELD: Final = re.compile(rb"(?is)<(" + _NAME + rb")(?:\s[^<>]*)?(?<!/)>(.*?)</\1\s*>")
_PACKET: Final = re.compile(rb"(?s)<rdf:RDF.*?</rdf:RDF>")
_EXTENDED: Final = b"http://ns.adobe.com/xmp/extension/\0"
_EXTENDED_HEAD: Final = len(_EXTENDED) + 40
"""With the digest of the whole, its length and where this part begins."""
_PHOTOSHOP: Final = b"Photoshop 3.0\0"
_IPTC_PLACES: Final = frozenset({26, 27, 90, 92, 95, 100, 101})
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_TEXTS: Final = (b"XML:com.adobe.xmp\0", b"Raw profile type ")


def patches(content: bytes, exif: bytes) -> list[Patch]:
    """What to write over which bytes so that no place is left; ``exif`` is the TIFF block as a reader found it."""
    found: list[Patch] = [(start, bytes(length)) for start, length in _exif_spans(content, exif)]
    found += [(start, b" " * length) for start, length in _xmp_spans(content)]
    for encoding in ("utf-16-le", "utf-16-be"):
        found += _wide_packets(content, encoding)
    if content.startswith(_PNG):
        return _png_sums(content, found + list(_png_texts(content)))
    spans = list(_segment_spans(content)) if content.startswith(b"\xff\xd8") else []
    return found + [(start, b" " * length) for start, length in spans]


def patched(content: bytes, found: list[Patch] | tuple[Patch, ...]) -> bytes:
    """The same bytes with the patches in them."""
    made = bytearray(content)
    for start, put in found:
        end = min(len(made), start + len(put))
        made[start:end] = put[: max(0, end - start)]
    return bytes(made)


# ---- EXIF


def _exif_spans(content: bytes, exif: bytes) -> list[Span]:
    block = exif.removeprefix(b"Exif\0\0")
    at = content.find(block) if block else -1
    return [(at + start, length) for start, length in _gps_spans(block)] if at >= 0 else []


def _gps_spans(block: bytes) -> list[Span]:
    """Within a TIFF block: every entry of the GPS directory and what it points at."""
    order = {b"II": "<", b"MM": ">"}.get(block[:2])
    if order is None or len(block) < 8:
        return []
    first = struct.unpack_from(order + "I", block, 4)[0]
    gps = next((value for _at, tag, _size, value in _entries(block, order, first) if tag == _GPS_IFD), 0)
    spans: list[Span] = []
    for at, _tag, size, value in _entries(block, order, gps) if gps else ():
        spans.append((at, 12))
        if size > 4 and value + size <= len(block):
            spans.append((value, size))
    return spans


def _entries(block: bytes, order: str, start: int) -> list[tuple[int, int, int, int]]:
    """Where each entry of a directory stands, its tag, its size in bytes, and its value or where that lies."""
    if start + 2 > len(block):
        return []
    count = min(struct.unpack_from(order + "H", block, start)[0], _MOST_ENTRIES)
    found = []
    for number in range(count):
        at = start + 2 + 12 * number
        if at + 12 > len(block):
            break
        tag, kind, many, value = struct.unpack_from(order + "HHII", block, at)
        found.append((at, tag, _SIZES.get(kind, 1) * many, value))
    return found


# ---- XMP


def _xmp_spans(content: bytes) -> Iterator[Span]:
    for packet in _PACKET.finditer(content):
        yield from _spans_in(content, packet.start(), packet.end())


def _spans_in(content: bytes, start: int, end: int) -> Iterator[Span]:
    """The values of what names a place: between an attribute's quotes, between an element's tags."""
    for said in _SAID.finditer(content, start, end):
        yield said.start(1) + 1, len(said[1]) - 2
    for held in _HELD.finditer(content, start, end):
        yield held.start(2), len(held[2])


def _wide_packets(content: bytes, encoding: str) -> Iterator[Patch]:
    """A packet in two bytes a letter is rare: one that names a place goes whole."""
    opening, closing = "<rdf:RDF".encode(encoding), "</rdf:RDF>".encode(encoding)
    start = content.find(opening)
    while start >= 0:
        end = content.find(closing, start)
        if end < 0:
            return
        told = content[start:end].decode(encoding, "replace").encode()
        if any(_spans_in(told, 0, len(told))):
            yield start, (" " * ((end - start) // 2)).encode(encoding)
        start = content.find(opening, end)


# ---- what only a JPEG has


def _segment_spans(content: bytes) -> Iterator[Span]:
    """XMP that goes on in further segments, whole where any of it names a place; and the places of IPTC."""
    extended: list[Span] = []
    for marker, start, end in _segments(content):
        if marker == 0xE1 and content.startswith(_EXTENDED, start, end):
            extended.append((start + _EXTENDED_HEAD, end - start - _EXTENDED_HEAD))
        elif marker == 0xED and content.startswith(_PHOTOSHOP, start, end):
            yield from _iptc_spans(content, start, end)
    whole = b"".join(content[start : start + length] for start, length in extended)
    if any(_spans_in(whole, 0, len(whole))):
        yield from (span for span in extended if span[1] > 0)


def _segments(content: bytes) -> Iterator[tuple[int, int, int]]:
    """The segments before the picture itself: marker, where what they hold begins and ends."""
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        yield content[at + 1], at + 4, min(end, len(content))
        if end <= at + 2:
            return
        at = end


def _iptc_spans(content: bytes, start: int, end: int) -> Iterator[Span]:
    at = start
    while (at := content.find(b"\x1c\x02", at, end)) >= 0 and at + 5 <= end:
        length = int.from_bytes(content[at + 3 : at + 5], "big")
        if content[at + 2] in _IPTC_PLACES and at + 5 + length <= end:
            yield at + 5, length
            at += 5 + length
        else:
            at += 2


# ---- what only a PNG has


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Kind, and where what it holds begins and ends."""
    at = len(_PNG)
    while at + 12 <= len(content):
        end = at + 8 + int.from_bytes(content[at : at + 4], "big")
        if end + 4 > len(content):
            return
        yield content[at + 4 : at + 8], at + 8, end
        at = end + 4


def _png_texts(content: bytes) -> Iterator[Patch]:
    """Metadata of others in pressed or written-out form goes whole: nobody reads a place in it then."""
    for kind, start, end in _png_chunks(content):
        if kind not in (b"iTXt", b"zTXt", b"tEXt") or not content.startswith(_PNG_TEXTS, start, end):
            continue
        text = content.find(b"\0", start, end) + 1
        if kind == b"iTXt" and content[text : text + 1] == b"\0":
            continue  # written as it is: its places are found as anywhere
        if kind == b"iTXt":  # no longer pressed, in no language, under no other name
            yield text, b"\0\0\0\0" + b" " * (end - text - 4)
        elif kind == b"zTXt":
            pressed = zlib.compress(b"", 0)
            yield text, (b"\0" + pressed).ljust(end - text, b"\0")[: end - text]
        else:
            yield text, b" " * (end - text)


def _png_sums(content: bytes, found: list[Patch]) -> list[Patch]:
    """The patches, and the checksums of the chunks that they change."""
    made = patched(content, found)
    sums = [
        (end, zlib.crc32(made[start - 4 : end]).to_bytes(4, "big"))
        for _kind, start, end in _png_chunks(content)
        if made[start:end] != content[start:end]
    ]
    return found + sums
