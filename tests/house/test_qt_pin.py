"""The pinned Qt binding keeps its references: 6.12.0 lost one to None at every call on Python 3.11."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

CALLS = 1000
NOISE = 300  # other code takes and drops a few references meanwhile; a faulty binding drops one a call


def test_a_thousand_calls_into_qt_leave_none_alone(qapp: QApplication) -> None:
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        qapp.processEvents()
    assert sys.getrefcount(None) > before - NOISE
