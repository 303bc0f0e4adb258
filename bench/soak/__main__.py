"""A simulated busy year through the real deeds: kills, clock jumps, full disks and locked files among them.

``python -m bench.soak [--days N] [--short] [--folder DIR] [--keep DIR] [--json]``: 250 workdays of 28 visits, 600 calls
and what goes on around them (7,000 visits, 600,000 lines of the trail); ``--days`` makes it shorter, ``--short`` is
three small days; with ``--keep`` a run that was stopped goes on where it was. A process works the days and says after
each deed that it was kept; this one kills it every now and then and starts it again. In the end everything
verifies: the database, the links, the trail from its first line, and each deed that was said to be kept. What a deed
costs is processor time in multiples of a fixed piece of work measured beside it; the last tenth of the run is compared
with the first, kind by kind.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import statistics
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / name) for name in ("", "src", "tests") if str(ROOT / name) not in sys.path]

from bench.soak.year import Life, Load, at_work, fill, keep_people  # noqa: E402
from bench.torture.everyday import SIGNING, _database, _trail, kept_of, prepare  # noqa: E402

from collectdesk.store.keys.slots import OwnKeys  # noqa: E402
from collectdesk.store.trail import audit  # noqa: E402
from collectdesk.store.vault.opening import driver_of  # noqa: E402
from helpers.branches import PRACTICE_DATE, Branch  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

BUSY: Final = Load(calls=600, visits=28, payments=40, customers=3_000, sought=1_200, postponed=200, opened=60)
SHORT: Final = Load(calls=12, visits=2, payments=4, customers=12, sought=10, postponed=4, opened=2)
WORDS: Final = "heard"
"""Beside the branch: every word of the working process, so that a run that was stopped goes on where it was."""
WARM: Final = 25
"""Deeds after a start that aren't compared: their pages and statements are read for the first time."""
MOST_GROWTH: Final = 1.2
FEWEST: Final = 8
"""Deeds of a kind in a tenth that can be compared."""
TABLES: Final = {
    "contact": "contact_attempt",
    "request": "visit_request",
    "plan": "visit",
    "record": "visit_record",
}


@dataclass(slots=True)
class Soaked:
    """What was said to be kept, what befell the branch, and what was wrong in the end."""

    days: int = 0
    kills: int = 0
    deeds: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    blows: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    costs: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    kept: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    today: Counter[str] = field(default_factory=Counter)
    """Since the last whole day: the next life goes on from there."""
    entries: int = 0
    processor: float = 0.0

    def hear(self, word: str) -> None:
        """One word of the working process."""
        said = word.split()
        if said[0] == "day":
            self.days = int(said[1])
            self.today.clear()
        elif said[0] == "refused":
            self.refused[f"{said[1]}: {said[2]}"] += 1
        elif said[0] == "blow":
            self.blows[f"{said[1]}: {said[2]}"] += 1
            self.today["blow"] += 1
        elif said[0] == "killed":
            self.kills += 1
        elif said[0] == "wrong":
            self.wrong.append(word)
        else:
            _deed, kind, spent, floor, named, since_start = said
            self.deeds[kind] += 1
            self.today[kind] += 1
            if named != "-":
                self.kept[kind].append(named)
            if int(since_start) > WARM:
                self.costs[kind].append((float(spent), float(spent) / float(floor)))

    def growth(self) -> dict[str, dict[str, float]]:
        """For each kind the middle of its first and of its last tenth: milliseconds, and floors; and their ratio."""
        found = {}
        for kind, costs in sorted(self.costs.items()):
            tenth = len(costs) // 10
            if tenth < FEWEST:
                continue
            first, last = costs[:tenth], costs[-tenth:]
            told = {
                "first_ms": statistics.median(ms for ms, _ in first),
                "last_ms": statistics.median(ms for ms, _ in last),
            }
            ratio = statistics.median(f for _, f in last) / statistics.median(f for _, f in first)
            found[kind] = {**{name: round(ms, 2) for name, ms in told.items()}, "growth": round(ratio, 3)}
        return found


def soak(folder: Path, days: int, load: Load, kills: int, seed: int = 7) -> Soaked:
    """Work so many days with so many kills at random moments, and judge what is left. What was stopped goes on."""
    figures, chance = Soaked(), random.Random(seed)
    if (folder / WORDS).exists():
        for word in (folder / WORDS).read_text("utf-8").splitlines(keepends=True):
            if word.endswith("\n"):
                figures.hear(word)
    else:
        _found(folder, load)
    a_day = load.calls + load.sought + load.postponed + load.opened + 13 * load.visits
    moments = sorted(chance.randrange(1, max(2, days * a_day)) for _ in range(kills))
    began = sum(os.times()[:4])
    lives = 0
    while figures.days < days and not figures.wrong:
        lives += 1
        at = next((one for one in moments if one > sum(figures.deeds.values())), None)
        before = figures.days, sum(figures.deeds.values())
        killed = _live(folder, days, load, figures, at, chance, seed + lives + figures.kills)
        if not killed and (figures.days, sum(figures.deeds.values())) == before:
            figures.wrong.append(f"a life ended on day {figures.days + 1} without a kill and without a deed")
    with at_work(folder, OwnKeys(b"", b"", b"")) as branch:
        figures.wrong += _judge(branch, figures)
    figures.processor = sum(os.times()[:4]) - began
    return figures


