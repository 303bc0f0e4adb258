"""Finishes a written PDF to PDF/A-2b: output intent, metadata, language, annotation flags, a repeatable id.

Source: ISO 19005-2, 6.2.4 (output intent), 6.2.11 (fonts), 6.5.3 (annotation flags), 6.6 (metadata).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

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


def finish_pdf(written: bytes, colophon: Colophon) -> bytes:
    """The same pages as PDF/A-2b. Raises UnembeddedFontError."""
    import pikepdf

    with pikepdf.open(io.BytesIO(written)) as pdf:
        for page in pdf.pages:
            _refuse_unembedded(page)
            _flag_annotations(page)
        _add_intent(pdf)
        pdf.Root.Lang = pikepdf.String(colophon.language)
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        _describe(pdf, colophon)
        target = io.BytesIO()
        pdf.save(
            target,
            deterministic_id=True,
            min_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            fix_metadata_version=False,
        )
    return target.getvalue()


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


def _describe(pdf: Any, colophon: Colophon) -> None:
    made = colophon.made_at.astimezone(UTC).isoformat(timespec="seconds")
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["pdfaid:part"] = "2"
        metadata["pdfaid:conformance"] = "B"
        metadata["dc:title"] = colophon.title
        metadata["dc:creator"] = [colophon.author or "CollectDesk"]
        for key in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
            metadata[key] = made
        metadata["xmp:CreatorTool"] = "CollectDesk"
        metadata["pdf:Producer"] = "CollectDesk"
