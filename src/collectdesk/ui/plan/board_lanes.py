"""Owns the board as it is painted and moved by hand: teams down, hours across, what waits in a row below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from collectdesk.terms_board import FIXED, team_trouble, waiting_sentence
from collectdesk.ui.theme import glyph, theme, tokens
from collectdesk.ui.tokens import Tokens, Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collectdesk.desk.visits.board import Board, Card
    from collectdesk.domain.rules.windows import Window
    from collectdesk.domain.visits.routes import Route, Team
    from collectdesk.ui.speech import Speech

LEFT: Final = 150
HEAD: Final = 24
LANE: Final = 34
STEP: Final = 5
"""Minutes of the board's raster."""
_WAITING_WIDE: Final = 108
_TONES: Final = {"told": Tone.NOTICE, "printed": Tone.GOOD, "pinned": Tone.SPECIAL, "done": Tone.PLAIN}


@dataclass(frozen=True, slots=True)
class Proposed:
    """Where a stop would go: the team and the minute of the day."""

    stop: str
    team: str
    begins: int


@dataclass(frozen=True, slots=True)
class Scene:
    """What the board shows at a moment. ``windows`` are the lawful starts of the chosen stop."""

    board: Board
    routes: Mapping[str, Route]
    chosen: str = ""
    proposed: Proposed | None = None
    possible: bool = True
    windows: Sequence[Window] = ()


def team_colour(now: Tokens, at: int) -> QColor:
    """A team's colour; its letter always stands beside it."""
    return QColor((now.accent, now.warn, now.good, now.special, now.danger, now.mute)[at % 6])


def letter_of(at: int) -> str:
    """A team's letter on board, map and list."""
    return chr(ord("A") + at % 26)


