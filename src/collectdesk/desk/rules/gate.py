"""Every planned act passes here: facts are gathered, the rules judge, the decisions are kept.

What is planned can be refused. What happened never is: it is recorded, and marked as a breach where it was one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, tzinfo
from enum import Enum
from typing import Any

from collectdesk.desk.contact import hours
from collectdesk.desk.contact.contact_log import newest
from collectdesk.desk.contact.frequency import frequency_facts
from collectdesk.desk.contact.lost import lost_facts, outsider_facts
from collectdesk.desk.contact.purposes import purpose_of
from collectdesk.desk.contact.statutory import brings_notice
from collectdesk.desk.rules.rulebook import calendar, rules_of
from collectdesk.domain.contact.contacts import Channel, Reached
from collectdesk.domain.contact.holds import Touched, held_by, touches
from collectdesk.domain.contact.wishes import wish_facts
from collectdesk.domain.customers.parties import PartyRole, rule_role
from collectdesk.domain.refusals import ReasonNeeded, Refused, RuleBroken
from collectdesk.domain.risk.risk import Care, RiskLevel
from collectdesk.domain.rules.facts import FactValue
from collectdesk.domain.rules.gate import Decision, Judgement, find_breaches, judge
from collectdesk.domain.rules.packs import Act
from collectdesk.domain.rules.windows import Window, earliest_lawful, is_by_daylight, lawful_windows
from collectdesk.domain.visits.visits import RequestState
from collectdesk.domain.zones import CHINA_TIME, local_day, zone_named
from collectdesk.store.cases import cases
from collectdesk.store.cases.solutions import KeptAssessment, assessments
from collectdesk.store.contact.wishes import wishes
from collectdesk.store.customers import customers, parties
from collectdesk.store.customers.customers import ContactPoint
from collectdesk.store.people.going_out import is_tied
from collectdesk.store.people.paper_approvals import is_approved_on_paper
from collectdesk.store.people.people import Staff, accounts_of_staff
from collectdesk.store.visits.visits import VisitRequest, requests, visits_of
from collectdesk.store.work import View, Work

Facts = dict[str, FactValue]

_ACTS = {
    Channel.PHONE: Act.CALL,
    Channel.SMS: Act.MESSAGE,
    Channel.EMAIL: Act.MESSAGE,
    Channel.WECHAT: Act.MESSAGE,
    Channel.WECOM: Act.MESSAGE,
    Channel.LETTER: Act.LETTER,
    Channel.VISIT: Act.VISIT,
}
_ROLES = {
    Reached.DEBTOR: "debtor",
    Reached.GUARANTOR: "guarantor",
    Reached.NOBODY: "debtor",
    Reached.FAMILY: "third_party",
    Reached.THIRD_PARTY: "third_party",
    Reached.WRONG_PERSON: "third_party",
}


BRANCH_FACTS: Facts = {
    "by_agency": False,
    "channel_approved": True,
    "payment_account_official": True,
    "contact_agreed_evening": False,
    "frequency_agreed": False,
    "wish_against_channel": False,
    "wish_against_place": False,
}
"""What holds for everything this branch does itself: its own people, lines and accounts; and where no wish or agreement
is kept, there is none: left unsaid, a call at night would never be proven a breach.
"""
_ANYTHING = Touched()


@dataclass(frozen=True, slots=True)
class Crew:
    """Who is to go."""

    officer: Staff
    safety: Staff

    def facts(self, day: date) -> Facts:
        people = {self.officer.id: self.officer, self.safety.id: self.safety}.values()
        return {
            "crew_size": len(people),
            "crew_has_collection_officer": self.officer.is_collection_officer,
            "crew_has_safety_officer": self.safety.is_safety_officer and self.safety.id != self.officer.id,
            "crew_trained_on_date": all(person.is_trained_on(day) for person in people),
            "crew_safety_experienced": self.safety.is_experienced_on(day),
        }


def act_of(channel: Channel) -> Act:
    """The act that a contact by this channel is."""
    return _ACTS[channel]


def case_facts(
    view: View, case_id: str, day: date, at: datetime | None = None, touched: Touched = _ANYTHING
) -> Facts:
    """What the file says on a day: holds, products, days overdue, risk, earlier visits.

    ``at`` is when something happened: whether the debtor was lost then is judged by what came before it.
    ``touched`` says what the act touches, so that a hold on something else lets it through.
    """
    kept = view.once(("case", case_id), lambda: cases.case(view, case_id))
    known = view.once(("products", kept.customer_id), lambda: customers.products(view, kept.customer_id))
    owned = [p for p in known if p.dpd > 0]
    newest = next(iter(_assessments(view, case_id)), None)
    visited = view.once(("visits", case_id), lambda: visits_of(view, case_id))
    earlier = [v.planned_on for v in visited if v.planned_on < day and v.state.value != "cancelled"]
    stopped = view.once(("holds", case_id), lambda: cases.holds(view, case_id))
    standing = [hold for hold in stopped if hold.stands_on(day)]
    if not touched.products:
        touched = replace(touched, products=frozenset(p.id for p in owned))
    spoken_of = [p for p in owned if not _is_left_out(p.id, standing)] or owned
    facts: Facts = {
        "direction": "outgoing",
        "contact_purpose": purpose_of(view, case_id, day, touched.act, standing),
        "holds": codes_against(standing, touched),
        "products": frozenset(p.kind.value for p in spoken_of),
        "days_overdue": max((p.dpd for p in spoken_of), default=0),
        "contact_role": "debtor",
        **lost_facts(view, case_id, at or view.now),
        **outsider_facts(view, case_id, at or view.now),
        "high_risk": newest is not None and newest.level == "high",
        "extra_care": newest is not None and (newest.level == "high" or _asks_care(newest)),
        **BRANCH_FACTS,
    }
    if earlier:
        facts["days_since_last_visit"] = (day - max(earlier)).days
    return facts


def _asks_care(newest: KeptAssessment) -> bool:
    """Whether the assessment asks for more care without being of high risk: the borrower was hostile."""
    return Care.CAUTION_NOTES.value in newest.detail.get("result", {}).get("care", ())


def codes_against(standing: Sequence[cases.Hold], touched: Touched) -> frozenset[str]:
    """The kinds of hold that stand against an act, of those that stand on its day."""
    return frozenset(
        hold.code
        for hold in standing
        if touches(hold.reach, held_by(h.reach for h in standing if h.code == hold.code), touched)
    )


def _is_left_out(product_id: str, standing: Sequence[cases.Hold]) -> bool:
    return product_id in held_by(hold.reach for hold in standing)


def zone_of(view: View, case_id: str, point_id: str | None) -> tzinfo:
    """The zone of whom a number or address reaches: their own where one is kept, else the branch's."""
    who = parties.party_of_point(view, point_id) if point_id else None
    if who is not None:
        return zone_named(who.time_zone)
    owner = view.once(("case", case_id), lambda: cases.case(view, case_id)).customer_id
    return zone_named(view.once(("customer", owner), lambda: customers.customer(view, owner)).time_zone)


