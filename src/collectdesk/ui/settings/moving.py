"""Owns the move of the branch to a new PC, as the old one sees it: packed, on its way, gone; a short wizard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from collectdesk.desk.people.staffing import ShowAccounts
from collectdesk.desk.stations.moving import CancelMove, EndMove, MoveStanding, PackMove, ShowMove
from collectdesk.ui import ask, wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.ui.parts.fields import TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.progress_line import ProgressLine
from collectdesk.ui.parts.scrolling import scrolled
from collectdesk.ui.settings.second_person import add_second, offer_seconds, run_for_two
from collectdesk.ui.settings.stations import CARDS
from collectdesk.ui.settings.work_out import PARCELS
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectdesk.desk.people.staffing import AccountLine
    from collectdesk.desk.stations.moving import PackedUp
    from collectdesk.ui.office import Office

LEAVING, LEFT = "leaving", "left"
RECEIPTS: Final = mark("Receipts (*.json)")
_STEPS: Final = {
    "": mark(
        "Step 1 of 3, on the new PC: install the program and choose Another PC… at its door, then The branch moves to "
        "this PC. It writes a card and shows a code.\nStep 2 of 3, here: the card, its code, a second person. The "
        "parcel holds the whole branch, sealed to that PC alone. From then on this PC only shows."
    ),
    LEAVING: mark(
        "Step 3 of 3: on the new PC the parcel is taken in with the code below; trail, counts and every digest are "
        "checked there before anything takes its place. It writes a receipt: bring it here. Until then two people can "
        "call the move off, only where nobody works on the new PC."
    ),
    LEFT: mark(
        "The branch stands on another PC. This file only shows what it held: delete its folder and its keyring's "
        "entry."
    ),
}


class Moving(QWidget):
    """One card: where the move stands, and what is to be done next."""

    said = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office, self.speech = office, office.speech
        self._standing: MoveStanding | None = None
        self.card = Card(self.speech, mark("A new PC for the branch"))
        self.step = label(None, "", "mute", wrap=True)
        self.facts = Facts()
        self.progress = ProgressLine(self.speech)
        self.out, self.done_part, self.off = self._out(), self._done(), self._off()
        for part in (self.step, self.facts, self.out, self.done_part, self.off, self.progress):
            self.card.add(part)
        held = QWidget()
        beside = QHBoxLayout(held)
        beside.setContentsMargins(0, 0, 0, 0)
        self.card.setMaximumWidth(640)
        inside = QVBoxLayout()
        inside.addWidget(self.card)
        inside.addStretch(1)
        beside.addLayout(inside, 1)
        beside.addStretch(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(held))
        for part in (self.out, self.done_part, self.off):
            part.hide()

    # ---- building

    def _form(
        self, kept_as: str, names: tuple[str, ...], fields: dict[str, str]
    ) -> tuple[Form, FormDraft, Any]:
        form = Form(self.speech)
        for name, sentence in fields.items():
            form.add(name, sentence, TextEdit(longest=400), needed=True)
        second = add_second(form, self.office)
        draft = FormDraft(self.office, kept_as, form, names=names)
        draft.about("branch")
        return form, draft, second

    def _out(self) -> QWidget:
        self.going, self.going_draft, self.going_second = self._form(
            "move_out", ("card", "compared"),
            {"card": mark("Its card"), "compared": mark("Code on its screen")},
        )  # fmt: skip
        self.pack = button(self.speech, mark("Pack the branch…"), self.save, look="primary", key="F2")
        choose = button(self.speech, mark("Choose the card…"), self._choose(self.going, "card", CARDS))
        return _held(self.going_draft, self.going, row(choose, None, self.pack))

    def _done(self) -> QWidget:
        self.ending, self.ending_draft, self.ending_second = self._form(
            "move_done", ("path",), {"path": mark("Receipt of the new PC")}
        )
        self.end = button(self.speech, mark("The branch stands there"), self.finish, look="primary", key="F2")
        choose = button(self.speech, mark("Choose the receipt…"), self._choose(self.ending, "path", RECEIPTS))
        return _held(self.ending_draft, self.ending, row(choose, None, self.end))

    def _off(self) -> QWidget:
        self.calling, self.calling_draft, self.calling_second = self._form(
            "move_off", ("reason",), {"reason": mark("Why it is called off")}
        )
        self.cancel = button(self.speech, mark("Call the move off"), self.call_off, look="danger")
        return _held(self.calling_draft, self.calling, row(None, self.cancel))

    def _choose(self, form: Form, name: str, kinds: str) -> Callable[[], None]:
        def choose() -> None:
            found = ask.file_to_open(self, self.office.say(mark("Choose the file")), self.office.say(kinds))
            if found is not None:
                form.put({name: str(found)})

        return choose

    # ---- showing

    def load(self) -> None:
        """Ask where the move stands."""
        self.office.run(ShowMove(), owner=self, done=self._show)
        self.office.run(ShowAccounts(), owner=self, done=self._offer)

    def _offer(self, people: tuple[AccountLine, ...]) -> None:
        for field in (self.going_second, self.ending_second, self.calling_second):
            offer_seconds(field, self.office, people)

    def _show(self, standing: MoveStanding) -> None:
        self._standing = standing
        self.out.setVisible(not standing.state)
        self.done_part.setVisible(standing.state == LEAVING)
        self.off.setVisible(standing.state == LEAVING)
        self.facts.setVisible(bool(standing.state))
        self.retranslate()

    def retranslate(self) -> None:
        """Write again what isn't bound."""
        standing, words = self._standing, self.office.words
        if standing is None:
            return
        say = words.say
        self.step.setText(say(_STEPS[standing.state]))
        self.facts.show_facts([
            Fact(say(mark("Code for the new PC")), standing.code),
            Fact(say(mark("Code of the new PC")), standing.to),
            Fact(say(mark("Entries of the trail")), words.number(standing.entries)),
            Fact("SHA-256", standing.sha256),
        ])  # fmt: skip

    # ---- deeds

    def save(self) -> None:
        """F2: the next step of the move."""
        if self._standing is None or self._standing.state == LEFT:
            return
        if self._standing.state == LEAVING:
            self.finish()
        else:
            self.pack_up()

    def pack_up(self) -> None:
        """Pack the whole branch for the new PC."""
        said = self.going.read()
        if said is None or not self.pack.isEnabled():
            return
        say = self.office.say
        target = ask.file_to_save(self, say(mark("Where the parcel goes")), "branch.cdparcel", say(PARCELS))
        if target is None:
            return
        self.pack.setEnabled(False)
        run_for_two(
            self.office, said, lambda second: PackMove(Path(said["card"]), said["compared"], target, second),
            owner=self, done=self._packed, failed=lambda error: self._failed(self.going, error), progress=self.progress,
            sentence=mark("Packing the branch"),
        )  # fmt: skip

    def _packed(self, packed: PackedUp) -> None:
        self._rest()
        self.going_draft.done()
        said = mark(
            "Packed: {path}, {files} files, trail of {entries} entries. From now on this PC lies still."
        )
        self._tell(said, path=packed.path, files=packed.files, entries=packed.entries)
        self.load()

    def finish(self) -> None:
        """Check the receipt: what arrived is what went."""
        said = self.ending.read()
        if said is not None:
            self._two(said, lambda second: EndMove(Path(said["path"]), second), self.ending, self._ended)

    def _ended(self, _none: None) -> None:
        self.ending_draft.done()
        self._tell(
            mark("The receipt fits. The branch stands on the new PC; this file only shows what it held.")
        )
        self.load()

    def call_off(self) -> None:
        """The branch stays here."""
        said = self.calling.read()
        if said is not None:
            self._two(said, lambda second: CancelMove(said["reason"], second), self.calling, self._called_off)

    def _called_off(self, _none: None) -> None:
        self.calling_draft.done()
        self._tell(mark("The move is called off. Delete the parcel, and the folder on the new PC."))
        self.load()

    def _two(self, said: dict[str, Any], deed: Any, form: Form, done: Callable[[Any], None]) -> None:
        run_for_two(
            self.office, said, deed, owner=self, done=done, failed=lambda error: self._failed(form, error)
        )

    def _rest(self) -> None:
        self.progress.end()
        self.pack.setEnabled(True)

    def _failed(self, form: Form, error: BaseException) -> None:
        self._rest()
        if not form.take_refusal(error):
            self.said.emit(Note(wording.sentence(self.office.words, error), Tone.DANGER))

    def _tell(self, sentence: str, **facts: Any) -> None:
        self.said.emit(Note(self.office.say(sentence, **facts)))


def _held(*parts: Any) -> QWidget:
    held = QWidget()
    inside = QVBoxLayout(held)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.setSpacing(8)
    for part in parts:
        if isinstance(part, QWidget):
            inside.addWidget(part)
        else:
            inside.addLayout(part)
    return held
