"""Owns the sign-in: which branch, who, the password, and what to do when the branch can't be opened."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from collectdesk.ui import wording
from collectdesk.ui.office import is_expected, report
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.elided import Elided
from collectdesk.ui.sign_in.door import DoorForm
from collectdesk.ui.sign_in.fit import fit
from collectdesk.ui.tasks import Lane
from collectdesk.ui.theme import glyph, theme, tokens
from collectdesk.words import CHINESE, ENGLISH, mark

if TYPE_CHECKING:
    from collectdesk.desk.vault.access import Session
    from collectdesk.desk.vault.door import Door
    from collectdesk.ui.app import Shell
    from collectdesk.ui.help.window import HelpWindow
    from collectdesk.ui.sign_in.beginning import Beginning
    from collectdesk.ui.sign_in.joining import JoinWizard
    from collectdesk.ui.sign_in.keys_wizard import KeysWizard
    from collectdesk.ui.sign_in.restoring import RestoreWizard
    from collectdesk.ui.sign_in.set_up import SetUpWizard

W = TypeVar("W", bound=QWidget)
PRACTICE: Final = mark("PRACTICE BRANCH   Nothing here is real, nothing leaves this PC")
MISSING: Final = ("store.missing", "store.keys_missing")
"""Codes that mean: there is no branch here (yet)."""


class _TallCard(Card):
    """As tall as its wrapped texts need at its width: what is centred in a page is given one line for each."""

    def event(self, event: QEvent) -> bool:
        layout = self.layout()
        if event.type() is QEvent.Type.LayoutRequest and layout is not None:
            layout.invalidate()
            self.setMinimumHeight(layout.totalHeightForWidth(self.width()))
        return super().event(event)


class SignInPage(QWidget):
    """The first window. ``entered`` carries the Session of whoever proved who they are."""

    entered = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.speech = shell.speech
        self.folder = Path(shell.machine.last_branch) if shell.machine.last_branch else practice_folder()
        self.setProperty("look", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._error: BaseException | None = None
        self._busy = False
        self._done = ""
        self._help: HelpWindow | None = None
        self._lay_out()
        self.resize(self.sizeHint())  # Qt's own guess on a small screen cuts the accounts off
        self.speech.changed.connect(self._retranslate)
        theme().changed.connect(self._tint)
        self._tint()
        self._retranslate()
        self._look_at_once()
        theme().dress(
            self, at_door=True
        )  # last: a dressed part is styled anew with every part that comes into it

    # ---- building

    def _lay_out(self) -> None:
        speech = self.speech
        self.practice = label(speech, PRACTICE, "practice")
        self.practice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.practice.setFixedHeight(22)
        self.practice.hide()
        self._mark = QLabel()
        self.branch = label(None, "CollectDesk", "title", wrap=True)
        self.where = Elided("faint")
        self.where.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.door = DoorForm(speech)
        self.door.submitted.connect(self.sign_in)
        self.back = button(speech, mark("Restore a backup…"), self.begin_restore, look="quiet")
        self.envelope = button(speech, mark("Keys and envelopes…"), self.begin_keys, look="quiet")
        self.found = button(speech, mark("Set up a branch…"), self.begin_set_up, look="quiet")
        self.another = button(speech, mark("Another PC…"), self.begin_joining, look="quiet")
        self._wizards: list[QWidget] = []
        self._room = QVBoxLayout()
        self.door.hide()
        self.trouble = label(None, "", "wrong", wrap=True)
        self.trouble.hide()
        self.done = label(None, "", "", wrap=True)
        self.done.hide()
        self.again = button(speech, mark("Try again"), self.look)
        self.other = button(speech, mark("Open another folder…"), self.choose_folder, look="quiet")
        self.language = button(speech, mark("Switch language"), self.switch_language, look="quiet")
        self.help = button(speech, mark("Help"), self.show_help, look="quiet", key="F1")
        QShortcut(QKeySequence("F1"), self).activated.connect(self.show_help)
        self.card = self._card()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.practice)
        whole.addStretch(2)
        whole.addWidget(self.card, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(3)

    def _card(self) -> Card:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self.branch)
        names.addWidget(self.where)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(names, 1)
        head.addWidget(self.help, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.language, 0, Qt.AlignmentFlag.AlignTop)
        card = _TallCard()
        card.setFixedWidth(440)
        card.layout().setContentsMargins(28, 24, 28, 20)  # type: ignore[union-attr]  # the card made it
        card.body.setSpacing(14)
        card.add(head)
        card.add(self.trouble)
        card.add(self.done)
        card.add(self.door)
        card.add(self._room)
        card.add(row(self.envelope, self.back, None))
        card.add(row(self.found, self.other, self.another, None, self.again))
        card.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
        return card

    # ---- what few need, each made when somebody first turns to it: the door stands there sooner

    @cached_property
    def beginning(self) -> Beginning:
        from collectdesk.ui.sign_in.beginning import Beginning

        made = Beginning(shell=self.shell)
        made.hide()
        made.founded.connect(self._founded)
        self._room.addWidget(made)
        return made

    @cached_property
    def restoring(self) -> RestoreWizard:
        from collectdesk.ui.sign_in.restoring import RestoreWizard

        made = self._placed(RestoreWizard(self.shell))
        made.ended.connect(self._restored)
        return made

    @cached_property
    def keys(self) -> KeysWizard:
        from collectdesk.ui.sign_in.keys_wizard import KeysWizard

        made = self._placed(KeysWizard(self.shell))
        made.ended.connect(self._keys_ended)
        return made

    @cached_property
    def set_up(self) -> SetUpWizard:
        from collectdesk.ui.sign_in.set_up import SetUpWizard

        made = self._placed(SetUpWizard(self.shell))
        made.ended.connect(self._set_up)
        return made

    @cached_property
    def joining(self) -> JoinWizard:
        from collectdesk.ui.sign_in.joining import JoinWizard

        made = self._placed(JoinWizard(self.shell))
        made.ended.connect(self._set_up)
        return made

    def _placed(self, wizard: W) -> W:
        theme().dress(self)  # it has more kinds of parts than the door
        wizard.hide()
        self._room.addWidget(wizard)
        self._wizards.append(wizard)
        return wizard

    def _entering(self) -> JoinWizard | SetUpWizard | None:
        """The wizard in sight that the Enter key goes on in."""
        made = [self.__dict__.get(name) for name in ("set_up", "joining")]
        return next((each for each in made if each is not None and each.isVisible()), None)

    def _setting_up(self) -> SetUpWizard | None:
        """The wizard that sets a branch up, if anybody has turned to it."""
        found: SetUpWizard | None = self.__dict__.get("set_up")
        return found

    def _beginning(self) -> Beginning | None:
        """The offer of a practice branch, if it was made."""
        found: Beginning | None = self.__dict__.get("beginning")
        return found

    def sizeHint(self) -> QSize:
        return QSize(760, 600)

    def show_help(self) -> None:
        """The guide's page on beginning, beside the door."""
        from collectdesk.ui.help.window import HelpWindow

        if self._help is None:
            self._help = HelpWindow(self.speech, (), self)
        self._help.open_screen("door")

    def _tint(self) -> None:
        self._mark.setPixmap(glyph("house", tokens().accent, 32))

    # ---- which branch

    def _look_at_once(self) -> None:
        """The first look, so that the door stands in the first picture: one small file is read. Where a restore or a
        set-up has to be carried to its end, or nothing is there, it takes the longer way.
        """
        from collectdesk.desk.vault.door import look_at_quiet_door

        door = look_at_quiet_door(self.folder)
        if door is None:
            self.look()
        else:
            self._show_door(door)

    def look(self) -> None:
        """Look at the folder again: who may sign in there, or why nobody can."""
        folder = self.folder
        self.shell.tasks.start(
            Lane.OUTSIDE,
            lambda _steps: _door_of(folder),
            owner=self,
            done=self._show_door,
            failed=self._no_door,
        )

    def _show_door(self, door: Door) -> None:
        if self._in_wizard():
            return  # asked before the wizard was opened
        self._clear()
        self.branch.setText(door.name)
        self.where.setText(str(door.folder))
        self.practice.setVisible(door.is_practice)
        self.door.show_door(door, self.shell.machine.last_login)
        self._show(self.door)
        self._tell_done()
        self.door.focus_first()

    def _no_door(self, error: BaseException) -> None:
        if self._in_wizard():
            return
        self._clear()
        self.practice.hide()
        self.branch.setText("CollectDesk")
        self.where.setText(str(self.folder))
        if getattr(error, "code", "") in MISSING and not (self.folder / "branch.db").exists():
            self.beginning.show_folder(self.folder)
            self._show(self.beginning)
            self.beginning.focus_first()
        else:
            self._show(None)
            self.say(error)
            self.again.show()
            self.other.setFocus()

    def _in_wizard(self) -> bool:
        return any(each.isVisibleTo(self) for each in self._wizards)

    def _show(self, part: QWidget | None) -> None:
        in_wizard = part in self._wizards
        for each in (self.door, self._beginning(), *self._wizards):
            if each is not None:
                each.setVisible(each is part)
        for way in (self.other, self.back, self.found, self.another):
            way.setVisible(not in_wizard)  # a wizard has its own way out
        self.envelope.setVisible(part is self.door)

    def _restored(self, folder: Path) -> None:
        self._show(None)
        self._founded(folder)

    def begin_restore(self, place: Path | None = None) -> None:
        """Open the wizard for the branch in this folder; ``place`` is where its backups are known to be."""
        if not self._take():
            self._say_text(self.speech.say(OPEN_ELSEWHERE))
            return
        self._clear()
        self.restoring.begin(self.folder, place)
        self._show(self.restoring)
        self.restoring.focus_first()

    def begin_keys(self, way: str = "", told: str = "new") -> None:
        """Open the wizard for the branch in this folder; by an envelope's code where no way is named."""
        from collectdesk.ui.sign_in.happenings import CODE

        if not self._take():
            self._say_text(self.speech.say(OPEN_ELSEWHERE))
            return
        self._clear()
        self.keys.begin(self.folder, way or CODE, told)
        self._show(self.keys)
        self.keys.focus_first()

    def _keys_ended(self, said: str) -> None:
        self._show(self.door)
        self.look()
        if said:
            self._done = said

    def begin_set_up(self) -> None:
        """Open the wizard that sets up a real branch: in this folder if nothing is there, else beside it."""
        self._begin_new(self.set_up)

    def begin_joining(self) -> None:
        """Open the wizard of a PC that works for another, or to which the branch moves."""
        self._begin_new(self.joining)

    def _begin_new(self, wizard: SetUpWizard | JoinWizard) -> None:
        beginning = self._beginning()
        is_empty = beginning is not None and beginning.isVisible() and self.folder != practice_folder()
        self._clear()
        self.practice.hide()
        self.branch.setText("CollectDesk")
        self.where.setText("")
        wizard.begin(self.folder if is_empty else practice_folder().parent / "branch")
        self._show(wizard)
        wizard.focus_first()

    def _set_up(self, folder: Path | None, said: str) -> None:
        self._show(None)
        self._done = said
        if folder is None:
            self.look()
            return
        self._founded(folder)

    def choose_folder(self) -> None:
        """Open another branch's folder."""
        from collectdesk.ui import ask

        chosen = ask.folder(self, self.speech.say(mark("Choose the folder that holds branch.db")))
        if chosen is None:
            return
        self.folder = chosen
        self.look()

    def _founded(self, folder: Path) -> None:
        self.folder = folder
        self.look()

    def _take(self) -> bool:
        """Hold the folder for this window; False when another window has it."""
        if self.shell.one is not None and str(self.folder) == self.shell.machine.last_branch:
            return True
        return self.shell.take(self.folder)

    # ---- who

    def sign_in(self, login: str, password: str) -> None:
        """Try a login and a password; the key is derived off this thread."""
        if self._busy:
            return
        self._clear()
        if not self._take():
            self._say_text(self.speech.say(OPEN_ELSEWHERE))
            return
        self._wait(waiting=True)
        folder = self.folder
        # behind the last session's leaving, which still writes
        self.shell.tasks.start(
            Lane.WRITE, lambda _steps: _enter(folder, login, password), owner=self, done=self._entered,
            failed=self._refused,
        )  # fmt: skip

    def _wait(self, *, waiting: bool) -> None:
        self._busy = waiting
        self.door.wait(waiting=waiting)
        self.other.setEnabled(not waiting)

    def _entered(self, session: Session) -> None:
        self._wait(waiting=False)
        machine = self.shell.machine
        self.shell.machine = machine.with_(last_branch=str(self.folder), last_login=session.actor.login)
        self.entered.emit(session)

    def _refused(self, error: BaseException) -> None:
        self._wait(waiting=False)
        if getattr(error, "code", "") == "store.wrong_password":
            self._error = error
            self.door.refuse(wording.sentence(self.speech.words, error))
            return
        self.say(error)
        self.again.show()

    # ---- saying

    def _tell_done(self) -> None:
        """What the wizard did, said once above the door."""
        said, self._done = self._done, ""
        self.done.setText(said)
        fit(self.done)
        self.done.setVisible(bool(said))

    def say(self, error: BaseException) -> None:
        """Say in the page what went wrong and what to do; a bug goes to the crash window."""
        if not is_expected(error):
            report(error)
            return
        self._error = error
        self._say_text(wording.sentence(self.speech.words, error))

    def _say_text(self, text: str) -> None:
        self.trouble.setText(text)
        fit(self.trouble)
        self.trouble.show()

    def _clear(self) -> None:
        self._error = None
        self.trouble.hide()
        self.again.hide()

    def switch_language(self) -> None:
        """Chinese or English, from the first screen on."""
        chosen = ENGLISH if self.speech.words.language == CHINESE else CHINESE
        self.speech.use(chosen)
        self.shell.machine = self.shell.machine.with_(language=chosen)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.speech.say(mark("Sign in to CollectDesk")))
        # the button shows what pressing it gives, in its own language
        self.language.setText("English" if self.speech.words.is_chinese else "中文")
        if self._error is None:
            return
        said = wording.sentence(self.speech.words, self._error)
        self.trouble.setText(said)
        fit(self.trouble)
        if self.door.wrong.isVisible():
            self.door.refuse(said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enters, wizard = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter), self._entering()
        if enters and self.door.isVisible():
            self.door.submit()
        elif enters and wizard is not None:
            wizard.enter()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        setting_up = self._setting_up()
        if setting_up is not None:
            setting_up.let_go()
        super().closeEvent(event)


OPEN_ELSEWHERE: Final = mark("This branch is open in another window, which has come to the front.")


def practice_folder() -> Path:
    """Where a practice branch is offered when none was opened on this PC yet."""
    from platformdirs import user_data_path

    return user_data_path("CollectDesk", appauthor=False) / "practice"


def _door_of(folder: Path) -> Door:
    from collectdesk.desk.vault.door import look_at_door

    return look_at_door(folder)


def _enter(folder: Path, login: str, password: str) -> Session:
    from collectdesk.desk.vault.access import sign_in

    return sign_in(folder, login, password)
