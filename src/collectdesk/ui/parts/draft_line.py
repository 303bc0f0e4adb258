"""Owns the calm line above a form whose typing is kept: continued from a draft, put aside, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.draft_keeper import DraftKeeper
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from collectdesk.ui.office import Office
    from collectdesk.ui.parts.form import Form

CONTINUED = mark("Continued from your draft of {at}.")
ASIDE = mark("Your draft is put aside.")


class DraftLine(QWidget):
    """Keeps what is typed about one subject at a time, and shows itself only when there is something to say.

    ``content`` gives what stands there, empty when nothing does; ``take`` puts such a content back; ``blank`` makes
    the form as it is before anybody typed.
    """

    def __init__(
        self,
        office: Office,
        form: str,
        content: Callable[[], str],
        take: Callable[[str], None],
        blank: Callable[[], None],
    ) -> None:
        super().__init__()
        self._office = office
        self._content, self._take, self._blank = content, take, blank
        self._typed: dict[str, str] = {}
        self._aside = ""
        self._said: tuple[str, dict[str, str]] | None = None
        self.keeper = DraftKeeper(office, form, content, self)
        self.said = label(None, "", "mute", wrap=True)
        self.afresh_button = button(office.speech, mark("Start afresh"), self.start_afresh, look="quiet")
        self.undo_button = button(office.speech, mark("Undo"), self.undo, look="quiet", icon="history")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.said, 1)
        layout.addWidget(self.afresh_button)
        layout.addWidget(self.undo_button)
        office.speech.changed.connect(self._write)
        self._say(None)

    @property
    def subject(self) -> str:
        """What is being typed about."""
        return self.keeper.subject

    def about(self, subject: str) -> None:
        """Change the subject: what was typed about the one before is kept, what was typed about this one comes back."""
        before = self.subject
        if subject == before:
            return
        if before and (content := self._content()):
            self._typed[before] = content
        self.keeper.flush()
        self.keeper.rest()
        self._say(None)
        self._blank()
        self.keeper.begin(subject)
        if subject in self._typed:
            self._take(self._typed.pop(subject))
            self.keeper.begin(subject)
        elif subject:
            self.keeper.read(subject, lambda draft: self._found(subject, draft))

    def _found(self, subject: str, draft: Any) -> None:
        """A draft of an earlier day, or of before a crash; never over something typed meanwhile."""
        if draft is None or subject != self.subject or not self.keeper.is_at_rest:
            return
        self._take(draft.content)
        self.keeper.begin(subject)
        self._say((CONTINUED, {"at": self._office.words.instant(draft.saved_at)}))

    def edited(self) -> None:
        """Something was typed."""
        if self._aside and self._content():
            self._say(None)  # a new beginning: the old one isn't laid over it any more
        self.keeper.edited()

    def done(self) -> None:
        """The deed succeeded: blank the form for the next one, and forget the draft."""
        subject = self.subject
        self._typed.pop(subject, None)
        self.keeper.done()
        self._say(None)
        self._blank()
        self.keeper.begin(subject)

    def forget(self, subject: str) -> None:
        """The deed about something succeeded, perhaps while another subject came into sight."""
        if subject == self.subject:
            self.done()
        elif self._typed.pop(subject, None) is not None:
            self.keeper.drop(subject)

    def start_afresh(self) -> None:
        """Put the draft aside; one press brings it back."""
        subject, content = self.subject, self._content()
        self.keeper.rest()
        self.keeper.drop(subject)
        self._blank()
        self.keeper.begin(subject)
        self._say((ASIDE, {}), aside=content)

    def undo(self) -> None:
        """Bring back what was put aside."""
        content = self._aside
        self._say(None)
        self._take(content)
        self.keeper.edited()

    def _say(self, said: tuple[str, dict[str, str]] | None, aside: str = "") -> None:
        self._said, self._aside = said, aside
        self.setVisible(said is not None)
        self.afresh_button.setVisible(not aside)
        self.undo_button.setVisible(bool(aside))
        self._write()

    def _write(self) -> None:
        if self._said is not None:
            sentence, facts = self._said
            self.said.setText(self._office.say(sentence, **facts))


class FormDraft(DraftLine):
    """The line of a Form. ``names`` keeps some of its fields only; ``is_begun`` says whether anything was typed."""

    def __init__(
        self,
        office: Office,
        kept_as: str,
        form: Form,
        *,
        names: Collection[str] | None = None,
        is_begun: Callable[[], bool] | None = None,
        blank: Callable[[], None] | None = None,
    ) -> None:
        begun = is_begun or (lambda: form.is_begun(names))
        super().__init__(
            office,
            kept_as,
            lambda: form.as_typed(names) if begun() else "",
            form.take_typed,
            blank or form.clear,
        )
        form.changed.connect(self.edited)
