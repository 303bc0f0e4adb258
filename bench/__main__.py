"""Every claim in one table, beside its floor and its peers: ``python -m bench``.

    python -m bench [--short] [--only NAME]… [--json FILE] [--keep] [--against FILE]

Each bench runs in a process of its own, so that its peak of memory is its own. ``--short`` takes small sizes, for a
loaded machine; ``--only`` those whose bench or claim has the name in it; ``--keep`` writes the run down as this
version's, under ``bench/releases``. The exit code is 1 where a ratio is beyond its bound, a peer is ahead that was to
be behind, or a bench broke off. A ratio more than a fifth worse than the one kept last is named.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / name) for name in ("src", "tests", "")]

from bench.claims import Claim, claim_of, peak_mb  # noqa: E402

RELEASES = ROOT / "bench" / "releases"
BENCHES = (
    "startup", "table", "search", "pages", "import_ledger", "ledger_read", "deed", "solutions", "today", "effect",
    "scoring", "case_file", "kit", "archive_pack", "scans", "routes", "risk", "rules", "backup", "trail",
    "server_load",
)  # fmt: skip
WORSE = 0.2
"""A ratio that is worse than the kept one by more than this is named."""
_HEADS = ("claim", "ours", "floor", "", "times", "bound", "", "MB", "gap ms", "peers")


def run(bench: str, *, short: bool) -> tuple[list[Claim], str]:
    """The claims of one bench, run by itself; none and why where it broke off."""
    with tempfile.NamedTemporaryFile(suffix=".json") as told:
        asked = [sys.executable, "-m", "bench", "--claims-of", bench, "--into", told.name]
        path = os.pathsep.join(str(ROOT / name) for name in ("src", "tests", ""))
        done = subprocess.run(
            [*asked, *(["--short"] if short else [])], check=False, cwd=ROOT, capture_output=True, text=True,
            env={**os.environ, "PYTHONPATH": path, "QT_QPA_PLATFORM": "offscreen"},
        )  # fmt: skip
        if done.returncode:
            said = [line for line in done.stderr.splitlines() if line.strip()]
            return [], said[-1] if said else f"exit code {done.returncode}"
        return [claim_of(one) for one in json.loads(Path(told.name).read_text("utf-8"))], ""


def claims_of(bench: str, *, short: bool) -> list[dict[str, Any]]:
    """In the child: the claims as JSON, each with the most that this process held."""
    found: Iterable[Claim] = importlib.import_module(f"bench.{bench}").claims(short=short)
    told = [claim.told() for claim in found]
    return [one if one["memory_mb"] is not None else {**one, "memory_mb": peak_mb()} for one in told]


def table(claims: Sequence[Claim]) -> str:
    """One row a claim."""
    rows = [_HEADS, *map(_row, claims)]
    wide = [max(len(row[at]) for row in rows) for at in range(len(_HEADS))]
    right = (1, 2, 4, 5, 7, 8)

    def set_in(at: int, cell: str) -> str:
        return cell.rjust(wide[at]) if at in right else cell.ljust(wide[at])

    lines = ["  ".join(set_in(at, cell) for at, cell in enumerate(row)) for row in rows]
    return "\n".join([lines[0], "-" * len(lines[0]), *(line.rstrip() for line in lines[1:])])


def _row(claim: Claim) -> tuple[str, ...]:
    peers = ", ".join(f"{name} {_figure(value)}" for name, value in claim.peers.items())
    said = "" if claim.is_held else "NOT HELD"
    if claim.is_held and claim.asked is not None and not claim.within(claim.asked):
        said = f"asked: {claim.asked:g}"
    gaps = [_figure(one) for one in (claim.gap_ms, claim.idle_gap_ms) if one is not None]
    return (
        claim.name, _figure(claim.ours), _figure(claim.floor), claim.unit, f"{claim.ratio:.3g}",
        f"{'≥' if claim.more else '≤'} {claim.bound:g}", said,
        "" if claim.memory_mb is None else f"{claim.memory_mb:.0f}", " / ".join(gaps), peers,
    )  # fmt: skip


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def faults(claims: Sequence[Claim], broken: Mapping[str, str]) -> list[str]:
    """What makes the run fail, a sentence each."""
    said = [f"{bench} broke off: {why}" for bench, why in broken.items()]
    for claim in claims:
        if not claim.within(claim.bound):
            side = "at least" if claim.more else "at most"
            said.append(f"{claim.name}: {claim.ratio:.3g} times the floor, {side} {claim.bound:g} is claimed")
        said += [f"{claim.name}: {peer} is ahead" for peer in claim.behind]
    return said


def regressions(claims: Sequence[Claim], kept: Mapping[str, Any], *, short: bool) -> list[str]:
    """Ratios that are worse than the kept ones by more than a fifth; small sizes are held against small ones only."""
    if not kept or bool(kept.get("short")) != short:
        return []
    before = {one["name"]: float(one["ratio"]) for one in kept["claims"]}
    return [
        f"{claim.name}: {claim.ratio:.3g} times the floor, {before[claim.name]:.3g} in {kept['version']}"
        for claim in claims
        if claim.name in before and claim.worse_than(before[claim.name]) > WORSE
    ]


def last_kept(folder: Path, *, short: bool) -> dict[str, Any]:
    """The newest release's figures of this size; nothing where none was kept."""

    def order(path: Path) -> tuple[int, ...]:
        return tuple(int(part) for part in path.stem.split("-")[0].split(".") if part.isdigit())

    found = [
        path for path in sorted(folder.glob("*.json"), key=order) if path.stem.endswith("-short") == short
    ]
    read: dict[str, Any] = json.loads(found[-1].read_text("utf-8")) if found else {}
    return read


