"""PyVRP on a problem: warm start, improving rounds told as they come, stopped at any iteration, feasible or nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from collectdesk.routing.greedy import insert_all
from collectdesk.routing.problem import FOR_EVER, Node, Problem, Rounds

Told = Callable[[Rounds], None]
Asked = Callable[[int], bool]
"""Given the iterations so far: whether to stop."""

SEED: Final = 20260318
GONE: Final = 60_000
"""The loss, in units of cost, of leaving out what must be served: only where the greedy plan found no place for it."""


BEAT: Final = 20
"""Iterations between two looks at what was found: telling each better round at once costs more than finding it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Rounds that the solver holds to be possible, what they cost, and the iterations they took."""

    rounds: Rounds
    cost: int
    iterations: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Limit:
    """When to stop: after so many iterations, after so many seconds, or when asked; the first counts.

    By iterations alone the same problem and seed always bring the same rounds.
    """

    iterations: int | None = None
    seconds: float | None = None
    asked: Asked = lambda _iterations: False


@dataclass(frozen=True, slots=True)
class Manner:
    """How PyVRP searches, where its own figures don't do: they are set for minutes, not for a tenth of a second.

    ``neighbours`` of each node are tried; a candidate has to be better than the one ``history`` iterations ago; a shake
    moves ``shakes`` nodes, the fewest and the most; ``penalty`` is what a minute or a load too much costs at first.
    """

    neighbours: int
    history: int
    shakes: tuple[int, int]
    penalty: float


AT_ONCE: Final = Manner(neighbours=20, history=10, shakes=(2, 8), penalty=5_000.0)
"""What brought most in the first hundred iterations of eight days (docs/routes.md)."""


class _Stop:
    """What PyVRP asks before every iteration; every so many of them what was found since is told."""

    def __init__(self, limit: Limit, tell: Callable[[], None]) -> None:
        self.limit, self.tell = limit, tell
        self.count = 0
        self.began = time.perf_counter()

    def __call__(self, best_cost: int) -> bool:
        del best_cost  # PyVRP names it so; when to stop is never a matter of cost
        done, self.count = self.count, self.count + 1
        if done and done % BEAT == 0:
            self.tell()
        limit = self.limit
        if limit.iterations is not None and done >= limit.iterations:
            return True
        if limit.seconds is not None and time.perf_counter() - self.began >= limit.seconds:
            return True
        return limit.asked(done)


def solve(
    problem: Problem, limit: Limit, *, seed: int = SEED, told: Told | None = None, start: Rounds | None = None,
    manner: Manner | None = None,
) -> Answer:  # fmt: skip
    """The best rounds found within the limit; they hold from the first moment, so a stop at once gives a plan.

    ``start`` are rounds that hold, by default the greedy ones; without a ``manner`` PyVRP's own figures count.
    """
    from pyvrp import Solution

    began = time.perf_counter()
    if start is None:
        start, _missing = insert_all(problem)
    if not problem.nodes:
        return Answer(start, 0, 0, 0.0)
    model = Model(_may_miss(problem, start))
    first = Solution(model.told, model.routes(start))
    telling = _Telling(model, told)
    found = _search(model, first, _Stop(limit, telling.tell), seed, telling, manner)
    best = found.best if found.best.is_feasible() else first
    return Answer(model.rounds(best), _cost(best), found.num_iterations, time.perf_counter() - began)


def _search(
    model: Model, first: Any, stop: _Stop, seed: int, telling: _Telling, manner: Manner | None
) -> Any:
    """PyVRP's own search, begun from the greedy rounds once its local search has been over them."""
    from pyvrp import IteratedLocalSearch, PenaltyManager, RandomNumberGenerator
    from pyvrp.search import LocalSearch, PerturbationManager, compute_neighbours

    params, told_of = _params(telling, manner), model.told
    search = LocalSearch(
        told_of, RandomNumberGenerator(seed=seed), compute_neighbours(told_of, params.neighbourhood),
        PerturbationManager(params.perturbation),
    )  # fmt: skip
    for operator in params.operators:
        if operator.supports(told_of):
            search.add_operator(operator(told_of))
    dear = params.penalty.midpoint_penalties(told_of)
    if manner is not None:
        dear = [manner.penalty] * told_of.num_load_dimensions, manner.penalty, manner.penalty
    penalties = PenaltyManager(dear, params.penalty)
    better = search(first, penalties.max_cost_evaluator(), exhaustive=True)
    if better.is_feasible():
        first = better
        telling.newest = first
        telling.tell()
    return IteratedLocalSearch(told_of, penalties, search, first, params.ils).run(stop, collect_stats=False)


def _params(telling: _Telling, manner: Manner | None) -> Any:
    from pyvrp import IteratedLocalSearchParams as Steps
    from pyvrp import SolveParams
    from pyvrp.search import NeighbourhoodParams, PerturbationParams

    callbacks = _callbacks(telling)
    if manner is None:
        return SolveParams(ils=Steps(callbacks=callbacks))
    return SolveParams(
        ils=Steps(history_length=manner.history, exhaustive_on_best=False, callbacks=callbacks),
        neighbourhood=NeighbourhoodParams(num_neighbours=manner.neighbours),
        perturbation=PerturbationParams(*manner.shakes),
    )


