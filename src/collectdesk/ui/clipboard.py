"""Owns what becomes of copied values: they leave the clipboard after a minute, and when the window locks."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

STAYS: Final = 60_000
"""Milliseconds that a copied value may be pasted."""
_MODES: Final = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)


class Clipboard(QObject):
    """Watches for what this program copies, wherever in it; what others copied is theirs and stays."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ours: dict[QClipboard.Mode, bytes] = {}
        self.fades = QTimer(self)
        self.fades.setSingleShot(True)
        self.fades.setInterval(STAYS)
        self.fades.timeout.connect(self.clear)
        QGuiApplication.clipboard().changed.connect(self._changed)

    def _changed(self, mode: QClipboard.Mode) -> None:
        board = QGuiApplication.clipboard()
        owned = board.ownsSelection() if mode is QClipboard.Mode.Selection else board.ownsClipboard()
        if mode not in _MODES or not (owned or QGuiApplication.focusWindow() is not None):
            return
        if board.text(mode):
            self._ours[mode] = _mark_of(board.text(mode))
            self.fades.start()

    def clear(self) -> None:
        """Take back what was copied here, if it is still there."""
        self.fades.stop()
        board = QGuiApplication.clipboard()
        ours, self._ours = self._ours, {}
        for mode, kept in ours.items():
            if _mark_of(board.text(mode)) == kept:
                board.clear(mode)


def _mark_of(text: str) -> bytes:
    """Enough to know a text again, without keeping it."""
    from hashlib import sha256  # with the first copy: loading it takes longer than hashing

    return sha256(text.encode("utf-8", "replace")).digest()