def time_facts(start: datetime, end: datetime, zone: tzinfo = CHINA_TIME) -> Facts:
    """When, where the person is: with the calendar's word on the day and whether it is light."""
    local, until = start.astimezone(zone), end.astimezone(zone)
    return {
        "local_start": local.time().replace(microsecond=0),
        "local_end": until.time().replace(microsecond=0),
        "local_date": local.date(),
        "is_workday": calendar().is_workday(local.date()),
        "is_holiday": calendar().is_holiday(local.date()),
        "daylight": is_by_daylight(local, until),
    }


def point_facts(view: View, case_id: str, point_id: str | None, at: datetime, act: Act) -> Facts:
    """Where to: source and standing of the number or address, its owner's wishes, how often they were tried.

    Without a number it is about the customer, by whatever way.
    """
    zone = zone_of(view, case_id, point_id)
    point = _point(view, case_id, point_id) if point_id else None
    wished = wishes_about(view, case_id, point, act, at.astimezone(zone).date())
    if point_id is None:
        return {**wished, **frequency_facts(view, case_id, None, at, zone)}
    if point is None:
        return {"point_source": "unknown", "point_blocked": False, **wished}
    facts: Facts = {
        "point_source": point.source,
        "point_blocked": point.standing == "blocked",
        **wished,
        **frequency_facts(view, case_id, point, at, zone),
    }
    who = parties.party_of_point(view, point_id)
    return facts if who is None else {**facts, **party_facts(who, local_day(at))}


