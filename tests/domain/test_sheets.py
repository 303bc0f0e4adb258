"""Printed pages: what is odd is never guessed, a lost page is the supervisor's, figures that can't be are refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from collectdesk.domain.money import Money
from collectdesk.domain.paper.records import Met
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.sheets import (
    OFFERS,
    SLIPS,
    Fate,
    RoundStage,
    Sheet,
    SheetPart,
    Tally,
    propose_fate,
    require_fate,
    require_tally,
    slots_of,
    stage_of,
)
from collectdesk.domain.visits.visits import VisitState

AT = datetime(2026, 3, 18, 9, tzinfo=UTC)
PAGE = Sheet("s", "v", "K-1", 1, 1, None)


@pytest.mark.parametrize(
    ("state", "newest", "goes", "fate"),
    [
        (VisitState.KIT_PRINTED, True, True, None),
        (VisitState.CANCELLED, True, True, Fate.WITHDRAWN),
        (VisitState.RECORDED, True, True, Fate.RETURNED),
        (VisitState.RECORDED, False, True, Fate.WITHDRAWN),
        (VisitState.KIT_PRINTED, True, False, Fate.WITHDRAWN),
        (None, True, True, Fate.RETURNED),
    ],
)
def test_a_pages_likely_fate(state: VisitState | None, newest: bool, goes: bool, fate: Fate | None) -> None:
    assert propose_fate(PAGE, state, newest=newest, goes=goes) is fate


@pytest.mark.parametrize(
    ("page", "met", "fate"),
    [
        (SLIPS, Met.BORROWER, Fate.LEFT),
        (SLIPS, Met.FAMILY, Fate.LEFT),
        (SLIPS, Met.NOBODY, Fate.UNUSED),
        (OFFERS, Met.BORROWER, Fate.LEFT),
        (OFFERS, Met.FAMILY, Fate.UNUSED),
        (2, Met.BORROWER, Fate.RETURNED),
    ],
)
def test_what_the_customer_keeps_is_left_with_them_or_wasnt_used(page: int, met: Met, fate: Fate) -> None:
    sheet = Sheet("s", "v", "K-1", 1, page, None)
    assert propose_fate(sheet, VisitState.RECORDED, newest=True, goes=True, met=met) is fate


@pytest.mark.parametrize(
    ("part", "met", "fate"),
    [
        (SheetPart.LETTER, Met.BORROWER, Fate.LEFT),
        (SheetPart.LETTER, Met.FAMILY, Fate.UNUSED),
        (SheetPart.BESIDE, Met.BORROWER, Fate.LEFT),
        (SheetPart.RECEIPT, Met.BORROWER, Fate.RETURNED),
    ],
)
def test_a_letter_is_left_with_whom_it_addresses_and_its_receipt_comes_back(
    part: SheetPart, met: Met, fate: Fate
) -> None:
    sheet = Sheet("s", "v", "K-1", 1, 5, None, "", part)
    assert propose_fate(sheet, VisitState.RECORDED, newest=True, goes=True, met=met) is fate


def test_the_pages_of_a_stop_are_numbered_so_that_no_two_letters_meet() -> None:
    own, beside = slots_of([("n1", 2), ("n2", 1)], ["n3"], with_offers=False)
    assert [slot.page for slot in own] == [1, 2, 3, 5, 6, 14, 15, 24]
    assert [(slot.page, slot.part, slot.notice_id) for slot in beside] == [(25, SheetPart.BESIDE, "n3")]


def test_what_somebody_said_of_a_page_stands() -> None:
    lost = Sheet("s", "v", "K-1", 1, 1, Fate.LOST, "掉进河里")
    assert propose_fate(lost, VisitState.RECORDED, newest=True, goes=True) is Fate.LOST


def test_a_lost_page_needs_the_supervisor_and_a_reason() -> None:
    for supervisor, reason, code in (
        (False, "x", "sheet.lost_by_supervisor"),
        (True, " ", "sheet.lost_reason"),
    ):
        with pytest.raises(Refused) as error:
            require_fate(Fate.LOST, reason, by_supervisor=supervisor)
        assert error.value.code == code
    require_fate(Fate.LOST, "掉进河里", by_supervisor=True)
    require_fate(Fate.LEFT, "", by_supervisor=False)


@pytest.mark.parametrize(
    ("tally", "code"),
    [
        (Tally(-1), "round.metres"),
        (Tally(2_000_001), "round.metres"),
        (Tally(1000, Money(-1)), "round.expenses"),
        (Tally(1000, Money(100)), "round.expense_note"),
    ],
)
def test_figures_that_cant_be_are_refused(tally: Tally, code: str) -> None:
    with pytest.raises(Refused) as error:
        require_tally(tally)
    assert error.value.code == code
    require_tally(Tally(42_500, Money(3000), "停车"))


def test_a_day_stands_where_its_last_instant_put_it() -> None:
    open_still, printed = VisitState.SCHEDULED, VisitState.KIT_PRINTED
    assert stage_of([open_still, printed], None, None, None, None) is RoundStage.PLANNED
    assert stage_of([printed, VisitState.CANCELLED], None, None, None, None) is RoundStage.PRINTED
    assert stage_of([VisitState.CANCELLED], None, None, None, None) is RoundStage.PLANNED
    assert stage_of([printed], AT, None, None, None) is RoundStage.RELEASED
    assert stage_of([printed], AT, AT, None, None) is RoundStage.OUT
    assert stage_of([printed], AT, AT, AT, None) is RoundStage.BACK
    assert stage_of([printed], AT, AT, AT, AT) is RoundStage.CLOSED
