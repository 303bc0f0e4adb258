"""Owns the section of the branch's other PCs: the list, work out and back, what contradicts, the move to a new PC."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from collectdesk.desk.pipeline import Subject
from collectdesk.desk.stations.parcels_in import TakeResultsIn
from collectdesk.desk.stations.stations import ShowStations, StationBoard
from collectdesk.domain.people.people import Permission
from collectdesk.ui.parts.card import row
from collectdesk.ui.parts.segments import Segment, Segments
from collectdesk.ui.settings.contradictions import Contradictions
from collectdesk.ui.settings.moving import Moving
from collectdesk.ui.settings.section import Section
from collectdesk.ui.settings.stations import Stations
from collectdesk.ui.settings.this_station import ThisStation
from collectdesk.ui.settings.work_out import WorkOut
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.ui.office import Office

PCS, WORK, DECIDE, MOVE, HERE = "pcs", "work", "decide", "move", "here"
_NAMES = {
    PCS: mark("PCs"),
    WORK: mark("Work out and back"),
    DECIDE: mark("To decide"),
    MOVE: mark("A new PC for the branch"),
    HERE: mark("This PC"),
}
_TOUCHED = frozenset({Subject.PEOPLE, Subject.CASES, Subject.CUSTOMERS})


class OtherPcsSection(Section):
    """Views changed by pills; which ones there are follows what this PC is to the branch and who looks."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.views: dict[str, Any] = {}
        self._waiting: int | None = None
        self._seen = False
        self._board: StationBoard | None = None
        self.pills = Segments(self.speech, mark("Show"))
        self.pills.picked.connect(self._go)
        self.stack = QStackedWidget()
        self.body.addLayout(row(self.pills, None))
        self.body.addWidget(self.stack, 1)

    # ---- which views there are

    def _wanted(self, board: StationBoard) -> list[str]:
        if board.is_station:
            return [HERE]
        sends = self.office.may(TakeResultsIn.needs) and board.is_master
        every = [PCS, *((WORK, DECIDE) if sends else ())]
        return [*every, MOVE] if self.office.may(Permission.MOVE_BRANCH) else every

    def _made(self, view: str) -> QWidget:
        if view not in self.views:
            kinds: dict[str, Any] = {
                PCS: Stations, WORK: WorkOut, DECIDE: Contradictions, MOVE: Moving, HERE: ThisStation,
            }  # fmt: skip
            made = kinds[view](self.office)
            made.said.connect(self.said)
            self.views[view] = made
            self.stack.addWidget(made)
            if view == DECIDE:
                made.counted.connect(self._count)
        shown: QWidget = self.views[view]
        return shown

    def refresh(self, touched: frozenset[Subject]) -> None:
        if not self._seen or touched & _TOUCHED:
            self._seen = True
            self.office.run(ShowStations(), owner=self, done=self._show)

    def _show(self, board: StationBoard) -> None:
        self._board = board
        wanted = self._wanted(board)
        for view in wanted:
            self._made(view)
        self._write_pills(wanted)
        for view in wanted:
            self._load(view, board)
        self._go(self.pills.chosen)

    def _load(self, view: str, board: StationBoard) -> None:
        shown = self.views[view]
        if view in (PCS, WORK):
            shown.show_board(board)
        else:
            shown.load()

    def _write_pills(self, wanted: list[str]) -> None:
        counts = {DECIDE: self._waiting}
        self.pills.show_segments([Segment(view, _NAMES[view], counts.get(view)) for view in wanted])
        self.pills.setVisible(len(wanted) > 1)

    def _count(self, count: int) -> None:
        self._waiting = count
        if self._board is not None:
            self._write_pills(self._wanted(self._board))

    def _go(self, view: str) -> None:
        if view in self.views:
            self.stack.setCurrentWidget(self.views[view])

    # ---- what the page asks

    def retranslate(self) -> None:
        for each in self.views.values():
            if hasattr(each, "retranslate"):
                each.retranslate()

    def save(self) -> None:
        """F2: what the view in sight is for."""
        shown = self.stack.currentWidget()
        if shown is not None and hasattr(shown, "save"):
            shown.save()

    def focus_first(self) -> None:
        self.pills.setFocus()
