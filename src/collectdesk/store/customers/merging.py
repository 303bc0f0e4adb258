"""Two files become one: every record that names the one is made to name the other, and remembered for taking it back.

The ways to a customer, a case, a contact point or a person are read off the tables themselves, so that a table
somebody adds tomorrow moves along.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from collectdesk.domain.customers.merging import FilePart, part_of
from collectdesk.store.cases.cases import case_key
from collectdesk.store.keys.sealing import b64, open_bytes, seal_bytes, unb64
from collectdesk.store.rows.cases import CaseRow, NextStepRow
from collectdesk.store.rows.customers import (
    ContactPointRow,
    CustomerLineRow,
    CustomerRow,
    LineDueRow,
    MergerRow,
    RelatedPartyRow,
)
from collectdesk.store.rows.every import METADATA
from collectdesk.store.rows.visits import EvidenceRow

if TYPE_CHECKING:
    from datetime import datetime

    from collectdesk.store.work import View, Work

MERGED, UNDONE, TWO = "merged", "undone", "two"
_TIDIED = "merged"
"""The outcome of a step that the other file had already."""


@dataclass(frozen=True, slots=True)
class Merger:
    """One merger as kept. ``state`` is merged, undone, or two (they were found to be two persons)."""

    id: str
    kept_id: str
    gone_id: str
    state: str
    reason: str
    moved: list[list[Any]]
    changed: list[list[Any]]
    merged_at: datetime
    merged_by: str


# ---- candidates


def same_id(view: View, most: int) -> list[tuple[str, str]]:
    """Pairs of customers with the same identity number, the older first."""
    row = CustomerRow
    where = (row.merged_into.is_(None), sa.func.length(row.id_no) >= 15, ~row.id_no.contains("*"))
    twice = sa.select(row.id_no).where(*where).group_by(row.id_no).having(sa.func.count() > 1).limit(most)
    rows = view.rows(sa.select(row.id_no, row.id).where(*where, row.id_no.in_(twice)).order_by(row.id))
    found: dict[str, list[str]] = {}
    for r in rows:
        found.setdefault(r.id_no, []).append(r.id)
    return [(ids[0], other) for ids in found.values() for other in ids[1:]]


def same_reach(view: View, kind: str, most: int) -> list[tuple[str, str]]:
    """Pairs of customers of one name with the same own telephone number or address, the older first."""
    one, other = aliased(ContactPointRow), aliased(ContactPointRow)
    who, namesake = aliased(CustomerRow), aliased(CustomerRow)
    query = (
        sa.select(one.customer_id, other.customer_id.label("second"))
        .join(other, sa.and_(other.value == one.value, other.kind == one.kind, other.customer_id > one.customer_id))
        .join(who, who.id == one.customer_id)
        .join(namesake, sa.and_(namesake.id == other.customer_id, namesake.name == who.name))
        .where(
            one.kind == kind, one.value != "", one.related_party_id.is_(None), other.related_party_id.is_(None),
            who.merged_into.is_(None), namesake.merged_into.is_(None),
        )
        .distinct()
        .limit(most)
    )  # fmt: skip
    return [(r.customer_id, r.second) for r in view.rows(query)]


def mergers(view: View, state: str | None = None) -> list[Merger]:
    """The mergers so far, the newest first."""
    row = MergerRow
    query = sa.select(*row.__table__.columns).order_by(row.id.desc())
    rows = view.rows(query if state is None else query.where(row.state == state))
    return [
        Merger(
            r.id, r.kept_id, r.gone_id, r.state, r.reason, r.moved, r.changed, r.recorded_at, r.recorded_by
        )
        for r in rows
    ]


def survivor(view: View, customer_id: str) -> str:
    """The customer whose file it is now; the same id where nothing was merged."""
    return view.scalar(sa.select(CustomerRow.merged_into).where(CustomerRow.id == customer_id)) or customer_id


def former_ids(view: View, customer_id: str) -> list[str]:
    """The customers and cases that went into this customer's file: the trail speaks of them under their own ids."""
    found = []
    for each in mergers(view, MERGED):
        if survivor(view, each.gone_id) == customer_id:
            found += [each.gone_id, *(entry[2] for entry in each.moved if entry[0] == "customer_case")]
            found += [entry[1] for entry in each.changed if entry[0] == "customer_case"]
    return list(dict.fromkeys(found))


def parts_of(view: View, customer_id: str) -> Counter[FilePart]:
    """How much of each part a file holds."""
    held: Counter[FilePart] = Counter()
    for table, column in _ways(CustomerRow):
        count = view.scalar(sa.select(sa.func.count()).select_from(table).where(column == customer_id))
        held[part_of(table.name)] += int(count or 0)
    mine = sa.select(CaseRow.id).where(CaseRow.customer_id == customer_id)
    for table, column in _ways(CaseRow):
        count = view.scalar(sa.select(sa.func.count()).select_from(table).where(column.in_(mine)))
        held[part_of(table.name)] += int(count or 0)
    return held


