"""Finishes a written PDF for the archive: output intent, metadata, language, structure, a repeatable id.

With a structure it becomes PDF/A-2a and PDF/UA-1, without one PDF/A-2b.
Source: ISO 19005-2, 6.2.4 (output intent), 6.2.11 (fonts), 6.5.3 (annotation flags), 6.6 (metadata), 6.7 (structure);
ISO 14289-1, clause 5 (identification) and 7.1 (title shown, structure as the order of tabs).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final
from xml.sax.saxutils import escape

from collectdesk.reports.drawing.appending import Structure, append_structure

_PRINT, _FORBIDDEN = 4, 1 | 2 | 32 | 256  # ISO 32000-1 table 165: invisible, hidden, no view, toggle no view


class UnembeddedFontError(ValueError):
    """A page uses a font whose program isn't in the file; the archive must not depend on a reader's fonts."""

    code = "pdf.font_not_embedded"

    def __init__(self, font: str) -> None:
        super().__init__(f"the font {font} is not embedded: the file can't be archived")
        self.facts = {"font": font}


@dataclass(frozen=True, slots=True)
class Colophon:
    """What the file says of itself; ``made_at`` is an aware instant."""

    title: str
    author: str
    made_at: datetime
    language: str


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """LittleCMS's sRGB profile, its date and id fixed so that every run writes the same bytes."""
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes([0x07, 0xEA, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0])
    profile[84:100] = bytes(16)
    return bytes(profile)


def finish_pdf(written: bytes, colophon: Colophon, structure: Structure | None = None) -> bytes:
    """The same pages fit for the archive. Raises UnembeddedFontError."""
    import pikepdf

    with pikepdf.open(io.BytesIO(written)) as pdf:
        for page in pdf.pages:
            _refuse_unembedded(page)
            _flag_annotations(page)
        _add_intent(pdf)
        pdf.Root.Lang = pikepdf.String(colophon.language)
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        if structure is not None:
            _declare_tags(pdf)
        _describe(pdf, colophon, tagged=structure is not None)
        target = io.BytesIO()
        pdf.save(
            target,
            deterministic_id=True,
            min_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            fix_metadata_version=False,
        )
    return target.getvalue() if structure is None else append_structure(target.getvalue(), structure)


def _refuse_unembedded(page: Any) -> None:
    for font in (page.obj.get("/Resources", {}).get("/Font", None) or {}).values():
        descendant = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        descriptor = descendant.get("/FontDescriptor", {})
        if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            raise UnembeddedFontError(str(font.get("/BaseFont", "?")))


def _flag_annotations(page: Any) -> None:
    for annotation in page.obj.get("/Annots", []):
        if annotation.get("/Subtype") != "/Popup":
            annotation.F = (int(annotation.get("/F", 0)) | _PRINT) & ~_FORBIDDEN


def _add_intent(pdf: Any) -> None:
    from pikepdf import Array, Dictionary, Name, Stream, String

    profile = Stream(pdf, srgb_profile())
    profile.N = 3
    profile.Alternate = Name.DeviceRGB
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
        Info=String("sRGB IEC61966-2.1"),
        RegistryName=String("http://www.color.org"),
        DestOutputProfile=pdf.make_indirect(profile),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _declare_tags(pdf: Any) -> None:
    """Marked, title shown, and the keys by which pages and annotations find their elements."""
    from pikepdf import Dictionary, Name

    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pages = [page.obj for page in pdf.pages]
    key = len(pages)
    for number, page in enumerate(pages):
        page.StructParents = number
        page.Tabs = Name.S
        for annotation in page.get("/Annots", []):
            annotation.StructParent = key
            key += 1


_NOT_XML: Final = frozenset("\ufffe\uffff")
_NAMESPACES: Final = """xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"
"""
_UA: Final = """<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
"""
"""PDF/A knows no such property, so the file explains it: ISO 19005-2, 6.6.2.3."""


def _describe(pdf: Any, colophon: Colophon, *, tagged: bool) -> None:
    from pikepdf import Name, Stream

    made = colophon.made_at.astimezone(UTC).isoformat(timespec="seconds")
    dates = "".join(f"<xmp:{key}>{made}</xmp:{key}>" for key in ("CreateDate", "ModifyDate", "MetadataDate"))
    title, author = _xml(colophon.title), _xml(colophon.author or "CollectDesk")
    packet = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" {_NAMESPACES}>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>{"A" if tagged else "B"}</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
{dates}<xmp:CreatorTool>CollectDesk</xmp:CreatorTool><pdf:Producer>CollectDesk</pdf:Producer>
{_UA if tagged else ""}</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
    metadata = Stream(pdf, packet.encode())
    metadata.Type = Name.Metadata
    metadata.Subtype = Name.XML
    pdf.Root.Metadata = pdf.make_indirect(metadata)


def _xml(text: str) -> str:
    """As XML can hold it: a control character or half of a pair in a title must not spoil the packet."""
    return escape("".join(each for each in text if each >= " " and each not in _NOT_XML and not _half(each)))


def _half(letter: str) -> bool:
    return "\ud800" <= letter <= "\udfff"
