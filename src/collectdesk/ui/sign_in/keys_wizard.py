"""Owns the keys wizard at the door: opening a branch with an envelope's code, and giving it new keys, by two people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from collectdesk.ui import ask, wording
from collectdesk.ui.office import is_expected, report
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import row
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.fields import PickOne, TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.progress_line import ProgressLine
from collectdesk.ui.settings.second_person import PasswordEdit
from collectdesk.ui.sign_in.fit import fit
from collectdesk.ui.sign_in.happenings import CASES, CODE, REASON_OF, RENEW, WAY_OF, case_of, steps_text
from collectdesk.ui.tasks import Lane
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.progress import Progress
    from collectdesk.ui.app import Shell

_WAYS: Final = ((CODE, mark("Code of an envelope")), (RENEW, mark("New keys")))
_FORGOTTEN: Final = ((True, mark("Forgotten: this is a new one")),)
_WITH_CODE: Final = ("code", "first_new", "second_new")
ABOUT: Final = {
    CODE: mark(
        "Two people who may decide are present. The code is used up: the branch gets new keys and the envelope a new "
        "code."
    ),
    RENEW: mark(
        "Everybody keeps their password. Whoever was removed reads nothing written from now on; backups made "
        "before stay readable to whoever could read them. All other windows on this branch must be closed."
    ),
}
OPENED: Final = mark(
    "The branch is open again. Print {path} for envelope {names}, sign in, and type its code back under "
    "Settings › Branch keys."
)
RENEWED: Final = mark("The branch has new keys. Everybody signs in with the password they have.")


class KeysWizard(QWidget):
    """``ended`` carries the sentence to say at the door, empty when nothing was done."""

    ended = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._speech = shell.speech
        self._folder = Path()
        speech = self._speech
        self.title = label(speech, mark("Keys of the branch"), "heading")
        self.about = label(None, "", "mute", wrap=True)
        self.wrong = label(None, "", "wrong", wrap=True)
        self.wrong.hide()
        self.form = self._form()
        self.progress = ProgressLine(speech)
        self.go = button(speech, mark("Do it now"), self.carry_out, look="primary", icon="lock")
        self.leave = button(speech, mark("Leave everything as it is"), self.stop, look="quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        for part in (self.title, self.about, self.form, self.wrong, self.progress):
            layout.addWidget(part)
        layout.addLayout(row(self.leave, None, self.go))
        speech.changed.connect(self._show_way)
        self.form.put({"case": "new", "way": CODE})
        self._show_way()

    def _form(self) -> Form:
        form = Form(self._speech)
        self.way = Choices(self._speech, _WAYS, must=True)
        self.case = PickOne(self._speech, CASES, must=True)
        form.add("case", mark("What has happened"), self.case)
        form.add("way", mark("Way"), self.way)
        form.add("code", mark("Code"), TextEdit(longest=80))
        form.add("login", mark("Your account"), TextEdit(longest=64), needed=True)
        form.add("password", mark("Password"), PasswordEdit(), needed=True)
        form.add("first_new", "", Choices(self._speech, _FORGOTTEN))
        form.add("second", mark("Second person"), TextEdit(longest=64), needed=True)
        form.add("second_password", mark("Their password"), PasswordEdit(), needed=True)
        form.add("second_new", "", Choices(self._speech, _FORGOTTEN))
        self.case.edited.connect(self._take_case)
        self.way.edited.connect(self._show_way)
        return form

    def _take_case(self) -> None:
        """Each case has its own steps and its own way; a theft may need either."""
        self.way.put(WAY_OF[str(self.case.value())])
        self._show_way()

    def _show_way(self) -> None:
        chosen, case = self.way.value() or CODE, str(self.case.value() or "new")
        self.form.show_line("way", case == "stolen")
        for name in _WITH_CODE:
            self.form.show_line(name, chosen == CODE)
        words = self._speech.words
        self.about.setText(f"{steps_text(words, case)}\n{words.say(ABOUT[chosen])}")
        fit(self.about)

    def begin(self, folder: Path, way: str = CODE, told: str = "new") -> None:
        """Start anew for a branch's folder, with a case or the reason of new keys."""
        self._folder = folder
        self.form.clear()
        self.form.put({"case": case_of(told), "way": way})
        self._say("")
        self._show_way()

    def focus_first(self) -> None:
        self.form.focus("case")

    # ---- the deed

    def carry_out(self) -> None:
        """Ask where the sheet goes, then do it off this thread."""
        said = self.form.read()
        if said is None or not self.go.isEnabled():
            return
        if said["way"] == RENEW:
            self._renew(said)
        elif said["code"] is None:
            self.form.refuse("code", self._speech.say(mark("This is needed.")))
        else:
            self._recover(said)

    def _renew(self, said: dict[str, Any]) -> None:
        folder = self._folder
        self._run(lambda steps: _renewed(folder, said, steps), lambda _none: self._end(RENEWED))

    def _recover(self, said: dict[str, Any]) -> None:
        target = ask.file_to_save(
            self,
            self._speech.say(mark("Where the sheet with the envelope's new code goes")),
            "CollectDesk recovery sheet.pdf",
            self._speech.say(mark("PDF (*.pdf)")),
        )
        if target is None:
            return
        folder, language = self._folder, self._speech.words.language
        self._run(
            lambda steps: _recovered(folder, said, target, language, steps),
            lambda names: self._end(OPENED, path=target, names=", ".join(names)),
        )

    def _run(self, work: Any, done: Any) -> None:
        self._busy(busy=True)
        self._say("")

        def finished(result: Any) -> None:
            self._busy(busy=False)
            done(result)

        ticket = self._shell.tasks.start(
            Lane.WRITE, work, owner=self, done=finished, failed=self._failed,
            cancelled=lambda: self._busy(busy=False), progress=self.progress.step,
        )  # fmt: skip
        self.progress.begin(mark("Making new keys"), ticket)

    def _end(self, sentence: str, **facts: object) -> None:
        self.form.clear()
        self.ended.emit(self._speech.say(sentence, **facts))

    def stop(self) -> None:
        """Nothing was changed, and nothing will be."""
        self.form.clear()
        self.ended.emit("")

    def _busy(self, *, busy: bool) -> None:
        for each in (self.form, self.go, self.leave):
            each.setEnabled(not busy)
        if not busy:
            self.progress.end()

    def _failed(self, error: BaseException) -> None:
        self._busy(busy=False)
        if not is_expected(error):
            report(error)
        elif not self.form.take_refusal(error):
            self._say(wording.sentence(self._speech.words, error))

    def _say(self, text: str) -> None:
        self.wrong.setText(text)
        fit(self.wrong)
        self.wrong.setVisible(bool(text))
        if text:
            self.go.setFocus(Qt.FocusReason.OtherFocusReason)


def _proofs(said: dict[str, Any]) -> tuple[Any, Any]:
    from collectdesk.desk.vault.renewing import Proof

    first = Proof(said["login"], said["password"], is_new=said["first_new"] is True)
    return first, Proof(said["second"], said["second_password"], is_new=said["second_new"] is True)


def _renewed(folder: Path, said: dict[str, Any], steps: Progress) -> None:
    from collectdesk.desk.vault.renewing import Reason, renew_at_door

    renew_at_door(folder, *_proofs(said), Reason(REASON_OF[said["case"]]), steps)


def _recovered(
    folder: Path, said: dict[str, Any], target: Path, language: str, steps: Progress
) -> tuple[str, ...]:
    from collectdesk.desk.vault.renewing import recover_onto_paper

    return recover_onto_paper(folder, said["code"], *_proofs(said), target, language, steps)
