"""Owns what a finished case has, point by point: the words when it is there, and where a missing one is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from collectdesk.desk.archive.filing import ArchiveLine
from collectdesk.domain.results.archiving import Missing
from collectdesk.words import mark


@dataclass(frozen=True, slots=True)
class Point:
    """``there`` says that all is well; ``go`` names the link, ``page`` and ``tab`` where it leads."""

    there: str
    go: str
    page: str
    tab: str = ""


POINTS: Final = {
    Missing.STILL_OVERDUE: Point(
        mark("Nothing is overdue any more"), mark("See the products"), "casefile", "products"
    ),
    Missing.NOT_ASSESSED: Point(mark("The risk was checked"), mark("Check the risk"), "casefile", "risk"),
    Missing.REQUEST_OPEN: Point(mark("No visit request is open"), mark("See the request"), "plan"),
    Missing.VISIT_OPEN: Point(mark("Every planned visit has its record"), mark("Type the record"), "record"),
    Missing.RECORD_WAITING: Point(mark("No record waits for sign-off"), mark("See the record"), "record"),
    Missing.NO_SIGNED_RECORD: Point(
        mark("A visit record is signed off"), mark("See the visits"), "casefile", "visits"
    ),
    Missing.PROMISE_RUNNING: Point(
        mark("No promise is running"), mark("See the promise"), "casefile", "solutions"
    ),
    Missing.PLAN_RUNNING: Point(mark("No plan is running"), mark("See the plan"), "casefile", "solutions"),
    Missing.BREACH_OPEN: Point(mark("Every breach is acknowledged"), mark("See the inbox"), "today"),
    Missing.COMPLAINT_OPEN: Point(
        mark("Every complaint is concluded"), mark("See the complaints"), "casefile", "complaints"
    ),
}


def target_of(point: Point, line: ArchiveLine) -> Any:
    """What the page of a point opens for a case."""
    if point.page == "casefile":
        return (line.customer_id, point.tab)
    return "inbox" if point.page == "today" else line.case_id
