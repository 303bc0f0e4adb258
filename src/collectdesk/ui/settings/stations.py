"""Owns the list of the branch's other PCs, and the forms in which two people accept one or revoke it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from collectdesk.desk.people.staffing import ShowAccounts
from collectdesk.desk.stations.stations import AcceptStation, RevokeStation, StationLine
from collectdesk.domain.zones import local_day
from collectdesk.ui import ask, wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.beside import ListBesideForm
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.settings.second_person import add_second, offer_seconds, run_for_two
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.desk.people.staffing import AccountLine
    from collectdesk.desk.stations.stations import StationBoard
    from collectdesk.ui.office import Office

CARDS: Final = mark("Cards of PCs (*.cdstation)")
CHOOSE_CARD: Final = mark("Choose the other PC's card")
ALONE: Final = (
    mark("This branch has one PC"),
    mark("Another can take work along by stick or folder: install the program there, choose Another PC… at its door."),
)  # fmt: skip
NONE_YET: Final = (
    mark("No other PC works for this one"),
    mark("The administrator accepts one here, once it was made ready at its own door."),
)


def standing(words: Words, line: StationLine) -> Status:
    """Whether a PC is accepted, and whether something of it waits."""
    if not line.is_accepted:
        return Status(words.say(mark("revoked")), Tone.DANGER)
    return Status(words.say(mark("accepted")), Tone.GOOD)


def _result_of(words: Words, line: StationLine) -> str:
    return words.date(local_day(line.newest_back.recorded_at)) if line.newest_back else "—"


def _until(words: Words, line: StationLine) -> str:
    due = line.newest_out.expires_at if line.newest_out and line.cases_out else None
    return words.date(local_day(due)) if due else "—"


class Stations(QWidget):
    """The list; beside it, for whoever keeps them, a new PC and what becomes of the chosen one."""

    said = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office, self.speech = office, office.speech
        self.may_keep = office.may(AcceptStation.needs)
        columns: tuple[Column[StationLine], ...] = (
            Column(mark("PC"), lambda _w, r: r.station.name, Kind.BOLD, stretch=True),
            Column(mark("State"), standing, Kind.CHIP),
            _count(mark("Cases out"), lambda r: r.cases_out),
            Column(
                mark("Out since"), lambda w, r: w.date(r.out_since), Kind.MUTED,
                sort=lambda r: r.out_since or date.max, width=96,
            ),
            Column(mark("Back by"), _until, Kind.MUTED, width=96),
            Column(mark("Results came"), _result_of, Kind.MUTED, width=104),
            _count(mark("To decide"), lambda r: r.to_decide + r.not_taken),
        )  # fmt: skip
        self.table = rows_table(
            self.speech, mark("Other PCs"), columns, lambda r: r.station.id, opens_on_click=False
        )
        self.table.set_empty(*(ALONE if self.may_keep else NONE_YET))
        self.listed = Card(self.speech, mark("Other PCs"), flush=True)
        self.code = label(None, "", "mute", wrap=True)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.code.setContentsMargins(12, 0, 12, 8)
        self.listed.add(self.table, 1)
        self.listed.add(self.code)
        self.code.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        if not self.may_keep:
            whole.addWidget(self.listed)
            return
        self.table.picked.connect(self._picked)
        whole.addWidget(ListBesideForm(self.listed, self._forms()))
        self._picked(None)

    def _forms(self) -> QWidget:
        held = QWidget()
        inside = QVBoxLayout(held)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(self._new_card())
        self.leaving = self._revoke_card()
        inside.addWidget(self.leaving)
        inside.addStretch(1)
        return held

    def _new_card(self) -> Card:
        card, form = Card(self.speech, mark("Let a PC work for this one")), Form(self.speech)
        about = mark(
            "The other PC wrote a card and shows a code. Type the code as it stands on that screen: a card on a stick "
            "could have been exchanged."
        )
        card.add(label(self.speech, about, "mute", wrap=True))
        placeholder = TextEdit(self.speech, mark("the card's file"), longest=400)
        form.add("path", mark("Its card"), placeholder, needed=True)
        form.add("code", mark("Code on its screen"), TextEdit(longest=40), needed=True)
        self.second = add_second(form, self.office)
        self.new = form
        self.draft = FormDraft(self.office, "station_accept", form, names=("path", "code"))
        self.draft.about("new")
        card.add(self.draft)
        card.add(form)
        choose = button(self.speech, mark("Choose the card…"), self.choose)
        self.accept = button(self.speech, mark("Accept the PC"), self.save, look="primary", key="F2")
        card.add(row(choose, None, self.accept))
        return card

    def _revoke_card(self) -> Card:
        card, form = Card(self.speech, mark("The chosen PC")), Form(self.speech)
        self.whom = label(None, "", "", wrap=True)
        about = mark(
            "Lost, stolen or needed no more: nothing of it is taken any more, its cases come back, what was taken "
            "before stays. What was out with it is as safe as its password."
        )
        card.add(self.whom)
        card.add(label(self.speech, about, "mute", wrap=True))
        form.add("reason", mark("Reason"), TextEdit(longest=200), needed=True)
        self.revoke_second = add_second(form, self.office)
        self.gone = form
        self.gone_draft = FormDraft(self.office, "station_revoke", form, names=("reason",))
        card.add(self.gone_draft)
        card.add(form)
        self.revoke = button(self.speech, mark("Revoke the PC"), self.take_away, look="danger")
        card.add(row(None, self.revoke))
        return card

    # ---- showing

    def show_board(self, board: StationBoard) -> None:
        """Show the PCs as they stand."""
        self.table.show_rows(board.stations)
        self.listed.say_beside(self.office.words.number(len(board.stations)) if board.stations else "")
        self.code.setText(self.office.say(mark("The code of this PC: {code}"), code=board.code))
        self.code.setVisible(bool(board.stations))
        if self.may_keep:
            self._picked(self.table.chosen)
            self.office.run(ShowAccounts(), owner=self, done=self._offer)

    def _offer(self, people: tuple[AccountLine, ...]) -> None:
        for field in (self.second, self.revoke_second):
            offer_seconds(field, self.office, people)

    def _picked(self, line: StationLine | None) -> None:
        can = line is not None and line.is_accepted
        self.leaving.setVisible(can)
        if line is None:
            return
        self.gone_draft.about(line.station.id)
        self.whom.setText(f"{line.station.name}  ·  {line.code}")

    # ---- deeds

    def choose(self) -> None:
        """Choose the other PC's card."""
        found = ask.file_to_open(self, self.office.say(CHOOSE_CARD), self.office.say(CARDS))
        if found is not None:
            self.new.put({"path": str(found)})
            self.new.focus("code")

    def save(self) -> None:
        """Accept the PC whose card and code stand there, beside a second person."""
        said = self.new.read() if self.may_keep else None
        if said is None:
            return
        run_for_two(
            self.office, said, lambda second: AcceptStation(Path(said["path"]), said["code"], second), owner=self,
            done=self._accepted, failed=lambda error: self._failed(self.new, error),
        )  # fmt: skip

    def _accepted(self, _station: str) -> None:
        self.draft.done()
        self._tell(mark("The PC may work for this one now. A supervisor packs its first parcel."))
        self.table.setFocus()

    def take_away(self) -> None:
        """Revoke the chosen PC, beside a second person."""
        line, said = self.table.chosen, self.gone.read()
        if line is None or said is None:
            return
        run_for_two(
            self.office, said, lambda second: RevokeStation(line.station.id, said["reason"], second), owner=self,
            done=self._revoked, failed=lambda error: self._failed(self.gone, error),
        )  # fmt: skip

    def _revoked(self, back: int) -> None:
        self.gone_draft.done()
        self._tell(mark("Revoked. {count} cases came back."), count=back)
        self.table.setFocus()

    def _tell(self, sentence: str, **facts: Any) -> None:
        self.said.emit(Note(self.office.say(sentence, **facts)))

    def _failed(self, form: Form, error: BaseException) -> None:
        if not form.take_refusal(error):
            self.said.emit(Note(wording.sentence(self.office.words, error), Tone.DANGER))


def _count(title: str, of: Any) -> Column[StationLine]:
    return Column(title, lambda w, r: w.number(of(r)) if of(r) else "—", Kind.NUMBER, sort=of, width=82)
