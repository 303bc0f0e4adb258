"""Owns the teams' day on the road: rechecked, printed, released, out, back, and each printed page accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from collectdesk.desk.pipeline import Subject
from collectdesk.desk.visits.printing import Printed, PrintKit
from collectdesk.desk.visits.reassigning import ReassignRound
from collectdesk.desk.visits.rounds import (
    CloseRound,
    MarkOut,
    MarkRoundBack,
    Rechecked,
    RecheckRound,
    ReleaseRound,
    RoundLine,
    Settled,
    SettleSheets,
    SheetLine,
    ShowRounds,
)
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import ReasonNeeded
from collectdesk.domain.visits.sheets import Fate, RoundStage, Tally
from collectdesk.domain.visits.visits import VisitState
from collectdesk.domain.zones import local_day
from collectdesk.terms import term
from collectdesk.terms_board import fallen_sentence, page_name
from collectdesk.ui import wording
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.chip import Chip, Status
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import DateEdit, MoneyEdit, PickOne, TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.rule_lines import RuleLines
from collectdesk.ui.parts.scrolling import scrolled
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.plan.reassign_card import ReassignCard
from collectdesk.ui.plan.road_card import RoadCard
from collectdesk.ui.theme import set_tone
from collectdesk.ui.tokens import Tone
from collectdesk.words import ENGLISH, for_language, mark

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from collectdesk.ui.office import Office
    from collectdesk.words import Words

_TONES: Final = {
    RoundStage.PLANNED: Tone.PLAIN,
    RoundStage.PRINTED: Tone.NOTICE,
    RoundStage.RELEASED: Tone.NOTICE,
    RoundStage.OUT: Tone.WARN,
    RoundStage.BACK: Tone.SPECIAL,
    RoundStage.CLOSED: Tone.GOOD,
}
NEXT: Final = {
    RoundStage.PLANNED: mark("Print the kit"),
    RoundStage.PRINTED: mark("Release the team"),
    RoundStage.RELEASED: mark("They have left"),
    RoundStage.OUT: mark("They are back"),
    RoundStage.BACK: mark("Close their day"),
    RoundStage.CLOSED: "",
}
RECHECK: Final = mark("Withdraw what fell away")


class RoundsPage(QWidget):
    """A day's teams at the left; at the right the team's stops, its pages and the next step, on one key."""

    closed = Signal()
    said = Signal(str)
    printed = Signal(object)

    def __init__(self, office: Office, target: Callable[[str], Path]) -> None:
        super().__init__()
        self.office = office
        self._target = target
        self._lines: tuple[RoundLine, ...] = ()
        self._busy = False
        self._fate_of = ""
        self._lay_out()
        office.touched.connect(self._touched)
        office.speech.changed.connect(self._write)

    def _lay_out(self) -> None:
        speech = self.office.speech
        self.day = DateEdit(speech, lambda: local_day(self.office.desk.now()))
        self.day.setFixedWidth(150)
        speech.bind(self.day, self.day.setAccessibleName, mark("Day of the teams"))
        self.day.edited.connect(self.read)
        self.table = rows_table(
            speech, mark("Teams of the day"), _TEAMS, lambda line: line.id, opens_on_click=False
        )
        self.table.set_empty(mark("No team goes out this day"), mark("Plan visits, or choose another day."))
        self.table.picked.connect(lambda _line: self._write())
        self.next_button = button(
            speech, mark("Next step"), self.go_on, icon="check", look="primary", key="F2"
        )
        back = button(speech, mark("Back to the plan"), self.closed.emit, icon="x", look="quiet", key="Esc")
        card = Card(speech, mark("Teams on the road"), flush=True)
        card.title.setProperty("look", "title")
        for part in (self.day, back):
            card.head.addWidget(part)
        card.add(self.table, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(card)
        held = QWidget()
        held.setLayout(column(self._details()))
        split.addWidget(scrolled(held))
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setHandleWidth(12)
        self.setLayout(column(split))

    def _details(self) -> QWidget:
        speech = self.office.speech
        self.name, self.chip, self.times = (
            label(None, "", "heading"),
            Chip(),
            label(None, "", "mute", wrap=True),
        )
        self.fallen, self.wrong = label(None, "", wrap=True), label(None, "", "wrong", wrap=True)
        set_tone(self.fallen, "tone", Tone.WARN.value)
        self.rules = RuleLines(speech)
        self.sheets = rows_table(
            speech,
            mark("Printed pages"),
            self._sheet_columns(),
            lambda line: line.sheet.id,
            opens_on_click=False,
        )
        self.sheets.set_empty(mark("Nothing is printed for this team yet"), mark("Print the kit first."))
        self.sheets.picked.connect(lambda _line: self._write_fate())
        self.card = Card()
        self.card.add(row(self.name, self.chip, None, self.next_button))
        for part in (self.times, self.fallen, self.wrong, self.rules):
            self.card.add(part)
        self.print_form = Form(speech)
        self.print_form.add("reason", mark("Written reason"), TextEdit(speech, mark("Why it is necessary")))
        self.print_draft = FormDraft(self.office, "kit_reason", self.print_form)
        self.reason_box = QWidget()
        self.reason_box.setLayout(column(self.print_draft, self.print_form, spacing=6))
        self.card.add(self.reason_box)
        self.reason_box.hide()
        self.road = RoadCard(self.office)
        self.road.said.connect(self.said.emit)
        self.card.add(self.road)
        self.sheets.setMinimumHeight(150)
        self.card.add(self.sheets, 1)
        self.reassign = ReassignCard(self.office)
        self.reassign.said.connect(self.said.emit)
        self._lay_out_fate()
        self._lay_out_tally()
        self.card.add(self.reassign)
        return self.card

    def _lay_out_fate(self) -> None:
        speech, english = self.office.speech, for_language(ENGLISH)
        self.fate_form = Form(speech)
        fates = PickOne(speech, [(fate, term(english, fate)) for fate in Fate], must=True)
        self.fate_form.add("fate", mark("What became of it"), fates, needed=True)
        self.fate_form.add(
            "reason", mark("Reason"), TextEdit(speech, mark("Why it is lost: the supervisor's word"))
        )
        self.fate_form.put({"fate": Fate.RETURNED})
        self.fate_draft = FormDraft(self.office, "sheet_fate", self.fate_form, names=("reason",),
                                    blank=lambda: self.fate_form.put({"reason": None}))  # fmt: skip
        self.fate_button = button(speech, mark("Note it for this page"), self.settle, icon="check")
        self.fate_box = QWidget()
        self.fate_box.setLayout(
            column(self.fate_draft, self.fate_form, row(None, self.fate_button), spacing=6)
        )
        self.card.add(self.fate_box)

    def _lay_out_tally(self) -> None:
        speech = self.office.speech
        self.tally_form = Form(speech)
        self.tally_form.add("km", mark("Kilometres driven"), TextEdit(speech, mark("as 42.5"), longest=8))
        self.tally_form.add("expenses", mark("Expenses"), MoneyEdit())
        self.tally_form.add("note", mark("What for"), TextEdit(speech, mark("Fuel, parking, tolls")))
        self.tally_draft = FormDraft(self.office, "round_tally", self.tally_form)
        self.tally_box = QWidget()
        self.tally_box.setLayout(column(self.tally_draft, self.tally_form, spacing=6))
        self.card.add(self.tally_box)

    def _sheet_columns(self) -> tuple[Column[SheetLine], ...]:
        return (
            Column(mark("Page"), lambda w, line: page_name(w, line.sheet), Kind.BOLD),
            Column(mark("Visit no."), lambda _w, line: line.visit_no),
            Column(mark("Customer"), lambda _w, line: line.name, stretch=True),
            Column(mark("Copy"), lambda w, line: w.number(line.sheet.copy), Kind.NUMBER,
                   sort=lambda line: line.sheet.copy),
            Column(mark("Whereabouts"), _fate_status, Kind.CHIP),
        )  # fmt: skip

    # ---- reading

    def begin(self) -> None:
        """Today's teams."""
        if self.day.value() is None:
            self.day.put(local_day(self.office.desk.now()))
        self.read()
        self.table.setFocus()

    def read(self) -> None:
        """Ask again how the teams stand."""
        day = self.day.value()
        if day is not None:
            self.office.run(ShowRounds(day), owner=self, done=self._show, failed=self.office.troubled.emit)

    def _touched(self, subjects: frozenset[Subject]) -> None:
        if self.isVisible() and subjects & {Subject.VISITS, Subject.CASES, Subject.PEOPLE}:
            self.read()

    def _show(self, lines: tuple[RoundLine, ...]) -> None:
        self._lines = lines
        self.table.show_rows(lines)
        self._write()

    # ---- what is told

    @property
    def chosen(self) -> RoundLine | None:
        """The team in sight."""
        return self.table.chosen

    def _write(self) -> None:
        line, words = self.chosen, self.office.words
        self.card.setVisible(line is not None)
        if line is None:
            return
        self.name.setText(_crew(words, line))
        self.chip.show_status(_stage_status(words, line))
        self.times.setText(_times(words, line))
        self.fallen.setText("\n".join(_fallen(words, line)))
        self.fallen.setVisible(bool(line.fallen))
        self._say_wrong("")
        self.rules.show_rulings((), Tone.PLAIN)
        self.sheets.show_rows(line.sheets)
        self.reassign.show_team(line)
        self.road.show_team(line)
        self.reassign.setVisible(line.stage in _BEFORE and self.office.may(ReassignRound.needs))
        self.reason_box.hide()
        self.print_draft.about(f"{line.day.isoformat()}.{line.officer_id}")
        step = RECHECK if line.fallen and line.stage in _BEFORE else NEXT[line.stage]
        self.next_button.setVisible(bool(step) and self._may(line))
        self.next_button.setText(f"\u2009{words.say(step)}" if step else "")
        self.next_button.setAccessibleName(words.say(step) if step else "")
        back = line.stage in (RoundStage.BACK, RoundStage.PRINTED, RoundStage.RELEASED)
        self.fate_box.setVisible(back and bool(line.sheets) and self.office.may(SettleSheets.needs))
        self.tally_box.setVisible(line.stage is RoundStage.BACK and self.office.may(CloseRound.needs))
        self.tally_draft.about(line.round_id)
        self._write_fate()

    def _write_fate(self) -> None:
        page = self.sheets.chosen
        if page is not None and page.sheet.id != self._fate_of:
            # a page read anew is the same one: what is being chosen for it stays
            self._fate_of = page.sheet.id
            self.fate_draft.about(page.sheet.id)
            self.fate_form.put({"fate": page.sheet.fate or page.proposed or Fate.RETURNED})
        self.fate_button.setEnabled(page is not None)

    def _may(self, line: RoundLine) -> bool:
        return self.office.may(self._deed(line).needs)

    def _deed(self, line: RoundLine) -> type[Any]:
        if line.fallen and line.stage in _BEFORE:
            return RecheckRound
        return {
            RoundStage.PLANNED: PrintKit, RoundStage.PRINTED: ReleaseRound, RoundStage.RELEASED: MarkOut,
            RoundStage.OUT: MarkRoundBack, RoundStage.BACK: CloseRound, RoundStage.CLOSED: CloseRound,
        }[line.stage]  # fmt: skip

    # ---- the next step

    def go_on(self) -> None:
        """F2: the step that comes next for this team."""
        line = self.chosen
        if line is None or self._busy or line.stage is RoundStage.CLOSED or not self._may(line):
            return
        kind = self._deed(line)
        if kind is PrintKit:
            self._print(line)
        elif kind is RecheckRound:
            self._run(RecheckRound(line.day, line.officer_id, line.safety_id), self._rechecked)
        elif kind is ReleaseRound:
            self._run(ReleaseRound(line.day, line.officer_id, line.safety_id), self._released)
        elif kind is MarkOut:
            self._run(MarkOut(line.round_id), lambda _none: self._tell(mark("{crew} have left."), line))
        elif kind is MarkRoundBack:
            self._run(MarkRoundBack(line.round_id), lambda _none: self._tell(mark("{crew} are back."), line))
        else:
            self._close(line)

    def _print(self, line: RoundLine) -> None:
        open_states = (VisitState.SCHEDULED, VisitState.KIT_PRINTED)
        stops = tuple(stop.visit_id for stop in line.stops if stop.state in open_states)
        reason = self.print_form.values()["reason"] or ""
        self._run(PrintKit(self._target("kit.pdf"), stops, self.office.words.language, reason), self._printed)

    def _close(self, line: RoundLine) -> None:
        typed = self.tally_form.read()
        if typed is None:
            return
        metres = _metres(typed["km"])
        if metres is None and typed["km"]:
            self.tally_form.refuse(
                "km", self.office.say(mark("This isn't a distance in kilometres, such as 42.5."))
            )
            return
        tally = Tally(metres, typed["expenses"] or Money(0), typed["note"] or "")
        self._run(CloseRound(line.round_id, tally), lambda _count: self._round_closed(line), self.tally_form)

    def _run(self, deed: Any, done: Callable[[Any], None], form: Form | None = None) -> None:
        self._busy = True
        self.next_button.setEnabled(False)

        def ended(result: Any) -> None:
            self._rest()
            done(result)

        def failed(error: BaseException) -> None:
            self._rest()
            if form is None or not form.take_refusal(error):
                self._refused(error)

        self.office.run(deed, owner=self, done=ended, failed=failed)

    def _rest(self) -> None:
        self._busy = False
        self.next_button.setEnabled(True)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, ReasonNeeded):
            self.reason_box.show()
            self.print_form.refuse("reason", self.office.say(mark("Write down why it is necessary.")))
        decisions = getattr(error, "decisions", ())
        self.rules.show_rulings(decisions, Tone.DANGER)
        number = getattr(error, "facts", {}).get("visit", "")
        said = mark("The rules stop visit {number}:")
        self._say_wrong(self.office.say(said, number=number) if decisions else
                        wording.sentence(self.office.words, error))  # fmt: skip

    def _say_wrong(self, text: str) -> None:
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))

    def _tell(self, sentence: str, line: RoundLine) -> None:
        self.said.emit(self.office.say(sentence, crew=_crew(self.office.words, line)))

    def _printed(self, paper: Printed) -> None:
        self.print_draft.done()
        self.printed.emit(paper)

    def _rechecked(self, found: Rechecked) -> None:
        self.said.emit(self._withdrawn(found))

    def _released(self, found: Rechecked) -> None:
        words = self.office.words
        count = words.plural("{count} visit", "{count} visits", found.left)
        released = words.say(mark("Released: {visits}."), visits=count)
        gone = self._withdrawn(found) if found.withdrawn else ""
        self.said.emit(("" if words.is_chinese else " ").join(part for part in (released, gone) if part))

    def _withdrawn(self, found: Rechecked) -> str:
        words = self.office.words
        gap = words.say(mark(", "))
        said = [words.say(mark("Withdrawn: {names}."), names=gap.join(stop.name for stop in found.withdrawn))]
        if found.pull_out:
            said.append(words.say(mark("Pull out the sheets of {visits}."), visits=gap.join(found.pull_out)))
        return ("" if words.is_chinese else " ").join(said)

    def _round_closed(self, line: RoundLine) -> None:
        self.tally_draft.done()
        self._tell(mark("The day of {crew} is closed: every page is accounted for."), line)

    # ---- pages

    def settle(self) -> None:
        """Note what became of the chosen page."""
        line, page, typed = self.chosen, self.sheets.chosen, self.fate_form.read()
        if line is None or page is None or typed is None:
            return
        self.office.run(
            SettleSheets(line.round_id, (Settled(page.sheet.id, typed["fate"], typed["reason"] or ""),)),
            owner=self, done=lambda _count: self._settled(), failed=self._not_settled,
        )  # fmt: skip

    def _settled(self) -> None:
        self.fate_draft.done()
        self._fate_of = ""
        self.sheets.choose_next()

    def _not_settled(self, error: BaseException) -> None:
        if not self.fate_form.take_refusal(error):
            self._say_wrong(wording.sentence(self.office.words, error))