def wishes_about(view: View, case_id: str, point: ContactPoint | None, act: Act, day: date) -> Facts:
    """What the person behind a number or address (None: the customer) has asked for or agreed to."""
    owner = view.once(("case", case_id), lambda: cases.case(view, case_id)).customer_id
    kept = view.once(("wishes", owner), lambda: wishes(view, owner))
    party = point.party_id if point else ""
    return wish_facts((w for w in kept if w.party_id == party), act, point.label if point else "", day)


def touched_at(
    view: View, point_id: str | None, act: Act, doers: frozenset[str] = frozenset(), product_id: str = ""
) -> Touched:
    """What an act at a number or address touches; whoever is signed in is among those who do it."""
    who = parties.party_of_point(view, point_id) if point_id else None
    role = "debtor" if who is None else rule_role(who.role, liable=who.liable)
    products = frozenset({product_id}) if product_id else frozenset[str]()
    return Touched(act, products, role, doers | {view.actor.id})


def party_facts(who: parties.Party, day: date) -> Facts:
    """What somebody beside the customer is to the debt, and whether they have asked not to be contacted."""
    facts: Facts = {"contact_role": rule_role(who.role, liable=who.liable)}
    if who.role is PartyRole.GUARANTOR:
        # core banking names the guarantor in the overdue list only while the guarantee stands
        over = who.liable is False or (who.until_on is not None and who.until_on < day)
        facts["guarantee_in_force"] = not over
    if who.refused_on is not None and who.refused_on <= day:
        facts["contact_refused"] = True
    return facts


def _point(view: View, case_id: str, point_id: str) -> ContactPoint | None:
    owner = cases.case(view, case_id).customer_id
    return next((p for p in _points(view, owner) if p.id == point_id), None)


def _points(view: View, customer_id: str) -> list[ContactPoint]:
    return view.once(("points", customer_id), lambda: customers.points(view, customer_id))


def _requests(view: View, case_id: str) -> list[VisitRequest]:
    return view.once(("requests", case_id), lambda: requests(view, case_id=case_id))


def require_own_point(view: View, case_id: str, point_id: str) -> None:
    """Refuse another customer's number or address: what is said there would reach the wrong person."""
    owner = cases.case(view, case_id).customer_id
    if all(point.id != point_id for point in customers.points(view, owner)):
        raise Refused("contact.other_customer", field="point_id")


def visit_facts(
    view: View,
    case_id: str,
    point_id: str,
    start: datetime,
    end: datetime,
    crew: Crew | None,
    *,
    unrelated: bool = True,
    to_be_told: bool = False,
    caution: str | None = None,
) -> Facts:
    """Everything the rules ask about a visit to be planned or printed.

    ``unrelated`` is the planner's word that nobody in the crew is related to the customer: no plan exists
    without it, so a planned visit carries it along. ``to_be_told`` while the plan is made: the customer hears of
    it afterwards, so that nobody is asked yet why they weren't told. ``caution`` is what the plan says to watch out
    for, None while there is no plan.
    """
    asked = max(
        (r for r in _requests(view, case_id) if r.point_id == point_id),
        key=lambda request: request.asked_at,
        default=None,
    )
    heard = newest(
        view, case_id, None, since=asked.asked_at if asked else None, channels=(Channel.PHONE, Channel.SMS)
    )
    told = any(c.outcome.value in _NOTIFIED and (asked is None or c.happened_at <= start) for c in heard)
    ids = (str(crew.officer.id), str(crew.safety.id)) if crew else ()
    doers = frozenset(ids) | accounts_of_staff(view, ids)
    touched = touched_at(view, point_id, Act.VISIT, doers)
    return {
        **case_facts(view, case_id, local_day(start), min(start, view.now), touched),
        **point_facts(view, case_id, point_id, start, Act.VISIT),
        **time_facts(start, end, zone_of(view, case_id, point_id)),
        **(crew.facts(local_day(start)) if crew else {}),
        **({"crew_has_account_manager": _manages(view, case_id, crew)} if crew else {}),
        **({} if to_be_told and not told else {"prior_notice_given": told}),
        **({"statutory_notice": True, "contact_purpose": "notify"} if brings_notice(view, asked) else {}),
        "entry": "door_only",
        "supervisor_approved": asked is not None and asked.state in _APPROVED and _covers(view, asked),
        **({} if caution is None else {"caution_noted": bool(caution.strip())}),
        "crew_related_to_customer": not unrelated
        or is_tied(view, cases.case(view, case_id).customer_id, doers),
    }


