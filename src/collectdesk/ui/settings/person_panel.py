"""Owns what a supervisor keeps of one person who goes out: leave, to whom they don't go, what they practised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from collectdesk.desk.people.rota import (
    EndTie,
    KeepLeave,
    KeepTie,
    NotePractised,
    ShowPerson,
    TakeBackLeave,
    TieLine,
)
from collectdesk.domain.people.going_out import Leave, LeaveKind, Practised, PractisedKind, TieKind
from collectdesk.terms import term
from collectdesk.terms_asking import suits_line
from collectdesk.ui import wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.ui.parts.fields import DateEdit, PickOne, TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.segments import Segment, Segments
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.tokens import Tone
from collectdesk.words import ENGLISH, for_language, mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectdesk.desk.people.rota import PersonOut
    from collectdesk.desk.pipeline import Deed
    from collectdesk.ui.office import Office
    from collectdesk.words import Words

LEAVE, TIE, PRACTISED = "leave", "tie", "practised"
_NAMES: Final = (
    (LEAVE, mark("Leave")), (TIE, mark("Not to be sent to")), (PRACTISED, mark("Practice")),
)  # fmt: skip
_ACTS: Final = {
    LEAVE: (mark("Keep the leave"), mark("Back to work")),
    TIE: (mark("Don't send them there"), mark("Not so any more")),
    PRACTISED: (mark("Note the practice"), ""),
}
Row = Leave | Practised | TieLine


class PersonPanel(Card):
    """Beside the list of staff. ``tell`` says what came of an act."""

    def __init__(self, office: Office, tell: Callable[[Note], None]) -> None:
        super().__init__(office.speech, mark("The chosen person"))
        self._office = office
        self._tell = tell
        self._person: PersonOut | None = None
        self._staff_id = ""
        speech = office.speech
        self.whom, self.facts = label(None, "", "heading"), Facts()
        self.pills = Segments(speech, mark("Show"))
        self.pills.picked.connect(self._pick)
        self.table: ValueTable[Row] = rows_table(
            speech,
            mark("What is kept of the person"),
            _COLUMNS,
            _id_of,
            opens_on_click=False,
        )
        self.table.setFixedHeight(150)
        self.forms: dict[str, Form] = {LEAVE: self._leave(), TIE: self._tie(), PRACTISED: self._practised()}
        self.drafts = {name: FormDraft(office, f"staff_{name}", form) for name, form in self.forms.items()}
        self.stack = QStackedWidget()
        self.keep_buttons: dict[str, QPushButton] = {}
        self.end_buttons: dict[str, QPushButton] = {}
        for name, form in self.forms.items():
            self.stack.addWidget(self._face(name, form))
        for part in (self.whom, self.facts, self.pills, self.table, self.stack):
            self.add(part)
        speech.changed.connect(self._write)
        self._pick(LEAVE)
        self.show_person("")

    def _face(self, name: str, form: Form) -> QWidget:
        keep, end = _ACTS[name]
        self.keep_buttons[name] = button(self._office.speech, keep, lambda: self.keep(name), look="primary")
        ends = None
        if end:
            ends = self.end_buttons[name] = button(self._office.speech, end, lambda: self.end(name), icon="x")
        held = QWidget()
        held.setLayout(
            column(
                self.drafts[name], form, row(*([ends] if ends else []), None, self.keep_buttons[name]), None
            )
        )
        return held

    def _leave(self) -> Form:
        made = Form(self._office.speech)
        made.add("kind", mark("Kind"), self._one_of(LeaveKind), needed=True)
        made.add("from_on", mark("From"), self._day(), needed=True)
        made.add("until_on", mark("Until"), self._day(), hint=mark("empty: that day alone"))
        return made

    def _tie(self) -> Form:
        made = Form(self._office.speech)
        made.add("customer_no", mark("Customer no."), TextEdit(longest=32), needed=True)
        made.add("kind", mark("Why"), self._one_of(TieKind), needed=True)
        made.add("note", mark("Note"), TextEdit())
        return made

    def _practised(self) -> Form:
        made = Form(self._office.speech)
        made.add("kind", mark("Kind"), self._one_of(PractisedKind), needed=True)
        made.add("on_day", mark("On"), self._day(), needed=True)
        made.add("points", mark("Points"), TextEdit(longest=3), hint=mark("of a hundred; 80 pass"))
        made.add("led_by", mark("Led by"), TextEdit(longest=60))
        made.add("note", mark("Note"), TextEdit())
        return made

    def _one_of(self, kind: Any) -> PickOne:
        english = for_language(ENGLISH)
        return PickOne(self._office.speech, [(each, term(english, each)) for each in kind])

    def _day(self) -> DateEdit:
        return DateEdit(self._office.speech, lambda: self._office.desk.now().date())

    # ---- showing

    def show_person(self, staff_id: str) -> None:
        """Show what is kept of a person; empty: nobody is chosen."""
        if staff_id != self._staff_id:
            self._person = None
        self._staff_id = staff_id
        for draft in self.drafts.values():
            draft.about(staff_id)
        self._write()
        if staff_id:
            self._office.run(ShowPerson(staff_id), owner=self, done=self._take)

    def _take(self, found: PersonOut) -> None:
        if found.staff.id == self._staff_id:
            self._person = found
            self._write()

    def _pick(self, which: str) -> None:
        self.stack.setCurrentIndex(list(self.forms).index(which))
        self.pills.choose(which)
        self._write()

    def _rows(self) -> list[Row]:
        found = self._person
        if found is None:
            return []
        if self.pills.chosen == TIE:
            return list(found.ties)
        return list(found.practised if self.pills.chosen == PRACTISED else found.leaves)

    def _write(self) -> None:
        words, found = self._office.words, self._person
        nobody = words.say(mark("Choose a person in the list."))
        self.whom.setText(f"{found.staff.name} · {found.staff.staff_no}" if found else nobody)
        for made in (*self.keep_buttons.values(), *self.end_buttons.values()):
            made.setEnabled(found is not None)
        counts = (len(found.leaves), len(found.ties), len(found.practised)) if found else (0, 0, 0)
        self.pills.show_segments(
            tuple(
                Segment(name, sentence, count) for (name, sentence), count in zip(_NAMES, counts, strict=True)
            )
        )
        self.table.show_rows(self._rows())
        self.facts.show_facts(_facts(words, found) if found else [])

    # ---- acts

    def keep(self, name: str) -> None:
        """Keep what was typed."""
        said = self.forms[name].read()
        if said is None or not self._staff_id:
            return
        deed = self._deed(name, said)
        if deed is None:
            return
        self._office.run(
            deed, owner=self, done=lambda result: self._kept(name, result),
            failed=lambda error: self._refused(name, error),
        )  # fmt: skip

    def _deed(self, name: str, said: dict[str, Any]) -> Deed[Any] | None:
        if name == LEAVE:
            return KeepLeave(self._staff_id, said["kind"], said["from_on"], said["until_on"])
        if name == TIE:
            return KeepTie(self._staff_id, said["customer_no"] or "", said["kind"], said["note"] or "")
        points = (said["points"] or "").strip()
        if points and not points.isdecimal():
            self.forms[name].refuse(
                "points", self._office.say(mark("Points are a whole number from 0 to 100."))
            )
            return None
        return NotePractised(
            self._staff_id, said["kind"], said["on_day"], int(points) if points else None, said["led_by"] or "",
            said["note"] or "",
        )  # fmt: skip

    def _kept(self, name: str, result: Any) -> None:
        self.drafts[name].done()
        words = self._office.words
        if name == LEAVE and result:
            numbers = ("、" if words.is_chinese else ", ").join(result)
            said = mark(
                "Kept. These visits have to go to others: {visits}. Give them on the Plan page under Teams."
            )
            self._tell(Note(words.say(said, visits=numbers), Tone.WARN))
        else:
            self._tell(Note(words.say(mark("Kept.")), Tone.GOOD))
        self.show_person(self._staff_id)

    def end(self, name: str) -> None:
        """End the chosen leave or tie."""
        chosen = self.table.chosen
        if chosen is None:
            self._tell(Note(self._office.say(mark("Choose a line first.")), Tone.WARN))
            return
        deed: Deed[Any] = EndTie(chosen.tie.id) if isinstance(chosen, TieLine) else TakeBackLeave(chosen.id)
        self._office.run(
            deed,
            owner=self,
            done=lambda _none: self._ended(),
            failed=lambda error: self._refused(name, error),
        )

    def _ended(self) -> None:
        self._tell(Note(self._office.say(mark("Kept.")), Tone.GOOD))
        self.show_person(self._staff_id)

    def _refused(self, name: str, error: BaseException) -> None:
        if not self.forms[name].take_refusal(error):
            self._tell(Note(wording.sentence(self._office.words, error), Tone.DANGER))


def _facts(words: Words, found: PersonOut) -> list[Fact]:
    load = words.say(
        mark("{ahead} in the next 7 days, {made} in the last 30"), ahead=found.ahead, made=found.made
    )
    hours = suits_line(words, found.staff.hours) or words.say(mark("as the branch"))
    told = [Fact(words.say(mark("Visits")), load), Fact(words.say(mark("Works")), hours)]
    if found.staff.languages:
        told.append(Fact(words.say(mark("Speaks")), found.staff.languages))
    return told


def _id_of(line: Row) -> str:
    return line.tie.id if isinstance(line, TieLine) else line.id


def _what(words: Words, line: Row) -> str:
    return term(words, line.tie.kind if isinstance(line, TieLine) else line.kind)


def _when(words: Words, line: Row) -> str:
    if isinstance(line, Leave):
        last = "" if line.from_on == line.until_on else f" – {words.date(line.until_on)}"
        return f"{words.date(line.from_on)}{last}"
    return f"{line.name} {line.customer_no}" if isinstance(line, TieLine) else words.date(line.on_day)


def _more(words: Words, line: Row) -> str:
    if isinstance(line, Leave):
        return ""
    if isinstance(line, TieLine):
        return line.tie.note
    points = "" if line.points is None else words.say(mark("{count} points"), count=line.points)
    failed = "" if line.is_passed else words.say(mark("not passed"))
    return " · ".join(each for each in (points, failed, line.led_by, line.note) if each)


_COLUMNS: Final[tuple[Column[Row], ...]] = (
    Column(mark("What"), _what, Kind.BOLD),
    Column(mark("When or whom"), _when, width=176),
    Column(mark("In detail"), _more, Kind.MUTED, stretch=True),
)
