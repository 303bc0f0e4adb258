"""Search over a million customers beside the bare token query in the same run.

``python -m bench.search [--json] [--customers N] [--rounds N]``. The floor is the index alone: MATCH, the first
fifty rows joined, no permission, no order, no second reading, no masking. What is measured is the deed the window
runs: the best first, with the lines to show. What is masked is sought by another deed, which writes to the trail.
Figures marked cpu are processor time of the asking thread: they stand on a machine that others use too.
"""

from __future__ import annotations

import argparse
import json
import time
from typing import TYPE_CHECKING, Any

from bench.claims import Claim, Heartbeat
from bench.crowd import crowd, quantiles, samples

from collectdesk.desk.customers import finding
from collectdesk.desk.customers.finding import FindCustomers, SeekCustomers, Wanted
from collectdesk.store.customers import tokens

if TYPE_CHECKING:
    from helpers.branches import Branch

BOUND = 25.0
BARE = (
    "SELECT l.number, c.name, c.customer_no"
    " FROM (SELECT rowid AS number FROM found_by WHERE found_by MATCH ? LIMIT 50) f"
    " CROSS JOIN customer_line l ON l.number = f.number CROSS JOIN customer c ON c.id = l.customer_id"
)


def asked(person: Any) -> dict[str, str]:
    """What a clerk may type to find somebody."""
    syllables = person.reading.split("|")[0].split()
    street = person.address.split("县")[1]
    return {
        "surname": person.name[0],
        "given name": person.name[1:],
        "whole name": person.name,
        "initials": "".join(each[0] for each in syllables),
        "pinyin": "".join(syllables),
        "surname's pinyin": syllables[0],
        "customer no.": person.customer_no,
        "address": street[:10].replace(" ", ""),
    }


def hidden(person: Any) -> dict[str, str]:
    return {
        "account": person.account_no, "phone": person.phone, "phone, last four": person.phone[-4:],
        "identity, last four": person.id_no[-4:],
    }  # fmt: skip


def bare_expression(text: str) -> str:
    question = tokens.question(text)
    wanted = [*tokens.asks_name(question), tokens.asks_number(question)][0]
    return tokens.expression(wanted)


def measure(branch: Branch, rounds: int) -> dict[str, Any]:
    finding.SEEKS = finding.SEEKS_A_DAY = 10**9  # type: ignore[misc]
    spent: dict[str, list[float]] = {}
    floor: list[float] = []
    bare_work: list[float] = []
    work: list[float] = []
    busy_by: dict[str, list[float]] = {}
    with branch.desk.store.reading() as connection:
        raw: Any = connection.connection.driver_connection
        for at, person in enumerate(samples(branch, rounds + 20)):
            for kind, text in [*asked(person).items(), *hidden(person).items()]:
                question = tokens.question(text)
                if tokens.asks_name(question) or tokens.asks_number(question):
                    start, worked = time.perf_counter(), time.thread_time()
                    raw.execute(BARE, (bare_expression(text),)).fetchall()
                    bare, bare_busy = time.perf_counter() - start, time.thread_time() - worked
                deed = SeekCustomers if kind in hidden(person) else FindCustomers
                start, worked = time.perf_counter(), time.thread_time()
                found = branch.supervisor(deed(Wanted(text, listed=False)))
                took, busy = time.perf_counter() - start, time.thread_time() - worked
                if at < 20:
                    continue
                assert found.capped or found.lines, (kind, text)
                spent.setdefault(kind, []).append(took)
                if kind not in hidden(person):
                    work.append(busy)
                busy_by.setdefault(f"{kind}, cpu", []).append(busy)
                if kind not in hidden(person):
                    floor.append(bare)
                    bare_work.append(bare_busy)
    open_kinds = [each for kind, times in spent.items() if kind not in hidden(person) for each in times]
    shown = {kind: quantiles(times) for kind, times in [*spent.items(), *busy_by.items()]}
    return {
        "bare": quantiles(floor),
        "all open": quantiles(open_kinds),
        "bare, cpu": quantiles(bare_work),
        "all open, cpu": quantiles(work),
        **shown,
    }


def claims(*, short: bool) -> list[Claim]:
    """Processor time of the asking thread over everything a clerk may type, beside the index alone."""
    branch = crowd(2_000 if short else 1_000_000)
    with Heartbeat() as heart:
        found = measure(branch, 10 if short else 100)
    branch.close()
    ours, floor = found["all open, cpu"][0], found["bare, cpu"][0]
    return [Claim("search, whatever is typed", ours, floor, BOUND, floor_is="the index alone, fifty rows joined",
                  gap_ms=round(heart.p99, 1))]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=200)
    options = parser.parse_args()
    branch = crowd(options.customers)
    found = measure(branch, options.rounds)
    branch.close()
    if options.json:
        print(json.dumps({"customers": options.customers, **found}, ensure_ascii=False))
        return
    print(f"{options.customers:,} customers; ms: median, p95, p99")
    for kind, figures in found.items():
        print(f"  {kind:22}" + "".join(f"{figure:9.2f}" for figure in figures))


if __name__ == "__main__":
    main()
