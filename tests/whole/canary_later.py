"""The rest of the canary's way: people and points, figures, lists, papers, backups, a restore's proof, new keys."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from collectdesk.desk.contact.contacting import PostponeStep
from collectdesk.desk.customers.finances import NoteEnquiry, NoteFinance
from collectdesk.desk.customers.finding import FindCustomers, SeekCustomers
from collectdesk.desk.customers.keeping import (
    ChangePoint,
    CheckPoint,
    KeepPerson,
    KeepPoint,
    PrintApology,
    WrongPerson,
)
from collectdesk.desk.customers.views import ExportList, KeepView
from collectdesk.desk.intake.undoing import UndoImport
from collectdesk.desk.people.assigning import AssignCase, ShareCases
from collectdesk.desk.people.handing_over import PrintHandOver
from collectdesk.desk.people.paper_approvals import TakePaperApproval
from collectdesk.desk.pipeline import Desk
from collectdesk.desk.solutions.noting import NoteAmount
from collectdesk.desk.vault.backing_up import back_up_to
from collectdesk.desk.vault.branch_keys import MakeEnvelopes, TypeBackEnvelopes
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.customers.finances import FinanceKind
from collectdesk.domain.customers.parties import PartyRole
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.intake.noted import NotedKind
from collectdesk.domain.money import Money
from collectdesk.domain.people.paper_approvals import PaperKind
from collectdesk.domain.people.sharing import ShareReason
from collectdesk.domain.visits.visits import RequestReason
from collectdesk.store.branch import open_store
from collectdesk.store.cases import cases
from collectdesk.store.customers.lists import Wanted
from collectdesk.store.keys.header import read_header
from collectdesk.store.vault import proving, rekeying
from collectdesk.store.vault.shelf import PracticeShelf
from helpers.branches import PRACTICE_DATE, payment_row

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch

__all__ = ["back_up", "give_new_keys", "keep", "lend"]


def keep(branch: Branch, folder: Path, name: str, phone: str, address: str, note: str) -> None:
    """People around the customer, points to reach them at, figures from elsewhere, lists and searches."""
    who = branch.customer_id(name)
    mother = branch.clerk(KeepPerson(who, PartyRole.SPOUSE, f"{name}妻", note=note))
    place = f"{address}旁"
    branch.clerk(
        KeepPoint(who, "address", "registered", place, "reserved", person_id=mother, access_note=note)
    )
    home = branch.point_id("home", name)
    branch.clerk(CheckPoint(who, home, True, "visit"))
    branch.clerk(ChangePoint(who, home, "home", "contract", date(2026, 3, 1), access_note=note))
    branch.clerk(NoteFinance(who, FinanceKind.WAGES, Money(98_765_43), "customer", PRACTICE_DATE, note))
    branch.clerk(NoteEnquiry(who, "post_loan", PRACTICE_DATE, date(2023, 5, 6), note, note, note))
    product = branch.products(name)[0].id
    branch.clerk(NoteAmount(who, product, NotedKind.PAID, Money(98_765), PRACTICE_DATE, "slip", note))
    branch.clerk(KeepView(name, Wanted(text=name), ("name",)))
    for text in (name, phone, address):
        branch.clerk(FindCustomers(Wanted(text=text)))
        branch.clerk(SeekCustomers(Wanted(text=text)))
    branch.supervisor(ExportList(folder / "out" / "list.xlsx", Wanted(text=name), "zh_CN"))
    for step in branch.ask(lambda view: cases.steps(view, case_id=branch.case_id(name))):
        if step.kind is StepKind.CALL:
            branch.clerk(PostponeStep(step.id, PRACTICE_DATE + timedelta(days=2), note))
    taken = branch.take(LedgerKind.PAYMENTS, [payment_row(f"HK{phone}", branch.products(name)[0].account_no,
                                                          PRACTICE_DATE, 12_345)])  # fmt: skip
    branch.supervisor(UndoImport(taken.batch_id))
    pair = branch.clerk(WrongPerson(who, branch.point_id("registered", name), note)).pair_id
    branch.clerk(PrintApology(folder / "out" / "apology.pdf", pair, "zh_CN"))


def lend(branch: Branch, folder: Path, name: str, note: str) -> None:
    """A colleague stands in, and a paper approves what no supervisor could."""
    branch.enrol("colleague", "clerk", "孙蕾")
    branch.supervisor(AssignCase(branch.case_id(name), "clerk"))
    lent = branch.supervisor(
        ShareCases(("colleague",), ShareReason.ILLNESS, held_by="clerk", until_on=PRACTICE_DATE + timedelta(days=4))
    )  # fmt: skip
    branch.supervisor(PrintHandOver(folder / "out" / "handing-over.pdf", lent.sharing_id, "zh_CN"))
    scan = folder / "in" / f"{name}.pdf"
    scan.write_bytes(b"%PDF-1.7 " + note.encode() * 50)
    asked = branch.request(name, RequestReason.VERIFICATION)
    branch.clerk(TakePaperApproval(PaperKind.REQUEST, asked, scan, "supervisor", PRACTICE_DATE))


def back_up(branch: Branch, folder: Path) -> None:
    """Onto a stick that is searched too, and proven as a restore would prove it."""
    (folder / "stick").mkdir()
    made = branch.administrator(back_up_to(branch.desk, folder / "stick"))
    store = branch.desk.store
    proving.prove(
        made.path, store.keys, store.folder, lambda _done, _all: None, actor=branch.actors["administrator"],
        now=branch.now,
    )  # fmt: skip


def give_new_keys(branch: Branch) -> None:
    """Envelopes, then another root: what was written under the old one mustn't lie about either."""
    codes = branch.administrator(MakeEnvelopes(branch.second("supervisor")))
    branch.administrator(TypeBackEnvelopes(tuple(codes.values())))
    store = branch.desk.store
    branch.close()
    done = rekeying.rekey(
        store.folder, read_header(store.folder), store.keys, PracticeShelf(store.folder),
        rekeying.Wish("yearly"), branch.actors["administrator"], branch.now,
    )  # fmt: skip
    branch.desk = Desk(open_store(store.folder, store.branch_id, done.root), branch.clock)
