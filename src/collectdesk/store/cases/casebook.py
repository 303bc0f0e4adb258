"""Every row of one case, whole: what was true, when it was recorded, by whom, and which import brought it.

For the archive pack. Keys and search words stay behind; masking is the caller's, who knows the reader.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

import sqlalchemy as sa

from collectdesk.store.rows.cases import (
    ArrangementPartRow,
    ArrangementRow,
    AssessmentRow,
    BreachRow,
    CaseRow,
    ContactRow,
    DecisionRow,
    EntryCorrectionRow,
    HandingRow,
    HoldRow,
    NextStepRow,
    PromiseRow,
    WaiverRow,
    WatchRow,
)
from collectdesk.store.rows.columns import Rows
from collectdesk.store.rows.complaints import ComplaintRow, LegalFactRow
from collectdesk.store.rows.customers import (
    ContactPointRow,
    CustomerRow,
    ImportBatchRow,
    InstalmentRow,
    NotedAmountRow,
    PaymentRow,
    ProductRow,
    ProductStateRow,
    RelatedPartyRow,
)
from collectdesk.store.rows.duties import DisclosureRow, OriginalMoveRow, OriginalRow
from collectdesk.store.rows.notices import NoticeEventRow, NoticeRow
from collectdesk.store.rows.people import AccountRow, CredentialRow, StaffRow
from collectdesk.store.rows.visits import (
    EvidenceRow,
    PrintRow,
    RecordEntryRow,
    VisitCostRow,
    VisitRecordRow,
    VisitRequestRow,
    VisitRow,
)
from collectdesk.store.work import View

Record = dict[str, Any]
LEFT_OUT: Final = frozenset(
    {"sealed_key", "stored_name", "search", "active",
     "drives", "languages", "works_days", "works_from", "works_until"}
)  # fmt: skip
"""The case's wrapped key, the names of encrypted files, search words, and who may sign in today."""


def whole_case(view: View, case_id: str) -> dict[str, list[Record]]:
    """Section → rows in the order they were recorded, every value plain; raises LookupError."""
    book: dict[str, list[Record]] = {"case": _rows(view, CaseRow, CaseRow.id == case_id)}
    if not book["case"]:
        raise LookupError(f"no case {case_id}")
    customer_id = book["case"][0]["customer_id"]
    book["customer"] = _rows(view, CustomerRow, CustomerRow.id == customer_id)
    for name, table in _OF_CUSTOMER.items():
        book[name] = _rows(view, table, getattr(table, "customer_id") == customer_id)  # noqa: B009 - any table
    products = [row["id"] for row in book["products"]]
    for name, table in _OF_PRODUCT.items():
        book[name] = _rows(view, table, getattr(table, "product_id").in_(products))  # noqa: B009
    for name, table in _OF_CASE.items():
        book[name] = _rows(view, table, getattr(table, "case_id") == case_id)  # noqa: B009
    visits = [row["id"] for row in book["visits"]]
    plans = [row["id"] for row in book["arrangements"]]
    book["visit_records"] = _rows(view, VisitRecordRow, VisitRecordRow.visit_id.in_(visits))
    typed = [row["id"] for row in book["visit_records"]]
    book["record_entries"] = _rows(view, RecordEntryRow, RecordEntryRow.record_id.in_(typed))
    book["visit_costs"] = _rows(view, VisitCostRow, VisitCostRow.visit_id.in_(visits))
    book["arrangement_instalments"] = _rows(
        view, ArrangementPartRow, ArrangementPartRow.arrangement_id.in_(plans)
    )
    notices = [row["id"] for row in book["notices"]]
    book["notice_events"] = _rows(view, NoticeEventRow, NoticeEventRow.notice_id.in_(notices))
    kept = [row["id"] for row in book["originals"]]
    book["original_moves"] = _rows(view, OriginalMoveRow, OriginalMoveRow.original_id.in_(kept))
    book["prints"] = _rows(view, PrintRow, PrintRow.subject_id.in_([*visits, *plans, *notices]))
    return book | _around(view, book)


def case_numbers(view: View) -> dict[str, str]:
    """Every case's number by its id."""
    return {row.id: row.case_no for row in view.rows(sa.select(CaseRow.id, CaseRow.case_no))}


def _around(view: View, book: dict[str, list[Record]]) -> dict[str, list[Record]]:
    """The imports, accounts and staff that the case's rows name."""
    rows = [row for section in book.values() for row in section]
    batches = sorted({row["batch_id"] for row in rows if row.get("batch_id")})
    crew = sorted({row[who] for row in book["visits"] for who in ("officer_id", "safety_id")})
    imports = _rows(view, ImportBatchRow, ImportBatchRow.id.in_(batches))
    named = {row[who] for row in [*rows, *imports] for who in _BY if row.get(who)}
    named |= {step["by"] for plan in book["arrangements"] for step in plan["steps"]}
    return {
        "imports": imports,
        "accounts": _rows(view, AccountRow, AccountRow.id.in_(sorted(named))),
        "staff": _rows(view, StaffRow, StaffRow.id.in_(crew)),
        "credentials": _rows(view, CredentialRow, CredentialRow.staff_id.in_(crew)),
    }


def _rows(view: View, table: type[Rows], where: sa.ColumnElement[bool]) -> list[Record]:
    columns = [column for column in table.__table__.columns if column.name not in LEFT_OUT]
    keys = [column for column in table.__table__.columns if column.name in ("recorded_at", "id", "seq")]
    found = view.rows(sa.select(*columns).where(where).order_by(*keys))
    names = [column.name for column in columns]
    return [
        {name: _plain(value) for name, value in zip(names, row, strict=True)} for row in found
    ]  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


_BY: Final = (
    "recorded_by", "decided_by", "done_by", "signed_by", "acknowledged_by", "assigned_to", "answered_by", "closed_by",
    "improvement_owner", "about_id",
)  # fmt: skip
_OF_CUSTOMER: Final[dict[str, type[Rows]]] = {
    "related_parties": RelatedPartyRow,
    "contact_points": ContactPointRow,
    "products": ProductRow,
    "amounts_by_hand": NotedAmountRow,
}
_OF_PRODUCT: Final[dict[str, type[Rows]]] = {
    "product_states": ProductStateRow,
    "instalments": InstalmentRow,
    "payments": PaymentRow,
}
_OF_CASE: Final[dict[str, type[Rows]]] = {
    "next_steps": NextStepRow,
    "contacts": ContactRow,
    "corrections": EntryCorrectionRow,
    "holds": HoldRow,
    "rule_decisions": DecisionRow,
    "breaches": BreachRow,
    "assessments": AssessmentRow,
    "visit_requests": VisitRequestRow,
    "visits": VisitRow,
    "evidence": EvidenceRow,
    "disclosures": DisclosureRow,
    "originals": OriginalRow,
    "promises": PromiseRow,
    "arrangements": ArrangementRow,
    "waivers": WaiverRow,
    "watch_periods": WatchRow,
    "handings": HandingRow,
    "notices": NoticeRow,
    "complaints": ComplaintRow,
    "legal_facts": LegalFactRow,
}
