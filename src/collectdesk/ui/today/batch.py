"""Owns the approval of several visit requests at once: only of those that were opened, each by its own deed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from collectdesk.desk.visits.visiting import DecideRequest
from collectdesk.domain.visits.visits import Verdict
from collectdesk.ui.parts.buttons import button
from collectdesk.ui.parts.card import row
from collectdesk.ui.today.matters import Matter, Sort
from collectdesk.ui.wording import sentence as refusal
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.ui.office import Office


class BatchApproval(QWidget):
    """One button, in sight from two opened requests on. ``decided`` carries what came of it."""

    deciding = Signal()
    decided = Signal(str)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._waiting: dict[str, Matter] = {}
        self._opened: set[str] = set()
        self._left: list[Matter] = []
        self._approved = 0
        self._refused: list[str] = []
        self._busy = False
        self.act = button(
            office.speech, mark("Approve what was opened"), self.approve, icon="check", key="Ctrl+Shift+A"
        )
        self.setLayout(row(self.act))
        office.speech.changed.connect(self._write)
        self._write()

    @property
    def ready(self) -> list[Matter]:
        """The requests that were opened, as they stand in the list."""
        return [matter for key, matter in self._waiting.items() if key in self._opened]

    def show_matters(self, matters: Sequence[Matter]) -> None:
        """What waits now; what was opened stays opened."""
        self._waiting = {matter.key: matter for matter in matters if matter.sort is Sort.REQUEST}
        self._write()

    def opened(self, key: str) -> None:
        """The file behind this matter was shown."""
        self._opened.add(key)
        self._write()

    def _write(self) -> None:
        count = len(self.ready)
        may = self._office.may(DecideRequest.needs)
        if self.layout() is not None:
            self.act.setVisible(may and count > 1)
        self.act.setText(self._office.words.say(mark("Approve the {count} opened"), count=count))
        self.act.setEnabled(not self._busy)

    def approve(self) -> None:
        """Approve the opened requests one after another; what is refused is said by name and stays."""
        if self._busy or len(self.ready) < 2:
            return
        self._busy, self._left, self._approved, self._refused = True, self.ready, 0, []
        self.deciding.emit()
        self._next()

    def _next(self) -> None:
        if not self._left:
            self._finish()
            return
        matter = self._left.pop(0)
        self._office.run(
            DecideRequest(matter.source.request_id, Verdict.APPROVE, in_batch=True), owner=self,
            done=lambda _state: self._one_done(), failed=lambda error: self._one_refused(matter, error),
        )  # fmt: skip

    def _one_done(self) -> None:
        self._approved += 1
        self._next()

    def _one_refused(self, matter: Matter, error: BaseException) -> None:
        said = mark("{name}: {why}")
        why = refusal(self._office.words, error)
        self._refused.append(self._office.say(said, name=matter.name, why=why))
        self._next()

    def _finish(self) -> None:
        self._busy = False
        words = self._office.words
        told = words.plural("{count} visit approved.", "{count} visits approved.", self._approved)
        self.decided.emit(" ".join((told, *self._refused)))
        self._write()
