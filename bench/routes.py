"""How good the rounds are: Solomon's instances beside PyVRP alone, OR-Tools, nearest neighbour; a branch's week.

``python -m bench.routes FILE… --seconds N [--json]``: each FILE is an instance in Solomon's form with its best known
solution as ``.sol`` beside it; without FILE those in ``bench/solomon``. Distances are cut off after one decimal, as the
DIMACS challenge and CVRPLIB reckon them. N counts CPU seconds of this program, since a busy machine would otherwise
judge. ``--branch`` also plans eight days of 60 candidates for 6 teams, and a week of 300 for 8 teams.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import hypot
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from bench._branch_rounds import branch, roads
from bench.claims import Claim

from collectdesk.domain.visits.routes import Plan, Roads, price_plan
from collectdesk.routing.planning import Wanted, plan_rounds
from collectdesk.routing.problem import Node, Problem, Rounds, Vehicle
from collectdesk.routing.solving import Limit, Model, solve

SHIPPED = Path(__file__).resolve().parent / "solomon"
SEED = 1
TENTHS = 10


@dataclass(frozen=True)
class Instance:
    """One of Solomon's: customers with demand, hours and service; lengths in tenths, cut off."""

    name: str
    problem: Problem
    best_known: float

    def cost(self, rounds: Rounds) -> float:
        """The length of rounds, after it was checked that they serve everybody in time and within the load."""
        served = sorted(at for nodes in rounds for at in nodes)
        if served != list(range(len(self.problem.nodes))):
            raise SystemExit(f"{self.name}: not everybody is served once")
        return sum(self._length(nodes) for nodes in rounds if nodes) / TENTHS

    def _length(self, nodes: tuple[int, ...]) -> int:
        problem, vehicle = self.problem, self.problem.vehicles[0]
        here, now, load, length = vehicle.start, vehicle.early, 0, 0
        for at in nodes:
            node = problem.nodes[at]
            length += problem.distance[here][node.place]
            now = max(now + problem.duration[here][node.place], node.early)
            if now > node.late:
                raise SystemExit(f"{self.name}: customer {at + 1} is served too late")
            now, here, load = now + node.service, node.place, load + node.loads[0]
        if load > vehicle.room[0] or now + problem.duration[here][vehicle.end] > vehicle.late:
            raise SystemExit(f"{self.name}: a round is too heavy or too long")
        return length + problem.distance[here][vehicle.end]


def read(path: Path) -> Instance:
    """An instance and its best known cost; SystemExit with a sentence where either can't be read."""
    try:
        rows = [line.split() for line in path.read_text("utf-8").splitlines() if line.split()]
        known = float(path.with_suffix(".sol").read_text("utf-8").split()[-1])
        head = next(at for at, row in enumerate(rows) if row[0] == "NUMBER")
        count, load = map(int, rows[head + 1])
        places = [[int(figure) for figure in row] for row in rows if len(row) == 7 and row[0].isdigit()]
    except (OSError, ValueError, StopIteration, IndexError) as error:
        raise SystemExit(
            f"{path} can't be read as one of Solomon's instances with its .sol beside: {error}"
        ) from None
    lengths = [[int(TENTHS * hypot(a[1] - b[1], a[2] - b[2])) for b in places] for a in places]
    nodes = tuple(
        Node(number, row[4] * TENTHS, row[5] * TENTHS, row[6] * TENTHS, (row[3],))
        for number, row in enumerate(places)
        if number
    )
    vehicle = Vehicle(0, 0, places[0][4] * TENTHS, places[0][5] * TENTHS, (load,))
    return Instance(path.stem, Problem(nodes, (vehicle,) * count, lengths, lengths), known)


def collectdesk(problem: Problem, seconds: float) -> Rounds:
    """As the program calls it."""
    return solve(problem, Limit(asked=_spent(seconds)), seed=SEED).rounds


def pyvrp_alone(problem: Problem, seconds: float) -> Rounds:
    """As its own documentation calls it."""
    import pyvrp

    class Stop:
        def __init__(self) -> None:
            self.is_spent = _spent(seconds)

        def __call__(self, best_cost: int) -> bool:
            return self.is_spent(best_cost)

    model = Model(problem)
    return model.rounds(pyvrp.solve(model.told, Stop(), seed=SEED, collect_stats=False).best)


def nearest_neighbour(problem: Problem, _seconds: float) -> Rounds:
    """Always to the nearest customer who can still be served in time; it may take more vehicles than there are."""
    open_still, rounds, vehicle = set(range(len(problem.nodes))), [], problem.vehicles[0]
    while open_still:
        here, now, room, nodes = vehicle.start, vehicle.early, vehicle.room[0], []
        while True:
            fits = []
            for at in open_still:
                node = problem.nodes[at]
                begins = max(now + problem.duration[here][node.place], node.early)
                home = begins + node.service + problem.duration[node.place][vehicle.end]
                if begins <= node.late and home <= vehicle.late and node.loads[0] <= room:
                    fits.append((problem.distance[here][node.place], at, begins + node.service))
            if not fits:
                break
            _, at, now = min(fits)
            here, room = problem.nodes[at].place, room - problem.nodes[at].loads[0]
            nodes.append(at)
            open_still.discard(at)
        rounds.append(tuple(nodes))
    return tuple(rounds)


