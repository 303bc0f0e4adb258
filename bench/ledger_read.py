"""How fast an overdue list becomes typed rows, beside the bare reading of the same file by csv.reader.

    python bench/ledger_read.py [--rows 100000] [--json]

Rows per second, the better of two sittings: the floor (csv.reader over the same bytes, no validation),
reading in place for each form, and in the child process with its start and the handing over of the rows.
"""

from __future__ import annotations

import argparse
import csv
import json
import platform
import sys
import tempfile
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / name) for name in ("src", "")]

import xlsxwriter  # noqa: E402
from bench.claims import against, in_turns  # noqa: E402

from collectdesk.domain.customers.identity import check_digit  # noqa: E402
from collectdesk.domain.intake.imports import LedgerKind  # noqa: E402
from collectdesk.ledgers import fields  # noqa: E402
from collectdesk.ledgers.child import read_in_child  # noqa: E402
from collectdesk.ledgers.read import read_ledger  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.claims import Claim

BOUND = 60.0
DATA_DATE = date(2026, 3, 17)


def row(number: int) -> list[str]:
    """One overdue loan as a core system's text export writes it."""
    person = f"339999{1950 + number % 50}0{1 + number % 9}1{number % 10}{number % 1000:03d}"
    days = 1 + number % 200
    since = DATA_DATE - timedelta(days=days)
    return [
        f"C{number:08d}", "张三丰", person + check_digit(person), f"199{number:08d}",
        f"浙江省杭州市西湖区文三路{number}号", "杭州市滨江区江南大道", "李四", "0571-88886666",
        "个人贷款", f"62284804{number:011d}", f"HT{number:08d}",
        "2024-02-28", "100,000.00", f"{number % 90000 + 9000:,}.37", f"{number % 9000:,}.05",
        since.strftime(("%Y-%m-%d", "%Y%m%d", "%Y年%m月%d日")[number % 3]), str(days), "关注", "王五",
    ]  # fmt: skip


def table(rows: int) -> list[list[str]]:
    kind = LedgerKind.OVERDUE
    return [[fields.chinese_heading(kind, name) for name in fields.ORDER[kind]], *map(row, range(rows))]


def write(folder: Path, rows: int) -> dict[str, Path]:
    made = table(rows)
    paths = {name: folder / name for name in ("utf-8.csv", "gb18030.csv", "list.xlsx")}
    for encoding in ("utf-8", "gb18030"):
        with paths[f"{encoding}.csv"].open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(made)
    with xlsxwriter.Workbook(paths["list.xlsx"], {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, cells in enumerate(made):
            sheet.write_row(at, 0, cells)
    return paths


def bare(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def rate(deed: Callable[[], int]) -> float:
    best = 0.0
    for _ in range(2):
        started = time.perf_counter()
        done = deed()
        best = max(best, done / (time.perf_counter() - started))
    return round(best)


def measure(rows: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        paths = write(Path(folder), rows)
        here = {
            f"read {name}": rate(lambda path=path: len(read_ledger(path, data_date=DATA_DATE).rows))  # type: ignore[misc]
            for name, path in paths.items()
        }
        there = rate(lambda: len(read_in_child(paths["utf-8.csv"], data_date=DATA_DATE).rows))
        return {"floor csv.reader": rate(lambda: bare(paths["utf-8.csv"])), **here, "child utf-8.csv": there}


def claims(*, short: bool) -> list[Claim]:
    """A list read and checked, every cell typed, beside the bare reader over the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), 2_000 if short else 50_000)["utf-8.csv"]
        took = in_turns(
            {
                "ours": lambda: len(read_ledger(path, data_date=DATA_DATE).rows),
                "floor": lambda: bare(path),
                "Python's rows and dates alone": lambda: by_hand(path),
            },
            3, watch="ours",
        )  # fmt: skip
    return [
        against("a list read and checked", took, BOUND, "csv.reader over the same bytes, nothing checked")
    ]


def by_hand(path: Path) -> int:
    """What somebody writes in an hour: each row as a dict, its amounts as Decimals, its number of days."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            {**row, "": (Decimal(amount.replace(",", "")), Decimal(late.replace(",", "")))}
            for row in csv.DictReader(file)
            for amount, late in [(list(row.values())[12], list(row.values())[13])]
        ]
    return len(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rates = measure(asked.rows)
    if asked.json:
        machine = f"{platform.system()} {platform.machine()} Python {platform.python_version()}"
        json.dump(
            {"bench": "ledger_read", "rows": asked.rows, "rows_per_second": rates, "machine": machine},
            sys.stdout,
        )
        print()
        return
    for name, per_second in rates.items():
        times = rates["floor csv.reader"] / per_second
        print(f"{name:>20}  {per_second:>12,.0f} rows/s  {times:>6.1f} × the floor's time")


if __name__ == "__main__":
    main()