# ---- merging


def merge(work: Work, kept: Any, gone: Any, reason: str, take: dict[str, str]) -> str:
    """Move everything of ``gone`` (a customer) to ``kept``; ``take`` are the columns whose value becomes gone's."""
    moved: list[list[Any]] = []
    changed: list[list[Any]] = []
    _settle_open_cases(work, kept.id, gone.id, moved, changed)
    _point_to_twins(work, kept.id, gone.id, moved, changed)
    stays = _twins(work, kept.id, gone.id)
    for table, column in _ways(CustomerRow):
        skip = [twin for name, twin, _of in stays if name == table.name]
        moved += _move(work, table, column, gone.id, kept.id, skip)
    customer = METADATA.tables[CustomerRow.__tablename__]
    moved += _move(work, customer, customer.c.merged_into, gone.id, kept.id, [])
    for name, value in take.items():
        _change(work, CustomerRow, kept.id, name, getattr(kept, name), value, changed)
    _change(work, CustomerRow, gone.id, "merged_into", None, kept.id, changed)
    _write_lines_again(work, kept.id, gone.id)
    return work.add(
        MergerRow, kept_id=kept.id, gone_id=gone.id, state=MERGED, reason=reason, moved=moved, changed=changed,
        undone_at=None, undone_by=None,
    )  # fmt: skip


def note_two(work: Work, one: str, other: str, reason: str) -> str:
    """Keep that two files are of two persons."""
    return work.add(
        MergerRow, kept_id=one, gone_id=other, state=TWO, reason=reason, moved=[], changed=[], undone_at=None,
        undone_by=None,
    )  # fmt: skip


def worked_since(view: View, kept: Merger) -> Counter[FilePart]:
    """What people or imports have added to the file since, and what moved and was changed since, by part."""
    found: Counter[FilePart] = Counter()
    cases = sa.select(CaseRow.id).where(CaseRow.customer_id == kept.kept_id)
    for owner, mine in ((CustomerRow, [kept.kept_id]), (CaseRow, cases)):
        for table, column in _ways(owner):
            if table.name == NextStepRow.__tablename__:
                continue  # an import sets and finishes steps every morning
            query = (
                sa.select(sa.func.count()).select_from(table).where(column.in_(mine), table.c.id > kept.id)
            )
            found[part_of(table.name)] += int(view.scalar(query) or 0)
    last = {(name, record_id): version for name, _column, record_id, version, _before in kept.moved}
    for (name, record_id), version in last.items():
        table = METADATA.tables[name]
        now = view.scalar(sa.select(table.c.version).where(table.c.id == record_id))
        if now != version and name not in (NextStepRow.__tablename__, CaseRow.__tablename__):
            found[part_of(name)] += 1
    return +found


def undo(work: Work, kept: Merger) -> None:
    """Take everything back; ``worked_since`` has been asked before."""
    for name, column, record_id, _version, before in reversed(kept.moved):
        table = METADATA.tables[name]
        if name == EvidenceRow.__tablename__ and column == "case_id":
            _rewrap(work, record_id, before)
        work.connection.execute(
            sa.update(table)
            .where(table.c.id == record_id)
            .values({column: before, "version": table.c.version + 1})
        )
    for name, record_id, column, before, _after in reversed(kept.changed):
        table = METADATA.tables[name]
        # days and instants were null before, so what was kept is what the column takes
        work.connection.execute(
            sa.update(table)
            .where(table.c.id == record_id)
            .values({column: before, "version": table.c.version + 1})
        )
    work.change(MergerRow, kept.id, state=UNDONE, undone_at=work.now, undone_by=work.actor.id)
    _write_lines_again(work, kept.kept_id, kept.gone_id)


def _settle_open_cases(
    work: Work, kept_id: str, gone_id: str, moved: list[list[Any]], changed: list[list[Any]]
) -> None:
    """One open case a customer: what hangs on the second goes to the first, and the second closes empty."""
    query = sa.select(CaseRow.id, CaseRow.assigned_to).where(CaseRow.closed_on.is_(None))
    first = work.row(query.where(CaseRow.customer_id == kept_id))
    second = work.row(query.where(CaseRow.customer_id == gone_id))
    if first is None or second is None:
        return
    _tidy_steps(work, first.id, second.id, changed)
    for row in work.rows(sa.select(EvidenceRow.id).where(EvidenceRow.case_id == second.id)):
        _rewrap(work, row.id, first.id)
    for table, column in _ways(CaseRow):
        moved += _move(work, table, column, second.id, first.id, [])
    _change(work, CaseRow, second.id, "closed_on", None, work.today, changed)


