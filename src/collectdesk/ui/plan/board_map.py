"""Owns the schematic map of a day: the branch's door, the stops and the teams' rounds, drawn without any tiles."""

from __future__ import annotations

from math import cos, radians
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from collectdesk.ui.plan.board_lanes import Scene, letter_of, team_colour
from collectdesk.ui.theme import theme, tokens
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.visits.board import Card
    from collectdesk.domain.places import Place
    from collectdesk.ui.speech import Speech

_RIM: Final = 26
_METRES_A_DEGREE: Final = 111_195.0
_NEAR: Final = 16.0


class BoardMap(QWidget):
    """North is up. ``picked`` carries a stop; the arrows go from stop to stop in the order of the rounds."""

    picked = Signal(str)

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self.scene: Scene | None = None
        self._framed: tuple[Place, float, float] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(220, 140)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        speech.bind(self, self.setAccessibleName, mark("Map of the rounds"))
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(360, 240)

    def show_scene(self, scene: Scene | None, spoken: str) -> None:
        """Show a moment of the board; ``spoken`` says the chosen stop."""
        self.scene = scene
        self._framed = None
        self.setAccessibleDescription(spoken)
        self.update()

    def stops(self) -> list[Card]:
        """The stops that can be drawn, in the order of the rounds, then what waits."""
        if self.scene is None:
            return []
        board = self.scene.board
        rounds = [card for team in board.teams for card in board.lane(team.id)]
        return [card for card in (*rounds, *board.waiting()) if card.stop.place is not None]

    def place_of(self, stop: str) -> QPointF | None:
        """Where a stop is drawn."""
        found = next((card for card in self.stops() if card.id == stop), None)
        return None if found is None or found.stop.place is None else self._point(found.stop.place)

    # ---- from the earth to the paper

    def _frame(self) -> tuple[Place, float, float]:
        """The middle place, its east metres a degree, and pixels a metre; reckoned once for a scene and a size."""
        if self._framed is None:
            self._framed = self._fit()
        return self._framed

    def _fit(self) -> tuple[Place, float, float]:
        assert self.scene is not None
        places = [card.stop.place for card in self.stops() if card.stop.place is not None]
        door = self.scene.board.door
        if door is not None:
            places.append(door)
        lats, lons = [p.lat for p in places], [p.lon for p in places]
        middle = type(places[0])(round((min(lats) + max(lats)) * 5e5), round((min(lons) + max(lons)) * 5e5))
        east = _METRES_A_DEGREE * cos(radians(middle.lat))
        high = max(500.0, (max(lats) - min(lats)) * _METRES_A_DEGREE)
        wide = max(500.0, (max(lons) - min(lons)) * east)
        scale = min((self.width() - 2 * _RIM) / wide, (self.height() - 2 * _RIM) / high)
        return middle, east, max(scale, 1e-6)

    def _point(self, place: Place) -> QPointF:
        middle, east, scale = self._frame()
        x = (place.lon - middle.lon) * east * scale
        y = (middle.lat - place.lat) * _METRES_A_DEGREE * scale
        return QPointF(self.width() / 2 + x, self.height() / 2 + y)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._framed = None

    # ---- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.scene is None or not self.stops():
            self._paint_nothing(painter)
        else:
            self._paint_waiting(painter)
            for at, team in enumerate(self.scene.board.teams):
                self._paint_round(painter, at, team.id)
            self._paint_door(painter)
            self._paint_scale(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens().accent), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _paint_nothing(self, painter: QPainter) -> None:
        painter.setPen(QColor(tokens().mute))
        said = self._speech.say(mark("No stop of this day has been located yet."))
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        painter.drawText(QRectF(self.rect()).adjusted(20, 0, -20, 0), flags, said)

    def _paint_round(self, painter: QPainter, at: int, team: str) -> None:
        assert self.scene is not None
        board, colour = self.scene.board, team_colour(tokens(), at)
        cards = [card for card in board.lane(team) if card.stop.place is not None]
        points = [self._point(card.stop.place) for card in cards if card.stop.place is not None]
        if not points:
            return
        ends = [self._point(board.door)] if board.door is not None else []
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.6))
        painter.drawPolyline(QPolygonF([*ends, *points, *ends]))
        for number, (card, point) in enumerate(zip(cards, points, strict=True), start=1):
            self._paint_stop(painter, card, point, colour, f"{letter_of(at)}{number}")

    def _paint_stop(self, painter: QPainter, card: Card, point: QPointF, colour: QColor, text: str) -> None:
        assert self.scene is not None
        now, chosen = tokens(), card.id == self.scene.chosen
        if chosen:
            painter.setPen(QPen(QColor(now.accent), 2))
            painter.setBrush(QColor(now.chosen))
            painter.drawEllipse(point, 15, 15)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(point, 10, 10)
        painter.setFont(self._letters(10))
        painter.setPen(QColor(now.card))
        painter.drawText(
            QRectF(point.x() - 10, point.y() - 10, 20, 20), int(Qt.AlignmentFlag.AlignCenter), text
        )

    def _paint_waiting(self, painter: QPainter) -> None:
        assert self.scene is not None
        now = tokens()
        for card in self.scene.board.waiting():
            if card.stop.place is None:
                continue
            point, chosen = self._point(card.stop.place), card.id == self.scene.chosen
            painter.setPen(QPen(QColor(now.accent if chosen else now.faint), 2 if chosen else 1.5))
            painter.setBrush(QColor(now.card))
            painter.drawEllipse(point, 7, 7)

    def _paint_door(self, painter: QPainter) -> None:
        assert self.scene is not None
        door = self.scene.board.door
        if door is not None:
            point = self._point(door)
            painter.setPen(QPen(QColor(tokens().card), 1.5))
            painter.setBrush(QColor(tokens().ink))
            painter.drawRect(QRectF(point.x() - 6, point.y() - 6, 12, 12))

    def _paint_scale(self, painter: QPainter) -> None:
        """A bar of a round number of kilometres, at most a third of the width."""
        scale, now = self._frame()[2], tokens()
        most = self.width() / 3 / scale / 1000
        km = max((step for step in (0.2, 0.5, 1, 2, 5, 10, 20, 50, 100) if step <= most), default=0.2)
        wide, y = km * 1000 * scale, self.height() - 10
        painter.setPen(QPen(QColor(now.mute), 1.5))
        painter.drawLine(QPointF(10, y), QPointF(10 + wide, y))
        painter.setFont(self._letters(11))
        text = self._speech.say(mark("{km} km"), km=f"{km:g}")
        painter.drawText(QPointF(10, y - 4), text)

    def _letters(self, size: int) -> QFont:
        made = QFont(self.font())
        made.setPixelSize(size)
        return made

    # ---- keys, mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        stops = self.stops()
        if self.scene is None or event.key() not in ways or not stops:
            super().keyPressEvent(event)
            return
        here = next((at for at, card in enumerate(stops) if card.id == self.scene.chosen), -1)
        self.picked.emit(
            stops[(here + ways[Qt.Key(event.key())]) % len(stops)].id if here >= 0 else stops[0].id
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        def away(card: Card) -> float:
            point = self.place_of(card.id)
            assert point is not None
            return (point - event.position()).manhattanLength()

        nearest = min(self.stops(), key=away, default=None)
        if nearest is not None and away(nearest) <= _NEAR:
            self.picked.emit(nearest.id)
