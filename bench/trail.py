"""Trail verification in entries per second of processor time: ``python bench/trail.py [--json] [--entries N]``."""

from __future__ import annotations

import argparse
import hmac
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / name) for name in ("src", "tests", "")]

from bench.claims import Claim, against, in_turns  # noqa: E402

from collectdesk.desk.vault.trail import ExportTrail  # noqa: E402
from collectdesk.store.trail import audit  # noqa: E402
from collectdesk.store.work import new_id  # noqa: E402
from helpers.branches import small_branch  # noqa: E402

if TYPE_CHECKING:
    from helpers.branches import Branch

BOUND = 2.0
BUSY_YEAR = 600_000
"""Entries a busy county branch writes in a year."""


def measure(entries: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        branch = small_branch(Path(folder) / "branch")
        begun = time.process_time()
        _fill(branch, entries)
        written = time.process_time()
        verdict = branch.ask(audit.verify)
        walked = time.process_time()
        branch.supervisor(ExportTrail(Path(folder) / "trail.jsonl"))
        exported = time.process_time()
        branch.close()
    assert verdict.intact
    rate = verdict.entries / (walked - written)
    return {
        "entries": verdict.entries,
        "appended_per_s": round(entries / (written - begun)),
        "verified_per_s": round(rate),
        "exported_per_s": round(verdict.entries / (exported - walked)),
        "busy_year_s": round(BUSY_YEAR / rate, 1),
    }


def _fill(branch: Branch, entries: int) -> None:
    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        for _ in range(entries):
            audit.append(work, "contact.logged", {"case": new_id(), "contact": new_id(), "breaches": 0})


def bare_walk(branch: Branch) -> bool:
    """The floor: every entry read, and the library's own keyed hash over as many bytes; nothing is compared."""
    key = branch.desk.store.keys.labelled("audit")
    with branch.desk.store.reading() as connection:
        raw: Any = connection.connection.driver_connection
        for row in raw.execute("SELECT branch_id, at, account_id, action, about, previous FROM audit_entry"):
            hmac.digest(key, "".join(row).encode(), "sha256")
    return True


def claims(*, short: bool) -> list[Claim]:
    with tempfile.TemporaryDirectory() as folder:
        branch = small_branch(Path(folder) / "branch")
        _fill(branch, 5_000 if short else 100_000)
        works = {"ours": lambda: branch.ask(audit.verify).intact, "floor": lambda: bare_walk(branch)}
        took = in_turns(works, 3 if short else 7, watch="ours")
        branch.close()
    return [
        against("the trail verified", took, BOUND, "its entries read and hashed by the library, not compared")
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--entries", type=int, default=50_000)
    asked = parser.parse_args()
    found = measure(asked.entries)
    if asked.json:
        print(json.dumps(found))
    else:
        print("{entries} entries: {appended_per_s} appended, {verified_per_s} verified, {exported_per_s} exported a "
              "second; a busy branch's year is verified in {busy_year_s} s".format(**found))  # fmt: skip


if __name__ == "__main__":
    main()
