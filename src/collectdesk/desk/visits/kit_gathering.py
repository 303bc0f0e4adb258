"""Gathers one team's day for the kit, and judges each of its visits by the rules as they stand now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collectdesk.desk.archive.gathering import (
    contact_facts,
    crew_of,
    next_copy,
    printing_of,
    products_of,
    risk_facts,
)
from collectdesk.desk.customers import masking
from collectdesk.desk.paper.codes import CodeKind, make_code
from collectdesk.desk.rules import gate
from collectdesk.desk.rules.rulebook import rules_of
from collectdesk.desk.solutions.offering import SuggestOffers, household_capacity
from collectdesk.desk.visits.driving import driver_name
from collectdesk.desk.visits.incidents import incidents_of
from collectdesk.desk.visits.kit_letters import Letters, letters_for
from collectdesk.desk.visits.kit_way import way_of
from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.intake.noted import NotedState
from collectdesk.domain.refusals import ReasonNeeded, Refused, RuleBroken
from collectdesk.domain.rules.packs import Act, Outcome
from collectdesk.domain.rules.windows import Window
from collectdesk.domain.visits.sheets import OFFERS, SLIPS
from collectdesk.domain.visits.visits import VisitState
from collectdesk.reports.visits.kit_in_words import SHEET_VERSION, KitFacts, NotedFacts, StopFacts
from collectdesk.reports.visits.visit_kit_route import route_pages
from collectdesk.store.cases import cases, noted, solutions
from collectdesk.store.contact.notices import letterhead
from collectdesk.store.customers import customers
from collectdesk.store.people.people import account_names, staff
from collectdesk.store.visits import visits

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from collectdesk.domain.rules.gate import Decision, Judgement
    from collectdesk.domain.rules.packs import Citation
    from collectdesk.domain.solutions.offers import Offer
    from collectdesk.reports.drawing.page import Drawn
    from collectdesk.reports.paper_facts import ContactFacts
    from collectdesk.store.contact.notices import Notice
    from collectdesk.store.visits.visits import Visit
    from collectdesk.store.work import View

LATEST_CONTACTS = 6
PRINTABLE = (VisitState.SCHEDULED, VisitState.KIT_PRINTED)


@dataclass(slots=True)
class Kit:
    """A kit on its way from the snapshot to the register: each visit with the copy its sheet will be."""

    facts: KitFacts
    visits: tuple[tuple[Visit, int], ...]
    letters: tuple[tuple[Notice, int], ...] = ()
    """The letters printed within it, each with the copy it will be."""
    drawn: Drawn | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules say of a visit now; ``unexplained`` rules ask for a reason that nobody has given.

    A reason given when the visit was planned answers the rules that spoke then, never one that speaks since.
    """

    judgement: Judgement
    facts: gate.Facts
    reason: str
    unexplained: tuple[Decision, ...]


def gather_kit(view: View, visit_ids: Collection[str], reason: str) -> Kit:
    """The team's day in the order of the clock.

    Raises Refused (kit.empty, kit.not_open, kit.other_day, kit.other_team), RuleBroken or ReasonNeeded naming
    the visit.
    """
    found = sorted((visits.visit(view, one) for one in dict.fromkeys(visit_ids)), key=lambda v: v.planned_at)
    _require_one_day(found)
    judged = [judged_now(view, kept, reason) for kept in found]
    copies = [next_copy(view, "kit", kept.id) for kept in found]
    first = found[0]
    day, crew = first.planned_on, crew_of(view, first)
    way, drives = way_of(view, found, driver_name(view, day, first.officer_id, first.safety_id))
    head = letterhead(view)
    enclosed = [letters_for(view, kept) for kept in found]
    facts = KitFacts(
        kit_no=f"K-{day:%Y%m%d}-{crew[0].staff_no}",
        visit_on=day,
        crew=crew,
        stops=tuple(
            _stop(view, kept, one, drives.get(kept.id), letters)
            for kept, one, letters in zip(found, judged, enclosed, strict=True)
        ),
        packs=tuple((bound.pack.name, bound.digest) for bound in rules_of(view).in_force(day)),
        cover_code=make_code(view, CodeKind.COVER, first.id, 1, SHEET_VERSION),
        printing=printing_of(view, max(copies)),
        call_back=call_when_out(view),
        route_codes=tuple(
            make_code(view, CodeKind.COVER, first.id, page, SHEET_VERSION)
            for page in range(2, 2 + route_pages(len(found)))
        ),
        complain_to=head.phone if head else "",
        way=way,
    )
    printed = tuple(one for letters in enclosed for one in letters.printed)
    return Kit(facts, tuple(zip(found, copies, strict=True)), printed)


def call_when_out(view: View) -> str:
    """Whom a team calls: who sends it, and the branch's number where the letterhead names one."""
    head = letterhead(view)
    return f"{view.actor.name} {head.phone}" if head else view.actor.name


def _require_one_day(found: list[Visit]) -> None:
    if not found:
        raise Refused("kit.empty")
    first = found[0]
    for kept in found:
        if kept.state not in PRINTABLE:
            raise Refused("kit.not_open", visit=kept.visit_no, state=kept.state)
        if kept.planned_on != first.planned_on:
            raise Refused("kit.other_day", visit=kept.visit_no, day=first.planned_on)
        if (kept.officer_id, kept.safety_id) != (first.officer_id, first.safety_id):
            raise Refused("kit.other_team", visit=kept.visit_no)


