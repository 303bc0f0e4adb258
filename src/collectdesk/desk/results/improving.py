"""What is to get better and has no result yet, after a callback or a complaint: its owner's own next steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collectdesk.store.cases import casebook
from collectdesk.store.contact import complaints
from collectdesk.store.people.people import account_names
from collectdesk.store.results import callbacks

if TYPE_CHECKING:
    from datetime import date

    from collectdesk.store.work import View


@dataclass(frozen=True, slots=True)
class ImprovementDue:
    """One of them; ``number`` is the complaint's, "" after a callback."""

    subject_id: str
    case_no: str
    number: str
    improvement: str
    owner: str
    due_on: date
    is_late: bool


def improvements_due(view: View, whose: str = "") -> tuple[ImprovementDue, ...]:
    """Those of an account, or everybody's; the first due first."""
    found = [
        (one.id, one.case_id, "", one.improvement, one.improvement_owner, one.improvement_due_on)
        for one in callbacks.improving(view)
    ]
    found += [
        (one.id, str(one.case_id), one.number, one.improvement, one.improvement_owner, one.improvement_due_on)
        for one in complaints.improving(view)
    ]
    wanted = [one for one in found if whose in ("", one[4])]
    if not wanted:
        return ()
    names, numbers = (
        {str(key): name for key, name in account_names(view).items()},
        casebook.case_numbers(view),
    )
    lines = [
        ImprovementDue(
            subject, numbers.get(case, ""), number, what, names.get(owner, ""), due, due < view.today
        )
        for subject, case, number, what, owner, due in wanted
        if due is not None
    ]
    return tuple(sorted(lines, key=lambda one: (one.due_on, one.case_no, one.subject_id)))
