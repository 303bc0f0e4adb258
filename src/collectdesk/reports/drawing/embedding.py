"""Embeds one subset per typeface as a Type0 font whose text can be copied and searched, beyond the BMP too.

reportlab's own subsets write five-digit ToUnicode entries for characters beyond the basic plane, so 𬭎 is
extracted as another character. Here each character has a CID of its own, even where two share a glyph.
Source: ISO 32000-1, 9.7.4 (CIDFonts) and 9.10.3 (ToUnicode CMaps).
"""

from __future__ import annotations

import hashlib
from typing import Any

from collectdesk.reports.drawing.fonts import FACE_LOCK, Typeface

_CMAP_HEAD = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
    "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
    "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
)
_CMAP_TAIL = "endcmap CMapName currentdict /CMap defineresource pop end end\n"
_BLOCK = 100  # entries a bfchar block may hold
_SYMBOLIC, _NONSYMBOLIC = 4, 32


class FontSubset:
    """The characters of one typeface that one document has used so far, in order of first use."""

    def __init__(self, typeface: Typeface, resource: str) -> None:
        self.typeface = typeface
        self.resource = resource
        self._cids: dict[str, str] = {}

    def encode(self, text: str) -> str:
        """Hexadecimal CIDs for a show operator; every character must be one the face can draw."""
        cids = self._cids
        for letter in text:
            if letter not in cids:
                self.typeface.glyphs[ord(letter)]  # a KeyError here is a bug above, never a box on paper
                cids[letter] = f"{len(cids) + 1:04X}"
        return "".join([cids[letter] for letter in text])

    def embed(self, document: Any) -> None:
        """Add the font's objects to reportlab's document; nothing when no character was used."""
        if not self._cids:
            return
        from reportlab.pdfbase import pdfdoc

        codes = [ord(letter) for letter in self._cids]
        tag = hashlib.sha256(repr(codes).encode()).digest()[:6]
        name = "".join(chr(65 + byte % 26) for byte in tag) + "+" + self.typeface.face.name.decode("latin-1")
        descendant = self._descendant(document, codes, name)
        font = _dictionary(
            Type="/Font",
            Subtype="/Type0",
            BaseFont=pdfdoc.PDFName(name),
            Encoding="/Identity-H",
            DescendantFonts=pdfdoc.PDFArray([descendant]),
            ToUnicode=_stream(document, _to_unicode(codes).encode("ascii"), f"unicode:{name}"),
        )
        document.idToObject["BasicFonts"].dict[self.resource] = document.Reference(font, f"font:{name}")

    def _descendant(self, document: Any, codes: list[int], name: str) -> Any:
        from reportlab.pdfbase import pdfdoc

        face = self.typeface.face
        glyphs, order = _glyph_order(codes, self.typeface.glyphs)
        with FACE_LOCK:
            program = face.makeSubset(order)
        descriptor = _dictionary(
            Type="/FontDescriptor",
            FontName=pdfdoc.PDFName(name),
            Flags=(face.flags & ~_NONSYMBOLIC) | _SYMBOLIC,
            FontBBox=pdfdoc.PDFArray(face.bbox),
            ItalicAngle=face.italicAngle,
            Ascent=face.ascent,
            Descent=face.descent,
            CapHeight=face.capHeight,
            StemV=face.stemV,
            MissingWidth=face.defaultWidth,
            FontFile2=_stream(document, program, f"program:{name}", Length1=len(program)),
        )
        widths = [self.typeface.advances.get(code, face.defaultWidth) for code in codes]
        to_glyph = b"\0\0" + b"".join(glyph.to_bytes(2, "big") for glyph in glyphs)
        registry = _dictionary(
            Registry=pdfdoc.PDFString("Adobe"),
            Ordering=pdfdoc.PDFString("Identity"),
            Supplement=0,
        )
        font = _dictionary(
            Type="/Font",
            Subtype="/CIDFontType2",
            BaseFont=pdfdoc.PDFName(name),
            CIDSystemInfo=registry,
            FontDescriptor=document.Reference(descriptor, f"descriptor:{name}"),
            DW=1000,
            W=pdfdoc.PDFArray([1, pdfdoc.PDFArray(widths)]),
            CIDToGIDMap=_stream(document, to_glyph, f"glyphs:{name}"),
        )
        return document.Reference(font, f"cid:{name}")


def _glyph_order(codes: list[int], glyph_of: dict[int, int]) -> tuple[list[int], list[int]]:
    """Subset glyph number per code, and the first code of each glyph, as the cutter numbers them."""
    numbers: dict[int, int] = {}
    order: list[int] = []
    for code in codes:
        if numbers.setdefault(glyph_of[code], len(numbers) + 1) > len(order):
            order.append(code)
    return [numbers[glyph_of[code]] for code in codes], order


def _to_unicode(codes: list[int]) -> str:
    lines = [f"<{cid:04X}> <{_utf16(code)}>" for cid, code in enumerate(codes, 1)]
    blocks = (lines[start : start + _BLOCK] for start in range(0, len(lines), _BLOCK))
    body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return _CMAP_HEAD + body + _CMAP_TAIL


def _utf16(code: int) -> str:
    return chr(code).encode("utf-16-be").hex().upper()


def _dictionary(**entries: Any) -> Any:
    from reportlab.pdfbase import pdfdoc

    return pdfdoc.PDFDictionary(dict(entries))


def _stream(document: Any, content: bytes, key: str, **entries: Any) -> Any:
    from reportlab.pdfbase import pdfdoc

    stream = pdfdoc.PDFStream(content=content)
    for name, value in entries.items():
        stream.dictionary[name] = value
    stream.filters = [pdfdoc.PDFZCompress]
    return document.Reference(stream, key)
