"""Trail verification in entries per second of processor time: ``python bench/trail.py [--json] [--entries N]``."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / name) for name in ("src", "tests")]

from collectdesk.desk.trail import ExportTrail  # noqa: E402
from collectdesk.store import audit  # noqa: E402
from collectdesk.store.work import new_id  # noqa: E402
from helpers.branches import small_branch  # noqa: E402

BUSY_YEAR = 600_000
"""Entries a busy county branch writes in a year."""


def measure(entries: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        branch = small_branch(Path(folder) / "branch")
        begun = time.process_time()
        with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
            for _ in range(entries):
                audit.append(work, "contact.logged", {"case": new_id(), "contact": new_id(), "breaches": 0})
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
