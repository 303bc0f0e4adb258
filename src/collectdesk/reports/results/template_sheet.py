"""Fills another office's spreadsheet: cells that name a figure in braces get its value, all else stays as it is.

The file is changed where it has to be and nowhere else: formats, formulas and charts stay as they are. A cell with
{{name}} alone becomes a number, so that the template's formulas and formats count with it; inside a sentence the value
is written as text.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from html import escape, unescape
from typing import TYPE_CHECKING, Final

from collectdesk.domain.refusals import Refused
from collectdesk.domain.results.month_end import NUMBER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_PLACE: Final = re.compile(r"\{\{\s*([A-Za-z0-9_.]+)\s*\}\}")
_MOST_FILES, _MOST_BYTES = 500, 40_000_000
_TEXT: Final = re.compile(r"<t(?:\s[^>]*)?>(.*?)</t>", re.DOTALL)
_ITEM: Final = re.compile(r"<si(?:\s[^>]*)?>(.*?)</si>", re.DOTALL)
_CELL: Final = re.compile(r"<c\s([^>]*[^/>])>(.*?)</c>", re.DOTALL)
_STRINGS: Final = "xl/sharedStrings.xml"
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml")


@dataclass(frozen=True, slots=True)
class Filled:
    """How many cells were filled, and the names that stood in them."""

    cells: int
    names: tuple[str, ...]


def fill_template(template: Path, target: Path, facts: Mapping[str, str]) -> Filled:
    """Write the filled copy; raises Refused: template.unreadable, template.unknown, template.empty."""
    try:
        with zipfile.ZipFile(template) as source:
            entries = source.infolist()
            if len(entries) > _MOST_FILES or sum(one.file_size for one in entries) > _MOST_BYTES:
                raise Refused("template.unreadable", file=template.name)
            parts = {one.filename: source.read(one) for one in entries}
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as wrong:
        raise Refused("template.unreadable", file=template.name) from wrong
    if "xl/workbook.xml" not in parts:
        raise Refused("template.unreadable", file=template.name)
    filling = _Filling(facts)
    filling.fill(parts)
    if filling.unknown:
        raise Refused("template.unknown", names=", ".join(sorted(filling.unknown)))
    if not filling.cells:
        raise Refused("template.empty")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in parts.items():
            written.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return Filled(filling.cells, tuple(sorted(filling.names)))


class _Filling:
    """One template being filled."""

    def __init__(self, facts: Mapping[str, str]) -> None:
        self.facts = facts
        self.cells = 0
        self.names: set[str] = set()
        self.unknown: set[str] = set()
        self._strings: list[str] = []

    def fill(self, parts: dict[str, bytes]) -> None:
        if _STRINGS in parts:
            self._strings = [_said(item) for item in _ITEM.findall(parts[_STRINGS].decode("utf-8"))]
        for name in [each for each in parts if _SHEET.fullmatch(each)]:
            text = parts[name].decode("utf-8")
            parts[name] = _CELL.sub(self._cell, text).encode("utf-8")
        book = parts["xl/workbook.xml"].decode("utf-8")
        anew = '<calcPr fullCalcOnLoad="1"/>'  # formulas count anew when the file is opened
        book, known = re.subn(r"<calcPr[^>]*/>", anew, book)
        if not known:  # its place is behind the names and sheets, before what programs add
            behind = "</definedNames>" if "</definedNames>" in book else "</sheets>"
            book = book.replace(behind, behind + anew, 1)
        parts["xl/workbook.xml"] = book.encode("utf-8")

    def _cell(self, cell: re.Match[str]) -> str:
        attributes, inside = cell[1], cell[2]
        text = self._text(attributes, inside)
        if "{{" not in text:
            return cell[0]
        alone = _PLACE.fullmatch(text.strip())
        told = _PLACE.sub(self._value, text)
        self.cells += 1
        plain = re.sub(r'\s*t="[^"]*"', "", attributes)
        if alone and re.fullmatch(NUMBER, told.strip()):
            return f"<c {plain}><v>{told.strip()}</v></c>"
        return (
            f'<c {plain} t="inlineStr"><is><t xml:space="preserve">{escape(told, quote=False)}</t></is></c>'
        )

    def _text(self, attributes: str, inside: str) -> str:
        if 't="s"' in attributes:
            at = re.search(r"<v>(\d+)</v>", inside)
            return self._strings[int(at[1])] if at and int(at[1]) < len(self._strings) else ""
        return _said(inside) if 't="inlineStr"' in attributes else ""

    def _value(self, place: re.Match[str]) -> str:
        name = place[1]
        if name not in self.facts:
            if not _is_count(name):
                self.unknown.add(name)
            return "0"
        self.names.add(name)
        return self.facts[name]


def _is_count(name: str) -> bool:
    """Counts of what never happened in the month stand in no figure: they are noughts, not mistakes."""
    return (
        name.split(".", maxsplit=1)[0] in ("contact", "visit", "reason", "promise", "roll")
        and name.count(".") <= 2
    )


def _said(item: str) -> str:
    return unescape("".join(_TEXT.findall(item)))
