"""Owns the review of a watch period beside the list: it was passed, or the debt is watched longer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from collectdesk.desk.solutions.watching import ReviewWatch, WatchedLine
from collectdesk.domain.zones import local_day
from collectdesk.ui.casefile.act_form import ActForm
from collectdesk.ui.parts.fields import DateEdit, TextEdit
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.ui.office import Office


class WatchCard(ActForm):
    """Shown for a watch period, for those who may review it; ``done`` carries what to say."""

    done = Signal(str)

    def __init__(self, office: Office) -> None:
        super().__init__(
            office, mark("Review of the watch period"), mark("It was passed"), kept_as="watch_review"
        )
        self._office = office
        self._watch_id = ""
        speech = office.speech
        self.form.add("reason", mark("What the review found"), TextEdit(speech, longest=200), needed=True)
        self.form.add(
            "longer_to", mark("Watch until"), DateEdit(speech, lambda: local_day(office.desk.now()))
        )
        self.add_act(mark("Watch it longer"), self._longer)
        self.submitted.connect(lambda values: self._review(values, passed=True))

    def show_watch(self, line: WatchedLine | None) -> None:
        """Show the review of this one; hides for anything else."""
        may = line is not None and bool(line.watch_id) and self._office.may(ReviewWatch.needs)
        self._watch_id = line.watch_id if line is not None and may else ""
        self.setVisible(bool(self._watch_id))
        if self._watch_id:
            self.belongs_to(self._watch_id)

    def _longer(self) -> None:
        values = self.form.read()
        if values is not None:
            self.accept()
            self._review(values, passed=False)

    def _review(self, values: dict[str, Any], *, passed: bool) -> None:
        longer_to = None if passed else values["longer_to"]
        deed = ReviewWatch(self._watch_id, passed, values["reason"] or "", longer_to)
        said = mark("The watch period is passed.") if passed else mark("The debt is watched longer.")
        self._office.run(deed, owner=self, done=lambda _state: self._kept(said), failed=self.refuse)

    def _kept(self, said: str) -> None:
        self.finish()
        self.done.emit(self._office.say(said))
