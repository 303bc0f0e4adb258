"""Staff and training: who may add them, what is refused, and what the list says of each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.desk.people.staffing import (
    AddTraining,
    EnrolStaff,
    ShowAccounts,
    ShowStaff,
    StaffLine,
    Training,
)
from collectdesk.desk.pipeline import Deed, NotPermitted
from collectdesk.domain.people.people import Role
from collectdesk.domain.refusals import Refused
from collectdesk.terms_trouble import REFUSALS
from helpers.branches import PRACTICE_DATE

if TYPE_CHECKING:
    from helpers.branches import Branch

FROM, UNTIL = date(2026, 1, 1), date(2026, 12, 31)
WHOLE: dict[str, Any] = {"staff_no": "C09", "name": "田宁", "collects": True, "secures": False}


def line(branch: Branch, staff_no: str) -> StaffLine:
    return next(each for each in branch.auditor(ShowStaff()) if each.staff_no == staff_no)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"staff_no": " "}, "staff.number_missing"),
        ({"name": ""}, "staff.name_missing"),
        ({"collects": False}, "staff.duty_missing"),
        ({"staff_no": " C01 "}, "staff.number_taken"),
        ({"trained_from": FROM, "trained_until": UNTIL}, "training.certificate_missing"),
        ({"certificate": "PX-9"}, "training.start_missing"),
        ({"certificate": "PX-9", "trained_from": FROM}, "training.end_missing"),
        ({"certificate": "PX-9", "trained_from": UNTIL, "trained_until": FROM}, "training.ends_before_start"),
        (
            {"certificate": "PX-9", "trained_from": FROM, "trained_until": date(2062, 1, 1)},
            "training.too_long",
        ),
    ],
)
def test_a_person_that_would_mislead_the_planner_is_refused(
    branch: Branch, changes: dict[str, Any], code: str
) -> None:
    before = branch.auditor(ShowStaff())
    with pytest.raises(Refused) as refused:
        branch.administrator(EnrolStaff(**{**WHOLE, **changes}))
    assert refused.value.code == code
    assert code in REFUSALS
    assert branch.auditor(ShowStaff()) == before


@pytest.mark.parametrize("login", ["clerk", "supervisor", "auditor"])
def test_only_an_administrator_keeps_people(branch: Branch, login: str) -> None:
    deeds: tuple[Deed[Any], ...] = (
        EnrolStaff(**WHOLE),
        AddTraining(branch.staff_id("C02"), "PX-2", FROM, UNTIL),
    )
    for deed in deeds:
        with pytest.raises(NotPermitted):
            branch.run(login, deed)
    assert branch.actions()[-1] == "refused.training.added"


def test_a_clerk_sees_no_list_of_accounts(branch: Branch) -> None:
    with pytest.raises(NotPermitted):
        branch.clerk(ShowAccounts())
    assert {who.login: who.role for who in branch.auditor(ShowAccounts())}["clerk"] is Role.CLERK


def test_somebody_without_a_training_is_on_the_list_and_says_so(branch: Branch) -> None:
    branch.administrator(EnrolStaff(**WHOLE))
    assert line(branch, "C09").training is Training.MISSING
    assert line(branch, "C09").valid_until is None
    assert branch.actions()[-1] == "staff.enrolled"


def test_nobody_who_is_gone_is_trained(branch: Branch) -> None:
    with pytest.raises(Refused) as refused:
        branch.administrator(AddTraining("0" * 32, "PX-1", FROM, UNTIL))
    assert refused.value.code == "staff.unknown"


def test_a_new_training_makes_an_untrained_officer_fit_for_visits(branch: Branch) -> None:
    assert line(branch, "C02").training is Training.MISSING
    branch.administrator(AddTraining(branch.staff_id("C02"), " PX-22 ", FROM, UNTIL))
    assert line(branch, "C02").training is Training.VALID
    assert line(branch, "C02").certificate == "PX-22"
    assert branch.actions()[-1] == "training.added"
    request_id = branch.request()
    branch.approve(request_id)
    branch.plan(request_id, officer_id=branch.staff_id("C02"))  # the rule asks for a valid training


@pytest.mark.parametrize(
    ("days", "training"),
    [(-1, Training.EXPIRED), (0, Training.EXPIRING), (30, Training.EXPIRING), (31, Training.VALID)],
)
def test_a_training_runs_out_thirty_days_before_its_end(
    branch: Branch, days: int, training: Training
) -> None:
    until = PRACTICE_DATE + timedelta(days=days)
    branch.administrator(AddTraining(branch.staff_id("C02"), "PX-2", FROM, until))
    assert line(branch, "C02").training is training
    assert line(branch, "C02").days_left == days


def test_of_two_trainings_the_one_that_holds_today_counts(branch: Branch) -> None:
    staff_id = branch.staff_id("C02")
    branch.administrator(AddTraining(staff_id, "PX-NEXT", date(2026, 6, 1), date(2027, 6, 1)))
    assert line(branch, "C02").training is Training.EXPIRED  # it doesn't hold yet
    branch.administrator(AddTraining(staff_id, "PX-NOW", FROM, UNTIL))
    assert line(branch, "C02").certificate == "PX-NOW"
