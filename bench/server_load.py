"""Fifty clerks on one PostgreSQL: what a deed and a search cost beside what they cost one clerk on the idle server.

``python -m bench.server_load [--customers N] [--clerks N] [--minutes N] [--json]``. Each clerk is a process that signs
in with a password and holds the connections that a window holds. Their turns: search while typing (twice), open the
file found, judge a call or not, do a deed; then think, evenly between ``THINKS`` seconds. Meanwhile each looks every
second for what colleagues did, as the window does, and reads the open file again where there was something.

Five spans of one run: one clerk alone with the others' windows open; all of them for so many minutes; one alone
again; all of them without a thought for the rate at which the server is full. Afterwards every deed that was
acknowledged has to be in the database and the trail has to verify; deadlocks are the server's count, and each
deed that crossed another's has to have been done anew.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / name) for name in ("src", "tests", "")]

from bench.claims import Claim, asked_for, share_of, show  # noqa: E402
from bench.crowd import KEPT  # noqa: E402
from bench.search import asked, hidden  # noqa: E402
from bench.server_crowd import CLERKS, clerk_login, running  # noqa: E402

from collectdesk.desk import pipeline  # noqa: E402
from collectdesk.desk.contact.contacting import JudgeCall, LogContact, PostponeStep  # noqa: E402
from collectdesk.desk.contact.holding import PlaceHold  # noqa: E402
from collectdesk.desk.customers.files import OpenFile, ReadFileAgain  # noqa: E402
from collectdesk.desk.customers.finding import FindCustomers, SeekCustomers, Wanted  # noqa: E402
from collectdesk.desk.risk.assessing import AssessRisk  # noqa: E402
from collectdesk.desk.solutions.solving import MakePromise  # noqa: E402
from collectdesk.desk.vault.access import sign_in  # noqa: E402
from collectdesk.desk.visits.visiting import RequestVisit  # noqa: E402
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Direction, Reached  # noqa: E402
from collectdesk.domain.money import Money  # noqa: E402
from collectdesk.domain.refusals import Refused  # noqa: E402
from collectdesk.domain.visits.visits import RequestReason  # noqa: E402
from collectdesk.store.trail import audit  # noqa: E402
from collectdesk.store.trouble import StaleRecord, StoreTrouble  # noqa: E402
from helpers import postgres  # noqa: E402
from helpers.branches import MORNING, PASSWORD  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from collectdesk.desk.vault.access import Session
    from helpers.postgres import Server

THINKS: Final = (20.0, 60.0)
"""Seconds between two turns of one clerk: a call, and what is noted of it."""
LOOKS: Final = 1.0
"""Seconds between two looks for colleagues' changes, as ``ui/office.py`` has it."""
MIX: Final = {"contact": 70, "assess": 10, "postpone": 7, "promise": 5, "hold": 4, "request": 4}
"""Of a hundred deeds: calls, most of them answered by nobody; and what follows from some."""
TABLES: Final = {"contact": "contact_attempt", "assess": "assessment", "promise": "promise", "hold": "hold",
                 "request": "visit_request"}  # fmt: skip