def ortools(problem: Problem, seconds: float) -> Rounds:
    """Guided local search from parallel cheapest insertion, its usual advice for hours."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    count = len(problem.vehicles)
    index = pywrapcp.RoutingIndexManager(len(problem.distance), count, 0)
    model = pywrapcp.RoutingModel(index)
    service = {node.place: node.service for node in problem.nodes}
    load = {node.place: node.loads[0] for node in problem.nodes}

    def between(start: int, end: int) -> int:
        return problem.distance[index.IndexToNode(start)][index.IndexToNode(end)]

    def lasting(start: int, end: int) -> int:
        return between(start, end) + service.get(index.IndexToNode(start), 0)

    model.SetArcCostEvaluatorOfAllVehicles(model.RegisterTransitCallback(between))
    heavy = model.RegisterUnaryTransitCallback(lambda at: load.get(index.IndexToNode(at), 0))
    model.AddDimension(heavy, 0, problem.vehicles[0].room[0], True, "load")
    horizon = problem.vehicles[0].late
    model.AddDimension(model.RegisterTransitCallback(lasting), horizon, horizon, False, "time")
    clock = model.GetDimensionOrDie("time")
    for node in problem.nodes:
        clock.CumulVar(index.NodeToIndex(node.place)).SetRange(node.early, node.late)
    how = pywrapcp.DefaultRoutingSearchParameters()
    how.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    how.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    is_spent = _spent(seconds)
    limit = model.solver().CustomLimit(lambda: is_spent(0))
    model.AddSearchMonitor(limit)
    found = model.SolveWithParameters(how)
    if found is None:
        raise SystemExit("OR-Tools found no rounds")
    at_place = {node.place: at for at, node in enumerate(problem.nodes)}
    rounds = []
    for vehicle in range(count):
        at, nodes = found.Value(model.NextVar(model.Start(vehicle))), []
        while not model.IsEnd(at):
            nodes.append(at_place[index.IndexToNode(at)])
            at = found.Value(model.NextVar(at))
        rounds.append(tuple(nodes))
    return tuple(rounds)


SOLVERS: dict[str, Callable[[Problem, float], Rounds]] = {
    "collectdesk": collectdesk,
    "pyvrp": pyvrp_alone,
    "ortools": ortools,
    "nearest_neighbour": nearest_neighbour,
}


def _spent(seconds: float) -> Callable[[int], bool]:
    until = time.process_time() + seconds
    return lambda _count: time.process_time() >= until


def measure(paths: list[Path], seconds: float) -> dict[str, Any]:
    """Every solver on every instance."""
    lines = []
    for path in paths:
        instance = read(path)
        for name, solver in SOLVERS.items():
            began = time.process_time()
            rounds = solver(instance.problem, seconds)
            spent = time.process_time() - began
            cost = instance.cost(rounds)
            lines.append(
                {"instance": instance.name, "solver": name, "cost": round(cost, 1),
                 "best_known": instance.best_known, "gap": round(cost / instance.best_known - 1, 5),
                 "seconds": round(spent, 2)}
            )  # fmt: skip
    return {"instances": lines, "mean_gap": {n: _mean_gap(lines, n) for n in SOLVERS}, "budget": seconds}


def _mean_gap(lines: list[dict[str, Any]], solver: str) -> float:
    return round(statistics.fmean(line["gap"] for line in lines if line["solver"] == solver), 5)


def measure_branch(name: str, wanted: Wanted, long: float) -> dict[str, Any]:
    """How far the plan is behind the long run's after 0.1 s and after 2 s of processor time, all plans as shown.

    The clock begins with the wanted stops and teams: distances, problem, first plan and search are all in it.
    """
    ways: Roads = roads()
    seen: list[tuple[float, Plan]] = []
    began = time.process_time()
    plan = plan_rounds(
        wanted, ways, Limit(asked=_spent(long)), seed=SEED, told_every=0,
        improved=lambda found: seen.append((time.process_time() - began, found)),
    )  # fmt: skip
    final = net_of(plan, wanted, ways)
    nets = [(at, net_of(one, wanted, ways)) for at, one in seen]

    def gap(seconds: float) -> float | None:
        reached = [net for at, net in nets if at <= seconds]
        return round(1 - reached[-1] / final, 5) if reached else None

    return {
        "branch": name, "candidates": len(wanted.stops), "visits": sum(len(r.calls) for r in plan.routes),
        "net_yuan": final // 100, "first_plan_seconds": round(nets[0][0], 3),
        "first_plan_gap": round(1 - nets[0][1] / final, 4), "gap_at_0.1s": gap(0.1), "gap_at_0.2s": gap(0.2),
        "gap_at_0.5s": gap(0.5), "gap_at_2s": gap(2), "long_run_seconds": long,
    }  # fmt: skip


def measure_days(count: int, long: float) -> list[dict[str, Any]]:
    """So many different days of a branch, each beside its own long run."""
    plan_rounds(
        branch(5, 2, 1, 1), roads(), Limit(iterations=1)
    )  # the solver is loaded once, not every morning
    return [
        measure_branch(f"day {number}", branch(60, 6, 1, 6 + number), long) for number in range(1, count + 1)
    ]


def median_gaps(days: list[dict[str, Any]]) -> dict[str, Any]:
    """The middle of the days' gaps; a day without a plan by then counts as wholly behind."""
    names = ("first_plan_gap", "gap_at_0.1s", "gap_at_0.2s", "gap_at_0.5s", "gap_at_2s")
    return {name: statistics.median(1 if day[name] is None else day[name] for day in days) for name in names}


