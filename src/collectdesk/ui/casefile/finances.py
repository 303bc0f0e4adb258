"""Owns the Finances tab: what is known of the customer's money, with its source, and credit-report enquiries."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from collectdesk.desk.customers.customer_papers import PrintBudgetSheet, PrintLeaflet
from collectdesk.desk.customers.files import CustomerFile
from collectdesk.desk.customers.finances import (
    FINANCE_SOURCES,
    PURPOSES,
    Enquiry,
    Finance,
    FinanceKind,
    Finances,
    NoteEnquiry,
    NoteFinance,
    ShowFinances,
    StrikeFinance,
)
from collectdesk.domain.people.people import Permission
from collectdesk.terms import code_term
from collectdesk.ui.casefile.paper_view import PaperView
from collectdesk.ui.casefile.person_forms import Side, SideForm
from collectdesk.ui.casefile.tab import Host, Tab, english_code, framed
from collectdesk.ui.office import Office
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.ui.parts.fields import DateEdit, MoneyEdit, NoteEdit, PickOne, TextEdit
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark


def _standing(words: Words, entry: Finance) -> Status:
    if entry.struck_on is None:
        return Status(words.say(mark("Counts")), Tone.GOOD)
    return Status(words.say(mark("Struck: {why}"), why=entry.struck_why), Tone.PLAIN)


ENTRIES: tuple[Column[Finance], ...] = (
    Column(mark("What"), lambda w, e: code_term(w, "finance", e.kind.value), Kind.BOLD, firm=True),
    Column(
        mark("Amount"), lambda w, e: w.money(e.amount, sign=False), Kind.MONEY, sort=lambda e: e.amount.fen
    ),
    Column(mark("Stated on"), lambda w, e: w.date(e.as_of)),
    Column(mark("Source"), lambda w, e: code_term(w, "finance_source", e.source), Kind.MUTED),
    Column(mark("Note"), lambda _w, e: e.note, Kind.MUTED, stretch=True),
    Column(mark("State"), _standing, Kind.CHIP),
)
ENQUIRIES: tuple[Column[Enquiry], ...] = (
    Column(mark("Asked on"), lambda w, e: w.date(e.asked_on), Kind.BOLD),
    Column(mark("Purpose"), lambda w, e: code_term(w, "purpose", e.purpose)),
    Column(mark("Authorised on"), lambda w, e: w.date(e.authorised_on)),
    Column(mark("Authorisation"), lambda _w, e: e.authorisation, Kind.MUTED),
    Column(mark("Report no."), lambda _w, e: e.report_no, Kind.MUTED),
    Column(
        mark("Others overdue"),
        lambda w, e: "–" if e.others_overdue is None else w.number(e.others_overdue),
        Kind.NUMBER,
        sort=lambda e: e.others_overdue,
    ),
    Column(mark("Result"), lambda _w, e: e.result, stretch=True),
)


_OTHERS = (
    mark("No other lender"), mark("One other lender"), mark("Two other lenders"),
    mark("Three other lenders or more"),
)  # fmt: skip
"""How many other lenders a report shows overdue; the risk check asks no finer."""


class FinanceForm(SideForm):
    """One figure with its source."""

    def __init__(self, tab: FinancesTab) -> None:
        super().__init__(
            tab.office, mark("What the customer earns, spends, owns"), mark("Write it down"), "finance"
        )
        speech, form = tab.speech, self.form
        kinds = [(kind, english_code("finance", kind.value)) for kind in FinanceKind]
        form.add("kind", mark("What"), PickOne(speech, kinds), needed=True)
        form.add(
            "amount", mark("Amount"), MoneyEdit(), needed=True, hint=mark("Incomes and expenses: a month's")
        )
        sources = [(source, english_code("finance_source", source)) for source in FINANCE_SOURCES]
        form.add("source", mark("Source"), PickOne(speech, sources), needed=True)
        form.add("as_of", mark("Stated on"), DateEdit(speech, tab.today), needed=True)
        form.add("note", mark("Note"), NoteEdit(speech, lines=2))


class StrikeForm(SideForm):
    """Why a figure counts no more."""

    def __init__(self, tab: FinancesTab) -> None:
        super().__init__(tab.office, mark("Strike the chosen figure"), mark("Strike it"), "finance_strike")
        self.form.add(
            "why", mark("Reason"), TextEdit(tab.speech, mark("It was another customer's")), needed=True
        )


class EnquiryForm(SideForm):
    """A credit-report enquiry with its authorisation."""

    def __init__(self, tab: FinancesTab) -> None:
        super().__init__(tab.office, mark("Credit-report enquiry"), mark("Keep the enquiry"), "enquiry")
        speech, form = tab.speech, self.form
        purposes = [(purpose, english_code("purpose", purpose)) for purpose in PURPOSES]
        form.add("purpose", mark("Purpose"), PickOne(speech, purposes), needed=True)
        form.add("asked_on", mark("Asked on"), DateEdit(speech, tab.today), needed=True)
        form.add("authorised_on", mark("Authorised on"), DateEdit(speech, tab.today), needed=True)
        paper = TextEdit(speech, mark("Contract clause or paper"))
        form.add("authorisation", mark("Authorisation"), paper, needed=True)
        form.add("report_no", mark("Report no."), TextEdit(longest=60))
        others = PickOne(speech, [(count, said) for count, said in enumerate(_OTHERS)])
        form.add("others_overdue", mark("Other lenders overdue"), others)
        form.add("result", mark("Result"), NoteEdit(speech, lines=3))


class FinancesTab(Tab):
    """Figures above, enquiries below; at the side the sums, or the form of an act."""

    sentence = mark("Finances")

    def __init__(self, office: Office, host: Host) -> None:
        super().__init__(office, host)
        speech = self.speech
        self.entries: ValueTable[Finance] = rows_table(
            speech, mark("Money figures"), ENTRIES, lambda e: e.id, opens_on_click=False
        )
        self.entries.set_empty(
            mark("Nothing is known of the customer's money"), mark("Write down what they say.")
        )
        self.enquiries: ValueTable[Enquiry] = rows_table(
            speech, mark("Credit-report enquiries"), ENQUIRIES, lambda e: e.id, opens_on_click=False
        )
        self.enquiries.set_empty(mark("No enquiry yet"), mark("Each needs the customer's authorisation."))
        self.finance_form, self.strike_form = FinanceForm(self), StrikeForm(self)
        self.enquiry_form = EnquiryForm(self)
        self.sums = Facts()
        self._lay_out()
        self.paper = PaperView(self)
        self.finance_form.submitted.connect(self._note)
        self.strike_form.submitted.connect(self._strike)
        self.enquiry_form.submitted.connect(self._enquire)
        self.entries.picked.connect(lambda _entry: self._offer())

    def _lay_out(self) -> None:
        speech = self.speech
        self.add_button = button(speech, mark("Write down"), lambda: self._open(self.finance_form), icon="plus",
                                 look="quiet")  # fmt: skip
        self.strike_button = button(speech, mark("Strike …"), lambda: self._open(self.strike_form), icon="x",
                                    look="quiet")  # fmt: skip
        self.enquiry_button = button(speech, mark("Enquiry"), lambda: self._open(self.enquiry_form), icon="plus",
                                     look="quiet")  # fmt: skip
        figures = Card(speech, mark("Money figures"), flush=True)
        figures.head.addWidget(self.add_button)
        figures.head.addWidget(self.strike_button)
        asked = Card(speech, mark("Credit-report enquiries"), flush=True)
        asked.head.addWidget(self.enquiry_button)
        left = QWidget()
        left.setLayout(column(framed(figures, self.entries, 4), framed(asked, self.enquiries, 3)))
        household = Card(speech, mark("A month of the household"))
        self.budget_button = button(
            speech, mark("Budget sheet"), self.print_budget, icon="printer", look="quiet"
        )
        self.leaflet_button = button(
            speech, mark("Leaflet"), self.print_leaflet, icon="printer", look="quiet"
        )
        household.head.addWidget(self.budget_button)
        household.head.addWidget(self.leaflet_button)
        household.add(self.sums)
        hint = mark("From what is written down here, each with its source; the program adds nothing.")
        household.add(label(speech, hint, "faint", wrap=True))
        resting = QWidget()
        resting.setLayout(row(household))
        self.side = Side(resting, self.finance_form, self.strike_form, self.enquiry_form)
        self.lay_beside(left, self.side, (5, 3), 1)

    def show_file(self, file: CustomerFile) -> None:
        for form in (self.finance_form, self.strike_form, self.enquiry_form):
            form.belongs_to(file.customer.id)
        allowed = self._may_keep()
        self.add_button.setVisible(allowed)
        self.enquiry_button.setVisible(allowed)
        self._offer()
        self.budget_button.setVisible(self.may(Permission.OFFER_SOLUTION))
        self.leaflet_button.setVisible(allowed)
        self.paper.cover()
        self.run(ShowFinances(file.customer.id), self._show, self.host.warn)

    def _may_keep(self) -> bool:
        return self.file is not None and not self.host.is_past and self.office.may(Permission.WORK_CASES)

    def _show(self, found: Finances) -> None:
        past = self.file.past_day if self.file else None
        self.entries.show_rows([e for e in found.entries if past is None or e.as_of <= past])
        self.enquiries.show_rows([e for e in found.enquiries if past is None or e.asked_on <= past])
        words, sums = self.office.words, found.household
        self.sums.show_facts(
            [
                Fact(words.say(mark("Incomes")), words.money(sums.income)),
                Fact(words.say(mark("Expenses")), words.money(sums.expense)),
                Fact(words.say(mark("Left over")), words.money(sums.left),
                     Tone.DANGER if sums.left.fen < 0 else Tone.PLAIN),
                Fact(words.say(mark("Owned")), words.money(sums.owned)),
                Fact(words.say(mark("Owed elsewhere")), words.money(sums.owed)),
            ]
        )  # fmt: skip
        self._offer()

    def _offer(self) -> None:
        chosen = self.entries.chosen
        self.strike_button.setVisible(chosen is not None and chosen.struck_on is None and self._may_keep())

    def _open(self, form: SideForm) -> None:
        self.side.show_form(form)
        form.form.focus(next(iter(form.form.values())))

    def _note(self, values: dict[str, Any]) -> None:
        assert self.file is not None
        deed = NoteFinance(self.file.customer.id, values["kind"], values["amount"], values["source"], values["as_of"],
                           values["note"] or "")  # fmt: skip
        self.run(deed, lambda _id: self._kept(self.finance_form), self.finance_form.refuse)

    def _strike(self, values: dict[str, Any]) -> None:
        chosen = self.entries.chosen
        if self.file is None or chosen is None:
            return
        deed = StrikeFinance(self.file.customer.id, chosen.id, values["why"])
        self.run(deed, lambda _none: self._kept(self.strike_form), self.strike_form.refuse)

    def _enquire(self, values: dict[str, Any]) -> None:
        assert self.file is not None
        deed = NoteEnquiry(self.file.customer.id, values["purpose"], values["asked_on"], values["authorised_on"],
                           values["authorisation"], values["report_no"] or "", values["result"] or "",
                           values["others_overdue"])  # fmt: skip
        self.run(deed, lambda _id: self._kept(self.enquiry_form), self.enquiry_form.refuse)

    def _kept(self, form: SideForm) -> None:
        form.finish()
        self.side.rest()
        self.host.confirm(self.office.say(mark("It is written down.")))
        self.entries.setFocus()

    def print_budget(self) -> None:
        """Look at the household's budget, and print it."""
        case_id, language = self.case_id, self.office.words.language
        self.paper.make(
            "budget.pdf", lambda target: PrintBudgetSheet(target, case_id, language=language), self.host.warn
        )

    def print_leaflet(self) -> None:
        """Look at the leaflet for customers, and print it."""
        language = self.office.words.language
        self.paper.make("leaflet.pdf", lambda target: PrintLeaflet(target, language), self.host.warn)

    def focus_first(self) -> None:
        self.entries.setFocus()
