"""Owns the forms of the Products tab: an amount noted by hand, and why one was a mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.desk.solutions.noting import NOTED_SOURCES, NotedKind
from collectdesk.terms import term
from collectdesk.ui.casefile.person_forms import SideForm
from collectdesk.ui.casefile.tab import Tab, english_code
from collectdesk.ui.parts.fields import DateEdit, MoneyEdit, NoteEdit, PickOne, TextEdit
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.desk.customers.files import ProductView


class NotedForm(SideForm):
    """One amount with its source, before core banking says it."""

    def __init__(self, tab: Tab) -> None:
        super().__init__(tab.office, mark("An amount core banking hasn't said yet"), mark("Note it"), "noted")
        speech, form = tab.speech, self.form
        form.add("product", mark("Product"), PickOne(speech), needed=True)
        kinds = [(kind, english_code("noted", kind.value)) for kind in NotedKind]
        form.add("kind", mark("What"), PickOne(speech, kinds), needed=True)
        form.add("amount", mark("Amount"), MoneyEdit(), needed=True)
        form.add("as_of", mark("Of the day"), DateEdit(speech, tab.today), needed=True)
        sources = [(source, english_code("noted_source", source)) for source in NOTED_SOURCES]
        form.add("source", mark("Source"), PickOne(speech, sources), needed=True)
        form.add("note", mark("Note"), NoteEdit(speech, lines=2))

    def offer(self, products: Sequence[ProductView]) -> None:
        """Offer the customer's products."""
        words = self._speech.words
        named = [(v.product.id, f"{term(words, v.product.kind)} {v.product.account_no}") for v in products]
        self.form.field("product").offer(named)

    def about(self, product_id: str | None) -> None:
        """Begin with a product, unless something was typed."""
        self.defaults = {"product": product_id} if product_id else {}
        if not self.has_draft():
            self.form.put(self.defaults)


class ProveForm(SideForm):
    """What shows a told payment."""

    def __init__(self, tab: Tab) -> None:
        super().__init__(
            tab.office, mark("What shows the chosen payment"), mark("It is shown"), "noted_proof"
        )
        hint = mark("for example: slip 0471, in the case's folder")
        self.form.add("proof", mark("Paper that shows it"), TextEdit(tab.speech, hint), needed=True)


class StrikeNotedForm(SideForm):
    """Why an amount was a mistake."""

    def __init__(self, tab: Tab) -> None:
        super().__init__(tab.office, mark("Strike the chosen amount"), mark("Strike it"), "noted_strike")
        self.form.add(
            "why", mark("Reason"), TextEdit(tab.speech, mark("It was another customer's")), needed=True
        )
