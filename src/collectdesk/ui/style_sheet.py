"""Owns the window's style sheet and palette, both made from the tokens alone."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QColor, QPalette

if TYPE_CHECKING:
    from collectdesk.ui.tokens import Tokens

_DOOR: Final = Template("""
QWidget { font-size: 13px; }
QMainWindow, QDialog, [look="ground"] { background: $ground; }
[look="card"] { background: $card; border: 1px solid $line; border-radius: 8px; }
[look="title"] { font-size: 18px; font-weight: bold; color: $ink; }
[look="heading"] { font-size: 15px; font-weight: bold; color: $ink; }
[look="caption"] { font-size: 13px; font-weight: bold; color: $ink; }
[look="mute"] { color: $mute; }
[look="faint"] { color: $faint; font-size: 12px; }
[look="wrong"] { color: $danger; font-size: 12px; }
[look="practice"] { background: $practice; color: $practice_ink; font-weight: bold; font-size: 12px; }
QLabel { color: $ink; background: transparent; }
QLabel[look="mute"], QLabel[look="faint"] { color: $mute; }
QLabel[look="faint"] { color: $faint; }
QLabel[look="practice"] { color: $practice_ink; background: $practice; }
QLabel[look="wrong"] { color: $danger; }
QLabel a { color: $accent; }
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox { background: $field; color: $ink;
  border: 1px solid $field_edge; border-radius: 6px; padding: ${field_pad}px 8px; min-height: 18px;
  selection-background-color: $accent; selection-color: $on_accent; placeholder-text-color: $faint; }
