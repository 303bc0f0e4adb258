"""Owns the archive page: cases that are ready or lack something, the packs, and the panel beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from collectdesk.desk.archive.filing import Archive, ArchiveLine, KeptPack, ListArchive
from collectdesk.desk.paper.disposing import Certificate, DisposalDesk, ShowDisposals
from collectdesk.desk.pipeline import Subject
from collectdesk.domain.zones import local_day
from collectdesk.terms import term
from collectdesk.terms_archive import standing_words
from collectdesk.ui.actions import Act
from collectdesk.ui.archive.case_panel import CasePanel
from collectdesk.ui.archive.disposing import CertificatePanel
from collectdesk.ui.archive.originals import OriginalPanel, OriginalsRegister
from collectdesk.ui.archive.retaining import OVER_COLUMNS, RetentionPanel
from collectdesk.ui.archive.verdict_card import verdict_status
from collectdesk.ui.archive.verifying import VerifyPanel
from collectdesk.ui.page import Page
from collectdesk.ui.parts.beside import ListBesideForm
from collectdesk.ui.parts.card import Card
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.scrolling import scrolled
from collectdesk.ui.parts.segments import Segment, Segments
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.ui.office import Office

READY: Final = "ready"
LACKING: Final = "lacking"
PACKS: Final = "packs"
DISPOSED: Final = "disposed"
OVER: Final = "over"
ORIGINALS: Final = "originals"
_SHOWN_BY: Final = frozenset(Subject) - {Subject.RULES, Subject.PEOPLE}


def standing_status(words: Words, line: ArchiveLine) -> Status:
    """Ready, packed, or the first thing that is missing and how many more there are."""
    if not line.missing:
        packed = words.say(mark("Packed")) if line.packs else words.say(mark("Ready"))
        return Status(packed, Tone.PLAIN if line.packs else Tone.GOOD)
    first, more = term(words, line.missing[0]), len(line.missing) - 1
    return Status(f"{first} +{more}" if more else first, Tone.WARN)


CASE_COLUMNS: Final[tuple[Column[ArchiveLine], ...]] = (
    Column(mark("Customer"), lambda _w, r: r.name, Kind.BOLD, width=90),
    Column(mark("Case"), lambda _w, r: r.case_no, Kind.MUTED),
    Column(mark("Opened"), lambda w, r: w.date(r.opened_on), Kind.MUTED),
    Column(mark("Closed on"), lambda w, r: w.date(r.closed_on), Kind.MUTED),
    Column(mark("State"), standing_status, Kind.CHIP, sort=lambda r: len(r.missing), stretch=True),
)
PACK_COLUMNS: Final[tuple[Column[KeptPack], ...]] = (
    Column(mark("Pack no."), lambda _w, r: r.number, Kind.BOLD),
    Column(mark("Case"), lambda _w, r: r.case_no, Kind.MUTED),
    Column(mark("Built"), lambda w, r: w.date(r.built_on), Kind.MUTED),
    Column(mark("State"), standing_words, Kind.MUTED),
    Column(mark("Verdict"), lambda w, r: verdict_status(w, r.verdict), Kind.CHIP, stretch=True),
)
DISPOSAL_COLUMNS: Final[tuple[Column[Certificate], ...]] = (
    Column(mark("Case"), lambda _w, r: r.done.case_no, Kind.BOLD),
    Column(mark("Disposed of on"), lambda w, r: w.date(local_day(r.done.disposed_at)), Kind.MUTED, width=110),
    Column(mark("Files"), lambda w, r: w.number(r.done.files), Kind.NUMBER, sort=lambda r: r.done.files),
    Column(
        mark("Key in backups"),
        lambda w, r: w.number(len(r.living)),
        Kind.NUMBER,
        sort=lambda r: len(r.living),
    ),
    Column(mark("Reason"), lambda _w, r: r.done.reason, Kind.MUTED, stretch=True),
)


class ArchivePage(Page):
    """Five lists, a panel each. Who may read no cases verifies packs from elsewhere."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.archive: Archive | None = None
        self._wanted = ""
        self._wanted_certificate = ""
        self.certificates: tuple[Certificate, ...] = ()
        self.may_see_disposals = office.may(ShowDisposals.needs)
        self.segments = Segments(self.speech, mark("Show"), self._pills(0, 0, 0))
        self.cases = rows_table(
            self.speech, mark("Cases"), CASE_COLUMNS, lambda r: r.case_id, opens_on_click=False
        )
        self.packs = rows_table(
            self.speech, mark("Packs"), PACK_COLUMNS, lambda r: r.id, opens_on_click=False,
            row_tone=lambda r: Tone.DANGER if r.verdict == "red" else Tone.PLAIN,
        )  # fmt: skip
        self.packs.set_empty(
            mark("No pack yet"), mark("Choose a ready case; building its pack takes a few seconds.")
        )
        self.disposals = rows_table(
            self.speech, mark("Disposals"), DISPOSAL_COLUMNS, lambda r: r.done.case_id, opens_on_click=False
        )
        self.disposals.set_empty(
            mark("Nothing was disposed of"),
            mark("A closed case's evidence is disposed of beside the case, by two people."),
        )
        self.over = rows_table(
            self.speech, mark("Over its term"), OVER_COLUMNS, lambda r: r.customer_id, opens_on_click=False
        )
        self.over.set_empty(
            mark("Nothing is over its term"),
            mark("What is held of closed cases is looked through each time."),
        )
        self.originals, self.original_panel = OriginalsRegister(office), OriginalPanel(office)
        self.retention = RetentionPanel(office)
        self.case_panel, self.verify_panel = CasePanel(office), VerifyPanel(office)
        self.certificate_panel = CertificatePanel(office)
        self.may_list = office.may(ListArchive.needs)
        self._lay_out()
        self._connect()
        self.verify_panel.show_pack(None)
        self.case_panel.show_case(None)
        self.certificate_panel.show_certificate(None)
        self._show_part(READY if self.may_list else PACKS)

    def _lay_out(self) -> None:
        self.lists, self.panels = QStackedWidget(), QStackedWidget()
        for table in (self.cases, self.packs, self.disposals, self.over, self.originals):
            self.lists.addWidget(table)
        for panel in (
            self.case_panel,
            self.verify_panel,
            self.certificate_panel,
            self.retention,
            self.original_panel,
        ):
            self.panels.addWidget(_framed(panel))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 10, 16, 12)
        if not self.may_list:
            self.panels.setMaximumWidth(720)
            whole.addWidget(scrolled(self.panels), 1)
            return
        listed = Card(self.speech, mark("Archive"), flush=True)
        listed.title.setProperty("look", "title")
        listed.head.addWidget(self.segments)
        listed.add(self.lists, 1)
        whole.addWidget(ListBesideForm(listed, self.panels), 1)

    def _connect(self) -> None:
        self.segments.picked.connect(self._show_part)
        self.cases.picked.connect(self._picked_case)
        self.cases.opened.connect(self._open_customer)
        self.packs.picked.connect(self._picked_pack)
        self.packs.opened.connect(lambda _pack: self.verify_panel.verify_pack())
        self.disposals.picked.connect(self.certificate_panel.show_certificate)
        self.disposals.opened.connect(lambda _one: self.certificate_panel.print_it())
        self.case_panel.goes.connect(self.opens)
        self.case_panel.disposing.disposed.connect(self._disposed)
        self.case_panel.said.connect(self.said)
        self.verify_panel.said.connect(self.said)
        self.certificate_panel.said.connect(self.said)
        self.case_panel.batch.said.connect(self.said)
        self.over.picked.connect(self.retention.show_line)
        self.over.opened.connect(lambda line: self.opens.emit("casefile", (line.customer_id, "rights")))
        self.originals.table.picked.connect(self.original_panel.show_line)
        self.originals.table.opened.connect(lambda _line: self.original_panel.open_file())
        self.originals.said.connect(self.said)
        self.original_panel.goes.connect(self.opens)
        self.retention.said.connect(self.said)
        self.retention.found.connect(lambda desk: self.over.show_rows(desk.over))

    # ---- showing

    def title(self) -> str:
        return self.office.say(mark("Archive"))

    def refresh(self, touched: frozenset[Subject]) -> None:
        if self.may_list and touched & _SHOWN_BY:
            self.office.run(ListArchive(), owner=self, done=self._show)
            if self.may_see_disposals:
                self.office.run(ShowDisposals(), owner=self, done=self._show_disposals)
            if self.lists.currentWidget() is self.originals:
                self.originals.load()

    def _show_disposals(self, shown: DisposalDesk) -> None:
        self.certificates = shown.certificates
        self.disposals.show_rows(shown.certificates)
        self.case_panel.show_disposable(shown.disposable)
        self._count()
        self._find_wanted()

    def _disposed(self, case_id: str) -> None:
        """Its certificate comes into sight as soon as the register shows it."""
        self._wanted_certificate = case_id

    def _show(self, archive: Archive) -> None:
        self.archive = archive
        self._count()
        self.verify_panel.show_register(archive)
        self.packs.show_rows(archive.packs)
        self._fill_cases()
        waiting = tuple(line for line in archive.cases if not line.missing and not line.packs)
        self.case_panel.show_waiting(waiting, by_officer=archive.is_sealed_by_officers)
        self._find_wanted()

    def _count(self) -> None:
        if self.archive is None:
            return
        cases = self.archive.cases
        ready = sum(not line.missing for line in cases)
        self.segments.show_segments(self._pills(ready, len(cases) - ready, len(self.archive.packs)))

    def _pills(self, ready: int, lacking: int, packs: int) -> tuple[Segment, ...]:
        disposed = (
            (
                Segment(DISPOSED, mark("Disposals"), len(self.certificates)),
                Segment(OVER, mark("Over its term"), None),
            )
            if self.may_see_disposals
            else ()
        )
        return (*_segments(ready, lacking, packs), Segment(ORIGINALS, mark("Originals"), None), *disposed)

    def _fill_cases(self) -> None:
        if self.archive is None:
            return
        ready = self.segments.chosen != LACKING
        self.cases.show_rows([line for line in self.archive.cases if ready is not bool(line.missing)])

    def _show_part(self, part: str) -> None:
        at = {PACKS: 1, DISPOSED: 2, OVER: 3, ORIGINALS: 4}.get(part, 0)
        if part == READY:
            self.cases.set_empty(
                mark("No case is ready"), mark("“Incomplete” says what each case still needs.")
            )
        else:
            self.cases.set_empty(mark("No case lacks anything"), "")
        self.lists.setCurrentIndex(at)
        self.panels.setCurrentIndex(at)
        _fit_to(self.panels)
        if not at:
            self._fill_cases()
        elif part == OVER:
            self.retention.load()
        elif part == ORIGINALS:
            self.originals.load()

    def _picked_case(self, line: ArchiveLine | None) -> None:
        built = self.case_panel.built
        if line is None and built is not None and self.case_panel.line is not None:
            return  # the packed case has left the list; its result stays until another one is chosen
        self.case_panel.show_case(line)

    def _picked_pack(self, pack: KeptPack | None) -> None:
        self.verify_panel.show_pack(pack)

    def _open_customer(self, line: ArchiveLine) -> None:
        self.opens.emit("casefile", line.customer_id)

    def open_target(self, target: Any) -> None:
        """A case or a pack, by id; or a pack's file, which is verified at once."""
        if isinstance(target, Path):
            self.segments.choose(PACKS)
            self.verify_panel.verify_at(target)
            return
        self._wanted = str(target)
        self._find_wanted()

    def _find_wanted(self) -> None:
        wanted = self._wanted_certificate
        if any(one.done.case_id == wanted for one in self.certificates):
            self._wanted_certificate = ""
            self.segments.choose(DISPOSED)
            self.disposals.choose(wanted)
            return
        if self.archive is None or not self._wanted:
            return
        wanted, self._wanted = self._wanted, ""
        if any(pack.id == wanted for pack in self.archive.packs):
            self.segments.choose(PACKS)
            self.packs.choose(wanted)
            return
        line = next((each for each in self.archive.cases if each.case_id == wanted), None)
        if line is not None:
            self.segments.choose(LACKING if line.missing else READY)
            self.cases.choose(wanted)

    def retranslate(self) -> None:
        self.case_panel.retranslate()
        self.verify_panel.retranslate()
        self.certificate_panel.retranslate()
        self.retention.retranslate()
        self.original_panel.retranslate()

    def focus_first(self) -> None:
        if not self.may_list:
            self.verify_panel.choose.setFocus()
        else:
            tables = (self.cases, self.packs, self.disposals, self.over, self.originals.table)
            tables[self.lists.currentIndex()].setFocus()

    # ---- keys

    def acts(self) -> Mapping[Act, Callable[[], object]]:
        return {Act.MAIN: self.main_act}

    def main_act(self) -> None:
        """Build the pack of the case, verify the pack, or print the certificate."""
        if self.panels.currentIndex() == 0:
            self.case_panel.build_it()
        elif self.panels.currentIndex() == 2:
            self.certificate_panel.print_it()
        elif self.panels.currentIndex() == 3:
            self.retention.form.focus("reason")
        elif self.panels.currentIndex() == 4:
            self.original_panel.open_file()
        elif self.verify_panel.pack is not None:
            self.verify_panel.verify_pack()
        else:
            self.verify_panel.verify_file()

    def hints(self) -> tuple[tuple[str, str], ...]:
        if not self.may_list:
            return (("F2", mark("Choose a file and verify it")),)
        return (("↑↓", mark("Choose")), ("F2", mark("Build or verify")), ("Enter", mark("Open")))


def _segments(ready: int, lacking: int, packs: int) -> tuple[Segment, ...]:
    return (
        Segment(READY, mark("Ready"), ready),
        Segment(LACKING, mark("Incomplete"), lacking),
        Segment(PACKS, mark("Packs"), packs),
    )


def _framed(panel: QWidget) -> QWidget:
    """A leaf of the stack around a panel: one that shows itself while another leaf is on top isn't seen beneath it."""
    leaf = QWidget()
    inside = QVBoxLayout(leaf)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.addWidget(panel)
    return leaf


def _fit_to(panels: QStackedWidget) -> None:
    """The panel in sight alone says how long the column is, and is read from its top."""
    for at in range(panels.count()):
        policy = QSizePolicy.Policy.Preferred if at == panels.currentIndex() else QSizePolicy.Policy.Ignored
        panel = panels.widget(at)
        if panel is not None:
            panel.setSizePolicy(QSizePolicy.Policy.Preferred, policy)
    above: QWidget | None = panels.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None:
        above.verticalScrollBar().setValue(0)
