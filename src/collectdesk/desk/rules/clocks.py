"""Legal clocks of cases: gathered, shown with clause and days left, and brought into Today before they end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk.desk.contact.customer_texts import levels
from collectdesk.desk.customers import masking
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.rules.legal_terms import CLOCK, terms_of
from collectdesk.desk.rules.rulebook import calendar
from collectdesk.domain.contact import legal_clocks
from collectdesk.domain.contact.legal_clocks import (
    OBSTACLES,
    Clock,
    ClockState,
    FactKind,
    Happened,
    Obstacle,
    Since,
)
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.zones import local_day
from collectdesk.store.cases import cases
from collectdesk.store.contact import clock_facts, complaints
from collectdesk.store.customers import customers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collectdesk.domain.contact.legal_terms import Term, Terms
    from collectdesk.store.contact.clock_facts import CaseFacts, ProductFacts
    from collectdesk.store.work import View, Work

STEPPED: Final = ("limitation", "guarantee")
"""The terms that bring a step of their own into Today; an answer's step comes with its complaint."""
LONG_OVER: Final = 30
"""Days after its end a term leaves the supervisor's inbox: nobody can help it any more; the file goes on saying so."""
_BY_HAND: Final = {FactKind.SUIT: Since.SUIT, FactKind.ACKNOWLEDGED: Since.ACKNOWLEDGED}


@dataclass(frozen=True, slots=True)
class CaseClock:
    """One clock with its term and what it is about: a product by kind and masked account, a person, a number."""

    term: Term
    clock: Clock
    about_kind: ProductKind | None
    about: str
    days_left: int | None

    @property
    def is_urgent(self) -> bool:
        """Whether a supervisor should look: its second alarm has been reached, and it isn't long over."""
        near = self.term.alarms[1] if len(self.term.alarms) > 1 else self.term.lead
        left = self.days_left
        waits = self.clock.state in (ClockState.ALARM, ClockState.OVER)
        return waits and left is not None and -LONG_OVER <= left <= near


@dataclass(frozen=True, slots=True)
class ClockWaiting:
    """An urgent clock for the inbox: whose case it is."""

    case_id: str
    case_no: str
    customer_id: str
    name: str
    shown: CaseClock


def clocks_of(found: CaseFacts, today: date, terms: Terms) -> list[CaseClock]:
    """Every clock of one case but the answers', the nearest end first."""
    shown: list[CaseClock] = []
    for product in found.products:
        shown += _of_product(found, product, today, terms)
    shown += _guarantees(found, today, terms)
    cards = any(product.kind is ProductKind.CARD for product in found.products)
    if found.recorded_at is not None and cards:
        begun = Happened(local_day(found.recorded_at), Since.RECORDED)
        kept = legal_clocks.kept_until(terms["recordings"], calendar(), "", begun, today)
        shown.append(_shown(terms, kept, None, "", today))
    return sorted(shown, key=lambda each: (each.clock.ends_on is None, each.clock.ends_on or today))


def _of_product(found: CaseFacts, product: ProductFacts, today: date, terms: Terms) -> list[CaseClock]:
    """Limitation and the notice before reporting while something is overdue, the bureau's years once it is settled."""
    if product.overdue_fen <= 0:
        begun = Happened(max(found.paid.get(product.id, [product.as_of])), Since.SETTLED)
        was_told = _told(found) is not None
        made = [legal_clocks.kept_until(terms["bureau_retention"], calendar(), product.id, begun, today)]
        return [_shown(terms, each, product.kind, product.account_no, today) for each in made if was_told]
    made = []
    due = _due(found, product)
    if due is not None:
        made.append(
            legal_clocks.limitation(
                terms["limitation"], calendar(), product.id, due, _interrupted(found, product), today,
                _obstacles(found, product),
            )
        )  # fmt: skip
    told = _told(found)
    on, until = told or (None, None)
    made.append(legal_clocks.prior_notice(terms["bureau_notice"], product.id, on, until, today))
    return [_shown(terms, each, product.kind, product.account_no, today) for each in made]


def _due(found: CaseFacts, product: ProductFacts) -> Happened | None:
    """From when the debt can be asked for: the last instalment (art. 189), the acceleration, else the oldest unpaid."""
    called = [
        f.happened_on
        for f in found.noted
        if f.kind is FactKind.ACCELERATED and f.product_id in ("", product.id)
    ]
    if product.last_due_on is not None and product.kind is not ProductKind.CARD:
        due = Happened(product.last_due_on, Since.LAST_INSTALMENT)
    elif product.oldest_unpaid_on is not None:
        due = Happened(product.oldest_unpaid_on, Since.OLDEST_UNPAID)
    else:
        return None
    return Happened(min(called), Since.ACCELERATED) if called and min(called) < due.on else due


