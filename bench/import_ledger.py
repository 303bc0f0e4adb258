"""How long a whole overdue list takes from file to branch, beside the least that could put it there.

    python -m bench.import_ledger [--rows 100000] [--json]

The floor reads the same bytes with ``csv``, builds the same search words and writes the same rows with one
``executemany`` a table into the same encrypted schema: no validation, no child process, no diff, no audit. Ours reads
in the child, compares, and imports with everything a deed does. One row of a hundred is bad. Then the daily file: 5,000
known rows with moved amounts. A cancelled import must leave the file as it was.

Seconds are wall time and, with ``cpu``, processor time of the process and its child: these stand on a machine that
others use too. Each side runs in a process of its own, the floor before and after ours; its peak of memory is told for
the whole list and for a fifth of it. A thread that does what a window does, a little every 5 ms, tells the gaps in its
rhythm, while importing and idle, before and after.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / name) for name in ("src", "tests", "")]

from bench.claims import Claim, Heartbeat  # noqa: E402
from bench.ledger_read import row, table  # noqa: E402

from collectdesk.desk.intake.comparing import CompareImport  # noqa: E402
from collectdesk.desk.intake.imports import CommitImport, ReadFile  # noqa: E402
from collectdesk.desk.progress import Cancelled, Progress  # noqa: E402
from collectdesk.store.branch import DATABASE_FILE  # noqa: E402
from collectdesk.store.customers import tokens  # noqa: E402
from collectdesk.store.vault import opening  # noqa: E402
from collectdesk.store.work import new_ids  # noqa: E402
from helpers.branches import Branch, small_branch  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

TARGET = 3.0
SHORT_BOUND = 8.0
"""With a list of two thousand rows: the child's start alone weighs as much as its reading."""
DATA_DATE = date(2026, 3, 17)
NEXT_DATE = date(2026, 3, 18)


def write(path: Path, rows: int, *, bad_every: int = 100, moved: bool = False) -> Path:
    """The list; every ``bad_every``-th row has an impossible amount, ``moved`` shifts what is overdue."""
    with path.open("w", encoding="utf-8", newline="") as file:
        written = csv.writer(file)
        written.writerows(table(0))
        for number in range(rows):  # one at a time: what it takes to write the file is no part of the peak
            line = row(number)
            if bad_every and number % bad_every == bad_every - 1:
                line[13] = "abc"
            if moved:
                line[13] = f"{number % 90000 + 9001:,}.37"
                line[15], line[16] = "", str(int(line[16]) + 1)
            written.writerow(line)
    return path


def floor(path: Path, branch: Branch) -> None:
    """The least: read, search words, rows. Into a branch like ours, so that both begin alike."""
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
    connection.close()


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


def _cpu() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


class Timed:
    """Wall and processor seconds by what they were spent on."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def run(self, name: str, act: Callable[[], Any]) -> Any:
        wall, cpu = time.perf_counter(), _cpu()
        found = act()
        self.spent[name] = round(time.perf_counter() - wall, 2)
        self.spent[f"{name}_cpu"] = round(_cpu() - cpu, 2)
        return found


def _peak(whose: int = resource.RUSAGE_SELF) -> float:
    """Megabytes at most so far, of this process or of the children that have ended."""
    return resource.getrusage(whose).ru_maxrss / 1024


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


def floor_alone(rows: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as held:
        folder, timed = Path(held), Timed()
        path, branch = write(folder / "list.csv", rows), small_branch(folder / "floor")
        timed.run("floor", lambda: floor(path, branch))
        branch.close()
        return timed.spent


def ours_alone(rows: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as held:
        folder, timed = Path(held), Timed()
        path, branch = write(folder / "list.csv", rows), small_branch(folder / "ours")
        clerk, desk = branch.actors["clerk"], branch.desk

        def deed(asked: Any) -> Callable[[], Any]:
            return lambda: desk.run(asked, clerk).result

        before = _peak()
        with Heartbeat() as idle:
            time.sleep(3)
        ledger = timed.run("read", deed(ReadFile(path, data_date=DATA_DATE)))
        child = _peak(resource.RUSAGE_CHILDREN)
        clean = _cancel(branch, ledger)
        timed.run("compared", deed(CompareImport(ledger, DATA_DATE)))
        with Heartbeat() as busy:
            timed.run("taken", deed(CommitImport(ledger, DATA_DATE)))
        peak = _peak()
        with Heartbeat() as later:  # under the load that others make now
            time.sleep(3)
        idle.gaps += later.gaps
        daily = write(folder / "daily.csv", min(5_000, rows), bad_every=0, moved=True)
        ledger = timed.run("daily_read", deed(ReadFile(daily, data_date=NEXT_DATE)))
        timed.run("daily_compared", deed(CompareImport(ledger, NEXT_DATE)))
        timed.run("daily_taken", deed(CommitImport(ledger, NEXT_DATE)))
        branch.close()
        return {
            **timed.spent, "peak_mb": round(peak), "before_mb": round(before), "cancel_clean": float(clean),
            "child_mb": round(child),
            "gap_idle_p99_ms": round(idle.p99, 1), "gap_taking_p99_ms": round(busy.p99, 1),
        }  # fmt: skip


def _apart(part: str, rows: int) -> dict[str, float]:
    """One side in a process of its own."""
    asked = [sys.executable, "-m", "bench.import_ledger", "--part", part, "--rows", str(rows)]
    done = subprocess.run(asked, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[1])
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(rows: int) -> dict[str, float]:
    before, ours, after = _apart("floor", rows), _apart("ours", rows), _apart("floor", rows)
    least = {name: round((before[name] + after[name]) / 2, 2) for name in before}
    fifth = _apart("ours", rows // 5)
    ratios = {
        f"ratio{of}": round((ours[f"read{of}"] + ours[f"taken{of}"]) / least[f"floor{of}"], 2)
        for of in ("", "_cpu")
    }
    return {
        "rows": rows,
        **least,
        **ours,
        "peak_of_a_fifth_mb": fifth["peak_mb"],
        "child_of_a_fifth_mb": fifth["child_mb"],
        **ratios,
        "target": TARGET,
    }


def claims(*, short: bool) -> list[Claim]:
    """Read in the child and taken in, both processes' processor time; the peak is that of both."""
    found = measure(2_000 if short else 100_000)
    return [
        Claim(
            "an overdue list imported", 1000 * (found["read_cpu"] + found["taken_cpu"]), 1000 * found["floor_cpu"],
            SHORT_BOUND if short else TARGET,
            floor_is="csv, the same search words and rows by executemany, nothing checked",
            memory_mb=found["peak_mb"] + found["child_mb"],
            gap_ms=found["gap_taking_p99_ms"], idle_gap_ms=found["gap_idle_p99_ms"],
        )
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--part", choices=["floor", "ours"], help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.part:
        print(json.dumps(floor_alone(asked.rows) if asked.part == "floor" else ours_alone(asked.rows)))
        return
    told = measure(asked.rows)
    if asked.json:
        machine = f"{platform.system()} {platform.machine()} Python {platform.python_version()}"
        print(json.dumps({"bench": "import_ledger", **told, "machine": machine}))
        return
    for name, value in told.items():
        print(f"{name:>20}  {value}")


if __name__ == "__main__":
    main()
