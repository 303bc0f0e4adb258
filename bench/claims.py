"""Owns what a claim is: ours beside its floor and its peers, its bound, and what it took of memory and of the window.

Every bench of this folder gives its claims by ``claims(short=…)``; ``python -m bench`` puts them into one table. Only
ratios are gated: milliseconds are those of the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

BEAT_S = 0.005
"""How often a window that is at ease wants to run."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing the project says of itself.

    ``ours``, ``floor`` and ``peers`` are in ``unit``; the ratio is ours to the floor, at most ``bound`` (where ``more``
    is better: at least). ``asked`` is what is wished for where it isn't reached yet: told, never gated. ``ahead_of``
    names the peers that ours has to be ahead of. ``memory_mb`` is the most the process held, ``gap_ms`` the 99th
    percentile of the gaps in the rhythm of a thread that wanted to run every 5 ms meanwhile, ``idle_gap_ms`` the same
    while nothing was done.
    """

    name: str
    ours: float
    floor: float
    bound: float
    unit: str = "CPU-ms"
    floor_is: str = ""
    peers: Mapping[str, float] = field(default_factory=dict)
    ahead_of: tuple[str, ...] = ()
    asked: float | None = None
    more: bool = False
    memory_mb: float | None = None
    gap_ms: float | None = None
    idle_gap_ms: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.ours / self.floor if self.floor else float("inf")

    def within(self, limit: float) -> bool:
        return self.ratio >= limit if self.more else self.ratio <= limit

    def is_ahead(self, peer: str) -> bool:
        other = self.peers[peer]
        return self.ours >= other if self.more else self.ours <= other

    @property
    def behind(self) -> tuple[str, ...]:
        """The peers that were to be left behind and weren't; one that isn't installed judges nothing."""
        return tuple(name for name in self.ahead_of if name in self.peers and not self.is_ahead(name))

    @property
    def is_held(self) -> bool:
        return self.within(self.bound) and not self.behind

    def worse_than(self, kept: float) -> float:
        """By which share the ratio is worse than a kept one; 0 where it isn't."""
        if not kept or not self.ratio:
            return 0.0
        return max(0.0, kept / self.ratio - 1 if self.more else self.ratio / kept - 1)

    def told(self) -> dict[str, Any]:
        """As JSON."""
        return {**asdict(self), "ratio": round(self.ratio, 4), "held": self.is_held}


def claim_of(told: Mapping[str, Any]) -> Claim:
    """The claim again from its JSON."""
    known = {name: told[name] for name in Claim.__dataclass_fields__ if name in told}
    return Claim(**{**known, "ahead_of": tuple(known.get("ahead_of", ()))})


class Heartbeat:
    """A thread that wants to run every 5 ms, as a window does; ``gaps`` are the milliseconds between its runs."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def _beat(self) -> None:
        last = time.perf_counter()
        while not self._over.wait(BEAT_S):
            now = time.perf_counter()
            self.gaps.append((now - last) * 1000)
            last = now
        self.gaps.append((time.perf_counter() - last) * 1000)  # held up to the very end

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    @property
    def p99(self) -> float:
        return share_of(self.gaps, 0.99)


def share_of(values: Sequence[float], share: float) -> float:
    """The value below which such a share lies; 0 of nothing."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


@dataclass(slots=True)
class Took:
    """What each round of one work took: wall and processor seconds."""

    walls: list[float] = field(default_factory=list)
    cpus: list[float] = field(default_factory=list)
    gaps: list[float] = field(default_factory=list)
    found: Any = None

    @property
    def wall(self) -> float:
        return statistics.median(self.walls)

    @property
    def cpu(self) -> float:
        return statistics.median(self.cpus)

    @property
    def gap_ms(self) -> float:
        return round(share_of(self.gaps, 0.99), 1)

    def told(self) -> dict[str, float]:
        """Medians of seconds."""
        return {"wall": round(self.wall, 3), "cpu": round(self.cpu, 3)}


def _spent() -> float:
    """Processor seconds of this process and of its children that have ended."""
    told = os.times()
    return time.process_time() + told.children_user + told.children_system


def in_turns(
    works: Mapping[str, Callable[[], Any]], rounds: int, *, warm: int = 1, watch: str = ""
) -> dict[str, Took]:
    """Each work once a round, turn about, so that all meet the same machine; the first ``warm`` rounds don't count.

    Beside ``watch`` a heart beats (it takes some of the processor itself, so only where the gaps are asked for).
    """
    took = {name: Took() for name in works}
    for number in range(rounds + warm):
        for name, work in works.items():
            one, heart = took[name], Heartbeat() if name == watch else None
            if heart is not None:
                heart.__enter__()
            wall, cpu = time.perf_counter(), _spent()
            one.found = work()
            wall, cpu = time.perf_counter() - wall, _spent() - cpu
            if heart is not None:
                heart.__exit__()
                one.gaps += heart.gaps
            if number >= warm:
                one.walls.append(wall)
                one.cpus.append(cpu)
    return took


def against(
    name: str, took: Mapping[str, Took], bound: float, floor_is: str, *, ours: str = "ours", **more: Any
) -> Claim:
    """The claim of a run in turns, in milliseconds of the processor; what isn't ours nor the floor is a peer."""
    peers = {who: round(one.cpu * 1000, 3) for who, one in took.items() if who not in (ours, "floor")}
    gaps = took[ours].gaps
    return Claim(
        name, round(took[ours].cpu * 1000, 3), round(took["floor"].cpu * 1000, 3), bound, floor_is=floor_is,
        peers=peers, gap_ms=took[ours].gap_ms if gaps else None, **more,
    )  # fmt: skip


def peak_mb(*, children: bool = False) -> float | None:
    """The most memory this process held so far, or any child of it that has ended; None on Windows."""
    try:
        import resource
    except ImportError:
        return None
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    whose = resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF
    return round(resource.getrusage(whose).ru_maxrss / unit, 1)


def asked_for(
    description: str | None, **numbers: tuple[type, Any] | tuple[type, Any, str]
) -> argparse.Namespace:
    """The options of one bench by itself: ``--json`` and its own numbers."""
    options = argparse.ArgumentParser(description=description)
    options.add_argument("--json", action="store_true")
    for name, (kind, usual, *said) in numbers.items():
        options.add_argument(f"--{name}", type=kind, default=usual, help=said[0] if said else None)
    return options.parse_args()


def show(found: Any, *, as_json: bool) -> None:
    """What one bench found by itself, as JSON or a line each."""
    if as_json:
        print(json.dumps(found, indent=1, ensure_ascii=False))
    else:
        for name, value in found.items():
            print(f"{name:>34}  {value}")
