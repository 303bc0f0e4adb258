"""Owns what the Record page says beside an empty list: that nothing waits there, and what there is to go on with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from collectdesk.ui.speech import Speech
    from collectdesk.words import Words

RECORD, SIGN, SCANS = "record", "sign", "scans"
_NOTHING: Final = {
    RECORD: mark("Every visit of today and before is recorded."),
    SIGN: mark("No record waits for a signature."),
}
_ALL_DONE: Final = mark("All that came back is typed up and signed; what it set going stands under Today.")
Way = tuple[str, str, str, "Callable[[], object]"]
"""A road to go on with: its name, its sentence, its icon, and where it leads."""


class NextCard(QWidget):
    """Blank as long as something waits in the list."""

    def __init__(self, speech: Speech, ways: Sequence[Way]) -> None:
        super().__init__()
        self.card = Card(speech, mark("What comes next"))
        self.said = label(None, "", wrap=True)
        self.waiting = label(None, "", "mute", wrap=True)
        self.ways = {name: button(speech, sentence, go, icon=icon) for name, sentence, icon, go in ways}
        self.card.add(self.said)
        self.card.add(self.waiting)
        self.card.add(row(*self.ways.values(), None))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.card)
        whole.addStretch(1)
        self.card.hide()

    def show_counts(
        self, words: Words, which: str, counts: Mapping[str, int], may: Mapping[str, bool], *, last: bool
    ) -> None:
        """Say that nothing waits in this list, what waits in the others, and offer what somebody may go on with."""
        self.card.setVisible(not counts[which])
        waits = [name for name in (RECORD, SIGN, SCANS) if name != which and counts[name]]
        offered = {name for name in waits if may[name]} | ({"last"} if last else set())
        self.said.setText(words.say(_NOTHING[which]))
        told = [_waiting(words, name, counts[name]) for name in waits] or [words.say(_ALL_DONE)]
        self.waiting.setText("\n".join(told))
        for name, way in self.ways.items():
            way.setVisible(name in offered or (name == "today" and not waits))


def _waiting(words: Words, which: str, count: int) -> str:
    if which == RECORD:
        return words.plural(
            "{count} visit waits for its record.", "{count} visits wait for their record.", count
        )
    if which == SIGN:
        return words.plural(
            "{count} record waits for its sign-off.", "{count} records wait for their sign-off.", count
        )
    return words.plural(
        "{count} scanned page waits in the tray.", "{count} scanned pages wait in the tray.", count
    )


class PanelOrNext(QStackedWidget):
    """A panel as long as it is shown, else what comes next."""

    def __init__(self, panel: QWidget, held: QWidget, following: NextCard) -> None:
        super().__init__()
        self.next = following
        self.addWidget(held)
        self.addWidget(following)
        self.setCurrentIndex(1)
        panel.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShowToParent:
            self.setCurrentIndex(0)
            held = self.widget(0)
            if isinstance(held, QScrollArea):
                held.verticalScrollBar().setValue(0)  # another one begins at its head
        elif event.type() is QEvent.Type.HideToParent:
            self.setCurrentIndex(1)
        return super().eventFilter(watched, event)