def net_of(plan: Plan, wanted: Wanted, ways: Roads) -> int:
    """What the visits may bring less what they cost, in fen."""
    prize = {stop.id: stop.prize or 0 for stop in wanted.stops}
    brought = sum(prize[call.stop] for route in plan.routes for call in route.calls)
    return brought - price_plan(plan, wanted.stops, wanted.teams, ways, wanted.rates).cost


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("files", nargs="*", type=Path)
    options.add_argument("--seconds", type=float, default=5)
    options.add_argument("--branch", action="store_true", help="also a branch's day and week")
    options.add_argument("--branch-only", action="store_true", help="a branch's days and week, no instances")
    options.add_argument("--days", type=int, default=8, help="how many days of a branch")
    options.add_argument("--no-week", action="store_true", help="no week of a branch")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    files = [] if chosen.branch_only else chosen.files or sorted(SHIPPED.glob("*.txt"))
    found = measure(files, chosen.seconds) if files else {"instances": [], "mean_gap": {}, "budget": 0}
    if chosen.branch or chosen.branch_only:
        days = measure_days(chosen.days, 20)
        found["branch"] = days
        found["median_of_days"] = median_gaps(days)
        if not chosen.no_week:
            found["branch"] = [*days, measure_branch("week", branch(300, 8, 5, 7), 60)]
    if chosen.json:
        print(json.dumps(found, indent=1))
    else:
        _print(found)
    gaps = found["mean_gap"]
    if not gaps:
        return 0
    return (
        0 if gaps["collectdesk"] <= gaps["pyvrp"] + TOLERANCE and gaps["collectdesk"] < gaps["ortools"] else 1
    )


def claims(*, short: bool) -> list[Claim]:
    """The length of the rounds against the best that anybody has published, in one budget of processor time."""
    files = sorted(SHIPPED.glob("*.txt"))
    found = measure(files[:2] if short else files, 1 if short else 5)
    means = {name: 1 + gap for name, gap in found["mean_gap"].items()}
    peers = {"PyVRP alone": means["pyvrp"], "OR-Tools": means["ortools"],
             "nearest neighbour": means["nearest_neighbour"]}  # fmt: skip
    return [
        Claim("rounds, how long they are", round(means["collectdesk"], 5), 1.0, SHORT_BOUND if short else CLAIMED,
              "best known", "the best published for each of Solomon's instances",
              peers={name: round(value, 5) for name, value in peers.items()},
              ahead_of=("nearest neighbour",) if short else ("OR-Tools", "nearest neighbour")),
        Claim("rounds, beside the solver alone", round(means["collectdesk"], 5), round(means["pyvrp"], 5),
              1 + TOLERANCE * (4 if short else 1), "best known", "PyVRP as its documentation calls it, same budget"),
    ]  # fmt: skip


CLAIMED, SHORT_BOUND = 1.02, 1.06
TOLERANCE = 0.005
"""Two runs of one solver differ by chance; the claim is that nothing is lost by more than that."""


def _print(found: dict[str, Any]) -> None:
    for line in found["instances"]:
        print(f"{line['instance']:<6} {line['solver']:<18} {line['cost']:>8.1f}  best {line['best_known']:>7.1f}  "
              f"gap {line['gap']:>7.2%}  {line['seconds']:.2f} s")  # fmt: skip
    for name, gap in found["mean_gap"].items():
        print(f"mean gap {name:<18} {gap:.2%}")
    for line in found.get("branch", ()):
        print(line)
    if "median_of_days" in found:
        print("median of the days:", found["median_of_days"])


if __name__ == "__main__":
    sys.exit(main())