def _interrupted(found: CaseFacts, product: ProductFacts) -> list[Happened]:
    events = [Happened(each.proven_on, Since.DEMAND) for each in found.notices
              if _is_demand(each.level) and (not each.party_id or each.party_id in found.joint)]  # fmt: skip
    events += [Happened(day, Since.PAYMENT) for day in found.paid.get(product.id, ())]
    events += [Happened(day, Since.PROMISE) for day in found.promised]
    events += [Happened(day, Since.PLAN) for day in found.agreed.get(product.id, ())]
    events += [Happened(each.happened_on, _BY_HAND[each.kind]) for each in found.noted
               if each.kind in _BY_HAND and each.product_id in ("", product.id)]  # fmt: skip
    return events


def _obstacles(found: CaseFacts, product: ProductFacts) -> list[Obstacle]:
    """What kept the branch from asking for this debt, each with the day it was gone, if it is."""
    noted = [each for each in found.noted if each.product_id in ("", product.id)]
    gone = sorted(each.happened_on for each in noted if each.kind is FactKind.OBSTACLE_GONE)
    return [
        Obstacle(each.happened_on, next((day for day in gone if day >= each.happened_on), None))
        for each in noted
        if each.kind in OBSTACLES
    ]


def _is_demand(code: str) -> bool:
    """Whether a notice of this level is a formal demand: it names the debt, asks for it, and says what it is."""
    level = next((each for each in levels().levels if each.code == code), None)
    return level is not None and level.statutory and level.purpose == "collect"


def _told(found: CaseFacts) -> tuple[date, date] | None:
    """When the borrower was last told of reporting, and the last day to answer."""
    told = [(n.proven_on, n.pay_by) for n in found.notices if n.level == "bureau_notice" and not n.party_id]
    return max(told, default=None)


def _guarantees(found: CaseFacts, today: date, terms: Terms) -> list[CaseClock]:
    """Each guarantor from the day the last of the debts falls due; an agreed end stands in the person's entry."""
    overdue = [product for product in found.products if product.overdue_fen > 0]
    dues = [due for product in overdue if (due := _due(found, product)) is not None]
    if not dues:
        return []
    due = min(dues, key=lambda one: one.on)  # the first to end: whoever looks at it is in time for every debt
    shown = []
    for party_id, (name, until_on) in found.guarantors.items():
        called = [n.proven_on for n in found.notices if n.party_id == party_id and _is_demand(n.level)]
        term = terms["guarantee"]
        clock = legal_clocks.guarantee(term, calendar(), party_id, due, until_on, called, today)
        shown.append(_shown(terms, clock, None, name, today))
    return shown


def _shown(terms: Terms, clock: Clock, kind: ProductKind | None, about: str, today: date) -> CaseClock:
    return CaseClock(terms[clock.code], clock, kind, about, clock.days_left(today))


@dataclass(frozen=True, slots=True)
class ShowClocks(Lookup[tuple[CaseClock, ...]]):
    """The legal clocks of a case, answers to complaints and objections among them, the nearest end first."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "clock.shown"

    case_id: str

    def look(self, view: View) -> tuple[CaseClock, ...]:
        found = clock_facts.facts(view, self.case_id).get(self.case_id)
        if found is None:
            return ()
        shown = [*clocks_of(found, view.today, terms_of(view)), *_answers(view, self.case_id)]
        seen = masking.of_case(view, cases.case(view, self.case_id))
        shown.sort(key=lambda each: (each.clock.ends_on is None, each.clock.ends_on or view.today))
        return tuple(_masked(seen, each) for each in shown)


def _answers(view: View, case_id: str) -> list[CaseClock]:
    return [
        _shown(
            terms_of(view),
            legal_clocks.answer(
                terms_of(view)[each.kind.term],
                each.id,
                each.received_on,
                each.due_on,
                each.answered_on,
                view.today,
            ),
            None,
            each.number,
            view.today,
        )
        for each in complaints.complaints(view, case_id=case_id, open_only=True)
    ]


def _masked(seen: masking.Sight, shown: CaseClock) -> CaseClock:
    if shown.about_kind is not None:
        about = masking.account(shown.about)
    else:
        about = masking.name(seen, shown.about) if shown.term.code == "guarantee" else shown.about
    return CaseClock(shown.term, shown.clock, shown.about_kind, about, shown.days_left)


@dataclass(frozen=True, slots=True)
class ListClocks(Lookup[tuple[ClockWaiting, ...]]):
    """The urgent clocks of every open case, the nearest end first."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "clock.listed"
    is_long: ClassVar = True

    def look(self, view: View) -> tuple[ClockWaiting, ...]:
        return clocks_waiting(view)