class Lanes(QWidget):
    """``picked`` carries a stop; ``proposed`` a stop, a team and a minute while it is dragged or moved by key, and
    ``dropped`` when it is let go; ``taken``, ``dismissed`` and ``pinned`` are Enter, Esc and P.
    """

    picked = Signal(str)
    proposed = Signal(str, str, int)
    dropped = Signal(str, str, int)
    taken = Signal()
    dismissed = Signal()
    pinned = Signal()

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self.scene: Scene | None = None
        self.may_move = False
        self._grip: tuple[str, QPointF, float] | None = None
        self._dragging = False
        self._rects: dict[str, QRectF] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        speech.bind(self, self.setAccessibleName, mark("Board: teams and hours"))
        theme().changed.connect(self.update)

    def show_scene(self, scene: Scene | None) -> None:
        """Show a moment of the board."""
        self.scene = scene
        self._rects = {}
        self.setFixedHeight(self.sizeHint().height())
        self.setAccessibleDescription(self.spoken(scene.chosen) if scene else "")
        self.update()

    def sizeHint(self) -> QSize:
        lanes = len(self.scene.board.teams) + 1 if self.scene else 2
        return QSize(600, HEAD + lanes * LANE + 4)

    # ---- where things lie

    @property
    def hours(self) -> tuple[int, int]:
        """The first and the last hour shown: the shift, and whatever lies outside it."""
        if self.scene is None:
            return 8, 18
        board = self.scene.board
        begun = [card.begins for card in board.cards if card.begins is not None]
        ended = [(card.begins or 0) + card.stop.minutes for card in board.cards if card.begins is not None]
        first = min([*(team.begins for team in board.teams), *begun], default=510)
        last = max([*(team.ends for team in board.teams), *ended], default=1050)
        return max(0, first // 60 - 1), min(24, -(-last // 60) + 1)

    def x_of(self, minute: float) -> float:
        """Where a minute of the day stands."""
        first, last = self.hours
        return LEFT + (minute - first * 60) / ((last - first) * 60) * (self.width() - LEFT - 8)

    def minute_at(self, x: float) -> int:
        """The minute at a place, on the raster."""
        first, last = self.hours
        raw = first * 60 + (x - LEFT) / max(1, self.width() - LEFT - 8) * (last - first) * 60
        return max(0, min(24 * 60 - STEP, round(raw / STEP) * STEP))

    def team_at(self, y: float) -> str:
        """The team whose lane lies there; empty over what waits."""
        assert self.scene is not None
        at = int((y - HEAD) // LANE)
        teams = self.scene.board.teams
        return teams[at].id if 0 <= at < len(teams) else ""

    def rect_of(self, stop: str) -> QRectF:
        """Where a card lies; empty where it isn't on the board."""
        if not self._rects and self.scene is not None:
            self._rects = self._set_out(self.scene.board)
        return self._rects.get(stop, QRectF())

    def _set_out(self, board: Board) -> dict[str, QRectF]:
        """Every card's place, reckoned once for a scene and a width."""
        top = HEAD + len(board.teams) * LANE
        found = {
            card.id: QRectF(LEFT + number * (_WAITING_WIDE + 6), top + 5, _WAITING_WIDE, LANE - 10)
            for number, card in enumerate(board.waiting())
        }
        for at, team in enumerate(board.teams):
            for card in board.lane(team.id):
                found[card.id] = self._span(at, card.begins or 0, card.stop.minutes)
        return found

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rects = {}

    def _span(self, lane: int, begins: int, minutes: int) -> QRectF:
        left = self.x_of(begins)
        return QRectF(left, HEAD + lane * LANE + 5, max(18.0, self.x_of(begins + minutes) - left), LANE - 10)

    def card_at(self, place: QPointF) -> Card | None:
        """The card under a place, the later one where two overlap."""
        if self.scene is None:
            return None
        found = [card for card in self.scene.board.cards if self.rect_of(card.id).contains(place)]
        return found[-1] if found else None

    # ---- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.scene is not None:
            self._paint_ground(painter, self.scene)
            self._paint_lawful(painter, self.scene)
            for at, team in enumerate(self.scene.board.teams):
                self._paint_label(painter, at, team)
                self._paint_roads(painter, at, self.scene.routes.get(team.id))
            for card in self.scene.board.cards:
                self._paint_card(painter, card, self.rect_of(card.id))
            self._paint_waiting(painter, self.scene)
            self._paint_proposed(painter, self.scene)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens().accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _paint_ground(self, painter: QPainter, scene: Scene) -> None:
        now, (first, last) = tokens(), self.hours
        for at, team in enumerate(scene.board.teams):
            painter.fillRect(
                QRectF(self.x_of(team.begins), HEAD + at * LANE + 1,
                       self.x_of(team.ends) - self.x_of(team.begins), LANE - 1), QColor(now.alt),
            )  # fmt: skip
        painter.setFont(self._letters(11))
        for hour in range(first, last + 1):
            x = self.x_of(hour * 60)
            painter.setPen(QColor(now.line))
            painter.drawLine(QPointF(x, HEAD), QPointF(x, HEAD + len(scene.board.teams) * LANE))
            painter.setPen(QColor(now.faint))
            if hour < last:
                painter.drawText(
                    QRectF(x + 3, 2, 40, HEAD - 4), int(Qt.AlignmentFlag.AlignVCenter), f"{hour}:00"
                )
        painter.setPen(QColor(now.line))
        for lane in range(len(scene.board.teams) + 1):
            y = HEAD + lane * LANE
            painter.drawLine(QPointF(8, y), QPointF(self.width() - 8, y))

    def _paint_lawful(self, painter: QPainter, scene: Scene) -> None:
        """The lawful starts of the chosen stop, in the lane where it is or would be."""
        card = scene.board.card(scene.chosen)
        if card is None:
            return
        team = scene.proposed.team if scene.proposed else card.team
        lane = next((at for at, one in enumerate(scene.board.teams) if one.id == team), None)
        if lane is None:
            return
        for window in scene.windows:
            start = window.start.hour * 60 + window.start.minute
            end = window.end.hour * 60 + window.end.minute or 24 * 60
            left, right = max(float(LEFT), self.x_of(start)), min(self.width() - 8.0, self.x_of(end))
            room = QRectF(left, HEAD + lane * LANE + 1, max(0.0, right - left), LANE - 1)
            painter.fillRect(room, QColor(tokens().good_wash))

    def _paint_label(self, painter: QPainter, at: int, team: Team) -> None:
        now, room = tokens(), QRectF(8, HEAD + at * LANE, LEFT - 14, LANE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(team_colour(now, at))
        badge = QRectF(room.left(), room.top() + 8, 18, 18)
        painter.drawRoundedRect(badge, 4, 4)
        painter.setFont(self._letters(11, bold=True))
        painter.setPen(QColor(now.card))
        painter.drawText(badge, int(Qt.AlignmentFlag.AlignCenter), letter_of(at))
        painter.setFont(self._letters(12))
        trouble = team_trouble(self._speech.words, team)
        painter.setPen(QColor(now.danger if trouble else now.ink))
        self._elided(painter, room.adjusted(24, 0, 0, 0), self.crew_of(team.id))

    def _paint_roads(self, painter: QPainter, at: int, route: Route | None) -> None:
        """The way to each door as a thin line before it, and the way home."""
        if route is None or not route.calls:
            return
        painter.setPen(QPen(team_colour(tokens(), at), 2))
        y, free = HEAD + at * LANE + LANE / 2, route.leaves
        for call in route.calls:
            painter.drawLine(QPointF(self.x_of(free), y), QPointF(self.x_of(call.arrives), y))
            free = call.leaves
        painter.drawLine(QPointF(self.x_of(free), y), QPointF(self.x_of(route.back), y))

    def _paint_card(self, painter: QPainter, card: Card, room: QRectF) -> None:
        assert self.scene is not None
        now, chosen = tokens(), card.id == self.scene.chosen
        tone = _TONES.get(card.fixed)
        if card.begins is None and card.why is not None:
            tone = Tone.WARN
        painter.setPen(QPen(QColor(now.accent), 2) if chosen else QPen(QColor(now.edge), 1))
        painter.setBrush(QColor(now.wash(tone) if tone else now.card))
        painter.drawRoundedRect(room, 5, 5)
        inner = room.adjusted(6, 0, -4, 0)
        if card.pinned and room.width() > 40:
            painter.drawPixmap(QRectF(inner.left(), room.center().y() - 6, 12, 12), glyph("lock", now.special, 12),
                               QRectF())  # fmt: skip
            inner.setLeft(inner.left() + 15)
        painter.setFont(self._letters(12, bold=chosen))
        painter.setPen(QColor(now.ink))
        self._elided(painter, inner, card.name)

    def _paint_waiting(self, painter: QPainter, scene: Scene) -> None:
        now, top = tokens(), HEAD + len(scene.board.teams) * LANE
        painter.setFont(self._letters(12))
        painter.setPen(QColor(now.mute))
        room = QRectF(8, top, LEFT - 14, LANE)
        self._elided(painter, room, self._speech.say(mark("To place")))
        if not scene.board.waiting():
            nothing = self._speech.say(mark("nothing waits for a time"))
            painter.drawText(
                QRectF(LEFT, top, self.width() - LEFT, LANE), int(Qt.AlignmentFlag.AlignVCenter), nothing
            )

    def _paint_proposed(self, painter: QPainter, scene: Scene) -> None:
        wanted = scene.proposed
        card = scene.board.card(wanted.stop) if wanted else None
        if wanted is None or card is None:
            return
        lane = next((at for at, one in enumerate(scene.board.teams) if one.id == wanted.team), None)
        if lane is None:
            return
        now = tokens()
        colour = now.good if scene.possible else now.danger
        room = self._span(lane, wanted.begins, card.stop.minutes)
        painter.setPen(QPen(QColor(colour), 2, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(now.wash(Tone.GOOD if scene.possible else Tone.DANGER)))
        painter.drawRoundedRect(room, 5, 5)
        painter.setPen(QColor(now.ink))
        painter.setFont(self._letters(12, bold=True))
        self._elided(painter, room.adjusted(6, 0, -4, 0), f"{clock(wanted.begins)} {card.name}")

    def _elided(self, painter: QPainter, room: QRectF, text: str) -> None:
        shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)

    def _letters(self, size: int, *, bold: bool = False) -> QFont:
        made = QFont(self.font())
        made.setPixelSize(size)
        made.setBold(bold)
        return made

    # ---- words

    def crew_of(self, team: str) -> str:
        """The names of a team."""
        assert self.scene is not None
        return ("、" if self._speech.words.is_chinese else ", ").join(self.scene.board.crew(team))

    def spoken(self, stop: str) -> str:
        """A card as a sentence: for the tooltip and for whoever hears the window."""
        card = self.scene.board.card(stop) if self.scene else None
        if card is None:
            return ""
        words = self._speech.words
        if card.begins is None:
            return words.say(mark("{name}, {address}: {why}"), name=card.name, address=card.address,
                             why=waiting_sentence(words, card.why))  # fmt: skip
        parts = [clock(card.begins), card.name, card.address, self.crew_of(card.team)]
        if card.fixed:
            parts.append(words.say(FIXED[card.fixed]))
        return ("，" if words.is_chinese else ", ").join(part for part in parts if part)

    # ---- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers()
        if self.scene is None:
            super().keyPressEvent(event)
        elif key in _ARROWS and held & Qt.KeyboardModifier.ControlModifier:
            self._shift(_ARROWS[key], 30 if held & Qt.KeyboardModifier.ShiftModifier else STEP)
        elif key in _ARROWS:
            self._walk(_ARROWS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        elif key == Qt.Key.Key_P and not held:
            self.pinned.emit()
        elif key == Qt.Key.Key_Escape and self.scene.proposed is not None:
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)

    def _rows(self) -> list[tuple[Card, ...]]:
        assert self.scene is not None
        board = self.scene.board
        return [row for row in (*(board.lane(team.id) for team in board.teams), board.waiting()) if row]

    def _walk(self, way: tuple[int, int]) -> None:
        """To the card beside, or to the nearest one of the next row that has any."""
        rows = self._rows()
        if not rows or self.scene is None:
            return
        here = next(((r, c) for r, row in enumerate(rows) for c, card in enumerate(row)
                     if card.id == self.scene.chosen), None)  # fmt: skip
        if here is None:
            self.picked.emit(rows[0][0].id)
        elif way[1]:
            target = rows[max(0, min(len(rows) - 1, here[0] + way[1]))]
            x = self.rect_of(self.scene.chosen).center().x()
            self.picked.emit(min(target, key=lambda card: abs(self.rect_of(card.id).center().x() - x)).id)
        else:
            row = rows[here[0]]
            self.picked.emit(row[max(0, min(len(row) - 1, here[1] + way[0]))].id)

    def _shift(self, way: tuple[int, int], minutes: int) -> None:
        """Propose the chosen card a little earlier or later, or with the team above or below."""
        scene = self.scene
        card = scene.board.card(scene.chosen) if scene else None
        if scene is None or card is None or not self.may_move or not scene.board.teams:
            return
        teams = [team.id for team in scene.board.teams]
        now = scene.proposed or Proposed(card.id, card.team, card.begins if card.begins is not None else -1)
        if now.begins < 0:
            starts = card.stop.starts
            first = max(starts[0].first if starts else 0, scene.board.teams[0].begins)
            self.proposed.emit(card.id, teams[-1] if way[1] <= 0 else teams[0], -(-first // STEP) * STEP)
            return
        lane = teams.index(now.team) if now.team in teams else 0
        team = teams[max(0, min(len(teams) - 1, lane + way[1]))]
        begins = max(0, min(24 * 60 - STEP, (now.begins // STEP * STEP) + way[0] * minutes))
        self.proposed.emit(card.id, team, begins)

    # ---- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        card = self.card_at(event.position())
        if card is not None and event.button() == Qt.MouseButton.LeftButton:
            held = event.position().x() - self.rect_of(card.id).left() if card.begins is not None else 0.0
            self._grip = (card.id, event.position(), held)
            self.picked.emit(card.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is None or not self.may_move:
            card = self.card_at(event.position())
            self.setCursor(Qt.CursorShape.PointingHandCursor if card else Qt.CursorShape.ArrowCursor)
            return
        stop, start, _held = self._grip
        if not self._dragging and (event.position() - start).manhattanLength() < 6:
            return
        self._dragging = True
        target = self._target(event.position())
        if target is not None:
            self.proposed.emit(stop, *target)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        grip, dragging = self._grip, self._dragging
        self._grip, self._dragging = None, False
        if grip is None or not dragging:
            return
        target = self._target(event.position(), grip)
        if target is None:
            self.dismissed.emit()
        else:
            self.dropped.emit(grip[0], *target)

    def _target(
        self, place: QPointF, grip: tuple[str, QPointF, float] | None = None
    ) -> tuple[str, int] | None:
        held = grip or self._grip
        assert held is not None
        team = self.team_at(place.y())
        return (team, self.minute_at(place.x() - held[2])) if team else None

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            card = self.card_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.spoken(card.id) if card else "", self)
            return True
        return super().event(event)


_ARROWS: Final[dict[int, tuple[int, int]]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


def clock(minute: int) -> str:
    """A minute of the day as people write it."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
