"""Owns the choice of whose rules bind the branch: made by a supervisor with a second person and a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from collectdesk.desk.people.staffing import AccountLine, ShowAccounts
from collectdesk.desk.rules.rulekeeping import ChooseJurisdiction
from collectdesk.terms_rules import JURISDICTIONS
from collectdesk.ui import wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import PickOne, TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.settings.second_person import add_second, offer_seconds, run_for_two
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.people.seconding import SecondPerson
    from collectdesk.desk.rules.ruling import RulesToday
    from collectdesk.ui.office import Office


class JurisdictionChoice(QWidget):
    """A line that says whose rules bind the branch; the form below it opens for whoever may choose others."""

    def __init__(self, office: Office, tell: Callable[[Note], None]) -> None:
        super().__init__()
        self.office, self._tell, self._chosen = office, tell, ""
        speech = office.speech
        self.line = label(None, "", "")
        self.change = button(speech, mark("Change whose rules …"), self.open_form, look="quiet")
        self.form = Form(speech)
        offered = [(code, sentence) for code, sentence in JURISDICTIONS.items()]
        self.form.add("jurisdiction", mark("Rules of"), PickOne(speech, offered), needed=True)
        self.form.add("reason", mark("&Reason"), TextEdit(), needed=True)
        self._seconds = add_second(self.form, office)
        self.choose = button(speech, mark("Choose these rules"), self._choose)
        self.cancel = button(speech, mark("Cancel"), self._close, look="quiet")
        self.draft = FormDraft(office, "jurisdiction", self.form, names=("jurisdiction", "reason"))
        told = mark("The rules of the other country judge every act from then on. Samples are incomplete.")
        self.card = Card(speech, mark("Whose rules bind the branch"))
        for part in (self.draft, label(speech, told, "mute", wrap=True), self.form):
            self.card.add(part)
        self.card.add(row(None, self.cancel, self.choose))
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addLayout(row(self.line, self.change, None))
        inside.addWidget(self.card)
        self.change.setVisible(office.may(ChooseJurisdiction.needs))
        self.card.setVisible(False)

    def show_rules(self, shown: RulesToday) -> None:
        """Say whose rules bind."""
        self._chosen = shown.jurisdiction
        self.retranslate()

    def retranslate(self) -> None:
        if self._chosen:
            words = self.office.words
            whose = words.say(JURISDICTIONS[self._chosen])
            self.line.setText(words.say(mark("Whose rules: {jurisdiction}"), jurisdiction=whose))

    def open_form(self) -> None:
        """Offer the second persons, then the form."""
        self.office.run(ShowAccounts(), owner=self, done=self._show, failed=self._refused)

    def _show(self, people: tuple[AccountLine, ...]) -> None:
        offer_seconds(self._seconds, self.office, people)
        self.draft.about("branch")
        self.card.setVisible(True)
        self.form.focus("jurisdiction")

    def _close(self) -> None:
        self.card.setVisible(False)
        self.change.setFocus()

    def _choose(self) -> None:
        values = self.form.read()
        if values is None:
            return

        def deed(second: SecondPerson | None) -> ChooseJurisdiction:
            return ChooseJurisdiction(values["jurisdiction"], values["reason"], second)

        run_for_two(self.office, values, deed, owner=self, done=self._done, failed=self._refused)

    def _done(self, _none: object) -> None:
        self.draft.done()
        self.form.clear()
        self._close()
        self._tell(Note(self.office.say(mark("The rules of the branch are chosen; it is in the trail."))))

    def _refused(self, error: BaseException) -> None:
        self.form.put({"second_password": None})
        if not self.form.take_refusal(error):
            self._tell(Note(wording.sentence(self.office.words, error), Tone.DANGER))
