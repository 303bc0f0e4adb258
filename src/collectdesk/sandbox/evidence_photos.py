"""Decodes a photo that becomes evidence, in the child: an upright copy, when and with what it was taken, its look in 64
bits, and where in its bytes the place lies that it was taken at.
"""

from __future__ import annotations

import base64
import io
import struct
import warnings
from contextlib import suppress
from datetime import datetime
from typing import IO, Any, Final

from collectdesk.domain.imports import BadFile
from collectdesk.sandbox import frames
from collectdesk.sandbox.pictures import UnreadableError, encode, upright
from collectdesk.sandbox.scan_files import register_heic

_ORIGINAL_TIME, _TIME, _MAKE, _MODEL, _EXIF_IFD, _GPS_IFD = 0x9003, 0x0132, 0x010F, 0x0110, 0x8769, 0x8825
_SIZES: Final = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
"""Bytes of a value by its TIFF type (TIFF 6.0, section 2)."""
_MOST_ENTRIES: Final = 512
_LONGEST_DEVICE: Final = 80

Hole = tuple[int, int]


def answer_evidence(stdin: IO[bytes], stdout: IO[bytes]) -> None:
    """One photo a message: bytes in; copy, facts and holes out, or why not."""
    while (asked := frames.receive(stdin)) is not None:
        try:
            answer = look(base64.b64decode(asked["content"]), int(asked["longest"]), int(asked["quality"]))
        except UnreadableError as error:
            answer = {"refused": "photo.unreadable", "facts": {"reason": str(error)}}
        frames.send(stdout, answer)


def look(content: bytes, longest: int, quality: int) -> dict[str, Any]:
    """Everything that is told of a photo; raises UnreadableError."""
    from PIL import Image

    with suppress(BadFile):  # without it the others are read all the same
        register_heic()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "HEIF")) as opened:
                said = _said(opened)
                blob = bytes(opened.info.get("exif") or b"")
                copy = upright(opened, longest)
                jpeg, width, height = encode(copy, quality)
    except UnreadableError:
        raise
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning) as error:
        raise UnreadableError(str(error)) from error
    return {
        **said,
        "jpeg": base64.b64encode(jpeg).decode("ascii"),
        "size": [width, height],
        "look": fingerprint(copy),
        "holes": [list(hole) for hole in holes(content, blob)],
    }


def fingerprint(image: Any) -> str:
    """Whether each of 64 spots is brighter than the one beside it (difference hash), as 16 hex digits."""
    from PIL import Image

    small = image.convert("L").resize((9, 8), Image.Resampling.BOX)
    spots = list(small.tobytes())
    bits = 0
    for row in range(8):
        for column in range(8):
            at = 9 * row + column
            bits = bits << 1 | (spots[at] > spots[at + 1])
    return f"{bits:016x}"


def _said(image: Any) -> dict[str, str]:
    exif = image.getexif()
    inner = exif.get_ifd(_EXIF_IFD)
    device = " ".join(
        part for part in (str(exif.get(tag, "")).strip("\0 ") for tag in (_MAKE, _MODEL)) if part
    )
    return {
        "taken_at": _moment(inner.get(_ORIGINAL_TIME) or exif.get(_TIME)),
        "device": "".join(letter for letter in device if letter.isprintable())[:_LONGEST_DEVICE],
        "location": _place(exif.get_ifd(_GPS_IFD)),
    }


def _moment(told: Any) -> str:
    """EXIF's ``2026:03:18 10:15:00`` as ISO text; empty where the camera says none, or nonsense."""
    try:
        return datetime.strptime(str(told).strip("\0 "), "%Y:%m:%d %H:%M:%S").isoformat()
    except ValueError:
        return ""


def _place(gps: Any) -> str:
    """``latitude,longitude`` with five decimals; empty where there is none."""
    try:
        parts = []
        for value, side, negative in ((2, 1, "S"), (4, 3, "W")):
            degrees, minutes, seconds = (float(one) for one in gps[value])
            turned = degrees + minutes / 60 + seconds / 3600
            parts.append(f"{-turned if gps.get(side) == negative else turned:.5f}")
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return ""
    return ",".join(parts)


def holes(content: bytes, exif: bytes) -> list[Hole]:
    """The spans of the file's bytes that hold the place: to be overwritten with zeros, the picture untouched."""
    block = exif.removeprefix(b"Exif\0\0")
    at = content.find(block) if block else -1
    if at < 0:
        return []
    return [(at + start, length) for start, length in _gps_spans(block)]


def _gps_spans(block: bytes) -> list[Hole]:
    """Within a TIFF block: every entry of the GPS directory and what it points at."""
    order = {b"II": "<", b"MM": ">"}.get(block[:2])
    if order is None or len(block) < 8:
        return []
    first = struct.unpack_from(order + "I", block, 4)[0]
    gps = next((value for _at, tag, _size, value in _entries(block, order, first) if tag == _GPS_IFD), 0)
    spans: list[Hole] = []
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
