"""Writes the practice branch's import files, as untidy as core systems write theirs."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from collectdesk.practice import extracts
from collectdesk.practice.extracts import PRACTICE_MARK, Extract
from collectdesk.practice.flaws import Planted, plant
from collectdesk.practice.places import BRANCH_NAME, BRANCH_NAME_ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from collectdesk.practice.branch import PracticeBranch
    from collectdesk.practice.products import Payment

    Drawn = Iterator[tuple[str, str, Payment]]

CHINESE_ENCODING: Final = "gb18030"
MARKED_UTF8: Final = "utf-8-sig"
PLAIN_UTF8: Final = "utf-8"

_TITLES: Final = {
    "overdue": ("逾期清单", "overdue list"),
    "instalments": ("还款计划", "instalments"),
    "payments": ("还款流水", "payments"),
}
_LINES_ABOVE: Final = 3
_ROWS_A_WORKBOOK: Final = 500_000
"""A worksheet ends at 1,048,576 rows; a larger branch gets several workbooks."""
_ROWS_A_PAGE: Final = 40


@dataclass(frozen=True, slots=True)
class Morning:
    """The files of the practice morning, the overdue list first, and the bad rows planted in it."""

    files: tuple[Path, ...]
    planted: tuple[Planted, ...]


def write_opening(folder: Path, branch: PracticeBranch, *, english: bool = False) -> tuple[Path, ...]:
    """The position before the practice date: overdue list (all products), instalments, six months' payments.

    Raises OSError when the folder can't be written.
    """
    extract, day = Extract(branch, english), branch.opening_date
    overdue = _path(folder, "overdue", day, "csv")
    plans = _path(folder, "instalments", day, "csv")
    _write_csv(overdue, _encoding(extract, CHINESE_ENCODING), _above(extract, "overdue", day),
               extract.headings(extracts.OVERDUE), extract.opening_overdue())  # fmt: skip
    _write_csv(plans, _encoding(extract, MARKED_UTF8), _above(extract, "instalments", day),
               extract.headings(extracts.INSTALMENTS), extract.instalments())  # fmt: skip
    # six months of payments are the branch's largest file: as text they cost a tenth of what a workbook costs
    return overdue, plans, _write_payments_csv(folder, extract, extract.payments(date.min, day), day)


def write_morning(folder: Path, branch: PracticeBranch, *, english: bool = False) -> Morning:
    """The overdue list of the practice date, with its planted bad rows, and the payments of that day."""
    extract, day = Extract(branch, english), branch.practice_date
    overdue, planted = _path(folder, "overdue", day, "csv"), list[Planted]()
    headings = extract.headings(extracts.OVERDUE)
    rows = plant(extract.morning_overdue(), headings, _LINES_ABOVE + 1, planted)
    _write_csv(overdue, _encoding(extract, CHINESE_ENCODING), _above(extract, "overdue", day), headings, rows)
    return Morning((overdue, *_write_payments(folder, extract, day, day)), tuple(planted))


def write_week_later(folder: Path, branch: PracticeBranch, *, english: bool = False) -> tuple[Path, ...]:
    """The payments of the seven days after the practice date, where some customers keep their word and some
    don't, and the overdue list of the last of these days, where those who have paid stand without arrears.
    """
    extract, day = Extract(branch, english), branch.week_later
    overdue = _path(folder, "overdue", day, "csv")
    _write_csv(overdue, _encoding(extract, CHINESE_ENCODING), _above(extract, "overdue", day),
               extract.headings(extracts.OVERDUE), extract.overdue_since(branch.practice_date, day))  # fmt: skip
    return overdue, *_write_payments(folder, extract, branch.practice_date + timedelta(days=1), day)


def _path(folder: Path, kind: str, day: date, ending: str, part: int = 1) -> Path:
    return folder / f"practice-{kind}-{day:%Y%m%d}{f'-{part}' if part > 1 else ''}.{ending}"


def _encoding(extract: Extract, chinese: str) -> str:
    return PLAIN_UTF8 if extract.english else chinese


def _above(extract: Extract, kind: str, day: date) -> tuple[str, str]:
    """The two lines above the headings: the title with the practice mark, and the data date."""
    if extract.english:
        return f"{BRANCH_NAME_ENGLISH} {_TITLES[kind][1]} - {PRACTICE_MARK}", f"Data date: {day.isoformat()}"
    return f"{BRANCH_NAME}{_TITLES[kind][0]}（{PRACTICE_MARK}）", f"数据日期：{day.isoformat()}"


def _write_csv(
    path: Path, encoding: str, above: tuple[str, str], headings: tuple[str, ...], rows: Iterable[list[str]]
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as file:
        lines = csv.writer(file, lineterminator="\r\n")
        lines.writerows([line] for line in above)
        lines.writerow(headings)
        lines.writerows(rows)


def _write_payments(folder: Path, extract: Extract, first: date, last: date) -> tuple[Path, ...]:
    drawn = extract.payments(first, last)
    if extract.english:
        return (_write_payments_csv(folder, extract, drawn, last),)
    paths: list[Path] = []
    following = next(drawn, None)
    while following is not None or not paths:
        paths.append(_path(folder, "payments", last, "xlsx", len(paths) + 1))
        head = () if following is None else (following,)
        _write_workbook(paths[-1], extract, last, islice(chain(head, drawn), _ROWS_A_WORKBOOK))
        following = next(drawn, None)
    return tuple(paths)


def _write_payments_csv(folder: Path, extract: Extract, drawn: Drawn, day: date) -> Path:
    path = _path(folder, "payments", day, "csv")
    rows = (
        [reference, account_no, extracts.day_in_some_form(payment.paid_on, line),
         extracts.amount(payment.amount_fen), extract.word(payment.channel)]
        for line, (reference, account_no, payment) in enumerate(drawn)
    )  # fmt: skip
    _write_csv(path, _encoding(extract, CHINESE_ENCODING), _above(extract, "payments", day),
               extract.headings(extracts.PAYMENTS), rows)  # fmt: skip
    return path


def _write_workbook(path: Path, extract: Extract, day: date, drawn: Drawn) -> None:
    """Merged title, data date, empty line, headings; an empty line after each page of rows; totals below."""
    import xlsxwriter

    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_numbers": False}) as book:
        book.set_properties({"title": PRACTICE_MARK, "created": datetime.combine(day, time())})
        sheet = book.add_worksheet("还款流水")
        form = {name: book.add_format(look) for name, look in _LOOKS.items()}
        sheet.set_column(0, 1, 26)
        sheet.set_column(2, 4, 16)
        for line, text in enumerate(_above(extract, "payments", day)):
            sheet.merge_range(line, 0, line, 4, text, form["title" if line == 0 else "plain"])
        sheet.write_row(_LINES_ABOVE, 0, extract.headings(extracts.PAYMENTS), form["heading"])
        _write_rows(sheet, form, extract, drawn)


_LOOKS: Final[dict[str, dict[str, Any]]] = {
    "title": {"bold": True, "font_size": 14, "align": "center"},
    "plain": {},
    "heading": {"bold": True, "bottom": 1},
    "date": {"num_format": "yyyy-mm-dd"},
    "amount": {"num_format": "#,##0.00"},
}


def _write_rows(sheet: Any, form: dict[str, Any], extract: Extract, drawn: Drawn) -> None:
    line, count, total = _LINES_ABOVE + 1, 0, 0
    for reference, account_no, payment in drawn:
        if count and count % _ROWS_A_PAGE == 0:
            line += 1
        sheet.write_string(line, 0, reference)
        sheet.write_string(line, 1, account_no)
        _write_day(sheet, line, payment.paid_on, count, form["date"])
        _write_yuan(sheet, line, payment.amount_fen, form["amount"])
        sheet.write_string(line, 4, extract.word(payment.channel))
        line, count, total = line + 1, count + 1, total + payment.amount_fen
    sheet.write_string(line + 1, 0, "合计")
    sheet.write_string(line + 1, 4, f"{count}笔")
    _write_yuan(sheet, line + 1, total, form["amount"])
    sheet.write_string(line + 2, 0, f"制表：{BRANCH_NAME}　{PRACTICE_MARK}")


def _write_day(sheet: Any, line: int, day: date, count: int, form: Any) -> None:
    """Two cells of three are true dates; the third is text, as where a clerk has typed it."""
    if count % 3 == 2:
        sheet.write_string(line, 2, f"{day.year}年{day.month}月{day.day}日")
    else:
        sheet.write_datetime(line, 2, datetime.combine(day, time()), form)


def _write_yuan(sheet: Any, line: int, fen: int, form: Any) -> None:
    """A number cell: spreadsheets know no other amounts. Sixteen digits hold every fen of it."""
    sheet.write_number(line, 3, fen / 100, form)
