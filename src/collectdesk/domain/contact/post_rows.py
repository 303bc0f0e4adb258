"""What the post office's file says of letters: waybills, and how each one's way ended."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from collectdesk.domain.contact.notices import NoticeState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "reference": ("内件号", "客户内部号", "备注编号", "文号", "登记号", "reference", "letterno"),
    "waybill": ("邮件号", "邮件号码", "运单号", "快递单号", "挂号号码", "waybill", "trackingno"),
    "posted_on": ("收寄日期", "交寄日期", "寄出日期", "收寄时间", "postedon", "posted"),
    "result": ("投递状态", "邮件状态", "状态", "投递结果", "result", "status"),
    "ended_on": ("签收日期", "妥投日期", "签收时间", "投递日期", "退回日期", "deliveredon", "endedon"),
    "taken_by": ("签收人", "收件签收人", "代收人", "takenby", "receivedby"),
    "note": ("退回原因", "未妥投原因", "备注", "reason", "note"),
}
NEEDED: Final = ("reference", "waybill")
_RESULTS: Final[tuple[tuple[NoticeState, tuple[str, ...]], ...]] = (
    (NoticeState.REFUSED, ("拒收", "拒签", "refused")),
    (NoticeState.RETURNED, ("退回", "退件", "未妥投", "查无此人", "returned", "undelivered")),
    (NoticeState.DELIVERED, ("妥投", "签收", "已投递", "delivered", "signed")),
)
_ON_ITS_WAY: Final = ("在途", "收寄", "运输", "投递中", "transit", "posted", "")


@dataclass(frozen=True, slots=True)
class PostRow:
    """One line of the file; ``trouble`` is a code where it can't be read."""

    line: int
    reference: str
    waybill: str
    posted_on: date | None
    result: NoticeState | None
    ended_on: date | None
    taken_by: str
    note: str
    trouble: str = ""


def read_rows(lines: Sequence[int], rows: Sequence[Sequence[str]]) -> tuple[PostRow, ...] | None:
    """The rows below the headings; None where no row names a letter and its waybill."""
    for at, cells in enumerate(rows):
        columns = _columns(cells)
        if all(name in columns for name in NEEDED):
            below = zip(lines[at + 1 :], rows[at + 1 :], strict=True)
            return tuple(_row(line, below_cells, columns) for line, below_cells in below if any(below_cells))
    return None


def _columns(cells: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        plain = _folded(cell)
        for name, words in HEADINGS.items():
            if plain in words:
                found.setdefault(name, at)
    return found


def _row(line: int, cells: Sequence[str], columns: Mapping[str, int]) -> PostRow:
    said = {
        name: cells[columns[name]].strip() if name in columns and columns[name] < len(cells) else ""
        for name in HEADINGS
    }
    trouble = ""
    days: dict[str, date | None] = {}
    for name in ("posted_on", "ended_on"):
        days[name] = _day(said[name])
        if said[name] and days[name] is None:
            trouble = "date"
    result = _result(said["result"])
    if result is None and not any(word and word in said["result"].lower() for word in _ON_ITS_WAY):
        trouble = trouble or ("result" if said["result"] else "")
    if not said["reference"] and not said["waybill"]:
        trouble = "reference"
    waybill = re.sub(r"\W", "", said["waybill"]).upper()
    return PostRow(line, said["reference"], waybill, days["posted_on"], result, days["ended_on"],
                   said["taken_by"], said["note"], trouble)  # fmt: skip


def _result(text: str) -> NoticeState | None:
    plain = text.lower()
    return next((state for state, words in _RESULTS if any(word in plain for word in words)), None)


def _day(text: str) -> date | None:
    found = re.match(r"\s*(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})", text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _folded(text: str) -> str:
    return re.sub(r"[\s_\-./:*#]+", "", unicodedata.normalize("NFKC", text)).lower()
