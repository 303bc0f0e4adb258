"""Owns the list of deputies and the form that names one, for a supervisor's own absence or, beside two, another's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from collectdesk.desk.people.deputies import DeputyLine, EndDeputyship, ListDeputies, NameDeputy
from collectdesk.desk.people.deputy_papers import TakeDeputyPaper, read_authorisation
from collectdesk.domain.people.paper_approvals import PaperState
from collectdesk.domain.people.people import DEPUTABLE, DEPUTY_ROLES, DeputyStanding, Permission, Role
from collectdesk.terms import term
from collectdesk.ui import ask, wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.beside import ListBesideForm
from collectdesk.ui.parts.buttons import button
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import DateEdit, PickOne, TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.settings.second_person import add_second, offer_seconds, run_for_two
from collectdesk.ui.tasks import Lane
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.desk.people.staffing import AccountLine
    from collectdesk.ui.office import Office

TONES: Final = {
    DeputyStanding.RUNNING: Tone.GOOD,
    DeputyStanding.COMING: Tone.NOTICE,
    DeputyStanding.OVER: Tone.PLAIN,
    DeputyStanding.STOPPED: Tone.DANGER,
}
_OFFERED: Final = (
    (Permission.APPROVE_VISIT, mark("Decide visit requests")),
    (Permission.SIGN_OFF, mark("Sign visit records off")),
    (Permission.APPROVE_SOLUTION, mark("Decide repayment plans")),
    (Permission.ACKNOWLEDGE, mark("Acknowledge breaches")),
    (Permission.END_HOLD, mark("End holds")),
    (Permission.ASSIGN_CASE, mark("Assign cases")),
    (Permission.PRINT_KIT, mark("Print visit kits")),
    (Permission.PRINT_RECORD, mark("Print visit records")),
    (Permission.BUILD_PACK, mark("Build archive packs")),
    (Permission.APPROVE_NOTICE, mark("Approve notices")),
    (Permission.CLOSE_COMPLAINT, mark("Close complaints")),
)
assert {each for each, _ in _OFFERED} == set(DEPUTABLE)


NAMED: Final = mark("The deputy was named. What they do says in whose place they did it.")
ON_PAPER: Final = mark("The deputy was named on paper: a supervisor confirms it within three working days.")
_KEPT: Final = frozenset(
    {"principal", "deputy", "permissions", "from_on", "until_on", "reason", "path", "signed_on"}
)
"""What is kept as a draft: never the second person's password."""


def standing_status(words: Words, line: DeputyLine) -> Status:
    said, waits = term(words, line.standing), line.paper is PaperState.WAITING
    if line.standing is DeputyStanding.STOPPED:
        return Status(said, Tone.DANGER, True)
    if waits and line.standing is not DeputyStanding.OVER and line.confirm_by is not None:
        by = words.say(mark("Confirm by {day}"), day=words.date(line.confirm_by))
        return Status(f"{said} · {by}", Tone.WARN)
    return Status(said, TONES[line.standing])


def may_text(words: Words, line: DeputyLine) -> str:
    return ("、" if words.is_chinese else ", ").join(term(words, each) for each in line.permissions)


