"""A routing problem in whole numbers: nodes, vehicles, what roads cost and take; no names, no law, no days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

Matrix = list[list[int]]
FOR_EVER: Final = 10**7
"""Later than any time of a problem."""


@dataclass(frozen=True, slots=True)
class Node:
    """Something to serve once: where, when service may begin, how long it takes, what it loads.

    ``prize`` counts in units of cost; nodes of one ``group`` are ways to serve the same thing, of which one is taken.
    """

    place: int
    early: int = 0
    late: int = FOR_EVER
    service: int = 0
    loads: tuple[int, ...] = ()
    prize: int = 0
    must: bool = True
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One round at most: from ``start`` to ``end`` between two times, with room for so much of each load."""

    start: int
    end: int
    early: int = 0
    late: int = FOR_EVER
    room: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """``distance`` counts in units of cost, ``duration`` in units of time, each of which costs ``time_cost``."""

    nodes: tuple[Node, ...]
    vehicles: tuple[Vehicle, ...]
    distance: Matrix
    duration: Matrix
    time_cost: int = 0

    @property
    def groups(self) -> list[list[int]]:
        """The nodes of each group."""
        found: dict[int, list[int]] = {}
        for at, node in enumerate(self.nodes):
            if node.group is not None:
                found.setdefault(node.group, []).append(at)
        return [found[group] for group in sorted(found)]


Rounds = tuple[tuple[int, ...], ...]
"""For each vehicle its nodes in order; an empty round stays at home."""
