"""Around every change: what this PC is to the branch, and on a station the deed's own line for the way back.

The line is written in the deed's own transaction: what was done is in the outbox, or it wasn't done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from collectdesk.desk.stations import away
from collectdesk.domain.refusals import Refused
from collectdesk.store.stations import parcels
from collectdesk.store.visits import visits

if TYPE_CHECKING:
    from collectdesk.desk.pipeline import Change
    from collectdesk.store.work import Work

T = TypeVar("T")


def carried_out(deed: Change[T], work: Work) -> T:
    """Carry a change out as this PC may; raises Refused (station.closed, branch.has_moved) where it may not."""
    what = away.require_open(deed, work)
    if what == parcels.STATION and away.is_away(deed.action):
        return _noted(deed, work)
    result = deed.carry_out(work)
    case_id = work.noted.get("case")
    if what == parcels.MASTER and isinstance(case_id, str):
        station_id = parcels.is_out(work, case_id)
        if station_id:
            work.note(out_with=station_id)  # possible, and not unnoticed
    return result


def _noted(deed: Change[T], work: Work) -> T:
    """Do it, and put it down for the master with what it rested on."""
    seen = away.rests_on(deed, work)
    if deed.action == "visit.recorded" and visits.record_of(work, getattr(deed, "visit_id", "")) is not None:
        raise Refused("station.record_once", field="visit")  # what stood before it is kept on the master only
    work.issued = []
    result = deed.carry_out(work)
    issued, work.issued = work.issued, None
    post = parcels.post(work)
    assert post is not None
    seq = parcels.last_seq(work, post.id) + 1
    parcels.add_deed(
        work,
        {
            "station_id": post.id, "seq": seq, "account_id": work.actor.id, "action": deed.action,
            "done_at": work.now, "case_id": away.case_of(work.noted, work), "deed": away.written(deed),
            "issued": [list(each) for each in issued], "seen": seen, "after": away.rests_on(deed, work) if seen else {},
            "files": parcels.files_among(work, [each for table, each in issued if table == "evidence"]),
            "state": parcels.WAITING, "parcel_no": 0, "why": "",
        },
    )  # fmt: skip
    work.note(away=seq)
    return result
