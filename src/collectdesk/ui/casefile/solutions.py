"""Owns the Solutions tab: plans and promises as they run, and what is agreed next."""

from __future__ import annotations

from collections import Counter
from typing import Any

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from collectdesk.desk.customers.files import CustomerFile, KeptArrangement, KeptPromise
from collectdesk.desk.people.paper_approvals import TakePaperApproval
from collectdesk.desk.solutions.solution_gathering import solution_table
from collectdesk.desk.solutions.solving import DecidePlan, Terms
from collectdesk.desk.visits.printing import PrintAgreement
from collectdesk.domain.money import Money
from collectdesk.domain.people.paper_approvals import PaperKind
from collectdesk.domain.people.people import Permission
from collectdesk.domain.results.effect import kept_rate
from collectdesk.domain.solutions.arrangements import ArrangementState, judge_arrangement
from collectdesk.domain.solutions.promises import PromiseState, paid_towards
from collectdesk.terms import term
from collectdesk.terms_effect import percent, share_words
from collectdesk.ui.casefile.decide import DecideCard, SignCard, WaiverCard
from collectdesk.ui.casefile.offers import OffersCard
from collectdesk.ui.casefile.paper_form import PaperForm
from collectdesk.ui.casefile.paper_view import PaperView
from collectdesk.ui.casefile.plan_form import PlanForm, Schedule
from collectdesk.ui.casefile.promise_form import PromiseForm
from collectdesk.ui.casefile.tab import Host, Tab, framed
from collectdesk.ui.casefile.ways import WaysBoard
from collectdesk.ui.office import Office
from collectdesk.ui.parts.buttons import button
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.sign_in.countersign import Countersign
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

_PLANS = {
    ArrangementState.SIGNED: (Tone.NOTICE, True),
    ArrangementState.ACTIVE: (Tone.GOOD, False),
    ArrangementState.COMPLETED: (Tone.GOOD, False),
    ArrangementState.BROKEN: (Tone.DANGER, True),
}
_PROMISES = {
    PromiseState.ACTIVE: (Tone.NOTICE, False),
    PromiseState.KEPT: (Tone.GOOD, False),
    PromiseState.PARTLY_KEPT: (Tone.WARN, True),
    PromiseState.BROKEN: (Tone.DANGER, True),
}


def _plan_state(words: Words, plan: KeptArrangement) -> Status:
    state = plan.arrangement.state
    tone, calls = _PLANS.get(state, (Tone.PLAIN, False))
    return Status(term(words, state), tone, calls)


def _promise_state(words: Words, promise: KeptPromise) -> Status:
    tone, calls = _PROMISES.get(promise.state, (Tone.PLAIN, False))
    return Status(term(words, promise.state), tone, calls)


