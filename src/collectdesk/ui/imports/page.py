"""Owns the import page: choose or drop a file, look it through, take it in; below, what was taken in before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from collectdesk.desk.imports import CommitImport, ExportQuarantine, ListImports, ReadFile, ShowQuarantine
from collectdesk.desk.pipeline import Subject
from collectdesk.domain.zones import local_day
from collectdesk.terms import term
from collectdesk.terms_ledgers import visit_left, what_followed
from collectdesk.ui import ask, wording
from collectdesk.ui.actions import Act
from collectdesk.ui.imports.columns import REGISTER, SET_ASIDE
from collectdesk.ui.imports.preview import Preview
from collectdesk.ui.page import Page
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.choices import Flow
from collectdesk.ui.parts.progress_line import ProgressLine
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.theme import set_glyph
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from collectdesk.desk.imports import BatchLine, Imported
    from collectdesk.desk.progress import Progress
    from collectdesk.domain.imports import BadRow, Ledger
    from collectdesk.ui.office import Office
    from collectdesk.ui.tasks import Ticket

TABLES: Final = mark("Tables (*.xlsx *.xlsm *.csv *.txt);;All files (*)")


class ImportsPage(Page):
    """Read, look through, take in."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.setAcceptDrops(True)
        self._ticket: Ticket | None = None
        self._error: BaseException | None = None
        self._imported: Imported | None = None
        self._batches: tuple[BatchLine, ...] = ()
        self._inbox: tuple[Path, ...] = ()
        self.preview = Preview(office)
        self.preview.accepted.connect(self.take_in)
        self.preview.exported.connect(self.export)
        self.preview.discarded.connect(self.discard)
        self.stack = QStackedWidget()
        self.register_card = self._register()
        self.past_card = self._past()
        for part in (self.register_card, self.preview, self.past_card):
            self.stack.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 12)
        layout.setSpacing(10)
        layout.addWidget(self._choosing())
        layout.addWidget(self.stack, 1)

    # ---- building

    def _choosing(self) -> Card:
        speech = self.speech
        card = Card(speech, mark("Import a list from the core system"))
        card.title.setProperty("look", "title")
        self.choose_button = button(
            speech, mark("Choose a file…"), self.choose, icon="file-input", key="Ctrl+I"
        )
        dropped = label(
            speech, mark("or drop an XLSX or CSV file here: overdue list, instalments or payments"), "mute"
        )
        self._files = QWidget()
        self._flow = Flow(self._files)
        self._files_head = label(speech, mark("Ready in the practice branch's inbox:"), "mute")
        self.progress = ProgressLine(speech)
        self.trouble = label(None, "", "wrong", wrap=True)
        self.summary = label(None, "", "", wrap=True)
        self.to_today = button(
            speech, mark("Go to Today"), lambda: self.opens.emit("today", None), icon="house"
        )
        self.to_follow = button(
            speech,
            mark("See promises and plans"),
            lambda: self.opens.emit("followup", None),
            icon="handshake",
        )
        card.add(row(self.choose_button, dropped, None))
        card.add(self._files_head)
        card.add(self._files)
        card.add(self.progress)
        card.add(self.trouble)
        done = row(self.summary, self.to_today, self.to_follow)
        done.setStretch(0, 1)
        card.add(done)
        hidden = (
            self._files_head, self._files, self.trouble, self.summary, self.to_today, self.to_follow,
        )  # fmt: skip
        for part in hidden:
            part.hide()
        return card

    def _register(self) -> Card:
        card = Card(self.speech, mark("Imported so far"), flush=True)
        self.register: ValueTable[Any] = rows_table(
            self.speech, mark("Imports"), REGISTER, lambda batch: batch.id, opens_on_click=False
        )
        self.register.set_empty(
            mark("Nothing is imported yet"),
            mark("Begin with the overdue list; payments and instalments find their accounts by it."),
        )
        self.register.opened.connect(self.show_past)
        card.add(self.register, 1)
        return card

    def _past(self) -> Card:
        card = Card(self.speech, mark("Set aside at this import"), flush=True)
        self.past: ValueTable[Any] = rows_table(
            self.speech, mark("Rows set aside"), SET_ASIDE, lambda r: (r.line, r.column, r.code),
            opens_on_click=False,
        )  # fmt: skip
        self.past.set_empty(mark("Nothing was set aside"), mark("Every row of that file was taken in."))
        card.head.addWidget(
            button(self.speech, mark("Back to the list"), self._show_register, icon="history")
        )
        card.add(self.past, 1)
        return card

    # ---- what the window asks

    def title(self) -> str:
        return self.office.say(mark("Import files"))

    def refresh(self, touched: frozenset[Subject]) -> None:
        if Subject.IMPORTS in touched:
            self.office.run(ListImports(), owner=self, done=self._show_batches, failed=self.warn)
            self._look_for_files()

    def retranslate(self) -> None:
        self.preview.retranslate()
        self._say(self._error)
        self._write_summary()

    def focus_first(self) -> None:
        if self.stack.currentWidget() is self.preview:
            self.preview.accept_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.choose_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_target(self, target: Any) -> None:
        if isinstance(target, (str, Path)):
            self.read(Path(target))

    def acts(self) -> Mapping[Act, Callable[[], object]]:
        acts: dict[Act, Callable[[], object]] = {Act.IMPORT: self.choose}
        if self.stack.currentWidget() is self.preview:
            acts[Act.MAIN] = self.preview.accept
        return acts

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Ctrl+I", mark("Choose a file")),
            ("F2", mark("Import")),
            ("Enter", mark("See what was set aside")),
        )

    # ---- which file

    def choose(self) -> None:
        """Let the person choose a file."""
        chosen = ask.file_to_open(self, self.office.say(mark("Choose a list")), self.office.say(TABLES))
        if chosen is not None:
            self.read(chosen)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.read(path)

    def _look_for_files(self) -> None:
        store = self.office.desk.store
        if not store.is_practice:
            return
        folder, today = store.folder, local_day(self.office.desk.now())

        def look(_steps: Progress) -> tuple[Path, ...]:
            from collectdesk.desk.practising import delivered

            return delivered(folder, today)

        self.office.outside(look, owner=self, done=self._show_files, failed=self.warn)

    def _show_files(self, files: tuple[Path, ...]) -> None:
        self._inbox = files
        self._write_files()

    def _write_files(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        known = {batch.file_name for batch in self._batches}
        for path in self._inbox:
            self._flow.addWidget(self._file_button(path, taken=path.name in known))
        for part in (self._files_head, self._files):
            part.setVisible(bool(self._inbox))
        self._files.updateGeometry()

    def _file_button(self, path: Path, *, taken: bool) -> QPushButton:
        made = QPushButton(self._files)
        made.setAutoDefault(False)
        made.setText(f"\u2009{path.name}")
        made.setAccessibleName(path.name)
        set_glyph(made, "check" if taken else "file-text", "good" if taken else "mute", 16)
        made.clicked.connect(lambda _checked=False: self.read(path))
        made.show()
        return made

    # ---- reading

    def read(self, path: Path) -> None:
        """Read a file and show what would go in; nothing is changed yet."""
        if self._ticket is not None:
            return
        self._say(None)
        self._imported = None
        self._write_summary()
        self._wait(
            mark("Reading the file"),
            self.office.run(
                ReadFile(path), owner=self, done=self._read, failed=self._unread, cancelled=self._idle,
                progress=self.progress.step,
            ),
        )  # fmt: skip

    def _wait(self, sentence: str, ticket: Ticket) -> None:
        self._ticket = ticket
        self.choose_button.setEnabled(False)
        self._files.setEnabled(False)
        self.preview.wait(waiting=True)
        self.progress.begin(sentence, ticket)

    def _idle(self) -> None:
        self._ticket = None
        self.progress.end()
        self.choose_button.setEnabled(True)
        self._files.setEnabled(True)
        self.preview.wait(waiting=False)

    def _read(self, ledger: Ledger) -> None:
        self._idle()
        self.preview.show_ledger(ledger)
        self.stack.setCurrentWidget(self.preview)
        self.preview.wait(waiting=False)

    def _unread(self, error: BaseException) -> None:
        self._idle()
        self.stack.setCurrentWidget(self.register_card)
        self._say(error)
        self.choose_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, error: BaseException | None) -> None:
        self._error = error
        self.trouble.setText(wording.sentence(self.office.words, error) if error is not None else "")
        self.trouble.setVisible(error is not None)

    def discard(self) -> None:
        """Give the file up; nothing was changed."""
        self.preview.forget()
        self._say(None)
        self._show_register()

    def _show_register(self) -> None:
        self.stack.setCurrentWidget(self.register_card)
        self.focus_first()

    # ---- taking in

    def take_in(self, data_date: date) -> None:
        """Import what was looked through: all good rows or none."""
        ledger = self.preview.ledger
        if ledger is None or self._ticket is not None:
            return
        self._say(None)
        self._wait(
            mark("Taking the rows in"),
            self.office.run(
                CommitImport(ledger, data_date), owner=self, done=self._taken, failed=self._refused,
                cancelled=self._idle, progress=self.progress.step,
            ),
        )  # fmt: skip

    def _taken(self, imported: Imported) -> None:
        self._idle()
        self._imported = imported
        self.preview.forget()
        self.stack.setCurrentWidget(self.register_card)
        self._write_summary()
        self.to_today.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refused(self, error: BaseException) -> None:
        self._idle()
        self._say(error)

    def _write_summary(self) -> None:
        words, done = self.office.words, self._imported
        self.summary.setVisible(done is not None)
        self.to_today.setVisible(done is not None)
        self.to_follow.setVisible(done is not None and bool(done.promises_kept or done.promises_broken))
        if done is None:
            return
        said = [words.say(
            mark("{kind} of {day} is in: {good} rows taken in, {bad} set aside."), kind=term(words, done.kind),
            day=words.date(done.data_date), good=words.number(done.good), bad=words.number(done.bad_rows),
        )]  # fmt: skip
        if done.cases_opened:
            said.append(words.plural(
                "{count} new case waits in Today.", "{count} new cases wait in Today.", done.cases_opened
            ))  # fmt: skip
        if done.promises_kept or done.promises_broken:
            said.append(words.say(
                mark("Promises and plans: {kept} kept, {broken} broken."), kept=done.promises_kept,
                broken=done.promises_broken,
            ))  # fmt: skip
        said += what_followed(words, done.counts)
        said += [visit_left(words, each.case_no, each.visit_no, each.planned_at) for each in done.leftovers]
        self.summary.setText(("" if words.is_chinese else " ").join(said))

    def export(self) -> None:
        """Write what is set aside as a table that can be sent back to be mended."""
        ledger = self.preview.ledger
        if ledger is None:
            return
        words = self.office.words
        proposed = f"{Path(ledger.file_name).stem}-{words.say(mark('set aside'))}.csv"
        target = ask.file_to_save(self, words.say(mark("Export what is set aside")), proposed, "CSV (*.csv)")
        if target is None:
            return
        self.office.run(
            ExportQuarantine(ledger, target, words.language), owner=self,
            done=lambda count: self._exported(count, target), failed=self._say,
        )  # fmt: skip

    def _exported(self, count: int, target: Path) -> None:
        words = self.office.words
        self.confirm(
            words.say(
                mark("{count} findings written to {path}."), count=words.number(count), path=str(target)
            )
        )

    # ---- what was taken in before

    def _show_batches(self, batches: tuple[BatchLine, ...]) -> None:
        self._batches = batches
        self.register.show_rows(batches)
        self._write_files()

    def show_past(self, batch: BatchLine) -> None:
        """Show what an earlier import set aside."""

        def shown(findings: tuple[BadRow, ...]) -> None:
            self.past.show_rows(findings)
            self.past_card.say_beside(f"{batch.file_name} · {self.office.words.date(batch.data_date)}")
            self.stack.setCurrentWidget(self.past_card)
            self.past.setFocus(Qt.FocusReason.OtherFocusReason)

        self.office.run(ShowQuarantine(batch.id), owner=self, done=shown, failed=self.warn)


def _dropped(event: QDropEvent) -> Path | None:
    """The one local file that is dropped."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    return Path(urls[0].toLocalFile())
