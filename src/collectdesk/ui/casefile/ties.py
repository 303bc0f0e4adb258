"""Owns the map of family and guarantors: drawn below the list of people, walked with the arrow keys."""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from collectdesk.desk.customers.ties import ShowTies, Tie, TieKind, Ties
from collectdesk.domain.customers.parties import MayContact
from collectdesk.terms import code_term
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card
from collectdesk.ui.theme import theme, tokens
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.customers.files import CustomerFile
    from collectdesk.ui.casefile.tab import Tab
    from collectdesk.ui.parts.value_table import ValueTable
    from collectdesk.ui.speech import Speech

_BOX: Final = QSize(138, 42)
_KINDS: Final = {
    TieKind.STANDS_FOR: mark("stands for them"),
    TieKind.IS_CUSTOMER: mark("has a file of their own"),
    TieKind.SAME_NUMBER: mark("the same number"),
}


class TiesMap(QWidget):
    """The customer in the middle, everybody tied to them around. ``chosen`` follows the keys, ``opened`` Enter."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._ties: Ties | None = None
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(190)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        speech.bind(self, self.setAccessibleName, mark("Map of family and guarantors"))
        theme().changed.connect(self.update)

    def show_ties(self, ties: Ties | None) -> None:
        self._ties, self._at = ties, 0
        self._describe()
        self.update()

    @property
    def current(self) -> Tie | None:
        """Who is marked."""
        shown = self._ties.ties if self._ties else ()
        return shown[self._at] if self._at < len(shown) else None

    def choose(self, person_id: str) -> None:
        """Mark somebody of this file; nothing happens where they aren't on the map."""
        for at, tie in enumerate(self._ties.ties if self._ties else ()):
            if tie.person_id == person_id and at != self._at:
                self._at = at
                self._describe()
                self.update()

    def _describe(self) -> None:
        tie = self.current
        self.setAccessibleDescription(f"{tie.name}, {self._under(tie)}" if tie else "")

    def _under(self, tie: Tie) -> str:
        """What somebody is to the customer."""
        words = self._speech.words
        role = code_term(words, "party", tie.role) if tie.role else ""
        said = words.say(_KINDS[tie.kind]) if tie.kind in _KINDS else ""
        return " · ".join(part for part in ((role,) if tie.kind is TieKind.PERSON else (said, role)) if part)

    # ---- where everybody stands

    def places(self) -> list[QRectF]:
        """A box for each tie, on an ellipse around the middle, the first above it."""
        count = len(self._ties.ties) if self._ties else 0
        wide = max(0.0, (self.width() - _BOX.width()) / 2 - 8)
        high = max(0.0, (self.height() - _BOX.height()) / 2 - 8)
        middle = QPointF(self.width() / 2, self.height() / 2)
        found = []
        for at in range(count):
            turn = -pi / 2 + 2 * pi * at / count
            found.append(self._box(QPointF(middle.x() + wide * cos(turn), middle.y() + high * sin(turn))))
        return found

    def _box(self, middle: QPointF) -> QRectF:
        return QRectF(
            middle.x() - _BOX.width() / 2, middle.y() - _BOX.height() / 2, _BOX.width(), _BOX.height()
        )

    # ---- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._ties is None:
            return
        painter, now = QPainter(self), tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self._box(QPointF(self.width() / 2, self.height() / 2))
        places = self.places()
        for tie, place in zip(self._ties.ties, places, strict=True):
            painter.setPen(_pen(tie))
            painter.drawLine(middle.center(), place.center())
        for at, (tie, place) in enumerate(zip(self._ties.ties, places, strict=True)):
            marked = at == self._at and self.hasFocus()
            self._draw_box(painter, place, tie.name, self._under(tie), marked=marked, chosen=at == self._at)
        said = self._speech.say(mark("The borrower"))
        self._draw_box(painter, middle, self._ties.name, said, marked=False, chosen=False, ground=now.chosen)
        painter.end()

    def _draw_box(
        self,
        painter: QPainter,
        place: QRectF,
        name: str,
        under: str,
        *,
        marked: bool,
        chosen: bool,
        ground: str = "",
    ) -> None:
        now = tokens()
        painter.setBrush(QColor(ground or (now.chosen if chosen else now.card)))
        painter.setPen(QPen(QColor(now.accent if marked or chosen else now.edge), 2 if marked else 1))
        painter.drawRoundedRect(place, 6, 6)
        metrics, room = painter.fontMetrics(), place.adjusted(6, 3, -6, -3)
        elide, wide = Qt.TextElideMode.ElideRight, int(room.width())
        painter.setPen(QColor(now.ink))
        painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop,
                         metrics.elidedText(name, elide, wide))  # fmt: skip
        painter.setPen(QColor(now.mute))
        painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom,
                         metrics.elidedText(under, elide, wide))  # fmt: skip

    # ---- keys and mouse

    def _move(self, at: int) -> None:
        count = len(self._ties.ties) if self._ties else 0
        if count:
            self._at = at % count
            self._describe()
            self.update()
            self.chosen.emit(self.current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self._move(self._at + 1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self._move(self._at - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit(self.current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = next((at for at, place in enumerate(self.places()) if place.contains(event.position())), None)
        if at is not None:
            self._move(at)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if any(place.contains(event.position()) for place in self.places()) and self.current is not None:
            self.opened.emit(self.current)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


def _pen(tie: Tie) -> QPen:
    """Who owes too is tied by a thick line, who isn't to be contacted by a red one, other files by dashes."""
    now = tokens()
    if tie.kind is not TieKind.PERSON:
        return QPen(QColor(now.mute), 1.2, Qt.PenStyle.DashLine)
    if tie.may is MayContact.NOT:
        return QPen(QColor(now.danger), 1.4, Qt.PenStyle.DotLine)
    return QPen(QColor(now.accent), 2.4 if tie.may is MayContact.ABOUT_THE_DEBT else 1.2)


class TiesCard(Card):
    """The map in place of the contact points, with the button that turns it on. The list of people stands above it."""

    def __init__(self, tab: Tab, people: ValueTable[Any], instead: QWidget) -> None:
        super().__init__(tab.speech, mark("Family and guarantors"), flush=True)
        self._tab, self._people, self._instead = tab, people, instead
        self._asked_for = ""
        self.map = TiesMap(tab.speech)
        hint = mark(
            "Thick: owes too. Red: not to be contacted. Dashed: another customer's file; Enter opens it."
        )
        self.add(self.map, 1)
        self.hint = label(tab.speech, hint, "faint", wrap=True)
        self.hint.setContentsMargins(12, 0, 12, 8)
        self.add(self.hint)
        self.toggle = button(tab.speech, mark("Map"), self.turn, icon="users", look="quiet")
        self.map.chosen.connect(lambda tie: tie.person_id and people.choose(tie.person_id))
        self.map.opened.connect(self._open)
        people.picked.connect(self._picked)
        self.hide()

    def turn(self) -> None:
        """Show the map, or the contact points again."""
        shown = self.isHidden()
        self.setVisible(shown)
        self._instead.setVisible(not shown)
        if shown and self._tab.file is not None:
            self.ask(self._tab.file)
            self.map.setFocus()

    def show_file(self, file: CustomerFile) -> None:
        """Another file, or the same after something was touched: a map that is in sight is drawn anew."""
        if not self.isHidden():
            self.ask(file)

    def ask(self, file: CustomerFile) -> None:
        self._tab.run(ShowTies(file.customer.id), self.map.show_ties, self._tab.host.warn)

    def _picked(self, person: object) -> None:
        party = getattr(person, "party", None)
        if party is not None:
            self.map.choose(party.id)

    def _open(self, tie: Tie) -> None:
        if tie.customer_id:
            self._tab.host.go("casefile", (tie.customer_id, "people"))
        else:
            self._people.setFocus()
