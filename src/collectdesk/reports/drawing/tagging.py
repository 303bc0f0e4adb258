"""Owns a paper's structure: what is a heading, a row, a picture, and the objects that say so to a screen reader.

The page marks its content with numbers while it is written; here every number finds its element.
Source: ISO 32000-1, 14.7 (logical structure) and 14.8 (tagged PDF); ISO 14289-1, clause 7.
"""

from __future__ import annotations

from typing import Final

_CELLS: Final = frozenset(("TH", "TD"))


class Element:
    """One element of the structure: its kind by ISO 32000-1, 14.8.4, its children, and where its content stands."""

    __slots__ = (
        "alt",
        "attributes",
        "key",
        "kids",
        "kind",
        "link",
        "marks",
        "number",
        "parent",
        "spoken",
        "used",
    )

    def __init__(
        self,
        kind: str,
        parent: Element | None = None,
        *,
        alt: str = "",
        spoken: str = "",
        attributes: str = "",
    ) -> None:
        self.kind = kind
        self.parent = parent
        self.alt = alt
        self.spoken = spoken
        """What is read instead of the letters: a box's tick is drawn, not lettered."""
        self.attributes = attributes
        self.kids: list[Element] | tuple[Element, ...] = ()
        self.marks: tuple[tuple[int, int], ...] = ()
        """Page, from 0, and number of marked content there; lists would keep the garbage collector busy."""
        self.link: tuple[int, int] | None = None
        """Page and object number of the annotation that a link is."""
        self.key = 0
        """Its place in the tree of parents: those of the pages come first."""
        self.used = False
        self.number = 0
        if parent is not None:
            if isinstance(parent.kids, list):
                parent.kids.append(self)
            else:
                parent.kids = [self]

    def use(self) -> None:
        """Something of it stands on a page; what has nothing on any page is left out."""
        element: Element | None = self
        while element is not None and not element.used:
            element.used = True
            element = element.parent

    def first_page(self) -> int:
        """The page its content begins on."""
        if self.marks:
            return self.marks[0][0]
        return min((kid.first_page() for kid in self.kids if kid.used), default=0)


ARTIFACT: Final = Element("Artifact")
"""What a screen reader passes over: margins, lines, a table's heading repeated."""


class Marker:
    """Numbers the marked content of one page, in the order in which it is written."""

    def __init__(self, page: int) -> None:
        self.page = page
        self.elements: list[Element] = []

    def begin(self, element: Element) -> str:
        """The operator that opens this element's content."""
        if element is ARTIFACT:
            return "/Artifact BMC"
        number = len(self.elements)
        self.elements.append(element)
        element.marks += ((self.page, number),)
        if not element.used:
            element.use()
        return f"/{element.kind}<</MCID {number}>>BDC"


def artifact(drawing: str) -> str:
    """Drawn as decoration."""
    return f"/Artifact BMC\n{drawing}\nEMC" if drawing else ""


def structure_objects(root: Element, markers: list[Marker], pages: list[int], first: int) -> list[str]:
    """The structure's objects, to be numbered from ``first``, which is the structure's root.

    ``pages`` are the page objects' numbers.
    """
    root.kids = sorted(root.kids, key=Element.first_page)  # a case file's cover is laid out last
    elements = _numbered(root, first + 1)
    links = [element for element in elements if element.link is not None]
    top = (
        f"<</Type/StructTreeRoot/K {root.number} 0 R/ParentTree {_parents(links, markers)}"
        f"/ParentTreeNextKey {len(markers) + len(links)}>>"
    )
    return [top, *[_body(element, pages, first) for element in elements]]


def _numbered(root: Element, first: int) -> list[Element]:
    """All that has content, level by level; an empty cell stays in its row, or the columns would shift."""
    found = [root]
    for element in found:  # grows while it is gone through
        element.number = first
        first += 1
        found += [kid for kid in element.kids if kid.used or (kid.kind in _CELLS and element.used)]
    return found


def _parents(links: list[Element], markers: list[Marker]) -> str:
    """For each page the element of each piece of marked content, then for each link its own."""
    rows = [
        f"{marker.page} [{' '.join([f'{element.number} 0 R' for element in marker.elements])}]"
        for marker in markers
    ]
    rows += [f"{element.key} {element.number} 0 R" for element in sorted(links, key=lambda each: each.key)]
    return "<</Nums[" + "\n".join(rows) + "]>>"


def _body(element: Element, pages: list[int], tree: int) -> str:
    """The element's dictionary, as short as it may be: a long case file has some twenty thousand."""
    parent = tree if element.parent is None else element.parent.number
    marks = element.marks
    text = f"<</S/{element.kind}/P {parent} 0 R"
    if len(marks) == 1 and not element.kids:
        text += f"/Pg {pages[marks[0][0]]} 0 R/K {marks[0][1]}"
    else:
        kids = [f"{kid.number} 0 R" for kid in element.kids if kid.number]
        text += f"/K[{' '.join(_content(element, pages) + kids)}]"
        if marks:
            text += f"/Pg {pages[marks[0][0]]} 0 R"
    if element.attributes:
        text += f"/A{element.attributes}"
    if element.alt:
        text += f"/Alt {_string(element.alt)}"
    if element.spoken:
        text += f"/ActualText {_string(element.spoken)}"
    return text + ">>"


def _content(element: Element, pages: list[int]) -> list[str]:
    home = element.marks[0][0] if element.marks else -1
    parts = [
        str(number) if page == home else f"<</Type/MCR/Pg {pages[page]} 0 R/MCID {number}>>"
        for page, number in element.marks
    ]
    if element.link is not None:
        parts.append(f"<</Type/OBJR/Pg {pages[element.link[0]]} 0 R/Obj {element.link[1]} 0 R>>")
    return parts


def _string(text: str) -> str:
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"
