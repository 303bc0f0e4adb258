"""Which rows go with a case to a station, and how a station takes them: what the work needs, and no more.

The customer's identity number goes masked; of other cases, of colleagues and of the trail nothing goes. Evidence stays
at home. On the station the rows of a case are the master's as soon as everything done there was acknowledged.
"""

from __future__ import annotations

import base64
import secrets
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from collectdesk.domain.customers.identity import mask_id
from collectdesk.store.keys.sealing import seal_bytes
from collectdesk.store.rows.cases import (
    ArrangementPartRow,
    ArrangementRow,
    AssessmentRow,
    CaseRow,
    ContactRow,
    HoldRow,
    NextStepRow,
    PromiseRow,
    SenderRow,
)
from collectdesk.store.rows.columns import UtcInstant
from collectdesk.store.rows.customers import (
    ContactPointRow,
    CustomerRow,
    FinanceRow,
    InstalmentRow,
    NotedAmountRow,
    PaymentRow,
    ProductRow,
    ProductStateRow,
    RelatedPartyRow,
    WrongPairRow,
)
from collectdesk.store.rows.duties import WishRow
from collectdesk.store.rows.every import METADATA
from collectdesk.store.rows.people import AccountRow, StaffRow
from collectdesk.store.rows.rules import BucketsRow, RuleChangeRow, RulePackRow
from collectdesk.store.rows.visits import VisitCostRow, VisitRecordRow, VisitRequestRow, VisitRow
from collectdesk.store.server.address import require_file
from collectdesk.store.vault.opening import driver_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from collectdesk.store.work import View, Work

Rows = dict[str, list[dict[str, Any]]]

_CUSTOMER, _PRODUCT, _POINT, _CASE, _VISIT, _PLAN = (
    "customer_id", "product_id", "point_id", "case_id", "visit_id", "arrangement_id",
)  # fmt: skip
OF_CASE: Final[tuple[tuple[Any, str], ...]] = (
    (RelatedPartyRow, _CUSTOMER),
    (ContactPointRow, _CUSTOMER),
    (WrongPairRow, _POINT),
    (ProductRow, _CUSTOMER),
    (ProductStateRow, _PRODUCT),
    (InstalmentRow, _PRODUCT),
    (PaymentRow, _PRODUCT),
    (NotedAmountRow, _CUSTOMER),
    (FinanceRow, _CUSTOMER),
    (WishRow, _CUSTOMER),
    (NextStepRow, _CASE),
    (ContactRow, _CASE),
    (HoldRow, _CASE),
    (AssessmentRow, _CASE),
    (ArrangementRow, _CASE),
    (ArrangementPartRow, _PLAN),
    (PromiseRow, _CASE),
    (VisitRequestRow, _CASE),
    (VisitRow, _CASE),
    (VisitRecordRow, _VISIT),
    (VisitCostRow, _VISIT),
)
"""What hangs on a case, parents before children, and on which of its ids."""
OF_BRANCH: Final = (SenderRow, RulePackRow, RuleChangeRow, BucketsRow)
"""What every case is judged by; on a station it is the master's, whole."""
_FROZEN: Final = (ProductStateRow, AssessmentRow)
"""Never changed, only followed."""
_NEVER: Final = frozenset({"sealed_key", "batch_id", "branch_id"})
_AT_ONCE: Final = 500


def case_rows(view: View, case_ids: Sequence[str]) -> Rows:
    """Everything that goes with these cases, by table."""
    out: Rows = {}
    found = _fetch(view, CaseRow, "id", case_ids)
    out["customer_case"] = found
    ids: dict[str, list[str]] = {
        _CASE: [row["id"] for row in found],
        _CUSTOMER: [r["customer_id"] for r in found],
    }
    customers = _fetch(view, CustomerRow, "id", ids[_CUSTOMER])
    for row in customers:
        row["id_no"] = mask_id(row["id_no"])
        row["merged_into"] = None
    out["customer"] = customers
    for table, hangs_on in OF_CASE:
        rows = _fetch(view, table, hangs_on, ids.get(hangs_on, []))
        out[table.__tablename__] = rows
        named = {
            ProductRow: _PRODUCT, ContactPointRow: _POINT, VisitRow: _VISIT, ArrangementRow: _PLAN,
        }.get(table)  # fmt: skip
        if named:
            ids[named] = [row["id"] for row in rows]
    for row in out["wrong_pair"]:
        row["case_id"] = None if row["case_id"] not in ids[_CASE] else row["case_id"]
    crew = {row[who] for row in out["visit"] for who in ("officer_id", "safety_id")}
    out["staff"] = _fetch(view, StaffRow, "id", sorted(crew))
    return out


