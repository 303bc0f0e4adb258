"""Owns the mending of one row that was set aside: its cells in a line, the wrong ones marked, checked and taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from collectdesk.ui.imports.columns import reason_text
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import row
from collectdesk.ui.theme import theme, tokens
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.domain.intake.imports import BadRow
    from collectdesk.ui.office import Office

_WIDEST = 240


class MendRowPanel(QWidget):
    """``checked`` carries (line, cells) to be read again; ``left`` says that the person turned away."""

    checked = Signal(int, object)
    left = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._findings: tuple[BadRow, ...] = ()
        speech = office.speech
        self.reasons = label(None, "", "wrong", wrap=True)
        self.cells = QTableWidget(1, 0)
        speech.bind(self.cells, self.cells.setAccessibleName, mark("Cells of the row: type to mend"))
        self.cells.verticalHeader().hide()
        self.cells.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.cells.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.SelectedClicked
        )  # fmt: skip
        self.cells.setTabKeyNavigation(False)
        self.cells.setFixedHeight(86)
        self.cells.installEventFilter(self)
        self.check_button = button(speech, mark("Check the row again"), self.check, icon="check")
        self.leave_button = button(speech, mark("Leave it as it is"), self.left.emit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.setSpacing(6)
        head = row(self.reasons, self.check_button, self.leave_button)
        head.setStretch(0, 1)
        layout.addLayout(head)
        layout.addWidget(self.cells)
        self.hide()

    def show_row(self, findings: Sequence[BadRow], headings: Sequence[str]) -> None:
        """Show a row with everything that is wrong with it; the cursor stands in the first wrong cell."""
        self._findings = tuple(findings)
        cells = self._findings[0].cells
        width = max(len(cells), len(headings))
        titles = [headings[at] if at < len(headings) and headings[at] else str(at + 1) for at in range(width)]
        wrong = {finding.column for finding in self._findings}
        self.cells.setColumnCount(width)
        self.cells.setHorizontalHeaderLabels(titles)
        self.cells.setRowHeight(0, theme().row_height)
        first = 0
        for at in range(width - 1, -1, -1):
            item = QTableWidgetItem(cells[at] if at < len(cells) else "")
            if titles[at] in wrong:
                item.setBackground(QBrush(QColor(tokens().warn_wash)))
                item.setForeground(QBrush(QColor(tokens().warn)))
                first = at
            self.cells.setItem(0, at, item)
        self.cells.resizeColumnsToContents()
        for at in range(width):
            self.cells.setColumnWidth(at, min(_WIDEST, self.cells.columnWidth(at) + 12))
        self.show()
        self.retranslate()
        self.cells.setCurrentCell(0, first)
        self.cells.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        words = self._office.words
        if not self._findings:
            return
        said = [
            words.say(mark("Line {line}, {column}: {reason}"), line=finding.line, column=finding.column or "—",
                      reason=reason_text(words, finding))
            for finding in self._findings
        ]  # fmt: skip
        self.reasons.setText("\n".join(said))

    @property
    def line(self) -> int:
        """The line that is mended; 0 when there is none."""
        return self._findings[0].line if self._findings else 0

    def check(self) -> None:
        """Have the row read again as it stands now."""
        if self._findings:
            items = [self.cells.item(0, at) for at in range(self.cells.columnCount())]
            self.checked.emit(self.line, tuple(item.text() if item is not None else "" for item in items))

    def forget(self) -> None:
        """The row is in, or was left."""
        self._findings = ()
        self.hide()
        above = self.parentWidget()
        layout = above.layout() if above is not None else None
        if layout is not None:
            layout.activate()  # a page turned out of sight now would keep its height, and the window's with it

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter checks the row, as long as no cell is being typed into; Esc leaves it."""
        typing = self.cells.state() is QAbstractItemView.State.EditingState
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and not typing:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.check()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)
