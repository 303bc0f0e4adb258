"""Owns the panel that shares cases out: whose, to whom, for which days; what runs, its end and its sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from collectdesk.desk.people.assigning import (
    NOBODY,
    EndSharing,
    ShareCases,
    Shared,
    SharingLine,
    Sharings,
    ShowSharings,
)
from collectdesk.desk.people.handing_over import PrintHandOver
from collectdesk.domain.people.sharing import ShareReason
from collectdesk.domain.zones import local_day
from collectdesk.terms import term
from collectdesk.ui import ask, wording
from collectdesk.ui.customers.side_panel import SidePanel
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import DateEdit, PickOne
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.desk.visits.printing import Printed
    from collectdesk.ui.office import Office

CHOSEN = "chosen rows"
"""The answer that means the rows chosen in the list; no login, since it has a blank in it."""


def days_text(words: Words, line: SharingLine) -> str:
    """From when to when, short: the list is narrow."""
    until = f"{line.until_on:%m-%d}" if line.until_on else words.say(mark("for good"))
    return f"{line.from_on:%m-%d} – {until}"


def who_text(words: Words, line: SharingLine) -> str:
    """Whose cases went to whom."""
    between = "、" if words.is_chinese else ", "
    owners = between.join(owner or words.say(mark("nobody")) for owner in line.owners)
    return f"{owners} → {between.join(line.holders)}"


def cases_text(words: Words, line: SharingLine) -> str:
    """How many; how many of them went back before the day."""
    if not line.back:
        return words.number(line.cases)
    return words.say(
        mark("{count}, {back} back"), count=words.number(line.cases), back=words.number(line.back)
    )


class SharePanel(SidePanel):
    """Rows or whole clerks, to whom, for how long; what runs stands below."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._found: Sharings | None = None
        self.show_cards(self._form_card(), self._list_card())
        self.speech.changed.connect(self._offer)

    def _form_card(self) -> Card:
        card, form = Card(self.speech, mark("Share cases out")), Form(self.speech)

        def day() -> DateEdit:
            return DateEdit(self.speech, lambda: local_day(self.office.desk.now()))

        self.which = PickOne(self.speech)
        self.logins = Choices(self.speech, (), several=True)
        form.add("held_by", mark("Which cases"), self.which, needed=True,
                 hint=mark("Choose rows in the list with Ctrl or Shift, or take all of one person."))  # fmt: skip
        form.add("logins", mark("Give them to"), self.logins, needed=True)
        form.add("from_on", mark("First day"), day(), hint=mark("Blank is today."))
        form.add("until_on", mark("Last day"), day(),
                 hint=mark("After it they go back by themselves. Blank is for good."))  # fmt: skip
        reasons = [(reason, term(self.office.words, reason)) for reason in ShareReason]
        self.why = PickOne(self.speech, reasons)
        form.add("why", mark("Reason"), self.why, needed=True)
        self.form = form
        self.draft = FormDraft(self.office, "share_cases", form)
        self.wrong = label(None, "", "wrong", wrap=True)
        self.wrong.hide()
        self.share_button = button(self.speech, mark("Share out"), self.save, look="primary", key="F2")
        for part in (self.draft, form, self.wrong):
            card.add(part)
        card.add(row(None, self.close_button(), self.share_button))
        return card

    def _list_card(self) -> Card:
        card = Card(self.speech, mark("Shared out"), flush=True)
        columns: tuple[Column[SharingLine], ...] = (
            Column(mark("Whose, to whom"), who_text, Kind.BOLD, stretch=True),
            Column(mark("From – to"), days_text, sort=lambda line: line.from_on),
            Column(mark("How many"), cases_text, sort=lambda line: line.cases),
        )
        self.table = rows_table(
            self.speech, mark("Shared out"), columns, lambda line: line.sharing_id, opens_on_click=False
        )
        self.table.set_empty(mark("Nothing was shared out"), mark("What changes hands is listed here."))
        self.table.setMinimumHeight(150)
        self.table.picked.connect(self._picked)
        self.end_button = button(self.speech, mark("Back now"), self._end, icon="history")
        self.sheet_button = button(self.speech, mark("Hand-over sheet"), self.print_sheet, icon="printer")
        card.add(self.table, 1)
        foot = row(None, self.end_button, self.sheet_button)
        foot.setContentsMargins(12, 0, 12, 8)
        card.add(foot)
        self._picked(None)
        return card

    # ---- what is asked

    def begin(self) -> None:
        """Read who works what, and put the keyboard into the form."""
        self.load()
        self.draft.about("sharing")
        self.form.focus("held_by")

    def load(self) -> None:
        """Ask how the cases are shared out."""
        self.office.run(ShowSharings(), owner=self, done=self._show, failed=self.warned.emit)

    def choose(self, numbers: Sequence[int]) -> None:
        """The rows that are chosen in the list; none where only the cursor stands."""
        if tuple(numbers) == self._numbers:
            return
        super().choose(numbers)
        self._offer()
        if numbers:
            self.which.put(CHOSEN)

    def _show(self, found: Sharings) -> None:
        self._found = found
        self._offer()
        self.table.show_rows(found.lines)
        self._picked(self.table.chosen)

    def _offer(self) -> None:
        words, found = self.office.words, self._found
        offered = []
        if self._numbers:
            said = words.say(mark("the {count} chosen rows"), count=words.number(len(self._numbers)))
            offered.append((CHOSEN, said))
        if found is not None:
            said = words.say(mark("nobody's cases ({count})"), count=words.number(found.nobodys))
            offered.append((NOBODY, said))
            for who in found.workers:
                said = words.say(
                    mark("all of {name} ({count})"), name=who.name, count=words.number(who.cases)
                )
                offered.append((who.login, said))
            self.logins.offer([(who.login, who.name) for who in found.workers])
        self.which.offer(offered)
        self.why.offer([(reason, term(words, reason)) for reason in ShareReason])

    def _picked(self, line: SharingLine | None) -> None:
        self.end_button.setEnabled(line is not None and line.runs)
        self.sheet_button.setEnabled(line is not None and line.back < line.cases)

    # ---- deeds

    def save(self) -> None:
        """Share out as typed."""
        said = self.form.read()
        if said is None:
            return
        by_hand = said["held_by"] == CHOSEN
        deed = ShareCases(
            tuple(sorted(said["logins"])), said["why"], self._numbers if by_hand else (),
            "" if by_hand else said["held_by"], said["from_on"], said["until_on"],
        )  # fmt: skip
        self.wrong.hide()
        self.office.run(deed, owner=self, done=self._shared, failed=self._failed)

    def _shared(self, done: Shared) -> None:
        words = self.office.words
        self.draft.done()
        each = ("、" if words.is_chinese else ", ").join(
            f"{name} {words.number(count)}" for name, count in done.given
        )
        self.told.emit(words.say(mark("{count} cases were given: {each}."), count=done.count, each=each))
        self.load()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: BaseException) -> None:
        if not self.form.take_refusal(error):
            self.wrong.setText(wording.sentence(self.office.words, error))
            self.wrong.show()

    def _end(self) -> None:
        line = self.table.chosen
        if line is None:
            return

        def ended(count: int) -> None:
            said = self.office.say(mark("{count} cases have gone back."), count=count)
            self.told.emit(said)
            self.load()

        self.office.run(EndSharing(line.sharing_id), owner=self, done=ended, failed=self.warned.emit)

    def print_sheet(self) -> None:
        """Write the sheet where the person wants it."""
        line, words = self.table.chosen, self.office.words
        if line is None:
            return
        kinds = words.say(mark("PDF documents (*.pdf)"))
        proposed = f"{words.say(mark('Hand-over sheet'))}_{line.from_on:%Y%m%d}.pdf"
        target = ask.file_to_save(self, words.say(mark("Print the hand-over sheet")), proposed, kinds)
        if target is None:
            return

        def printed(done: Printed) -> None:
            self.told.emit(
                words.say(mark("{number} is written to {path}."), number=done.number, path=str(done.path))
            )

        deed = PrintHandOver(target, line.sharing_id, words.language)
        self.office.run(deed, owner=self, done=printed, failed=self.warned.emit)