_BEFORE: Final = (RoundStage.PLANNED, RoundStage.PRINTED)


def _crew(words: Words, line: RoundLine) -> str:
    return words.say(mark(", ")).join(name for name in line.crew if name)


def _stage_status(words: Words, line: RoundLine) -> Status:
    return Status(term(words, line.stage), _TONES[line.stage], line.stage is RoundStage.OUT)


def _fate_status(words: Words, line: SheetLine) -> Status:
    if line.sheet.fate is not None:
        tone = Tone.DANGER if line.sheet.fate is Fate.LOST else Tone.GOOD
        return Status(term(words, line.sheet.fate), tone, False)
    if line.proposed is Fate.WITHDRAWN:
        return Status(words.say(mark("pull it out")), Tone.WARN, True)
    if line.proposed is None:
        return Status(words.say(mark("with the team")), Tone.NOTICE, False)
    return Status(words.say(mark("likely: {fate}"), fate=term(words, line.proposed)), Tone.PLAIN, False)


def _times(words: Words, line: RoundLine) -> str:
    said = [words.plural("{count} visit", "{count} visits", len(line.stops))]
    for at, sentence in ((line.released_at, mark("released {at}")), (line.out_at, mark("left {at}")),
                         (line.back_at, mark("back {at}"))):  # fmt: skip
        if at is not None:
            said.append(words.say(sentence, at=words.clock(at)))
    if line.driver:
        said.append(words.say(mark("driven by {name}"), name=line.driver))
    if line.plate:
        said.append(line.plate)
    if line.tally.metres is not None:
        said.append(words.say(mark("{km} km"), km=f"{line.tally.metres / 1000:.1f}"))
    if line.tally.expenses.fen:
        said.append(f"{words.money(line.tally.expenses)} {line.tally.note}".strip())
    return " · ".join(said)