def _found(folder: Path, load: Load) -> None:
    prepare(folder)  # a small branch, its root and the supervisor's signing key beside it
    with at_work(folder, OwnKeys(b"", b"", b"")) as branch:
        fill(branch, load)
        keep_people(branch, folder)
    (folder / WORDS).touch()


def _live(
    folder: Path, days: int, load: Load, figures: Soaked, until: int | None, chance: random.Random, seed: int
) -> bool:
    """One life; killed a little after so many deeds, else lived to its end. Says whether it was killed."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        _work(folder, days, load, figures, write, seed)
    os.close(write)
    killed = False
    with (
        os.fdopen(read, "r", encoding="utf-8") as words,
        (folder / WORDS).open("a", encoding="utf-8") as heard,
    ):
        for word in words:
            if not word.endswith("\n"):
                break  # cut off by the kill: never heard
            heard.write(word)
            figures.hear(word)
            if until is not None and not killed and sum(figures.deeds.values()) >= until:
                time.sleep(chance.uniform(0, 0.03))
                os.kill(child, signal.SIGKILL)
                killed = True
        if killed:
            heard.write("killed\n")
            figures.kills += 1
    os.waitpid(child, 0)
    return killed


def _work(folder: Path, days: int, load: Load, heard: Soaked, write: int, seed: int) -> None:
    """What the working process does; it never returns."""

    def acknowledge(word: str) -> None:
        os.write(write, f"{word}\n".encode())

    try:
        keys = OwnKeys(b"", bytes.fromhex(kept_of(folder)[SIGNING]), b"")
        with at_work(folder, keys) as branch:
            life = Life(
                branch, acknowledge, random.Random(seed), load, folder, heard.days, Counter(heard.today)
            )
            life.run(days, PRACTICE_DATE)
    except BaseException as error:  # noqa: BLE001 - a fault of the program is what a soak is for
        acknowledge(f"wrong {type(error).__name__}: {' '.join(traceback.format_exc().split())[-600:]}")
    finally:
        os._exit(0)


def _judge(branch: Branch, figures: Soaked) -> Iterator[str]:
    """The database, the links and the trail; and each deed that was acknowledged is there."""
    yield from _database(branch)
    yield from _trail(branch)
    figures.entries = branch.ask(audit.head)[0]
    for kind, table in TABLES.items():
        with branch.desk.store.reading() as connection:
            rows = driver_of(connection).execute(f"SELECT id FROM {table}").fetchall()
        there = {str(row[0]) for row in rows}
        lost = [one for one in figures.kept[kind] if one not in there]
        if lost:
            yield f"lost: {len(lost)} of {kind}, {lost[0]} first"
    if figures.entries < figures.deeds.total():
        yield f"the trail has {figures.entries} lines for {figures.deeds.total()} deeds"


def told(figures: Soaked) -> dict[str, Any]:
    """All of it, for ``--json``."""
    growth = figures.growth()
    return {
        "days": figures.days, "visits": figures.deeds["record"], "entries": figures.entries, "kills": figures.kills,
        "deeds": dict(figures.deeds), "refused": dict(figures.refused), "blows": dict(figures.blows),
        "wrong": figures.wrong, "growth": growth, "processor_seconds": round(figures.processor, 1),
        "grown": sorted(kind for kind, one in growth.items() if one["growth"] > MOST_GROWTH),
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=250)
    parser.add_argument("--calls", type=int, default=BUSY.calls)
    parser.add_argument("--visits", type=int, default=BUSY.visits)
    parser.add_argument("--customers", type=int, default=BUSY.customers)
    parser.add_argument("--kills", type=int, help="default: one in two days")
    parser.add_argument("--short", action="store_true", help="three small days")
    parser.add_argument("--folder", type=Path, help="on which disk")
    parser.add_argument(
        "--keep", type=Path, help="in this folder, which stays: a run that was stopped goes on there"
    )
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    around = {
        name: getattr(BUSY, name) * options.calls // BUSY.calls for name in ("sought", "postponed", "opened")
    }
    load = replace(BUSY, calls=options.calls, visits=options.visits, customers=options.customers, **around)
    days = options.days
    if options.short:
        load, days = SHORT, 3
    kills = options.kills if options.kills is not None else max(2, days // 2)
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        figures = soak(options.keep, days, load, kills)
    else:
        with tempfile.TemporaryDirectory(prefix="soak-", dir=options.folder) as made:
            figures = soak(Path(made), days, load, kills)
    found = told(figures)
    print(json.dumps(found, indent=1, ensure_ascii=False) if options.json else _lines(found))
    return 1 if found["wrong"] or found["grown"] else 0


def _lines(found: dict[str, Any]) -> str:
    lines = [
        f"{found['days']} days, {found['visits']} visits, {found['entries']} lines of the trail, "
        f"{found['kills']} kills, "
        f"{found['processor_seconds']} s of a processor",
        *(f"  {name}: {count}" for name, count in (found["blows"] | found["refused"]).items()),
        *(f"  {kind}: {one['first_ms']} ms, in the end {one['last_ms']} ms, growth {one['growth']:.2f}"
          for kind, one in found["growth"].items()),
        *(f"WRONG: {one}" for one in found["wrong"]),
        "everything verifies" if not found["wrong"] else "something is wrong",
    ]  # fmt: skip
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
