"""Owns the form of an arrangement, with its schedule worked out while it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal

from collectdesk.desk.customers.files import CustomerFile
from collectdesk.desk.solutions.offering import Offer, Suggestion
from collectdesk.desk.solutions.solving import OfferPlan, ShowSchedule, Terms
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.money import Money
from collectdesk.domain.solutions import schedules
from collectdesk.domain.solutions.arrangements import ONE_DATE, ArrangementKind, ArrangementState
from collectdesk.domain.solutions.schedules import Method, ScheduledInstalment
from collectdesk.domain.solutions.solution_table import Component
from collectdesk.domain.solutions.waivers import WAIVING
from collectdesk.terms import term
from collectdesk.ui import wording
from collectdesk.ui.casefile.act_form import ActForm
from collectdesk.ui.casefile.plan_fields import CountEdit, RateEdit
from collectdesk.ui.casefile.tab import english
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.elided import Elided
from collectdesk.ui.parts.fields import DateEdit, MoneyEdit, NoteEdit, PickOne
from collectdesk.ui.parts.value_model import Column, Kind, ValueModel
from collectdesk.ui.parts.value_table import ValueTable
from collectdesk.ui.speech import Speech
from collectdesk.ui.theme import set_tone
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.ui.casefile.solutions import SolutionsTab

WORKED_OUT_AFTER = 250
"""Milliseconds without a key before the schedule is worked out."""
WAIVABLE = (Component.PENALTY, Component.FEES, Component.INTEREST)
WAIVED_AS: Mapping[Component, str] = {
    Component.PENALTY: mark("Waive penalty"),
    Component.FEES: mark("Waive fees"),
    Component.INTEREST: mark("Waive interest"),
}
_FIELDS: Mapping[str, str] = {
    "plan.amount_not_positive": "amount",
    "plan.count_out_of_range": "count",
    "plan.instalments_too_small": "count",
    "plan.first_due_not_after_today": "first_due_on",
    "plan.rate_absurd": "annual_rate",
    "plan.never_repays": "monthly",
    "plan.takes_too_long": "monthly",
    "plan.mixed_currencies": "monthly",
    "lease.residual_absurd": "residual",
    "arrangement.above_owed": "amount",
    "solution.already_running": "product_id",
}
_COLUMNS: tuple[Column[ScheduledInstalment], ...] = (
    Column(mark("No."), lambda w, i: w.number(i.seq), Kind.NUMBER),
    Column(mark("Due"), lambda w, i: w.date(i.due_on)),
    Column(mark("Principal"), lambda w, i: w.money(i.principal, sign=False), Kind.MONEY),
    Column(mark("Interest"), lambda w, i: w.money(i.interest, sign=False), Kind.MONEY),
    Column(mark("To pay"), lambda w, i: w.money(i.due, sign=False), Kind.MONEY),
    Column(mark("Remains"), lambda w, i: w.money(i.remaining, sign=False), Kind.MONEY),
)


class Schedule(ValueTable[ScheduledInstalment]):
    """The lines of a plan."""

    def __init__(self, speech: Speech, name: str) -> None:
        super().__init__(ValueModel(speech, _COLUMNS, lambda i: i.seq), name, opens_on_click=False)
        self.set_empty(
            mark("The schedule appears here"), mark("It needs the amount, the number and the first day.")
        )


class PlanForm(ActForm):
    """What is offered, the schedule live, the reason for the supervisor. ``terms_changed`` carries the product, the
    amount and the rate, as far as they can be read.
    """

    terms_changed = Signal(object, object, object)

    def __init__(self, tab: SolutionsTab) -> None:
        super().__init__(
            tab.office, mark("What is offered"), mark("Put before the supervisor"),
            kept_as="plan", fields_of=_FIELDS, coached_as="plan",
        )  # fmt: skip
        self._tab = tab
        self._asked = 0
        self._proposed: Money | None = None
        self._schedule: schedules.Schedule | None = None
        self._beside = ""
        """The field that the terms can't be because of, as far as they are typed."""
        self._error: BaseException | None = None
        self._add_fields(tab.speech)
        self.preview = Schedule(tab.speech, mark("Schedule of the offer"))
        self.sums = Elided("mute")
        self.defaults = {
            "kind": ArrangementKind.INSTALMENTS, "method": Method.EQUAL_INSTALMENTS, "guarantor": False, "signed": True,
            "replaces": False,
        }  # fmt: skip
        self._works = QTimer(self)
        self._works.setSingleShot(True)
        self._works.setInterval(WORKED_OUT_AFTER)
        self._works.timeout.connect(self._work_out)
        self.form.changed.connect(self._works.start)
        self.form.changed.connect(self._tell_terms)
        self.submitted.connect(self._offer)
        self.form.field("product_id").edited.connect(self._propose_amount)
        self.form.field("product_id").edited.connect(self._fit_kind)
        self.form.field("kind").edited.connect(self._fit_kind)
        self._fit_kind()

    def _add_fields(self, speech: Speech) -> None:
        form = self.form
        methods = (Method.EQUAL_INSTALMENTS, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY)
        form.add("product_id", mark("Product"), PickOne(speech), needed=True)
        form.add("kind", mark("Way"), PickOne(speech, [(each, english(each)) for each in ArrangementKind]))
        form.add("amount", mark("Amount (yuan)"), MoneyEdit(), needed=True)
        form.add("count", mark("Periods"), CountEdit())
        hint = mark("Instead of a number: what the customer can pay.")
        form.add("monthly", mark("A month (yuan)"), MoneyEdit(), hint=hint)
        form.add(
            "residual", mark("Residual value"), MoneyEdit(), hint=mark("A lease's, due with its last rent.")
        )
        form.add("first_due_on", mark("First due"), DateEdit(speech, self._tab.today), needed=True)
        form.add(
            "annual_rate", mark("Yearly rate (%)"), RateEdit(), hint=mark("Blank means without interest.")
        )
        form.add("method", mark("Method"), Choices(speech, [(each, english(each)) for each in methods]))
        for part in WAIVABLE:
            form.add(f"waive_{part.value}", WAIVED_AS[part], MoneyEdit())
        form.add(
            "guarantor",
            mark("Guarantor"),
            Choices(speech, [(False, mark("Not asked")), (True, mark("Has agreed in writing"))]),
        )
        form.add(
            "replaces",
            mark("Running plan"),
            Choices(speech, [(False, mark("Stays")), (True, mark("Is replaced"))]),
        )
        form.add(
            "signed",
            mark("Customer"),
            Choices(speech, [(True, mark("Has signed")), (False, mark("Signs later"))]),
        )
        form.add(
            "reason",
            mark("Reason"),
            NoteEdit(speech, mark("Why the customer can keep it"), lines=2),
            needed=True,
        )

    def show_file(self, file: CustomerFile) -> None:
        """Offer this customer's overdue products."""
        self.belongs_to(file.customer.id)
        words = self._tab.office.words
        owed = [v for v in file.products if v.product.balance.fen > 0]
        offered = [
            (
                v.product.id,
                f"{term(words, v.product.kind)} {v.product.account_no} · {words.money(v.product.overdue)}",
            )
            for v in owed
        ]
        self.form.field("product_id").offer(offered)
        if self.form.field("product_id").value() is None and owed:
            worst = max(owed, key=lambda v: v.product.overdue.fen)
            self.form.put({"product_id": worst.product.id})
            self._propose_amount()
        guaranteed = any(point.party_role == "guarantor" for point in file.points)
        self.form.show_line("guarantor", guaranteed)
        self._fit_kind()
        self._say_sums()
        self._tell_terms()

    def _propose_amount(self) -> None:
        """The overdue amount of the product, while nobody typed another."""
        file, proposed = self._tab.file, self.form.field("amount").value()
        if file is None or proposed not in (None, self._proposed):
            return
        chosen = self.form.field("product_id").value()
        self._proposed = next((v.product.overdue for v in file.products if v.product.id == chosen), None)
        self.form.put({"amount": self._proposed})

    def fill(self, offer: Offer, made_of: Suggestion) -> None:
        """Take over a suggested plan; what is left to say is why."""
        self.form.put({"amount": made_of.amount, "count": offer.count, "first_due_on": made_of.first_due_on})
        self._works.start()
        self.form.focus("reason")

    def _tell_terms(self) -> None:
        values = self.form.values()
        self.terms_changed.emit(values["product_id"], values["amount"], values["annual_rate"])

    def has_draft(self) -> bool:
        values = self.form.values()
        return self.form.has_unreadable() or any(
            values[name] is not None for name in ("count", "first_due_on", "reason", "annual_rate")
        )

    def _terms(self) -> Terms | None:
        values = self.form.values()
        kind = values["kind"] or ArrangementKind.INSTALMENTS
        counted = kind in ONE_DATE or values["monthly"] is not None
        needed = ("product_id", "amount", "first_due_on", *(() if counted else ("count",)))
        if any(values[name] is None for name in needed):
            return None
        waived = tuple((part, values[f"waive_{part.value}"]) for part in WAIVABLE)
        return Terms(
            values["product_id"],
            values["amount"],
            values["count"] or 1,
            values["first_due_on"],
            values["annual_rate"] or Decimal(0),
            values["method"] or Method.EQUAL_INSTALMENTS,
            kind,
            tuple((part, amount) for part, amount in waived if amount is not None) if kind in WAIVING else (),
            None if kind in ONE_DATE else values["monthly"],
            values["residual"] if self._has_residual() else None,
        )

    def _fit_kind(self) -> None:
        """Only what the chosen way asks for."""
        kind = self.form.field("kind").value() or ArrangementKind.INSTALMENTS
        for name in ("count", "monthly", "method"):
            self.form.show_line(name, kind not in ONE_DATE)
        self.form.show_line("residual", self._has_residual())
        self.form.show_line("replaces", self._runs())
        for part in WAIVABLE:
            self.form.show_line(f"waive_{part.value}", kind in WAIVING)

    def _runs(self) -> bool:
        """Whether a plan runs on the chosen product."""
        file, chosen = self._tab.file, self.form.values()["product_id"]
        plans = file.arrangements if file else ()
        return any(p.product_id == chosen and p.arrangement.state is ArrangementState.ACTIVE for p in plans)

    def _has_residual(self) -> bool:
        """A lease put anew may keep its residual value."""
        file, values = self._tab.file, self.form.values()
        kinds = {v.product.id: v.product.kind for v in file.products} if file else {}
        is_lease = kinds.get(values["product_id"]) is ProductKind.LEASE
        return is_lease and values["kind"] is ArrangementKind.REAGEING

    def take_way(self, terms: Terms) -> None:
        """Take over a way that was compared; what is left to say is why."""
        waived = dict(terms.waived)
        self.form.put({
            "product_id": terms.product_id, "kind": terms.kind, "amount": terms.amount,
            "first_due_on": terms.first_due_on,
            "count": None if terms.kind in ONE_DATE else terms.count, "annual_rate": terms.annual_rate or None,
            "monthly": None, "residual": terms.residual,
            **{f"waive_{part.value}": waived.get(part) for part in WAIVABLE},
        })  # fmt: skip
        self._fit_kind()
        self._works.start()
        self.form.focus("reason")

    # ---- the schedule, live

    def _work_out(self) -> None:
        self._asked += 1
        asked, terms = self._asked, self._terms()
        if terms is None:
            self._take(asked, None)
            return
        self._tab.run(
            ShowSchedule(terms),
            lambda found: self._take(asked, found),
            lambda error: self._no_schedule(asked, error),
        )

    def _take(self, asked: int, found: schedules.Schedule | None) -> None:
        if asked != self._asked:
            return
        self._schedule = found
        self._say_beside("", "")
        self.preview.show_rows(found.instalments if found else ())
        self._say_sums()

    def _no_schedule(self, asked: int, error: BaseException) -> None:
        """Why the terms can't be, as a calm line: the fields are still being typed."""
        if asked != self._asked:
            return
        self._schedule = None
        self.preview.show_rows(())
        said = wording.sentence(self._tab.office.words, error)
        self.sums.setText(said)
        set_tone(self.sums, "tone", Tone.WARN.value)
        self._say_beside(_FIELDS.get(str(getattr(error, "code", "")), ""), said)

    def _say_beside(self, name: str, said: str) -> None:
        """The same beside the field it is about: the line above the schedule may be out of sight."""
        if self._beside and self._beside != name:
            self.form.say_beside(self._beside, "")
        self._beside = name if name in self.form.values() else ""
        if self._beside:
            self.form.say_beside(self._beside, said)

    def _say_sums(self) -> None:
        found, words = self._schedule, self._tab.office.words
        set_tone(self.sums, "tone", Tone.PLAIN.value)
        self.sums.setVisible(True)
        if found is None:
            self.sums.setText("")
            return
        self.sums.setText(
            words.say(
                mark("Together {total}, of which interest {interest}; ends on {day}."),
                total=words.money(found.total),
                interest=words.money(found.interest),
                day=words.date(found.ends_on),
            )
        )

    # ---- offering

    def _offer(self, values: dict[str, Any]) -> None:
        terms = self._terms()
        if terms is None:  # every needed field was read, so it is the number of a way with several dates
            self.refuse_field("count", mark("Say how many instalments."))
            return
        signed = values["signed"] is not False
        deed = OfferPlan(
            self._tab.case_id, terms, values["reason"], guarantor_consents=bool(values["guarantor"]),
            signed=signed, replaces=bool(values["replaces"]) and self._runs(),
        )  # fmt: skip
        self._tab.run(deed, lambda _id: self._done(signed=signed), self.refuse)

    def _done(self, *, signed: bool) -> None:
        self.finish()
        self._schedule = None
        self.preview.show_rows(())
        said = (
            mark("The plan waits for the supervisor.")
            if signed
            else mark("The offer waits for its signature.")
        )
        self._tab.host.confirm(self._tab.office.say(said))
        self._tab.plans.setFocus()

    def focus_first(self) -> None:
        """Begin with the first blank field."""
        values = self.form.values()
        wanted = ("product_id", "amount", "count", "first_due_on", "reason")
        self.form.focus(next((name for name in wanted if values[name] is None), "count"))
