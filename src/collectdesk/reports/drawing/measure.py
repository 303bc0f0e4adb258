"""Measures text and breaks it into lines by the rules of Chinese typesetting (kinsoku), Latin by words.

Source of the character classes: W3C "Requirements for Chinese Text Layout", prohibition rules for line ends.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from collectdesk.reports.drawing.fonts import typefaces

NEVER_FIRST: Final = frozenset("!%),.:;?]}¢°’”‰′″℃、。々〉》」』】〕〗！），．：；？｝～％］…—·•／")
NEVER_LAST: Final = frozenset("“‘（《〈【「『〔〖([{｛［¥￥$#")

_PIECE: Final = re.compile(r"[0-9A-Za-z\u00C0-\u024F¥$%.,:/_'’@+&=#*\-]+|.", re.DOTALL)
_DEFAULT_ADVANCE: Final = 1000.0


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width in points of text on one line."""
    return _advance(text, bold) * size / 1000


@lru_cache(maxsize=8192)
def _advance(text: str, bold: bool) -> float:
    """In thousandths of the size; a document measures each text some five times, to wrap, to place and to draw it."""
    faces = typefaces()
    advances = faces.bold_advances if bold else faces.regular.advances
    return sum([advances.get(ord(letter), _DEFAULT_ADVANCE) for letter in text])


def forget_texts() -> None:
    """Let go of the texts that were measured: they are of a borrower's papers."""
    _advance.cache_clear()


def wrap_text(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """Lines no wider than ``width`` points; a longer piece is cut; empty text is one empty line."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        if text_width(paragraph, size, bold=bold) <= width:
            lines.append(paragraph.rstrip(" "))
        else:
            lines.extend(_wrap_paragraph(paragraph, size, width + 1e-6, bold))
    return lines


def _wrap_paragraph(text: str, size: float, width: float, bold: bool) -> list[str]:
    lines: list[str] = []
    line: list[str] = []
    used = 0.0
    for piece in _pieces(text, size, width, bold):
        advance = text_width(piece, size, bold=bold)
        if line and used + advance > width and piece != " ":
            kept, carried = _legal_break(line, piece)
            lines.append("".join(kept).rstrip(" "))
            line = carried
            used = text_width("".join(line), size, bold=bold)
        line.append(piece)
        used += advance
    lines.append("".join(line).rstrip(" "))
    return lines


def _pieces(text: str, size: float, width: float, bold: bool) -> list[str]:
    pieces: list[str] = []
    for piece in _PIECE.findall(text):
        if len(piece) > 1 and text_width(piece, size, bold=bold) > width:
            pieces.extend(piece)
        else:
            pieces.append(piece)
    return pieces


def _legal_break(line: list[str], piece: str) -> tuple[list[str], list[str]]:
    """Split before ``piece``, or further left where that would start or end a line with a forbidden mark."""
    kept: list[str] = list(line)
    carried: list[str] = []
    first = piece
    while kept and (first in NEVER_FIRST or kept[-1] in NEVER_LAST):
        first = kept.pop()
        carried.insert(0, first)
    if not kept:
        return line, []
    while carried and carried[0] == " ":
        carried.pop(0)
    return kept, carried
