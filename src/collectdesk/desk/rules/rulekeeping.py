"""Keeping the rules: the branch's own packs, citations confirmed, rules loosened, the jurisdiction chosen.

Anything that makes the rules softer takes a supervisor and a reason; everything is a line in the trail.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from collectdesk.desk.people.seconding import SecondPerson
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.desk.rules.legal_terms import legal_terms
from collectdesk.desk.rules.rulebook import BranchRules, rules_of, trail_name
from collectdesk.domain.contact.legal_terms import is_stricter
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.rules.book import BoundPack, RuleBook, pack_digest, plain_text
from collectdesk.domain.rules.changes import SOFTER, ChangeKind, RuleChange, Softening, softenings
from collectdesk.domain.rules.loading import BadPack, load_pack
from collectdesk.domain.rules.packs import Outcome, Rule, Wording
from collectdesk.domain.rules.told import ZONES
from collectdesk.store import rules
from collectdesk.store.work import View, Work

JURISDICTIONS: Final = tuple(ZONES)
_TOUCHES: Final = frozenset({Subject.RULES, Subject.CASES, Subject.VISITS, Subject.STEPS})


class PackRefused(Refused):
    """A pack that can't be loaded: the first fault, with file, rule and field; the rest in ``fault.others``."""

    def __init__(self, fault: BadPack) -> None:
        super().__init__("rules.bad_pack", file=fault.file, rule=fault.rule, field="text", part=fault.field)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class PackTried:
    """What loading a pack would do: its name, how many rules it brings, and what it would make softer."""

    pack_id: str
    version: str
    jurisdiction: str
    effective_from: date
    rules: int
    softer: tuple[Softening, ...]


def read_pack(text: str, file_name: str) -> BoundPack:
    """A pack from its text. Raises PackRefused with every fault."""
    try:
        return BoundPack(load_pack(text, file_name), file_name, pack_digest(text), plain_text(text))
    except BadPack as fault:
        raise PackRefused(fault) from fault


def _softer(before: BranchRules, after: RuleBook, bound: BoundPack, today: date) -> tuple[Softening, ...]:
    """Compared on the day the pack begins to judge: one that is loaded ahead of its time is weighed for that day."""
    on, where = max(bound.pack.effective_from, today), bound.pack.jurisdiction
    old = [one.pack for one in before.book.in_force(on, where)]
    return softenings(old, [one.pack for one in after.in_force(on, where)], on)


def _require_fitting(found: BranchRules, bound: BoundPack) -> None:
    pack = bound.pack
    if pack.jurisdiction not in JURISDICTIONS:
        raise Refused("rules.unknown_jurisdiction", field="text", jurisdiction=pack.jurisdiction,
                      known=", ".join(JURISDICTIONS))  # fmt: skip
    if any((one.pack.id, one.pack.version.partition("+")[0]) == (pack.id, pack.version)
           for one in found.book.bound):  # fmt: skip
        raise Refused("rules.version_taken", field="text", pack=pack.id, version=pack.version)
    if pack.adds_to and all(one.pack.id != pack.adds_to for one in found.book.bound):
        raise Refused("rules.adds_to_nothing", field="text", pack=pack.adds_to)
    for term in pack.terms:
        known = legal_terms().terms.get(term.code)
        if known is None:
            raise Refused(
                "rules.term_unknown", field="text", term=term.code, known=", ".join(legal_terms().terms)
            )
        if not is_stricter(known, term):
            raise Refused("rules.term_softer", field="text", term=term.code)
    others = {rule.id for one in found.packs if one.id != pack.id for rule in one.rules}
    taken = sorted(others & {rule.id for rule in pack.rules})
    if taken:
        raise Refused("rules.rule_taken", field="text", rule=taken[0])


