"""Owns the section of the branch's keys: how they stand, the envelopes, and what to do when something happens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from collectdesk.desk.pipeline import Subject
from collectdesk.desk.vault.branch_keys import (
    KeysPlate,
    MakeEnvelopes,
    PrintEnvelopes,
    ShowKeys,
    TypeBackEnvelopes,
)
from collectdesk.desk.vault.drills import NoteDrill, ShowDrills
from collectdesk.domain.people.people import Permission
from collectdesk.terms_keys import drill_due, drill_line, envelope_line, epoch_line
from collectdesk.ui import ask, wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.fields import TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.settings.second_person import PasswordEdit, run_for_two
from collectdesk.ui.settings.section import Section
from collectdesk.ui.sign_in.happenings import CASES, CODE, REASON_OF, RENEW, STEPS, WAY_OF
from collectdesk.ui.tasks import Lane
from collectdesk.ui.theme import set_tone
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.people.seconding import SecondPerson
    from collectdesk.desk.vault.drills import DrillRegister
    from collectdesk.ui.office import Office

_ENVELOPES: Final = (("A", "A"), ("B", "B"))
_OPENED: Final = ((True, mark("opened")), (False, mark("didn't open")))
_DRILLS_SHOWN: Final = 5


class BranchKeysSection(Section):
    """Left how the keys and envelopes stand, right what to do."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._plate: KeysPlate | None = None
        self._codes: Mapping[str, str] = {}
        self._drills: DrillRegister | None = None
        beside = QHBoxLayout()
        beside.setSpacing(12)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self._standing())
        self.envelopes = self._envelopes()
        left.addWidget(self.envelopes)
        left.addStretch(1)
        right = QVBoxLayout()
        right.addWidget(self._happenings())
        right.addStretch(1)
        beside.addLayout(left, 1)
        beside.addLayout(right, 1)
        self.body.addLayout(beside, 1)
        self.envelopes.setVisible(office.may(MakeEnvelopes.needs) or office.may(TypeBackEnvelopes.needs))

    # ---- building

    def _standing(self) -> Card:
        card = Card(self.speech, mark("How the keys stand"))
        self.generation = label(None, "", wrap=True)
        self.lines = label(None, "", "mute", wrap=True)
        self.warning = label(None, "", "wrong", wrap=True)
        for each in (self.generation, self.lines, self.warning):
            card.add(each)
        return card

    def _envelopes(self) -> Card:
        card = Card(self.speech, mark("Envelopes"))
        about = mark(
            "Two envelopes, each with a code that opens the branch by itself. Two people seal each, in two "
            "places. A new code replaces the one before once it was typed back from its paper."
        )
        card.add(label(self.speech, about, "mute", wrap=True))
        self.making = Form(self.speech)
        self.making.add("login", mark("Second person"), TextEdit(longest=64), needed=True)
        self.making.add("password", mark("Their password"), PasswordEdit(), needed=True)
        self.make = button(self.speech, mark("Make new envelopes"), self.make_envelopes, icon="printer")
        self.typing = Form(self.speech)
        for number, name in ((1, mark("Code of one envelope")), (2, mark("Code of the other"))):
            self.typing.add(f"code{number}", name, TextEdit(longest=80))
        self.back = button(self.speech, mark("Type back"), self.type_back, look="primary")
        may_make = self.office.may(MakeEnvelopes.needs)
        if may_make:
            card.add(self.making)
            card.add(row(None, self.make))
        card.add(self.typing)
        card.add(row(None, self.back))
        return card

    def _happenings(self) -> Card:
        card = Card(self.speech, mark("When something happens"))
        self.happening = Choices(self.speech, CASES, must=True)
        self.steps = label(None, "", wrap=True)
        self.renew = button(self.speech, mark("New keys…"), self.ask_renewal, icon="lock", look="danger")
        self.leaving = label(
            self.speech,
            mark("This is done at the door, where the branch is closed: you will be signed out."),
            "faint",
            wrap=True,
        )
        self.at_door = button(self.speech, mark("Keys and envelopes…"), self.ask_for_code, icon="lock")
        for each in (self.happening, self.steps, self._drill(), self.leaving):
            card.add(each)
        card.add(row(None, self.at_door, self.renew))
        self.happening.put("leaver")
        self.happening.edited.connect(self.retranslate)
        return card

    def _drill(self) -> QWidget:
        """The register of drills, and the form that notes one."""
        self.held = label(None, "", "mute", wrap=True)
        self.drill = Form(self.speech)
        self.drill.add("envelope", mark("Envelope"), Choices(self.speech, _ENVELOPES), needed=True)
        self.drill.add("opened", mark("The copy"), Choices(self.speech, _OPENED), needed=True)
        self.drill.add("login", mark("Second person"), TextEdit(longest=64), needed=True)
        self.drill.add("password", mark("Their password"), PasswordEdit(), needed=True)
        self.note = button(self.speech, mark("Note the drill"), self.note_drill, icon="check")
        self.drilling = QWidget()
        inside = QVBoxLayout(self.drilling)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.held)
        inside.addWidget(self.drill)
        inside.addLayout(row(None, self.note))
        return self.drilling

    # ---- showing

    def refresh(self, touched: frozenset[Subject]) -> None:
        if self._plate is None or Subject.PEOPLE in touched:
            self.office.run(ShowKeys(), owner=self, done=self._show)
            self.office.run(ShowDrills(), owner=self, done=self._show_drills)

    def _show_drills(self, found: DrillRegister) -> None:
        self._drills = found
        self.retranslate()

    def _show(self, plate: KeysPlate) -> None:
        self._plate = plate
        self.retranslate()

    def retranslate(self) -> None:
        words, plate = self.office.words, self._plate
        chosen = str(self.happening.value() or "leaver")
        self.steps.setText("\n\n".join(words.say(step) for step in STEPS[chosen]))
        renews = chosen in REASON_OF and self.office.may(Permission.ROTATE_KEYS)
        opens = WAY_OF[chosen] == CODE and self.office.may(Permission.SECOND)
        self.renew.setVisible(renews)
        self.at_door.setVisible(opens)
        self.leaving.setVisible(renews or opens)
        self._tell_drills(chosen == "drill")
        if plate is None:
            return
        self.generation.setText(epoch_line(words, plate.epoch, plate.began_at, plate.reason))
        self.lines.setText(
            "\n".join(
                envelope_line(words, each.name, each.made_at, typed_back=each.typed_back, opened=each.opened)
                for each in plate.envelopes
            )
        )
        self.warning.setText(words.say(_warning(plate)))
        self.warning.setVisible(bool(_warning(plate)))
        waits = bool(plate.waiting)
        self.typing.setVisible(waits)
        self.typing.show_line("code2", len(plate.waiting) > 1)
        self.back.setVisible(waits)

    def _tell_drills(self, is_drill: bool) -> None:
        words, found = self.office.words, self._drills
        self.drilling.setVisible(is_drill)
        may = self.office.may(NoteDrill.needs)
        self.drill.setVisible(may)
        self.note.setVisible(may)
        if found is None:
            return
        lines = [
            drill_line(words, one.held_on, one.by, one.second, one.envelope, opened=one.opened)
            for one in found.drills[:_DRILLS_SHOWN]
        ]
        self.held.setText("\n".join([drill_due(words, found.due_on, is_due=found.is_due), *lines]))
        set_tone(self.held, "look", "wrong" if found.is_due else "mute")

    # ---- doing

    def note_drill(self) -> None:
        """Two people note that the drill was held, and what came of it."""
        said = self.drill.read()
        if said is None or not self.note.isEnabled():
            return
        self.note.setEnabled(False)
        values = {"second": said["login"], "second_password": said["password"]}
        run_for_two(
            self.office, values, lambda second: NoteDrill(said["envelope"], said["opened"], second),
            owner=self, done=self._noted, failed=self._not_noted,
        )  # fmt: skip

    def _noted(self, _none: None) -> None:
        self.note.setEnabled(True)
        self.drill.clear()
        self.tell(Note(self.office.say(mark("The drill stands in the register.")), Tone.GOOD))

    def _not_noted(self, error: BaseException) -> None:
        self.note.setEnabled(True)
        if not self.drill.take_refusal(error):
            self.drill.refuse("password", wording.sentence(self.office.words, error))

    def ask_renewal(self) -> None:
        """Leave, and find the wizard at the door with this reason."""
        self.office.keys_asked.emit(RENEW, REASON_OF.get(str(self.happening.value()), "yearly"))

    def ask_for_code(self) -> None:
        """Leave, and find the wizard at the door with this case, to open the branch by an envelope."""
        self.office.keys_asked.emit(CODE, str(self.happening.value()))

    def make_envelopes(self) -> None:
        """Prove the second person, make the codes, and write their sheets."""
        said = self.making.read()
        if said is None or not self.make.isEnabled():
            return
        say = self.office.say
        target = ask.file_to_save(
            self,
            say(mark("Where the recovery sheets go")),
            "CollectDesk recovery sheets.pdf",
            say(mark("PDF (*.pdf)")),
        )
        if target is None:
            return
        self.make.setEnabled(False)
        login, password = said["login"], said["password"]
        self.office.tasks.start(
            Lane.WRITE,
            lambda _steps: _second(self.office, login, password),
            owner=self,
            done=lambda second: self._make(second, target),
            failed=self._not_made,
        )

    def _make(self, second: SecondPerson, target: Any) -> None:
        self.making.clear()
        self.office.run(
            MakeEnvelopes(second),
            owner=self,
            done=lambda codes: self._print(codes, target),
            failed=self._not_made,
        )

    def _print(self, codes: Mapping[str, str], target: Any) -> None:
        deed = PrintEnvelopes(target, codes, self.office.words.language)
        self.office.run(deed, owner=self, done=lambda _pages: self._printed(target), failed=self._not_made)

    def _printed(self, target: Any) -> None:
        self.make.setEnabled(True)
        said = mark("The sheets are in {path}. Print them, type both codes back, then delete the file.")
        self.tell(Note(self.office.say(said, path=target)))
        self.typing.focus("code1")

    def _not_made(self, error: BaseException) -> None:
        self.make.setEnabled(True)
        if not self.making.take_refusal(error):
            self.making.refuse("password", wording.sentence(self.office.words, error))

    def type_back(self) -> None:
        """Take the codes as they stand on the paper."""
        said = self.typing.values()
        codes = tuple(str(code) for code in said.values() if code)
        self.office.run(TypeBackEnvelopes(codes), owner=self, done=self._typed, failed=self._not_typed)

    def _typed(self, _none: None) -> None:
        self.typing.clear()
        self.tell(
            Note(
                self.office.say(mark("The codes are right. Seal the envelopes, and destroy the old ones.")),
                Tone.GOOD,
            )
        )

    def _not_typed(self, error: BaseException) -> None:
        self.typing.refuse("code1", wording.sentence(self.office.words, error))

    def focus_first(self) -> None:
        self.happening.setFocus()


def _warning(plate: KeysPlate) -> str:
    if plate.waiting:
        return mark(
            "Type the codes that wait back from their paper: until then nobody knows that it is right."
        )
    if plate.opened:
        return mark(
            "A recovery was cut off and its code lies open. Give the branch new keys, then make new envelopes."
        )
    if not plate.is_whole:
        return mark("An envelope is missing. Make new ones, or a lost keyring loses the branch.")
    if plate.is_old:
        return mark("These keys are older than a year. Hold the yearly drill.")
    return ""


def _second(office: Office, login: str, password: str) -> SecondPerson:
    from collectdesk.desk.vault.access import Session, second_person

    return second_person(Session(office.desk, office.actor), login, password)
