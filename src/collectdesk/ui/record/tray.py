"""Owns the scan tray's right side: bringing files in, the page in sight with its guesses, and what isn't back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from collectdesk.desk.paper.scanning import AssignPage, PutAside
from collectdesk.desk.visits.preparing import FindVisit
from collectdesk.domain.paper.scans import ScanState
from collectdesk.terms_scans import page_line, reason_sentence
from collectdesk.ui import ask, wording
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.progress_line import ProgressLine
from collectdesk.ui.parts.scrolling import scrolled
from collectdesk.ui.record.paper import ScannedPaper
from collectdesk.ui.scan_keeper import ScanKeeper
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.desk.paper.scan_intake import TakenFile
    from collectdesk.desk.paper.scanning import MissingPage, Taken, Tray, TrayPage
    from collectdesk.ui.office import Office

FILE_FORM: Final = "scan_page"
PLACES: Final = ((1, mark("Page 1")), (2, mark("Page 2")), (0, mark("Another paper")))
MOST_MISSING: Final = 6
ASIDE_WIDTH: Final = 330


class TrayPanel(QWidget):
    """``said`` carries what was done, ``handled`` follows a page that left the tray."""

    said = Signal(str)
    handled = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.page: TrayPage | None = None
        self._tray: Tray | None = None
        self.keeper = ScanKeeper(office, self)
        self.keeper.began.connect(self._began)
        self.keeper.took.connect(self._took)
        self.keeper.failed.connect(self._failed)
        self._lay_out()
        self.keeper.stepped.connect(self.progress.step)
        self.setAcceptDrops(True)
        office.speech.changed.connect(self._write)
        office.scan_folder_chosen.connect(lambda _folder: self._write())

    def _lay_out(self) -> None:
        self.paper = ScannedPaper(self.office)
        side = column(self._intake(), self._sheet(), self._back(), None, spacing=10)
        held = QWidget()
        held.setLayout(side)
        self._side = scrolled(held)
        self._side.setFixedWidth(ASIDE_WIDTH)
        whole = row(self._side, self.paper, spacing=12)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setStretch(1, 1)
        whole.addStretch(0)  # without a picture the cards stay where they stood
        self.setLayout(whole)
        self.show_page(None)

    def _intake(self) -> Card:
        speech = self.office.speech
        card = Card(speech, mark("Bring scans in"))
        card.add(label(speech, mark("Drop files here: PDF, TIFF, JPEG, PNG or HEIC."), "mute", wrap=True))
        self.folder = label(None, "", "faint", wrap=True)
        self.progress = ProgressLine(speech)
        self.wrong = label(None, "", "wrong", wrap=True)
        self.wrong.hide()
        self.add_button = button(speech, mark("Add scans"), self.pick, icon="file-text", key="Ctrl+N")
        folder_button = button(speech, mark("Watch a folder"), self.pick_folder, look="quiet")
        self.unwatch = button(speech, mark("Watch no folder"), self._watch_none, look="quiet")
        card.add(row(self.add_button, folder_button, None))
        for part in (self.folder, self.unwatch, self.progress, self.wrong):
            card.add(part)
        return card

    def _sheet(self) -> Card:
        speech = self.office.speech
        self.about = Card()
        self.name, self.place = label(None, "", "heading", wrap=True), label(None, "", "faint", wrap=True)
        self.why = label(None, "", wrap=True)
        for part in (self.name, self.place, self.why):
            self.about.add(part)
        self._guess_buttons: list[QPushButton] = []
        self.guesses = QVBoxLayout()
        self.guesses.setSpacing(6)
        self.about.body.addLayout(self.guesses)
        self._filing()
        self.form.add("visit", mark("Visit no."), TextEdit(speech, "WF-…", longest=20))
        self.form.add("place", mark("Page of the sheet"), Choices(speech, PLACES, must=True))
        self.form.add(
            "reason", mark("Or why not"), TextEdit(speech, mark("blank, came twice, …"), longest=200)
        )
        self.draft = FormDraft(self.office, FILE_FORM, self.form, is_begun=self._is_begun, blank=self._blank)
        self.about.add(self.draft)
        self.about.add(self.form)
        self.file_button = button(speech, mark("File it there"), self.file_typed, look="primary")
        self.aside_button = button(speech, mark("Put the page aside"), self.put_aside)
        self.about.add(row(self.file_button, self.aside_button, None))
        return self.about

    def _filing(self) -> None:
        self.form = Form(self.office.speech)

    def _back(self) -> Card:
        self.back = Card(self.office.speech, mark("Not back yet"))
        self.missing = label(None, "", wrap=True)
        self.back.add(self.missing)
        self.back.hide()
        return self.back

    # ---- what is shown

    def show_tray(self, tray: Tray) -> None:
        """What waits and what is missing."""
        self._tray = tray
        self._write()

    def show_page(self, page: TrayPage | None) -> None:
        """One page of the tray, or none."""
        self.page = page
        self.about.setVisible(page is not None)
        self.paper.setVisible(page is not None and page.has_picture)
        self.draft.about(page.id if page else "")
        shown = [page.id, *filter(None, (page.first_id,))] if page and page.has_picture else []
        self.paper.show_pages(shown)
        self._write()

    def _write(self) -> None:
        words, page = self.office.words, self.page
        folder = self.office.scan_folder
        self.folder.setText(words.say(mark("Watched: {folder}"), folder=folder) if folder else "")
        self.folder.setVisible(bool(folder))
        self.unwatch.setVisible(bool(folder))
        if page is not None:
            self.name.setText(page.source_name)
            place = mark("Page {page} of {pages}, came {at}")
            at = words.instant(page.came_at)
            self.place.setText(words.say(place, page=page.page, pages=page.pages, at=at) if page.page else at)
            self.why.setText(self._reason(page))
            can_file = page.state is not ScanState.UNREADABLE
            self.file_button.setVisible(can_file)
            for name in ("visit", "place"):
                self.form.show_line(name, can_file)
        self._offer(page)
        self._write_missing(self._tray.missing if self._tray else ())

    def _reason(self, page: TrayPage) -> str:
        said = reason_sentence(self.office.words, page.reason)
        if page.state is ScanState.TWICE:
            gap = "" if self.office.words.is_chinese else " "
            place = page_line(self.office.words, page.visit_no, page.sheet_page)
            return f"{said}{gap}{self.office.say(mark('It is {place}.'), place=place)}"
        return said

    def _offer(self, page: TrayPage | None) -> None:
        for old in self._guess_buttons:
            self.guesses.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._guess_buttons = []
        if page is None:
            return
        words, say = self.office.words, self.office.say
        if page.state is ScanState.TWICE:
            self._offer_one(0, say(mark("Keep it too, beside the first")))
            self._offer_one(1, say(mark("Put it aside, the first one stands")))
            return
        for number, guess in enumerate(page.guesses):
            place = page_line(words, guess.visit_no, guess.page)
            made = self._offer_one(number, f"{guess.name} · {place}")
            made.setAccessibleName(say(mark("File as {place} of {name}"), place=place, name=guess.name))
            made.setToolTip(words.instant(guess.planned_at))

    def _offer_one(self, number: int, text: str) -> QPushButton:
        """A place that one key or a click takes."""
        made = QPushButton(self.about)
        made.setProperty("look", "choice")
        made.setAutoDefault(False)
        made.setText(f"{number + 1}   {text}")
        made.clicked.connect(lambda _checked=False: self.file_guess(number))
        self.guesses.addWidget(made)
        made.show()
        self._guess_buttons.append(made)
        return made

    def _write_missing(self, missing: Sequence[MissingPage]) -> None:
        words = self.office.words
        said = mark("Page {page} of visit {visit} ({name})")
        lines = [
            words.say(said, page=one.page, visit=one.visit_no, name=one.name)
            for one in missing[:MOST_MISSING]
        ]
        if len(missing) > MOST_MISSING:
            lines.append(words.say(mark("and {count} more pages"), count=len(missing) - MOST_MISSING))
        self.missing.setText("\n".join(lines))
        self.back.setVisible(bool(missing))
        self.back.say_beside(words.number(len(missing)) if missing else "")

    # ---- filing

    def file_guess(self, number: int) -> None:
        """File the page in sight where a guess says; one that came twice is kept too by 1, put aside by 2."""
        page = self.page
        if page is not None and page.state is ScanState.TWICE and number == 1:
            self.put_aside()
        elif page is not None and number < len(page.guesses):
            guess = page.guesses[number]
            self._file(page, guess.visit_id, guess.page)

    def file_typed(self) -> None:
        """File the page in sight where the form says."""
        page, typed = self.page, self.form.values()
        if page is None:
            return
        if not typed["visit"]:
            self.form.refuse("visit", self.office.say(mark("Write the number of the visit.")))
            return

        def found(visit_id: str) -> None:
            self._file(page, visit_id, typed["place"] or 0)

        def unknown(error: BaseException) -> None:
            self.form.refuse("visit", wording.sentence(self.office.words, error))

        self.office.run(
            FindVisit(str(typed["visit"]).strip().upper()), owner=self, done=found, failed=unknown
        )

    def _file(self, page: TrayPage, visit_id: str, sheet_page: int) -> None:
        def filed(taken: Taken) -> None:
            place = page_line(self.office.words, taken.visit_no, taken.sheet_page)
            self._left(page, self.office.say(mark("Filed as {place}."), place=place))

        self.office.run(AssignPage(page.id, visit_id, sheet_page), owner=self, done=filed)

    def put_aside(self) -> None:
        """Put the page in sight aside; the form says why."""
        page = self.page
        if page is None:
            return

        def gone(_nothing: None) -> None:
            said = self.office.say(mark("{file} is put aside."), file=page.source_name)
            self._left(page, said)

        def refused(error: BaseException) -> None:
            if not self.form.take_refusal(error):
                self.office.troubled.emit(error)

        reason = self.form.values()["reason"] or ""
        self.office.run(PutAside(page.id, reason), owner=self, done=gone, failed=refused)

    def _left(self, page: TrayPage, said: str) -> None:
        self.draft.forget(page.id)
        self.said.emit(said)
        self.handled.emit()

    def _is_begun(self) -> bool:
        typed = self.form.values()
        return bool(typed["visit"] or typed["reason"])

    def _blank(self) -> None:
        self.form.clear()
        self.form.put({"place": 1})

    # ---- bringing in

    def pick(self) -> None:
        """Choose scanned files."""
        kinds = self.office.say(mark("Scans (*.pdf *.tif *.tiff *.jpg *.jpeg *.png *.heic *.heif)"))
        self.take(ask.files_to_open(self, self.office.say(mark("Add scans")), kinds))

    def pick_folder(self) -> None:
        """Choose the folder that is watched."""
        chosen = ask.folder(self, self.office.say(mark("Watch a folder")))
        if chosen is not None:
            self.office.scan_folder_chosen.emit(str(chosen))

    def _watch_none(self) -> None:
        self.office.scan_folder_chosen.emit("")

    def take(self, paths: Sequence[Path]) -> None:
        """Take files in; what can't be opened stands in the list with its reason."""
        self._say("")
        self.keeper.take(list(paths))

    def _began(self, name: str, ticket: Any) -> None:
        del name
        self.progress.begin(mark("Reading the scans"), ticket)

    def _took(self, taken: TakenFile | None) -> None:
        self.progress.end()
        self.progress.hide()
        if taken is None:
            return
        words = self.office.words
        if taken.is_known:
            self.said.emit(words.say(mark("{file}: all of it came in before."), file=taken.path.name))
            return
        filed = words.plural("{count} page filed", "{count} pages filed", taken.count(ScanState.FILED))
        waiting = len(taken.pages) - taken.count(ScanState.FILED)
        self.said.emit(
            words.say(
                mark("{file}: {pages}, {waiting} in the tray."),
                file=taken.path.name,
                pages=filed,
                waiting=waiting,
            )
        )

    def _failed(self, error: BaseException) -> None:
        self.progress.end()
        self.progress.hide()
        self._say(wording.sentence(self.office.words, error) if hasattr(error, "code") else str(error))

    def _say(self, text: str) -> None:
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        dropped = (Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
        self.take([path for path in dropped if path.is_file()])
        event.acceptProposedAction()
