"""Owns what happens after a bug: a log without personal data, and one calm window that says what to do."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
)

from collectdesk.ui.theme import theme
from collectdesk.words import mark

if TYPE_CHECKING:
    from types import TracebackType

    from collectdesk.ui.speech import Speech

log = logging.getLogger("collectdesk.window")

TITLE: Final = mark("Something went wrong")
WHAT_NOW: Final = mark(
    "CollectDesk met a fault of its own. Nothing was half-saved, and your drafts are kept. "
    "You can go on working; if it happens again, close the window and open it again. "
    "The details are in the log: {path}"
)


def places(trace: TracebackType | None) -> str:
    """Where it happened: files, lines and functions only. No values and no messages, which may name
    people.
    """
    frames = traceback.extract_tb(trace)
    return "\n".join(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)


class Crashes(QObject):
    """Takes every exception nobody caught, logs it, and shows it once per place."""

    _met = Signal(object)

    def __init__(self, speech: Speech, log_file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._speech = speech
        self._log_file = log_file
        self._seen: set[str] = set()
        self.window: CrashWindow | None = None
        # worker threads raise too, and a window is made on its own thread only
        self._met.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Become the hook of this process and of its threads."""
        try:
            self._log_file.parent.mkdir(parents=True, exist_ok=True)
            written = RotatingFileHandler(self._log_file, maxBytes=1_000_000, backupCount=3, encoding="utf-8")
            written.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
            logging.getLogger("collectdesk").addHandler(written)
        except OSError:
            pass  # a log that can't be written mustn't keep the window from opening
        sys.excepthook = self.met
        threading.excepthook = lambda args: self.met(args.exc_type, args.exc_value, args.exc_traceback)

    def met(
        self, kind: type[BaseException], _error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Log a bug and show it, once per place."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        where = f"{kind.__name__}\n{places(trace)}"
        if where in self._seen:
            return
        self._seen.add(where)
        log.error("%s", where)
        self._met.emit(where)

    def _show(self, where: str) -> None:
        if self.window is not None and self.window.isVisible():
            self.window.add(where)
            return
        self.window = CrashWindow(self._speech, self._log_file, where)
        self.window.show()


class CrashWindow(QDialog):
    """Says what happened and what to do; the places stay behind a button."""

    def __init__(self, speech: Speech, log_file: Path, where: str) -> None:
        super().__init__()
        self.setWindowTitle(speech.say(TITLE))
        self.setMinimumWidth(520)
        said = QLabel(speech.say(WHAT_NOW, path=str(log_file)), self)
        said.setWordWrap(True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._details = QPlainTextEdit(where, self)
        self._details.setReadOnly(True)
        self._details.setAccessibleName(speech.say(mark("Details")))
        self._details.hide()
        show = QPushButton(speech.say(mark("Details")), self)
        show.clicked.connect(lambda: self._details.setVisible(not self._details.isVisible()))
        close = QPushButton(speech.say(mark("Close")), self)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(show)
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(said)
        layout.addWidget(self._details)
        layout.addLayout(foot)
        theme().dress(self)

    @property
    def details(self) -> str:
        return self._details.toPlainText()

    def add(self, where: str) -> None:
        """One more place, in the window that is open already."""
        self._details.appendPlainText(f"\n{where}")
