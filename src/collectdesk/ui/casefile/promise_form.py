"""Owns the form of a promise, with what there is to think about while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from collectdesk.desk.customers.files import CustomerFile
from collectdesk.desk.solutions.solving import HintPromise, MakePromise
from collectdesk.domain.solutions.promises import PromiseHint
from collectdesk.terms_risk import promise_hint
from collectdesk.ui.casefile.act_form import ActForm
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.parts.fields import DateEdit, MoneyEdit
from collectdesk.ui.parts.promise_fields import ask_what_shows_it, promise_given
from collectdesk.ui.theme import set_tone
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.ui.casefile.solutions import SolutionsTab

THINKS_AFTER = 250
"""Milliseconds without a key before the hints are asked for."""
_FIELDS = {"promise.amount_not_positive": "amount", "promise.due_before_made": "due_on"}


class PromiseForm(ActForm):
    """Amount and day, who says it, where the money comes from."""

    def __init__(self, tab: SolutionsTab) -> None:
        super().__init__(
            tab.office,
            mark("Promise to pay"),
            mark("Take the promise"),
            kept_as="promise",
            fields_of=_FIELDS,
            coached_as="promise",
        )
        self._tab = tab
        self._asked = 0
        self._hints: tuple[PromiseHint, ...] = ()
        speech = tab.speech
        self.form.add("amount", mark("Amount (yuan)"), MoneyEdit(), needed=True)
        self.form.add("due_on", mark("Promised for"), DateEdit(speech, tab.today), needed=True)
        ask_what_shows_it(self.form, speech)
        self.hints = label(None, "", "", wrap=True)
        set_tone(self.hints, "tone", Tone.WARN.value)
        self.body.insertWidget(1, self.hints)
        self.hints.hide()
        self._thinks = QTimer(self)
        self._thinks.setSingleShot(True)
        self._thinks.setInterval(THINKS_AFTER)
        self._thinks.timeout.connect(self._think)
        self.form.changed.connect(self._thinks.start)
        self.submitted.connect(self._make)

    def show_file(self, file: CustomerFile) -> None:
        """Belong to this customer."""
        self.belongs_to(file.customer.id)
        self._say_hints()

    def _think(self) -> None:
        values = self.form.values()
        self._asked += 1
        asked = self._asked
        if values["amount"] is None or values["due_on"] is None or not self._tab.case_id:
            self._take(asked, ())
            return
        deed = HintPromise(self._tab.case_id, values["amount"], values["due_on"], values["money_from"] or "")
        # a promise that can't be is refused when it is taken, beside its field; half-typed it is no news
        self._tab.run(deed, lambda hints: self._take(asked, hints), lambda _error: self._take(asked, ()))

    def _take(self, asked: int, hints: tuple[PromiseHint, ...]) -> None:
        if asked == self._asked:
            self._hints = hints
            self._say_hints()

    def _say_hints(self) -> None:
        words = self._tab.office.words
        self.hints.setText("\n".join(promise_hint(words, hint) for hint in self._hints))
        self.hints.setVisible(bool(self._hints))

    def _make(self, values: dict[str, Any]) -> None:
        file = self._tab.file
        given = promise_given(values, file.customer.name if file else "")
        deed = MakePromise.of(self._tab.case_id, given)
        words = self._tab.office.words
        said = words.say(
            mark("Promised: {amount} by {day}."),
            amount=words.money(values["amount"]),
            day=words.date(values["due_on"]),
        )
        self._tab.run(deed, lambda _id: self._done(said), self.refuse)

    def _done(self, said: str) -> None:
        self.finish()
        self._hints = ()
        self._say_hints()
        self._tab.host.confirm(said)
        self._tab.promises.setFocus()

    def focus_first(self) -> None:
        """Begin with the amount."""
        self.form.focus("amount")