@dataclass(frozen=True, slots=True)
class TryPack(Lookup[PackTried]):
    """Read a pack without loading it: its faults, or what it would bring and make softer."""

    needs: ClassVar = Permission.READ_RULES
    action: ClassVar = "rules.pack_tried"

    text: str
    file_name: str

    def look(self, view: View) -> PackTried:
        bound, found = read_pack(self.text, self.file_name), rules_of(view)
        _require_fitting(found, bound)
        pack = bound.pack
        softer = _softer(found, found.book.with_bound(bound), bound, view.today)
        return PackTried(
            pack.id, pack.version, pack.jurisdiction, pack.effective_from, len(pack.rules), softer
        )


@dataclass(frozen=True, slots=True)
class LoadPack(Change[PackTried]):
    """Load a pack of the branch: stricter rules at once, softer ones only by a supervisor who says why.

    A bad pack isn't loaded, and the last valid one goes on judging.
    """

    needs: ClassVar = Permission.KEEP_RULES
    action: ClassVar = "rules.pack_loaded"
    touches: ClassVar = _TOUCHES

    text: str
    file_name: str
    reason: str = ""

    def carry_out(self, work: Work) -> PackTried:
        tried = TryPack(self.text, self.file_name).look(work)
        if tried.softer:
            _require_leave(work, self.reason, tried.softer)
        digest = pack_digest(self.text)
        rules.add_pack(
            work,
            pack_id=tried.pack_id,
            pack_version=tried.version,
            jurisdiction=tried.jurisdiction,
            file_name=self.file_name,
            text=plain_text(self.text),
            digest=digest,
            reason=self.reason.strip(),
        )
        work.remembered.clear()
        work.note(pack=trail_name(f"{tried.pack_id} {tried.version}"), digest=digest,
                  softer=[one.rule_id for one in tried.softer])  # fmt: skip
        return tried


@dataclass(frozen=True, slots=True)
class WithdrawPack(Change[None]):
    """Take one of the branch's own packs back; an earlier version of it judges again."""

    needs: ClassVar = Permission.KEEP_RULES
    action: ClassVar = "rules.pack_withdrawn"
    touches: ClassVar = _TOUCHES

    pack_id: str
    version: str
    reason: str

    def carry_out(self, work: Work) -> None:
        wanted = (self.pack_id, self.version)
        kept = next(
            (p for p in rules.own_packs(work, standing=True) if (p.pack_id, p.pack_version) == wanted), None
        )
        if kept is None:
            raise Refused("rules.pack_unknown", pack=self.pack_id, version=self.version)
        before = rules_of(work)
        rules.withdraw_pack(work, kept, self.reason.strip())
        work.remembered.clear()
        bound = next((b for b in before.book.bound if b.pack.id == kept.pack_id), None)
        softer = _softer(before, rules_of(work).book, bound, work.today) if bound else ()
        if softer:
            _require_leave(work, self.reason, softer)
        elif not self.reason.strip():
            raise Refused("rules.reason_missing", field="reason")
        work.note(
            pack=trail_name(f"{kept.pack_id} {kept.pack_version}"), softer=[one.rule_id for one in softer]
        )


def _require_leave(work: Work, reason: str, softer: tuple[Softening, ...]) -> None:
    named = tuple(one.rule_id for one in softer)
    if not work.actor.may(Permission.LOOSEN_RULES):
        raise Refused("rules.softer_by_supervisor", rules=named)
    if not reason.strip():
        raise Refused("rules.softer_needs_reason", field="reason", rules=named)


@dataclass(frozen=True, slots=True)
class ConfirmCitation(Change[str]):
    """Confirm that a rule's clause was read at its source, or correct it; ``source`` says where it was read."""

    needs: ClassVar = Permission.KEEP_RULES
    action: ClassVar = "rules.citation_confirmed"
    touches: ClassVar = _TOUCHES

    rule_id: str
    source: str
    clause_zh: str = ""
    clause_en: str = ""
    dated_on: date | None = None

    def carry_out(self, work: Work) -> str:
        rule = _rule(work, self.rule_id)
        if not self.source.strip():
            raise Refused("rules.source_missing", field="source")
        if self.dated_on is not None and self.dated_on > work.today:
            raise Refused("rules.dated_ahead", field="dated_on")
        zh, en = self.clause_zh.strip(), self.clause_en.strip()
        clause = Wording(zh or rule.citation.clause.zh, en or rule.citation.clause.en) if zh or en else None
        change = RuleChange(rule.id, ChangeKind.CONFIRMED, work.actor.id, work.now, self.source.strip(),
                            work.today, None, None, clause, self.dated_on)  # fmt: skip
        return _kept(work, change)


