"""What customers ask about their own data: taken down, answered in time, deleted as far as the law allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk import resources
from collectdesk.desk.customers import masking
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.customers.petitions import (
    Judged,
    Kept,
    PetitionKind,
    PetitionState,
    PrivacyTable,
    Term,
    is_late,
    judge_keeping,
    load_privacy,
    state_after,
)
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers, petitions
from collectdesk.store.customers.petitions import Petition
from collectdesk.store.people.people import account_names
from collectdesk.store.trouble import StaleRecord
from collectdesk.store.vault import erasing
from collectdesk.store.visits import visits

if TYPE_CHECKING:
    from collectdesk.store.work import View, Work

__all__ = [
    "AnswerPetition", "Kept", "KeptLine", "ListPetitions", "Petition", "PetitionDesk", "PetitionKind",
    "PetitionState", "PetitionWaiting", "ShowPetitions", "TakePetition",
]  # fmt: skip

DUE: Final = "petition.due"
COPY: Final = "access_copy"
_REMINDED: Final = timedelta(days=3)
"""How long before the last day Today speaks of it; the inbox shows it from the first."""
_TOUCHES: Final = frozenset({Subject.CUSTOMERS, Subject.CASES, Subject.STEPS})


@cache
def privacy_table() -> PrivacyTable:
    """The terms that are shipped, with their sources."""
    return load_privacy(resources.path("privacy", "cn-privacy-1.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class KeptLine:
    """What is held of one kind, whether the customer's word makes it go, and the term with its source."""

    judged: Judged
    count: int
    term: Term


@dataclass(frozen=True, slots=True)
class PetitionDesk:
    """A customer's petitions, the first to be answered first; what a deletion would do; and the days to answer in."""

    petitions: tuple[Petition, ...]
    lines: tuple[KeptLine, ...]
    people: Mapping[str, str]
    days: int
    source: str
    certainty: str
    backups: int
    copied: frozenset[str] = frozenset()
    """The petitions whose copy was made."""