def written(claims: Sequence[Claim], broken: Mapping[str, str], *, short: bool) -> dict[str, Any]:
    """The run as it is kept."""
    return {
        "version": version(),
        "short": short,
        "machine": f"{platform.system()} {platform.machine()} Python {platform.python_version()}",
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "claims": [claim.told() for claim in claims],
        "broken": dict(broken),
    }


def version() -> str:
    """The project's own, as pyproject.toml says it."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def keep(run_: Mapping[str, Any], folder: Path = RELEASES) -> Path:
    """Write a run down as its version's."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{run_['version']}{'-short' if run_['short'] else ''}.json"
    path.write_text(json.dumps(run_, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return path


def _chosen(only: Sequence[str]) -> list[str]:
    """The benches to run: all, those of a name, or all where a claim's own name is meant."""
    named = [bench for bench in BENCHES if any(one in bench for one in only)]
    return named or list(BENCHES)


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _options().parse_args(arguments)
    if asked.claims_of:
        asked.into.write_text(
            json.dumps(claims_of(asked.claims_of, short=asked.short), ensure_ascii=False), "utf-8"
        )
        return 0
    claims: list[Claim] = []
    broken: dict[str, str] = {}
    for bench in _chosen(asked.only):
        print(f"{bench} …", file=sys.stderr, flush=True)
        found, why = run(bench, short=asked.short)
        claims += found
        broken |= {bench: why} if why else {}
    if asked.only and not any(one in bench for bench in BENCHES for one in asked.only):
        claims = [claim for claim in claims if any(one in claim.name for one in asked.only)]
    return _tell(claims, broken, asked)


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__.split("\n")[0] if __doc__ else None
    )
    options.add_argument("--short", action="store_true", help="small sizes")
    options.add_argument("--only", action="append", default=[], metavar="NAME")
    options.add_argument(
        "--json", type=Path, metavar="FILE", help="also write the run there; - for the screen"
    )
    options.add_argument("--keep", action="store_true", help="write it down as this version's")
    options.add_argument(
        "--against", type=Path, metavar="FILE", help="hold it against this run, not the last release"
    )
    options.add_argument("--claims-of", choices=BENCHES, help=argparse.SUPPRESS)
    options.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    return options


def _tell(claims: Sequence[Claim], broken: Mapping[str, str], asked: argparse.Namespace) -> int:
    kept = (
        json.loads(asked.against.read_text("utf-8"))
        if asked.against
        else last_kept(RELEASES, short=asked.short)
    )
    run_ = written(claims, broken, short=asked.short)
    if asked.json == Path("-"):
        print(json.dumps(run_, indent=1, ensure_ascii=False))
    else:
        print(table(claims))
        if asked.json:
            asked.json.write_text(json.dumps(run_, indent=1, ensure_ascii=False) + "\n", "utf-8")
    for line in regressions(claims, kept, short=asked.short):
        print(f"more than a fifth worse: {line}", file=sys.stderr)
    wrong = faults(claims, broken)
    for line in wrong:
        print(f"not held: {line}", file=sys.stderr)
    if asked.keep:
        print(f"kept: {keep(run_)}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