@dataclass(frozen=True, slots=True)
class LoosenRule(Change[str]):
    """Let a rule ask for a reason, or only hint, for a time or until it is ended; it never falls silent."""

    needs: ClassVar = Permission.LOOSEN_RULES
    action: ClassVar = "rules.loosened"
    touches: ClassVar = _TOUCHES

    rule_id: str
    outcome: Outcome
    reason: str
    until_on: date | None = None

    def carry_out(self, work: Work) -> str:
        rule = _rule(work, self.rule_id)
        if not self.reason.strip():
            raise Refused("rules.reason_missing", field="reason")
        if self.outcome not in SOFTER or self.outcome.weight >= rule.outcome.weight:
            raise Refused("rules.not_softer", field="outcome", rule=rule.id)
        if self.until_on is not None and self.until_on < work.today:
            raise Refused("rules.ends_in_past", field="until_on")
        change = RuleChange(rule.id, ChangeKind.LOOSENED, work.actor.id, work.now, self.reason.strip(),
                            work.today, self.until_on, self.outcome)  # fmt: skip
        return _kept(work, change)


@dataclass(frozen=True, slots=True)
class RestoreRule(Change[None]):
    """End every loosening of a rule: from today on it stands as its pack says."""

    needs: ClassVar = Permission.KEEP_RULES
    action: ClassVar = "rules.restored"
    touches: ClassVar = _TOUCHES

    rule_id: str

    def carry_out(self, work: Work) -> None:
        standing = [
            one
            for one in rules.changes(work)
            if one.change.rule_id == self.rule_id.upper()
            and one.change.kind is ChangeKind.LOOSENED
            and not one.ended_by
            and (one.change.until_on is None or one.change.until_on >= work.today)
        ]
        if not standing:
            raise Refused("rules.not_loosened", rule=self.rule_id)
        for one in standing:
            rules.end_change(work, one)
        work.remembered.clear()
        work.note(rule=self.rule_id.upper(), changes=len(standing))


@dataclass(frozen=True, slots=True)
class ChooseJurisdiction(Change[None]):
    """Choose whose rules bind this branch, by two people; samples of other countries are off unless chosen."""

    needs: ClassVar = Permission.LOOSEN_RULES
    action: ClassVar = "rules.jurisdiction_chosen"
    touches: ClassVar = _TOUCHES
    two_persons: ClassVar = True

    jurisdiction: str
    reason: str
    second: SecondPerson | None = None

    def carry_out(self, work: Work) -> None:
        if self.jurisdiction not in JURISDICTIONS:
            raise Refused("rules.unknown_jurisdiction", field="jurisdiction", jurisdiction=self.jurisdiction,
                          known=", ".join(JURISDICTIONS))  # fmt: skip
        if not self.reason.strip():
            raise Refused("rules.reason_missing", field="reason")
        before = rules.jurisdiction(work)
        if before == self.jurisdiction:
            raise Refused("rules.same_jurisdiction", field="jurisdiction")
        change = RuleChange(self.jurisdiction, ChangeKind.JURISDICTION, work.actor.id, work.now,
                            self.reason.strip(), work.today)  # fmt: skip
        rules.add_change(work, change)
        work.remembered.clear()
        work.note(before=before, after=self.jurisdiction)


def _rule(view: View, rule_id: str) -> Rule:
    found = rules_of(view).book.rule(rule_id.upper(), view.today)
    if found is None:
        raise Refused("rules.rule_unknown", rule=rule_id)
    return found


def _kept(work: Work, change: RuleChange) -> str:
    made = rules.add_change(work, change)
    work.remembered.clear()
    work.note(rule=change.rule_id, kind=change.kind.value,
              outcome=change.outcome.value if change.outcome else "")  # fmt: skip
    return made
