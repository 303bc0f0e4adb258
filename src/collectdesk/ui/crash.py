"""Owns what happens after a bug: a log without personal data, and one calm window that says what to do."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
)

if TYPE_CHECKING:
    from types import TracebackType

    from collectdesk.ui.crash_window import CrashWindow
    from collectdesk.ui.speech import Speech

log = logging.getLogger("collectdesk.window")


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
        self._is_hook = self._keeps_log = False
        self.window: CrashWindow | None = None
        # worker threads raise too, and a window is made on its own thread only
        self._met.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Become the hook of this process and of its threads."""
        self._is_hook = True
        sys.excepthook = self.met
        threading.excepthook = lambda args: self.met(args.exc_type, args.exc_value, args.exc_traceback)

    def keep_log(self) -> None:
        """Open the log: once the first window has been painted, or as soon as there is something to write."""
        if self._keeps_log or not self._is_hook:
            return
        self._keeps_log = True
        from logging.handlers import RotatingFileHandler

        try:
            self._log_file.parent.mkdir(parents=True, exist_ok=True)
            written = RotatingFileHandler(self._log_file, maxBytes=1_000_000, backupCount=3, encoding="utf-8")
            written.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
            logging.getLogger("collectdesk").addHandler(written)
        except OSError:
            pass  # a log that can't be written mustn't keep the window from opening

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
        self.keep_log()
        log.error("%s", where)
        self._met.emit(where)

    def _show(self, where: str) -> None:
        if self.window is not None and self.window.isVisible():
            self.window.add(where)
            return
        from collectdesk.ui.crash_window import CrashWindow

        self.window = CrashWindow(self._speech, self._log_file, where)
        self.window.show()
