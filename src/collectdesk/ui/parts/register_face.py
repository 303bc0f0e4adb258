"""Owns the face of a register: pills, list, what is beside the chosen line, and the paper that takes their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.pdf_preview import PdfPreview
from collectdesk.ui.parts.segments import Segments
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.visits.printing import Printed
    from collectdesk.ui.office import Office
    from collectdesk.ui.parts.value_table import ValueTable


class RegisterFace(QWidget):
    """``below`` stands under the list; ``share`` is how list and side share the width."""

    def __init__(
        self, office: Office, title: str, table: ValueTable[Any], side: QWidget, *, share: tuple[int, int],
        below: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.table, self.side = table, side
        self.segments = Segments(office.speech, mark("Show"))
        self.preview = PdfPreview(office)
        self.preview.closed.connect(self.show_list)
        card = Card(office.speech, title, flush=True)
        card.title.setProperty("look", "title")
        card.head.addWidget(self.segments)
        card.add(table, 1)
        self.left = QWidget()
        parts = column(card) if below is None else column(card, below)
        if below is not None:
            parts.setStretch(0, 3)
            parts.setStretch(1, 2)
        self.left.setLayout(parts)
        beside = row(self.left, side, spacing=12)
        for at, wide in enumerate(share):
            beside.setStretch(at, wide)
        outer = column(self.preview)
        outer.insertLayout(0, beside, 1)
        outer.setStretch(1, 1)
        outer.setContentsMargins(16, 10, 16, 12)
        self.setLayout(outer)
        self.preview.hide()

    def show_paper(self, paper: Printed) -> None:
        """The paper in place of list and side, until it is closed."""
        self.left.hide()
        self.side.hide()
        self.preview.show()
        self.preview.show_paper(paper)

    def show_list(self) -> None:
        """List and side again, where the keyboard goes on."""
        self.preview.hide()
        self.left.show()
        self.side.show()
        self.table.setFocus()