BOUND: Final = 6.0


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the run: who works in it, how long they think, and its name."""

    name: str
    seconds: float
    clerks: int
    thinks: tuple[float, float]


def spans(clerks: int, minutes: float, thinks: tuple[float, float]) -> tuple[Span, ...]:
    aside = max(2.0, minutes * 4.5)
    quick = (0.05, 0.15)
    return (
        Span("alone", aside, 1, quick), Span("busy", minutes * 60, clerks, thinks),
        Span("alone", aside, 1, quick), Span("full", aside, clerks, (0.0, 0.0)),
    )  # fmt: skip


@dataclass(slots=True)
class Clerk:
    """One workstation, its person signed in."""

    number: int
    session: Session
    people: list[Any]
    chance: random.Random
    took: dict[str, list[tuple[str, float]]] = field(default_factory=lambda: defaultdict(list))
    kept: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    said: Counter[str] = field(default_factory=Counter)
    span: str = ""
    opened: str = ""
    _at: int = 0

    def run(self, deed: Any) -> Any:
        return self.session.desk.run(deed, self.session.actor).result

    def timed(self, kind: str, deed: Any) -> Any:
        """The deed's result, or None where a rule or the branch's state refuses it; any trouble is counted."""
        began = time.perf_counter()
        try:
            found = self.run(deed)
        except Refused as refused:
            self.said[f"refused {refused.code}"] += 1
            return None
        except (StoreTrouble, StaleRecord) as trouble:
            self.said[f"trouble {trouble.code}"] += 1
            return None
        self.took[self.span].append((kind, time.perf_counter() - began))
        return found

    def work(self, span: Span, until: float) -> None:
        """Turn after turn until the span is over."""
        self.span = span.name
        self.rest(self.chance.uniform(0, span.thinks[1]), until)  # nobody begins at the same second
        while time.time() < until:
            self.turn()
            self.rest(self.chance.uniform(*span.thinks), until)

    def rest(self, seconds: float, until: float) -> None:
        """Think; the window looks meanwhile what the others did."""
        over = min(until, time.time() + seconds)
        while (left := over - time.time()) > 0:
            time.sleep(min(LOOKS, left))
            if left >= LOOKS:
                self.look()

    def look(self) -> None:
        try:
            if self.session.desk.store.changed_elsewhere() and self.opened:
                self.timed("page read again", ReadFileAgain(self.opened))
        except StoreTrouble as trouble:
            self.said[f"trouble {trouble.code}"] += 1

    def turn(self, kind: str = "") -> None:
        person = self.people[self._at % len(self.people)]
        self._at += 1
        typed = self.chance.choice(list(asked(person).values()))
        for text in (typed[: max(1, len(typed) // 2)], typed):
            self.timed("search", FindCustomers(Wanted(text, listed=False)))
        if self.chance.random() < 0.1:
            number = self.chance.choice(list(hidden(person).values()))
            self.timed("sought by a hidden number", SeekCustomers(Wanted(number, listed=False)))
        file = self.timed("file opened", OpenFile(person.customer_id))
        self.opened = person.customer_id
        kind = kind or self.chance.choices(list(MIX), list(MIX.values()))[0]
        if kind == "contact":
            self.timed("call judged", JudgeCall(person.case_id, person.phone_id))
        made = self.timed(f"deed {kind}", self.deed(kind, person, file))
        named = next((n for name in ("contact_id", "assessment_id") if (n := getattr(made, name, ""))), made)
        if isinstance(named, str):
            self.kept[kind].append(named)

    def deed(self, kind: str, person: Any, file: Any) -> Any:
        desk, case_id = self.session.desk, person.case_id
        today = desk.now().date()
        if kind == "postpone" and file is not None and file.steps:
            return PostponeStep(
                file.steps[0].id, max(file.steps[0].due_on, today) + timedelta(days=1), "客户出差"
            )
        made: dict[str, Callable[[], Any]] = {
            "assess": lambda: AssessRisk(case_id),
            "promise": lambda: MakePromise(case_id, Money(50_000), today + timedelta(days=5), person.name),
            "hold": lambda: PlaceHold(case_id, "complaint", None, "客户来电"),
            "request": lambda: RequestVisit(case_id, person.address_id, RequestReason.VERIFICATION),
        }
        if kind in made:
            return made[kind]()
        answered = self.chance.random() < 0.4
        return LogContact(
            case_id, Channel.PHONE, desk.now(), Reached.DEBTOR if answered else Reached.NOBODY,
            ContactOutcome.REFUSED if answered else ContactOutcome.NO_ANSWER, Direction.OUTGOING, person.phone_id,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Workplace:
    """What every workstation of a run knows: the branch, the day's spans, when it begins, and the clock on the wall."""

    branch: Path
    plan: tuple[Span, ...]
    ready: Any
    begun: Any
    shift: float = field(default_factory=lambda: MORNING.timestamp() - time.time())

    def clock(self) -> datetime:
        return datetime.fromtimestamp(time.time() + self.shift, UTC)

    def clerk(self, number: int, people: list[Any]) -> Clerk:
        session = sign_in(self.branch, clerk_login(number), PASSWORD, self.clock)
        return Clerk(number, session, people, random.Random(number))


def _warm(place: Workplace, people: list[Any]) -> None:
    """Each kind of deed once, before the others are forked: a window of the afternoon has worded its statements."""
    clerk = place.clerk(0, people)
    for kind in MIX:
        clerk.turn(kind)
    clerk.timed("sought by a hidden number", SeekCustomers(Wanted(people[0].phone, listed=False)))
    clerk.timed("page read again", ReadFileAgain(people[0].customer_id))
    clerk.session.desk.store.close()


