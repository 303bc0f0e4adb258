"""Owns the form of one act in the file: it stands in the page, keeps what is typed, and shows what is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QPlainTextEdit

from collectdesk.ui import wording
from collectdesk.ui.office import Office
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.coach_note import CoachNote
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.form import Form


class ActForm(Card):
    """Fields with one button. ``submitted`` carries the values when all can be read; Enter submits too.

    ``belongs_to`` names the customer: what is typed for one isn't shown for another, and comes back with them.
    """

    submitted = Signal(object)

    def __init__(
        self,
        office: Office,
        title: str,
        verb: str,
        *,
        kept_as: str,
        fields_of: Mapping[str, str] | None = None,
        coached_as: str = "",
    ) -> None:
        speech = office.speech
        super().__init__(speech, title)
        self._speech = speech
        self._fields_of = dict(fields_of or {})
        self.defaults: dict[str, Any] = {}
        self._busy = False
        self._error: BaseException | None = None
        self.form = Form(speech)
        self.trouble = label(None, "", "wrong", wrap=True)
        self.trouble.hide()
        self.act = button(speech, verb, self.submit, look="primary", key="Ctrl+Enter")
        self.draft = FormDraft(office, kept_as, self.form, is_begun=self.has_draft, blank=self._blank)
        self.add(self.draft)
        self.add(self.form)
        if coached_as:
            self.add(CoachNote(office, coached_as))
        self.add(self.trouble)
        self._foot = row(None, self.act)
        self.add(self._foot)
        speech.changed.connect(self._speak)

    def add_act(self, sentence: str, pressed: Callable[[], object], look: str = "") -> None:
        """A second button, left of the main one."""
        self._foot.insertWidget(1, button(self._speech, sentence, pressed, look=look))

    def belongs_to(self, customer_id: str) -> None:
        """Change the customer: keep what was typed for the one before, show what was typed for this one."""
        self.draft.about(customer_id)

    def has_draft(self) -> bool:
        """Whether something was typed."""
        typed = self.form.values().items()
        chosen = any(value not in (None, frozenset(), self.defaults.get(name)) for name, value in typed)
        return chosen or self.form.has_unreadable()

    def submit(self) -> None:
        """Hand over the values, unless something is missing or the last act still runs."""
        if self._busy:
            return
        self.accept()
        values = self.form.read()
        if values is not None:
            self._set_busy(busy=True)
            self.submitted.emit(values)

    def finish(self) -> None:
        """The act is done: blank the form for the next one."""
        self._set_busy(busy=False)
        self.draft.done()

    def _blank(self) -> None:
        self.form.clear()
        self.form.put(self.defaults)
        self.accept()

    def refuse(self, error: BaseException) -> None:
        """The act was refused: say so beside the field it is about, else above the button."""
        self._set_busy(busy=False)
        text = wording.sentence(self._speech.words, error)
        field = self._fields_of.get(str(getattr(error, "code", "")), wording.field_of(error))
        if field in self.form.values():
            self.form.refuse(field, text)
            return
        self._error = error
        self.trouble.setText(text)
        self.trouble.show()

    def refuse_field(self, name: str, sentence: str) -> None:
        """What stands in a field makes no sense: say so beside it; nothing was asked of the desk."""
        self._set_busy(busy=False)
        self.form.refuse(name, self._speech.say(sentence))

    def accept(self) -> None:
        """Forget what was refused."""
        self._error = None
        self.trouble.hide()
        self.form.accept_all()

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.act.setEnabled(not busy)

    def _speak(self) -> None:
        if self._error is not None:
            self.trouble.setText(wording.sentence(self._speech.words, self._error))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if entered and (control or not isinstance(self.focusWidget(), QPlainTextEdit)):
            self.submit()
        else:
            super().keyPressEvent(event)
