"""Owns the comparison of the ways out of a debt: what is asked for at the side, the ways and their rules beside it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from collectdesk.desk.solutions.comparing_ways import (
    ArrangementKind,
    Compared,
    CompareWays,
    DayCount,
    JudgedWay,
)
from collectdesk.desk.solutions.solving import Terms
from collectdesk.domain.customers.products import ProductKind
from collectdesk.terms import term
from collectdesk.terms_trouble import sentence
from collectdesk.ui import wording
from collectdesk.ui.casefile.plan_fields import CountEdit, RateEdit
from collectdesk.ui.casefile.tab import framed
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.ui.parts.fields import DateEdit, MoneyEdit, PickOne
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.rule_lines import RuleLines
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.theme import set_tone
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.customers.files import CustomerFile
    from collectdesk.domain.money import Money
    from collectdesk.domain.solutions.solution_ways import Way
    from collectdesk.ui.casefile.solutions import SolutionsTab
    from collectdesk.words import Words

ASKED_AFTER = 250
"""Milliseconds without a key before the ways are worked out again."""


def _way(words: Words, judged: JudgedWay) -> Status:
    tone = Tone.DANGER if judged.refusing else Tone.WARN if judged.needing_reason else Tone.GOOD
    return Status(term(words, judged.way.kind), tone, bool(judged.refusing))


def _verdict(words: Words, judged: JudgedWay) -> str:
    if judged.refusing:
        return words.say(mark("Refused by {rule}"), rule=judged.refusing[0].rule_id)
    return words.say(mark("Needs a reason") if judged.needing_reason else mark("Possible"))


def _class(words: Words, judged: JudgedWay) -> str:
    best = judged.way.at_best
    return term(words, best) if best else words.say(mark("nothing left"))


_COLUMNS: tuple[Column[JudgedWay], ...] = (
    Column(mark("Way"), _way, Kind.CHIP, firm=True),
    Column(mark("Together"), lambda w, j: w.money(j.way.total, sign=False), Kind.MONEY),
    Column(mark("Ends"), lambda w, j: w.date(j.way.ends_on)),
    Column(mark("Costs the bank"), lambda w, j: w.money(j.way.cost, sign=False), Kind.MONEY),
    Column(mark("Class at best"), _class, Kind.MUTED, stretch=True),
)


def _months(words: Words, way: Way) -> str:
    """How many payments of how much; a last one that differs, as with a residual value, stands by itself."""
    dues = [line.due for line in way.schedule.instalments]
    if len(set(dues[:-1])) != 1 or dues[-1] == dues[0]:
        return f"{words.number(len(dues))} × {words.money(way.monthly)}"
    return words.say(
        mark("{count} × {amount}, the last {last}"), count=words.number(len(dues) - 1),
        amount=words.money(dues[0]), last=words.money(dues[-1]),
    )  # fmt: skip


class WaysForm(Card):
    """What the comparison is made for; every change works it out again."""

    def __init__(self, tab: SolutionsTab) -> None:
        super().__init__(tab.speech, mark("What to compare"))
        speech, self.form = tab.speech, Form(tab.speech)
        form = self.form
        form.add("product_id", mark("Product"), PickOne(speech), needed=True)
        form.add("first_due_on", mark("First due"), DateEdit(speech, tab.today), needed=True)
        form.add("count", mark("Periods"), CountEdit(), hint=mark("Blank means twelve."))
        form.add(
            "contract_rate", mark("Contract rate (%)"), RateEdit(), hint=mark("A year's, by the contract.")
        )
        form.add("plan_rate", mark("Plan rate (%)"), RateEdit(), hint=mark("Blank means without interest."))
        times = [(Decimal(text), text) for text in ("1.3", "1.4", "1.5")]
        form.add("multiplier", mark("Penalty, times"), Choices(speech, times))
        years = [(DayCount.ACT_360, mark("360 days")), (DayCount.ACT_365, mark("365 days"))]
        form.add("basis", mark("Year"), Choices(speech, years))
        form.add("grace_days", mark("Days of grace"), CountEdit(), hint=mark("Within them nothing is added."))
        compound = [(True, mark("On unpaid interest too")), (False, mark("On principal only"))]
        form.add("compounds", mark("Penalty runs"), Choices(speech, compound))
        form.add(
            "residual", mark("Residual value"), MoneyEdit(), hint=mark("A lease's, due with its last rent.")
        )
        form.add(
            "months_added", mark("Months added"), CountEdit(), hint=mark("By an extension; blank means six.")
        )
        form.add("waive_penalty", mark("Waive penalty"), MoneyEdit(), hint=mark("Blank means all of it."))
        form.add("waive_interest", mark("Waive interest"), MoneyEdit())
        self.draft = FormDraft(tab.office, "ways", form)
        self.add(self.draft)
        self.add(form)


class WaysBoard(QWidget):
    """The ways below each other; the chosen one is opened: its parts, its class, and the rules that speak.

    ``chosen`` carries the terms of a way that is to be offered.
    """

    chosen = Signal(object)

    def __init__(self, tab: SolutionsTab) -> None:
        super().__init__()
        self._tab = tab
        self._asked = 0
        self._found: Compared | None = None
        self._kinds: dict[str, ProductKind] = {}
        self._error: BaseException | None = None
        self.asked = WaysForm(tab)
        speech = tab.speech
        self.table: ValueTable[JudgedWay] = rows_table(
            speech, mark("Ways out of the debt"), _COLUMNS, lambda j: j.way.kind, opens_on_click=False
        )
        self.table.set_empty(mark("The ways stand here"), mark("They need the product and the first day."))
        self.trouble = label(None, "", "mute", wrap=True)
        set_tone(self.trouble, "tone", Tone.WARN.value)
        self.facts = Facts(2)
        self.rules = RuleLines(speech)
        opened = Card(speech, mark("The chosen way"))
        self.late = label(None, "", "mute", wrap=True)
        self.offer_button = button(speech, mark("Offer this way"), self._offer, icon="handshake")
        opened.head.addWidget(self.offer_button)
        for each in (self.trouble, self.facts, self.late, self.rules):
            opened.add(each)
        self.setLayout(
            column(framed(Card(speech, mark("Ways out of the debt"), flush=True), self.table, 5), opened)
        )
        self._waits = QTimer(self)
        self._waits.setSingleShot(True)
        self._waits.setInterval(ASKED_AFTER)
        self._waits.timeout.connect(self._ask)
        self.asked.form.changed.connect(self._waits.start)
        self.asked.form.field("product_id").edited.connect(self._suit)
        self.table.picked.connect(lambda _judged: self._open())
        speech.changed.connect(self._write)

    def show_file(self, file: CustomerFile) -> None:
        """Compare for this customer from now on."""
        form, words = self.asked.form, self._tab.office.words
        if self.asked.draft.subject != file.customer.id:
            self._found = self._error = None
        self.asked.draft.about(file.customer.id)
        owed = [v.product for v in file.products if v.product.balance.fen > 0]
        form.field("product_id").offer(
            [(p.id, f"{term(words, p.kind)} {p.account_no} · {words.money(p.overdue)}") for p in owed]
        )
        if form.field("product_id").value() is None and owed:
            form.put({"product_id": max(owed, key=lambda p: p.overdue.fen).id})
        self._kinds = {p.id: p.kind for p in owed}
        self._suit()
        self.ask_again()
        self._write()

    def _suit(self) -> None:
        """Only a lease has a residual value."""
        kind = self._kinds.get(self.asked.form.values()["product_id"])
        self.asked.form.show_line("residual", kind is ProductKind.LEASE)

    def ask_again(self) -> None:
        """Payments or instalments may have come in."""
        self._waits.start()

    def _ask(self) -> None:
        self._asked += 1
        asked, typed = self._asked, self.asked.form.values()
        if not self.isVisibleTo(self._tab):
            return
        if typed["product_id"] is None or typed["first_due_on"] is None or self.asked.form.has_unreadable():
            self._take(asked, None, None)
            return
        given: dict[str, Any] = {name: value for name, value in typed.items() if value is not None}
        if self._kinds.get(typed["product_id"]) is not ProductKind.LEASE:
            given.pop("residual", None)  # typed for another product, and out of sight
        deed = CompareWays(self._tab.case_id, **given)
        self._tab.run(
            deed, lambda found: self._take(asked, found, None), lambda error: self._take(asked, None, error)
        )

    def _take(self, asked: int, found: Compared | None, error: BaseException | None) -> None:
        if asked == self._asked:
            self._found, self._error = found, error
            self._write()

    def _write(self) -> None:
        found, words = self._found, self._tab.office.words
        self.table.show_rows(found.ways if found else ())
        if found and self.table.chosen is None:
            self.table.choose(found.ways[0].way.kind if found.ways else None)
        told = [wording.sentence(words, self._error)] if self._error else []
        for kind, error in found.impossible if found else ():
            told.append(words.say(mark("{way}: {why}"), way=term(words, kind), why=sentence(words, error)))
        self.trouble.setText("\n".join(told))
        self.trouble.setVisible(bool(told))
        self._open()

    def _open(self) -> None:
        judged, words = self.table.chosen, self._tab.office.words
        self.facts.show_facts([] if judged is None else self._facts(words, judged))
        self.late.setText("" if judged is None else self._lateness(words))
        self.offer_button.setVisible(judged is not None and not judged.refusing)
        spoken = () if judged is None else (*judged.refusing, *judged.needing_reason)
        refused = judged is not None and bool(judged.refusing)
        self.rules.show_rulings(spoken, Tone.DANGER if refused else Tone.WARN)

    def _offer(self) -> None:
        """Take the chosen way over into the form of an offer."""
        judged, typed = self.table.chosen, self.asked.form.values()
        if judged is None:
            return
        schedule = judged.way.schedule
        self.chosen.emit(
            Terms(
                typed["product_id"], schedule.amount, len(schedule.instalments), schedule.instalments[0].due_on,
                schedule.annual_rate, kind=judged.way.kind, waived=tuple(judged.way.waived.items()),
                residual=self._residual(judged, typed),
            )
        )  # fmt: skip

    def _residual(self, judged: JudgedWay, typed: dict[str, Any]) -> Money | None:
        is_lease = self._kinds.get(typed["product_id"]) is ProductKind.LEASE
        anew = judged.way.kind is ArrangementKind.REAGEING
        return typed["residual"] if is_lease and anew else None

    def _facts(self, words: Words, judged: JudgedWay) -> list[Fact]:
        assert self._found is not None
        way = judged.way
        owed = [
            Fact(term(words, part), words.money(amount)) for part, amount in self._found.debt.parts.items()
        ]
        waived = ", ".join(f"{term(words, part)} {words.money(given)}" for part, given in way.waived.items())
        watched = words.date(way.watch_until) if way.watch_until else ""
        return [
            *owed,
            Fact(words.say(mark("A month")), _months(words, way)),
            Fact(words.say(mark("By the rules")), _verdict(words, judged)),
            Fact(words.say(mark("Waived")), waived),
            Fact(words.say(mark("Interest forgone")), words.money(way.forgone)),
            Fact(words.say(mark("Watched until")), watched),
            *self._least(words),
        ]

    def _least(self, words: Words) -> list[Fact]:
        """A card's minimum payment, and how long paying only that takes."""
        least = self._found.least if self._found is not None else None
        if least is None:
            return []
        told = words.say(mark("never ends"))
        if least.road is not None:
            told = words.say(
                mark("{count} statements, {interest} interest"), count=words.number(least.road.statements),
                interest=words.money(least.road.interest),
            )  # fmt: skip
        return [
            Fact(words.say(mark("Minimum payment")), words.money(least.minimum)),
            Fact(words.say(mark("Paying only that")), told, Tone.WARN),
        ]

    def _lateness(self, words: Words) -> str:
        """What lateness has added, line by line: the penalty opens."""
        assert self._found is not None
        return "\n".join(
            words.say(
                mark("Instalment {seq}: {days} days late add {penalty} and {compound} on unpaid interest."),
                seq=line.late.seq, days=line.days, penalty=words.money(line.penalty),
                compound=words.money(line.compound),
            )
            for line in self._found.lateness.lines
            if line.added
        )  # fmt: skip