def _lives(place: Workplace, number: int, people: list[Any], into: Path) -> None:
    """One workstation's whole day, in a process of its own; what it found is written down in the end."""
    crossed: Counter[str] = Counter()
    _count_crossings(crossed)
    clerk = place.clerk(number, people)
    plan, session, ready, begun = place.plan, clerk.session, place.ready, place.begun
    session.desk.store.changed_elsewhere()  # begins to listen
    ready.wait()
    ready.wait()
    at = begun.value
    for span in plan:
        if number < span.clerks:
            clerk.work(span, at + span.seconds)
        else:
            clerk.rest(at + span.seconds - time.time(), at + span.seconds)
        at += span.seconds
    spent = os.times()
    told = {"took": clerk.took, "kept": clerk.kept, "said": clerk.said, "crossed": crossed,
            "cpu": spent.user + spent.system}  # fmt: skip
    into.write_text(json.dumps(told), "utf-8")
    session.desk.store.close()


def _count_crossings(crossed: Counter[str]) -> None:
    """Count in this process what the server stopped because it crossed another's, and what was done anew."""
    again = pipeline.again_where_crossed

    def counting(do: Callable[[], Any]) -> Any:
        stopped = [0]

        def tried() -> Any:
            try:
                return do()
            except StoreTrouble as trouble:
                if trouble.code == "store.server_again":
                    stopped[0] += 1
                    crossed["stopped"] += 1
                raise

        found = again(tried)
        crossed["done anew"] += stopped[0] > 0
        return found

    pipeline.again_where_crossed = counting


def _sample(there: Server, count: int) -> list[Any]:
    """Overdue customers spread over the branch, each with a case: whom the clerks will have on the telephone."""
    import psycopg
    from psycopg.rows import namedtuple_row

    with psycopg.connect(
        host=str(there.folder), dbname="run", user=postgres.ADMIN, row_factory=namedtuple_row
    ) as raw:
        raw.execute("SET search_path = collectdesk")
        return raw.execute(
            "SELECT c.id AS customer_id, c.name, c.customer_no, c.id_no, l.reading, k.id AS case_id, h.id AS phone_id,"
            " h.value AS phone, a.id AS address_id, a.value AS address, p.account_no FROM customer_case k"
            " JOIN customer c ON c.id = k.customer_id JOIN customer_line l ON l.customer_id = c.id"
            " JOIN product p ON p.customer_id = c.id JOIN contact_point h ON h.customer_id = c.id AND h.kind = 'phone'"
            " JOIN contact_point a ON a.customer_id = c.id AND a.kind = 'address'"
            " WHERE k.id IN (SELECT id FROM customer_case ORDER BY md5(id) LIMIT %s)",
            [count],
        ).fetchall()


def _figure(there: Server, question: str) -> Any:
    import psycopg

    with psycopg.connect(host=str(there.folder), dbname="run", user=postgres.ADMIN, autocommit=True) as raw:
        found = raw.execute(question).fetchone()
        return found[0] if found else None


def _server_seconds(there: Server) -> float:
    """Processor seconds of the server with all its connections (Linux)."""
    first = (there.folder / "data" / "postmaster.pid").read_text().split()[0]
    spent = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if first in (stat.parent.name, fields[1]):
            spent += int(fields[11]) + int(fields[12])
        if first == stat.parent.name:  # and of those that have ended
            spent += int(fields[13]) + int(fields[14])
    return spent / os.sysconf("SC_CLK_TCK")


def measure(
    customers: int, clerks: int, minutes: float, thinks: tuple[float, float] = THINKS, folder: Path = KEPT
) -> dict[str, Any]:
    """The run: raises NoServer where no PostgreSQL is installed."""
    there, branch = running(customers, folder)
    try:
        return _measured(there, branch, clerks, spans(clerks, minutes, thinks))
    finally:
        there.stop("fast")


def _measured(there: Server, branch: Path, clerks: int, plan: tuple[Span, ...]) -> dict[str, Any]:
    people = _sample(there, clerks * 400)
    fork = multiprocessing.get_context("fork")
    ready, begun = fork.Barrier(clerks + 1), fork.Value("d", 0.0)
    place = Workplace(branch, plan, ready, begun)
    _warm(place, people[: len(MIX)])
    into = [branch / f"told-{number}.json" for number in range(clerks)]
    children = [
        fork.Process(target=_lives, args=(place, number, people[len(MIX) + number :: clerks], into[number]))
        for number in range(clerks)
    ]
    before = int(_figure(there, "SELECT deadlocks FROM pg_stat_database WHERE datname = 'run'"))
    for child in children:
        child.start()
    ready.wait(120)
    spent = _server_seconds(there)
    begun.value = time.time() + 0.5
    ready.wait(120)
    for child in children:
        child.join()
    told = [json.loads(one.read_text("utf-8")) for one in into if one.exists()]
    found = _added_up(told, plan)
    found["server_cpu_s"] = round(_server_seconds(there) - spent, 1)
    found["deadlocks"] = (
        int(_figure(there, "SELECT deadlocks FROM pg_stat_database WHERE datname = 'run'")) - before
    )
    found["wrong"] = [*([f"{clerks - len(told)} clerks broke off"] if len(told) < clerks else []),
                      *_wrong(there, branch, told, found)]  # fmt: skip
    return found


