"""Owns the import page: choose or drop a file, look it through, take it in; below, what was taken in before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout

from collectdesk.desk.intake.comparing import CompareImport
from collectdesk.desk.intake.imports import CommitImport, ExportQuarantine, ListImports, ReadFile
from collectdesk.desk.intake.mapping import KeepMapping, LookAtFile
from collectdesk.desk.intake.mending import MendRow
from collectdesk.desk.pipeline import Subject
from collectdesk.ui import ask, wording
from collectdesk.ui.actions import Act
from collectdesk.ui.imports.by_hand import ByHand
from collectdesk.ui.imports.choosing import MAPPABLE, TABLES, dropped_file
from collectdesk.ui.imports.columns import REGISTER
from collectdesk.ui.imports.differences import Differences
from collectdesk.ui.imports.inbox import Inbox
from collectdesk.ui.imports.mapper import Mapper
from collectdesk.ui.imports.past import Past
from collectdesk.ui.imports.preview import Preview
from collectdesk.ui.imports.telling import what_was_done
from collectdesk.ui.imports.tray import Tray
from collectdesk.ui.page import Page
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.progress_line import ProgressLine
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from collectdesk.desk.intake.imports import BatchLine, Imported
    from collectdesk.desk.intake.mending import Mended
    from collectdesk.domain.intake.import_diff import ImportDiff
    from collectdesk.domain.intake.imports import ColumnMapping, FileLook, Ledger
    from collectdesk.ui.imports.mapper import Answers
    from collectdesk.ui.office import Office
    from collectdesk.ui.tasks import Ticket


class ImportsPage(Page):
    """Read, look through, take in."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.setAcceptDrops(True)
        self._ticket: Ticket | None = None
        self._error: BaseException | None = None
        self._imported: Imported | None = None
        self._batches: tuple[BatchLine, ...] = ()
        self._asked: dict[str, Any] = {}
        self.preview = Preview(office)
        self.preview.accepted.connect(self.take_in)
        self.preview.exported.connect(self.export)
        self.preview.discarded.connect(self.discard)
        self.preview.compared.connect(self.compare)
        self.preview.remapped.connect(lambda: self.map_columns(self.preview.ledger))
        self.preview.mended.connect(self.mend)
        self.preview.confirmed.connect(self._row_is_in)
        self.stack = QStackedWidget()
        self.register_card = self._register()
        self.past_card = Past(office)
        self.past_card.left.connect(self._show_register)
        self.past_card.undone.connect(self._undone)
        self.mapper = Mapper(office)
        self.mapper.looked.connect(self.look_again)
        self.mapper.accepted.connect(self.read_mapped)
        self.mapper.discarded.connect(self.discard)
        self.differences = Differences(office)
        self.differences.left.connect(self._show_register)
        self.by_hand = ByHand(office)
        self.by_hand.left.connect(self._show_register)
        self.by_hand.chosen.connect(
            lambda customer_id: self.opens.emit("casefile", (customer_id, "products"))
        )
        self.tray = Tray(office)
        self.tray.left.connect(self._show_register)
        parts = (
            self.register_card, self.tray, self.preview, self.past_card, self.mapper, self.differences, self.by_hand,
        )  # fmt: skip
        for part in parts:
            self.stack.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 12)
        layout.setSpacing(10)
        layout.addWidget(self._choosing())
        layout.addWidget(self.stack, 1)
        self._listen()

    def _listen(self) -> None:
        """The keys of the page."""
        for key, act in (
            ("F6", self.show_tray), ("F7", self.show_by_hand),
            ("F8", self.past_card.ask_undo), ("F9", self.check_figures),
        ):  # fmt: skip
            pressed = QShortcut(QKeySequence(key), self)
            pressed.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            pressed.activated.connect(act)

    # ---- building

    def _choosing(self) -> Card:
        speech = self.speech
        card = Card(speech, mark("Import a list from the core system"))
        card.title.setProperty("look", "title")
        self.choose_button = button(
            speech, mark("Choose a file…"), self.choose, icon="file-input", key="Ctrl+I"
        )
        dropped = label(
            speech,
            mark("or drop an XLSX, XLS or CSV file here: overdue list, payments, customers…"),
            "mute",
        )
        self.inbox = Inbox(self.office)
        self.inbox.chosen.connect(self.read)
        self.inbox.failed.connect(self.warn)
        self.progress = ProgressLine(speech)
        self.asks_password = label(speech, mark("Password of the workbook:"), "mute")
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setFixedWidth(220)
        speech.bind(self.password, self.password.setAccessibleName, mark("Password of the workbook"))
        self.password_button = button(speech, mark("Open it"), self._open_with_password, icon="lock")
        self.password.returnPressed.connect(self._open_with_password)
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
        card.add(self.inbox)
        card.add(self.progress)
        card.add(self.trouble)
        card.add(row(self.asks_password, self.password, self.password_button, None))
        done = row(self.summary, self.to_today, self.to_follow)
        done.setStretch(0, 1)
        card.add(done)
        hidden = (
            self.trouble, self.summary, self.to_today, self.to_follow,
            self.asks_password, self.password, self.password_button,
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
        self.check_button = button(
            self.speech, mark("Check the figures"), self.check_figures, icon="scale", key="F9"
        )
        self.by_hand_button = button(
            self.speech, mark("Amounts by hand"), self.show_by_hand, icon="pencil", key="F7"
        )
        self.tray_button = button(
            self.speech, mark("Unmatched money"), self.show_tray, icon="wallet", key="F6"
        )
        card.head.addWidget(self.tray_button)
        card.head.addWidget(self.by_hand_button)
        card.head.addWidget(self.check_button)
        card.add(self.register, 1)
        return card

    # ---- what the window asks

    def title(self) -> str:
        return self.office.say(mark("Import files"))

    def refresh(self, touched: frozenset[Subject]) -> None:
        if Subject.IMPORTS in touched:
            self.office.run(ListImports(), owner=self, done=self._show_batches, failed=self.warn)
            self.inbox.look()

    def retranslate(self) -> None:
        self.preview.retranslate()
        self.mapper.retranslate()
        self.past_card.retranslate()
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
        elif self.stack.currentWidget() is self.mapper:
            acts[Act.MAIN] = self.mapper.accept
        return acts

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Ctrl+I", mark("Choose a file")),
            ("F2", mark("Import")),
            ("Enter", mark("See what was set aside")),
            ("F6", mark("Unmatched money")),
            ("F7", mark("Amounts by hand")),
            ("F8", mark("Undo an import")),
            ("F9", mark("Check the figures")),
        )

    # ---- which file

    def choose(self) -> None:
        """Let the person choose a file."""
        chosen = ask.file_to_open(self, self.office.say(mark("Choose a list")), self.office.say(TABLES))
        if chosen is not None:
            self.read(chosen)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.read(path)

    # ---- reading

    def read(self, path: Path, **asked: Any) -> None:
        """Read a file and show what would go in; nothing is changed yet. ``asked`` are a person's answers about it."""
        if self._ticket is not None:
            return
        self._asked = {"path": path, **asked}
        self._say(None)
        self._ask_password(asked=False)
        self._imported = None
        self._write_summary()
        self._wait(
            mark("Reading the file"),
            self.office.run(
                ReadFile(path, **asked), owner=self, done=self._read, failed=self._unread, cancelled=self._idle,
                progress=self.progress.step,
            ),
        )  # fmt: skip

    # ---- columns, password

    def map_columns(self, ledger: Ledger | None = None) -> None:
        """Let the person say what the columns of the file are."""
        asked = {name: self._asked.get(name) for name in ("encoding", "delimiter", "sheet")}
        self.look_again({**asked, "kind": ledger.kind if ledger is not None else None})

    def look_again(self, asked: Mapping[str, Any]) -> None:
        """Look at the top of the file, by what the person chose about it."""
        path = self._asked.get("path")
        if path is not None:
            deed = LookAtFile(path, password=self._asked.get("password"), **asked)
            self.office.run(deed, owner=self, done=self._looked, failed=self._say)

    def _looked(self, look: FileLook) -> None:
        if self._ticket is None:
            self.stack.setCurrentWidget(self.mapper)
            self.mapper.show_look(look)

    def read_mapped(self, answers: Answers) -> None:
        """Keep what the columns are for the source's next file, and read this one so."""

        def kept(mapping: ColumnMapping) -> None:
            self.read(
                self._asked["path"], mapping=mapping, encoding=answers.encoding or None, sheet=answers.sheet or None,
                delimiter=answers.delimiter or None, data_date=answers.data_date,
                password=self._asked.get("password"),
            )  # fmt: skip

        deed = KeepMapping(answers.name, answers.kind, answers.columns, answers.fingerprint)
        self.office.run(deed, owner=self, done=kept, failed=self._say)

    def _ask_password(self, *, asked: bool) -> None:
        for part in (self.asks_password, self.password, self.password_button):
            part.setVisible(asked)
        if asked:
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.password.clear()

    def _open_with_password(self) -> None:
        path = self._asked.get("path")
        if path is not None and self.password.text():
            rest = {name: value for name, value in self._asked.items() if name not in ("path", "password")}
            self.read(path, password=self.password.text(), **rest)

    # ---- mending

    def mend(self, line: int, cells: tuple[str, ...]) -> None:
        """Read a mended row again."""
        ledger = self.preview.ledger
        if ledger is None or self._ticket is not None:
            return

        def mended(done: Mended) -> None:
            if self.preview.ledger is ledger:
                self.preview.show_mended(done.ledger, done.line, done.still)

        deed = MendRow(ledger, line, cells, self.preview.day.value())
        self.office.run(deed, owner=self, done=mended, failed=self._say)

    def _row_is_in(self, line: int) -> None:
        self.confirm(self.office.say(mark("Line {line} goes in now."), line=line))

    def _wait(self, sentence: str, ticket: Ticket) -> None:
        self._ticket = ticket
        self.choose_button.setEnabled(False)
        self.inbox.setEnabled(False)
        self.preview.wait(waiting=True)
        self.progress.begin(sentence, ticket)

    def _idle(self) -> None:
        self._ticket = None
        self.progress.end()
        self.choose_button.setEnabled(True)
        self.inbox.setEnabled(True)
        self.preview.wait(waiting=False)

    def _read(self, ledger: Ledger) -> None:
        self._idle()
        self.preview.show_ledger(ledger)
        self.stack.setCurrentWidget(self.preview)
        self.preview.wait(waiting=False)

    def compare(self, day: date | None, whole: bool | None) -> None:
        """Ask what the file would change; the answer comes into the preview, if it still shows this file."""
        ledger = self.preview.ledger
        if ledger is None:
            return

        def shown(diff: ImportDiff) -> None:
            if self.preview.ledger is ledger and self._ticket is None:
                self.preview.show_diff(diff)

        self.office.run(CompareImport(ledger, day, whole), owner=self, done=shown, failed=self.warn)

    def _unread(self, error: BaseException) -> None:
        self._idle()
        self.stack.setCurrentWidget(self.register_card)
        self._say(error)
        self.choose_button.setFocus(Qt.FocusReason.OtherFocusReason)
        code = getattr(error, "code", "")
        self._ask_password(asked=code in ("file.password", "file.wrong_password"))
        if code in MAPPABLE and "mapping" not in self._asked:
            self.map_columns()

    def _say(self, error: BaseException | None) -> None:
        self._error = error
        self.trouble.setText(wording.sentence(self.office.words, error) if error is not None else "")
        self.trouble.setVisible(error is not None)

    def discard(self) -> None:
        """Give the file up; nothing was changed."""
        self.preview.forget()
        self.mapper.forget()
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
                CommitImport(ledger, data_date, whole=self.preview.changes.chosen_whole), owner=self,
                done=self._taken, failed=self._refused,
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
        self.summary.setText(what_was_done(words, done))

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
        self.inbox.mark_taken(batch.file_name for batch in batches)

    def show_past(self, batch: BatchLine) -> None:
        """Show what an earlier import set aside, to be mended or taken back as a whole."""
        self.past_card.show_batch(batch)
        self.stack.setCurrentWidget(self.past_card)

    def check_figures(self) -> None:
        """List where core banking's figures differ from our own."""
        if not self._at_rest():
            return
        self.stack.setCurrentWidget(self.differences)
        self.differences.check()

    def _at_rest(self) -> bool:
        """Whether no file is being read or looked through, which a key must not put out of sight."""
        return self._ticket is None and self.stack.currentWidget() not in (self.preview, self.mapper)

    def show_tray(self) -> None:
        """Money under accounts that nobody here knows."""
        if self._at_rest():
            self.stack.setCurrentWidget(self.tray)
            self.tray.ask()

    def show_by_hand(self) -> None:
        """List the amounts that were noted by hand."""
        if not self._at_rest():
            return
        self.stack.setCurrentWidget(self.by_hand)
        self.by_hand.ask()

    def _undone(self, said: str) -> None:
        self._imported = None  # what it said of the rows taken in holds no more
        self._write_summary()
        self._show_register()
        self.confirm(said)
