"""Owns what goes to the clipboard: it is marked as private, and cleared after a minute unless replaced."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QByteArray, QMimeData, QObject, QTimer
from PySide6.QtGui import QGuiApplication

CLEARED_AFTER: Final = 60_000
"""Milliseconds: long enough to paste, too short to be found by the next person at this PC."""
_PRIVATE: Final = {
    "x-kde-passwordManagerHint": b"secret",
    "application/x-nspasteboard-concealed-type": b"1",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"1",
}
"""What keeps clipboard histories of KDE, macOS and Windows from remembering it."""


class Clip(QObject):
    """One copy at a time; the clearing is done only if the text is still the one that was copied."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._copied = ""
        self._clears = QTimer(self)
        self._clears.setSingleShot(True)
        self._clears.setInterval(CLEARED_AFTER)
        self._clears.timeout.connect(self.clear)

    def copy(self, text: str) -> None:
        """Copy a text for a minute."""
        carried = QMimeData()
        carried.setText(text)
        for kind, value in _PRIVATE.items():
            carried.setData(kind, QByteArray(value))
        self._copied = text
        QGuiApplication.clipboard().setMimeData(carried)
        self._clears.start()

    def clear(self) -> None:
        """Clear the clipboard, unless somebody put something else there."""
        self._clears.stop()
        board = QGuiApplication.clipboard()
        if self._copied and board.text() == self._copied:
            board.clear()
        self._copied = ""