def _manages(view: View, case_id: str, crew: Crew) -> bool:
    """Whether who looks after the customer's account goes along: they may, in the collection officer's place."""
    owner = view.once(("case", case_id), lambda: cases.case(view, case_id)).customer_id
    manager = view.once(("customer", owner), lambda: customers.customer(view, owner)).account_officer
    return bool(manager) and manager in (crew.officer.name, crew.safety.name)


def _covers(view: View, asked: VisitRequest) -> bool:
    """Whether an approval covers the risk as it stands: at high risk it says why the visit goes ahead all the same."""
    if not _is_high(view, asked.case_id) or asked.decision_reason.strip():
        return True
    return is_approved_on_paper(view, asked.id)  # the paper a supervisor signed is the extra approval itself


def require_extra_approval(view: View, case_id: str, reason: str) -> None:
    """At high risk an approval says why the visit goes ahead; raises Refused(request.high_risk_reason_missing)."""
    if _is_high(view, case_id) and not reason.strip():
        raise Refused("request.high_risk_reason_missing", field="reason")


def _is_high(view: View, case_id: str) -> bool:
    newest = next(iter(_assessments(view, case_id)), None)
    return newest is not None and newest.level == RiskLevel.HIGH.value


def _assessments(view: View, case_id: str) -> list[KeptAssessment]:
    return view.once(("assessments", case_id), lambda: assessments(view, case_id))


_APPROVED = frozenset({RequestState.APPROVED, RequestState.PLANNED, RequestState.FULFILLED})
_NOTIFIED = frozenset({"visit_agreed", "message_sent", "other_time", "visit_declined"})


def facts_now(view: View, case_id: str, point_id: str, act: Act) -> Facts:
    """The facts of a contact at a number or address at this moment."""
    return {
        **case_facts(view, case_id, view.today, touched=touched_at(view, point_id, act)),
        **time_facts(view.now, view.now, zone_of(view, case_id, point_id)),
        **point_facts(view, case_id, point_id, view.now, act),
    }


def holds_now(view: View, case_id: str, point_id: str, act: Act) -> frozenset[str]:
    """The kinds of hold that stand against such a contact today."""
    held = case_facts(view, case_id, view.today, touched=touched_at(view, point_id, act))["holds"]
    assert isinstance(held, frozenset)
    return held


def judge_act(view: View, act: Act, facts: Facts, day: date, zone: tzinfo = CHINA_TIME) -> Judgement:
    """What the branch's rules say; hours that remedies name are told by the branch's own clock.

    ``zone`` is the person's. A visit's lawful starts hang on team and holds: ``desk/starts`` finds them.
    """
    rules = rules_of(view)
    judged = judge(
        rules.packs,
        act,
        facts,
        day,
        jurisdiction=rules.jurisdiction,
        calendar=calendar(),
        dated=act is not Act.VISIT,
    )
    return judged if zone is CHINA_TIME else hours.by_branch_clock(judged, zone)


