"""The hand-over sheet of a sharing: gathered as the cases stand, printed for those who take them over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.archive.gathering import next_copy, printing_of
from collectdesk.desk.customers import masking
from collectdesk.desk.pipeline import Export, Subject
from collectdesk.desk.visits.printing import Printed, Sheaf
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.arrangements import ArrangementState
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.domain.visits.visits import VisitState
from collectdesk.reports.customers.hand_over import (
    HAND_OVER_VERSION,
    HandedCase,
    HandedPromise,
    HandOverFacts,
    print_hand_over,
)
from collectdesk.store.cases import cases, solutions
from collectdesk.store.customers import lists
from collectdesk.store.people import assignments, people
from collectdesk.store.visits import visits

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.desk.progress import Progress
    from collectdesk.reports.drawing.page import Printing
    from collectdesk.store.people.assignments import Share
    from collectdesk.store.work import View, Work

_COMING = (VisitState.SCHEDULED, VisitState.KIT_PRINTED)
_MASKED = masking.Sight(names=False, contacts=False)
"""On paper that lies about, whoever prints it."""


@dataclass(frozen=True, slots=True)
class PrintHandOver(Export[Printed, Sheaf]):
    """Print what each who takes cases over has to know; closed cases and those that went back are left out."""

    needs: ClassVar = Permission.ASSIGN_CASE
    action: ClassVar = "hand_over.printed"
    timed: ClassVar = True
    touches: ClassVar = frozenset({Subject.CASES})

    target: Path
    sharing_id: str
    language: str = "zh_CN"

    def gather(self, view: View) -> Sheaf:
        parts = [each for each in assignments.shares(view, sharing_id=self.sharing_id) if not each.ended_on]
        handed = {each.case_id: _handed(view, each.case_id) for each in parts}
        parts = [each for each in parts if handed[each.case_id] is not None]
        if not parts:
            raise Refused("share.over")
        copy = next_copy(view, "hand_over", self.sharing_id)
        names, printing = people.account_names(view), printing_of(view, copy)
        sheets = tuple(
            _sheet(holder, [each for each in parts if each.holder_id == holder], handed, names, printing)
            for holder in dict.fromkeys(each.holder_id for each in parts)
        )
        number = f"JJ-{parts[0].from_on:%Y%m%d}-{self.sharing_id[-4:].upper()}"
        return Sheaf(sheets, number, copy, self.sharing_id)

    def draw(self, gathered: Sheaf, partial: Path, progress: Progress) -> None:
        gathered.drawn = print_hand_over(
            partial, gathered.facts, gathered.number, self.language, progress.step
        )

    def settle(self, work: Work, gathered: Sheaf, partial: Path) -> Printed:
        printed = gathered.printed(self.target, partial)
        gathered.register(work, "hand_over", HAND_OVER_VERSION, printed)
        work.note(sharing=self.sharing_id, number=printed.number, copy=printed.copy)
        return printed


def _sheet(
    holder: str,
    parts: list[Share],
    handed: dict[str, HandedCase | None],
    names: dict[str, str],
    printing: Printing,
) -> HandOverFacts:
    found = [case for each in parts if (case := handed[each.case_id]) is not None]
    far = parts[0].from_on.max
    found.sort(key=lambda case: (case.due_on or far, -case.dpd, case.case_no))
    owners = dict.fromkeys(names.get(each.owner_id, "") for each in parts)
    return HandOverFacts(
        tuple(owners), names[holder], parts[0].from_on, parts[0].until_on, tuple(found),
        printing,
    )  # fmt: skip


def _handed(view: View, case_id: str) -> HandedCase | None:
    """A case as it stands; None once it is closed."""
    kept = cases.case(view, case_id)
    if kept.closed_on is not None:
        return None
    line = lists.lines_of(view, lists.numbers_of(view, [kept.customer_id]))[0]
    promised = solutions.promises(view, case_id=case_id, state=PromiseState.ACTIVE)
    plans = solutions.arrangements(view, case_id=case_id, state=ArrangementState.ACTIVE)
    return HandedCase(
        kept.case_no,
        masking.name(_MASKED, line.name),
        line.overdue,
        line.dpd,
        StepKind(line.next_kind) if line.next_kind else None,
        line.next_due_on,
        tuple(sorted(cases.standing_holds(view, case_id))),
        tuple(HandedPromise(each.promise.amount, each.promise.due_on) for each in promised),
        tuple(v.planned_at for v in visits.visits_of(view, case_id) if v.state in _COMING),
        len(plans),
    )
