"""The copy of a customer's own data: a paper to read and the rows as JSON; third persons are masked."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

from collectdesk.desk.archive.gathering import contact_facts, next_copy, printing_of, products_of, risk_facts
from collectdesk.desk.customers import masking
from collectdesk.desk.customers.petitioning import COPY, privacy_table
from collectdesk.desk.pipeline import Export, Subject
from collectdesk.desk.visits.printing import Printed, Sheaf
from collectdesk.domain.customers.identity import mask_text
from collectdesk.domain.customers.petitions import Kept, PetitionKind
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.reports.customers.access_copy import (
    ACCESS_COPY_VERSION,
    CopyFacts,
    FinanceLine,
    OtherPerson,
    OwnPoint,
    TermLine,
    VisitLine,
    draw_access_copy,
)
from collectdesk.store.cases import casebook, cases, solutions
from collectdesk.store.contact import wishes
from collectdesk.store.customers import customers, finances, parties, petitions
from collectdesk.store.customers.petitions import Petition
from collectdesk.store.people.people import account_names
from collectdesk.store.visits import visits

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.desk.progress import Progress
    from collectdesk.store.work import View, Work

FORMAT: Final = "collectdesk-own-data/1"
_MASKED: Final = masking.Sight(names=False, contacts=False)
_STAFF: Final = frozenset({"accounts", "staff", "credentials", "imports"})
"""Sections of a case that are about the branch's people and files, not about the customer."""


@dataclass(frozen=True, slots=True)
class _Gathered:
    sheaf: Sheaf
    document: dict[str, Any]


@dataclass(frozen=True, slots=True)
class MakeOwnCopy(Export[Printed, _Gathered]):
    """Make a folder with the copy a customer asked for: ``copy.pdf`` to read and ``data.json`` for machines.

    What it says of third persons is masked: the right is to one's own data.
    """

    needs: ClassVar = Permission.WORK_CASES
    action: ClassVar = "petition.copied"
    timed: ClassVar = True
    touches: ClassVar = frozenset({Subject.CUSTOMERS, Subject.CASES})

    target: Path
    petition_id: str
    language: str = "zh_CN"

    def gather(self, view: View) -> _Gathered:
        kept = petitions.petition(view, self.petition_id)
        if kept.kind is not PetitionKind.ACCESS:
            raise Refused("petition.not_access")
        copy = next_copy(view, COPY, kept.id)
        number = f"GR-{kept.asked_on:%Y%m%d}-{kept.id[-4:].upper()}"
        return _Gathered(
            Sheaf(_facts(view, kept, copy), number, copy, kept.id), own_document(view, kept.customer_id)
        )

    def draw(self, gathered: _Gathered, partial: Path, progress: Progress) -> None:
        partial.mkdir()
        sheaf = gathered.sheaf
        drawn = draw_access_copy(
            partial / "copy.pdf", sheaf.facts, sheaf.number, self.language, step=progress.step
        )
        sheaf.drawn = drawn
        written = json.dumps(gathered.document, ensure_ascii=False, indent=1, sort_keys=True)
        (partial / "data.json").write_text(f"{written}\n", "utf-8", newline="\n")

    def settle(self, work: Work, gathered: _Gathered, partial: Path) -> Printed:
        sheaf = gathered.sheaf
        assert sheaf.drawn is not None
        digest = hashlib.sha256((partial / "copy.pdf").read_bytes()).hexdigest()
        printed = Printed(
            self.target, sheaf.drawn.pages, sheaf.copy, sheaf.number, digest, sheaf.drawn.missing_glyphs
        )
        sheaf.register(work, COPY, ACCESS_COPY_VERSION, printed)
        work.note(petition=self.petition_id, number=printed.number, copy=printed.copy)
        return printed


