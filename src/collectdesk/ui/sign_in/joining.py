"""Owns the wizard at the door of another PC: it works for a master, or the branch moves to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from collectdesk.domain.refusals import Refused
from collectdesk.ui import ask, wording
from collectdesk.ui.office import is_expected, report
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import row
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.fields import TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.progress_line import ProgressLine
from collectdesk.ui.settings.second_person import PasswordEdit
from collectdesk.ui.sign_in.fit import fit
from collectdesk.ui.tasks import Lane
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectdesk.desk.stations.moving import Arrived
    from collectdesk.ui.app import Shell
    from collectdesk.ui.tasks import Work

WORKS, READY, ARRIVES = "works", "ready", "arrives"
_WAYS: Final = (
    (WORKS, mark("This PC takes parcels from another")),
    (READY, mark("The branch moves to this PC: make it ready")),
    (ARRIVES, mark("The branch moves to this PC: take it in")),
)
_ABOUT: Final = {
    WORKS: mark(
        "This PC gets an encrypted file of its own, and a card for the master PC. Work comes and goes by stick or "
        "shared folder."
    ),
    READY: mark(
        "Before the branch is packed on the old PC: this PC makes a key, and a card by which the old one seals the "
        "parcel."
    ),
    ARRIVES: mark(
        "Trail, counts and every digest are checked before anything takes its place. Everybody keeps their password."
    ),
}
_GO: Final = {
    WORKS: mark("Make this PC ready"), READY: mark("Make this PC ready"), ARRIVES: mark("Check it and take it in"),
}  # fmt: skip
_KINDS: Final = ((False, mark("A real branch")), (True, mark("The practice branch")))
_THEN: Final = {
    WORKS: mark(
        "Take the card {path} to the master PC: Settings › Other PCs. There this code is typed as it stands here. "
        "Then sign in here as {login}, and take the first parcel in."
    ),
    READY: mark(
        "Take the card {path} to the old PC: Settings › Other PCs › A new PC for the branch. There this code is typed "
        "as it stands here. Come back with the parcel."
    ),
}
ARRIVED: Final = mark(
    "The branch stands here: trail of {entries} entries, counts and digests as they were sent. Take the receipt "
    "{path} to the old PC."
)
CARD_NAMES: Final = {WORKS: "pc.cdstation", READY: "new-pc.cdstation"}


class JoinWizard(QWidget):
    """``ended`` carries the folder to look at next, None for the one before, and the sentence to say at the door."""

    ended = Signal(object, str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell, self._speech = shell, shell.speech
        self._busy = False
        self._made: tuple[str, Path] | None = None
        """The code and the card, once they are made."""
        self._lay_out()
        self._speech.changed.connect(self._write)
        self._show()

    # ---- building

    def _lay_out(self) -> None:
        speech = self._speech
        self.title = label(speech, mark("Another PC"), "heading")
        self.way = Choices(speech, _WAYS, must=True)
        for named in (self.way.setAccessibleName, self.way.name_chips):
            speech.bind(self.way, named, mark("What this PC is for"))
        self.about = label(None, "", "mute", wrap=True)
        self.forms = {WORKS: self._joining(), READY: self._readying(), ARRIVES: self._arriving()}
        self.code = label(None, "", "title")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.then = label(None, "", "", wrap=True)
        self.wrong = label(None, "", "wrong", wrap=True)
        self.wrong.hide()
        self.progress = ProgressLine(speech)
        self.browse = button(speech, mark("Choose the folder…"), self.choose_folder, look="quiet")
        self.parcel = button(speech, mark("Choose the parcel…"), self.choose_parcel, look="quiet")
        self.leave = button(speech, mark("Leave everything as it is"), self.stop, look="quiet")
        self.go = button(speech, _GO[WORKS], self.go_on, look="primary")
        self.door = button(speech, mark("Go to the door"), self.finish, look="primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        for part in (self.title, self.way, self.about, *self.forms.values(), self.code, self.then):
            layout.addWidget(part)
        layout.addLayout(row(None, self.parcel, self.browse))
        layout.addWidget(self.wrong)
        layout.addWidget(self.progress)
        layout.addLayout(row(self.leave, None, self.go, self.door))
        self.way.put(WORKS)
        self.way.edited.connect(self._turned)

    def _joining(self) -> Form:
        form = Form(self._speech)
        form.add("folder", mark("Folder"), TextEdit(longest=400), needed=True)
        hint = mark("As everybody calls it, for example: second floor.")
        form.add("name", mark("Name of this PC"), TextEdit(longest=80), needed=True, hint=hint)
        form.add("practice", mark("Works for"), Choices(self._speech, _KINDS, must=True))
        form.add("keeper_name", mark("Who keeps this PC"), TextEdit(longest=80), needed=True)
        form.add("keeper", mark("Signs in as"), TextEdit(longest=32), needed=True)
        form.add("password", mark("Password"), PasswordEdit(), needed=True)
        form.add("again", mark("Password again"), PasswordEdit(), needed=True)
        return form

    def _readying(self) -> Form:
        form = Form(self._speech)
        form.add("folder", mark("Folder"), TextEdit(longest=400), needed=True)
        hint = mark("Asked again when the parcel comes; of no use afterwards.")
        form.add("password", mark("Password of the move"), PasswordEdit(), needed=True, hint=hint)
        form.add("again", mark("Password again"), PasswordEdit(), needed=True)
        return form

    def _arriving(self) -> Form:
        form = Form(self._speech)
        form.add("folder", mark("Folder"), TextEdit(longest=400), needed=True)
        form.add("path", mark("Parcel of the old PC"), TextEdit(longest=400), needed=True)
        form.add("compared", mark("Code on the old PC's screen"), TextEdit(longest=40), needed=True)
        form.add("key", mark("Password of the move"), PasswordEdit(), needed=True)
        form.add("login", mark("Administrator"), TextEdit(longest=64), needed=True)
        form.add("password", mark("Password"), PasswordEdit(), needed=True)
        form.add("second", mark("Second person"), TextEdit(longest=64), needed=True)
        form.add("second_password", mark("Their password"), PasswordEdit(), needed=True)
        return form

    # ---- which step

    def begin(self, folder: Path) -> None:
        """Start anew, offering a folder; one that was made ready for a move waits for its parcel."""
        self._made = None
        for form in self.forms.values():
            form.clear()
            form.put({"folder": str(folder)})
        self.forms[WORKS].put({"practice": False})
        self.way.put(ARRIVES if (folder / "moving.key").exists() else WORKS)
        self._say("")
        self._show()

    def focus_first(self) -> None:
        """Where the hands go on."""
        if self._made is not None:
            self.door.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.form.focus({WORKS: "name", READY: "password", ARRIVES: "path"}[self.chosen])

    @property
    def chosen(self) -> str:
        """What this PC is for."""
        return str(self.way.value() or WORKS)

    @property
    def form(self) -> Form:
        """The form of what was chosen."""
        return self.forms[self.chosen]

    def _turned(self) -> None:
        self._say("")
        self._show()

    def _show(self) -> None:
        done = self._made is not None
        for way, form in self.forms.items():
            form.setVisible(not done and way == self.chosen)
        for part in (self.way, self.about, self.browse, self.leave, self.go):
            part.setVisible(not done)
        self.parcel.setVisible(not done and self.chosen == ARRIVES)
        for part in (self.code, self.then, self.door):
            part.setVisible(done)
        self._write()
        if self.isVisible():
            self.focus_first()

    def _write(self) -> None:
        say = self._speech.say
        self.about.setText(say(_ABOUT[self.chosen]))
        self.go.setText(say(_GO[self.chosen]))
        if self._made is not None:
            code, card = self._made
            self.code.setText(code)
            login = self.forms[WORKS].values()["keeper"] or ""
            self.then.setText(say(_THEN[self.chosen], path=card, login=login))
        for text in (self.about, self.then):
            fit(text)

    # ---- buttons

    def choose_folder(self) -> None:
        """Another folder."""
        found = ask.folder(self, self._speech.say(mark("Choose an empty folder for the branch")))
        if found is not None:
            self.form.put({"folder": str(found)})

    def choose_parcel(self) -> None:
        """The parcel that the old PC packed."""
        say = self._speech.say
        found = ask.file_to_open(
            self, say(mark("Choose the old PC's parcel")), say(mark("Parcels (*.cdparcel)"))
        )
        if found is not None:
            self.form.put({"path": str(found)})
            self.form.focus("compared")

    def enter(self) -> None:
        """The Enter key: the button that has the focus, else on."""
        at = self.focusWidget()
        if isinstance(at, QPushButton) and at.isEnabled():
            at.click()
        elif self._made is not None:
            self.finish()
        else:
            self.go_on()

    def go_on(self) -> None:
        """Do what was chosen."""
        said = self.form.read()
        if said is None or self._busy:
            return
        if "again" in said and said["password"] != said["again"]:
            self.form.refuse("again", wording.sentence(self._speech.words, Refused("password.differs")))
            return
        self._say("")
        {WORKS: self._join, READY: self._make_ready, ARRIVES: self._arrive}[self.chosen](said)

    def _card(self) -> Path | None:
        say = self._speech.say
        return ask.file_to_save(
            self, say(mark("Where the card goes: a stick or shared folder")), CARD_NAMES[self.chosen],
            say(mark("Cards of PCs (*.cdstation)")),
        )  # fmt: skip

    def _join(self, said: dict[str, Any]) -> None:
        card = self._card()
        if card is not None:
            self._run(lambda _steps: _joined(said, card), self._is_made, mark("Making this PC ready"))

    def _make_ready(self, said: dict[str, Any]) -> None:
        card = self._card()
        if card is not None:
            self._run(lambda _steps: _readied(said, card), self._is_made, mark("Making this PC ready"))

    def _is_made(self, made: tuple[str, Path]) -> None:
        self._made = made
        self._show()

    def _arrive(self, said: dict[str, Any]) -> None:
        say = self._speech.say
        receipt = ask.file_to_save(
            self,
            say(mark("Where the receipt goes: the same stick")),
            "receipt.json",
            say(mark("Receipts (*.json)")),
        )
        if receipt is not None:
            self._run(
                lambda steps: _arrived(said, receipt, steps), self._has_arrived, mark("Taking the branch in")
            )

    def _has_arrived(self, made: Arrived) -> None:
        said = self._speech.say(ARRIVED, entries=made.entries, path=made.receipt)
        self._forget()
        self.ended.emit(made.folder, said)

    def finish(self) -> None:
        """To the door of what was made."""
        made, folder, chosen = self._made, Path(self.form.values()["folder"] or ""), self.chosen
        self._forget()
        if made is None:
            self.ended.emit(None, "")
        else:
            self.ended.emit(folder if chosen == WORKS else None, "")

    def stop(self) -> None:
        """Nothing was changed, and nothing will be."""
        self._forget()
        self.ended.emit(None, "")

    def _forget(self) -> None:
        self._made = None
        for form in self.forms.values():
            form.clear()

    # ---- doing and saying

    def _run(self, work: Work[Any], done: Callable[[Any], None], sentence: str) -> None:
        self._set_busy(busy=True)

        def finished(result: Any) -> None:
            self._set_busy(busy=False)
            done(result)

        ticket = self._shell.tasks.start(
            Lane.JOB, work, owner=self, done=finished, failed=self._failed,
            cancelled=lambda: self._set_busy(busy=False), progress=self.progress.step,
        )  # fmt: skip
        self.progress.begin(sentence, ticket)

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        for each in (self.way, *self.forms.values(), self.browse, self.parcel, self.leave, self.go):
            each.setEnabled(not busy)
        if not busy:
            self.progress.end()

    def _failed(self, error: BaseException) -> None:
        self._set_busy(busy=False)
        if not is_expected(error):
            report(error)
        elif not self.form.take_refusal(error):
            self._say(wording.sentence(self._speech.words, error))

    def _say(self, text: str) -> None:
        self.wrong.setText(text)
        fit(self.wrong)
        self.wrong.setVisible(bool(text))


def _joined(said: dict[str, Any], card: Path) -> tuple[str, Path]:
    from collectdesk.desk.stations.stations import Joining, join

    asked = Joining(
        Path(said["folder"]), said["name"], said["keeper"], said["keeper_name"], said["password"],
        practice=bool(said["practice"]),
    )  # fmt: skip
    return join(asked, card).code, card


def _readied(said: dict[str, Any], card: Path) -> tuple[str, Path]:
    from collectdesk.desk.stations.moving import make_ready

    return make_ready(Path(said["folder"]), card, said["password"]).code, card


def _arrived(said: dict[str, Any], receipt: Path, steps: Any) -> Arrived:
    from collectdesk.desk.stations.moving import Arrival, arrive
    from collectdesk.desk.vault.restoring import Consent

    consent = Consent(said["login"], said["password"], said["second"], said["second_password"])
    asked = Arrival(Path(said["folder"]), Path(said["path"]), said["compared"], said["key"], consent)
    return arrive(asked, receipt, steps)
