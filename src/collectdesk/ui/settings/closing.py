"""Owns the card that closes the day: the last evening page, and the button that makes the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal

from collectdesk.desk.vault.closing import CloseDay, ListClosings
from collectdesk.domain.vault.trail import root_of
from collectdesk.ui import wording
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from collectdesk.desk.vault.closing import ClosedDay
    from collectdesk.domain.people.people import Permission
    from collectdesk.domain.vault.trail import Closing
    from collectdesk.ui.office import Office


class ClosingCard(Card):
    """``printed`` carries the finished paper. ``target`` says where the file goes."""

    NEEDS: ClassVar[Permission] = CloseDay.needs
    printed = Signal(object)

    def __init__(self, office: Office, target: Callable[[str], Path]) -> None:
        super().__init__(office.speech, mark("Evening page"))
        self._office, self._target = office, target
        self._last: Closing | None = None
        self._busy = False
        self.said_of = label(None, "", "mute", wrap=True)
        self.wrong = label(None, "", "wrong", wrap=True)
        self.wrong.hide()
        self.close_day = button(office.speech, mark("Close the day"), self.begin, icon="moon", key="Ctrl+P")
        self.head.addWidget(self.close_day)
        # not before it has its place: shown without a parent it would be a window of its own for a blink
        self.close_day.setVisible(office.may(self.NEEDS))
        self.add(self.said_of)
        self.add(self.wrong)

    def refresh(self) -> None:
        self._office.run(ListClosings(), owner=self, done=self._show)

    def _show(self, closings: tuple[Closing, ...]) -> None:
        self._last = closings[0] if closings else None
        self.retranslate()

    def retranslate(self) -> None:
        words, last = self._office.words, self._last
        if last is None:
            told = mark(
                "No evening page yet. Its root on paper proves the trail against whoever holds the computer."
            )
            self.said_of.setText(words.say(told))
            return
        root = root_of((last.seq, last.link))
        self.said_of.setText(
            words.say(
                mark("Last page: {day}, entry {seq}, root {root}"),
                day=words.date(last.day), seq=words.number(root.seq), root=root.grouped,
            )
        )  # fmt: skip

    def begin(self) -> None:
        """Make the page; the preview prints it."""
        if self._busy or not self._office.may(self.NEEDS):
            return
        self._busy = True
        self.close_day.setEnabled(False)
        self.wrong.hide()
        deed = CloseDay(self._target("evening.pdf"), self._office.words.language)
        self._office.run(deed, owner=self, done=self._done, failed=self._refused)

    def _done(self, closed: ClosedDay) -> None:
        self._rest()
        self.printed.emit(closed.paper)

    def _refused(self, error: BaseException) -> None:
        self._rest()
        self.wrong.setText(wording.sentence(self._office.words, error))
        self.wrong.show()

    def _rest(self) -> None:
        self._busy = False
        self.close_day.setEnabled(True)
