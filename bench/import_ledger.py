"""How long a whole overdue list takes from file to branch, beside the least that could put it there.

    python -m bench.import_ledger [--rows 100000] [--json]

The floor reads the same bytes with ``csv``, builds the same search words and writes the same rows with one
``executemany`` a table into the same encrypted schema: no validation, no child process, no diff, no audit. Ours reads
in the child, compares, and imports with everything a deed does. One row of a hundred is bad. Then the daily file: 5,000
known rows with moved amounts. Memory is the parent's; a cancelled import must leave the file as it was.
"""

from __future__ import annotations

import argparse
import csv
import json
import platform
import resource
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / name) for name in ("src", "tests", "")]

from bench.ledger_read import table  # noqa: E402

from collectdesk.desk.comparing import CompareImport  # noqa: E402
from collectdesk.desk.imports import CommitImport, ReadFile  # noqa: E402
from collectdesk.desk.pipeline import Desk  # noqa: E402
from collectdesk.desk.progress import Cancelled, Progress  # noqa: E402
from collectdesk.store import opening, tokens  # noqa: E402
from collectdesk.store.branch import DATABASE_FILE  # noqa: E402
from collectdesk.store.work import new_ids  # noqa: E402
from helpers.branches import Branch, small_branch  # noqa: E402

TARGET = 3.0
DATA_DATE = date(2026, 3, 17)
NEXT_DATE = date(2026, 3, 18)


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of wall time, and megabytes of the parent's peak."""

    rows: int
    floor: float
    read: float
    compared: float
    taken: float
    daily_read: float
    daily_compared: float
    daily_taken: float
    peak_mb: float
    peak_before_mb: float
    cancel_clean: bool

    @property
    def ratio(self) -> float:
        return (self.read + self.taken) / self.floor


def write(path: Path, rows: int, *, bad_every: int = 100, moved: bool = False) -> Path:
    """The list; every ``bad_every``-th row has an impossible amount, ``moved`` shifts what is overdue."""
    lines = table(rows)
    for number, line in enumerate(lines[1:]):
        if bad_every and number % bad_every == bad_every - 1:
            line[13] = "abc"
        if moved:
            line[13] = f"{number % 90000 + 9001:,}.37"
            line[15], line[16] = "", str(int(line[16]) + 1)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    return path


def floor(path: Path, branch: Branch) -> float:
    """The least: read, search words, rows. Into a copy of the branch's file, so that both begin alike."""
    began = time.perf_counter()
    connection = opening.connect(branch.folder / DATABASE_FILE, branch.desk.store.keys.labelled("database"))
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        rows = list(reader)
    stamp = (branch.desk.store.branch_id, 1, branch.now.isoformat(), branch.actors["clerk"].id)
    people, products, states = new_ids(len(rows)), new_ids(len(rows)), new_ids(len(rows))
    connection.execute("BEGIN IMMEDIATE")
    _put(connection, "customer", "customer_no name id_no account_officer", [
        (i, *stamp, None, r[0], r[1], r[2], r[18])
        for i, r in zip(people, rows, strict=True)
    ])  # fmt: skip
    party = new_ids(len(rows))
    _put(connection, "related_party", "customer_id role name", [
        (p, *stamp, None, i, "guarantor", r[6]) for p, i, r in zip(party, people, rows, strict=True)
    ])  # fmt: skip
    points = iter(new_ids(4 * len(rows)))
    _put(
        connection, "contact_point",
        "customer_id related_party_id kind label value source standing valid_from access_note", [
            (next(points), *stamp, None, i, p if label == "guarantor" else None, kind, label, value,
             "contract", "valid", "2026-03-17", "")
            for i, p, r in zip(people, party, rows, strict=True)
            for kind, label, value in (("phone", "mobile", r[3]), ("address", "home", r[4]), ("address", "work", r[5]),
                                       ("phone", "guarantor", r[7]))
        ],
    )  # fmt: skip
    _put(connection, "product", "customer_id kind account_no contract_no opened_on granted_fen", [
        (i, *stamp, None, c, "loan", r[9], r[10], r[11], 10_000_000)
        for i, c, r in zip(products, people, rows, strict=True)
    ])  # fmt: skip
    _put(connection, "product_state", "product_id as_of balance_fen overdue_fen oldest_unpaid_on dpd five_class", [
        (i, *stamp, None, p, "2026-03-17", 1, 1, r[15], r[16], r[17])
        for i, p, r in zip(states, products, rows, strict=True)
    ])  # fmt: skip
    _find_by(connection, people, rows)
    connection.execute("COMMIT")
    took = time.perf_counter() - began
    connection.close()
    return took


