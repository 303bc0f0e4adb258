"""A deed done at a station, done again on the master: under its author's own permissions, at its own true time.

What merely happened is recorded. What contradicts something done here meanwhile isn't done: it waits for a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from collectdesk.desk.admission import admit
from collectdesk.desk.people.seconding import Sealer
from collectdesk.desk.stations import away
from collectdesk.desk.stations.stations import as_author
from collectdesk.domain.refusals import Refused
from collectdesk.store.stations import parcels
from collectdesk.store.trail import audit
from collectdesk.store.trouble import StaleRecord
from collectdesk.store.vault.opening import driver_of
from collectdesk.store.work import Work

if TYPE_CHECKING:
    from collectdesk.store.stations.parcels import AwayDeed

CLOCKS_DIFFER: Final = timedelta(minutes=10)
"""How far two PCs' clocks may lie apart before somebody has to look."""
AHEAD: Final = "parcel.clock_ahead"
_GONE: Final = "parcel.record_gone"


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one deed: its state, why where it wasn't simply merged, and what contradicts."""

    state: str
    why: str = ""
    here: Mapping[str, list[str]] = field(default_factory=dict)
    """By what it rested on: as it was seen there, as it is here, what was made of it there."""


def merge(work: Work, one: AwayDeed, files: Sequence[Path], *, decided: bool = False) -> Fate:
    """Do it again, or say why not; ``decided`` once a person has chosen the station's side."""
    try:
        named: dict[str, list[Path]] = {}
        for path in files:
            named.setdefault(path.name, []).append(path)
        deed = away.read(one.action, one.deed, work.evidence_folder, named)
        author = _author(work, one)
        if one.done_at > work.now + CLOCKS_DIFFER:
            return Fate(parcels.CONFLICT, AHEAD)
        contradicts = {} if decided else _contradictions(deed, author, one)
        if contradicts:
            return Fate(parcels.CONFLICT, "", contradicts)
        with _alone(work, author):
            _carry_out(deed, work, author, one)
    except Refused as refused:
        return Fate(parcels.NOT_TAKEN, refused.code)
    except StaleRecord as stale:
        return Fate(parcels.NOT_TAKEN, stale.code)
    except (LookupError, ValueError):
        return Fate(parcels.NOT_TAKEN, _GONE)
    return Fate(parcels.MERGED)


def without_contested(one: AwayDeed) -> dict[str, Any] | None:
    """The words of a deed without what lost against the master's side: a call was made, whatever was promised in
    it counts no more. None where nothing is left.
    """
    return {**one.deed, "promise": None} if one.action == "contact.logged" else None


def _author(work: Work, one: AwayDeed) -> Work:
    """The same transaction, as its author would hold it at the deed's own time."""
    foreseen: dict[str, list[str]] = {}
    for table, issued in one.issued:
        foreseen.setdefault(str(table), []).append(str(issued))
    return replace(
        work,
        actor=as_author(one.account_id),
        now=one.done_at,
        noted={},
        remembered={},
        undo=[],
        foreseen=foreseen,
    )


def _contradictions(deed: Any, author: Work, one: AwayDeed) -> dict[str, list[str]]:
    now = away.rests_on(deed, author)
    return {
        key: [one.seen.get(key, ""), value, one.after.get(key, "")]
        for key, value in now.items()
        if value not in (one.seen.get(key, ""), one.after.get(key, ""))
    }


def _carry_out(deed: Any, work: Work, author: Work, one: AwayDeed) -> None:
    found = admit(deed, author, Sealer())
    if found is None:
        raise Refused("not_permitted")
    author.actor = found.actor
    deed.carry_out(author)
    _as_it_came(author, one)
    about = {
        **author.noted, **found.named(), "station": one.station_id, "parcel": one.parcel_no, "away": one.seq,
        "done_at": one.done_at.isoformat(),
    }  # fmt: skip
    # the line stands where it was merged: the trail tells when this PC came to know
    audit.append(replace(work, actor=author.actor), one.action, about)


def _as_it_came(author: Work, one: AwayDeed) -> None:
    """Files keep the digest they had when the station first saw them."""
    for said in one.files:
        if said.get("came_sha256"):
            parcels.as_it_came(author, str(said["sha256"]), str(said["came_sha256"]))


@contextmanager
def _alone(work: Work, author: Work) -> Iterator[None]:
    """What a refused deed began is undone, and nothing else of the transaction."""
    raw = driver_of(work.connection)
    raw.execute("SAVEPOINT away_deed")
    try:
        yield
    except BaseException:
        raw.execute("ROLLBACK TO away_deed")
        raw.execute("RELEASE away_deed")
        for step_back in reversed(author.undo):
            with suppress(OSError):
                step_back()
        raise
    raw.execute("RELEASE away_deed")
    work.undo.extend(author.undo)


def files_of(one: AwayDeed, folder: Path, fetch: Callable[[Mapping[str, Any], Path], None]) -> list[Path]:
    """Put a deed's files into a folder under their own names, in their order."""
    found: list[Path] = []
    for number, said in enumerate(one.files):
        name = Path(str(said["name"])).name or "file"
        target = folder / f"{one.seq}-{number}" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        fetch(said, target)
        found.append(target)
    return found
