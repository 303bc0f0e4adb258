"""Owns the form of one payment for several debts: which the customer named, and what each gets while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from collectdesk.desk.solutions.designating import Designation, SharePayment, TrySharing
from collectdesk.desk.solutions.noting import NOTED_SOURCES
from collectdesk.terms import term
from collectdesk.ui import wording
from collectdesk.ui.casefile.person_forms import SideForm
from collectdesk.ui.casefile.tab import english_code
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.ui.parts.fields import DateEdit, MoneyEdit, NoteEdit, PickOne
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.customers.files import CustomerFile
    from collectdesk.ui.casefile.products import ProductsTab

ASKED_AFTER = 250
"""Milliseconds without a key before the shares are worked out again."""
_NAMED = ("first", "second")


class SharingForm(SideForm):
    """``done`` is said by the tab; the shares stand below the fields before anything is noted."""

    def __init__(self, tab: ProductsTab) -> None:
        super().__init__(
            tab.office, mark("One payment for several debts"), mark("Note it so"), "payment_shared"
        )
        self._tab = tab
        self._asked = 0
        self._found: Designation | None = None
        speech, form = tab.speech, self.form
        form.add("amount", mark("Amount"), MoneyEdit(), needed=True)
        form.add("paid_on", mark("Paid on"), DateEdit(speech, tab.today), needed=True)
        form.add("first", mark("The customer names"), PickOne(speech, nothing=mark("no debt: by law")))
        form.add("second", mark("then"), PickOne(speech, nothing=mark("the others by law")))
        sources = [(source, english_code("noted_source", source)) for source in NOTED_SOURCES]
        form.add("source", mark("Source"), PickOne(speech, sources), needed=True)
        form.add("note", mark("Note"), NoteEdit(speech, lines=2))
        self.shares, self.trouble_of = Facts(), label(None, "", "mute", wrap=True)
        law = mark(
            "Unless named: what is due, without security, dearest, oldest first (Civil Code art. 560)."
        )
        told = (self.shares, self.trouble_of, label(speech, law, "faint", wrap=True))
        for at, each in enumerate(told, start=2):
            self.body.insertWidget(at, each)  # above the button: what is about to be noted
        self._waits = QTimer(self)
        self._waits.setSingleShot(True)
        self._waits.setInterval(ASKED_AFTER)
        self._waits.timeout.connect(self._ask)
        form.changed.connect(self._waits.start)
        tab.speech.changed.connect(self._write)
        self.submitted.connect(self._share)

    def offer(self, file: CustomerFile) -> bool:
        """Offer the debts something is overdue on; whether there are several."""
        words = self._tab.office.words
        owed = [v.product for v in file.products if v.product.overdue.fen > 0]
        named = [(p.id, f"{term(words, p.kind)} {p.account_no} · {words.money(p.overdue)}") for p in owed]
        for each in _NAMED:
            self.form.field(each).offer(named)
        return len(owed) > 1

    def _named(self, values: dict[str, Any]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(values[each] for each in _NAMED if values[each]))

    def _ask(self) -> None:
        self._asked += 1
        asked, values, file = self._asked, self.form.values(), self._tab.file
        if values["amount"] is None or values["paid_on"] is None or file is None:
            self._take(asked, None, None)
            return
        deed = TrySharing(file.customer.id, values["amount"], values["paid_on"], self._named(values))
        self._tab.run(
            deed, lambda found: self._take(asked, found, None), lambda error: self._take(asked, None, error)
        )

    def _take(self, asked: int, found: Designation | None, error: BaseException | None) -> None:
        if asked == self._asked:
            self._found = found
            self.trouble_of.setText(wording.sentence(self._tab.office.words, error) if error else "")
            self._write()

    def _write(self) -> None:
        words, found = self._tab.office.words, self._found
        told = [
            Fact(
                f"{term(words, each.kind)} …{each.account_no[-4:]}",
                words.say(mark("{gets} of {owed}"), gets=words.money(each.gets), owed=words.money(each.owed)),
            )
            for each in (found.shares if found else ())
        ]
        if found is not None and found.rest.fen:
            told.append(Fact(words.say(mark("More than is overdue")), words.money(found.rest), Tone.DANGER))
        self.shares.show_facts(told)

    def _share(self, values: dict[str, Any]) -> None:
        file = self._tab.file
        assert file is not None
        deed = SharePayment(
            file.customer.id, values["amount"], values["paid_on"], values["source"], self._named(values),
            values["note"] or "",
        )  # fmt: skip
        said = mark("Noted; core banking confirms each part.")
        self._tab.run(deed, lambda _found: self._tab.kept(self, said), self.refuse)
