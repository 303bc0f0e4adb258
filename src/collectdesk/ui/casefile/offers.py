"""Owns the three plans a clerk can read aloud: what the household can keep, and one press that fills the form."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPushButton

from collectdesk.desk.solutions.offering import Offer, OfferKind, Suggestion, SuggestOffers
from collectdesk.ui import wording
from collectdesk.ui.casefile.plan_fields import CountEdit
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.parts.card import Card
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.form import Form
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.customers.files import CustomerFile
    from collectdesk.domain.money import Money
    from collectdesk.ui.casefile.solutions import SolutionsTab
    from collectdesk.words import Words

ASKED_AFTER = 250
"""Milliseconds without a key before the plans are worked out again."""
_SENTENCES = {
    OfferKind.SAFE: mark("Safe: {count} × {monthly}, until {day}, {total} in all"),
    OfferKind.MIDDLE: mark("Middle: {count} × {monthly}, until {day}, {total} in all"),
    OfferKind.QUICK: mark("Quick: {count} × {monthly}, until {day}, {total} in all"),
}


class OffersCard(Card):
    """``chosen`` carries the plan that was pressed, with the amount and the first day it was made of."""

    chosen = Signal(object, object)

    def __init__(self, tab: SolutionsTab) -> None:
        super().__init__(tab.speech, mark("What the household can keep"))
        self._tab = tab
        self._asked = 0
        self._found: Suggestion | None = None
        self._error: BaseException | None = None
        self._terms: tuple[str, Money | None, Decimal] | None = None
        self.form = Form(tab.speech)
        self.form.add(
            "persons",
            mark("People in the household"),
            CountEdit(),
            hint=mark("Who live on this money; blank means one."),
        )
        self.form.add(
            "pay_day", mark("Pay day"), CountEdit(), hint=mark("Day of the month; blank means the usual one.")
        )
        self.able = label(None, "", "mute", wrap=True)
        self.buttons = {kind: self._button(kind) for kind in OfferKind}
        self.missed = label(
            tab.speech,
            mark("When an instalment is missed the plan ends, and what was owed before is owed again."),
            "faint",
            wrap=True,
        )
        self.draft = FormDraft(tab.office, "offers", self.form)
        for each in (self.draft, self.able, *self.buttons.values(), self.missed, self.form):
            self.add(each)
        self._waits = QTimer(self)
        self._waits.setSingleShot(True)
        self._waits.setInterval(ASKED_AFTER)
        self._waits.timeout.connect(self._ask)
        self.form.changed.connect(self._waits.start)
        tab.speech.changed.connect(self._write)
        self._write()

    def _button(self, kind: OfferKind) -> QPushButton:
        made = QPushButton()
        made.setAutoDefault(False)
        made.clicked.connect(lambda: self._choose(kind))
        return made

    def show_file(self, file: CustomerFile) -> None:
        """Plans are made for this customer from now on."""
        if self.draft.subject != file.customer.id:
            self._found = None
            self._terms = None
        self.draft.about(file.customer.id)
        self._write()

    def make_of(self, product_id: str | None, amount: Money | None, rate: Decimal | None) -> None:
        """What stands in the plan's form; asked for only when it changed."""
        terms = None if product_id is None else (product_id, amount, rate or Decimal(0))
        if terms != self._terms:
            self._terms = terms
            self._waits.start()

    def ask_again(self) -> None:
        """The household's figures may have changed."""
        if self._terms is not None:
            self._waits.start()

    def _ask(self) -> None:
        self._asked += 1
        asked = self._asked
        if self._terms is None or not self.isVisibleTo(self._tab):
            return
        product_id, amount, rate = self._terms
        typed = self.form.values()
        deed = SuggestOffers(
            self._tab.case_id, product_id, amount, typed["persons"] or 1, typed["pay_day"], rate
        )
        self._tab.run(
            deed, lambda found: self._take(asked, found, None), lambda error: self._take(asked, None, error)
        )

    def _take(self, asked: int, found: Suggestion | None, error: BaseException | None) -> None:
        if asked == self._asked:
            self._found, self._error = found, error
            self._write()

    def _write(self) -> None:
        words = self._tab.office.words
        offers = {each.kind: each for each in self._found.offers} if self._found else {}
        self.able.setText(self._able(words))
        for kind, made in self.buttons.items():
            if kind in offers:
                made.setText(_sentence(words, offers[kind]))
                left = words.money(offers[kind].leaves)
                made.setToolTip(
                    words.say(mark("Fills the form; {left} of a usual month are left"), left=left)
                )
            made.setVisible(kind in offers)
        self.missed.setVisible(bool(offers))

    def _able(self, words: Words) -> str:
        if self._error is not None:
            return wording.sentence(words, self._error)
        found = self._found
        if found is None or found.able is None:
            return words.say(mark("Write down the incomes under Finances, and three plans stand here."))
        facts: dict[str, Any] = {
            "low": words.money(found.able.low),
            "likely": words.money(found.able.likely),
            "kept": words.money(found.able.kept_back),
        }
        if not found.offers:
            return words.say(
                mark(
                    "{low} to {likely} are left a month once {kept} stay for living: too little for {amount} in"
                    " {longest} instalments. Think of a longer term, hardship or a smaller amount."
                ),
                **facts,
                amount=words.money(found.amount),
                longest=found.longest,
            )
        if found.able.was_raised:
            return words.say(
                mark(
                    "{low} to {likely} are left a month; {kept} stay for living, the least that is protected."
                ),
                **facts,
            )
        return words.say(mark("{low} to {likely} are left a month; {kept} stay for living."), **facts)

    def _choose(self, kind: OfferKind) -> None:
        found = self._found
        offer = next((each for each in found.offers if each.kind is kind), None) if found else None
        if found is not None and offer is not None:
            self.chosen.emit(offer, found)


def _sentence(words: Words, offer: Offer) -> str:
    return words.say(
        _SENTENCES[offer.kind],
        count=offer.count,
        monthly=words.money(offer.monthly),
        day=words.date(offer.schedule.ends_on),
        total=words.money(offer.schedule.total),
    )