def judged_now(view: View, kept: Visit, reason: str) -> Judged:
    """The judgement of a visit with the facts of this moment; raises as ``require`` does."""
    found = judged(view, kept, reason)
    require(found, kept.visit_no)
    return found


def judged(view: View, kept: Visit, reason: str) -> Judged:
    """What the rules say of a visit with the facts of this moment; ``reason`` is given now."""
    people = {person.id: person for person in staff(view)}
    officer, safety = people.get(kept.officer_id), people.get(kept.safety_id)
    crew = gate.Crew(officer, safety) if officer and safety else None
    facts = gate.visit_facts(
        view, kept.case_id, kept.point_id, kept.planned_at, kept.until, crew, caution=kept.caution
    )
    zone = gate.zone_of(view, kept.case_id, kept.point_id)
    judgement = gate.judge_act(view, Act.VISIT, facts, kept.planned_on, zone)
    given = {
        decision.rule_id: decision.reason
        for decision in cases.decisions(view, kept.case_id)
        if decision.subject_id in (kept.request_id, kept.id) and decision.reason.strip()
    }
    asking = judgement.needing_reason if not reason.strip() else ()
    unexplained = tuple(decision for decision in asking if decision.rule_id not in given)
    answers = [given[decision.rule_id] for decision in asking if decision.rule_id in given]
    return Judged(judgement, facts, reason.strip() or "; ".join(dict.fromkeys(answers)), unexplained)


def require(found: Judged, visit_no: str) -> None:
    """Let a visit through or raise RuleBroken, or ReasonNeeded, naming it."""
    judgement = found.judgement
    if not judgement.is_lawful:
        raise RuleBroken(Act.VISIT.value, judgement.refusals, visit=visit_no)
    if found.unexplained:
        raise ReasonNeeded(Act.VISIT.value, found.unexplained, visit=visit_no)


def _stop(view: View, kept: Visit, found: Judged, drive: int | None, letters: Letters) -> StopFacts:
    case, names = cases.case(view, kept.case_id), account_names(view)
    who, point = customers.customer(view, case.customer_id), customers.point(view, kept.point_id)
    newest = next(iter(solutions.assessments(view, kept.case_id)), None)
    latest, asked = cases.contacts(view, kept.case_id), visits.request(view, kept.request_id)
    return StopFacts(
        visit_no=kept.visit_no,
        planned_at=kept.planned_at,
        until=kept.until,
        address=masking.address(masking.FOR_PURPOSE, point.value) if point else "",
        customer=masking.name(masking.FOR_PURPOSE, who.name),
        case_no=case.case_no,
        approach=kept.approach,
        caution=kept.caution,
        products=products_of(view, who.id, only_overdue=True),
        contacts=tuple(contact_facts(contact, names) for contact in latest[:LATEST_CONTACTS]),
        told=_told(latest, kept, names),
        risk=risk_facts(newest, names) if newest else None,
        windows=tuple(
            Window(window.start, window.end.replace(second=0))
            for window in gate.windows(
                view, Act.VISIT, found.facts, kept.planned_on, gate.zone_of(view, kept.case_id, kept.point_id)
            )
        ),
        clause=_hours_clause(view, kept.planned_on),
        hints=tuple(decision.sentence for decision in found.judgement.decisions),
        holds=tuple(sorted(cases.standing_holds(view, kept.case_id, kept.planned_on))),
        door_code=make_code(view, CodeKind.SHEET, kept.id, 1, SHEET_VERSION),
        inside_code=make_code(view, CodeKind.SHEET, kept.id, 2, SHEET_VERSION),
        noted=tuple(
            NotedFacts(each.kind.value, each.amount, each.as_of, each.source)
            for each in noted.noted(view, customer_id=who.id, state=NotedState.PROVISIONAL)
        ),
        asked=asked.wanted,
        preferred=asked.preferred,
        slip_code=make_code(view, CodeKind.SHEET, kept.id, SLIPS, SHEET_VERSION),
        offer_code=make_code(view, CodeKind.SHEET, kept.id, OFFERS, SHEET_VERSION),
        offers=_offers(view, kept.case_id, who.id),
        drive=drive,
        enclosed=letters.numbers,
        letters=letters.facts,
        beside=tuple(one.id for one in letters.beside),
        kept_back=letters.kept_back,
        incidents=incidents_of(view, kept.case_id, masking.FOR_PURPOSE),
    )


def _offers(view: View, case_id: str, customer_id: str) -> tuple[Offer, ...]:
    """Up to three plans on what is overdue longest, by the household's figures; none while they aren't known."""
    overdue = [p for p in customers.products(view, customer_id) if p.overdue.fen > 0]
    if not overdue or household_capacity(view, customer_id) is None:
        return ()
    worst = max(overdue, key=lambda p: (p.dpd, p.overdue.fen))
    return SuggestOffers(case_id, worst.id).look(view).offers


def _told(latest: list[cases.Contact], kept: Visit, names: dict[str, str]) -> ContactFacts | None:
    """The newest contact by which the customer was told of this visit."""
    told = [c for c in latest if c.visit_id == kept.id and c.channel is not Channel.VISIT]
    return contact_facts(told[0], names) if told else None


def _hours_clause(view: View, day: date) -> Citation | None:
    """The clause that sets the hours of a visit: the first in force that refuses by the clock."""
    timed = [
        rule
        for bound in rules_of(view).in_force(day)
        for rule in bound.pack.rules_for(Act.VISIT, day)
        if rule.outcome is Outcome.REFUSED and "local_start" in rule.condition.names
    ]
    return timed[0].citation if timed else None
