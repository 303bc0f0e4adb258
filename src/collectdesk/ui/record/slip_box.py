"""Owns an opinion slip that came back after the sign-off: its answers beside their pictures, ready to be added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from collectdesk.desk.paper.scanning import ReadBoxes
from collectdesk.domain.paper.further import Answer
from collectdesk.terms import term
from collectdesk.terms_records import FURTHER
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import row
from collectdesk.ui.record.read_boxes import CAME_BACK, Reading, pictures_of, readings
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.sandbox.scanning import Tick
    from collectdesk.ui.office import Office

_NAME_WIDTH: Final = 220


class SlipBox(QWidget):
    """In sight where a slip is filed with the visit. ``wanted`` carries the sentence that its answers make."""

    wanted = Signal(str)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._visit = ""
        self._found: tuple[Reading, ...] = ()
        speech = office.speech
        said = mark("An opinion slip came back. A suggestion only: compare each answer with its picture.")
        self.take_button = button(speech, mark("Put into the words"), self._take, icon="clipboard-pen")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        held = QVBoxLayout(self)
        held.setContentsMargins(0, 0, 0, 0)
        held.addWidget(label(speech, said, "mute", wrap=True))
        held.addLayout(self._rows)
        held.addLayout(row(None, self.take_button))
        speech.changed.connect(self._lay)
        self.hide()

    def about(self, visit_id: str) -> None:
        """Look for a slip of this visit; empty: of none."""
        if visit_id == self._visit and self._found:
            return  # where none was, one may have come in since
        self._visit, self._found = visit_id, ()
        self._lay()
        if visit_id:
            self._office.run(
                ReadBoxes(visit_id, slips_only=True),
                owner=self,
                done=lambda ticks: self._read(visit_id, ticks),
                failed=lambda _error: None,  # what can't be read is typed, as ever
            )

    def _read(self, visit_id: str, ticks: Sequence[Tick]) -> None:
        if visit_id == self._visit:
            self._found = readings(ticks)
            self._lay()

    def sentence(self) -> str:
        """The answers as words that can be added to a record."""
        say = self._office.say
        gap = "；" if self._office.words.is_chinese else "; "
        then = "" if self._office.words.is_chinese else " "
        told = gap.join(f"{say(FURTHER[one.name])}{then}{self._in_words(one)}" for one in self._found)
        return say(CAME_BACK, answers=told)

    def _in_words(self, one: Reading) -> str:
        if not isinstance(one.value, Answer):
            return self._office.say(mark("unclear"))
        return term(self._office.words, one.value)

    def _take(self) -> None:
        self.wanted.emit(self.sentence())

    def _lay(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        for one in self._found:
            self._rows.addWidget(self._line(one))
        self.setVisible(bool(self._found))

    def _line(self, one: Reading) -> QWidget:
        name = label(None, self._office.say(FURTHER[one.name]), "mute")
        name.setFixedWidth(_NAME_WIDTH)
        pictures = pictures_of(one, self._office.say(mark("Part of the sheet: {field}"), field=name.text()))
        held = QWidget()
        held.setLayout(row(name, *pictures, label(None, self._in_words(one), wrap=True), None))
        return held