def _find_by(connection: Any, people: list[str], rows: list[list[str]]) -> None:
    """The lines and words of search in bulk, from the file's cells as they stand."""
    names = (
        "number customer_id customer_no name officer reading kinds dpd overdue_fen balance_fen listed trace"
    )
    lines = [
        (n, i, r[0], r[1], r[18], tokens.reading_of(r[1]), 1, int(r[16]), 1, 1, 1, "")
        for n, (i, r) in enumerate(zip(people, rows, strict=True), 1_000)
    ]
    marks = ", ".join("?" * len(names.split()))
    connection.executemany(f"INSERT INTO customer_line ({', '.join(names.split())}) VALUES ({marks})", lines)
    connection.executemany("INSERT INTO found_by (rowid, tok) VALUES (?, ?)", [
        (n, " ".join([
            *tokens.name_tokens(r[1]), *tokens.number_tokens((r[0], r[2], r[3], r[7], r[9], r[10])),
            *tokens.place_tokens((r[4], r[5])), "x1",
        ]))
        for n, r in enumerate(rows, 1_000)
    ])  # fmt: skip
    connection.execute("DELETE FROM line_due")


def _put(connection: Any, table_name: str, columns: str, rows: list[tuple[Any, ...]]) -> None:
    names = ["id", "branch_id", "version", "recorded_at", "recorded_by", "batch_id", *columns.split()]
    marks = ", ".join("?" * len(names))
    connection.executemany(f"INSERT INTO {table_name} ({', '.join(names)}) VALUES ({marks})", rows)


def _timed(desk: Desk, deed: Any, actor: Any) -> tuple[float, Any]:
    began = time.perf_counter()
    result = desk.run(deed, actor).result
    return time.perf_counter() - began, result


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _cancel(branch: Branch, ledger: Any) -> bool:
    """Whether an import that is cancelled half way leaves not one row."""

    def stop(done: int, _whole: int) -> None:
        if done:
            raise Cancelled

    before = _rows(branch)
    try:
        branch.desk.run(CommitImport(ledger, DATA_DATE), branch.actors["clerk"], Progress(stop))
    except Cancelled:
        return _rows(branch) == before
    return False


def _rows(branch: Branch) -> list[int]:
    with branch.desk.store.reading() as connection:
        return [
            connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one()
            for name in (
                "customer",
                "contact_point",
                "product",
                "product_state",
                "import_batch",
                "quarantine",
            )
        ]


def measure(rows: int) -> Measured:
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        path = write(folder / "list.csv", rows)
        bare = small_branch(folder / "floor")
        least = floor(path, bare)
        bare.close()
        shutil.rmtree(folder / "floor")
        branch = small_branch(folder / "ours")
        clerk, desk = branch.actors["clerk"], branch.desk
        before = _peak()
        read, ledger = _timed(desk, ReadFile(path, data_date=DATA_DATE), clerk)
        clean = _cancel(branch, ledger)
        compared, _ = _timed(desk, CompareImport(ledger, DATA_DATE), clerk)
        taken, _ = _timed(desk, CommitImport(ledger, DATA_DATE), clerk)
        del ledger
        daily = write(folder / "daily.csv", min(5_000, rows), bad_every=0, moved=True)
        daily_read, ledger = _timed(desk, ReadFile(daily, data_date=NEXT_DATE), clerk)
        daily_compared, _ = _timed(desk, CompareImport(ledger, NEXT_DATE), clerk)
        daily_taken, _ = _timed(desk, CommitImport(ledger, NEXT_DATE), clerk)
        peak = _peak()
        branch.close()
    return Measured(
        rows, least, read, compared, taken, daily_read, daily_compared, daily_taken, peak, before, clean
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = measure(asked.rows)
    told = {name: round(getattr(found, name), 2) for name in Measured.__slots__}
    told["ratio"], told["target"] = round(found.ratio, 2), TARGET
    if asked.json:
        machine = f"{platform.system()} {platform.machine()} Python {platform.python_version()}"
        print(json.dumps({"bench": "import_ledger", **told, "machine": machine}))
        return
    for name, value in told.items():
        print(f"{name:>16}  {value}")


if __name__ == "__main__":
    main()