QLineEdit:hover, QPlainTextEdit:hover, QComboBox:hover { border-color: $mute; }
QLineEdit[look="search"] { border-color: $edge; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {
  border: 1px solid $accent; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] { border: 1px solid $danger; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { background: $alt; color: $faint; }
QLineEdit:read-only { background: $alt; }
QComboBox::drop-down { border: 0; width: 22px; }
QComboBox QAbstractItemView { background: $card; color: $ink; border: 1px solid $edge; outline: 0;
  selection-background-color: $chosen; selection-color: $ink; }
QPushButton, QToolButton[look="button"] { background: $card; border: 1px solid $edge; border-radius: 6px;
  color: $ink;
  padding: ${field_pad}px 12px; min-height: 18px; }
QPushButton:hover, QToolButton[look="button"]:hover { background: $hover; border-color: $field_edge; }
QPushButton:pressed { background: $chosen; }
QPushButton:focus, QToolButton[look="button"]:focus { border: 1px solid $accent; }
QPushButton:disabled { color: $faint; background: $alt; border-color: $line; }
QPushButton[look="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent;
  font-weight: bold; }
QPushButton[look="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[look="primary"]:focus { border: 2px solid $ink; padding: ${primary_pad}px 11px; }
QPushButton[look="primary"]:disabled { background: $plain_wash; color: $faint; border-color: $line; }
QPushButton[look="danger"] { color: $danger; border-color: $danger; }
QPushButton[look="quiet"], QToolButton[look="quiet"] { background: transparent; border: 1px solid transparent;
  color: $mute; padding: ${field_pad}px 8px; border-radius: 6px; min-height: 18px; }
QPushButton[look="quiet"]:hover, QToolButton[look="quiet"]:hover { background: $hover; color: $ink; }
QPushButton[look="quiet"]:focus, QToolButton[look="quiet"]:focus { border: 1px solid $accent; }
QPushButton[look="choice"] { border-radius: 6px; padding: 3px 12px; min-height: 20px; border-color: $edge; }
QPushButton[look="choice"]:checked { background: $chosen; color: $accent; border-color: $accent; }
QPushButton[look="choice"]:focus { border: 2px solid $accent; padding: 2px 11px; }
QProgressBar { background: $plain_wash; border: 0; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QToolTip { background: $ink; color: $card; border: 0; padding: 5px 7px; font-size: 12px; }
""")
"""What the sign-in needs. Its first picture waits until Qt has read the sheet and tried every rule on every part."""

_REST: Final = Template("""
[look="rail"] { background: $rail; border-right: 1px solid $line; }
[look="rail"] QToolButton { border: 1px solid transparent; border-radius: 6px; padding: 0 8px; color: $mute;
  text-align: left; min-height: ${rail_row}px; }
[look="rail"] QToolButton:hover { background: $hover; color: $ink; }
[look="rail"] QToolButton:checked { background: $chosen; color: $accent; font-weight: bold; }
[look="rail"] QToolButton:focus { border-color: $accent; }
[look="bar"] { background: $ground; }
[look="brand"] { color: $ink; font-size: 15px; font-weight: bold; }
[look="tour"] { background: $card; border: 1px solid $accent; border-radius: 8px; }
[look="tour-ring"] { background: transparent; border: 2px solid $accent; border-radius: 10px; }
[look="coach"] { background: $notice_wash; border: 1px solid $notice; border-radius: 8px; }
[look="figure"] { font-size: 17px; font-weight: bold; color: $ink; }
[look="figure"][tone="danger"] { color: $danger; } [look="figure"][tone="warn"] { color: $warn; }
[look="figure"][tone="good"] { color: $good; } [look="figure"][tone="notice"] { color: $notice; }
[look="line"] { background: $line; border: 0; }
[look="banner"] { border-radius: 8px; border: 1px solid $line; background: $plain_wash; }
[look="banner"][tone="good"] { background: $good_wash; border-color: $good; }
[look="banner"][tone="notice"] { background: $notice_wash; border-color: $notice; }
[look="banner"][tone="warn"] { background: $warn_wash; border-color: $warn; }
[look="banner"][tone="danger"] { background: $danger_wash; border-color: $danger; }
[look="banner"] QLabel { color: $ink; background: transparent; }
QLabel[tone="danger"] { color: $danger; } QLabel[tone="warn"] { color: $warn; }
QLabel[tone="good"] { color: $good; } QLabel[tone="notice"] { color: $notice; }
QPushButton[look="segment"] { border-radius: 13px; padding: 2px 12px; min-height: 20px; color: $mute;
  border-color: $edge; background: $card; }
QPushButton[look="segment"]:hover { background: $hover; color: $ink; }
QPushButton[look="segment"]:checked { background: $chosen; color: $accent; border-color: $accent; }
QPushButton[look="segment"]:focus { border: 2px solid $accent; padding: 1px 11px; }
QToolButton::menu-indicator { image: none; width: 0; }
QCheckBox, QRadioButton { color: $ink; spacing: 8px; background: transparent; }
QTableView, QListView, QTreeView { background: $card; border: 0; color: $ink; outline: 0;
  selection-background-color: $chosen; selection-color: $ink; }
QTableView[look="boxed"] { border: 1px solid $line; border-radius: 6px; }
QHeaderView { background: $card; border: 0; }
QHeaderView::section { background: $card; color: $mute; border: 0; border-bottom: 1px solid $edge;
  padding: 5px 10px; font-size: 12px; }
QHeaderView::section:hover { color: $ink; background: $hover; }
QTableCornerButton::section { background: $card; border: 0; }
QTabBar { background: transparent; }
QTabBar::tab { padding: 6px 8px; color: $mute; border: 0; border-bottom: 2px solid transparent;
  background: transparent; }
QTabBar::tab:hover { color: $ink; }
QTabBar::tab:selected { color: $accent; border-bottom: 2px solid $accent; font-weight: bold; }
QTabBar::tab:focus { background: $hover; }
QTabWidget::pane { border: 0; border-top: 1px solid $line; }
QScrollArea, QScrollArea > QWidget > QWidget[look="clear"] { background: transparent; border: 0; }
QMenu { background: $card; color: $ink; border: 1px solid $edge; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: $chosen; color: $ink; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QStatusBar { background: $rail; border-top: 1px solid $line; min-height: 24px; }
QStatusBar::item { border: 0; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover, QSplitter::handle:focus { background: $edge; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $edge; border-radius: 4px; margin: 1px; }
QScrollBar::handle:hover { background: $field_edge; }
QScrollBar::handle:vertical { min-height: 32px; } QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $card; }
QCalendarWidget QToolButton { color: $ink; background: transparent; padding: 4px 8px; border-radius: 4px; }
QCalendarWidget QToolButton:hover { background: $hover; }
""")


def style_sheet(tokens: Tokens, row_height: int, *, at_door: bool = False) -> str:
    """The sheet for one set of colours and one density (row height in pixels): the whole, or what the door needs."""
    roomy = row_height >= 30
    facts = {
        **tokens._asdict(),
        "rail_row": 34 if roomy else 29,
        "field_pad": 5 if roomy else 3,
        "primary_pad": 4 if roomy else 2,
    }
    return "".join(part.substitute(facts) for part in ((_DOOR,) if at_door else (_DOOR, _REST)))


def palette(tokens: Tokens) -> QPalette:
    """The palette that Fusion and painted parts use."""
    role = QPalette.ColorRole
    made = QPalette()
    for each, colour in (
        (role.Window, tokens.ground), (role.WindowText, tokens.ink), (role.Base, tokens.card),
        (role.AlternateBase, tokens.alt), (role.Text, tokens.ink), (role.Button, tokens.card),
        (role.ButtonText, tokens.ink), (role.BrightText, tokens.on_accent), (role.Highlight, tokens.chosen),
        (role.HighlightedText, tokens.ink), (role.PlaceholderText, tokens.faint), (role.Mid, tokens.line),
        (role.Dark, tokens.edge), (role.Light, tokens.card), (role.Link, tokens.accent),
        (role.LinkVisited, tokens.special), (role.Accent, tokens.accent), (role.ToolTipBase, tokens.ink),
        (role.ToolTipText, tokens.card),
    ):  # fmt: skip
        made.setColor(each, QColor(colour))
    for each in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, each, QColor(tokens.faint))
    return made
