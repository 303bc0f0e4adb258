"""Owns what was read from a scanned sheet's boxes: put into blank fields, each beside its picture, until compared."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from collectdesk.desk.paper.scanning import ReadBoxes
from collectdesk.domain.paper.further import SATISFACTION
from collectdesk.terms import term
from collectdesk.terms_records import FIELDS as NAMES
from collectdesk.terms_records import FURTHER
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.record.sheet_form import CHIPS, SEVERAL, YES_NO
from collectdesk.words import LANGUAGES, for_language, mark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collectdesk.desk.paper.voided import Voided
    from collectdesk.domain.paper.records import Findings
    from collectdesk.sandbox.scanning import Tick
    from collectdesk.ui.office import Office
    from collectdesk.ui.record.sheet_form import SheetForm

FIELDS: Final[Mapping[str, str]] = {
    name: {**NAMES, **FURTHER}[name]
    for name in (
        "met", "status", "address_found", "said_to_others", "identity", "identification_shown", "purpose_stated",
        "entry", "recording", "outcome", "mood", *SATISFACTION, "slip_left", "overdue_reasons", "income", "family",
        "attitude", "condition", "vulnerable", "offers_made", "consequences", "raised",
    )
}  # fmt: skip
"""The fields that have boxes on the sheet, in the order of the sheet."""
CAME_BACK: Final = mark("The customer's opinion slip came back: {answers}")
_NAME_WIDTH: Final = 124


@dataclass(frozen=True, slots=True)
class Reading:
    """What the boxes of one field say. ``value`` None: nothing certain; ``crops`` are pictures of what isn't blank."""

    name: str
    value: Any
    crops: tuple[bytes, ...]
    unclear: bool


def readings(ticks: Sequence[Tick]) -> tuple[Reading, ...]:
    """The fields of which something stands on the sheet; two ticks where one answer is asked for are unclear."""
    found: dict[str, list[Tick]] = {}
    for tick in ticks:
        if tick.ticked != "no":
            found.setdefault(tick.code.partition("=")[0], []).append(tick)
    return tuple(_reading(name, found[name]) for name in FIELDS if name in found)


def _reading(name: str, ticks: Sequence[Tick]) -> Reading:
    said = [_value(name, tick.code.partition("=")[2]) for tick in ticks if tick.ticked == "yes"]
    crops = tuple(tick.crop for tick in ticks)
    if any(tick.ticked == "unsure" for tick in ticks) or (name not in SEVERAL and len(said) != 1):
        return Reading(name, None, crops, unclear=True)
    return Reading(name, frozenset(said) if name in SEVERAL else said[0], crops, unclear=False)


def _value(name: str, code: str) -> Enum | bool:
    return CHIPS[name](code) if name in CHIPS else code == "yes"


def is_slip_told(notes: Sequence[str]) -> bool:
    """Whether one of these words was made of a returned opinion slip, in whichever language."""
    begins = [for_language(language).say(CAME_BACK, answers="").strip() for language in LANGUAGES]
    return any(opening in note for opening in begins for note in notes)


def held_by(found: Findings) -> dict[str, Any]:
    """What a record holds in the fields that have boxes, as the boxes give it."""
    values = {name: getattr(found, name, getattr(found.further, name, None)) for name in FIELDS}
    return {name: frozenset(value) if isinstance(value, tuple) else value for name, value in values.items()}


def pictures_of(one: Reading, accessible: str) -> list[QWidget]:
    """The crops of a reading, to stand beside it."""
    made: list[QWidget] = []
    for crop in one.crops[:3]:
        shown, pixels = QLabel(), QPixmap()
        pixels.loadFromData(crop)
        shown.setPixmap(pixels)
        shown.setAccessibleName(accessible)
        made.append(shown)
    return made


