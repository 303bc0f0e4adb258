"""Owns the proof that a key pressed while letters are composed sets nothing off, and does again afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from collectdesk.ui.composing import Composing
from ui.samples import show_in_front

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_no_key_sets_anything_off_while_letters_are_composed(
    qtbot: QtBot, kind: type[QLineEdit | QPlainTextEdit]
) -> None:
    window, field, heard = QWidget(), kind(), []
    composing = Composing(window)
    held = QVBoxLayout(window)
    held.addWidget(field)
    for keys in ("F2", "Ctrl+K", "Return"):
        QShortcut(QKeySequence(keys), window).activated.connect(lambda keys=keys: heard.append(keys))
    qtbot.addWidget(window)
    show_in_front(qtbot, window)
    field.setFocus()
    QApplication.sendEvent(field, QInputMethodEvent("wang", []))
    assert composing.is_on
    _press(field)
    assert heard == []
    done = QInputMethodEvent("", [])
    done.setCommitString("王")
    QApplication.sendEvent(field, done)
    assert not composing.is_on
    assert (field.text() if isinstance(field, QLineEdit) else field.toPlainText()) == "王"
    _press(field)
    assert heard[:2] == ["F2", "Ctrl+K"]
    window.close()


def _press(field: QWidget) -> None:
    QTest.keyClick(field, Qt.Key.Key_F2)
    QTest.keyClick(field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Qt.Key.Key_Return)
