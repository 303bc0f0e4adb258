"""Owns an import of the past: what it set aside, to be mended, and the way to take the whole of it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal

from collectdesk.desk.intake.imports import ShowQuarantine
from collectdesk.desk.intake.mending import MendQuarantine
from collectdesk.desk.intake.undoing import PreviewUndo, UndoImport
from collectdesk.domain.people.people import Permission
from collectdesk.terms_ledgers import KEPT
from collectdesk.ui import ask, wording
from collectdesk.ui.imports.columns import SET_ASIDE
from collectdesk.ui.imports.mending import MendRowPanel
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.desk.intake.imports import BatchLine
    from collectdesk.desk.intake.undoing import KeptByWork, Undone, UndoPreview
    from collectdesk.domain.intake.imports import BadRow
    from collectdesk.ui.office import Office

_NAMED = 12
"""Customers named in a question; the line afterwards names them all."""


class Past(Card):
    """``left`` goes back to the register, ``undone`` says what undoing did."""

    left = Signal()
    undone = Signal(str)

    def __init__(self, office: Office) -> None:
        super().__init__(office.speech, mark("Set aside at this import"), flush=True)
        self._office = office
        self._batch: BatchLine | None = None
        speech = office.speech
        self.table: ValueTable[BadRow] = rows_table(
            speech,
            mark("Rows set aside"),
            SET_ASIDE,
            lambda r: (r.line, r.column, r.code),
            opens_on_click=False,
        )
        self.table.set_empty(mark("Nothing was set aside"), mark("Every row of that file was taken in."))
        self.table.opened.connect(self.mend)
        self.mender = MendRowPanel(office)
        self.mender.checked.connect(self._check)
        self.mender.left.connect(self._leave_row)
        self.trouble = label(None, "", "wrong", wrap=True)
        self.trouble.hide()
        self.undo_button = button(speech, mark("Undo this import…"), self.ask_undo, icon="history", key="F8")
        self.head.addWidget(self.undo_button)
        self.head.addWidget(button(speech, mark("Back to the list"), self.left.emit))
        told = row(self.trouble)
        told.setContentsMargins(12, 0, 12, 0)
        self.add(told)
        self.add(self.table, 1)
        self.add(self.mender)

    # ---- showing

    def show_batch(self, batch: BatchLine) -> None:
        """Show an import of the register."""
        self._batch = batch
        self.say_beside(f"{batch.file_name} · {self._office.words.date(batch.data_date)}")
        self.undo_button.setVisible(self._office.may(Permission.UNDO_IMPORT) and batch.undone_at is None)
        self.mender.forget()
        self._say(None)
        self._refresh()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self.mender.retranslate()

    def _refresh(self) -> None:
        batch = self._batch
        if batch is None:
            return

        def shown(findings: tuple[BadRow, ...]) -> None:
            if self._batch is batch:
                self.table.show_rows(findings)

        self._office.run(ShowQuarantine(batch.id), owner=self, done=shown, failed=self._say)

    def _say(self, error: BaseException | None) -> None:
        self.trouble.setText(wording.sentence(self._office.words, error) if error is not None else "")
        self.trouble.setVisible(error is not None)

    # ---- mending

    def mend(self, finding: BadRow) -> None:
        """Open the row of a finding to be mended; nothing of an undone import can be."""
        if self._batch is not None and self._batch.undone_at is None:
            same = [each for each in self._given() if each.line == finding.line]
            self.mender.show_row(same or [finding], self._batch.headings)

    def _given(self) -> Sequence[BadRow]:
        found = (self.table.values.row_at(at) for at in range(self.table.values.rowCount()))
        return [each for each in found if each is not None]

    def _check(self, line: int, cells: tuple[str, ...]) -> None:
        batch = self._batch
        if batch is None:
            return

        def checked(still: tuple[BadRow, ...]) -> None:
            if self._batch is not batch:
                return
            if still:
                self.mender.show_row(still, batch.headings)
                return
            self._leave_row()
            self._refresh()

        self._say(None)
        self._office.run(MendQuarantine(batch.id, line, cells), owner=self, done=checked, failed=self._say)

    def _leave_row(self) -> None:
        self.mender.forget()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- undoing

    def ask_undo(self) -> None:
        """Look at what undoing would do, ask, and do it."""
        batch = self._batch
        if batch is None or not self.undo_button.isVisibleTo(self):
            return

        def asked(preview: UndoPreview) -> None:
            words = self._office.words
            if self._batch is batch and ask.agrees(
                self, words.say(mark("Undo this import")), self._question(preview),
                words.say(mark("Undo the import")), words.say(mark("Keep it")),
            ):  # fmt: skip
                self._office.run(UndoImport(batch.id), owner=self, done=self._undone, failed=self._say)

        self._office.run(PreviewUndo(batch.id), owner=self, done=asked, failed=self._say)

    def _question(self, preview: UndoPreview) -> str:
        words = self._office.words
        said = words.say(
            mark("{file} brought or changed something of {count} customers."),
            file=preview.file_name, count=words.number(preview.customers),
        )  # fmt: skip
        if not preview.kept:
            gap = "" if words.is_chinese else " "
            return f"{said}{gap}{words.say(mark('All of it is taken back.'))}"
        kept = words.plural(
            "All of it is taken back, but {count} customer stays as they are now: {names}",
            "All of it is taken back, but {count} customers stay as they are now: {names}",
            len(preview.kept), names=self._names(preview.kept[:_NAMED]),
        )  # fmt: skip
        return f"{said}\n\n{kept}{'…' if len(preview.kept) > _NAMED else ''}"

    def _names(self, kept: Sequence[KeptByWork]) -> str:
        words = self._office.words
        between, opened, closed = ("、", "（", "）") if words.is_chinese else (", ", " (", ")")
        return between.join(f"{k.name}{opened}{words.say(KEPT[k.reason])}{closed}" for k in kept)

    def _undone(self, done: Undone) -> None:
        self.mender.forget()
        words = self._office.words
        said: list[Any] = [words.say(mark("The import of {file} is undone."), file=done.file_name)]
        if done.kept:
            said.append(words.say(mark("Kept: {names}."), names=self._names(done.kept)))
        self.undone.emit(("" if words.is_chinese else " ").join(said))
