"""Owns what is done to a step itself: a review is ticked off with what came of it, any step moves to another
day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from collectdesk.desk.contact.contacting import FinishStep, PostponeStep
from collectdesk.domain.zones import local_day
from collectdesk.ui.parts.buttons import button
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import DateEdit, TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from collectdesk.desk.customers.today import WorkItem
    from collectdesk.desk.pipeline import Change
    from collectdesk.ui.office import Office
    from collectdesk.words import Words

    Deeds = Callable[[WorkItem, Mapping[str, Any]], Change[None]]
    Tells = Callable[[Words, WorkItem, Mapping[str, Any]], str]


class StepCard(Card):
    """A few lines of text about the chosen step. ``saving`` comes before the deed, then ``saved`` with what to
    say, or ``refused``.
    """

    saving = Signal()
    refused = Signal()
    saved = Signal(str)

    def __init__(self, office: Office, kept_as: str, title: str, act: str, deed: Deeds, told: Tells) -> None:
        super().__init__(office.speech, title)
        self._office = office
        self._deed, self._told = deed, told
        self._item: WorkItem | None = None
        self._busy = False
        self.form = Form(office.speech)
        self.save_button = button(office.speech, act, self.save, key="Ctrl+Enter")
        self.body.setSpacing(6)
        self.draft = FormDraft(office, kept_as, self.form)
        self.add(self.draft)
        self.add(self.form)
        self.add(row(None, self.save_button))

    def show_item(self, item: WorkItem | None) -> None:
        """Ask about this step; what was typed for another one is kept for when it is chosen again."""
        self._item = item
        self.draft.about(item.step_id if item else "")

    @property
    def is_begun(self) -> bool:
        """Whether something stands there that would be missed."""
        return self.form.is_begun()

    def focus_first(self) -> None:
        self.form.focus(next(iter(self.form.values())))

    def save(self) -> None:
        """Do it, or say beside the field what is missing."""
        item, typed = self._item, self.form.read()
        if item is None or typed is None or self._busy:
            return
        self._busy = True
        self.saving.emit()
        self._office.run(
            self._deed(item, typed), owner=self, done=lambda _none: self._done(item, typed),
            failed=self._failed,
        )  # fmt: skip

    def _done(self, item: WorkItem, typed: Mapping[str, Any]) -> None:
        self._busy = False
        self.draft.forget(item.step_id)
        self.saved.emit(self._told(self._office.words, item, typed))

    def _failed(self, error: BaseException) -> None:
        self._busy = False
        self.refused.emit()
        if not self.form.take_refusal(error):
            self._office.troubled.emit(error)


def _put_off(item: WorkItem, typed: Mapping[str, Any]) -> PostponeStep:
    return PostponeStep(item.step_id, typed["due_on"], typed["why"] or "")


def _tell_put_off(words: Words, item: WorkItem, typed: Mapping[str, Any]) -> str:
    day = words.date(typed["due_on"])
    return words.say(mark("{name} is on the list again on {day}."), name=item.name, day=day)


class LaterCard(StepCard):
    """Any step, put off with its reason."""

    def __init__(self, office: Office) -> None:
        super().__init__(
            office, "step_put_off", mark("Another day"), mark("Put off"), _put_off, _tell_put_off
        )
        day = DateEdit(office.speech, lambda: local_day(office.desk.now()))
        self.why = TextEdit(office.speech, mark("Why it is put off"))
        self.form.add("due_on", mark("Day"), day, needed=True)
        self.form.add("why", mark("Reason"), self.why)
        self.why.returnPressed.connect(self.save)


def _finish(item: WorkItem, typed: Mapping[str, Any]) -> FinishStep:
    return FinishStep(item.step_id, typed["result"] or "")


def _tell_finished(words: Words, item: WorkItem, _typed: Mapping[str, Any]) -> str:
    return words.say(mark("The review of {name} is done."), name=item.name)


class ReviewCard(StepCard):
    """A review, which no other deed finishes."""

    def __init__(self, office: Office) -> None:
        super().__init__(office, "step_reviewed", mark("Review"), mark("Done"), _finish, _tell_finished)
        self.result = TextEdit(office.speech, mark("In a sentence, for the file"))
        self.form.add("result", mark("What came of the review"), self.result)
        self.result.returnPressed.connect(self.save)