def require_lawful(
    work: Work,
    act: Act,
    facts: Facts,
    day: date,
    *,
    case_id: str,
    subject_id: str,
    reason: str = "",
    zone: tzinfo = CHINA_TIME,
    starts: Callable[[Judgement], tuple[datetime, ...]] = lambda _refused: (),
) -> Judgement:
    """Let a planned act through or refuse it; what is let through is kept with the facts it was judged by.

    Raises RuleBroken with the clause, the remedy and the lawful ``starts`` nearest to the plan, or ReasonNeeded
    where a reason would do and none is given.
    """
    judgement = judge_act(work, act, facts, day, zone)
    if not judgement.is_lawful:
        raise RuleBroken(act.value, judgement.refusals, starts=starts(judgement))
    if judgement.needing_reason and not reason.strip():
        raise ReasonNeeded(act.value, judgement.needing_reason)
    keep(work, judgement, facts, case_id, subject_id, reason)
    return judgement


def keep(
    work: Work, judgement: Judgement, facts: Facts, case_id: str, subject_id: str, reason: str = ""
) -> None:
    """Keep what the rules said of an act that was let through, with the facts it was judged by."""
    act = judgement.act
    for decision in judgement.decisions:
        cases.keep_decision(
            work,
            case_id,
            subject_id,
            act.value,
            reason=reason,
            outcome=decision.outcome.value,
            **_named(decision),
        )
    if not judgement.decisions:
        cases.keep_decision(
            work,
            case_id,
            subject_id,
            act.value,
            rule_id="",
            pack_id=", ".join(judgement.packs),
            pack_version="",
            outcome=judgement.outcome.value,
            facts=plain(facts),
            reason=reason,
        )


def mark_breaches(
    work: Work,
    act: Act,
    facts: Facts,
    at: datetime,
    *,
    case_id: str,
    subject_kind: str,
    subject_id: str,
    marked: frozenset[str] = frozenset(),
) -> tuple[Decision, ...]:
    """Mark what happened as breaches where it was; they wait in the supervisor's inbox.

    ``marked`` are the rules by which the same subject was marked before.
    """
    rules = rules_of(work)
    judged = find_breaches(rules.packs, act, facts, local_day(at), jurisdiction=rules.jurisdiction)
    found = tuple(decision for decision in judged if decision.rule_id not in marked)
    for decision in found:
        cases.add_breach(work, case_id, subject_kind, subject_id, happened_at=at, **_named(decision))
    return found


def windows(view: View, act: Act, facts: Facts, day: date, zone: tzinfo = CHINA_TIME) -> tuple[Window, ...]:
    """When on this day of the branch the act may lawfully happen, by the branch's clock, before anyone tries.

    ``zone`` is where the person is: their morning may be the branch's afternoon.
    """
    rules = rules_of(view)

    def there(on: date) -> tuple[Window, ...]:
        return lawful_windows(
            rules.packs, act, facts, on, jurisdiction=rules.jurisdiction, calendar=calendar()
        )

    return there(day) if zone is CHINA_TIME else hours.windows_here(there, day, zone)


def but_for_words(facts: Facts) -> Facts:
    """Without what only waits to be typed: the lawful hours of a day don't hang on it."""
    return {name: value for name, value in facts.items() if name != "caution_noted"}


def earliest(view: View, act: Act, facts: Facts, zone: tzinfo = CHINA_TIME) -> datetime | None:
    """The first moment from now on at which no rule in force refuses the act; None in a month."""
    rules, today = rules_of(view), view.now.astimezone(zone).date()
    found = earliest_lawful(
        rules.packs, act, facts, today, jurisdiction=rules.jurisdiction, calendar=calendar()
    )
    return None if found is None else datetime.combine(*found, zone)


def plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as values that can be kept and read years later."""
    return {name: _plain(value) for name, value in sorted(facts.items())}


def role_of(reached: Reached) -> str:
    """What the person reached is to the debt, in the rules' words."""
    return _ROLES[reached]


def _named(decision: Decision) -> dict[str, Any]:
    return {
        "rule_id": decision.rule_id,
        "pack_id": decision.pack_id,
        "pack_version": decision.pack_version,
        "facts": plain(dict(decision.facts_used)),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, (frozenset, set, tuple)):
        return sorted(str(_plain(v)) for v in value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, time)):
        return value.isoformat()
    return value
