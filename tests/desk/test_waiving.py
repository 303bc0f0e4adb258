"""Arrangements beyond instalments: each waiver decided by itself, within the branch's power, lapsing on breach."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.desk.solutions.solving import DecidePlan, OfferPlan, Terms
from collectdesk.desk.solutions.waiving import DecideWaiver, ShowWaivers, Waiver, WaiverState
from collectdesk.desk.visits.printing import PrintAgreement
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused, RuleBroken
from collectdesk.domain.solutions.arrangements import ArrangementKind, ArrangementState
from collectdesk.domain.solutions.solution_table import Component
from collectdesk.store.cases import solutions
from collectdesk.store.trouble import StaleRecord
from helpers.branches import ACCOUNTS, LI, payment_row

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch

FIRST = date(2026, 4, 20)
PENALTY, INTEREST = Component.PENALTY, Component.INTEREST


def offer(branch: Branch, kind: ArrangementKind, yuan: str, count: int = 3, **more: Any) -> str:
    waived = tuple((part, Money.yuan(text)) for part, text in more.pop("waived", {}).items())
    first = more.pop("first", FIRST)
    terms = Terms(branch.products()[0].id, Money.yuan(yuan), count, first, kind=kind, waived=waived)
    return branch.clerk(OfferPlan(branch.case_id(), terms, "失业，亲属代偿", **more))


def waivers(branch: Branch, plan: str) -> list[Waiver]:
    return [each.waiver for each in branch.clerk(ShowWaivers(plan))]


def test_terms_that_do_not_add_up_are_refused_and_leave_nothing(branch: Branch) -> None:
    balance = "186300.00"
    for kind, yuan, waived, code in (
        (ArrangementKind.INSTALMENTS, "900", {PENALTY: "1"}, "waiver.other_kind"),
        (ArrangementKind.WAIVER, "900", {}, "ways.nothing_waived"),
        (ArrangementKind.WAIVER, "900", {INTEREST: "99999"}, "ways.waived_above_part"),
        (ArrangementKind.WAIVER, "900", {PENALTY: "-1"}, "ways.part_negative"),
        (ArrangementKind.SETTLEMENT, "180000", {INTEREST: "100"}, "waiver.settlement_gap"),
        (ArrangementKind.SETTLEMENT, "190000", {}, "waiver.settlement_gap"),
        (ArrangementKind.EXTENSION, "186300.01", {}, "arrangement.above_owed"),
        (ArrangementKind.REAGEING, "0", {}, "plan.amount_not_positive"),
    ):
        with pytest.raises(Refused) as refused:
            offer(branch, kind, yuan, waived=waived)
        assert refused.value.code == code
    with pytest.raises(RuleBroken):  # an extension beyond the original term, with the clause
        offer(branch, ArrangementKind.EXTENSION, "900", first=date(2030, 4, 20))
    assert branch.ask(solutions.arrangements) == []
    settled = offer(branch, ArrangementKind.SETTLEMENT, balance)
    assert waivers(branch, settled) == []
    branch.agree(settled)


def test_each_waiver_is_decided_by_itself_and_lapses_when_the_plan_breaks(
    branch: Branch, tmp_path: Path
) -> None:
    plan = offer(branch, ArrangementKind.WAIVER, "900", waived={PENALTY: "6000", INTEREST: "500"})
    penalty, interest = waivers(branch, plan)
    with pytest.raises(Refused) as refused:
        branch.agree(plan)
    assert refused.value.code == "waiver.undecided"
    with pytest.raises(Refused) as refused:  # beyond the branch's own power
        branch.supervisor(DecideWaiver(penalty.id, grant=True))
    assert refused.value.code == "waiver.above_power"
    with pytest.raises(Refused) as refused:
        branch.supervisor(DecideWaiver(interest.id, grant=False))
    assert refused.value.code == "waiver.reason_missing"
    branch.supervisor(DecideWaiver(penalty.id, grant=True, authority="分行批〔2026〕17号"))
    branch.supervisor(DecideWaiver(interest.id, grant=True))
    with pytest.raises(StaleRecord):
        branch.supervisor(DecideWaiver(interest.id, grant=False, reason="again"))
    target = tmp_path / "agreement.pdf"
    assert branch.clerk(PrintAgreement(target, plan)).pages >= 2  # the slips are on a page of their own
    branch.agree(plan)
    assert branch.actions().count("waiver.decided") == 2
    branch.advance(days=60)
    branch.take(
        LedgerKind.PAYMENTS, [payment_row("HK-7", ACCOUNTS[LI], date(2026, 4, 1), 100)], date(2026, 5, 16)
    )
    assert (
        branch.ask(lambda view: solutions.arrangement(view, plan)).arrangement.state
        is ArrangementState.BROKEN
    )
    assert {each.state for each in waivers(branch, plan)} == {WaiverState.LAPSED}


def test_nobody_decides_the_waiver_they_offered_and_a_refused_one_stops_the_plan(branch: Branch) -> None:
    terms = Terms(
        branch.products()[0].id, Money.yuan(900), 3, FIRST, kind=ArrangementKind.WAIVER,
        waived=((PENALTY, Money.yuan(10)),),
    )  # fmt: skip
    plan = branch.supervisor(OfferPlan(branch.case_id(), terms, "失业"))
    (waiver,) = waivers(branch, plan)
    with pytest.raises(Refused) as refused:
        branch.supervisor(DecideWaiver(waiver.id, grant=True))
    assert refused.value.code == "four_eyes.own_plan"
    branch.enrol("second", "supervisor")
    branch.run("second", DecideWaiver(waiver.id, grant=False, reason="能够负担"))
    with pytest.raises(Refused) as refused:
        branch.run("second", DecidePlan(plan, approve=True))
    assert refused.value.code == "waiver.was_refused"
    branch.run("second", DecidePlan(plan, approve=False, reason="减免未获同意"))
    assert waivers(branch, plan)[0].state is WaiverState.REFUSED
