"""Owns giving work to another PC and taking its results in: what goes, what is out with whom, what came."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from collectdesk.desk.stations.parcels_in import Came, TakeResultsIn
from collectdesk.desk.stations.parcels_out import (
    GOOD_FOR_DAYS,
    GoingCase,
    ListCasesOut,
    ListTakers,
    OutLine,
    PackOut,
    ShowPacking,
    TakeCasesBack,
)
from collectdesk.terms_audit import action_words
from collectdesk.terms_parcels import state
from collectdesk.terms_taken import came_line, why
from collectdesk.ui import ask, wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.beside import ListBesideForm
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import PickOne, TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.desk.stations.parcels_in import TakenBack
    from collectdesk.desk.stations.parcels_out import Packed, Packing
    from collectdesk.desk.stations.stations import StationBoard
    from collectdesk.ui.office import Office

PARCELS: Final = mark("Parcels (*.cdparcel)")
_TONES: Final = {"merged": Tone.GOOD, "conflict": Tone.WARN, "refused": Tone.DANGER}


def fate(words: Words, one: Came) -> Status:
    """What became of a deed."""
    return Status(state(words, one.state), _TONES.get(one.state, Tone.PLAIN), calls=not one.is_taken)


class WorkOut(QWidget):
    """Left what is out and what came with the last parcel, right the two acts."""

    said = Signal(object)
    decides = Signal()
    """Something came that a person has to decide."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office, self.speech = office, office.speech
        self._told: TakenBack | None = None
        self._codes: dict[str, str] = {}
        self._packing: Packing | None = None
        self._asked = 0
        left = QWidget()
        inside = QVBoxLayout(left)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(self._out_card(), 1)
        self.came_card = self._came_card()
        inside.addWidget(self.came_card, 1)
        self.came_card.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ListBesideForm(left, self._acts()))

    # ---- building

    def _out_card(self) -> Card:
        columns: tuple[Column[OutLine], ...] = (
            Column(mark("Customer"), lambda _w, r: r.customer_name, Kind.BOLD),
            Column(mark("Case"), lambda _w, r: r.case_no, Kind.MUTED),
            Column(mark("PC"), lambda _w, r: r.station_name),
            Column(mark("Whose"), lambda _w, r: r.holder, stretch=True),
            Column(mark("Out since"), lambda w, r: w.date(r.out_on), sort=lambda r: r.out_on, width=96),
            Column(mark("Back by"), lambda w, r: w.date(r.due_on), Kind.MUTED, width=96),
        )
        self.out = rows_table(
            self.speech, mark("Cases out"), columns, lambda r: r.case_id, opens_on_click=False, several=True
        )
        self.out.set_empty(
            mark("No case is out"),
            mark("Choose a PC and a clerk at the right and press F2: their open cases go along."),
        )
        self.recall = button(self.speech, mark("Take the chosen back"), self.take_back)
        self.listed = Card(self.speech, mark("Cases out"), flush=True)
        self.listed.head.addWidget(self.recall)
        self.listed.add(self.out, 1)
        self.out.marked.connect(lambda count: self.recall.setEnabled(bool(count)))
        self.recall.setEnabled(False)
        return self.listed

    def _came_card(self) -> Card:
        columns: tuple[Column[Came], ...] = (
            Column(mark("Author"), lambda _w, r: r.author, Kind.BOLD),
            Column(mark("Done at"), lambda w, r: w.instant(r.done_at), sort=lambda r: r.done_at, width=126),
            Column(mark("Deed"), lambda w, r: action_words(w, r.action), stretch=True),
            Column(mark("Case"), lambda _w, r: r.case_no, Kind.MUTED, firm=True),
            Column(mark("Became"), fate, Kind.CHIP),
            Column(mark("Why"), lambda w, r: why(w, r.why) if r.why else "", Kind.MUTED),
        )
        self.came = rows_table(self.speech, mark("What came"), columns, lambda r: r.id, opens_on_click=False)
        self.came.set_empty(mark("Nothing new came"), "")
        card = Card(self.speech, mark("What came"), flush=True)
        self.summary = label(None, "", "", wrap=True)
        self.summary.setContentsMargins(12, 0, 12, 0)
        card.add(self.summary)
        card.add(self.came, 1)
        return card

    def _acts(self) -> QWidget:
        held = QWidget()
        inside = QVBoxLayout(held)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(self._give_card())
        inside.addWidget(self._take_card())
        inside.addStretch(1)
        return held

    def _give_card(self) -> Card:
        card, form = Card(self.speech, mark("Give work out")), Form(self.speech)
        self.station = PickOne(self.speech, must=True)
        self.clerk = PickOne(self.speech, nothing=mark("nobody new: an answer only"))
        form.add("station", mark("PC"), self.station, needed=True)
        form.add("login", mark("Whose cases"), self.clerk)
        form.add("days", mark("Good for days"), TextEdit(longest=3), needed=True)
        self.form = form
        self.draft = FormDraft(
            self.office, "parcel_out", form, names=("login",),
            blank=lambda: form.put({"login": None, "days": str(GOOD_FOR_DAYS)}),
        )  # fmt: skip
        self.draft.about("new")
        form.changed.connect(self._ask_packing)
        columns: tuple[Column[GoingCase], ...] = (
            Column(mark("Customer"), lambda _w, r: r.customer_name, Kind.BOLD, firm=True),
            Column(mark("Case"), lambda _w, r: r.case_no, Kind.MUTED, stretch=True),
            Column(mark("State"), _goes, Kind.CHIP),
        )
        self.going = rows_table(
            self.speech, mark("What goes along"), columns, lambda r: r.case_id, opens_on_click=False
        )
        self.going.set_empty(mark("Choose whose cases go"), "")
        self.going.setFixedHeight(128)
        self.along = label(None, "", "mute", wrap=True)
        self.codes = label(None, "", "heading", wrap=True)
        self.codes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for part in (self.draft, form, self.going, self.along):
            card.add(part)
        self.pack = button(self.speech, mark("Pack the parcel…"), self.save, look="primary", key="F2")
        card.add(row(None, self.pack))
        card.add(self.codes)
        self.codes.hide()
        return card

    def _take_card(self) -> Card:
        card = Card(self.speech, mark("Take results in"))
        about = mark(
            "Each deed is done again here, with its author and its time. What contradicts something done here "
            "meanwhile waits for your decision. The same parcel twice changes nothing."
        )
        card.add(label(self.speech, about, "mute", wrap=True))
        self.take = button(self.speech, mark("Take results in…"), self.take_in, icon="file-input")
        card.add(row(None, self.take))
        return card

    # ---- showing

    def show_board(self, board: StationBoard) -> None:
        """Offer the PCs that are accepted, and ask what is out and who could be given work."""
        accepted = [(e.station.id, e.station.name) for e in board.stations if e.is_accepted]
        self.station.offer(accepted)
        self.pack.setEnabled(bool(accepted))
        self.office.run(ListCasesOut(), owner=self, done=self._show_out)
        self.office.run(ListTakers(), owner=self, done=self._offer_takers)

    def _show_out(self, lines: tuple[OutLine, ...]) -> None:
        self.out.show_rows(lines)
        self.listed.say_beside(self.office.words.number(len(lines)) if lines else "")

    def _offer_takers(self, takers: tuple[tuple[str, str], ...]) -> None:
        self.clerk.offer([(login, f"{name} ({login})") for login, name in takers])
        self._ask_packing()

    def _ask_packing(self) -> None:
        said = self.form.values()
        self._asked += 1
        asked = self._asked
        if not said["station"]:
            return

        def shown(found: Packing) -> None:
            if asked == self._asked:
                self._show_packing(found)

        def refused(error: BaseException) -> None:
            if asked == self._asked:
                self._packing = None
                self.going.show_rows(())
                self.along.setText(wording.sentence(self.office.words, error))

        self.office.run(
            ShowPacking(said["station"], said["login"] or ""), owner=self, done=shown, failed=refused
        )

    def _show_packing(self, found: Packing) -> None:
        self._packing = found
        self.going.show_rows(found.cases)
        self._write()

    def retranslate(self) -> None:
        """Write again what isn't bound."""
        self._write()
        self._write_codes()
        if self._told is not None:
            self.summary.setText(came_line(self.office.words, self._told))

    def _write(self) -> None:
        found, words = self._packing, self.office.words
        if found is None:
            return
        rows = found.rows
        if not found.cases:
            self.along.setText(words.say(mark("No case goes: the parcel only says what was taken in.")))
            return
        said = mark(
            "Cases: {cases}. With them products: {products}, numbers and addresses: {points}, people: {people}, "
            "contacts: {contacts}, next steps: {steps}, visits: {visits}, promises: {promises}. Not along: whole "
            "identity numbers, files of evidence, other customers."
        )
        text = words.say(
            said, cases=len(found.cases), products=rows["product"], points=rows["contact_point"],
            people=rows["related_party"], contacts=rows["contact"], steps=rows["next_step"], visits=rows["visit"],
            promises=rows["promise"],
        )  # fmt: skip
        new = words.say(mark("They go there for the first time: a start code is shown once it is packed."))
        self.along.setText(f"{text}\n{new}" if found.is_new_there else text)

    # ---- deeds

    def save(self) -> None:
        """Pack what is shown, to a place that is asked for."""
        said = self.form.read()
        if said is None or not self.pack.isEnabled():
            return
        if not str(said["days"]).isdigit():
            self.form.refuse("days", self.office.say(mark("A parcel is good for 1 to 90 days.")))
            return
        say = self.office.say
        target = ask.file_to_save(self, say(mark("Where the parcel goes")), "work.cdparcel", say(PARCELS))
        if target is None:
            return
        self.pack.setEnabled(False)
        deed = PackOut(said["station"], target, said["login"] or "", int(said["days"]))
        self.office.run(deed, owner=self, done=self._packed, failed=self._not_packed)

    def _packed(self, made: Packed) -> None:
        self.pack.setEnabled(True)
        self.draft.done()
        self._codes = dict(made.start_codes)
        self._write_codes()
        said = mark("Parcel {number} with {cases} cases: {path}")
        self._tell(self.office.say(said, number=made.number, cases=made.cases, path=made.path))

    def _write_codes(self) -> None:
        said = mark("Start code of {login}, told to nobody else: {code}")
        lines = [self.office.say(said, login=who, code=code) for who, code in self._codes.items()]
        self.codes.setText("\n".join(lines))
        self.codes.setVisible(bool(lines))

    def _not_packed(self, error: BaseException) -> None:
        self.pack.setEnabled(True)
        if not self.form.take_refusal(error):
            self._tell(wording.sentence(self.office.words, error), Tone.DANGER)

    def take_in(self) -> None:
        """Take a station's parcel in, from a file that is asked for."""
        say = self.office.say
        found = ask.file_to_open(self, say(mark("Choose the parcel that came back")), say(PARCELS))
        if found is not None:
            self.take_from(found)

    def take_from(self, path: Path) -> None:
        """Take a parcel in; a second one waits until the first is through."""
        if not self.take.isEnabled():
            return
        self.take.setEnabled(False)
        self.office.run(TakeResultsIn(path), owner=self, done=self._taken, failed=self._not_taken)

    def _taken(self, told: TakenBack) -> None:
        self.take.setEnabled(True)
        self._told = told
        self.came.show_rows(told.came)
        self.summary.setText(came_line(self.office.words, told))
        self.came_card.show()
        waits = told.conflicts or told.refused
        self._tell(self.summary.text(), Tone.WARN if waits else Tone.GOOD)
        if waits:
            self.decides.emit()

    def _not_taken(self, error: BaseException) -> None:
        self.take.setEnabled(True)
        self._tell(wording.sentence(self.office.words, error), Tone.DANGER)

    def take_back(self) -> None:
        """The chosen cases are this PC's again."""
        chosen = set(self.out.marked_keys())
        lines = [each for each in self.out.values._rows if each.case_id in chosen]
        for station_id in sorted({each.station_id for each in lines}):
            ids = tuple(each.case_id for each in lines if each.station_id == station_id)
            self.office.run(
                TakeCasesBack(station_id, ids), owner=self, done=self._came_back,
                failed=lambda error: self._tell(wording.sentence(self.office.words, error), Tone.DANGER),
            )  # fmt: skip

    def _came_back(self, count: int) -> None:
        said = mark("{count} cases are this PC's again; the other one forgets them with its next parcel.")
        self._tell(self.office.say(said, count=count))

    def _tell(self, text: str, tone: Tone = Tone.GOOD) -> None:
        self.said.emit(Note(text, tone))


def _goes(words: Words, line: GoingCase) -> Any:
    said = mark("out already") if line.is_out else mark("goes now")
    return Status(words.say(said), Tone.PLAIN if line.is_out else Tone.NOTICE)