@dataclass(frozen=True, slots=True)
class ShowPetitions(Lookup[PetitionDesk]):
    """What a customer asked about their data; the file's opening is in the trail already."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "petition.shown"

    customer_id: str

    def look(self, view: View) -> PetitionDesk:
        table, kept = privacy_table(), cases.open_case_of(view, self.customer_id)
        seen = masking.of_case(view, kept)
        found = petitions.petitions(view, customer_id=self.customer_id)
        return PetitionDesk(
            tuple(_masked(seen, each) for each in found),
            judge_deletion(view, self.customer_id, asked=True),
            account_names(view),
            table.days,
            table.source,
            table.certainty,
            erasing.backups_holding(view),
            frozenset(each.id for each in found if visits.prints(view, each.id)),
        )


def _masked(seen: masking.Sight, kept: Petition) -> Petition:
    return replace(kept, name=masking.name(seen, kept.name))


def judge_deletion(view: View, customer_id: str, *, asked: bool) -> tuple[KeptLine, ...]:
    """What would go today and what stays until when, kind by kind; kinds of which nothing is held are left out."""
    table, held = privacy_table(), erasing.held(view, customer_id)
    stands = erasing.standing(view, customer_id)
    lines = []
    for kept in Kept:
        if held[kept]:
            judged = judge_keeping(
                table, kept, asked=asked, is_open=stands.is_open, closed_on=stands.closed_on, day=view.today
            )
            lines.append(KeptLine(judged, len(held[kept]), table.terms[kept]))
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class TakePetition(Change[str]):
    """Take down what a customer asks about their data; it is to be answered within the table's days.

    ``identity`` is how they proved who they are: nobody else may have it. Gives the petition's id.
    """

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "petition.taken"
    touches: ClassVar = _TOUCHES

    customer_id: str
    kind: PetitionKind
    asked_on: date
    identity: str
    wish: str = ""

    def carry_out(self, work: Work) -> str:
        customers.customer(work, self.customer_id)
        if self.asked_on > work.today:
            raise Refused("petition.in_future", field="asked_on")
        if not self.identity.strip():
            raise Refused("petition.identity_missing", field="identity")
        if self.kind is PetitionKind.CORRECTION and not self.wish.strip():
            raise Refused("petition.wish_missing", field="wish")
        for other in petitions.petitions(work, customer_id=self.customer_id, state=PetitionState.OPEN):
            if other.kind is self.kind:
                raise Refused("petition.known", field="kind", due_on=other.due_on)
        due_on = privacy_table().due_on(self.asked_on)
        made = petitions.take(
            work, self.customer_id, self.kind, self.asked_on, due_on, self.identity.strip(), self.wish.strip()
        )
        kept = cases.open_case_of(work, self.customer_id)
        if kept is not None:
            cases.add_step(work, kept.id, StepKind.DEADLINE, max(work.today, due_on - _REMINDED), DUE, made)
        work.note(customer=self.customer_id, petition=made, kind=self.kind.value)
        return made


@dataclass(frozen=True, slots=True)
class Answered:
    """How it was answered, and how many rows went."""

    state: PetitionState
    erased: int


@dataclass(frozen=True, slots=True)
class AnswerPetition(Change[Answered]):
    """Grant a petition or refuse it with the reason; granting a deletion erases what may go, at once and for good.

    Nobody answers what they took down themselves. A copy is granted once it was made; a correction says what was
    put right, and where core banking has to.
    """

    needs: ClassVar = Permission.SIGN_OFF
    action: ClassVar = "petition.answered"
    timed: ClassVar = True
    four_eyes: ClassVar = "petition.own"
    touches: ClassVar = frozenset({*_TOUCHES, Subject.VISITS})

    petition_id: str
    granted: bool
    answer: str

    def makers(self, view: View) -> frozenset[str]:
        try:
            return frozenset({petitions.petition(view, self.petition_id).taken_by})
        except LookupError:
            return frozenset()

    def carry_out(self, work: Work) -> Answered:
        kept = petitions.petition(work, self.petition_id)
        if kept.state is not PetitionState.OPEN:
            raise StaleRecord("petition", kept.id)
        said = self.answer.strip()
        if not said and (not self.granted or kept.kind is PetitionKind.CORRECTION):
            raise Refused("petition.reason_missing", field="answer")
        if self.granted and kept.kind is PetitionKind.ACCESS and not visits.prints(work, kept.id):
            raise Refused("petition.no_copy")
        deletes = self.granted and kept.kind is PetitionKind.DELETION
        lines = judge_deletion(work, kept.customer_id, asked=True) if deletes else ()
        stays = any(not line.judged.may_go for line in lines)
        erased = self._erase(work, kept, lines)
        state = state_after(granted=self.granted, asks_deletion=deletes, stays=stays)
        petitions.answer(work, kept, state, said)
        for case_id in petitions.case_ids_of(work, kept.customer_id):
            cases.finish_steps(work, case_id, (StepKind.DEADLINE,), state.value, kept.id)
        work.note(customer=kept.customer_id, petition=kept.id, state=state.value, erased=erased)
        return Answered(state, erased)

    def _erase(self, work: Work, kept: Petition, lines: tuple[KeptLine, ...]) -> int:
        going = {line.judged.kept for line in lines if line.judged.may_go}
        held = erasing.held(work, kept.customer_id) if going else {}
        chosen = {kind: ids for kind, ids in held.items() if kind in going}
        return erasing.erase(work, kept.customer_id, chosen, "petition", petition_id=kept.id)


@dataclass(frozen=True, slots=True)
class PetitionWaiting:
    """A petition that waits for its answer, for the inbox; ``case_id`` is empty where no case is open."""

    petition: Petition
    case_id: str
    case_no: str
    taken_by: str
    is_late: bool
    has_copy: bool


def petitions_waiting(view: View) -> tuple[PetitionWaiting, ...]:
    """Every petition without an answer, the first to be answered first, names masked for the actor."""
    names, found = account_names(view), []
    for each in petitions.petitions(view, state=PetitionState.OPEN):
        kept = cases.open_case_of(view, each.customer_id)
        seen = masking.of_case(view, kept)
        found.append(
            PetitionWaiting(
                _masked(seen, each), kept.id if kept else "", kept.case_no if kept else "",
                names.get(each.taken_by, ""), is_late(each.due_on, each.state, view.today),
                bool(visits.prints(view, each.id)),
            )
        )  # fmt: skip
    return tuple(found)


@dataclass(frozen=True, slots=True)
class ListPetitions(Lookup[tuple[PetitionWaiting, ...]]):
    """Every petition that waits for its answer."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "petition.listed"

    def look(self, view: View) -> tuple[PetitionWaiting, ...]:
        return petitions_waiting(view)