class SolutionsTab(Tab):
    """What runs at the left with the chosen plan's schedule; the forms at the right."""

    sentence = mark("Solutions")

    def __init__(self, office: Office, host: Host) -> None:
        super().__init__(office, host)
        self.plans: ValueTable[KeptArrangement] = rows_table(
            self.speech, mark("Plans"), self._plan_columns(), lambda p: p.id, opens_on_click=False
        )
        self.promises: ValueTable[KeptPromise] = rows_table(
            self.speech, mark("Promises"), self._promise_columns(), lambda p: p.id, opens_on_click=False
        )
        self.plans.set_empty(mark("No plan yet"), mark("Offer one that the customer can keep."))
        self.promises.set_empty(mark("No promise yet"), mark("A promise needs an amount and a day."))
        self.schedule = Schedule(self.speech, mark("The chosen plan"))
        self.waiver, self.decide = WaiverCard(self), DecideCard(self)
        self.countersign = Countersign(office, mark("Approve the plan"))
        self.countersign.signed.connect(
            lambda: self.host.confirm(self.office.say(mark("The plan runs from now on.")))
        )
        self.paper = PaperForm(office, PaperKind.PLAN)
        self.paper.submitted.connect(self._take_paper)
        self.sign = SignCard(self)
        self.plan = PlanForm(self)
        self.offers = OffersCard(self)
        self.plan.terms_changed.connect(self.offers.make_of)
        self.offers.chosen.connect(self.plan.fill)
        self.promise = PromiseForm(self)
        self.ways = WaysBoard(self)
        self.ways.chosen.connect(self._offer_way)
        self._lay_out()
        self.paper_view = PaperView(self)
        self.plans.picked.connect(self._show_plan)

    def _plan_columns(self) -> tuple[Column[KeptArrangement], ...]:
        return (
            Column(mark("Plan no."), lambda _w, p: p.number, Kind.MUTED),
            Column(mark("Way"), lambda w, p: term(w, p.arrangement.kind)),
            Column(
                mark("Amount"),
                lambda w, p: w.money(p.arrangement.schedule.amount, sign=False),
                Kind.MONEY,
                sort=lambda p: p.arrangement.schedule.amount.fen,
            ),
            Column(
                mark("Periods"),
                lambda w, p: w.number(len(p.arrangement.schedule.instalments)),
                Kind.NUMBER,
            ),
            Column(mark("Paid"), lambda w, p: w.money(self.paid_of_plan(p), sign=False), Kind.MONEY),
            Column(mark("State"), _plan_state, Kind.CHIP, stretch=True),
        )

    def _promise_columns(self) -> tuple[Column[KeptPromise], ...]:
        return (
            Column(mark("Promised for"), lambda w, p: w.date(p.promise.due_on), Kind.BOLD),
            Column(
                mark("Amount"),
                lambda w, p: w.money(p.promise.amount, sign=False),
                Kind.MONEY,
                sort=lambda p: p.promise.amount.fen,
            ),
            Column(mark("Paid"), lambda w, p: w.money(self.paid_of_promise(p), sign=False), Kind.MONEY),
            Column(mark("State"), _promise_state, Kind.CHIP),
            Column(mark("Promised by"), lambda _w, p: p.promise.promised_by, Kind.MUTED),
            Column(mark("Shown by"), lambda _w, p: p.promise.evidence, Kind.MUTED, stretch=True),
        )

    def _lay_out(self) -> None:
        card = Card(self.speech, mark("Plans"), flush=True)
        self.print_button = button(
            self.speech, mark("Print the agreement"), self.print_agreement, icon="printer", look="quiet"
        )
        card.head.addWidget(self.print_button)
        plans = framed(card, self.plans, 2)
        self._schedule = framed(Card(self.speech, mark("The chosen plan"), flush=True), self.schedule, 4)
        self._preview = framed(
            Card(self.speech, mark("Schedule of the offer"), flush=True), self.plan.preview, 5
        )
        self.plan.sums.setContentsMargins(12, 0, 12, 4)
        self._preview.add(self.plan.sums)
        self._promises = framed(Card(self.speech, mark("Promises"), flush=True), self.promises, 2)
        left = QWidget()
        stacked = column(self.ways, self._preview, plans, self._schedule, self._promises)
        for at, share in enumerate((5, 3, 2, 3, 2)):
            stacked.setStretch(at, share)
        left.setLayout(stacked)
        self._side = QWidget()
        self._side.setLayout(
            column(
                self.waiver,
                self.decide,
                self.countersign,
                self.paper,
                self.sign,
                self._chooser(),
                self.offers,
                self.plan,
                self.ways.asked,
                self.promise,
                None,
            )
        )
        self.lay_beside(left, self._side, (1, 1), 1)

    def _chooser(self) -> QWidget:
        """Which form stands open: a promise, a plan or the comparison of ways."""
        self.choose = QWidget()
        group = QButtonGroup(self.choose)
        self._buttons: dict[str, QPushButton] = {}
        line = row()
        forms = (
            ("promise", mark("Take a promise")),
            ("plan", mark("Offer a plan")),
            ("ways", mark("Compare ways")),
        )
        for name, sentence in forms:
            made = QPushButton()
            made.setCheckable(True)
            made.setAutoDefault(False)
            made.setProperty("look", "segment")
            self.speech.bind(made, made.setText, sentence)
            made.clicked.connect(lambda _checked=False, name=name: self.open_form(name))
            group.addButton(made)
            line.addWidget(made)
            self._buttons[name] = made
        line.addStretch(1)
        self.choose.setLayout(line)
        self._buttons["promise"].setChecked(True)
        return self.choose

    # ---- showing

    def show_file(self, file: CustomerFile) -> None:
        may = self.may(Permission.OFFER_SOLUTION)
        self.plans.show_rows(file.arrangements)
        self.promises.show_rows(file.promises)
        rate = kept_rate(Counter(each.state for each in file.promises))
        kept = mark("kept {rate} ({counted})")
        words = self.office.words
        said = words.say(kept, rate=percent(rate), counted=share_words(words, rate)) if rate.of else ""
        self._promises.say_beside(said)
        self._show_plan(self.plans.chosen)
        self.offers.show_file(file)
        self.plan.show_file(file)
        self.promise.show_file(file)
        self.ways.show_file(file)
        self.choose.setVisible(may)
        self._show_form()
        self.paper_view.cover()

    def _show_plan(self, plan: KeptArrangement | None) -> None:
        covered = self._preview.isVisibleTo(self) or self.ways.isVisibleTo(self)
        self._schedule.setVisible(plan is not None and not covered)
        self.schedule.show_rows(plan.arrangement.schedule.instalments if plan else ())
        self.waiver.show_plan(plan)
        self.decide.show_plan(plan)
        waits = plan is not None and plan.arrangement.state is ArrangementState.SIGNED
        may = waits and self.may(Permission.OFFER_SOLUTION)
        self.countersign.offer(DecidePlan(plan.id, approve=True) if may and plan else None)
        self._offer_paper(plan if may else None)
        self.sign.show_plan(plan)
        is_open = plan is not None and plan.arrangement.is_open
        self.print_button.setVisible(is_open and self.may(Permission.OFFER_SOLUTION))

    def _offer_paper(self, plan: KeptArrangement | None) -> None:
        """With no supervisor here a plan may run on their signature on paper; who decides needs none."""
        on_paper = plan is not None and self.may(TakePaperApproval.needs) and not self.may(DecidePlan.needs)
        self.paper.setVisible(on_paper)
        if plan is not None and on_paper:
            self.paper.belongs_to(plan.id)
            self.paper.offer()

    def _take_paper(self, values: dict[str, Any]) -> None:
        plan = self.plans.chosen
        if plan is not None:
            deed = self.paper.deed_for(plan.id, values)
            self.run(deed, lambda _id: self._paper_taken(), self.paper.refuse)

    def _paper_taken(self) -> None:
        self.paper.finish()
        said = mark("The plan runs from now on; a supervisor confirms the paper within three working days.")
        self.host.confirm(self.office.say(said))
        self.plans.setFocus()

    def open_form(self, name: str) -> None:
        """Open the form of a plan or of a promise, or the comparison of ways."""
        self._buttons[name].setChecked(True)
        self._show_form()
        if name == "ways":
            self.ways.asked.form.focus("first_due_on")
        else:
            (self.plan if name == "plan" else self.promise).focus_first()
        QTimer.singleShot(0, self.choose, self._show_top)  # once what was hidden has its place

    def _show_top(self) -> None:
        """Begin where the form does: on a narrow window it stands below what runs, and it may be long."""
        held = self.widget()
        if held is not None:
            self.verticalScrollBar().setValue(max(0, self.choose.mapTo(held, QPoint(0, 0)).y() - 8))

    def _offer_way(self, terms: Terms) -> None:
        self.open_form("plan")
        self.plan.take_way(terms)

    def print_agreement(self) -> None:
        """Look at the agreement of the chosen plan, and print it."""
        plan, language = self.plans.chosen, self.office.words.language
        if plan is not None:
            plan_id = plan.id
            self.paper_view.make(
                f"{plan.number}.pdf", lambda target: PrintAgreement(target, plan_id, language), self.host.warn
            )

    def _show_form(self) -> None:
        may = self.may(Permission.OFFER_SOLUTION)
        is_plan, is_ways = self._buttons["plan"].isChecked(), self._buttons["ways"].isChecked()
        for each in (self.ways, self.ways.asked):
            each.setVisible(may and is_ways)
        if may and is_ways:
            self.ways.ask_again()
        self.offers.setVisible(may and is_plan)
        self.plan.setVisible(may and is_plan)
        self.offers.ask_again()
        self._preview.setVisible(may and is_plan)
        covered = may and (is_plan or is_ways)
        self._schedule.setVisible(self.plans.chosen is not None and not covered)
        self._promises.setVisible(not (may and is_ways))
        self.promise.setVisible(may and not is_plan and not is_ways)

    def paid_of_plan(self, plan: KeptArrangement) -> Money:
        """What came in on the plan's product since it was made."""
        file = self.file
        views = [v for v in file.products if v.product.id == plan.product_id] if file else []
        payments = [each for view in views for each in view.payments]
        return judge_arrangement(
            plan.arrangement.schedule, payments, self.today(), counts_from=plan.made_on
        ).paid

    def paid_of_promise(self, kept: KeptPromise) -> Money:
        """What came in towards a promise: as kept once it is decided, as paid until then."""
        if kept.state is not PromiseState.ACTIVE or self.file is None:
            return kept.paid
        payments = [each for view in self.file.products for each in view.payments]
        return paid_towards(kept.promise, payments, self.today(), solution_table().tolerance)

    def focus_first(self) -> None:
        if self.plans.values.rowCount():
            self.plans.setFocus()
        elif self.promise.isVisible():
            self.promise.focus_first()
        else:
            self.promises.setFocus()
