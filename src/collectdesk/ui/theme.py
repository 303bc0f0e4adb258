"""Owns how the window looks now: light or dark, roomy or dense, and the icons tinted to match."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from collectdesk import resources
from collectdesk.ui.style_sheet import palette, style_sheet
from collectdesk.ui.tokens import DARK, LIGHT, Tokens

ICON_SIZE: Final = 18
_DRESSED: Final = "dressed"
_BLINK_MS: Final = 1_000
_SHARPNESS: Final = 2.0  # icons are drawn at twice their size and stay crisp up to 200 %


class Look(Enum):
    """Which colours the person wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Density(Enum):
    """Row heights in pixels."""

    ROOMY = 30
    DENSE = 26


class Theme(QObject):
    """The look of the application: one exists, made by ``theme()``; ``changed`` follows every switch."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.look = Look.SYSTEM
        self.density = Density.ROOMY
        self.is_still = False
        self.tokens: Tokens = LIGHT

    @property
    def row_height(self) -> int:
        return self.density.value

    def use(
        self, look: Look | None = None, density: Density | None = None, *, is_still: bool | None = None
    ) -> None:
        """Take a look, a density or stillness (None keeps the present one) and paint the whole application with it."""
        self.look = look or self.look
        self.density = density or self.density
        if is_still is not None and is_still != self.is_still:
            self.is_still = is_still
            _move(not is_still)
        self.tokens = self._tokens_of(self.look)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setPalette(palette(self.tokens))
            for window in application.topLevelWidgets():
                if dressed := window.property(_DRESSED):
                    self.dress(window, at_door=dressed == "door")
            self._tint(application.allWidgets())
        self.changed.emit()

    def dress(self, window: QWidget, *, at_door: bool = False) -> None:
        """Have a window and whatever comes into it painted by this theme, now and after every switch; with ``at_door``
        by the few rules that the sign-in needs.

        Windows carry the style sheet and not the application: under an application's sheet Qt styles a part with all
        that is in it anew whenever it is put into a bigger one, five times over for a page (`docs/performance.md`).
        """
        window.setProperty(_DRESSED, "door" if at_door else "whole")
        window.setStyleSheet(style_sheet(self.tokens, self.row_height, at_door=at_door))

    def follow_system(self) -> None:
        """Take the system's colours whenever they change, while the person wants the system's."""
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)

    def _system_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self.look is Look.SYSTEM:
            self.use(Look.SYSTEM)

    def _tokens_of(self, look: Look) -> Tokens:
        if look is Look.SYSTEM:
            # Unknown (offscreen, a plain X server) falls to light
            dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
            return DARK if dark else LIGHT
        return DARK if look is Look.DARK else LIGHT

    def _tint(self, widgets: list[QWidget]) -> None:
        for widget in widgets:
            name = widget.property("glyph")
            if name and isinstance(widget, QAbstractButton):
                widget.setIcon(button_icon(name, widget.property("glyph_ink") or "mute"))


def _move(moves: bool) -> None:
    """Let menus and lists glide open and the caret blink, or not; the system's own blink comes back."""
    for effect in (Qt.UIEffect.UI_AnimateMenu, Qt.UIEffect.UI_AnimateCombo, Qt.UIEffect.UI_AnimateTooltip):
        QApplication.setEffectEnabled(effect, moves)
    QApplication.setCursorFlashTime(_BLINK_MS if moves else 0)


@lru_cache(maxsize=1)
def theme() -> Theme:
    """The one theme of the application, as there is one palette."""
    return Theme()


def tokens() -> Tokens:
    """The colours of this moment, for whoever paints."""
    return theme().tokens


def set_glyph(button: QAbstractButton, name: str, ink: str = "mute", size: int = ICON_SIZE) -> None:
    """Give a button an icon that follows the theme; ``ink`` names a token."""
    button.setProperty("glyph", name)
    button.setProperty("glyph_ink", ink)
    button.setIconSize(QSize(size, size))
    button.setIcon(button_icon(name, ink))


def button_icon(name: str, ink: str = "mute") -> QIcon:
    """An icon for a button: accent when checked, faint when it can't be pressed."""
    now = tokens()
    made = QIcon()
    made.addPixmap(glyph(name, getattr(now, ink)), QIcon.Mode.Normal, QIcon.State.Off)
    made.addPixmap(glyph(name, now.accent), QIcon.Mode.Normal, QIcon.State.On)
    made.addPixmap(glyph(name, now.faint), QIcon.Mode.Disabled, QIcon.State.Off)
    return made


@lru_cache(maxsize=512)
def glyph(name: str, colour: str, size: int = ICON_SIZE) -> QPixmap:
    """One shipped icon in one colour. A lacking file gives an empty picture: a clerk can work without it."""
    pixels = QPixmap(int(size * _SHARPNESS), int(size * _SHARPNESS))
    pixels.setDevicePixelRatio(_SHARPNESS)
    pixels.fill(Qt.GlobalColor.transparent)
    file = resources.folder() / "icons" / f"{name}.svg"
    if not file.is_file():
        return pixels
    drawing = file.read_text(encoding="utf-8").replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(drawing.replace('stroke-width="2"', 'stroke-width="1.75"').encode()))
    painter = QPainter(pixels)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixels


def forget_pictures() -> None:
    """Drop cached pictures before the application goes, since Qt can't free them afterwards."""
    glyph.cache_clear()


def set_tone(widget: QWidget, name: str, value: object) -> None:
    """Change a property that the style sheet reads, and have the widget painted by it."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
