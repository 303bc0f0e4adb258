"""The tray of scanned pages: where a page stands, what is missing, and what a page without a code most likely is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from collectdesk.domain.refusals import Refused


class ScanState(Enum):
    """Where a scanned page stands."""

    FILED = "filed"
    WAITING = "waiting"
    """It carries no code: somebody must say what it is."""
    REFUSED = "refused"
    """Its code is not one of this branch's, or the paper can't be filed."""
    TWICE = "twice"
    """The same page came back before."""
    UNREADABLE = "unreadable"
    """A file or page that can't be opened."""
    ASIDE = "aside"
    """Put aside by somebody, with a reason."""


CAME_TWICE: Final = "scan.came_twice"
"""Why a page that came twice is put aside, unless somebody writes another reason."""
IN_TRAY: Final = (ScanState.WAITING, ScanState.REFUSED, ScanState.TWICE, ScanState.UNREADABLE)
"""What waits for a person."""
MOST_GUESSES: Final = 5
PAGES_A_SHEET: Final = 2


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a page of paper belongs to: a page of a visit's sheet; 0 is any other paper of the visit."""

    visit_id: str
    page: int


@dataclass(frozen=True, slots=True)
class Awaited:
    """A printed page that isn't back: of which visit, planned for which day."""

    place: Place
    visit_no: str
    planned_on: date


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A page of the same file that is filed already: how far from the page in question, and where it belongs."""

    distance: int
    place: Place


def guesses(awaited: Iterable[Awaited], neighbours: Iterable[Neighbour], today: date) -> tuple[Awaited, ...]:
    """Where a page without a code most likely belongs, the best guess first.

    A sheet's two pages lie next to each other in the scanner: the missing page of a neighbour's visit comes first,
    then pages of the nearest days.
    """
    near: dict[str, int] = {}
    for one in neighbours:
        known = near.get(one.place.visit_id)
        if known is None or abs(one.distance) < known:
            near[one.place.visit_id] = abs(one.distance)
    ranked = sorted(
        awaited,
        key=lambda one: (
            near.get(one.place.visit_id, 10_000),
            abs((today - one.planned_on).days),
            one.visit_no,
            one.place.page,
        ),
    )
    return tuple(ranked[:MOST_GUESSES])


def missing(printed: Sequence[Awaited], back: frozenset[Place], begun: frozenset[str]) -> tuple[Awaited, ...]:
    """Printed pages that should be back: another page of the visit came, or the visit was made (``begun``)."""
    came = {place.visit_id for place in back}
    return tuple(
        one
        for one in printed
        if one.place not in back and (one.place.visit_id in came or one.place.visit_id in begun)
    )


def require_in_tray(state: ScanState) -> None:
    """Raises Refused(scan.settled) for a page that waits for nobody."""
    if state not in IN_TRAY:
        raise Refused("scan.settled")


def require_reason(reason: str, state: ScanState) -> str:
    """Why a page is put aside; one that came twice says so itself. Raises Refused(scan.reason_missing)."""
    said = reason.strip() or (CAME_TWICE if state is ScanState.TWICE else "")
    if not said:
        raise Refused("scan.reason_missing", field="reason")
    return said
