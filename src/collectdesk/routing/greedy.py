"""A plan that holds from the first moment: each node at once where it costs least, what must be served first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from collectdesk.routing.problem import Node, Problem, Rounds, Vehicle


class _Round:
    """One vehicle's nodes with the earliest and latest times at which each can begin."""

    __slots__ = ("_early", "_late", "nodes", "room", "vehicle")

    def __init__(self, vehicle: Vehicle) -> None:
        self.vehicle = vehicle
        self.nodes: list[int] = []
        self.room = list(vehicle.room)
        self._early: list[int] = []
        self._late: list[int] = []

    def has_room(self, node: Node) -> bool:
        return all(load <= free for load, free in zip(node.loads, self.room, strict=False))

    def cheapest(self, node: Node, problem: Problem) -> tuple[int, int] | None:
        """What the cheapest possible place for a node costs more, and which; None: there is none."""
        if not self.has_room(node) or node.late < self.vehicle.early or node.early > self.vehicle.late:
            return None
        distance, duration, pace = problem.distance, problem.duration, problem.time_cost
        best: tuple[int, int] | None = None
        last = len(self.nodes)
        for at in range(last + 1):
            before = problem.nodes[self.nodes[at - 1]] if at else None
            after = problem.nodes[self.nodes[at]] if at < last else None
            here = before.place if before else self.vehicle.start
            there = after.place if after else self.vehicle.end
            free = self._early[at - 1] + before.service if before else self.vehicle.early
            begins = max(free + duration[here][node.place], node.early)
            if begins > node.late:
                break  # later places are reached later still
            until = self._late[at] if after else self.vehicle.late
            if begins + node.service + duration[node.place][there] > until:
                continue
            more = distance[here][node.place] + distance[node.place][there] - distance[here][there]
            if pace:
                longer = duration[here][node.place] + duration[node.place][there] - duration[here][there]
                more += pace * (longer + node.service)
            if best is None or more < best[0]:
                best = more, at
        return best

    def put(self, index: int, at: int, problem: Problem) -> None:
        self.nodes.insert(at, index)
        for kind, load in enumerate(problem.nodes[index].loads):
            self.room[kind] -= load
        self._time(problem)

    def _time(self, problem: Problem) -> None:
        nodes, duration = [problem.nodes[index] for index in self.nodes], problem.duration
        now, here = self.vehicle.early, self.vehicle.start
        self._early = []
        for node in nodes:
            begins = max(now + duration[here][node.place], node.early)
            self._early.append(begins)
            now, here = begins + node.service, node.place
        until, there = self.vehicle.late, self.vehicle.end
        self._late = []
        for node in reversed(nodes):
            until = min(until - duration[node.place][there] - node.service, node.late)
            self._late.append(until)
            there = node.place
        self._late.reverse()


def insert_all(problem: Problem) -> tuple[Rounds, tuple[int, ...]]:
    """Rounds that hold every time and room, and the nodes that must be served but found no place.

    What must be served comes first, the tightest hours before the widest; then what brings most a minute.
    """
    rounds = [_Round(vehicle) for vehicle in problem.vehicles]
    missing: list[int] = []
    for ways in sorted(_choices(problem), key=lambda ways: _order(problem, ways)):
        best = min(_places(problem, rounds, ways), default=None)
        node = problem.nodes[ways[0]]
        if best is not None and (node.must or best[0] < node.prize):
            rounds[best[2]].put(best[1], best[3], problem)
        elif node.must:
            missing += ways
    return tuple(tuple(one.nodes) for one in rounds), tuple(missing)


def _choices(problem: Problem) -> Iterable[Sequence[int]]:
    """The nodes, those of a group together."""
    yield from problem.groups
    yield from ((at,) for at, node in enumerate(problem.nodes) if node.group is None)


def _order(problem: Problem, ways: Sequence[int]) -> tuple[float, ...]:
    nodes = [problem.nodes[at] for at in ways]
    first, width = nodes[0], sum(node.late - node.early for node in nodes)
    if first.must:
        return 0, width, first.early, ways[0]
    return 1, -first.prize / (first.service + 20), width, ways[0]


def _places(
    problem: Problem, rounds: Sequence[_Round], ways: Sequence[int]
) -> Iterator[tuple[int, int, int, int]]:
    """Each round's cheapest place: cost, node, round, place. Of empty rounds that are alike, the first."""
    for index in ways:
        node, seen = problem.nodes[index], set()
        for number, one in enumerate(rounds):
            if not one.nodes:
                if one.vehicle in seen:
                    continue
                seen.add(one.vehicle)
            found = one.cheapest(node, problem)
            if found is not None:
                yield found[0], index, number, found[1]