def _may_miss(problem: Problem, start: Rounds) -> Problem:
    """Let go what the start holds no place for, at a loss so high that a place is taken where there is one."""
    served = {at for nodes in start for at in nodes}
    met = {problem.nodes[at].group for at in served} - {None}
    nodes = tuple(
        replace(node, must=False, prize=node.prize + GONE)
        if node.must and at not in served and node.group not in met
        else node
        for at, node in enumerate(problem.nodes)
    )
    return replace(problem, nodes=nodes)


def _cost(solution: Any) -> int:
    return int(solution.distance_cost() + solution.duration_cost() + solution.uncollected_prizes())


class _Telling:
    """Holds the newest best rounds until they are told."""

    def __init__(self, model: Model, told: Told | None) -> None:
        self.model, self.told = model, told
        self.newest: Any = None

    def tell(self) -> None:
        """Tell what was found since, if anything was."""
        newest, self.newest = self.newest, None
        if newest is not None and self.told is not None:
            self.told(self.model.rounds(newest))


def _callbacks(telling: _Telling) -> Any:
    from pyvrp import IteratedLocalSearchCallbacks

    class Callbacks(IteratedLocalSearchCallbacks):
        def on_best(self, best: Any) -> None:
            if best.is_feasible():
                telling.newest = best

    return Callbacks()


def _binding(problem: Problem) -> list[int]:
    """The loads of which there is more than some vehicle has room for: every other one only slows the search."""
    kinds = max((len(vehicle.room) for vehicle in problem.vehicles), default=0)

    def load(node: Node, kind: int) -> int:
        return node.loads[kind] if kind < len(node.loads) else 0

    return [
        kind for kind in range(kinds)
        if sum(load(node, kind) for node in problem.nodes) > min(v.room[kind] for v in problem.vehicles)
    ]  # fmt: skip


class Model:
    """A problem as PyVRP knows it. Vehicles that are alike become one type, which searches faster."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._kinds = _binding(problem)
        self._types: list[list[int]] = []
        known: dict[Any, int] = {}
        for at, vehicle in enumerate(problem.vehicles):
            if vehicle not in known:
                known[vehicle] = len(self._types)
                self._types.append([])
            self._types[known[vehicle]].append(at)
        self._type_of = {at: number for number, alike in enumerate(self._types) for at in alike}
        self.told = self._build()

    def _build(self) -> Any:
        from pyvrp import Location, ProblemData

        problem = self.problem
        distance: Any = [problem.distance]  # lists do as well as arrays, whatever the annotation says
        duration: Any = [problem.duration]
        doors = sorted({door for v in problem.vehicles for door in (v.start, v.end)})
        return ProblemData(
            [Location(0, 0) for _ in problem.distance],
            self._clients(),
            self._depots(doors),
            self._vehicle_types({door: at for at, door in enumerate(doors)}),
            distance,
            duration,
            self._groups(),
        )

    def _clients(self) -> list[Any]:
        from pyvrp import Client

        group_of = {at: n for n, ways in enumerate(self.problem.groups) for at in ways}
        return [
            Client(
                location=node.place,
                delivery=[node.loads[kind] if kind < len(node.loads) else 0 for kind in self._kinds],
                service_duration=node.service,
                tw_early=node.early,
                tw_late=min(node.late, FOR_EVER),
                prize=node.prize,
                required=node.must and node.group is None,
                group=group_of.get(at),
            )
            for at, node in enumerate(self.problem.nodes)
        ]

    def _depots(self, doors: list[int]) -> list[Any]:
        from pyvrp import Depot

        return [Depot(location=door) for door in doors]

    def _vehicle_types(self, depot_of: dict[int, int]) -> list[Any]:
        from pyvrp import VehicleType

        made = []
        for alike in self._types:
            one = self.problem.vehicles[alike[0]]
            made.append(
                VehicleType(
                    len(alike),
                    capacity=[one.room[kind] for kind in self._kinds],
                    start_depot=depot_of[one.start],
                    end_depot=depot_of[one.end],
                    tw_early=one.early,
                    tw_late=one.late,
                    unit_distance_cost=1,
                    unit_duration_cost=self.problem.time_cost,
                )
            )
        return made

    def _groups(self) -> list[Any]:
        from pyvrp import ClientGroup

        return [ClientGroup(ways, required=self.problem.nodes[ways[0]].must) for ways in self.problem.groups]

    def routes(self, rounds: Rounds) -> list[Any]:
        """Our rounds as PyVRP's routes."""
        from pyvrp import Route

        return [Route(self.told, list(nodes), self._type_of[at]) for at, nodes in enumerate(rounds) if nodes]

    def rounds(self, solution: Any) -> Rounds:
        """PyVRP's routes as our rounds."""
        free = [list(reversed(alike)) for alike in self._types]
        found: list[tuple[int, ...]] = [()] * len(self.problem.vehicles)
        for route in solution.routes():
            at = free[route.vehicle_type()].pop()
            found[at] = tuple(activity.idx for activity in route if activity.is_client())
        return tuple(found)
