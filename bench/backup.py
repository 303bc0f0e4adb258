"""What a backup costs: its seconds beside a plain copy of the same bytes, and how long a writer waits meanwhile.

``python bench/backup.py [--json] [--megabytes N]``: a practice branch filled up to so many megabytes, backed up
while another thread commits, then proven.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / name) for name in ("src", "tests", "")]

from bench.claims import Claim  # noqa: E402

from collectdesk.desk.vault.backing_up import VerifyBackup, back_up_to  # noqa: E402
from helpers.branches import small_branch  # noqa: E402

if TYPE_CHECKING:
    from helpers.branches import Branch

MOST_WAIT_S = 5.0
"""The store's own patience: a writer that waits longer is told that the file is busy."""


BOUND, SHORT_BOUND = 100.0, 3000.0


def fill(branch: Branch, megabytes: int) -> None:
    """Rows of random text, as a table of its own: the cipher's work doesn't ask what it says."""
    with branch.desk.store.write(branch.actors["administrator"], branch.now) as work:
        work.connection.exec_driver_sql("CREATE TABLE bench_row (id INTEGER PRIMARY KEY, a BLOB)")
        for _row in range(megabytes * 64):
            work.connection.exec_driver_sql("INSERT INTO bench_row (a) VALUES (?)", (os.urandom(16_000),))


class Writer(threading.Thread):
    """Commits one contact after another and remembers the longest wait."""

    def __init__(self, branch: Branch) -> None:
        super().__init__()
        self.branch, self.stop, self.waits = branch, threading.Event(), list[float]()

    def run(self) -> None:
        while not self.stop.is_set():
            began = time.perf_counter()
            self.branch.call()
            self.waits.append(time.perf_counter() - began)


def measure(megabytes: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="collectdesk-bench-") as made:
        branch = small_branch(Path(made) / "branch")
        fill(branch, megabytes)
        stick = Path(made) / "stick"
        stick.mkdir()
        began = time.perf_counter()
        shutil.copyfile(branch.folder / "branch.db", Path(made) / "plain copy")
        copied = time.perf_counter() - began
        writer = Writer(branch)
        writer.start()
        began = time.perf_counter()
        backup = branch.administrator(back_up_to(branch.desk, stick))
        backed_up = time.perf_counter() - began
        writer.stop.set()
        writer.join()
        began = time.perf_counter()
        branch.administrator(VerifyBackup(backup.path))
        proven = time.perf_counter() - began
        branch.close()
        return {
            "megabytes": backup.size / 1e6,
            "plain_copy_s": copied,
            "backup_s": backed_up,
            "proof_s": proven,
            "commits_meanwhile": len(writer.waits),
            "longest_wait_s": max(writer.waits),
            "median_wait_s": sorted(writer.waits)[len(writer.waits) // 2],
        }


def claims(*, short: bool) -> list[Claim]:
    """Wall clock: a disk's work as much as the processor's. The gap is the longest that a writer waited."""
    found = measure(8 if short else 100)
    return [
        Claim("a backup, proven, while somebody works", 1000 * found["backup_s"], 1000 * found["plain_copy_s"],
              SHORT_BOUND if short else BOUND, "ms", "a plain copy of the same bytes, not synced, nobody working",
              gap_ms=round(1000 * found["longest_wait_s"], 1)),
        Claim("a backup proven once more", 1000 * found["proof_s"], 1000 * found["plain_copy_s"],
              SHORT_BOUND if short else BOUND, "ms", "a plain copy of the same bytes"),
    ]  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--megabytes", type=int, default=100)
    options = parser.parse_args()
    found = measure(options.megabytes)
    if options.json:
        print(json.dumps(found, indent=1))
    else:
        for name, value in found.items():
            print(f"{name:>20}  {value:,.3f}")
        print(f"a writer waits at most {MOST_WAIT_S} s: {found['longest_wait_s'] <= MOST_WAIT_S}")
    return 0 if found["longest_wait_s"] <= MOST_WAIT_S else 1


if __name__ == "__main__":
    sys.exit(main())