def clocks_waiting(view: View) -> tuple[ClockWaiting, ...]:
    """For the inbox: of the cases that have a step of a clock, since the morning has looked at all of them."""
    stepped = {step.case_id for step in cases.steps(view) if step.why.startswith(CLOCK)}
    waiting = []
    for case_id in stepped:
        found = clock_facts.facts(view, case_id).get(case_id)
        kept = cases.case(view, case_id)
        seen = masking.of_case(view, kept)
        for each in clocks_of(found, view.today, terms_of(view)) if found is not None else ():
            if each.is_urgent:
                who = masking.name(seen, customers.customer(view, kept.customer_id).name)
                waiting.append(
                    ClockWaiting(kept.id, kept.case_no, kept.customer_id, who, _masked(seen, each))
                )
    return tuple(sorted(waiting, key=lambda each: (each.shown.days_left or 0, each.case_no)))


@dataclass(frozen=True, slots=True)
class NoteLegalFact(Change[str]):
    """Note what a clock hangs on and no other record says: a suit, an acknowledgement, the whole debt called due, an
    obstacle that keeps the branch from asking for it (民法典 art. 194) and the day that was gone.
    """

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "clock.fact_noted"
    touches: ClassVar = frozenset({Subject.CASES, Subject.STEPS})

    case_id: str
    kind: FactKind
    happened_on: date
    proof: str
    product_id: str = ""

    def carry_out(self, work: Work) -> str:
        owner = cases.case(work, self.case_id).customer_id
        if self.product_id and self.product_id not in {str(p.id) for p in customers.products(work, owner)}:
            raise Refused("solution.other_product", field="product_id")
        if self.happened_on > work.today:
            raise Refused("clock.in_future", field="happened_on")
        if not self.proof.strip():
            raise Refused("clock.proof_missing", field="proof")
        if self.kind is FactKind.OBSTACLE_GONE and not self._ends_one(work):
            raise Refused("clock.no_obstacle", field="kind")
        made = clock_facts.add_fact(
            work, self.case_id, self.product_id, self.kind, self.happened_on, self.proof.strip()
        )
        set_alarms(work, self.case_id)
        work.note(case=self.case_id, fact=made, kind=self.kind.value)
        return made

    def _ends_one(self, work: Work) -> bool:
        """Whether an obstacle stood on that day, for the same debt."""
        noted = clock_facts.facts(work, self.case_id)[self.case_id].noted
        mine = [each for each in noted if each.product_id == self.product_id]
        gone = [each.happened_on for each in mine if each.kind is FactKind.OBSTACLE_GONE]
        return any(
            each.happened_on <= self.happened_on and not any(day >= each.happened_on for day in gone)
            for each in mine
            if each.kind in OBSTACLES
        )


def set_alarms(work: Work, case_id: str | None = None) -> int:
    """Bring what ends soon into Today, and take out what runs anew; gives how many steps stand."""
    known = {
        (step.case_id, step.why, step.subject_id): step
        for step in cases.steps(work, case_id=case_id)
        if step.kind is StepKind.DEADLINE and step.why.startswith(CLOCK)
    }
    wanted = dict(_alarms(clock_facts.facts(work, case_id).values(), work.today, terms_of(work)))
    for key, ends_on in wanted.items():
        if key not in known or known[key].due_on != ends_on:
            cases.add_step(work, key[0], StepKind.DEADLINE, ends_on, key[1], key[2])
    for key, step in known.items():
        if key not in wanted:
            cases.finish_step(work, step, "runs_anew")
    return len(wanted)


def _alarms(
    found: Iterable[CaseFacts], today: date, terms: Terms
) -> Iterable[tuple[tuple[str, str, str], date]]:
    for each in found:
        for shown in clocks_of(each, today, terms):
            clock = shown.clock
            rings = clock.state is ClockState.ALARM or (clock.state is ClockState.OVER and shown.is_urgent)
            if clock.code in STEPPED and rings and clock.ends_on is not None:
                yield (each.case_id, f"{CLOCK}{clock.code}", clock.subject_id), clock.ends_on
