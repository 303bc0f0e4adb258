"""Owns the buttons of the practice branch's inbox: the files of the morning, those taken in marked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from collectdesk.domain.zones import local_day
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.parts.card import column
from collectdesk.ui.parts.choices import Flow
from collectdesk.ui.theme import set_glyph
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collectdesk.desk.progress import Progress
    from collectdesk.ui.office import Office


class Inbox(QWidget):
    """``chosen`` carries the path of a file; hidden where there is none. ``failed`` carries what went wrong."""

    chosen = Signal(object)
    failed = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._paths: tuple[Path, ...] = ()
        self._taken: frozenset[str] = frozenset()
        self.files = QWidget()
        self._flow = Flow(self.files)
        head = label(office.speech, mark("Ready in the practice branch's inbox:"), "mute")
        self.setLayout(column(head, self.files, spacing=6))
        self.hide()

    def look(self) -> None:
        """Look for the files that have come by the branch's day; a real branch has no inbox."""
        store = self._office.desk.store
        if not store.is_practice:
            return
        folder, today = store.folder, local_day(self._office.desk.now())

        def find(_steps: Progress) -> tuple[Path, ...]:
            from collectdesk.desk.vault.practising import delivered

            return delivered(folder, today)

        self._office.outside(find, owner=self, done=self.show_files, failed=self.failed.emit)

    def show_files(self, paths: Iterable[Path]) -> None:
        """Show these files."""
        self._paths = tuple(paths)
        self._write()

    def mark_taken(self, names: Iterable[str]) -> None:
        """Mark the files whose names were imported."""
        self._taken = frozenset(names)
        self._write()

    def _write(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for path in self._paths:
            self._flow.addWidget(self._button(path, taken=path.name in self._taken))
        self.setVisible(bool(self._paths))
        self.files.updateGeometry()

    def _button(self, path: Path, *, taken: bool) -> QPushButton:
        made = QPushButton(self.files)
        made.setAutoDefault(False)
        made.setText(f"\u2009{path.name}")
        made.setAccessibleName(path.name)
        set_glyph(made, "check" if taken else "file-text", "good" if taken else "mute", 16)
        made.clicked.connect(lambda _checked=False: self.chosen.emit(path))
        made.show()
        return made
