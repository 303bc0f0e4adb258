"""The bench of rounds says what it promises, for any instance in Solomon's form, and names what it can't read."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

from helpers.tree import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def bench(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench.routes", *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_every_solver_is_told_with_its_gap() -> None:
    ran = bench(str(ROOT / "bench" / "solomon" / "C201.txt"), "--seconds", "0.3", "--json")
    told = json.loads(ran.stdout)["instances"]
    assert {line["solver"] for line in told} == {"collectdesk", "pyvrp", "ortools", "nearest_neighbour"}
    for line in told:
        assert line.keys() == {"instance", "solver", "cost", "best_known", "gap", "seconds"}
        assert line["best_known"] == 589.1
        assert line["gap"] >= 0
    gap = {line["solver"]: line["gap"] for line in told}
    assert gap["collectdesk"] < gap["nearest_neighbour"]


def test_a_file_without_its_best_known_solution_is_named(tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_text("ODD\n", encoding="utf-8")
    ran = bench(str(tmp_path / "odd.txt"))
    assert ran.returncode == 1
    assert "odd.txt can't be read" in ran.stderr
