"""Finds what a screen reader would stumble over: text outside the structure, pictures without words, broken tables.

It looks at what PDF/A-2a (ISO 19005-2, 6.7) and PDF/UA-1 (ISO 14289-1, clause 7) ask of a file as we write them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHOWN = {"Tj", "TJ", "'", '"', "Do", "f", "S", "B", "f*", "sh"}
_LEVELS = ("/H1", "/H2", "/H3")


def lint_structure(pdf: Any) -> list[str]:
    """Findings in words, none for a file that is tagged throughout."""
    root = pdf.Root
    if "/StructTreeRoot" not in root:
        return ["no structure"]
    metadata = root.Metadata.read_bytes().decode() if "/Metadata" in root else ""
    checks = (
        (bool(root.get("/MarkInfo", {}).get("/Marked", False)), "not said to be tagged"),
        (bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)), "the title isn't shown"),
        (_says(metadata, "pdfaid:conformance", "A"), "not said to be PDF/A-2a"),
        (_says(metadata, "pdfuaid:part", "1"), "not said to be PDF/UA-1"),
        (_says(metadata, "pdfaSchema:prefix", "pdfuaid"), "pdfuaid isn't explained"),
    )
    findings = [finding for passed, finding in checks if not passed]
    parents = _parents(root.StructTreeRoot.ParentTree)
    marked: set[tuple[tuple[int, int], int]] = set()
    for number, page in enumerate(pdf.pages, 1):
        findings += [f"page {number}: {finding}" for finding in _lint_page(page, parents, marked)]
    return findings + list(_lint_tree(root.StructTreeRoot, marked))


def _says(metadata: str, name: str, value: str) -> bool:
    """A property may be written as an element or as an attribute."""
    return f"<{name}>{value}<" in metadata or f'{name}="{value}"' in metadata


def _parents(tree: Any) -> dict[int, Any]:
    numbers = list(tree.Nums)
    return {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)}


def _lint_page(page: Any, parents: dict[int, Any], marked: set[tuple[tuple[int, int], int]]) -> Iterator[str]:
    if page.obj.get("/Tabs") != "/S":
        yield "tabs don't follow the structure"
    numbers, loose = _marked(page)
    if loose:
        yield f"{loose} things drawn outside the structure"
    owners = parents.get(int(page.obj.get("/StructParents", -1)))
    marked |= {(page.obj.objgen, number) for number in numbers}
    if owners is None:
        yield "not in the tree of parents"
        return
    for number in sorted(numbers):
        place = (*page.obj.objgen, number)
        if number >= len(owners) or place not in _content_of(owners[number], page.obj.objgen):
            yield f"no element for the marked content {number}"
    for link in (each for each in page.obj.get("/Annots", []) if each.Subtype == "/Link"):
        owner = parents.get(int(link.get("/StructParent", -1)))
        if owner is None or owner.S != "/Link" or not str(link.get("/Contents", "")):
            yield "a link that isn't in the structure or says nothing"


def _marked(page: Any) -> tuple[set[int], int]:
    """The numbers of marked content, and how much is drawn outside of any."""
    numbers: set[int] = set()
    depth = loose = 0
    stream: Any = pikepdf.parse_content_stream(page)
    for operands, operator in stream:
        name = str(operator)
        if name in {"BMC", "BDC"}:
            depth += 1
            if name == "BDC" and "/MCID" in operands[1]:
                numbers.add(int(operands[1].MCID))
        elif name == "EMC":
            depth -= 1
        elif name in _SHOWN and depth == 0:
            loose += 1
    return numbers, loose


def _content_of(element: Any, page: tuple[int, int]) -> set[tuple[int, int, int]]:
    """Page and number of each piece of marked content of an element."""
    home = element.Pg.objgen if "/Pg" in element else page
    found = set()
    for kid in _kids(element):
        if isinstance(kid, int):
            found.add((*home, kid))
        elif kid.get("/Type") == "/MCR":
            found.add((*kid.Pg.objgen, int(kid.MCID)))
    return found


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _lint_tree(tree: Any, marked: set[tuple[tuple[int, int], int]]) -> Iterator[str]:
    """Every element has its parent, every piece of content stands on its page once, headings skip no level."""
    claimed: list[tuple[tuple[int, int], int]] = []
    level = 0
    waiting = [(tree.K, tree)]
    while waiting:
        element, parent = waiting.pop()
        kind = str(element.S)
        if element.P.objgen != parent.objgen:
            yield f"a {kind} with another parent"
        if kind == "/Figure" and not str(element.get("/Alt", "")):
            yield "a figure without words"
        if kind in _LEVELS:
            if _LEVELS.index(kind) > level:
                yield f"a heading {kind} without the one above it"
            level = _LEVELS.index(kind) + 1
        if kind == "/Table":
            yield from _lint_table(element)
        claimed += [((number, generation), mark) for number, generation, mark in _content_of(element, (0, 0))]
        kids = [kid for kid in _kids(element) if not isinstance(kid, int) and "/S" in kid]
        waiting += [(kid, element) for kid in reversed(kids)]
    if len(claimed) != len(set(claimed)) or set(claimed) != marked:
        yield "the structure and the marked content differ"


def _lint_table(table: Any) -> Iterator[str]:
    widths = set()
    for row in _kids(table):
        cells = _kids(row)
        if row.S != "/TR" or any(cell.S not in {"/TH", "/TD"} for cell in cells):
            yield "a table of something else than rows and cells"
            return
        widths.add(sum(int(cell.get("/A", {}).get("/ColSpan", 1)) for cell in cells))
        if any(cell.S == "/TH" and "/Scope" not in cell.get("/A", {}) for cell in cells):
            yield "a heading cell that doesn't say of what"
    if len(widths) > 1:
        yield f"a table whose rows are {sorted(widths)} columns wide"
