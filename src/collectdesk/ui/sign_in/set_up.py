"""Owns the set-up of a real branch at the door: where, who, both envelopes typed back, the first backup."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from collectdesk.domain.refusals import Refused
from collectdesk.domain.vault.backups import Rhythm
from collectdesk.terms_rules import JURISDICTIONS
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
from collectdesk.ui.tasks import Lane
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectdesk.desk.vault.establishing import Charter, Founding, NewPerson
    from collectdesk.ui.app import Shell
    from collectdesk.ui.tasks import Work

PLACE, PERSON, ENVELOPES, TYPING, BACKUP = "place", "person", "envelopes", "typing", "backup"
_PAGES: Final = (PLACE, PERSON, ENVELOPES, TYPING, BACKUP)
_STEP: Final = {
    PLACE: mark("Step 1 of 5: where the branch lies"),
    PERSON: mark("Step 2 of 5: its first people"),
    ENVELOPES: mark("Step 3 of 5: two envelopes"),
    TYPING: mark("Step 4 of 5: both codes from the paper"),
    BACKUP: mark("Step 5 of 5: the first backup"),
}
_ABOUT: Final = {
    PLACE: mark(
        "An empty folder on a disk of this PC, never on the network. Turn the disk's own encryption on "
        "(BitLocker, FileVault, LUKS): swap and hibernation are beyond this program's reach."
    ),
    ENVELOPES: mark(
        "Each code opens the branch by itself if the PC is lost or passwords are forgotten. They are shown now "
        "and never again. Print both sheets; two people seal each, for safes in two places."
    ),
    TYPING: mark("Type both codes from the printed sheets: only then the branch stands."),
    BACKUP: mark(
        "The branch stands. Seal the envelopes and delete the file of the sheets. A branch without a backup is one "
        "mishap from lost: put a stick in, or choose a folder on another machine."
    ),
}
_ADMINISTRATOR: Final = mark(
    "The administrator keeps people, keys and backups and sees no case. They type their own password here."
)
_SUPERVISOR: Final = mark(
    "A supervisor decides on visits, plans and packs, and is the second person beside the administrator. "
    "They type their own password here; it must be somebody else."
)
_NEXT: Final = {
    PLACE: mark("Next"),
    PERSON: mark("Next"),
    ENVELOPES: mark("Both are printed: next"),
    TYPING: mark("Finish the set-up"),
    BACKUP: mark("Plan it and back up now"),
}
MAKE: Final = mark("Make the branch")
_RHYTHMS: Final = (
    (Rhythm.DAILY, mark("Each day")),
    (Rhythm.WEEKLY, mark("Each week")),
    (Rhythm.MONTHLY, mark("Each month")),
)
_RULES: Final = mark("Chosen when the branch was set up")
STANDS: Final = mark("{name} stands. Sign in: the administrator adds the clerks, who import the first list.")
BACKED_UP: Final = mark("{name} stands, backed up in {path}. The clerks you add now import the first list.")


class SetUpWizard(QWidget):
    """``ended`` carries the branch's folder once it stands, else None, and the sentence to say at the door."""

    ended = Signal(object, str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._speech = shell.speech
        self._page = PLACE
        self._at = 0
        self._is_busy = False
        self._people: list[NewPerson] = []
        self._founding: Founding | None = None
        self._sheets: Path | None = None
        self._lay_out()
        self._speech.changed.connect(self._write)
        self._show(PLACE)

    # ---- building

    def _lay_out(self) -> None:
        speech = self._speech
        self.title = label(speech, mark("Set up a branch"), "heading")
        self.step = label(None, "", "faint")
        self.about = label(None, "", "mute", wrap=True)
        self.wrong = label(None, "", "wrong", wrap=True)
        self.wrong.hide()
        self.progress = ProgressLine(speech)
        self.leave = button(speech, mark("Leave the set-up"), self.stop, look="quiet")
        self.before = button(speech, mark("Back"), self.go_back, look="quiet")
        self.more = button(speech, mark("Another supervisor…"), self.add_supervisor, look="quiet")
        self.go = button(speech, _NEXT[PLACE], self.go_on, look="primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        for said in (self.title, self.step, self.about):
            layout.addWidget(said)
        made = (self._place(), self._person(), self._envelopes(), self._typing(), self._backup())
        self.pages: dict[str, QWidget] = dict(zip(_PAGES, made, strict=True))
        for page in made:
            layout.addWidget(page)
        for part in (self.wrong, self.progress):
            layout.addWidget(part)
        layout.addLayout(row(None, self.more))
        layout.addLayout(row(self.leave, None, self.before, self.go))

    def _place(self) -> QWidget:
        self.place = Form(self._speech)
        self.place.add("folder", mark("Folder"), TextEdit(longest=400), needed=True)
        self.place.add("name", mark("Name of the branch"), TextEdit(longest=80), needed=True)
        rules = tuple(JURISDICTIONS.items())
        self.place.add("jurisdiction", mark("Whose rules"), PickOne(self._speech, rules, must=True))
        choose = button(self._speech, mark("Choose…"), self.choose_folder, look="quiet")
        return _held(self.place, row(None, choose))

    def _person(self) -> QWidget:
        self.person = Form(self._speech)
        self.person.add("name", mark("Name"), TextEdit(longest=80), needed=True)
        hint = mark("2 to 32 letters, figures, dots or hyphens.")
        self.person.add("login", mark("Signs in as"), TextEdit(longest=32), needed=True, hint=hint)
        hint = mark("12 characters or more; a few words that only you would put together are best.")
        self.person.add("password", mark("Password"), PasswordEdit(), needed=True, hint=hint)
        self.person.add("again", mark("Password again"), PasswordEdit(), needed=True)
        return _held(self.person)

    def _envelopes(self) -> QWidget:
        self.codes = label(None, "", "heading", wrap=True)
        self.print = button(
            self._speech, mark("Write the sheets (PDF)…"), self.print_sheets, icon="printer", look="primary"
        )
        self.printed = label(None, "", "mute", wrap=True)
        return _held(self.codes, row(None, self.print), self.printed)

    def _typing(self) -> QWidget:
        self.typing = Form(self._speech)
        for number, name in ((1, mark("Code of one envelope")), (2, mark("Code of the other"))):
            self.typing.add(f"code{number}", name, TextEdit(longest=80), needed=True)
        return _held(self.typing)

    def _backup(self) -> QWidget:
        self.backup = Form(self._speech)
        self.backup.add("folder", mark("&Folder or stick"), TextEdit(longest=400), needed=True)
        self.backup.add("rhythm", mark("How often"), Choices(self._speech, _RHYTHMS, must=True), needed=True)
        choose = button(self._speech, mark("Choose…"), self.choose_stick, look="quiet")
        return _held(self.backup, row(None, choose))

    # ---- which step

    def begin(self, folder: Path) -> None:
        """Start anew, offering a folder."""
        self._people, self._at, self._founding, self._sheets = [], 0, None, None
        for form in (self.place, self.person, self.typing, self.backup):
            form.clear()
        self.place.put({"folder": str(folder), "jurisdiction": next(iter(JURISDICTIONS))})
        self.backup.put({"rhythm": Rhythm.DAILY})
        self._say("")
        self._show(PLACE)

    def focus_first(self) -> None:
        """Where the hands go on in this step."""
        if self._page == ENVELOPES:
            (self.go if self._sheets else self.print).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        first = {PLACE: (self.place, "name"), PERSON: (self.person, "name"), TYPING: (self.typing, "code1"),
                 BACKUP: (self.backup, "folder")}  # fmt: skip
        form, name = first[self._page]
        form.focus(name)

    def _show(self, page: str) -> None:
        self._page = page
        for name, widget in self.pages.items():
            widget.setVisible(name == page)
        is_supervisor = page == PERSON and self._at > 0
        self.more.setVisible(is_supervisor)
        self.before.setVisible(page in (PERSON, TYPING))
        self.leave.setVisible(True)
        self._write()
        if self.isVisible():
            self.focus_first()

    def _write(self) -> None:
        say, page = self._speech.say, self._page
        self.step.setText(say(_STEP[page]))
        about = (_ADMINISTRATOR if self._at == 0 else _SUPERVISOR) if page == PERSON else _ABOUT[page]
        self.about.setText(say(about))
        makes = page == PERSON and self._at > 0
        self.go.setText(say(MAKE if makes else _NEXT[page]))
        self.leave.setText(say(mark("Without a backup") if page == BACKUP else mark("Leave the set-up")))
        if page == ENVELOPES and self._founding is not None:
            lines = (_in_two_lines(name, code) for name, code in sorted(self._founding.codes.items()))
            self.codes.setText("\n\n".join(lines))
            said = mark("The sheets are in {path}. Print them, then delete the file.")
            self.printed.setText(say(said, path=self._sheets) if self._sheets else "")
        self.go.setEnabled(not self._is_busy and (page != ENVELOPES or self._sheets is not None))
        for text in (self.about, self.codes, self.printed):
            fit(text)

    # ---- the steps' buttons

    def go_on(self) -> None:
        """Do what this step asks, then show the next."""
        if not self.go.isEnabled():
            return
        self._say("")
        {
            PLACE: self._take_place,
            PERSON: self._take_person,
            ENVELOPES: lambda: self._show(TYPING),
            TYPING: self._type_back,
            BACKUP: self._back_up,
        }[self._page]()

    def enter(self) -> None:
        """The Enter key: the button that has the focus, else on to the next step."""
        at = self.focusWidget()
        if isinstance(at, QPushButton) and at.isEnabled():
            at.click()
        else:
            self.go_on()

    def go_back(self) -> None:
        """One step back; what was typed in it stands there again."""
        self._say("")
        if self._page == TYPING:
            self._show(ENVELOPES)
        elif self._at == 0:
            self._show(PLACE)
        else:
            self._at -= 1
            self._fill_person()
            self._show(PERSON)

    def choose_folder(self) -> None:
        chosen = ask.folder(self, self._speech.say(mark("Choose an empty folder for the branch")))
        if chosen is not None:
            self.place.put({"folder": str(chosen)})

    def choose_stick(self) -> None:
        chosen = ask.folder(self, self._speech.say(mark("Choose the folder or stick for backups")))
        if chosen is not None:
            self.backup.put({"folder": str(chosen)})

    def _take_place(self) -> None:
        said = self.place.read()
        if said is not None:
            folder = Path(said["folder"])
            self._run(
                lambda _steps: _grounded(folder), self._placed, mark("Looking at the folder and the keyring")
            )

    def _placed(self, _none: object) -> None:
        self._at = 0
        self._fill_person()
        self._show(PERSON)

    def _fill_person(self) -> None:
        self.person.clear()
        if self._at < len(self._people):
            kept = self._people[self._at]
            self.person.put({"name": kept.name, "login": kept.login, "password": kept.password,
                             "again": kept.password})  # fmt: skip

    def _keep_person(self) -> bool:
        """Take whoever stands in the form; False where they can't sign in like this."""
        said = self.person.read()
        if said is None:
            return False
        try:
            one = _founder(said, tuple(self._people[: self._at]), str(self.place.values()["name"]))
        except Refused as refused:
            if not self.person.take_refusal(refused):
                self._say(wording.sentence(self._speech.words, refused))
            return False
        self._people[self._at : self._at + 1] = [one]
        return True

    def _take_person(self) -> None:
        if not self._keep_person():
            return
        if self._at == 0:
            self.add_supervisor(kept=True)
            return
        charter = self._charter()
        self._run(lambda _steps: _established(charter), self._established, mark("Making the branch"))

    def add_supervisor(self, *, kept: bool = False) -> None:
        """One more who decides; whoever stands in the form is kept first."""
        if kept or self._keep_person():
            self._at += 1
            self._fill_person()
            self._show(PERSON)

    def _charter(self) -> Charter:
        from collectdesk.desk.vault.establishing import Charter

        said = self.place.values()
        return Charter(Path(said["folder"]), said["name"], self._people[0], tuple(self._people[1 : self._at + 1]),
                       said["jurisdiction"], self._speech.say(_RULES))  # fmt: skip

    def _established(self, founding: Founding) -> None:
        self._founding = founding
        self._people = []
        self.person.clear()
        self._show(ENVELOPES)

    def print_sheets(self) -> None:
        """Write a page for each envelope where the person says."""
        say, founding = self._speech.say, self._founding
        if founding is None or not self.print.isEnabled():
            return
        title = say(mark("Where the recovery sheets go"))
        target = ask.file_to_save(self, title, "CollectDesk recovery sheets.pdf", say(mark("PDF (*.pdf)")))
        if target is None:
            return
        language = self._speech.words.language

        def printed(_pages: object) -> None:
            self._sheets = target
            self._show(ENVELOPES)

        self._run(
            lambda steps: founding.print_sheets(target, language, steps), printed, mark("Writing the sheets")
        )

    def _type_back(self) -> None:
        said, founding = self.typing.read(), self._founding
        if said is None or founding is None:
            return
        codes = (said["code1"], said["code2"])
        self._run(lambda _steps: founding.type_back(codes), self._stands, mark("Finishing the set-up"))

    def _stands(self, _none: object) -> None:
        self.typing.clear()
        self.codes.clear()
        self._show(BACKUP)

    def _back_up(self) -> None:
        said, founding = self.backup.read(), self._founding
        if said is None or founding is None:
            return
        place, rhythm = Path(said["folder"]), said["rhythm"]
        self._run(
            lambda steps: founding.plan_backup(place, rhythm, steps),
            lambda made: self._end(BACKED_UP, path=made.path),
            mark("Backing the branch up"),
        )

    # ---- leaving

    def stop(self) -> None:
        """Leave: a branch that stands stays, one that doesn't leaves nothing."""
        founding = self._founding
        if founding is None:
            self._gone(None)
        elif founding.stands:
            self._end(STANDS)
        elif self._wants_to_leave():
            self._run(lambda _steps: founding.end(), self._gone, mark("Taking it away"))

    def _wants_to_leave(self) -> bool:
        say = self._speech.say
        question = mark(
            "The branch doesn't stand yet: nothing stays of it, and the printed sheets open nothing."
        )
        return ask.agrees(
            self, say(mark("Leave the set-up?")), say(question), say(mark("Leave it")), say(mark("Stay"))
        )

    def _end(self, sentence: str, **facts: object) -> None:
        founding = self._founding
        assert founding is not None
        said = self._speech.say(sentence, name=founding.charter.name, **facts)

        def let_go(_none: object) -> None:
            self._founding = None
            self.ended.emit(founding.charter.folder, said)

        self._run(lambda _steps: founding.end(), let_go, mark("Finishing the set-up"))

    def _gone(self, _none: object) -> None:
        self._founding, self._people = None, []
        for form in (self.person, self.typing):
            form.clear()
        self.codes.clear()
        self.ended.emit(None, "")

    def let_go(self) -> None:
        """The window closes: what doesn't stand yet is taken away."""
        founding, self._founding = self._founding, None
        if founding is not None:
            founding.end()

    # ---- doing and saying

    def _run(self, work: Work[Any], done: Callable[[Any], None], sentence: str) -> None:
        self._busy(busy=True)
        self._say("")

        def finished(result: Any) -> None:
            self._busy(busy=False)
            done(result)

        ticket = self._shell.tasks.start(
            Lane.WRITE, work, owner=self, done=finished, failed=self._failed,
            cancelled=lambda: self._busy(busy=False), progress=self.progress.step,
        )  # fmt: skip
        self.progress.begin(sentence, ticket)

    def _busy(self, *, busy: bool) -> None:
        self._is_busy = busy
        for each in (*self.pages.values(), self.leave, self.before, self.more):
            each.setEnabled(not busy)
        if not busy:
            self.progress.end()
        self._write()

    def _failed(self, error: BaseException) -> None:
        self._busy(busy=False)
        if not is_expected(error):
            report(error)
        elif not self._refused_beside(error):
            self._say(wording.sentence(self._speech.words, error))

    def _refused_beside(self, error: BaseException) -> bool:
        """Whether the refusal stands beside a field of this step."""
        code = str(getattr(error, "code", ""))
        if self._page == PLACE and code.startswith("store.") and code != "store.no_keyring":
            self.place.refuse("folder", wording.sentence(self._speech.words, error))
            return True
        form = {PLACE: self.place, PERSON: self.person, BACKUP: self.backup}.get(self._page)
        return form is not None and form.take_refusal(error)

    def _say(self, text: str) -> None:
        self.wrong.setText(text)
        fit(self.wrong)
        self.wrong.setVisible(bool(text))


def _in_two_lines(name: str, code: str) -> str:
    """A code as it stands on its sheet, under the envelope's name."""
    groups = code.split("-")
    return "\n".join((name, "  ".join(groups[:4]), "  ".join(groups[4:])))


def _held(*parts: Any) -> QWidget:
    held = QWidget()
    layout = QVBoxLayout(held)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    for part in parts:
        if isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)
    return held


def _founder(said: dict[str, Any], before: tuple[NewPerson, ...], branch: str) -> NewPerson:
    """The person of a form, the administrator first; raises Refused with the field."""
    from collectdesk.desk.vault.establishing import founder

    if said["password"] != said["again"]:
        raise Refused("password.differs", field="again")
    return founder(said["login"], said["name"], said["password"], before, branch)


def _grounded(folder: Path) -> None:
    from collectdesk.desk.vault.establishing import require_ground

    require_ground(folder)


def _established(charter: Charter) -> Founding:
    from collectdesk.desk.vault.establishing import establish

    return establish(charter)