def _added_up(told: list[dict[str, Any]], plan: tuple[Span, ...]) -> dict[str, Any]:
    by_span: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    said: Counter[str] = Counter()
    crossed: Counter[str] = Counter({"stopped": 0, "done anew": 0})
    for one in told:
        said.update(one["said"])
        crossed.update(one["crossed"])
        for span, took in one["took"].items():
            for kind, seconds in took:
                by_span[span][kind].append(seconds)
                if kind.startswith("deed "):
                    by_span[span]["deed"].append(seconds)
    lasted: Counter[str] = Counter()
    for span in plan:
        lasted[span.name] += span.seconds  # type: ignore[assignment]
    found: dict[str, Any] = {
        name: {
            kind: {
                "n": len(all_),
                "p50_ms": _ms(all_, 0.5),
                "p95_ms": _ms(all_, 0.95),
                "p99_ms": _ms(all_, 0.99),
            }
            for kind, all_ in sorted(kinds.items())
        }
        for name, kinds in by_span.items()
    }
    found["deeds_a_second"] = {n: round(len(k["deed"]) / lasted[n], 2) for n, k in by_span.items()}
    found["acknowledged"] = dict(
        sum((Counter({k: len(v) for k, v in one["kept"].items()}) for one in told), Counter())
    )
    found["clerks_cpu_s"] = round(sum(one["cpu"] for one in told), 1)
    return {**found, "said": dict(said), "crossed": dict(crossed)}


def _ms(seconds: list[float], share: float) -> float:
    return round(share_of(seconds, share) * 1000, 1)


def _wrong(there: Server, branch: Path, told: list[dict[str, Any]], found: dict[str, Any]) -> Iterator[str]:
    """Deeds that were acknowledged and aren't there, a trail that doesn't hold, trouble that reached a clerk."""
    for kind, table in TABLES.items():
        acknowledged = [name for one in told for name in one["kept"].get(kind, ())]
        names = "{" + ",".join(acknowledged) + "}"
        there_are = _figure(there, f"SELECT count(*) FROM collectdesk.{table} WHERE id = ANY('{names}')")
        if there_are != len(set(acknowledged)) or len(set(acknowledged)) != len(acknowledged):
            yield f"lost: of {len(acknowledged)} {kind} {there_are} are there"
    yield from (
        f"{count} times {what}" for what, count in found["said"].items() if what.startswith("trouble")
    )
    session = sign_in(branch, "supervisor", PASSWORD)
    with session.desk.store.read(session.actor, session.desk.now()) as view:
        verdict = audit.verify(view)
        found["trail_entries"] = verdict.entries
    session.desk.store.close()
    if not verdict.intact:
        yield f"trail: {verdict.reason} at {verdict.broken_at}"
    if verdict.entries < sum(found["acknowledged"].values()):
        yield f"the trail has {verdict.entries} lines"


def claims(*, short: bool) -> list[Claim]:
    """Wall clock of a deed and of a search, the 95th of a hundred; none where no PostgreSQL is installed."""
    sizes = (2_000, 6, 0.25, (0.5, 1.5)) if short else (1_000_000, CLERKS, 10.0, THINKS)
    try:
        found = measure(*sizes)
    except postgres.NoServer as why:
        print(f"server_load: not asked: {why}", file=sys.stderr)
        return []
    if found["wrong"]:
        raise SystemExit("; ".join(found["wrong"]))
    note = f"{sizes[1]} clerks, {sizes[0]:,} customers"
    return [
        Claim(f"{what} on a server, p95 beside the others", found["busy"][kind]["p95_ms"],
              found["alone"][kind]["p95_ms"], bound, "ms", f"one clerk on the idle server; {note}")
        for what, kind, bound in (("a deed", "deed", BOUND), ("a search", "search", BOUND))
    ]  # fmt: skip


def main() -> int:
    options = asked_for(
        (__doc__ or "").split("\n")[0],
        customers=(int, 1_000_000), clerks=(int, CLERKS, f"at most {CLERKS}"), minutes=(float, 10.0),
        think=(float, 1.0, "times the usual time between two turns"),
        folder=(Path, KEPT, "on which disk the server lies; kept for the next run"),
    )  # fmt: skip
    thinks = (THINKS[0] * options.think, THINKS[1] * options.think)
    found = measure(options.customers, options.clerks, options.minutes, thinks, options.folder)
    show(found, as_json=options.json)
    return 1 if found["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
