"""Sharing cases out: why, for which days, and so that nobody gets all the heavy ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from typing import TypeVar

from collectdesk.domain.refusals import Refused

T = TypeVar("T")


class ShareReason(Enum):
    """Why cases change hands."""

    LEAVE = "leave"
    ILLNESS = "illness"
    TRAINING = "training"
    WORKLOAD = "workload"
    KINSHIP = "kinship"
    """The clerk is related to the customer, or otherwise not free to judge."""
    LEAVING = "leaving"


def share_out(work: Sequence[T], people: Sequence[str], load: Mapping[str, int]) -> list[tuple[T, str]]:
    """Give each piece of work, the heaviest first, to whoever has got the fewest; ties go to who holds the least.

    Nobody ends with more than one piece more than anybody else.
    """
    given = dict.fromkeys(people, 0)
    shared = []
    for piece in work:
        who = min(given, key=lambda each: (given[each], load.get(each, 0) + given[each], people.index(each)))
        given[who] += 1
        shared.append((piece, who))
    return shared


def require_span(from_on: date, until_on: date | None, today: date) -> None:
    """Raises Refused where the days make no sense."""
    if until_on is None:
        if from_on != today:
            raise Refused("share.for_good_today", field="from_on")
        return
    if until_on < from_on:
        raise Refused("share.ends_before_start", field="until_on", start=from_on)
    if from_on < today:
        raise Refused("share.starts_in_past", field="from_on")
