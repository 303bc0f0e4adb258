"""Owns what a folder without a branch shows: the offer to make the practice branch there, with progress."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from collectdesk.ui import wording
from collectdesk.ui.office import is_expected, report
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.progress_line import ProgressLine
from collectdesk.ui.sign_in.fit import fit
from collectdesk.ui.tasks import Lane
from collectdesk.words import mark

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.desk.progress import Progress
    from collectdesk.ui.app import Shell

NOTHING_HERE: Final = mark(
    "There is no branch in this folder yet. The practice branch has made-up customers and real repayment "
    "behaviour: try everything there, nothing can go wrong. It takes about a minute to make."
)


class Beginning(QWidget):
    """``founded`` carries the folder of the practice branch once it stands."""

    founded = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._folder: Path | None = None
        speech = shell.speech
        self.about = label(speech, NOTHING_HERE, "mute", wrap=True)
        self.make = button(speech, mark("Make the practice branch"), self.found, look="primary")
        self.make.setMinimumHeight(34)
        self.progress = ProgressLine(speech)
        self.wrong = label(None, "", "wrong", wrap=True)
        self.wrong.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for part in (self.about, self.wrong, self.make, self.progress):
            layout.addWidget(part)

        speech.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        fit(self.about)

    def show_folder(self, folder: Path) -> None:
        self._folder = folder
        self.wrong.hide()

    def focus_first(self) -> None:
        self.make.setFocus(Qt.FocusReason.OtherFocusReason)

    def found(self) -> None:
        """Make the practice branch in the folder."""
        folder = self._folder
        if folder is None or not self.make.isEnabled():
            return
        self.make.setEnabled(False)
        self.wrong.hide()
        ticket = self._shell.tasks.start(
            Lane.WRITE, lambda steps: _found(folder, steps), owner=self, done=lambda _files: self._done(),
            failed=self._failed, cancelled=self._stopped, progress=self.progress.step,
        )  # fmt: skip
        self.progress.begin(mark("Making the practice branch"), ticket)

    def _done(self) -> None:
        self._stopped()
        self.founded.emit(self._folder)

    def _stopped(self) -> None:
        self.progress.end()
        self.make.setEnabled(True)

    def _failed(self, error: BaseException) -> None:
        self._stopped()
        if not is_expected(error):
            report(error)
            return
        self.wrong.setText(wording.sentence(self._shell.speech.words, error))
        fit(self.wrong)
        self.wrong.show()


def _found(folder: Path, steps: Progress) -> Any:
    from collectdesk.desk.vault.practising import found_practice_branch

    return found_practice_branch(folder, progress=steps)