class Deputies(QWidget):
    """``said`` carries a Note; the form is there for those who may name somebody."""

    said = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office, self.speech = office, office.speech
        self.may_name = office.may(NameDeputy.needs)
        self.for_others = office.actor.role is not Role.SUPERVISOR
        columns: tuple[Column[DeputyLine], ...] = (
            Column(mark("Deputy"), lambda _w, r: r.deputy, Kind.BOLD),
            Column(mark("For"), lambda _w, r: r.principal),
            Column(mark("From"), lambda w, r: w.date(r.from_on), sort=lambda r: r.from_on, width=98),
            Column(mark("Until"), lambda w, r: w.date(r.until_on), sort=lambda r: r.until_on, width=98),
            Column(mark("State"), standing_status, Kind.CHIP),
            Column(mark("May"), may_text, Kind.MUTED, stretch=True),
        )
        self.table = rows_table(self.speech, mark("Deputies"), columns, lambda r: r.id, opens_on_click=False)
        self.table.set_empty(
            mark("Nobody stands in"),
            mark("A supervisor who will be away names a deputy here, for chosen deeds and days."),
        )
        listed = Card(self.speech, mark("Deputies"), flush=True)
        listed.add(self.table, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        if not self.may_name:
            whole.addWidget(listed)
            return
        self.end_button = button(self.speech, mark("End it today"), self._end)
        self.table.picked.connect(self._picked)
        foot = row(None, self.end_button)
        foot.setContentsMargins(12, 0, 12, 10)
        listed.add(foot)
        whole.addWidget(ListBesideForm(listed, self._form_card()))
        self._picked(None)

    def _form_card(self) -> QWidget:
        def day() -> DateEdit:
            return DateEdit(self.speech, lambda: self.office.desk.now().date())

        card, form = Card(self.speech, mark("Name a deputy")), Form(self.speech)
        self.principal, self.deputy = PickOne(self.speech), PickOne(self.speech)
        if self.for_others:
            form.add("principal", mark("For"), self.principal, needed=True)
        form.add("deputy", mark("Deputy"), self.deputy, needed=True)
        form.add("permissions", mark("May"), Choices(self.speech, _OFFERED, several=True), needed=True)
        form.add("from_on", mark("First day"), day(), needed=True)
        form.add("until_on", mark("Last day"), day(), needed=True)
        form.add(
            "reason", mark("Reason"), TextEdit(self.speech, mark("for example: leave, illness")), needed=True
        )
        self.second = add_second(form, self.office) if self.for_others else None
        choose = None
        if self.for_others:
            hint = mark(
                "Only where the supervisor is away and nobody can be the second person: the authorisation they signed. "
                "A supervisor confirms it within three working days, else the deputy stands in for nobody."
            )
            form.add(
                "path",
                mark("Scan of the paper"),
                TextEdit(self.speech, mark("choose the file, or type where it is")),
                hint=hint,
            )
            form.add("signed_on", mark("Signed on"), day())
            choose = button(self.speech, mark("Choose the scan…"), self._choose)
        self.form = form
        self.draft = FormDraft(self.office, "deputy", form, names=_KEPT & set(form.values()))
        self.draft.about("new")
        card.add(self.draft)
        card.add(form)
        card.add(
            row(
                choose,
                None,
                button(self.speech, mark("Name the deputy"), self.save, look="primary", key="F2"),
            )
        )
        held = QWidget()
        inside = QVBoxLayout(held)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(card)
        inside.addStretch(1)
        return held

    def _choose(self) -> None:
        say = self.office.say
        chosen = ask.file_to_open(
            self, say(mark("Choose the scan")), say(mark("Scans (*.pdf *.jpg *.jpeg *.png *.tif *.tiff)"))
        )
        if chosen is not None:
            self.form.put({"path": str(chosen)})

    def load(self) -> None:
        """Ask who stands in for whom."""
        self.office.run(ListDeputies(), owner=self, done=self._show)

    def _show(self, lines: tuple[DeputyLine, ...]) -> None:
        self.table.show_rows(lines)
        if self.may_name:
            self._picked(self.table.chosen)

    def offer(self, people: tuple[AccountLine, ...]) -> None:
        """Whom the form offers."""
        if not self.may_name:
            return
        own = self.office.actor.login
        self.principal.offer([(who.login, who.name) for who in people if who.role is Role.SUPERVISOR])
        others = [who for who in people if who.role in DEPUTY_ROLES and who.login != own]
        self.deputy.offer([(who.login, who.name) for who in others])
        if self.second is not None:
            offer_seconds(self.second, self.office, people)

    def _picked(self, line: DeputyLine | None) -> None:
        mine = line is not None and (self.for_others or line.principal_login == self.office.actor.login)
        self.end_button.setEnabled(bool(line and mine and line.standing is not DeputyStanding.OVER))

    # ---- deeds

    def save(self) -> None:
        """Name the deputy as typed."""
        said = self.form.read() if self.may_name else None
        if said is None:
            return
        principal = said["principal"] if self.for_others else self.office.actor.login

        def deed(second: Any) -> NameDeputy:
            return NameDeputy(
                principal,
                said["deputy"],
                said["permissions"],
                said["from_on"],
                said["until_on"],
                said["reason"],
                second,
            )

        if said.get("path"):
            self._name_on_paper(said)
            return
        run_for_two(
            self.office, said, deed, owner=self, done=lambda _id: self._named(NAMED), failed=self._failed
        )

    def _name_on_paper(self, said: dict[str, Any]) -> None:
        """The scan is read in the child first, off this thread; then the deed takes it in."""
        if said["signed_on"] is None:
            self.form.refuse("signed_on", self.office.say(mark("This is needed.")))
            return

        def take(scan: Any) -> None:
            deed = TakeDeputyPaper(
                said["principal"], said["deputy"], said["permissions"], said["from_on"], said["until_on"],
                said["reason"], said["signed_on"], scan,
            )  # fmt: skip
            self.office.run(deed, owner=self, done=lambda _id: self._named(ON_PAPER), failed=self._failed)

        self.office.tasks.start(
            Lane.OUTSIDE, lambda steps: read_authorisation(Path(said["path"]), steps), owner=self, done=take,
            failed=self._failed,
        )  # fmt: skip

    def _named(self, sentence: str) -> None:
        self.draft.done()
        self.said.emit(Note(self.office.say(sentence)))
        self.table.setFocus()

    def _failed(self, error: BaseException) -> None:
        if not self.form.take_refusal(error):
            self.said.emit(Note(wording.sentence(self.office.words, error), Tone.DANGER))

    def _end(self) -> None:
        line = self.table.chosen
        if line is not None:
            self.office.run(
                EndDeputyship(line.id), owner=self, failed=self._failed,
                done=lambda _none: self.said.emit(Note(self.office.say(mark("The deputyship was ended.")))),
            )  # fmt: skip
