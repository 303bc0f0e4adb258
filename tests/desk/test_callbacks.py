"""Callbacks: never asked by who went, an answer that can't be is refused, and what was said gets an owner and a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.contact.complaints import Brought, RegisterComplaint
from collectdesk.desk.customers.today import ShowToday
from collectdesk.desk.results.callbacks import (
    ListCallbacks,
    NoteCallback,
    NoteCallbackResult,
    SetCallbackImprovement,
)
from collectdesk.desk.results.effect import Figure, ListFigure
from collectdesk.desk.results.measures import ShowMeasures
from collectdesk.domain.contact.complaints import ComplaintChannel, ComplaintKind
from collectdesk.domain.refusals import Refused
from collectdesk.domain.results.callbacks import CallbackOutcome, satisfied
from collectdesk.domain.results.effect import Cut, Share, Span
from helpers.branches import LI, WANG

if TYPE_CHECKING:
    from collections.abc import Callable

    from helpers.branches import Branch

TODAY = date(2026, 3, 18)
ANSWERED = CallbackOutcome.ANSWERED


def refused(deed: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        deed()
    return str(caught.value.code)


def test_somebody_else_asks_and_what_was_said_gets_better(branch: Branch) -> None:
    visit_id = branch.recorded_visit()
    assert branch.supervisor(ListCallbacks()).waiting == (), (
        "a record that can be sent back is asked about later"
    )
    branch.sign(visit_id)
    (line,) = branch.clerk(ListCallbacks()).waiting
    assert (line.name, line.own) == (LI, True), "who typed the record doesn't ask"
    assert (
        refused(lambda: branch.clerk(NoteCallback(visit_id, TODAY, ANSWERED, 5))) == "four_eyes.own_callback"
    )
    ask = branch.supervisor
    assert refused(lambda: ask(NoteCallback(visit_id, TODAY, ANSWERED))) == "callback.score_missing"
    assert refused(lambda: ask(NoteCallback(visit_id, TODAY, ANSWERED, 6))) == "callback.score_missing"
    none = CallbackOutcome.NOT_REACHED
    assert refused(lambda: ask(NoteCallback(visit_id, TODAY, none, 3))) == "callback.score_without_answer"
    assert refused(lambda: ask(NoteCallback(visit_id, date(2026, 3, 17), none))) == "callback.day"
    ask(NoteCallback(visit_id, TODAY, none))
    assert len(ask(ListCallbacks()).waiting) == 1, "who wasn't reached stays on the list"
    made = ask(NoteCallback(visit_id, TODAY, ANSWERED, 2, "来的时间太早，李明还没起床"))
    assert ask(ListCallbacks()).waiting == ()
    assert refused(lambda: ask(NoteCallback(visit_id, TODAY, ANSWERED, 5))) == "callback.not_waiting"
    owner = branch.actors["clerk"].id
    assert refused(lambda: ask(NoteCallbackResult(made, "已改"))) == "complaint.no_improvement"
    late = SetCallbackImprovement(made, "九点以后再上门", owner, TODAY - timedelta(days=1))
    assert refused(lambda: ask(late)) == "complaint.due_past"
    ask(SetCallbackImprovement(made, "九点以后再上门", owner, TODAY + timedelta(days=7)))
    branch.advance(days=5)
    (due,) = branch.clerk(ShowToday(owner)).improvements
    assert (due.improvement, due.due_on, due.is_late) == ("九点以后再上门", TODAY + timedelta(days=7), False)
    assert branch.supervisor(ShowToday(branch.actors["supervisor"].id)).improvements == (), (
        "it is its owner's"
    )
    assert branch.supervisor(ShowToday()).improvements == (due,)
    branch.clerk(NoteCallbackResult(made, "排班已改为九点半起"))
    assert branch.clerk(ShowToday(owner)).improvements == ()
    kept = next(
        one.asked for one in branch.auditor(ListCallbacks()).asked if one.asked and one.asked.id == made
    )
    assert (kept.score, kept.improvement_owner, kept.result_on) == (2, owner, TODAY + timedelta(days=5))
    shown = ask(ShowMeasures(Span.MONTH))
    assert (shown.satisfied, shown.complaints) == (Share(0, 1), 0)
    (row,) = ask(ListFigure(Figure.SATISFIED, "", Span.MONTH))
    assert (row.name, row.code, row.on) == (LI, "2", TODAY)
    brought = Brought(ComplaintKind.COMPLAINT, "本人", ComplaintChannel.PHONE, TODAY, "other", "来得太早")
    branch.clerk(RegisterComplaint(branch.case_id(WANG), brought))
    assert ask(ShowMeasures(Span.MONTH)).complaints == 1
    (row,) = ask(ListFigure(Figure.COMPLAINT, "", Span.MONTH))
    assert (row.name, row.code) == (WANG, "complaint")
    assert ask(ShowMeasures(Span.MONTH, None, Cut(product="lease"))).satisfied == Share(0, 0)


def test_a_visit_long_ago_is_asked_about_no_more(branch: Branch) -> None:
    visit_id = branch.recorded_visit()
    branch.sign(visit_id)
    branch.advance(days=31)
    assert branch.supervisor(ListCallbacks()).waiting == ()
    assert (
        refused(lambda: branch.supervisor(NoteCallback(visit_id, TODAY, ANSWERED, 5)))
        == "callback.not_waiting"
    )


def test_satisfied_are_four_and_five_of_those_who_answered() -> None:
    assert satisfied([1, 4, 5, 3]) == Share(2, 4)
    assert satisfied([]) == Share(0, 0)