class BoxesCard(Card):
    """``changed`` follows each comparison. Nothing that was read here is saved before somebody compared it."""

    changed = Signal()

    def __init__(self, office: Office, form: SheetForm) -> None:
        super().__init__(office.speech, mark("Read from the sheet"))
        self._office, self._form = office, form
        self._visit = ""
        self._found: tuple[Reading, ...] = ()
        self._compared: set[str] = set()
        self._voided: Voided | None = None
        self._buttons: dict[str, QPushButton] = {}
        all_button = button(office.speech, mark("All as on the sheet"), self.compare_all, look="quiet")
        self.head.addWidget(all_button)
        said = mark("A suggestion only: compare each with the sheet beside it, or type what is right.")
        self.add(label(office.speech, said, "mute", wrap=True))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self.add(self._rows)
        self.wrong = label(None, "", "wrong", wrap=True)
        self.wrong.hide()
        self.add(self.wrong)
        form.changed.connect(self._follow)
        office.speech.changed.connect(self._lay)
        self.hide()

    def forget(self) -> None:
        """Another visit is in sight."""
        self._visit, self._found = "", ()
        self._compared.clear()
        self._say("")
        self.hide()

    def read(self, visit_id: str, voided: Voided | None = None) -> None:
        """Have the boxes of a visit's scanned sheet read; what was compared for a record now void isn't asked anew."""
        self.forget()
        self._visit, self._voided = visit_id, voided

        def take(ticks: Sequence[Tick]) -> None:
            if visit_id == self._visit:
                self.take(readings(ticks))

        # what can't be read is typed, as ever
        self._office.run(ReadBoxes(visit_id), owner=self, done=take, failed=lambda _error: None)

    def take(self, found: Sequence[Reading]) -> None:
        """Put what was read into fields that are still blank."""
        self._found = tuple(found)
        blank = {
            one.name: one.value
            for one in found
            if not one.unclear and self._form.values()[one.name] in (None, frozenset())
        }
        self._form.put(blank)
        if self._voided is not None:
            self.know(self._voided)
        if blank:
            self._form.fit()
            self._form.changed.emit()
        self._lay()

    def know(self, voided: Voided) -> None:
        """What a void record of this very sheet had as the sheet has it was compared, and a slip in the words added."""
        if not voided.same_pages or voided.is_elsewhere:
            return
        slip = is_slip_told(voided.added)
        had = held_by(voided.record.findings)
        self._compared |= {
            one.name for one in self._found
            if had.get(one.name) == one.value or (slip and one.name in SATISFACTION)
        }  # fmt: skip
        self._lay()
        self.changed.emit()

    @property
    def pending(self) -> tuple[str, ...]:
        """Fields that hold what was read and that nobody compared yet."""
        values = self._form.values()
        return tuple(
            one.name
            for one in self._found
            if not one.unclear and one.name not in self._compared and values[one.name] == one.value
        )

    def refuse(self) -> None:
        """Say that something is still to be compared, and go there."""
        self._say(self._office.say(mark("Compare what was read with the sheet before you save the record.")))
        for name in self.pending:
            self._buttons[name].setFocus()
            break

    def compare(self, name: str) -> None:
        """Somebody looked: the field holds what the sheet says."""
        self._compared.add(name)
        self._lay()
        self.changed.emit()

    def compare_all(self) -> None:
        """Somebody looked at all of them."""
        self._compared |= {one.name for one in self._found}
        self._say("")
        self._lay()
        self.changed.emit()

    def _follow(self) -> None:
        if self._found and self.isVisible():
            self._mark()

    def _say(self, text: str) -> None:
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))

    def _lay(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        self._buttons.clear()
        for one in self._found:
            self._rows.addWidget(self._line(one))
        self.setVisible(bool(self._found))
        self._mark()

    def _line(self, one: Reading) -> QWidget:
        name = label(None, self._office.say(FIELDS[one.name]), "mute", wrap=True)
        name.setFixedWidth(_NAME_WIDTH)
        pictures = pictures_of(one, self._office.say(mark("Part of the sheet: {field}"), field=name.text()))
        made = QPushButton()
        made.setProperty("look", "quiet")
        made.setAutoDefault(False)
        made.clicked.connect(lambda _checked=False, name=one.name: self.compare(name))
        self._buttons[one.name] = made
        held = QWidget()
        held.setLayout(row(name, *pictures, label(None, self._in_words(one.value), wrap=True), None, made))
        return held

    def _in_words(self, value: Any) -> str:
        words = self._office.words
        if isinstance(value, bool):
            return words.say(YES_NO[0][1] if value else YES_NO[1][1])
        codes = value if isinstance(value, frozenset) else (value,) if value is not None else ()
        gap = "、" if words.is_chinese else ", "
        return gap.join(sorted(term(words, code) for code in codes))

    def _mark(self) -> None:
        say, pending = self._office.say, self.pending
        for one in self._found:
            made = self._buttons[one.name]
            if one.unclear:
                text = say(mark("Unclear: type it"))
            elif one.name in pending:
                text = say(mark("As on the sheet"))
            elif one.name in self._compared:
                text = say(mark("Compared"))
            else:
                text = say(mark("Typed otherwise"))
            made.setText(text)
            made.setEnabled(one.name in pending)
            made.setAccessibleName(f"{say(FIELDS[one.name])}: {text}")
        if not pending:
            self._say("")
