"""Owns the choice of who goes: everybody fit for the part, the untrained greyed with the reason."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtGui import QStandardItemModel

from collectdesk.ui.parts.fields import PickOne
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.desk.visits.preparing import Staff
    from collectdesk.ui.speech import Speech


class StaffPick(PickOne):
    """One person of the staff, by id."""

    def __init__(self, speech: Speech) -> None:
        super().__init__(speech)
        self._people: tuple[Staff, ...] = ()
        self._day: date | None = None

    def show_staff(self, people: Sequence[Staff], day: date | None) -> None:
        """Offer these people as they stand on a day; the chosen one stays chosen."""
        if (tuple(people), day) == (self._people, self._day):
            return
        self._people, self._day = tuple(people), day
        self._write()

    def _write(self) -> None:
        self.offer([(person.id, self._line(person)) for person in self._people])
        lines = self.model()
        assert isinstance(lines, QStandardItemModel)
        for at, person in enumerate(self._people, start=1):
            lines.item(at).setEnabled(self._may_go(person))

    def _speak_again(self) -> None:
        self._write()

    def _may_go(self, person: Staff) -> bool:
        return self._day is None or person.may_go_on(self._day)

    def _line(self, person: Staff) -> str:
        trained = [held for held in person.credentials if held.kind == "training"]
        words = self._speech.words
        away = person.leave_on(self._day) if self._day is not None else None
        if away is not None:
            why = words.say(mark("away until {day}"), day=words.date(away.until_on))
        elif trained and self._day is not None and person.hours.hours_on(self._day) is None:
            why = words.say(mark("doesn't work that day"))
        elif not trained:
            why = words.say(mark("never trained"))
        else:
            last = max(held.valid_until for held in trained)
            sentence = mark("trained until {day}") if self._may_go(person) else mark("training ended {day}")
            why = words.say(sentence, day=words.date(last))
        spoken = f" · {person.languages}" if person.languages else ""
        return f"{person.name}  {person.staff_no} · {why}{spoken}"

    def first_fit(self) -> str | None:
        """The first who may go on that day."""
        return next((person.id for person in self._people if self._may_go(person)), None)
