"""Finds text that a person can't read whole: cut by its own widget, by what holds it, or by a heading too narrow.

Text that ends in an ellipsis on purpose (``Elided`` names, cells of tables) says the whole of it elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QTableView,
    QWidget,
)

from collectdesk.ui.parts.elided import Elided

SLACK = 2
"""Pixels that rounding at a fractional scale may take; a letter is wider."""
LENS = 22
"""What the picture at a search field's beginning takes."""


def clipped(top: QWidget) -> list[str]:
    """What is cut in a window, one sentence each: the kind of widget, its text, what it lacks."""
    found: list[str] = []
    for each in top.findChildren(QWidget):
        if each.isVisibleTo(top) and each.width() and each.height():
            found += [f"{type(each).__name__} {said!r}: {why}" for said, why in _cut(each, top)]
    return found


def _cut(each: QWidget, top: QWidget) -> Iterator[tuple[str, str]]:
    if isinstance(each, Elided):
        return
    if isinstance(each, QLabel) and each.text() and each.pixmap().isNull():
        yield from ((each.text(), why) for why in _label(each))
        yield from ((each.text(), why) for why in _beyond(each, top))
    elif isinstance(each, QAbstractButton) and each.text():
        if each.sizeHint().width() > each.width() + SLACK and _text_width(each, each.text()) > each.width():
            yield each.text(), f"needs {each.sizeHint().width()} of {each.width()}"
        yield from ((each.text(), why) for why in _beyond(each, top))
    elif isinstance(each, QComboBox):
        yield from _choice(each)
    elif isinstance(each, QLineEdit) and not each.text() and each.placeholderText():
        lens = LENS if each.actions() else 0
        room = each.contentsRect().width() - each.textMargins().left() - each.textMargins().right() - lens
        needed = _text_width(each, each.placeholderText())
        if needed > room + SLACK:
            yield each.placeholderText(), f"needs {needed} of {room}"
    elif isinstance(each, QTabBar):
        for at in range(each.count()):
            if each.tabSizeHint(at).width() > each.tabRect(at).width() + SLACK:
                yield each.tabText(at), "a tab is narrower than its word"
    elif isinstance(each, QTableView):
        yield from _headings(each.horizontalHeader())


def _text_width(each: QWidget, text: str) -> int:
    return max(each.fontMetrics().horizontalAdvance(line) for line in text.replace("&", "").split("\n"))


def _label(label: QLabel) -> Iterator[str]:
    room = label.contentsRect()
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        if needed > label.height() + SLACK:
            yield f"needs {needed} high of {label.height()}"
        return
    if label.sizeHint().width() > label.width() + SLACK:
        yield f"needs {label.sizeHint().width()} of {label.width()}"
    if label.fontMetrics().height() * (label.text().count("\n") + 1) > room.height() + SLACK + 2:
        yield f"needs {label.fontMetrics().height()} high of {room.height()}"


def _choice(box: QComboBox) -> Iterator[tuple[str, str]]:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    room = box.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, box
    )
    needed = _text_width(box, box.currentText())
    if needed > room.width() + SLACK:
        yield box.currentText(), f"needs {needed} of {room.width()}"


def _headings(header: QHeaderView) -> Iterator[tuple[str, str]]:
    model = header.model()
    if model is None or not header.isVisible():
        return
    for column in range(model.columnCount()):
        if header.isSectionHidden(column):
            continue
        text = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        needed = _text_width(header, text)
        if needed > header.sectionSize(column):
            yield text, f"a heading needs {needed} of {header.sectionSize(column)}"


def _beyond(each: QWidget, top: QWidget) -> Iterator[str]:
    """Cut by what holds it; what can be scrolled to is not cut."""
    area = each.rect()
    above = each.parentWidget()
    child = each
    while above is not None and above is not top.parentWidget():
        if isinstance(above.parentWidget(), QAbstractScrollArea):
            scroll = above.parentWidget()
            assert isinstance(scroll, QAbstractScrollArea)
            sideways = scroll.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            left = child.mapTo(above, QPoint(0, 0)).x() if child.parentWidget() is above else 0
            if sideways and left + _right_edge(each, child) > above.width() + SLACK:
                yield f"ends {left + _right_edge(each, child) - above.width()} beyond what can't be moved sideways"
            return
        area = QRect(each.mapTo(above, QPoint(0, 0)), each.size())
        if area.right() > above.width() + SLACK or area.left() < -SLACK:
            yield f"cut sideways by {type(above).__name__} ({area.left()}..{area.right()} of {above.width()})"
            return
        if area.bottom() > above.height() + SLACK + 2 or area.top() < -SLACK - 2:
            yield f"cut by {type(above).__name__} ({area.top()}..{area.bottom()} of {above.height()} high)"
            return
        child, above = above, above.parentWidget()


def _right_edge(each: QWidget, holder: QWidget) -> int:
    return each.mapTo(holder, QPoint(each.width(), 0)).x() if each is not holder else each.width()
