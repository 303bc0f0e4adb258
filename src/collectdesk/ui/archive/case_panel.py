"""Owns a case before the archive: what is there, what is missing and where it is done, closing and packing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from collectdesk.desk.archive.filing import ArchiveLine, BuildPack, BuiltPack, CloseCase
from collectdesk.domain.results.archiving import Missing
from collectdesk.terms import term
from collectdesk.terms_archive import owed_by
from collectdesk.ui import wording
from collectdesk.ui.actions import PAGE_ACTIONS
from collectdesk.ui.archive.batch import BatchCard, resting_name
from collectdesk.ui.archive.disposing import DisposeCard
from collectdesk.ui.archive.points import POINTS, target_of
from collectdesk.ui.archive.seal_form import SealForm
from collectdesk.ui.archive.verdict_card import grouped
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.ui.parts.progress_line import ProgressLine
from collectdesk.ui.theme import set_tone
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectdesk.desk.vault.archive_keys import SealKey
    from collectdesk.ui.office import Office


class CasePanel(QWidget):
    """``goes`` asks for a page and what to open there, ``said`` carries a Note."""

    goes = Signal(str, object)
    said = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.line: ArchiveLine | None = None
        self.built: BuiltPack | None = None
        self.folder = office.desk.store.packs_folder()
        self._packing = False
        self._disposable: Mapping[str, int] = {}
        speech = office.speech
        self.name, self.about = label(None, "", "heading"), label(None, "", "mute")
        self.close_case = button(speech, mark("Close the case"), self.close_it, icon="check")
        self.build = button(
            speech, mark("Build the pack"), self.build_it, icon="archive", look="primary", key="F2"
        )
        self.as_it_is = QCheckBox()
        speech.bind(self.as_it_is, self.as_it_is.setText, mark("Pack photos that can't be shown as they are"))
        self.as_it_is.setVisible(False)
        self.why = label(None, "", "mute", wrap=True)
        self.progress = ProgressLine(speech)
        self.seal = SealForm(office)
        self.points = QGridLayout()
        self.points.setHorizontalSpacing(10)
        self.points.setVerticalSpacing(3)
        self.points.setColumnStretch(1, 1)
        self._rows: dict[Missing, tuple[QLabel, QLabel, QPushButton]] = {}
        for missing in Missing:
            self._add_point(missing)
        self._lay_out()

    def _lay_out(self) -> None:
        speech = self.office.speech
        case = Card()
        case.add(row(self.name, self.about, None))
        case.add(self.points)
        case.add(self.why)
        case.add(self.as_it_is)
        case.add(self.seal)
        case.add(row(None, self.close_case, self.build))
        case.add(self.progress)
        self.result = Card(speech, mark("The pack is built"))
        self.facts = Facts()
        self.result.add(self.facts)
        slip = mark(
            "Print its slip under Packs, for the paper file and the register: it proves the pack years later. There "
            "it also leaves the branch, as a clear zip or in a container."
        )
        self.result.add(label(speech, slip, "faint", wrap=True))
        self.result.hide()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        self.disposing = DisposeCard(self.office)
        self.disposing.said.connect(self.said)
        self.batch = BatchCard(self.office)
        self.case = case
        for card in (case, self.result, self.disposing, self.batch):
            inside.addWidget(card)
        self.batch.hide()
        self.disposing.hide()
        inside.addStretch(1)

    def _add_point(self, missing: Missing) -> None:
        sign, said = label(None, "", "caption"), label(None, "", "", wrap=True)
        sign.setFixedWidth(14)
        go = button(
            self.office.speech,
            POINTS[missing].go,
            lambda: self._go(missing),
            look="quiet",
            icon="chevron-right",
        )
        at = 2 * len(self._rows)
        self.points.addWidget(sign, at, 0, Qt.AlignmentFlag.AlignTop)
        self.points.addWidget(said, at, 1)
        self.points.addWidget(go, at + 1, 1, Qt.AlignmentFlag.AlignLeft)  # below: a narrow panel cuts nothing
        self._rows[missing] = (sign, said, go)

    def _go(self, missing: Missing) -> None:
        if self.line is not None:
            self.goes.emit(POINTS[missing].page, target_of(POINTS[missing], self.line))

    def _may_go(self, page: str) -> bool:
        return any(each.opens == page and self.office.may(each.permission) for each in PAGE_ACTIONS)

    # ---- showing

    def show_case(self, line: ArchiveLine | None) -> None:
        """Show a case; the result of the last one goes once another is chosen."""
        if line is None or self.line is None or line.case_id != self.line.case_id:
            self.built = None
            self.as_it_is.setChecked(False)
            self.as_it_is.hide()
        self.line = line
        self.retranslate()

    def show_waiting(self, waiting: tuple[ArchiveLine, ...], *, by_officer: bool) -> None:
        """The cases that wait for their first pack, and whether packs need an officer's passphrase."""
        self.seal.show_needed(by_officer and self.office.may(BuildPack.needs))
        self.batch.show_ready(waiting, sealed_by_officer=by_officer)
        self.setVisible(self.line is not None or self.batch.is_there)

    def show_disposable(self, disposable: Mapping[str, int]) -> None:
        """Which closed cases hold evidence that can still be read, by id."""
        self._disposable = disposable
        self._show_disposing()

    def _show_disposing(self) -> None:
        line = self.line
        if line is not None:
            self.disposing.show_case(line.case_id, line.case_no, self._disposable.get(line.case_id, 0))

    def retranslate(self) -> None:
        line, words = self.line, self.office.words
        self._show_disposing()
        self.batch.retranslate()
        self.setVisible(line is not None or self.batch.is_there)
        self.case.setVisible(line is not None)
        if line is None:
            self.result.hide()
            self.disposing.hide()
            return
        self.name.setText(line.name)
        closed = words.say(mark("closed {day}"), day=words.date(line.closed_on)) if line.closed_on else ""
        self.about.setText(" · ".join(part for part in (line.case_no, closed) if part))
        for missing, (sign, said, go) in self._rows.items():
            lacks = missing in line.missing
            sign.setText("✕" if lacks else "✓")
            set_tone(sign, "tone", (Tone.WARN if lacks else Tone.GOOD).value)
            lacking = f"{term(words, missing)} · {owed_by(words, missing, line.owner)}"
            said.setText(lacking if lacks else words.say(POINTS[missing].there))
            go.setVisible(lacks and self._may_go(POINTS[missing].page))
        self._show_acts(line)
        self._show_built()

    def _show_acts(self, line: ArchiveLine) -> None:
        words, may = self.office.words, self.office.may(BuildPack.needs)
        self.build.setVisible(may)
        self.build.setEnabled(line.may_pack and not self._packing)
        self.close_case.setVisible(may and line.closed_on is None)
        self.close_case.setEnabled(line.may_close and not self._packing)
        if not may:
            why = mark("A supervisor closes the case and builds its pack.")
        elif not line.may_pack:
            why = mark("A record that can still be sent back is no evidence yet: decide it first.")
        elif line.missing:
            why = mark("The pack can be built as things stand; it will say what is missing.")
        elif line.packs:
            why = mark("This case has its pack; another one is chained after it.")
        else:
            why = mark("All is there. The pack is sealed, read back, and rests encrypted in the register.")
        self.why.setText(words.say(why))

    def _show_built(self) -> None:
        built, words = self.built, self.office.words
        self.result.setVisible(built is not None)
        if built is None:
            return
        facts = [
            Fact(words.say(mark("Pack no.")), built.number),
            Fact(words.say(mark("Root digest")), grouped(built.root_digest)),
            Fact(words.say(mark("Key fingerprint")), built.fingerprint),
            Fact(words.say(mark("Rests encrypted in")), built.path.name),
            Fact(words.say(mark("Files")), words.number(built.files)),
        ]
        if built.missing_glyphs:
            lacking = words.say(mark("Letters no font holds"))
            facts.append(Fact(lacking, " ".join(built.missing_glyphs), Tone.WARN))
        self.facts.show_facts(facts)

    # ---- deeds

    def close_it(self) -> None:
        """Close the case."""
        if self.line is None:
            return
        self.office.run(CloseCase(self.line.case_id), owner=self, done=self._closed, failed=self._refused)

    def _closed(self, _none: None) -> None:
        self.said.emit(Note(self.office.say(mark("The case is closed."))))

    def build_it(self) -> None:
        """Open the officer's key, where there is one, and seal the pack; it rests encrypted."""
        if self.line is None or not self.build.isEnabled() or not self.build.isVisibleTo(self):
            return
        self.seal.open_then(self._begin)

    def _begin(self, seal: SealKey | None) -> None:
        if self.line is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        self._packing = True
        self.retranslate()
        target, language = resting_name(self.folder, self.line.case_no), self.office.words.language
        deed = BuildPack(self.line.case_id, target, language, self.as_it_is.isChecked(), seal)
        ticket = self.office.run(
            deed, owner=self, done=self._built, failed=self._refused, cancelled=self._stopped,
            progress=self.progress.step,
        )  # fmt: skip
        self.progress.begin(mark("Building the pack"), ticket)

    def _stopped(self) -> None:
        self.progress.end()
        self._packing = False
        self.retranslate()

    def _built(self, built: BuiltPack) -> None:
        self.built = built
        self._stopped()
        self.said.emit(
            Note(self.office.say(mark("Pack {number} is built and read back."), number=built.number))
        )

    def _refused(self, error: BaseException) -> None:
        self._stopped()
        if getattr(error, "code", "") == "pack.photo_unreadable":
            self.as_it_is.show()  # offered only where it is needed
        self.said.emit(Note(wording.sentence(self.office.words, error), Tone.DANGER))
