"""Lawful by construction at the real window: a forbidden visit by no road, a breach to the inbox."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.contact.holding import PlaceHold
from collectdesk.desk.vault.access import sign_in
from collectdesk.desk.vault.practising import PASSWORD, cast
from collectdesk.desk.visits.visiting import ListVisits, RequestVisit
from collectdesk.domain.places import Place
from collectdesk.domain.visits.visits import RequestReason
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.practice.branch import PRACTICE_DATE
from collectdesk.practice.story import Role
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers, lists
from collectdesk.store.visits import ground
from collectdesk.words import CHINESE
from helpers.terminals import Terminal

if TYPE_CHECKING:
    from collectdesk.desk.vault.access import Session
    from collectdesk.desk.visits.visiting import VisitLine
    from collectdesk.ui.office import Office
    from whole.conftest import Workplace

CAST = cast()
FREE, HELD = CAST[Role.KEEPS].name, CAST[Role.BREAKS].name
"""Whom the branch may visit by day, and whom it may not visit at all: a dispute came in after the approval."""
HOURS, DISPUTE = "22:00至次日8:00严禁上门催收", "异议或投诉处理期间"
BY_DAY, AT_NIGHT = f"{PRACTICE_DATE}T16:30", f"{PRACTICE_DATE}T22:30"
TEAM = ("--officer", "C01", "--safety", "S01")


def test_a_forbidden_visit_is_planned_by_no_road_and_a_breach_that_happened_reaches_the_supervisor(
    workplace: Callable[..., Workplace], capsys: pytest.CaptureFixture[str]
) -> None:
    at = workplace(CHINESE)
    case_no = asked_for(at)
    typed = Terminal(at.folder, capsys)
    the_supervisor_approves_both_at_once(at)
    at.sign_in("Clerk")
    held(at)
    by_the_form_neither_at_night_nor_under_a_hold(at)
    by_the_command_line_neither(at, typed, case_no)
    by_the_board_neither(at)
    by_the_suggested_order_neither(at, typed)
    by_an_import_neither(at)
    a_call_at_night_is_recorded_as_it_was_and_waits_for_the_supervisor(at)


def asked_for(at: Workplace) -> dict[str, str]:
    """Both addresses are on the map and a visit to each is asked for; gives the case numbers."""
    session = sign_in(at.folder, "clerk", PASSWORD)
    numbers = {}
    with session.desk.store.write(session.actor, at.clock.at) as work:
        ground.keep_ground(work, ground.Ground(Place(25_000_000, 102_000_000), 60, 510, 1050, 3))
        for step, name in enumerate((FREE, HELD)):
            kept, home = _case_of(session, name)
            numbers[name] = kept.case_no
            ground.locate(work, [(home, Place(25_050_000 - step * 100_000, 102_000_000))], "map")
    for name in (FREE, HELD):
        kept, home = _case_of(session, name)
        session.desk.run(RequestVisit(kept.id, home, RequestReason.VERIFICATION), session.actor)
    session.desk.store.close()
    return numbers


def _case_of(session: Session | Office, name: str) -> tuple[cases.Case, str]:
    with session.desk.store.read(session.actor, session.desk.now()) as view:
        everybody = lists.lines(view, lists.Wanted(listed=False))
        owner = next(line.customer_id for line in everybody if line.name == name)
        kept = cases.open_case_of(view, owner)
        home = next(point.id for point in customers.points(view, owner) if point.kind == "address")
    assert kept is not None
    return kept, home


def planned(at: Workplace) -> dict[str, VisitLine]:
    """Whom a visit is planned to, and when."""
    office = at.shell.office
    assert office is not None
    return {line.name: line for line in office.desk.run(ListVisits(), office.actor).result}


def hours_of(at: Workplace) -> dict[str, str]:
    return {name: f"{line.planned_at.astimezone(CHINA_TIME):%H:%M}" for name, line in planned(at).items()}


def the_supervisor_approves_both_at_once(at: Workplace) -> None:
    at.sign_in("Supervisor")
    for name in (FREE, HELD):
        at.choose_row("Inbox", name)
        assert at.sees(name)
    at.keys("Ctrl+Shift+A")
    at.sign()
    at.wait(lambda: at.deeds()[-2:] == ["visit.decided"] * 2)
    at.sign_out()


def held(at: Workplace) -> None:
    """The customer disputes the debt; what was approved before stands, and is no leave any more."""
    office = at.shell.office
    assert office is not None
    kept, _home = _case_of(office, HELD)
    office.desk.run(PlaceHold(kept.id, "dispute", None, "客户称已还清"), office.actor)


def by_the_form_neither_at_night_nor_under_a_hold(at: Workplace) -> None:
    at.keys("Alt+4")
    at.choose_row("Requests to plan", HELD)
    at.fill("Day", str(PRACTICE_DATE))
    at.fill("Starts at", "1430")
    at.pick("Team unrelated", "Yes: nobody is related to the customer")
    at.keys("F2")
    assert at.sees(DISPUTE), "the hold that refuses isn't named in the page"
    at.choose_row("Requests to plan", FREE)
    at.fill("Day", str(PRACTICE_DATE))
    at.fill("Starts at", "2230")
    at.pick("Team unrelated", "Yes: nobody is related to the customer")
    at.keys("F2")
    assert at.sees(HOURS), "the rule that refuses isn't named in the page"
    assert planned(at) == {}
    at.fill("Starts at", "1430")
    at.keys("F2")
    assert hours_of(at) == {FREE: "14:30"}


def by_the_command_line_neither(at: Workplace, typed: Terminal, case_no: dict[str, str]) -> None:
    said = typed("plan", case_no[HELD], "--at", BY_DAY, *TEAM, "--json", login="clerk")
    assert said.code == 1, said
    assert "CN-HOLD-02" in {rule["rule"] for rule in said.json["rules"]}
    assert all(rule["clause"] and rule["remedy"] for rule in said.json["rules"])
    said = typed("move", planned(at)[FREE].visit_no, "--at", AT_NIGHT, "--json", login="clerk")
    assert said.code == 1, said
    assert {"CN-TIME-01", "CN-VIS-06"} <= {rule["rule"] for rule in said.json["rules"]}
    assert hours_of(at) == {FREE: "14:30"}


def by_the_board_neither(at: Workplace) -> None:
    at.keys("Ctrl+B")
    page = at.page
    board = page.board  # type: ignore[attr-defined]
    at.wait(lambda: board.board is not None and board.board.waiting())
    (card,) = board.board.waiting()
    at.choose_row("Stops of the day", HELD)
    board.lanes.setFocus()
    at.keys("Ctrl+Up")
    at.wait(lambda: at.sees(DISPUTE), "the board to say which rule stands against it")
    assert not board.take_button.isEnabled()
    at.keys("F2")
    assert HELD not in planned(at)
    assert board.board.card(card.id).visit_id is None
    at.keys("Esc")
    at.keys("Esc")


def by_the_suggested_order_neither(at: Workplace, typed: Terminal) -> None:
    """A whole day written at once leaves out what the rules forbid, in the window and on the command line."""
    at.keys("Ctrl+O")
    order = at.page.order  # type: ignore[attr-defined]
    at.wait(order.accept_button.isEnabled)
    assert HELD not in {order._line(one).name for one in order.found.timed}
    at.keys("F2")
    at.wait(lambda: at.deeds()[-1] == "order.accepted")
    assert set(planned(at)) == {FREE}
    assert typed("routes", str(PRACTICE_DATE), "--accept", login="clerk").code in (0, 3)
    assert set(planned(at)) == {FREE}


def by_an_import_neither(at: Workplace) -> None:
    overdue, payments = at.files.morning
    at.keys("Ctrl+I")
    for path in (overdue, payments):
        at.press_file(path.name)
        at.keys("F2")
    assert at.deeds()[-2:] == ["ledger.imported"] * 2
    assert set(planned(at)) == {FREE}


def a_call_at_night_is_recorded_as_it_was_and_waits_for_the_supervisor(at: Workplace) -> None:
    at.move_to(PRACTICE_DATE, 22, 5)
    at.keys("Alt+1")
    at.choose_row("Worklist", FREE)
    at.keys("F2", "1", "Ctrl+Return")
    assert at.deeds()[-1] == "contact.logged", "what happened wasn't recorded"
    at.sign_out()
    at.sign_in("Supervisor")
    at.press_segment("Breaches")
    at.choose_row("Inbox", FREE)
    assert at.sees("22:05"), "the breach doesn't bear its true time"
    assert at.sees("22:00至次日8:00"), "the supervisor doesn't see which rule was broken"
