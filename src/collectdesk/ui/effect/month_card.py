"""Owns month-end on the effect page: months frozen, held against today's facts, filled into a template."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal

from collectdesk.desk.results.month_end import CheckMonth, FillTemplate, FreezeMonth, ListMonths
from collectdesk.domain.zones import local_day
from collectdesk.ui import ask, wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.fields import PickOne
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.results.month_end import Checked, Filled, MonthLine
    from collectdesk.ui.office import Office

XLSX: Final = mark("Spreadsheets (*.xlsx)")
_ABOUT: Final = mark(
    "What headquarters was told stays: a frozen month is never changed. Checking computes it anew, as of its last day, "
    "and names what later facts would change."
)
_SHOWN: Final = 12


class MonthCard(Card):
    """``said`` carries a Note."""

    said = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__(office.speech, mark("Month-end"))
        self.office = office
        self.lines: tuple[MonthLine, ...] = ()
        speech = office.speech
        self.month = PickOne(speech, must=True)
        self.month.setFixedWidth(150)
        speech.bind(self.month, self.month.setAccessibleName, mark("Month"))
        self.month.edited.connect(self.retranslate)
        self.state = label(None, "", "", wrap=True)
        self.freeze = button(speech, mark("Freeze"), self.freeze_it, icon="lock")
        self.check = button(speech, mark("Check against the facts"), self.check_it, icon="shield-check")
        self.fill = button(speech, mark("Fill a template…"), self.fill_it, icon="file-input")
        self.add(label(speech, _ABOUT, "faint", wrap=True))
        self.add(row(self.month, self.freeze, self.check, self.fill, None, spacing=8))
        self.add(self.state)

    def load(self) -> None:
        """Ask which months are frozen."""
        self.office.run(ListMonths(), owner=self, done=self._show)

    def _show(self, lines: tuple[MonthLine, ...]) -> None:
        self.lines = lines
        today = local_day(self.office.desk.now())
        frozen = {one.month.month for one in lines}
        over = [_before(today, back) for back in range(1, _SHOWN + 1)]
        months = sorted({*over, *frozen}, reverse=True)
        self.month.offer([(each, each) for each in months])
        self.retranslate()

    def _frozen(self) -> MonthLine | None:
        return next((one for one in self.lines if one.month.month == self.month.value()), None)

    def retranslate(self) -> None:
        words, kept = self.office.words, self._frozen()
        may = self.office.may(FreezeMonth.needs)
        self.freeze.setVisible(may and kept is None)
        self.check.setVisible(kept is not None)
        self.fill.setVisible(kept is not None and self.office.may(FillTemplate.needs))
        if kept is None:
            self.state.setText(words.say(mark("Not frozen.")))
            return
        told = mark("Frozen by {name} at {at}. Digest of its figures: {digest}")
        self.state.setText(
            words.say(
                told, name=kept.by, at=words.instant(kept.month.frozen_at), digest=kept.month.digest[:16]
            )
        )

    def freeze_it(self) -> None:
        """Freeze the month chosen."""
        self._run(FreezeMonth(str(self.month.value())), self._done)

    def _done(self, _digest: str) -> None:
        said = mark("{month} is frozen.")
        self.said.emit(Note(self.office.say(said, month=self.month.value()), Tone.GOOD))
        self.load()

    def check_it(self) -> None:
        """Hold the month against the facts as they are now."""
        self._run(CheckMonth(str(self.month.value())), self._checked)

    def _checked(self, found: Checked) -> None:
        say = self.office.say
        if not found.is_whole:
            self.said.emit(Note(say(mark("What lies in the file isn't what was frozen.")), Tone.DANGER))
            return
        if not found.differences:
            self.said.emit(Note(say(mark("Every figure comes out as it was frozen.")), Tone.GOOD))
            return
        head = say(mark("By facts that came later these figures would be others:"))
        told = [f"{each.name}: {each.frozen} → {each.now}" for each in found.differences]
        self.state.setText("\n".join((head, *told)))

    def fill_it(self) -> None:
        """Ask for the template and where the copy goes, and fill it."""
        say, month = self.office.say, str(self.month.value())
        template = ask.file_to_open(self, say(mark("Headquarters' template")), say(XLSX))
        if template is None:
            return
        proposed = f"{template.stem} {month}.xlsx"
        target = ask.file_to_save(self, say(mark("Where the filled copy goes")), proposed, say(XLSX))
        if target is not None:
            self._run(FillTemplate(target, template, month), lambda made: self._filled(target.name, made))

    def _filled(self, name: str, made: Filled) -> None:
        said = mark("{count} cells filled in {path}.")
        self.said.emit(Note(self.office.say(said, count=made.cells, path=name), Tone.GOOD))

    def _run(self, deed: Any, done: Any) -> None:
        self.office.run(deed, owner=self, done=done, failed=self._refused)

    def _refused(self, error: BaseException) -> None:
        self.said.emit(Note(wording.sentence(self.office.words, error), Tone.DANGER))


def _before(today: date, months: int) -> str:
    """The month some months back, as 2026-03."""
    at = today.year * 12 + today.month - 1 - months
    return f"{at // 12}-{at % 12 + 1:02d}"
