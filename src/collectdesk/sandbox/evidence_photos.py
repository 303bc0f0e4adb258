"""Decodes a photo that becomes evidence, in the child: an upright copy, when and with what it was taken, its look in 64
bits, and what to write over its bytes so that they don't say where.
"""

from __future__ import annotations

import base64
import io
import warnings
from contextlib import suppress
from datetime import datetime
from typing import IO, Any, Final

from collectdesk.domain.intake.imports import BadFile
from collectdesk.sandbox import frames
from collectdesk.sandbox.photo_places import patches
from collectdesk.sandbox.pictures import UnreadableError, encode, upright
from collectdesk.sandbox.scan_files import register_heic

_ORIGINAL_TIME, _TIME, _MAKE, _MODEL, _EXIF_IFD, _GPS_IFD = 0x9003, 0x0132, 0x010F, 0x0110, 0x8769, 0x8825
_LONGEST_DEVICE: Final = 80


def answer_evidence(stdin: IO[bytes], stdout: IO[bytes]) -> None:
    """One photo a message: bytes in; copy, facts and patches out, or why not."""
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
        "patches": [[start, put.hex()] for start, put in patches(content, blob)],
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
