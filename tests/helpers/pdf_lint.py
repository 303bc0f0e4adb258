"""Finds what keeps a PDF from being an archive copy: fonts, extraction, colours, metadata, actions, structure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf

from helpers.pdf_structure import lint_structure

if TYPE_CHECKING:
    from pathlib import Path

_ACTIONS = ("/JavaScript", "/Launch", "/ImportData", "/ResetForm", "/SubmitForm", "/Movie", "/Sound")


def lint_pdf(path: Path) -> list[str]:
    """Findings in words, none for a clean file; it looks at what PDF/A-2b asks and at lost text."""
    with pikepdf.open(path) as pdf:
        findings = _lint_file(pdf)
        seen: set[tuple[int, int]] = set()
        for number, page in enumerate(pdf.pages, 1):
            findings += [f"page {number}: {finding}" for finding in _lint_page(page, seen)]
        return findings + lint_structure(pdf)


def _lint_file(pdf: Any) -> list[str]:
    findings = []
    root = pdf.Root
    metadata = root.Metadata.read_bytes().decode() if "/Metadata" in root else ""
    intents = root.get("/OutputIntents", [])
    checks = (
        (not pdf.is_encrypted, "encrypted"),
        ("/ID" in pdf.trailer, "no file id"),
        ("/Info" not in pdf.trailer, "an information dictionary beside the metadata"),
        (len(intents) == 1 and int(intents[0].DestOutputProfile.N) == 3, "no RGB output intent"),
        ("pdfaid:part" in metadata and "pdfaid:conformance" in metadata, "no PDF/A identification"),
        ("dc:title" in metadata, "no title"),
        (bool(str(root.get("/Lang", ""))), "no language"),
        ("/AcroForm" not in root, "a form"),
        (not any(key in root for key in ("/AA", "/OpenAction")), "an action at opening"),
        ("/JavaScript" not in root.get("/Names", {}), "JavaScript"),
    )
    findings += [finding for passed, finding in checks if not passed]
    return findings


def _lint_page(page: Any, seen: set[tuple[int, int]]) -> list[str]:
    findings = ["an action"] if "/AA" in page.obj else []
    for annotation in page.obj.get("/Annots", []):
        if not int(annotation.get("/F", 0)) & 4:
            findings.append("an annotation that isn't printed")
        if annotation.get("/A", {}).get("/S") in _ACTIONS:
            findings.append("a forbidden action")
    fonts = page.obj.get("/Resources", {}).get("/Font", {})
    used, lost = _fonts_used(page, fonts, findings)
    if lost:
        findings.append(f"{lost} texts with a missing glyph")
    for name in sorted(used):
        font = fonts.get(name)
        if font is None:
            findings.append(f"text in a font that isn't there: {name}")
        elif font.objgen not in seen:
            seen.add(font.objgen)
            findings += _lint_font(font)
    shapes = page.obj.get("/Resources", {}).get("/XObject", {})
    for image in (shape for shape in shapes.values() if shape.get("/Subtype") == "/Image"):
        if image.get("/ColorSpace") == "/DeviceCMYK":
            findings.append("a CMYK image")
        if image.get("/Interpolate", False):
            findings.append("an interpolated image")
    return findings


def _fonts_used(page: Any, fonts: Any, findings: list[str]) -> tuple[set[str], int]:
    used: set[str] = set()
    current, lost = "", 0
    stream: Any = pikepdf.parse_content_stream(page)
    for operands, operator in stream:
        name = str(operator)
        if name == "Tf":
            current = str(operands[0])
        elif name in {"Tj", "TJ", "'", '"'}:
            used.add(current)
            font = fonts.get(current)
            if font is not None and font.get("/Encoding") == "/Identity-H":
                shown = operands[0] if name == "TJ" else operands[-1:]
                codes = b"".join(bytes(part) for part in shown if isinstance(part, pikepdf.String))
                lost += any(codes[at : at + 2] == b"\0\0" for at in range(0, len(codes), 2))
        elif name in {"k", "K"}:
            findings.append("a CMYK colour")
    return used, lost


def _lint_font(font: Any) -> list[str]:
    name = font.get("/BaseFont", "?")
    descendant = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    descriptor = descendant.get("/FontDescriptor", {})
    findings = []
    if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
        findings.append(f"a font that isn't embedded: {name}")
    if "/ToUnicode" not in font:
        findings.append(f"a font whose text can't be extracted: {name}")
    return findings
