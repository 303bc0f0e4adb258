"""Runs all of it: ``python -m bench.torture [--json] [--short] [--cuts N] [--kills N] [--only NAME]``.

400 simulated power cuts for each write path, 1,000 kills over all of them, and each deed on a failing disk from
every one of its writes on. Nothing acknowledged may be lost; integrity is clean and the trail whole, else exit code 1.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "tests")]

from bench.torture import faults, kills, powercut  # noqa: E402
from bench.torture.registry import WritePath, paths  # noqa: E402

CUTS, KILLS = 400, 1000
SHORT_CUTS, SHORT_KILLS = 12, 12
ROUNDS = 12


def torture(chosen: dict[str, WritePath], cuts: int, kill_count: int, *, disks: bool) -> dict[str, Any]:
    """Everything measured, by path."""
    found: dict[str, Any] = {"paths": {}, "wrong": []}
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        shim = powercut.compiled_shim(Path(folder))
        for name, path in chosen.items():
            begun, told = time.monotonic(), {}
            if shim is not None:
                recording = powercut.record(path, shim, ROUNDS)
                cut = powercut.cut(path, recording, cuts)
                told |= {"writes": len(recording.notes), "cuts": cut.states, "lost": cut.lost}
                found["wrong"] += [f"{name}, power cut {one}" for one in cut.wrong]
                print(f"{name}: {cut.states} cuts, {len(cut.wrong)} wrong", file=sys.stderr, flush=True)
            if kill_count and hasattr(os, "fork"):
                killed = kills.kill(path, -(-kill_count // len(chosen)))
                told |= {"kills": killed.kills, "acknowledged": killed.acknowledged}
                found["wrong"] += [f"{name}, {one}" for one in killed.wrong]
            found["paths"][name] = {**told, "seconds": round(time.monotonic() - begun)}
            wrong = sum(one.startswith(f"{name},") for one in found["wrong"])
            print(f"{name}: {found['paths'][name]}, wrong {wrong}", file=sys.stderr, flush=True)
        if disks and shim is not None:
            found["failing_disk"], wrong = faults.in_child(shim)
            found["wrong"] += wrong
    return found


def said(found: dict[str, Any]) -> str:
    """The figures as docs/security.md shows them."""
    lines = [
        "| Write path | writes noted | power cuts | kills | acknowledged before | lost or wrong |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, told in found["paths"].items():
        wrong = sum(one.startswith(f"{name},") for one in found["wrong"])
        cells = (name, *(told.get(key, "–") for key in ("writes", "cuts", "kills", "acknowledged")), wrong)
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    for fault, counted in found.get("failing_disk", {}).items():
        told = ", ".join(f"{name} {count}" for name, count in counted.items())
        lines.append(f"\nDisk {fault.replace('_', '-')}, from every write on: {told}.")
    return "\n".join([*lines, "", *(found["wrong"] or ["Nothing lost, nothing wrong."])])


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--short", action="store_true", help="seconds: what the tests run")
    parser.add_argument("--cuts", type=int)
    parser.add_argument("--kills", type=int)
    parser.add_argument("--only", action="append", default=[])
    asked = parser.parse_args()
    chosen = {name: path for name, path in paths().items() if not asked.only or name in asked.only}
    cuts, killed = (SHORT_CUTS, SHORT_KILLS) if asked.short else (CUTS, KILLS)
    cuts = cuts if asked.cuts is None else asked.cuts
    killed = killed if asked.kills is None else asked.kills
    found = torture(chosen, cuts, killed, disks=not asked.short and not asked.only)
    print(json.dumps(found) if asked.json else said(found))
    return 1 if found["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