def _tidy_steps(work: Work, first: str, second: str, changed: list[list[Any]]) -> None:
    """What both files have to do next is to be done once."""
    step = NextStepRow
    open_of = sa.select(step.id, step.kind, step.subject_id).where(step.done_at.is_(None))
    known = {r.kind for r in work.rows(open_of.where(step.case_id == first)) if not r.subject_id}
    for row in work.rows(open_of.where(step.case_id == second)):
        if row.kind in known and not row.subject_id:
            _change(work, step, row.id, "outcome", "", _TIDIED, changed)
            _change(work, step, row.id, "done_by", None, work.actor.id, changed)
            _change(work, step, row.id, "done_at", None, work.now, changed)


def _twins(view: View, kept_id: str, gone_id: str) -> list[tuple[str, str, str]]:
    """Numbers, addresses and people that both files have: (table, the second's id, the first's id)."""
    point, party = ContactPointRow, RelatedPartyRow
    mine = {(r.value, r.related_party_id or ""): r.id for r in view.rows(_points_of(kept_id))}
    found = [
        (point.__tablename__, r.id, mine[r.value, ""])
        for r in view.rows(_points_of(gone_id))
        if not r.related_party_id and (r.value, "") in mine
    ]
    people = sa.select(party.id, party.role, party.name)
    known = {(r.role, r.name): r.id for r in view.rows(people.where(party.customer_id == kept_id))}
    found += [
        (party.__tablename__, r.id, known[r.role, r.name])
        for r in view.rows(people.where(party.customer_id == gone_id))
        if (r.role, r.name) in known
    ]
    return found


def _points_of(customer_id: str) -> Any:
    point = ContactPointRow
    return sa.select(point.id, point.value, point.related_party_id, point.standing).where(
        point.customer_id == customer_id
    )


def _point_to_twins(
    work: Work, kept_id: str, gone_id: str, moved: list[list[Any]], changed: list[list[Any]]
) -> None:
    """What names a number or person that both have names the first's from now on; a block holds for both."""
    owners = {ContactPointRow.__tablename__: ContactPointRow, RelatedPartyRow.__tablename__: RelatedPartyRow}
    for name, twin, first in _twins(work, kept_id, gone_id):
        for table, column in _ways(owners[name]):
            moved += _move(work, table, column, twin, first, [])
        if name == ContactPointRow.__tablename__:
            standing = sa.select(ContactPointRow.standing)
            was = work.scalar(standing.where(ContactPointRow.id == first))
            if was != "blocked" and work.scalar(standing.where(ContactPointRow.id == twin)) == "blocked":
                _change(work, ContactPointRow, first, "standing", was, "blocked", changed)


def _ways(owner: Any) -> list[tuple[sa.Table, sa.Column[Any]]]:
    """Every column anywhere that names a record of a table; a list's own lines are written again anyway."""
    target = owner.__table__.c.id
    return [
        (table, key.parent)
        for table in METADATA.sorted_tables
        for key in table.foreign_keys
        if key.column is target and "id" in table.c and table.name != CustomerLineRow.__tablename__
    ]


def _move(
    work: Work, table: sa.Table, column: sa.Column[Any], before: str, after: str, skip: list[str]
) -> list[list[Any]]:
    """Point every record of a table from one to the other; gives what moved as [table, column, id, version, before]."""
    rows = work.rows(sa.select(table.c.id, table.c.version).where(column == before, table.c.id.not_in(skip)))
    if rows:
        work.connection.execute(
            sa.update(table)
            .where(column == before, table.c.id.not_in(skip))
            .values({column.name: after, "version": table.c.version + 1})
        )
    return [[table.name, column.name, r.id, r.version + 1, before] for r in rows]


def _change(
    work: Work, table: Any, record_id: str, column: str, before: Any, after: Any, changed: list[list[Any]]
) -> None:
    work.change(table, record_id, **{column: after})
    changed.append([table.__tablename__, record_id, column, _plain(before), _plain(after)])


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _rewrap(work: Work, evidence_id: str, to_case: str) -> None:
    """A file's own key, wrapped by the case it belongs to now: whoever disposes of that case disposes of the file."""
    row = work.row(
        sa.select(EvidenceRow.case_id, EvidenceRow.sealed_key).where(EvidenceRow.id == evidence_id)
    )
    key = open_bytes(case_key(work, row.case_id), unb64(row.sealed_key), evidence_id.encode())
    sealed = b64(seal_bytes(case_key(work, to_case), key, evidence_id.encode()))
    work.connection.execute(
        sa.update(EvidenceRow).where(EvidenceRow.id == evidence_id).values(sealed_key=sealed)
    )


def _write_lines_again(work: Work, *customer_ids: str) -> None:
    for each in customer_ids:
        held = work.scalar(sa.select(LineDueRow.customer_id).where(LineDueRow.customer_id == each))
        if held is None:
            work.connection.execute(sa.insert(LineDueRow).values(customer_id=each))
