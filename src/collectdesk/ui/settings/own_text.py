"""Owns the card of a file that a branch writes for itself: its text, what it would do, putting it in force by two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from collectdesk.desk.people.staffing import AccountLine, ShowAccounts
from collectdesk.domain.people.people import Permission
from collectdesk.domain.risk.risk_scorecard import BadScorecard
from collectdesk.ui import wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import NoteEdit, TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.settings.second_person import add_second, offer_seconds, run_for_two
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectdesk.desk.people.seconding import SecondPerson
    from collectdesk.desk.pipeline import Deed
    from collectdesk.ui.office import Office
    from collectdesk.words import Words


@dataclass(frozen=True, slots=True)
class OwnFile:
    """What such a card asks and does: its deeds, the sentences of what they give, and how it is called."""

    title: str
    change: str
    field: str
    draft: str
    show: Callable[[], Deed[Any]]
    attempt: Callable[[str], Deed[Any]]
    adopt: Callable[[str, str, SecondPerson | None], Deed[Any]]
    withdraw: Callable[[str], Deed[Any]]
    in_force: Callable[[Words, Any], str]
    tried: Callable[[Words, Any], str]


class OwnText(Card):
    """One line while it is folded: which file stands; opened, the text with what can be done about it."""

    folded = Signal(bool)

    def __init__(self, office: Office, tell: Callable[[Note], None], of: OwnFile) -> None:
        super().__init__(office.speech, of.title)
        self.office, self._tell, self._of = office, tell, of
        self._found: Any = None
        self._tried: Any = None
        speech = office.speech
        self.line = label(None, "", "mute", wrap=True)
        self.change = button(speech, of.change, self.open_form, look="quiet")
        self.head.addWidget(self.change)
        self.change.setVisible(office.may(Permission.KEEP_CARD))
        self.form = Form(speech)
        self.text = NoteEdit(speech, mark("As TOML, as the line above each field explains"), lines=9)
        self.form.add("text", of.field, self.text, needed=True)
        self.form.add("reason", mark("&Reason"), TextEdit())
        self._seconds = add_second(self.form, office)
        self.draft = FormDraft(office, of.draft, self.form, names=("text", "reason"))
        self.told = label(None, "", "", wrap=True)
        self.start = button(speech, mark("Start from what stands"), self._start, look="quiet")
        self.withdraw = button(speech, mark("Take it back"), self._withdraw, look="quiet")
        self.close_form = button(speech, mark("Cancel"), self._fold, look="quiet")
        self.attempt = button(speech, mark("Try on today's cases"), self._try)
        self.adopt = button(speech, mark("Put in force"), self._adopt)
        self.add(self.line)
        self._inside = (self.draft, self.form, self.told)
        for part in self._inside:
            self.add(part)
        self._buttons = (self.start, self.withdraw, self.close_form, self.attempt, self.adopt)
        self.add(row(self.start, self.withdraw, None, self.close_form, self.attempt, self.adopt))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._show_inside(shown=False)

    def refresh(self) -> None:
        self.office.run(self._of.show(), owner=self, done=self._show)

    def _show(self, found: Any) -> None:
        self._found = found
        self.withdraw.setEnabled(found.is_own)
        self.retranslate()

    def retranslate(self) -> None:
        words, found, tried = self.office.words, self._found, self._tried
        if found is not None:
            self.line.setText(self._of.in_force(words, found))
        self.told.setText(self._of.tried(words, tried) if tried is not None else "")

    def _show_inside(self, *, shown: bool) -> None:
        if shown:  # the tables make room first: both at once would push the window beyond a small screen
            self.folded.emit(False)
        for part in (*self._inside, *self._buttons):
            part.setVisible(shown)
        if not shown:
            self.folded.emit(True)

    def open_form(self) -> None:
        """Offer the second persons, then the text."""
        self.office.run(ShowAccounts(), owner=self, done=self._opened, failed=self._refused)

    def _opened(self, people: tuple[AccountLine, ...]) -> None:
        offer_seconds(self._seconds, self.office, people)
        self._show_inside(shown=True)
        self.draft.about("branch")
        self.form.focus("text")

    def _fold(self) -> None:
        self._show_inside(shown=False)
        self.change.setFocus()

    def _start(self) -> None:
        if self._found is not None:
            self.text.put(self._found.text)

    def _try(self) -> None:
        typed = self.text.value()
        if typed:
            self.office.run(self._of.attempt(typed), owner=self, done=self._judged, failed=self._refused)

    def _judged(self, tried: Any) -> None:
        self._tried = tried
        self.retranslate()

    def _adopt(self) -> None:
        values = self.form.read()
        if values is None:
            return

        def deed(second: SecondPerson | None) -> Deed[Any]:
            return self._of.adopt(values["text"], values["reason"] or "", second)

        run_for_two(self.office, values, deed, owner=self, done=self._done, failed=self._refused)

    def _withdraw(self) -> None:
        reason = self.form.values()["reason"] or ""
        self.office.run(self._of.withdraw(reason), owner=self, done=self._done, failed=self._refused)

    def _done(self, found: Any) -> None:
        self._tried = None
        self.draft.done()
        self.form.clear()
        self._fold()
        self._show(found)
        self._tell(Note(self.office.say(mark("Done; it is in the trail."))))

    def _refused(self, error: BaseException) -> None:
        self._tried = None
        self.retranslate()
        self.form.put({"second_password": None})
        if isinstance(error, BadScorecard):  # its field is one of the file's, and the file stands in "text"
            self.form.refuse("text", wording.sentence(self.office.words, error))
            return
        if not self.form.take_refusal(error):
            self._tell(Note(wording.sentence(self.office.words, error), Tone.DANGER))
