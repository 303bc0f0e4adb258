"""Owns the backups section: making one now, planning them, the register, proving one, and the way to restoring."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from collectdesk.desk.pipeline import Subject
from collectdesk.desk.vault.backing_up import (
    BackedUp,
    BackupDesk,
    DropBackupPlace,
    PlanBackups,
    ShowBackups,
    VerifyBackup,
    back_up_to,
    path_of,
)
from collectdesk.domain.people.people import Permission
from collectdesk.domain.vault.backups import BackupState, Retention, Rhythm
from collectdesk.terms import term
from collectdesk.terms_backups import flaws_line, lacks_line, proof_line, standing_words
from collectdesk.ui import ask, wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.beside import ListBesideForm
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.chip import Chip, Status
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.progress_line import ProgressLine
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.settings.section import Section
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.desk.vault.backing_up import Backup, PlaceLine, Proof
    from collectdesk.ui.office import Office

_RHYTHMS = (
    (Rhythm.DAILY, mark("Each day")),
    (Rhythm.WEEKLY, mark("Each week")),
    (Rhythm.MONTHLY, mark("Each month")),
)
CHOOSE = mark("Choose the folder or stick for backups")


def state_of(words: Words, each: Backup) -> Status:
    """Whether a backup is sound, and what is wrong with it if not."""
    if each.broken_at is not None:
        return Status(words.say(mark("Trail broken")), Tone.DANGER, calls=True)
    if each.missing:
        return Status(words.say(mark("Evidence missing")), Tone.WARN, calls=True)
    if each.state is BackupState.LEAVING:
        return Status(term(words, each.state))
    return Status(words.say(mark("Verified")), Tone.GOOD)


def size_words(size: int) -> str:
    """Megabytes with one decimal, at least a tenth."""
    return f"{max(0.1, size / 1e6):,.1f} MB"


class BackupsSection(Section):
    """The register; beside it making, planning and, for the administrator, restoring."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._shown: BackupDesk | None = None
        self._seen = False
        columns: tuple[Column[Backup], ...] = (
            Column(mark("Made"), lambda w, r: w.instant(r.made_at), Kind.BOLD, sort=lambda r: r.made_at),
            Column(mark("State"), state_of, Kind.CHIP),
            Column(mark("Occasion"), lambda w, r: term(w, r.occasion), Kind.MUTED),
            Column(mark("Size"), lambda _w, r: size_words(r.size), Kind.NUMBER, sort=lambda r: r.size),
            Column(mark("Folder"), lambda _w, r: str(r.place), Kind.MUTED, stretch=True),
        )
        self.table = rows_table(self.speech, mark("Backups"), columns, lambda r: r.id, opens_on_click=False)
        self.table.set_empty(
            mark("No backup yet"),
            mark("Put a stick in and press F2: a branch without a backup is one mishap from lost."),
        )
        self.prove = button(self.speech, mark("Prove it"), self._prove, icon="shield-check")
        self.listed = Card(self.speech, mark("Backups"), flush=True)
        self.listed.head.addWidget(self.prove)
        self.listed.add(self.table, 1)
        self.may_keep = office.may(PlanBackups.needs)
        self.body.addWidget(ListBesideForm(self.listed, self._panel()), 1)
        self.table.picked.connect(lambda line: self.prove.setEnabled(line is not None))
        self.prove.setEnabled(False)

    def _panel(self) -> QWidget:
        held = QWidget()
        inside = QVBoxLayout(held)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(self._now())
        inside.addWidget(self._planned())
        if self.may_keep:
            inside.addWidget(self._plan())
        if self.office.may(Permission.RESTORE):
            inside.addWidget(self._restore())
        inside.addStretch(1)
        return held

    def _now(self) -> Card:
        self.chip = Chip()
        self.progress = ProgressLine(self.speech)
        self.make = button(
            self.speech, mark("Back up now"), self.save, icon="download", look="primary", key="F2"
        )
        self.elsewhere = button(self.speech, mark("To another folder…"), self.to_another, look="quiet")
        self.whither = label(None, "", "mute", wrap=True)
        card = Card(self.speech, mark("Back the branch up"))
        card.add(row(self.chip, None))
        card.add(self.whither)
        card.add(self.progress)
        card.add(row(self.elsewhere, None, self.make))
        return card

    def _planned(self) -> Card:
        columns: tuple[Column[PlaceLine], ...] = (
            Column(mark("Folder"), lambda _w, r: str(r.folder), Kind.BOLD, stretch=True),
            Column(mark("Rhythm"), lambda w, r: term(w, r.rhythm)),
            Column(mark("Last"), self._waits, Kind.CHIP),
        )
        self.places = rows_table(
            self.speech, mark("Planned backups"), columns, lambda r: r.id, opens_on_click=False
        )
        self.places.set_empty(mark("Nothing is planned"), "")
        self.places.setFixedHeight(112)
        self.drop = button(self.speech, mark("End this plan"), self._drop, look="quiet")
        card = Card(self.speech, mark("Planned backups"), flush=True)
        card.head.addWidget(self.drop)
        card.add(self.places, 1)
        self.drop.setVisible(self.may_keep)  # once it is placed: a parentless button would be a window
        return card

    @staticmethod
    def _waits(words: Words, line: PlaceLine) -> Status:
        if not line.is_there:
            return Status(words.say(mark("Not connected")), Tone.WARN, calls=line.is_due)
        return (
            Status(words.say(mark("Waits")), Tone.NOTICE) if line.is_due else Status(words.date(line.last_on))
        )

    def _plan(self) -> Card:
        self.form = Form(self.speech)
        self.form.add("folder", mark("&Folder or stick"), TextEdit(longest=400), needed=True)
        self.form.add("rhythm", mark("How often"), Choices(self.speech, _RHYTHMS, must=True), needed=True)
        self.form.add(
            "keep",
            mark("How many stay"),
            TextEdit(longest=20),
            needed=True,
            hint=mark("Days, weeks and months of which the newest stays, as 7, 5, 12."),
        )
        self.form.put({"rhythm": Rhythm.DAILY, "keep": "7, 5, 12"})
        card = Card(self.speech, mark("Plan backups"))
        self.draft = FormDraft(
            self.office,
            "backup_plan",
            self.form,
            names=("folder",),
            blank=lambda: self.form.put({"folder": None}),
        )
        self.draft.about("branch")
        card.add(self.draft)
        card.add(self.form)
        pick = button(self.speech, mark("Choose…"), self._pick_folder, look="quiet")
        card.add(row(pick, None, button(self.speech, mark("Plan them"), self._add_plan)))
        return card

    def _restore(self) -> Card:
        card = Card(self.speech, mark("Restore"))
        text = mark(
            "Restoring puts a proven backup in the branch's place. It needs a second person and begins after "
            "everybody has left: you will be signed out. What is here now is kept aside."
        )
        card.add(label(self.speech, text, "mute", wrap=True))
        card.add(row(None, button(self.speech, mark("Restore a backup…"), self.restore, look="danger")))
        return card

    # ---- showing

    def refresh(self, touched: frozenset[Subject]) -> None:
        if not self._seen or Subject.BACKUPS in touched:
            self._seen = True
            self.office.run(ShowBackups(), owner=self, done=self._show)

    def _show(self, shown: BackupDesk) -> None:
        self._shown = shown
        self.table.show_rows(shown.backups)
        self.places.show_rows(shown.places)
        self.retranslate()

    def retranslate(self) -> None:
        shown, words = self._shown, self.office.words
        if shown is None:
            return
        tone = Tone.DANGER if shown.standing.is_late else Tone.GOOD
        self.chip.show_status(
            Status(standing_words(words, shown.standing), tone, calls=shown.standing.is_late)
        )
        self.listed.say_beside(words.number(len(shown.backups)) if shown.backups else "")
        place = self._first_place()
        self.whither.setText(
            words.say(mark("It goes to {path}; you can go on working meanwhile."), path=place)
            if place
            else words.say(mark("Choose a folder or stick; you can go on working meanwhile."))
        )

    def _first_place(self) -> Path | None:
        shown = self._shown
        if shown is None:
            return None
        there = [line.folder for line in shown.places if line.is_there]
        return there[0] if there else None

    # ---- deeds

    def save(self) -> None:
        """Back up now, to the first planned place that is there; else ask where to."""
        place = self._first_place()
        if place is None:
            self.to_another()
        else:
            self._back_up(place)

    def to_another(self) -> None:
        place = ask.folder(self, self.office.say(CHOOSE))
        if place is not None:
            self._back_up(place)

    def _back_up(self, place: Path) -> None:
        if not self.make.isEnabled():
            return
        self._busy(busy=True)
        ticket = self.office.run(
            back_up_to(self.office.desk, place), owner=self, done=self._made, failed=self._failed,
            cancelled=lambda: self._busy(busy=False), progress=self.progress.step,
        )  # fmt: skip
        self.progress.begin(mark("Backing the branch up"), ticket)

    def _busy(self, *, busy: bool) -> None:
        for each in (self.make, self.elsewhere):
            each.setEnabled(not busy)
        self.prove.setEnabled(not busy and self.table.chosen is not None)
        if not busy:
            self.progress.end()

    def _failed(self, error: BaseException) -> None:
        self._busy(busy=False)
        self.tell(Note(wording.sentence(self.office.words, error), Tone.DANGER))

    def _made(self, made: BackedUp) -> None:
        self._busy(busy=False)
        say = self.office.say
        if made.broken_at is not None:
            sentence = mark(
                "The audit trail breaks at entry {at}, in the branch as in the backup. Tell the auditor."
            )
            self.tell(Note(say(sentence, at=made.broken_at), Tone.DANGER))
        elif made.missing:
            self.tell(Note(lacks_line(self.office.words, made.missing), Tone.WARN))
        else:
            self.tell(Note(say(mark("The backup was made and verified: {path}"), path=made.path)))

    def _prove(self) -> None:
        chosen = self.table.chosen
        if chosen is None or self._shown is None:
            return
        self._busy(busy=True)
        ticket = self.office.run(
            VerifyBackup(path_of(self.office.desk, chosen)), owner=self, done=self._proven, failed=self._failed,
            cancelled=lambda: self._busy(busy=False), progress=self.progress.step,
        )  # fmt: skip
        self.progress.begin(mark("Proving the backup"), ticket)

    def _proven(self, proof: Proof) -> None:
        self._busy(busy=False)
        words = self.office.words
        said = [proof_line(words, proof, proof.made_at)]
        if proof.flaws:
            said.append(flaws_line(words, len(proof.flaws)))
        tone = Tone.DANGER if proof.flaws else Tone.GOOD
        self.tell(Note(("" if words.is_chinese else " ").join(said), tone))

    def _pick_folder(self) -> None:
        chosen = ask.folder(self, self.office.say(CHOOSE))
        if chosen is not None:
            self.form.put({"folder": str(chosen)})

    def _add_plan(self) -> None:
        said = self.form.read()
        if said is None:
            return
        keep = read_retention(said["keep"])
        if keep is None:
            self.form.refuse("keep", self.office.say(mark("Write three numbers, as 7, 5, 12.")))
            return
        self.office.run(
            PlanBackups(Path(said["folder"]), said["rhythm"], keep), owner=self, done=self._plan_added,
            failed=self._plan_refused,
        )  # fmt: skip

    def _plan_added(self, _place: Any) -> None:
        self.draft.done()
        self.tell(Note(self.office.say(mark("The backups are planned; the first one is made now."))))

    def _plan_refused(self, error: BaseException) -> None:
        if not self.form.take_refusal(error):
            self.form.refuse("folder", wording.sentence(self.office.words, error))

    def _drop(self) -> None:
        line = self.places.chosen
        if line is not None:
            self.office.run(DropBackupPlace(line.id), owner=self)

    def restore(self) -> None:
        """Leave, and open the wizard at the door."""
        self.office.restore_asked.emit(self._first_place())

    def focus_first(self) -> None:
        self.table.setFocus()


def read_retention(text: str) -> Retention | None:
    """Three numbers as people type them, or None."""
    parts = text.replace("，", ",").replace("、", ",").split(",")
    try:
        daily, weekly, monthly = (int(part) for part in parts)
    except ValueError:
        return None
    return Retention(daily, weekly, monthly)
