"""Owns the restore wizard at the door: which backup, who consents, what was proven and would be lost, and the deed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from collectdesk.terms_backups import loss_lines, proof_line
from collectdesk.ui import ask, wording
from collectdesk.ui.office import is_expected, report
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import row
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.elided import Elided
from collectdesk.ui.parts.fields import PickOne, TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.progress_line import ProgressLine
from collectdesk.ui.sign_in.fit import fit
from collectdesk.ui.tasks import Lane
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectdesk.desk.progress import Progress
    from collectdesk.desk.vault.restoring import Consent, Offer, Prospect, Restored
    from collectdesk.ui.app import Shell
    from collectdesk.ui.tasks import Work

PASSWORDS, CODE = "passwords", "code"
_WAYS: Final = ((PASSWORDS, mark("Passwords")), (CODE, mark("Recovery code")))
CHOOSE: Final = mark("Choose the stick or folder that holds the backups")
_BY_WAY: Final = {PASSWORDS: ("password", "second", "second_password"), CODE: ("code", "new_password")}


def _secret() -> TextEdit:
    made = TextEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    return made


class RestoreWizard(QWidget):
    """``ended`` follows with the folder to look at next, restored or not. Until the last step nothing is changed."""

    ended = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._speech = shell.speech
        self._folder = Path()
        self._offers: tuple[Offer, ...] = ()
        self._prospect: Prospect | None = None
        self._lay_out()
        self._speech.changed.connect(self._write)

    # ---- building

    def _lay_out(self) -> None:
        speech = self._speech
        self.title = label(speech, mark("Restore a backup"), "heading")
        self.into = Elided("mute")
        self.into.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.wrong = label(None, "", "wrong", wrap=True)
        self.wrong.hide()
        self.place = button(speech, mark("Choose the stick or folder…"), self.choose_place, icon="inbox")
        self.target = button(speech, mark("Change…"), self.choose_target, look="quiet")
        self.offered = PickOne(speech, must=True)
        self._speech.bind(self.offered, self.offered.setAccessibleName, mark("Backups"))
        self.form = self._consent_form()
        self.proven = label(None, "", "", wrap=True)
        self.progress = ProgressLine(speech)
        self.check = button(speech, mark("Prove it"), self.prove, look="primary", icon="shield-check")
        self.go = button(speech, mark("Restore it now"), self.restore, look="danger")
        self.leave = button(speech, mark("Leave everything as it is"), self.stop, look="quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.title)
        layout.addLayout(row(self.into, self.target))
        layout.addLayout(row(self.place, None))
        for part in (self.offered, self.form, self.proven, self.wrong, self.progress):
            layout.addWidget(part)
        layout.addLayout(row(self.leave, None, self.check, self.go))

    def _consent_form(self) -> Form:
        form = Form(self._speech)
        self.way = Choices(self._speech, _WAYS, must=True)
        form.add("way", mark("Consent"), self.way)
        form.add("login", mark("Administrator"), TextEdit(longest=64), needed=True)
        form.add("password", mark("Password"), _secret())
        form.add("second", mark("Second person"), TextEdit(longest=64))
        form.add("second_password", mark("Their password"), _secret())
        form.add("code", mark("Recovery code"), TextEdit(longest=80))
        form.add("new_password", mark("New password"), _secret())
        self.way.put(PASSWORDS)
        self.way.edited.connect(lambda: self._show_way(form))
        self._show_way(form)
        return form

    def _show_way(self, form: Form) -> None:
        for way, names in _BY_WAY.items():
            for name in names:
                form.show_line(name, way == self.way.value())

    # ---- which backup

    def begin(self, folder: Path, place: Path | None) -> None:
        """Start anew for a branch's folder; ``place`` is where backups are known to be."""
        self._abandon()
        self._folder = folder
        self._offers = ()
        self.form.clear()
        self.way.put(PASSWORDS)
        self._say("")
        self._show_step()
        if place is not None:
            self._look(place)

    def choose_place(self) -> None:
        chosen = ask.folder(self, self._speech.say(CHOOSE))
        if chosen is not None:
            self._look(chosen)

    def choose_target(self) -> None:
        chosen = ask.folder(self, self._speech.say(mark("Choose the folder to restore into")))
        if chosen is not None:
            self._folder = chosen
            self._show_step()

    def _look(self, place: Path) -> None:
        self._run(lambda _steps: _offers_at(place), self._show_offers, mark("Looking for backups"))

    def _show_offers(self, found: tuple[Offer, ...]) -> None:
        self._offers = found
        self._show_step()
        self.form.focus("login")

    # ---- proof

    def prove(self) -> None:
        """Prove the chosen backup with the consents as typed."""
        said = self.form.read()
        offer = next((each for each in self._offers if str(each.path) == self.offered.value()), None)
        if said is None or offer is None:
            return
        consent, folder = _consent(said), self._folder
        self._run(
            lambda steps: _prepare(folder, offer, consent, steps),
            self._show_proof,
            mark("Proving the backup"),
        )

    def _show_proof(self, prospect: Prospect) -> None:
        self._prospect = prospect
        self._show_step()
        self.leave.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- the deed

    def restore(self) -> None:
        """Put the proven backup in the branch's place."""
        prospect = self._prospect
        if prospect is not None:
            self._run(lambda steps: _restore(prospect, steps), self._restored, mark("Restoring the branch"))

    def _restored(self, done: Restored) -> None:
        self._prospect = None
        self.ended.emit(done.folder)

    def stop(self) -> None:
        """Nothing was changed, and nothing will be."""
        self._abandon()
        self.ended.emit(self._folder)

    def _abandon(self) -> None:
        prospect, self._prospect = self._prospect, None
        if prospect is not None:
            prospect.abandon()

    # ---- doing and saying

    def _run(self, work: Work[object], done: Callable[..., None], sentence: str) -> None:
        if not self.isEnabled() or not self.check.isEnabled():
            return
        self._busy(busy=True)
        self._say("")

        def finished(result: object) -> None:
            self._busy(busy=False)
            done(result)

        ticket = self._shell.tasks.start(
            Lane.JOB, work, owner=self, done=finished, failed=self._failed,
            cancelled=lambda: self._busy(busy=False), progress=self.progress.step,
        )  # fmt: skip
        self.progress.begin(sentence, ticket)

    def _busy(self, *, busy: bool) -> None:
        for each in (self.place, self.target, self.offered, self.form, self.check, self.go, self.leave):
            each.setEnabled(not busy)
        if not busy:
            self.progress.end()

    def _failed(self, error: BaseException) -> None:
        self._busy(busy=False)
        if not is_expected(error):
            report(error)
            return
        if self.form.isVisible() and self.form.take_refusal(error):
            return
        self._say(wording.sentence(self._speech.words, error))

    def _say(self, text: str) -> None:
        self.wrong.setText(text)
        fit(self.wrong)
        self.wrong.setVisible(bool(text))

    def _show_step(self) -> None:
        """What can be done now: choose, prove, or decide."""
        proven = self._prospect is not None
        self.place.setVisible(not proven)
        self.target.setVisible(not proven)
        for each in (self.offered, self.form, self.check):
            each.setVisible(bool(self._offers) and not proven)
        self.proven.setVisible(proven)
        self.go.setVisible(proven)
        self._write()

    def _write(self) -> None:
        words = self._speech.words
        self.into.setText(words.say(mark("Into {folder}"), folder=self._folder))
        before = self.offered.value()
        self.offered.offer(
            [
                (
                    str(each.path),
                    f"{words.instant(each.made_at)}   {each.branch_name}   {each.size / 1e6:,.1f} MB",
                )
                for each in self._offers
            ]
        )
        self.offered.put(before)
        if self._prospect is not None:
            self.proven.setText("\n".join(self._proof_lines(self._prospect)))
            fit(self.proven)

    def _proof_lines(self, prospect: Prospect) -> list[str]:
        words, proof = self._speech.words, prospect.proof
        first = proof_line(words, proof, proof.made_at)
        aside = words.say(mark("What is there now is kept aside, in a dated folder beside the branch."))
        return [first, *loss_lines(words, prospect.loss, proof), aside]

    def focus_first(self) -> None:
        self.place.setFocus(Qt.FocusReason.OtherFocusReason)


def _consent(said: dict[str, object]) -> Consent:
    from collectdesk.desk.vault.restoring import Consent

    def text(name: str) -> str:
        return str(said.get(name) or "")

    if said["way"] == CODE:
        return Consent(text("login"), text("new_password"), code=text("code"))
    return Consent(text("login"), text("password"), text("second"), text("second_password"))


def _offers_at(place: Path) -> object:
    from collectdesk.desk.vault.restoring import offers

    return offers(place)


def _prepare(folder: Path, offer: Offer, consent: Consent, steps: Progress) -> object:
    from collectdesk.desk.vault.restoring import prepare

    return prepare(folder, offer, consent, steps)


def _restore(prospect: Prospect, steps: Progress) -> object:
    from collectdesk.desk.vault.restoring import restore

    return restore(prospect, steps)
