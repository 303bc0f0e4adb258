"""Owns the two shipped typefaces of paper: opened once per process, and what they can draw."""

from __future__ import annotations

import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from collectdesk import resources

REGULAR_FILE: Final = "NotoSansSC-Regular.ttf"
BOLD_FILE: Final = "NotoSansSC-Bold.ttf"
PLACEHOLDER_FONT: Final = "CollectDeskRegular"
"""The name under which reportlab knows the regular face, so that it never reaches for Helvetica."""

FACE_LOCK: Final = threading.Lock()
"""reportlab's font reader keeps a file position: opening a face and cutting a subset happen one at a time."""

_NEW_LINES: Final = frozenset("\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_PRIVATE: Final = "Co"
_UNDRAWN: Final = frozenset(("Cc", "Cf"))


@dataclass(frozen=True, slots=True)
class Typeface:
    """One weight: reportlab's face, glyph number and advance (1/1000 of the size) by code point."""

    face: Any
    glyphs: dict[int, int]
    advances: dict[int, float]


@dataclass(frozen=True, slots=True)
class Typefaces:
    """Both weights; ``bold_advances`` already falls back to the regular weight per character."""

    regular: Typeface
    bold: Typeface
    bold_advances: dict[int, float]


@lru_cache(maxsize=1)
def _open_typefaces() -> Typefaces:
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont, TTFontFace

    rl_config.useA85 = 0  # ASCII85 only makes files a sixth larger
    regular_font = TTFont(PLACEHOLDER_FONT, str(resources.path("fonts", REGULAR_FILE)))
    pdfmetrics.registerFont(regular_font)
    bold_face = TTFontFace(str(resources.path("fonts", BOLD_FILE)))
    regular, bold = (_typeface(face) for face in (regular_font.face, bold_face))
    return Typefaces(regular, bold, {**regular.advances, **bold.advances})


def _typeface(face: Any) -> Typeface:
    return Typeface(face, face.charToGlyph, face.charWidths)


def typefaces() -> Typefaces:
    """Open both faces on first use, about 60 ms each; safe to call from any thread."""
    with FACE_LOCK:
        return _open_typefaces()


class Lettering(dict[int, str | None]):
    """What one document writes for a code point: itself, nothing (controls, selectors), or 〔U+XXXX〕.

    ``missing`` gathers, in order of first sight, the characters that no shipped face can draw. Private-use
    characters count as missing even where a face has a shape for them, since nobody can say what was meant.
    Names are never normalised: a compatibility ideograph in a name is that name.
    """

    def __init__(self) -> None:
        super().__init__()
        self._glyphs = typefaces().regular.glyphs
        self.missing: list[str] = []

    def __missing__(self, code: int) -> str | None:
        self[code] = drawn = self._drawn(code)
        return drawn

    def _drawn(self, code: int) -> str | None:
        letter = chr(code)
        if letter in _NEW_LINES:
            return "\n"
        if letter in "\t\xa0\u3000":
            return " " if letter != "\u3000" else letter
        category = unicodedata.category(letter)
        if category in _UNDRAWN or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
            return None
        if category != _PRIVATE and code in self._glyphs:
            return letter
        self.missing.append(letter)
        return f"〔U+{code:04X}〕"

    def settle(self, text: str) -> str:
        """The text as it can be drawn; settling twice changes nothing."""
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text.translate(self)
