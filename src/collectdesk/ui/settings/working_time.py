"""Owns when somebody works, whether they drive and what they speak: kept by the administrator."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

from collectdesk.desk.people.rota import KeepWorkingTime
from collectdesk.domain.visits.asking import Suits
from collectdesk.terms_asking import WEEKDAYS
from collectdesk.ui import wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import TextEdit, TimeEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectdesk.desk.people.staffing import StaffLine
    from collectdesk.ui.office import Office

_DRIVES = ((True, mark("drives")),)
_DAY = 24 * 60


class WorkingTime(Card):
    """Below the forms for people; ``tell`` says what came of it."""

    def __init__(self, office: Office, tell: Callable[[Note], None]) -> None:
        speech = office.speech
        super().__init__(speech, mark("Working time of the chosen person"))
        self._office = office
        self._tell = tell
        self._line: StaffLine | None = None
        self.form = Form(speech)
        self.form.add("days", mark("Days"), Choices(speech, list(WEEKDAYS.items()), several=True))
        self.form.add("from_at", mark("Not before"), TimeEdit(speech))
        self.form.add("until_at", mark("Over by"), TimeEdit(speech))
        self.form.add("drives", mark("Driver"), Choices(speech, _DRIVES))
        self.form.add("languages", mark("Languages"), TextEdit(longest=60))
        self.draft = FormDraft(office, "working_time", self.form, blank=self._put, is_begun=self._differs)
        self.keep_button = button(speech, mark("Keep the working time"), self.keep)
        for part in (self.draft, self.form):
            self.add(part)
        self.add(row(None, self.keep_button))

    def show_person(self, line: StaffLine | None) -> None:
        """Show what is kept of this person; what was begun for another stays theirs."""
        self.draft.about(line.id if line else "")
        self._line = line
        self.keep_button.setEnabled(line is not None)
        self._put()

    def _kept(self) -> dict[str, Any]:
        line = self._line
        if line is None:
            return {"days": frozenset(), "from_at": None, "until_at": None, "drives": None, "languages": None}
        hours = line.hours
        return {
            "days": hours.days, "from_at": _clock(hours.first) if hours.first else None,
            "until_at": _clock(hours.until) if hours.until < _DAY else None,
            "drives": True if line.drives else None, "languages": line.languages or None,
        }  # fmt: skip

    def _put(self) -> None:
        self.form.put(self._kept())

    def _differs(self) -> bool:
        return self.form.values() != self._kept()

    def keep(self) -> None:
        """Keep it as typed."""
        said, line = self.form.read(), self._line
        if said is None or line is None:
            return
        first, until = said["from_at"], said["until_at"]
        hours = Suits(said["days"], _minute(first) if first else 0, _minute(until) if until else _DAY)
        deed = KeepWorkingTime(line.id, hours, bool(said["drives"]), said["languages"] or "")
        self._office.run(deed, owner=self, done=lambda _none: self._done(), failed=self._refused)

    def _done(self) -> None:
        self.draft.done()
        self._tell(Note(self._office.say(mark("Kept.")), Tone.GOOD))

    def _refused(self, error: BaseException) -> None:
        if not self.form.take_refusal(error):
            self._tell(Note(wording.sentence(self._office.words, error), Tone.DANGER))


def _clock(minute: int) -> time:
    return time(*divmod(minute, 60))


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