def _fallen(words: Words, line: RoundLine) -> list[str]:
    return [
        words.say(mark("{name}, {visit}: {why}."), name=stop.name, visit=stop.number,
                  why=fallen_sentence(words, stop.fallen.why, stop.fallen.decisions))
        for stop in line.stops if stop.fallen is not None
    ]  # fmt: skip


def _metres(text: str | None) -> int | None:
    try:
        return round(float((text or "").replace(",", ".")) * 1000) if text else None
    except ValueError:
        return None


_TEAMS: Final[tuple[Column[RoundLine], ...]] = (
    Column(mark("Team"), _crew, Kind.BOLD, stretch=True),
    Column(mark("Visits"), lambda w, line: w.number(len(line.stops)), Kind.NUMBER, sort=lambda line: len(line.stops)),
    Column(mark("Fell away"), lambda w, line: w.number(len(line.fallen)) if line.fallen else "", Kind.NUMBER,
           sort=lambda line: len(line.fallen), tone=lambda line: Tone.WARN if line.fallen else Tone.PLAIN),
    Column(mark("Pages open"), lambda w, line: w.number(len(line.open_sheets)) if line.open_sheets else "",
           Kind.NUMBER, sort=lambda line: len(line.open_sheets)),
    Column(mark("State"), _stage_status, Kind.CHIP),
)  # fmt: skip
