"""Rehearsal: what a new rule pack would have said of past months, and what the rules say of the plans ahead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import ClassVar, Final

from collectdesk.desk.contact.contacting import facts_of_contact
from collectdesk.desk.pipeline import Lookup
from collectdesk.desk.rules import gate
from collectdesk.desk.rules.rulebook import calendar, rules_of, trail_name
from collectdesk.desk.rules.rulekeeping import read_pack
from collectdesk.domain.contact.contacts import Channel, Direction
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.rules.facts import Facts
from collectdesk.domain.rules.gate import Decision, Judgement, judge
from collectdesk.domain.rules.packs import Act, Outcome, Rule, RulePack
from collectdesk.domain.visits.visits import VisitState
from collectdesk.domain.zones import CHINA_TIME, local_day
from collectdesk.store.cases import cases
from collectdesk.store.contact import contacts
from collectdesk.store.people.people import account_names, staff
from collectdesk.store.visits import visits
from collectdesk.store.work import View

MONTHS_BACK: Final = timedelta(days=90)
_WEEK: Final = timedelta(days=7)
MOST_LISTED: Final = 1000
_AFTERWARDS: Final = ("reached", "identity_stated", "identification_shown", "recording_made",
                      "recording_refusal_noted")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stopped:
    """One act that the rehearsed rules would have stopped or asked a reason for; ``anew`` where today's don't."""

    at: datetime
    act: Act
    case_no: str
    by: str
    outcome: Outcome
    rules: tuple[str, ...]
    anew: bool
    planned: bool


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often one rule would have spoken; ``anew`` counts the acts that today's rules let through."""

    rule: Rule
    spoken: int
    anew: int


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The result: acts asked, refused and needing a reason, now and then, by rule and one by one."""

    pack: str
    from_on: date
    to_on: date
    asked: int
    refused: int
    refused_today: int
    needing_reason: int
    by_rule: tuple[RuleCount, ...]
    stopped: tuple[Stopped, ...]
    left_off: int


@dataclass(frozen=True, slots=True)
class _PastAct:
    at: datetime
    act: Act
    case_id: str
    by: str
    facts: Facts
    planned: bool = False


@dataclass(frozen=True, slots=True)
class RehearsePack(Lookup[Rehearsal]):
    """Judge the contacts and visits of a time, the plans ahead among them, as if a pack had applied all along.

    Without ``text`` the branch's own rules are asked as they stand. Acts that others began are left out.
    """

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "rules.rehearsed"
    audited: ClassVar = True

    text: str = ""
    file_name: str = ""
    from_on: date | None = None
    to_on: date | None = None

    def look(self, view: View) -> Rehearsal:
        first = self.from_on or view.today - MONTHS_BACK
        last = self.to_on or view.today + _WEEK
        if last < first:
            raise Refused("rules.rehearsal_backwards", field="to_on")
        now = rules_of(view)
        packs, where, name = now.packs, now.jurisdiction, ""
        if self.text.strip():
            new = read_pack(self.text, self.file_name).pack
            packs, where, name = _as_if_always(packs, new), new.jurisdiction, new.name
        tally = _Tally(view)
        for done in _acts(view, first, last):
            on = local_day(done.at)
            then = judge(
                packs, done.act, done.facts, on, jurisdiction=where, calendar=calendar(), dated=False
            )
            today = judge(now.packs, done.act, done.facts, on, jurisdiction=now.jurisdiction, dated=False)
            tally.take(done, then, today)
            view.step(tally.asked, 0)
        view.note(pack=trail_name(name), asked=tally.asked, refused=tally.refused)
        return tally.told(name, first, last, packs)


def _as_if_always(packs: tuple[RulePack, ...], new: RulePack) -> tuple[RulePack, ...]:
    """The packs with the new one in force on every day, in place of every version of the same pack."""
    rules = tuple(replace(rule, effective_from=None) for rule in new.rules)
    always = replace(new, effective_from=date.min, effective_to=None, rules=rules)
    return (*(pack for pack in packs if pack.id != new.id), always)


class _Tally:
    """Counts while the acts go by."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._names = account_names(view)
        self.asked = self.refused = self.refused_today = self.needing_reason = self.left_off = 0
        self._spoken, self._anew = Counter[str](), Counter[str]()
        self._stopped: list[Stopped] = []

    def take(self, done: _PastAct, then: Judgement, today: Judgement) -> None:
        self.asked += 1
        heavy, before = _settled(then), {one.rule_id: one.outcome for one in _settled(today)}
        self.refused_today += Outcome.REFUSED in before.values()
        if not heavy:
            return
        outcome = heavy[0].outcome
        self.refused += outcome is Outcome.REFUSED
        self.needing_reason += outcome is not Outcome.REFUSED
        names = tuple(dict.fromkeys(one.rule_id for one in heavy))
        self._spoken.update(names)
        self._anew.update(set(names) - set(before))
        if len(self._stopped) >= MOST_LISTED:
            self.left_off += 1
            return
        anew = all(outcome.weight > other.weight for other in before.values())
        case_no = self._view.once(
            ("case", done.case_id), lambda: cases.case(self._view, done.case_id)
        ).case_no
        by = {str(one): name for one, name in self._names.items()}.get(done.by, "")
        self._stopped.append(
            Stopped(done.at, done.act, case_no, by, outcome, names, anew, done.planned)
        )  # fmt: skip

    def told(self, name: str, first: date, last: date, packs: tuple[RulePack, ...]) -> Rehearsal:
        rules = {rule.id: rule for pack in packs for rule in pack.rules}
        counts = tuple(
            RuleCount(rules[one], count, self._anew[one]) for one, count in self._spoken.most_common()
        )
        stopped = tuple(sorted(self._stopped, key=lambda one: (not one.anew, one.at)))
        return Rehearsal(name, first, last, self.asked, self.refused, self.refused_today, self.needing_reason,
                         counts, stopped, self.left_off)  # fmt: skip


def _settled(judgement: Judgement) -> list[Decision]:
    """What stops an act for sure: the file doesn't tell the text of a past message, and that proves nothing."""
    return [one for one in judgement.decisions if one.outcome is not Outcome.HINT and not one.missing_facts]


def _acts(view: View, first: date, last: date) -> Iterator[_PastAct]:
    """Everything that the branch began in these days, as a plan: what only became known afterwards is left out."""
    start = datetime.combine(first, time(), CHINA_TIME)
    end = datetime.combine(last + timedelta(days=1), time(), CHINA_TIME)
    for case_id, contact in contacts.contacts_between(view, start, end):
        if contact.direction is Direction.INCOMING or contact.channel is Channel.VISIT:
            continue
        facts = facts_of_contact(view, case_id, contact)
        yield _PastAct(contact.happened_at, gate.act_of(contact.channel), case_id, contact.recorded_by,
                       _beforehand(facts))  # fmt: skip
    people = {person.id: person for person in staff(view, former=True)}
    for visit in visits.visits_between(view, start, end):
        if visit.state is VisitState.CANCELLED:
            continue
        officer, safety = people.get(visit.officer_id), people.get(visit.safety_id)
        crew = gate.Crew(officer, safety) if officer and safety else None
        facts = gate.visit_facts(
            view, visit.case_id, visit.point_id, visit.planned_at, visit.until, crew, caution=visit.caution
        )
        ahead = visit.planned_at > view.now
        yield _PastAct(visit.planned_at, Act.VISIT, visit.case_id, "", _beforehand(facts), ahead)


def _beforehand(facts: Facts) -> Facts:
    return {name: value for name, value in facts.items() if name not in _AFTERWARDS}
