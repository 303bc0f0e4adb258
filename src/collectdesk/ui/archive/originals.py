"""Owns the register of originals in the archive: what lies in every box of the branch, and who has the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from collectdesk.desk.paper.originals import OriginalLine, ShowRegister
from collectdesk.domain.paper.originals import OriginalState
from collectdesk.terms import term
from collectdesk.ui import wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.ui.parts.search_edit import SearchEdit
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.ui.office import Office

_TONES: Final = {OriginalState.KEPT: Tone.GOOD, OriginalState.LENT: Tone.WARN}


def _state(words: Words, line: OriginalLine) -> Status:
    """In its box, out, or out and not back on its day."""
    kept = line.original
    late = kept.state is OriginalState.LENT and line.days_late > 0
    said = (
        words.plural("{count} day over", "{count} days over", line.days_late)
        if late
        else term(words, kept.state)
    )
    return Status(said, Tone.DANGER if late else _TONES.get(kept.state, Tone.PLAIN), late)


ORIGINAL_COLUMNS: Final[tuple[Column[OriginalLine], ...]] = (
    Column(mark("Box"), lambda _w, r: r.original.box, Kind.BOLD, width=84),
    Column(mark("Place"), lambda _w, r: r.original.place, Kind.MUTED, width=110),
    Column(mark("Paper"), lambda w, r: term(w, r.original.kind)),
    Column(mark("What it is"), lambda _w, r: r.original.title, stretch=True),
    Column(mark("Customer"), lambda _w, r: r.name, width=80),
    Column(mark("State"), _state, Kind.CHIP, sort=lambda r: r.days_late),
)


class OriginalsRegister(QWidget):
    """All originals, and a field that keeps the lines in which its words stand."""

    counted = Signal(int)
    said = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._found: tuple[OriginalLine, ...] = ()
        speech = office.speech
        self.search = SearchEdit(
            speech, mark("Box, place, paper, case, who has it"), mark("Search the originals")
        )
        self.search.searched.connect(lambda _text: self._show())
        self.table = rows_table(
            speech, mark("Originals"), ORIGINAL_COLUMNS, lambda r: r.original.id, opens_on_click=False
        )
        self.table.set_empty(
            mark("No original is here"),
            mark("Originals signed in ink are taken in on their tab of the file."),
        )
        above = row(self.search)
        above.setContentsMargins(10, 0, 10, 4)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(above)
        inside.addWidget(self.table, 1)

    def load(self) -> None:
        self._office.run(ShowRegister(), owner=self, done=self._take, failed=self._warn)

    def _take(self, found: tuple[OriginalLine, ...]) -> None:
        self._found = found
        self._show()

    def _show(self) -> None:
        wanted = self.search.text().strip().lower().split()
        words = self._office.words
        self.table.show_rows(
            [each for each in self._found if all(part in _said(words, each) for part in wanted)]
        )

    def _warn(self, error: BaseException) -> None:
        self.said.emit(Note(wording.sentence(self._office.words, error), Tone.DANGER))


def _said(words: Words, line: OriginalLine) -> str:
    kept = line.original
    parts = (kept.box, kept.place, term(words, kept.kind), kept.title, kept.holder, line.case_no, line.name)
    return " ".join(parts).lower()


class OriginalPanel(QWidget):
    """The chosen original: where it lies or who has it, and the way to its story in the file."""

    goes = Signal(str, object)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._line: OriginalLine | None = None
        self.facts = Facts()
        self.open = button(office.speech, mark("Open in the file"), self.open_file, look="primary", key="F2")
        self.card = Card(office.speech, mark("The chosen original"))
        self.card.add(self.facts)
        self.card.add(row(None, self.open))
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.card)
        inside.addStretch(1)

    def show_line(self, line: OriginalLine | None) -> None:
        self._line = line
        self.retranslate()

    def retranslate(self) -> None:
        self.open.setVisible(self._line is not None)
        self.facts.show_facts(_facts(self._office.words, self._line) if self._line else [])

    def open_file(self) -> None:
        """Its tab in the customer's file, where it is moved, lent and taken back."""
        if self._line is not None:
            self.goes.emit("casefile", (self._line.customer_id, "originals"))


def _facts(words: Words, line: OriginalLine) -> list[Fact]:
    kept = line.original
    facts = [
        Fact(words.say(mark("What it is")), f"{term(words, kept.kind)} · {kept.title}"),
        Fact(words.say(mark("Case")), f"{line.case_no} · {line.name}"),
        Fact(words.say(mark("Box")), f"{kept.box} · {kept.place}"),
        Fact(words.say(mark("State")), term(words, kept.state)),
    ]
    if kept.holder:
        facts.append(Fact(words.say(mark("Who has it")), kept.holder))
    if kept.due_back_on is not None:
        late = Tone.DANGER if line.days_late > 0 else Tone.PLAIN
        facts.append(Fact(words.say(mark("Due back by")), words.date(kept.due_back_on), late))
    return facts
