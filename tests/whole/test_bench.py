"""The bench's table, its gate and its naming of what has become worse, on claims that were made up."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))

from bench import __main__ as runner  # noqa: E402
from bench.claims import Claim, Took, against, claim_of, in_turns, share_of  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

FAST = Claim(
    "a deed", 3.0, 2.0, 2.0, "ms", "bare inserts", {"a peer": 9.0}, ("a peer",), memory_mb=41.6, gap_ms=7.25
)
SLOW = Claim("a list", 50.0, 10.0, 4.0)
TOLD = Claim(
    "risk", 0.97, 1.0, 0.98, "AUC", more=True, peers={"months overdue": 0.99}, ahead_of=("months overdue",)
)


def kept(*claims: Claim, version: str = "0.0.9", short: bool = True) -> dict[str, Any]:
    return {"version": version, "short": short, "claims": [claim.told() for claim in claims]}


def test_a_ratio_beyond_its_bound_and_a_peer_ahead_are_faults_and_what_is_only_wished_for_is_not() -> None:
    assert runner.faults([FAST], {}) == []
    assert runner.faults([SLOW, TOLD], {"scans": "no paper"}) == [
        "scans broke off: no paper",
        "a list: 5 times the floor, at most 4 is claimed",
        "risk: 0.97 times the floor, at least 0.98 is claimed",
        "risk: months overdue is ahead",
    ]
    wished = Claim("start", 2.0, 1.0, 2.5, asked=1.5)
    assert runner.faults([wished], {}) == []
    assert "asked: 1.5" in runner.table([wished])
    assert Claim("nothing beside it", 1.0, 0.0, 5.0).is_held is False


def test_the_table_has_a_row_a_claim_with_peers_memory_and_gap() -> None:
    head, rule, first, second = runner.table([FAST, SLOW]).splitlines()
    assert head.split()[:3] == ["claim", "ours", "floor"]
    assert set(rule) == {"-"}
    assert first.split() == ["a", "deed", "3", "2", "ms", "1.5", "≤", "2", "42", "7.25", "a", "peer", "9"]
    assert "NOT HELD" in second


def test_what_is_a_fifth_worse_than_the_kept_run_is_named_and_only_that() -> None:
    was = kept(
        Claim("a deed", 2.0, 2.0, 2.0),
        Claim("a list", 45.0, 10.0, 4.0),
        Claim("risk", 1.3, 1.0, 0.9, more=True),
    )
    assert runner.regressions([FAST, SLOW, TOLD], was, short=True) == [
        "a deed: 1.5 times the floor, 1 in 0.0.9",
        "risk: 0.97 times the floor, 1.3 in 0.0.9",
    ]
    assert runner.regressions([FAST], was, short=False) == []  # small sizes say nothing of large ones
    assert runner.regressions([FAST], {}, short=True) == []


def test_a_run_is_kept_as_its_version_and_the_newest_of_its_size_is_found(tmp_path: Path) -> None:
    for version, short in (("0.9.0", False), ("0.10.0", False), ("0.9.1", True)):
        runner.keep(kept(FAST, version=version, short=short), tmp_path)
    assert runner.last_kept(tmp_path, short=False)["version"] == "0.10.0"
    assert runner.last_kept(tmp_path, short=True)["version"] == "0.9.1"
    assert runner.last_kept(tmp_path / "none", short=True) == {}
    again = claim_of(json.loads((tmp_path / "0.9.0.json").read_text("utf-8"))["claims"][0])
    assert (again, again.ratio, again.behind) == (FAST, 1.5, ())
    assert runner.written([FAST], {}, short=True)["version"] == runner.version()


def test_the_exit_code_says_whether_every_claim_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given: dict[str, Sequence[Claim]] = {"deed": [FAST], "search": [SLOW]}
    monkeypatch.setattr(runner, "RELEASES", tmp_path)
    monkeypatch.setattr(runner, "run", lambda bench, short: (list(given[bench]), ""))
    monkeypatch.setattr(runner, "BENCHES", ("deed", "search"))
    written = tmp_path / "run.json"
    assert runner.main(["--short", "--only", "deed", "--json", str(written)]) == 0
    assert [one["name"] for one in json.loads(written.read_text("utf-8"))["claims"]] == ["a deed"]
    assert runner.main(["--short"]) == 1
    assert "not held: a list" in capsys.readouterr().err
    assert runner.main(["--only", "a deed"]) == 0  # by the claim's own name
    worse = tmp_path / "before.json"
    worse.write_text(json.dumps(kept(Claim("a deed", 1.0, 2.0, 2.0))), "utf-8")
    assert runner.main(["--short", "--only", "deed", "--against", str(worse)]) == 0  # named, not gated
    assert "more than a fifth worse: a deed" in capsys.readouterr().err


def test_works_take_turns_and_all_but_the_floor_and_ours_are_peers() -> None:
    turns: list[str] = []
    works = {name: lambda name=name: turns.append(name) for name in ("ours", "floor", "another")}
    took = in_turns(works, 2, watch="ours")
    assert turns == ["ours", "floor", "another"] * 3  # the first round doesn't count
    assert [len(one.walls) for one in took.values()] == [2, 2, 2]
    assert took["ours"].gaps
    assert not took["floor"].gaps
    made = against(
        "x", {"ours": Took(cpus=[2.0, 9.0, 1.0]), "floor": Took(cpus=[1.0]), "y": Took(cpus=[3.0])}, 2, "bare"
    )
    assert (made.ours, made.floor, dict(made.peers), made.ratio) == (2000, 1000, {"y": 3000}, 2)
    assert share_of([], 0.5) == 0


def test_every_bench_of_the_folder_gives_claims_and_is_run() -> None:
    folder = ROOT / "bench"
    asking = {
        path.stem for path in folder.glob("*.py") if "def claims(*, short: bool)" in path.read_text("utf-8")
    }
    assert asking == set(runner.BENCHES)
    silent = {
        "__main__",
        "claims",
        "crowd",
        "archive_night",
        "server_crowd",
    }  # the runner, the table's rows, the branch that others measure on
    known = {path.stem for path in folder.glob("*.py") if not path.stem.startswith("_b")} - silent
    assert known == asking


def test_one_bench_in_a_process_of_its_own_tells_its_memory() -> None:
    """The real thing once, small: rules need no branch and no window."""
    found, why = runner.run("rules", short=True)
    assert (why, [claim.name for claim in found]) == ("", ["contacts judged by every rule"])
    assert found[0].memory_mb
    assert found[0].bound == importlib.import_module("bench.rules").BOUND
