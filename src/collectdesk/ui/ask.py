"""Owns every box that stops the person: yes or no, a reason, a file. Tests answer in advance.

Boxes are rare here: errors and confirmations are a line in the page. A box asks only before what can't
be undone.
"""

from __future__ import annotations

from collections import deque
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

from collectdesk.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtPrintSupport import QPrinter

_answers: deque[Any] | None = None


@contextmanager
def answered(*answers: Any) -> Iterator[None]:
    """Answer the next boxes in order without showing them; fails if one is left over or one too many is
    asked.
    """
    global _answers  # noqa: PLW0603 - one queue, because a modal box stops the whole application
    before, _answers = _answers, deque(answers)
    try:
        yield
        left = len(_answers)
    finally:
        _answers = before
    if left:
        raise AssertionError(f"{left} answers were never asked for")


def _answer() -> Any:
    if not _answers:
        raise AssertionError("a box asked for more answers than were given in advance")
    return _answers.popleft()


def agrees(parent: QWidget | None, title: str, question: str, yes: str, no: str) -> bool:
    """Whether the person presses ``yes``. Esc, closing and the default button all mean ``no``: nothing
    is lost.
    """
    if _answers is not None:
        return bool(_answer())
    box = QMessageBox(QMessageBox.Icon.NoIcon, title, question, QMessageBox.StandardButton.NoButton, parent)
    pressed = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    stay = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    if parent is None:
        theme().dress(box)
    box.exec()
    return box.clickedButton() is pressed


def text(parent: QWidget | None, title: str, question: str) -> str | None:
    """A line of text such as a reason; None when the person thinks better of it or writes nothing."""
    if _answers is not None:
        return _clean(_answer())
    written, kept = QInputDialog.getText(parent, title, question)
    return _clean(written) if kept else None


def _clean(written: str | None) -> str | None:
    return (written or "").strip() or None


def file_to_open(parent: QWidget | None, title: str, kinds: str) -> Path | None:
    """A file that exists, or None. ``kinds`` in Qt's form: ``Tables (*.csv *.xlsx)``."""
    if _answers is not None:
        return _path(_answer())
    return _path(QFileDialog.getOpenFileName(parent, title, "", kinds)[0])


def files_to_open(parent: QWidget | None, title: str, kinds: str) -> tuple[Path, ...]:
    """Files that exist; none when the person thinks better of it."""
    if _answers is not None:
        return tuple(Path(each) for each in _answer() or ())
    return tuple(Path(each) for each in QFileDialog.getOpenFileNames(parent, title, "", kinds)[0])


def file_to_save(parent: QWidget | None, title: str, proposed: str, kinds: str) -> Path | None:
    """Where a new file goes; Qt has asked before an existing one is replaced."""
    if _answers is not None:
        return _path(_answer())
    return _path(QFileDialog.getSaveFileName(parent, title, proposed, kinds)[0])


def folder(parent: QWidget | None, title: str) -> Path | None:
    """A folder, or None."""
    if _answers is not None:
        return _path(_answer())
    return _path(QFileDialog.getExistingDirectory(parent, title))


def printer(parent: QWidget | None, pages: int) -> QPrinter | None:
    """A printer chosen by the person, or None. Loaded here, since few windows ever print."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    if _answers is not None:
        given = _answer()
        assert given is None or isinstance(given, QPrinter)
        return given
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    box = QPrintDialog(made, parent)
    box.setMinMax(1, pages)
    return made if box.exec() == QPrintDialog.DialogCode.Accepted else None


def _path(chosen: str | Path | None) -> Path | None:
    return Path(chosen) if chosen else None