def own_document(view: View, customer_id: str) -> dict[str, Any]:
    """Everything held of one customer as rows, without staff; whoever else is named in it is masked."""
    others = tuple(each.name for each in parties.parties(view, customer_id))
    books = [casebook.whole_case(view, case_id) for case_id in petitions.case_ids_of(view, customer_id)]
    who = customers.customer(view, customer_id)
    found: dict[str, Any] = {
        "format": FORMAT,
        "customer": {"customer_no": who.customer_no, "name": who.name, "id_no": masking.id_no(who.id_no)},
        "cases": [{name: rows for name, rows in book.items() if name not in _STAFF} for book in books],
        "money": [
            {"kind": e.kind.value, "fen": e.amount.fen, "source": e.source, "as_of": e.as_of.isoformat()}
            for e in finances.finances(view, customer_id)
        ],
        "enquiries": [
            {
                "purpose": e.purpose,
                "asked_on": e.asked_on.isoformat(),
                "authorisation": e.authorisation,
                "others_overdue": e.others_overdue,
            }
            for e in finances.enquiries(view, customer_id)
        ],
    }
    for book in found["cases"]:
        _mask_book(book)
    masked: dict[str, Any] = _without(found, others)
    return masked


def _mask_book(book: dict[str, list[dict[str, Any]]]) -> None:
    for row in book["customer"]:
        row["id_no"] = masking.id_no(row["id_no"])
    for row in book["products"]:
        row["account_no"] = masking.account(row["account_no"])
    for row in book["contact_points"]:
        if row["related_party_id"]:
            mask = masking.phone if row["kind"] == "phone" else masking.address
            row["value"] = mask(_MASKED, row["value"])


def _without(value: Any, others: tuple[str, ...]) -> Any:
    """The same with the names of third persons masked, wherever they stand."""
    if isinstance(value, str):
        return mask_text(value, others) if others and any(name in value for name in others) else value
    if isinstance(value, list):
        return [_without(each, others) for each in value]
    return {key: _without(each, others) for key, each in value.items()} if isinstance(value, dict) else value


def _facts(view: View, kept: Petition, copy: int) -> CopyFacts:
    who, names = customers.customer(view, kept.customer_id), account_names(view)
    own = petitions.case_ids_of(view, who.id)
    points, table = customers.points(view, who.id), privacy_table()
    others = tuple(each.name for each in parties.parties(view, who.id))
    contacted = [contact_facts(each, names) for case_id in own for each in cases.contacts(view, case_id)]
    return CopyFacts(
        customer=who.name,
        customer_no=who.customer_no,
        identity_no=masking.id_no(who.id_no),
        asked_on=kept.asked_on,
        due_on=kept.due_on,
        products=products_of(view, who.id),
        points=tuple(OwnPoint(p.label, p.value, p.source, p.standing) for p in points if not p.party),
        others=tuple(
            OtherPerson(each.role.value, masking.name(_MASKED, each.name)) for each in parties.parties(view, who.id)
        ),
        contacts=tuple(
            (each, mask_text(each.note, others) if each.note else "") for each in sorted(contacted, key=lambda c: c.at)
        ),
        risks=tuple(risk_facts(each, names) for case_id in own for each in solutions.assessments(view, case_id)),
        visits=tuple(
            VisitLine(each.visit_no, each.planned_at, each.state)
            for case_id in own
            for each in visits.visits_of(view, case_id)
        ),
        promises=tuple(
            (p.promise.made_on, p.promise.amount, p.promise.due_on, p.state)
            for case_id in own
            for p in solutions.promises(view, case_id=case_id)
        ),
        holds=tuple((h.code, h.from_on, h.ended_on or h.until_on) for c in own for h in cases.holds(view, c)),
        wishes=tuple((w.kind.value, w.said_on) for w in wishes.wishes(view, who.id) if w.ended_on is None),
        money=tuple(
            FinanceLine(e.kind.value, e.amount, e.source, e.as_of)
            for e in finances.finances(view, who.id)
            if e.struck_on is None
        ),
        enquiries=tuple((e.purpose, e.asked_on, e.authorisation) for e in finances.enquiries(view, who.id)),
        terms=tuple(TermLine(k.value, table.terms[k].months, table.terms[k].source) for k in Kept),
        printing=printing_of(view, copy),
    )  # fmt: skip
