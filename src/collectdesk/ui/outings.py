"""Owns the watch over visitors who are out: one timer to the next moment at which a team would be overdue, and the
strip that says so until somebody notes that the team is back.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QFrame, QToolButton

from collectdesk.domain.people.people import Permission
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import row
from collectdesk.ui.theme import set_glyph, set_tone
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.pipeline import Subject
    from collectdesk.desk.visits.safety import Out
    from collectdesk.domain.visits.outings import Outing
    from collectdesk.ui.office import Office

LONGEST_WAIT: Final = timedelta(days=1)
"""A timer counts milliseconds in 32 bits; a day is far enough ahead to ask again."""
ALARM: Final = mark("A team is overdue. Unlock to see which one.")


class OutingWatch(QObject):
    """Asks who is out when visits change and when the next team would be overdue; never in between."""

    changed = Signal(object)  # Out

    def __init__(self, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self.office = office
        self.out: Out | None = None
        self._asked_at: datetime | None = None
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.timeout.connect(self.look)
        office.touched.connect(self._touched)
        office.leaving.connect(self._next.stop)

    def look(self) -> None:
        """Ask the desk, which is opened only now: the window is painted before the heavy rooms are."""
        from collectdesk.desk.visits.safety import WhoIsOut

        if not self.office.has_left and self.office.may(WhoIsOut.needs):
            self.office.run(WhoIsOut(), owner=self, done=self._take, failed=lambda _error: None)

    def waits(self) -> int | None:
        """Milliseconds to the next alarm, 0 when a team is overdue already, None when nobody is to come back."""
        if self.out is None or not self.out.alarms:
            return None
        if self.out.overdue:
            return 0
        ahead = min(self.out.alarms[0] - self.office.desk.now(), LONGEST_WAIT)
        return max(int(ahead / timedelta(milliseconds=1)), 0)

    def _touched(self, subjects: frozenset[Subject]) -> None:
        from collectdesk.desk.pipeline import Subject

        if Subject.VISITS in subjects:
            self.look()

    def _take(self, out: Out) -> None:
        self.out = out
        later = [moment for moment in out.alarms if moment > out.now]
        if later:
            ahead = min(later[0] - out.now, LONGEST_WAIT)
            self._next.start(int(ahead / timedelta(milliseconds=1)) + 1)
        else:
            self._next.stop()
        self.changed.emit(out)


class AlarmStrip(QFrame):
    """Says which team is overdue, in red and in words; it stays until each of them is back."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self._overdue: tuple[Outing, ...] = ()
        self.setProperty("look", "banner")
        set_tone(self, "tone", Tone.DANGER.value)
        self._icon = QToolButton()
        self._icon.setProperty("look", "quiet")
        self._icon.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._icon.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        set_glyph(self._icon, "circle-alert", Tone.DANGER.value, 16)
        self._text = label(None, "", wrap=True)
        self.back_button = button(office.speech, mark("They are back"), self.mark_back, icon="check")
        layout = row(self._icon, self._text, self.back_button)
        layout.setContentsMargins(8, 4, 6, 4)
        layout.setStretchFactor(self._text, 1)
        self.setLayout(layout)
        self.hide()
        office.language_changed.connect(self._write)

    @property
    def text(self) -> str:
        return self._text.text() if self._overdue else ""

    def show_out(self, out: Out) -> None:
        """Show who is overdue now; the first time also by sound and to a screen reader."""
        grown = len(out.overdue) > len(self._overdue)
        self._overdue = out.overdue
        self._write()
        self.setVisible(bool(self._overdue))
        if grown:
            QApplication.beep()
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.text))

    def mark_back(self) -> None:
        """Note that the team named is back."""
        from collectdesk.desk.visits.safety import MarkBack

        if self._overdue:
            self.office.run(MarkBack(self._overdue[0].visit_id), owner=self)

    def _write(self) -> None:
        if not self._overdue:
            return
        words, first = self.office.words, self._overdue[0]
        text = words.say(
            mark(
                "{team} should be back from {visit} since {time}: call them, then the police if they don't answer."
            ),
            team=words.say(mark(", ")).join(first.crew),
            visit=first.visit_no,
            time=words.clock(first.until),
        )
        if len(self._overdue) > 1:
            text += "" if words.is_chinese else " "
            text += words.plural(
                "{count} more team is overdue.", "{count} more teams are overdue.", len(self._overdue) - 1
            )
        self._text.setText(text)
        self.back_button.setVisible(self.office.may(Permission.RECORD_VISIT))
