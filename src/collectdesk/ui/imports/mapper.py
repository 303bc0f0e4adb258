"""Owns the mapping of a file's columns: what each is read as, with its first cells, and the rows live beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from collectdesk.desk.intake.mapping import TryMapping, delimiters, encodings, fields_of
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.terms import TERMS
from collectdesk.terms_ledgers import DOUBTS, FIELDS
from collectdesk.ui.imports.columns import OF_KIND, reason_text
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.fields import DateEdit, PickOne, TextEdit
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from datetime import date

    from collectdesk.desk.intake.mapping import Tried
    from collectdesk.domain.intake.imports import FileLook
    from collectdesk.ui.office import Office

_SAMPLES: Final = 3
_NO_HEADINGS: Final = -1
_SHOWN_DELIMITERS: Final = {
    ",": mark("comma ,"), "\t": mark("tab"), ";": mark("semicolon ;"), "|": mark("bar |"), "^": mark("caret ^"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One column of the file as it is mapped."""

    column: int
    heading: str
    samples: str
    field: str
    by: str
    needed: bool


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person decided about a file: with it, it is read."""

    kind: LedgerKind
    columns: dict[str, int]
    fingerprint: str
    name: str
    encoding: str
    delimiter: str
    sheet: str
    data_date: date | None


def _read_as(words: Any, line: Line) -> str:
    return str(words.say(FIELDS[line.field])) if line.field else "—"


_COLUMNS: Final[tuple[Column[Any], ...]] = (
    Column(mark("Column"), lambda _w, r: r.heading or str(r.column + 1), Kind.BOLD, firm=True),
    Column(
        mark("Read as"), _read_as, firm=True,
        tone=lambda r: Tone.GOOD if r.field and r.by == "heading" else Tone.NOTICE if r.field else Tone.PLAIN,
    ),
    Column(mark("First cells"), lambda _w, r: r.samples, Kind.MUTED, stretch=True),
)  # fmt: skip


class Mapper(Card):
    """``looked`` asks to look at the file again (kind, encoding, delimiter, sheet, heading row), ``accepted`` carries
    the answers to read with, ``discarded`` gives the file up.
    """

    looked = Signal(object)
    accepted = Signal(object)
    discarded = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__(office.speech, mark("Say what the columns are"), flush=True)
        self._office = office
        self._look: FileLook | None = None
        self._fields: dict[int, tuple[str, str]] = {}
        self._asks_again = True
        self.file = label(None, "", "mute")
        self.head.insertWidget(1, self.file)
        self._build_choices()
        self._build_tables()
        self._trial = QTimer(self)
        self._trial.setSingleShot(True)
        self._trial.setInterval(120)
        self._trial.timeout.connect(self._try)
        self._lay_out()

    # ---- building

    def _build_choices(self) -> None:
        speech = self._office.speech
        self.kind = PickOne(speech, [(kind, TERMS[kind]) for kind in LedgerKind], must=True)
        self.encoding = PickOne(speech, [(name, name.upper()) for name in encodings()], must=True)
        self.delimiter = PickOne(speech, [(d, _SHOWN_DELIMITERS[d]) for d in delimiters()], must=True)
        self.sheet = PickOne(speech, (), must=True)
        self.sheet.setMinimumContentsLength(12)
        self.sheet.setSizeAdjustPolicy(PickOne.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.heading_row = PickOne(speech, (), must=True)
        self.day = DateEdit(speech, lambda: self._office.desk.now().astimezone(CHINA_TIME).date())
        self.day.setFixedWidth(136)
        self.day.edited.connect(self._trial_soon)
        self.name = TextEdit(speech, mark("Name of the source, such as the core system"))
        self.field = PickOne(speech, ())
        self.field.edited.connect(self._field_chosen)
        self._labels = {
            name: label(speech, sentence, "mute")
            for name, sentence in (
                ("kind", mark("List")),
                ("encoding", mark("Encoding")),
                ("delimiter", mark("Cells end with")),
                ("sheet", mark("Sheet")),
                ("heading_row", mark("Headings on line")),
                ("day", mark("Data date")),
                ("field", mark("Read the column as")),
            )
        }
        for part in ("kind", "encoding", "delimiter", "sheet", "heading_row"):
            getattr(self, part).edited.connect(self._ask_again)
        for name, text in self._labels.items():
            widget = getattr(self, name)
            text.setBuddy(widget)
            widget.setAccessibleName(text.text())

    def _build_tables(self) -> None:
        speech = self._office.speech
        self.lines: ValueTable[Line] = rows_table(
            speech,
            mark("Columns of the file"),
            _COLUMNS,
            lambda line: line.column,
            opens_on_click=False,
            row_tone=lambda line: Tone.GOOD if line.field else Tone.PLAIN,
        )
        self.lines.picked.connect(self._line_picked)
        self.lines.opened.connect(lambda _line: self.field.setFocus(Qt.FocusReason.OtherFocusReason))
        self.previews: dict[LedgerKind, ValueTable[Any]] = {
            kind: rows_table(
                speech, mark("As they would be read"), columns, lambda r: r.line, opens_on_click=False
            )
            for kind, columns in OF_KIND.items()
        }
        self.preview = QStackedWidget()
        for table in self.previews.values():
            table.set_empty(mark("No row can be read yet"), mark("Choose what the needed columns are."))
            self.preview.addWidget(table)
        self.missing = label(None, "", "wrong", wrap=True)
        self.told = label(None, "", "mute", wrap=True)
        self.doubt = label(None, "", "wrong", wrap=True)

    def _lay_out(self) -> None:
        speech, texts = self._office.speech, self._labels
        self.discard_button = button(speech, mark("Don't import"), self.discarded.emit)
        self.accept_button = button(
            speech, mark("Read the file like this"), self.accept, look="primary", key="F2"
        )
        first = row(
            texts["kind"], self.kind, texts["heading_row"], self.heading_row, texts["encoding"], self.encoding,
            texts["delimiter"], self.delimiter, texts["sheet"], self.sheet, texts["day"], self.day, None,
        )  # fmt: skip
        for part in (texts["sheet"], self.sheet):
            part.hide()  # only a workbook has sheets, and a text's own questions fill the line
        left = QWidget()
        under = QVBoxLayout(left)
        under.setContentsMargins(0, 0, 0, 0)
        under.addWidget(self.lines, 1)
        chosen = row(texts["field"], self.field)
        chosen.setContentsMargins(12, 2, 8, 2)
        chosen.setStretch(1, 1)
        under.addLayout(chosen)
        beside = QSplitter(Qt.Orientation.Horizontal)
        beside.addWidget(left)
        beside.addWidget(self.preview)
        beside.setSizes([400, 700])
        beside.setStretchFactor(1, 1)
        foot = row(self.name, None, self.discard_button, self.accept_button)
        self.name.setFixedWidth(300)
        for line in (first, row(self.doubt), row(self.missing)):
            line.setContentsMargins(12, 0, 12, 0)
            self.add(line)
        self.add(beside, 1)
        told = row(self.told)
        for line in (told, foot):
            line.setContentsMargins(12, 2, 12, 4)
            self.add(line)

    # ---- showing

    def show_look(self, look: FileLook) -> None:
        """Show the top of a file with what its columns seem to be."""
        self._look = look
        self._asks_again = False
        self.file.setText(look.file_name)
        self.kind.put(look.kind)
        self.encoding.offer([(name, name.upper()) for name in look.encodings or (look.encoding,)])
        self.encoding.put(look.encoding)
        self.delimiter.put(look.delimiter)
        self.sheet.offer([(name, name) for name in look.sheets])
        self.sheet.put(look.sheet)
        says = self._office.say
        self.heading_row.offer(
            [(_NO_HEADINGS, says(mark("none")))]
            + [(at, str(line)) for at, line in enumerate(look.lines[:20])]
        )
        self.heading_row.put(look.heading_row)
        for name, shown in (
            ("encoding", bool(look.encodings)), ("delimiter", bool(look.delimiter)), ("sheet", len(look.sheets) > 1),
            ("day", look.data_date is None),
        ):  # fmt: skip
            for part in (self._labels[name], getattr(self, name)):
                part.setVisible(shown)
        self._fields = {guess.column: (guess.field, guess.by) for guess in look.guesses}
        known = fields_of(look.kind)
        self.field.offer([(name, FIELDS[name]) for name in known.fields])
        self._asks_again = True
        self.preview.setCurrentWidget(self.previews[look.kind])
        self._write()
        self._try()
        self.lines.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        if self._look is not None:
            self._write()
        for name, text in self._labels.items():
            getattr(self, name).setAccessibleName(text.text())

    def _write(self) -> None:
        look, words = self._look, self._office.words
        assert look is not None
        known = fields_of(look.kind)
        below = look.rows[look.heading_row + 1 :]
        self.lines.show_rows([
            Line(
                guess.column, guess.heading,
                " · ".join(cells[guess.column] for cells in below[:_SAMPLES] if guess.column < len(cells)),
                *self._fields.get(guess.column, ("", "")),
                self._fields.get(guess.column, ("", ""))[0] in known.needed,
            )
            for guess in look.guesses
        ])  # fmt: skip
        lacking = [name for name in known.fields if name in known.needed and name not in self.columns()]
        between = "、" if words.is_chinese else ", "
        self.missing.setText(
            words.say(
                mark("Still needed: {fields}."), fields=between.join(words.say(FIELDS[f]) for f in lacking)
            )
        )
        self.missing.setVisible(bool(lacking))
        doubts = [doubt for doubt in look.doubts if doubt != "data_date" or self.day.value() is None]
        self.doubt.setText(" ".join(words.say(DOUBTS[doubt]) for doubt in doubts))
        self.doubt.setVisible(bool(doubts))
        self.accept_button.setEnabled(not lacking)

    def columns(self) -> dict[str, int]:
        """Field → column, as chosen so far."""
        return {field: column for column, (field, _) in self._fields.items() if field}

    # ---- choosing

    def _line_picked(self, line: Line | None) -> None:
        self.field.blockSignals(True)
        self.field.put(line.field or None if line is not None else None)
        self.field.blockSignals(False)
        self.field.setEnabled(line is not None)

    def _field_chosen(self) -> None:
        line, chosen = self.lines.chosen, self.field.value()
        if line is None or self._look is None:
            return
        for column, (field, _) in list(self._fields.items()):
            if field == chosen:
                self._fields[column] = ("", "")
        self._fields[line.column] = (chosen or "", "hand")
        self._write()
        self._trial_soon()

    def _ask_again(self) -> None:
        if self._look is None or not self._asks_again:
            return
        self.looked.emit({
            "kind": self.kind.value(), "encoding": self.encoding.value() if self._look.encodings else None,
            "delimiter": self.delimiter.value() if self._look.delimiter else None,
            "sheet": self.sheet.value() or None,
            "heading_row": self.heading_row.value() if self.heading_row.value() != self._look.heading_row else None,
        })  # fmt: skip

    def _trial_soon(self) -> None:
        self._trial.start()

    def _try(self) -> None:
        """Read the first rows as they would be read."""
        look = self._look
        if look is None:
            return

        def shown(tried: Tried) -> None:
            if self._look is look:
                self._show_tried(tried)

        deed = TryMapping(look, look.kind, self.columns(), self.day.value())
        self._office.run(deed, owner=self, done=shown)

    def _show_tried(self, tried: Tried) -> None:
        look, words = self._look, self._office.words
        assert look is not None
        self.previews[look.kind].show_rows(tried.rows)
        if not tried.bad:
            self.told.setText("")
            return
        first = tried.bad[0]
        self.told.setText(
            words.plural(
                "{count} finding in the first rows; line {line}, {column}: {reason}",
                "{count} findings in the first rows; line {line}, {column}: {reason}",
                len(tried.bad),
                line=first.line,
                column=first.column or "—",
                reason=reason_text(words, first),
            )
        )

    def accept(self) -> None:
        """Read the whole file like this, and keep it for the source's next file."""
        look = self._look
        if look is None or not self.accept_button.isEnabled():
            return
        self.accepted.emit(
            Answers(
                look.kind, self.columns(), look.fingerprint, self.name.value() or look.file_name, look.encoding,
                look.delimiter, look.sheet, look.data_date or self.day.value(),
            )
        )  # fmt: skip

    def forget(self) -> None:
        """The file was read or given up."""
        self._look = None
