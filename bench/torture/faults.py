"""A disk that is full, or read-only, from the first, second, third … write of a deed on: told, nothing changed, and
the deed goes through once the disk writes again.

Runs as a child with the noting library loaded: ``python -m bench.torture.faults SHIM``.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from bench.torture.everyday import at_work, judge, kept_of, prepare
from bench.torture.powercut import ROOT

from collectdesk.desk.intake.undoing import UndoImport
from collectdesk.desk.vault.backing_up import BackUp
from collectdesk.desk.vault.closing import CloseDay
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.store.rows.columns import Rows
from collectdesk.store.rows.customers import ImportBatchRow
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault.backup import backups_in, folder_at
from collectdesk.store.work import View
from helpers.branches import ACCOUNTS, LI, WANG, Branch, payment_row

MOST_WRITES: Final = 2000
OF_A_STICK: Final = {"store.backup_full", "store.backup_read_only", "store.backup_gone"}
"""More than any of these deeds writes: something else is wrong then."""
FAULTS: Final = {
    "full": (
        errno.ENOSPC,
        {"store.full", "store.disk"},
    ),  # a sync that finds no room is told as the disk's fault
    "read_only": (errno.EROFS, {"store.read_only", "store.disk", "store.cannot_open"}),
}


def deeds(folder: Path, fault: str) -> dict[str, Callable[[Branch], object]]:
    """What is done on the failing disk."""
    photo = folder / "in.jpg"
    photo.write_bytes(os.urandom(90_000))
    rows = [payment_row(f"{fault}{at:03d}", ACCOUNTS[LI], date(2026, 3, 9), 100 + at) for at in range(60)]
    return {
        "contact": lambda branch: branch.call(WANG),
        "hold": lambda branch: branch.hold("complaint", LI),
        "draft": lambda branch: branch.desk.keep_draft(
            branch.actors["clerk"], "contact", "y" * 32, "half a sentence"
        ),
        "import": lambda branch: branch.take(LedgerKind.PAYMENTS, rows, date(2026, 3, 9)),
        "evidence": lambda branch: branch.attach(kept_of(folder)["visit"], photo),
        "evening page": lambda branch: branch.supervisor(CloseDay(folder / "page.pdf")),
        "undo": lambda branch: branch.supervisor(UndoImport(branch.ask(_newest))),
        "backup": lambda branch: branch.administrator(BackUp(_fresh(folder / "stick", branch))),
    }


def _newest(view: View) -> str:
    """The import taken last and not undone: the payments taken just before."""
    return str(view.scalar(sa.select(ImportBatchRow.id).order_by(ImportBatchRow.id.desc()).limit(1)))


def _fresh(stick: Path, branch: Branch) -> Path:
    """A name for a backup that isn't there yet."""
    shelf = folder_at(stick, branch.desk.store.branch_id)
    return shelf / f"2026-03-18_{1 + len(backups_in(shelf)):02d}-00-00"


def _is_swept(path: Path, folder: Path) -> bool:
    """Evidence that a backup which failed has brought to the stick waits there for the next one, and its lock stays."""
    inside = path.relative_to(folder)
    return inside.parts[0] == "stick" and ("objects" in inside.parts or path.suffix == ".lock")


def image(branch: Branch, folder: Path) -> Any:
    """Every row of every table, and every file that isn't the database's own."""
    with branch.desk.store.reading() as connection:
        tables = [
            [tuple(row) for row in connection.execute(sa.select(t)).all()]
            for t in Rows.metadata.sorted_tables
        ]
    files = sorted(
        str(one.relative_to(folder))
        for one in folder.rglob("*")
        if one.is_file() and not one.name.startswith("branch.db") and not _is_swept(one, folder)
    )
    return tables, files


def suffer(folder: Path, shim: Any) -> tuple[dict[str, dict[str, int]], list[str]]:
    """Each deed on each failing disk; returns how many writes were refused, and what was wrong."""
    counted: dict[str, dict[str, int]] = {}
    wrong: list[str] = []
    prepare(folder)
    (folder / "stick").mkdir()
    for fault, (number, codes) in FAULTS.items():
        for name, deed in deeds(folder, fault).items():
            with at_work(folder) as branch:
                refused = 0
                while True:
                    before = image(branch, folder)
                    shim.shim_arm(refused + 1, number)
                    told = _tried(deed, branch)
                    met = shim.shim_met()
                    shim.shim_arm(0, 0)
                    if told is None:
                        break
                    refused += 1
                    if (
                        told not in codes | (OF_A_STICK if name == "backup" else set())
                        or refused > MOST_WRITES
                    ):
                        wrong.append(f"{fault}, {name}, write {refused}: {told}")
                        break
                    if image(branch, folder) != before:
                        wrong.append(f"{fault}, {name}, write {refused}: something changed")
                if told is None and met > refused:
                    wrong.append(f"{fault}, {name}: went through though write {refused + 1} failed")
                counted.setdefault(fault, {})[name] = refused
    wrong += judge(folder, [])
    return counted, wrong


def _tried(deed: Callable[[Branch], object], branch: Branch) -> str | None:
    try:
        deed(branch)
    except StoreTrouble as trouble:
        return trouble.code
    except Exception as error:  # noqa: BLE001 - whatever it is, a person would be told a fault of the program
        return f"{type(error).__name__}: {error}"
    return None


def in_child(shim: Path) -> tuple[dict[str, dict[str, int]], list[str]]:
    """Run all of it with the library loaded."""
    with tempfile.TemporaryDirectory(prefix="torture-") as made:
        environment = {**os.environ, "LD_PRELOAD": str(shim), "SHIM_BELOW": made,
                       "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src"), str(ROOT / "tests")])}  # fmt: skip
        command = [sys.executable, "-m", "bench.torture.faults", str(shim), made]
        ran = subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    counted, wrong = json.loads(ran.stdout)
    return counted, wrong


if __name__ == "__main__":
    print(json.dumps(suffer(Path(sys.argv[2]), ctypes.CDLL(sys.argv[1]))))