def branch_rows(view: View) -> Rows:
    """What every case is judged by."""
    return {
        table.__tablename__: _written(view, table, sa.select(*table.__table__.columns)) for table in OF_BRANCH
    }


def account_rows(view: View, account_ids: Iterable[str]) -> list[dict[str, Any]]:
    """The people who work at the station, as the branch knows them; nothing of their keys."""
    return [
        {name: row[name] for name in ("id", "login", "name", "role", "active")}
        for row in _fetch(view, AccountRow, "id", sorted(set(account_ids)))
    ]


def _fetch(view: View, table: Any, column: str, values: Sequence[str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    columns = table.__table__.columns
    for start in range(0, len(values), _AT_ONCE):
        chosen = sa.select(*columns).where(columns[column].in_(list(values[start : start + _AT_ONCE])))
        rows += _written(view, table, chosen)
    return rows


def _written(view: View, table: Any, query: Any) -> list[dict[str, Any]]:
    names = [name for name in table.__table__.columns.keys() if name not in _NEVER]  # noqa: SIM118 - a collection of SQLAlchemy
    return [
        {name: _plain(value) for name, value in row.items() if name in names}
        for row in view.connection.execute(query).mappings()
    ]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _read(column: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if isinstance(column.type, UtcInstant):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, sa.Date) else value


# ---- on the station


def take_rows(work: Work, rows: Rows, held_back: frozenset[str]) -> None:
    """Make the master's rows this station's. Cases ``held_back`` keep what they have and only gain what is new:
    what was done here and isn't acknowledged stands above what the master knew of them.
    """
    require_file(work.folder)
    work.connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    owners = {row["id"]: row["customer_id"] for row in rows.get("customer_case", [])}
    kept = frozenset({*held_back, *(owners[each] for each in held_back if each in owners)})
    for table in (StaffRow, CustomerRow, CaseRow):
        _put(work, table, rows.get(table.__tablename__, []), kept)
    parents = _parents(rows)
    for table, hangs_on in OF_CASE:
        name = table.__tablename__
        mine = {
            row["id"] for row in rows.get(name, []) if "id" in row and _root(parents, row, hangs_on) in kept
        }
        _put(work, table, rows.get(name, []), frozenset(mine) | kept)
    _drop_missing(work, rows, [case for case in owners if case not in kept], owners)
    for judged_by in OF_BRANCH:
        work.connection.execute(sa.delete(judged_by))
        _put(work, judged_by, rows.get(judged_by.__tablename__, []), frozenset())


def _parents(rows: Rows) -> dict[str, str]:
    """Of every product, point, visit and plan whose it is: the customer or the case."""
    found = {row["id"]: row[_CUSTOMER] for name in ("product", "contact_point") for row in rows.get(name, [])}
    return found | {row["id"]: row[_CASE] for name in ("visit", "arrangement") for row in rows.get(name, [])}


def _root(parents: Mapping[str, str], row: Mapping[str, Any], hangs_on: str) -> str:
    value = str(row[hangs_on])
    return parents.get(value, value)


def _put(work: Work, table: Any, rows: Sequence[Mapping[str, Any]], kept: frozenset[str]) -> None:
    """Insert what isn't here; change what is, but for what is kept and what never changes."""
    columns = table.__table__.columns
    keys = [column.name for column in table.__table__.primary_key]
    known = {tuple(row) for row in work.connection.execute(sa.select(*(columns[key] for key in keys)))}
    for row in rows:
        values = {name: _read(columns[name], value) for name, value in row.items() if name in columns}
        if "branch_id" in columns:
            values["branch_id"] = work.branch_id
        key = tuple(values[name] for name in keys)
        if key not in known:
            if table is CaseRow:
                values["sealed_key"] = _new_case_key(work, values["id"])
            if "batch_id" in columns:
                values["batch_id"] = None
            work.connection.execute(sa.insert(table.__table__).values(values))
        elif table not in _FROZEN and key[0] not in kept:
            where = [columns[name] == values.pop(name) for name in keys]
            work.connection.execute(sa.update(table.__table__).where(*where).values(values))


def _new_case_key(work: Work, case_id: str) -> str:
    """A key of the station's own for evidence taken there."""
    sealed = seal_bytes(work.keys.labelled("evidence"), secrets.token_bytes(32), case_id.encode())
    return base64.b64encode(sealed).decode("ascii")


def _drop_missing(work: Work, rows: Rows, case_ids: Sequence[str], owners: Mapping[str, str]) -> None:
    """Of cases whose results were all acknowledged: what the master doesn't have isn't so."""
    customers = [owners[case] for case in case_ids]
    for table, hangs_on in reversed(OF_CASE):
        roots = {_CASE: case_ids, _CUSTOMER: customers}.get(hangs_on)
        if roots is None or table in (
            *_FROZEN,
            RelatedPartyRow,
            ContactPointRow,
            ProductRow,
            ArrangementRow,
            VisitRow,
        ):
            continue  # others hang on them, and the master never takes them away
        columns = table.__table__.columns
        there = [row["id"] for row in rows.get(table.__tablename__, [])]
        for root in roots:
            work.connection.execute(
                sa.delete(table.__table__).where(columns[hangs_on] == root, columns["id"].not_in(there))
            )


def take_accounts(work: Work, rows: Sequence[Mapping[str, Any]]) -> None:
    """Know the people of the master under the same ids; whoever isn't named any more signs in no more."""
    named = {row["id"]: row for row in rows}
    known = {row[0] for row in work.rows(sa.select(AccountRow.id))}
    for each, row in named.items():
        values = {name: row[name] for name in ("login", "name", "role", "active")}
        if each in known:
            work.change(AccountRow, each, **values)
        else:
            work.add(AccountRow, id=each, staff_id=None, **values)


def retire_accounts(work: Work, account_ids: Iterable[str]) -> None:
    for each in account_ids:
        work.change(AccountRow, each, active=False)


def forget_cases(work: Work, case_ids: Sequence[str]) -> list[str]:
    """Take cases and all that hangs on them out of this station's file; gives the names of files to remove."""
    if not case_ids:
        return []
    require_file(work.folder)
    work.connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    cases = METADATA.tables["customer_case"]
    gone: dict[str, set[str]] = {"customer_case": set(case_ids)}
    owners = work.rows(sa.select(cases.c.customer_id).where(cases.c.id.in_(list(case_ids))))
    gone["customer"] = {row[0] for row in owners}
    while _reach(work, gone):
        pass
    evidence = METADATA.tables["evidence"]
    files = [
        row[0]
        for row in work.rows(
            sa.select(evidence.c.stored_name).where(evidence.c.id.in_(list(gone.get("evidence", ()))))
        )
    ]
    drafts = METADATA.tables["draft"]
    everything = sorted({each for ids in gone.values() for each in ids})
    for start in range(0, len(everything), _AT_ONCE):
        work.connection.execute(
            sa.delete(drafts).where(drafts.c.subject_id.in_(everything[start : start + _AT_ONCE]))
        )
    with _unguarded(work, sorted(gone)):
        for table in reversed(METADATA.sorted_tables):
            if table.name in gone and "id" in table.c:
                for start in range(0, len(ids := sorted(gone[table.name])), _AT_ONCE):
                    chosen = table.c.id.in_(ids[start : start + _AT_ONCE])
                    work.connection.execute(sa.delete(table).where(chosen))
    return files


@contextmanager
def _unguarded(work: Work, names: Sequence[str]) -> Iterator[None]:
    """Let go of copies that nothing may change while they are held: the guards stand again before anything is
    committed, and on the master they never fell.
    """
    raw = driver_of(work.connection)
    guards = [
        (name, sql)
        for name, of, sql in raw.execute(
            "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
        )
        if of in names and name.endswith("_no_delete")
    ]
    for name, _sql in guards:
        raw.execute(f'DROP TRIGGER "{name}"')
    yield
    for _name, sql in guards:
        raw.execute(sql)


def _reach(work: Work, gone: dict[str, set[str]]) -> bool:
    """One step further down: rows of other tables that name what goes; whether any were found."""
    grew = False
    for table in METADATA.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                parents = gone.get(key.column.table.name, set())
                if not parents or table.name in ("customer", "account", "staff", "customer_line"):
                    continue
                if "id" not in table.c:
                    work.connection.execute(sa.delete(table).where(column.in_(sorted(parents))))
                    continue
                found = {
                    row[0] for row in work.rows(sa.select(table.c.id).where(column.in_(sorted(parents))))
                }
                fresh = found - gone.setdefault(table.name, set())
                gone[table.name] |= fresh
                grew = grew or bool(fresh)
    return grew
