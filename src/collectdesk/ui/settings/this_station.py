"""Owns what a PC that works for another shows of itself: whose it is, what is here, the way in and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from collectdesk.desk.stations.station_parcels import PackBack, ShowStanding, TakeWorkIn
from collectdesk.desk.stations.stations import WelcomePerson
from collectdesk.domain.refusals import Refused
from collectdesk.domain.zones import local_day
from collectdesk.terms_audit import action_words
from collectdesk.terms_parcels import REFUSALS, state
from collectdesk.terms_taken import why, work_line
from collectdesk.ui import ask, wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.beside import ListBesideForm
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.ui.parts.fields import PickOne, TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.settings.second_person import PasswordEdit
from collectdesk.ui.settings.work_out import PARCELS
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.desk.people.signing import Signer
    from collectdesk.desk.stations.parcels_out import Packed
    from collectdesk.desk.stations.station_parcels import AwayDeed, Standing, TakenIn
    from collectdesk.ui.office import Office
    from collectdesk.ui.tasks import Ticket

SIGNED: Final = "parcel.back"
"""What the password covers when somebody signs a parcel for the way back."""


class WayBack(QObject):
    """Packs what was done here for the master: asks where to, asks whoever packs for their password, tells."""

    said = Signal(object)

    def __init__(self, office: Office, parent: QWidget) -> None:
        super().__init__(parent)
        self._office, self._parent, self._busy = office, parent, False

    def bring(self) -> None:
        """Pack everything that the master hasn't acknowledged."""
        if self._busy:
            return
        say = self._office.say
        target = ask.file_to_save(
            self._parent, say(mark("Where the results go")), "results.cdparcel", say(PARCELS)
        )
        if target is None:
            return
        self._busy = True
        office = self._office

        def begin(signer: Signer) -> Ticket:
            return office.run(PackBack(target, signer), owner=self, done=self._done, failed=self._failed)

        office.signing.through(SIGNED, begin, self._failed)

    def _done(self, made: Packed) -> None:
        self._busy = False
        said = mark("Parcel {number} with {deeds} deeds: {path}. Take it to the master PC.")
        self.said.emit(Note(self._office.say(said, number=made.number, deeds=made.deeds, path=made.path)))

    def _failed(self, error: BaseException) -> None:
        self._busy = False
        self.said.emit(Note(wording.sentence(self._office.words, error), Tone.DANGER))


def works_for(words: Words, standing: Standing) -> str:
    """Whose station this is, what is here and when it is due back, in one line."""
    if not standing.master:
        return words.say(mark("This PC waits for the first parcel of its master PC."))
    said = words.say(
        mark("This PC works for {master}: {cases} cases here, {waiting} deeds to bring back."),
        master=standing.master, cases=standing.cases, waiting=standing.waiting,
    )  # fmt: skip
    if standing.due_back is None:
        return said
    by = words.say(mark("Due back by {day}."), day=words.date(local_day(standing.due_back)))
    return f"{said}{'' if words.is_chinese else ' '}{by}"


def is_late(office: Office, standing: Standing) -> bool:
    """Whether the parcel that is here has run out."""
    return standing.due_back is not None and office.desk.now() > standing.due_back


class ThisStation(QWidget):
    """Left how it stands and what the master didn't take, right the acts."""

    said = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office, self.speech = office, office.speech
        self._standing: Standing | None = None
        self.way_back = WayBack(office, self)
        self.way_back.said.connect(self.said)
        left = QWidget()
        inside = QVBoxLayout(left)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(self._card())
        inside.addWidget(self._left_out(), 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ListBesideForm(left, self._acts()))

    # ---- building

    def _card(self) -> Card:
        card = Card(self.speech, mark("This PC"))
        self.facts = Facts()
        self.late = label(None, "", "wrong", wrap=True)
        self.closed = label(None, "", "mute", wrap=True)
        self.bring = button(
            self.speech, mark("Bring back…"), self.save, icon="upload", look="primary", key="F2"
        )
        for part in (self.facts, self.late, self.closed):
            card.add(part)
        card.add(row(None, self.bring))
        self.late.hide()
        return card

    def _left_out(self) -> Card:
        columns: tuple[Column[AwayDeed], ...] = (
            Column(mark("Done at"), lambda w, r: w.instant(r.done_at), Kind.BOLD, sort=lambda r: r.done_at),
            Column(mark("Deed"), lambda w, r: action_words(w, r.action)),
            Column(mark("Became"), lambda w, r: Status(state(w, r.state), Tone.WARN), Kind.CHIP),
            Column(mark("Why"), lambda w, r: why(w, r.why) if r.why else "", Kind.MUTED, stretch=True),
        )
        self.left_out = rows_table(
            self.speech, mark("Not taken by the master PC"), columns, lambda r: r.id, opens_on_click=False
        )
        self.left_out.set_empty(
            mark("Nothing was left out"), mark("What the master PC doesn't take stands here with its reason.")
        )
        card = Card(self.speech, mark("Not taken by the master PC"), flush=True)
        card.add(self.left_out, 1)
        return card

    def _acts(self) -> QWidget:
        held = QWidget()
        inside = QVBoxLayout(held)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(self._take_card())
        self.welcoming = self._welcome_card()
        inside.addWidget(self.welcoming)
        inside.addStretch(1)
        self.welcoming.hide()
        return held

    def _take_card(self) -> Card:
        card = Card(self.speech, mark("Take work in"))
        self.first = Form(self.speech)
        self.first.add(
            "master_code", mark("Code of the master PC"), TextEdit(longest=40), needed=True,
            hint=mark("Read it from the master PC's own screen: Settings › Other PCs. Only the first time."),
        )  # fmt: skip
        self.draft = FormDraft(self.office, "station_first", self.first)
        self.draft.about("master")
        self.take = button(self.speech, mark("Take work in…"), self.take_in, icon="file-input")
        card.add(self.draft)
        card.add(self.first)
        card.add(row(None, self.take))
        return card

    def _welcome_card(self) -> Card:
        card, form = Card(self.speech, mark("Somebody sits down here")), Form(self.speech)
        about = mark(
            "The master PC showed a start code when it packed. It proves who they are; the password is their own, for "
            "this PC."
        )
        card.add(label(self.speech, about, "mute", wrap=True))
        self.who = PickOne(self.speech, must=True)
        form.add("login", mark("Who"), self.who, needed=True)
        form.add("code", mark("Start code"), PasswordEdit(), needed=True)
        hint = mark("12 characters or more; a few words that only you would put together are best.")
        form.add("password", mark("New password"), PasswordEdit(), needed=True, hint=hint)
        form.add("again", mark("Password again"), PasswordEdit(), needed=True)
        self.form = form
        card.add(form)
        self.sit = button(self.speech, mark("Sit down"), self.welcome, look="primary")
        card.add(row(None, self.sit))
        return card

    # ---- showing

    def load(self) -> None:
        """Ask how this PC stands."""
        self.office.run(ShowStanding(), owner=self, done=self._show)

    def _show(self, standing: Standing | None) -> None:
        self._standing = standing
        if standing is None:
            return
        self.left_out.show_rows(standing.not_taken)
        self.who.offer([(login, f"{name} ({login})") for login, name in standing.newcomers])
        self.welcoming.setVisible(bool(standing.newcomers))
        self.first.setVisible(not standing.master_code)
        self.retranslate()

    def retranslate(self) -> None:
        """Write again what isn't bound."""
        standing, words = self._standing, self.office.words
        if standing is None:
            return
        say = words.say
        due = words.date(local_day(standing.due_back)) if standing.due_back else "—"
        self.facts.show_facts([
            Fact(say(mark("Works for")), standing.master or "—"),
            Fact(say(mark("Whose cases")), ("、" if words.is_chinese else ", ").join(standing.holders)),
            Fact(say(mark("Cases here")), words.number(standing.cases)),
            Fact(say(mark("Deeds to bring back")), words.number(standing.waiting)),
            Fact(say(mark("Due back by")), due),
            Fact(say(mark("Code of this PC")), standing.code),
        ])  # fmt: skip
        late = is_late(self.office, standing)
        self.late.setText(
            say(mark("The parcel has run out: bring back what was done and have a new one packed."))
        )
        self.late.setVisible(late)
        self.closed.setText(say(REFUSALS["station.closed"], master=standing.master or "—"))
        self.bring.setVisible(standing.is_welcome)

    # ---- deeds

    def save(self) -> None:
        """F2: pack what was done for the way back."""
        if self._standing is not None and self._standing.is_welcome:
            self.way_back.bring()

    def take_in(self) -> None:
        """Take the master's parcel in, the first time with its code."""
        first = self._standing is not None and not self._standing.master_code
        said: dict[str, Any] | None = self.first.read() if first else {}
        if said is None or not self.take.isEnabled():
            return
        say = self.office.say
        found = ask.file_to_open(self, say(mark("Choose the master PC's parcel")), say(PARCELS))
        if found is not None:
            self._take(found, str(said.get("master_code", "")))

    def _take(self, path: Path, code: str) -> None:
        self.take.setEnabled(False)
        self.office.run(TakeWorkIn(path, code), owner=self, done=self._taken, failed=self._not_taken)

    def _taken(self, taken: TakenIn) -> None:
        self.take.setEnabled(True)
        self.draft.done()
        self.said.emit(Note(work_line(self.office.words, taken)))
        if taken.newcomers:
            self.who.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_taken(self, error: BaseException) -> None:
        self.take.setEnabled(True)
        if not self.first.take_refusal(error):
            self.said.emit(Note(wording.sentence(self.office.words, error), Tone.DANGER))

    def welcome(self) -> None:
        """Somebody proves who they are by the start code and gives themselves a password for this PC."""
        said = self.form.read()
        if said is None:
            return
        if said["password"] != said["again"]:
            self.form.refuse("again", wording.sentence(self.office.words, Refused("password.differs")))
            return
        self.office.run(
            WelcomePerson(said["login"], said["code"], said["password"]), owner=self,
            done=lambda _none: self._welcomed(said["login"]), failed=self._not_welcomed,
        )  # fmt: skip

    def _welcomed(self, login: str) -> None:
        self.form.clear()
        said = mark("{login} signs in here now, with their own password: Ctrl+Shift+Q leaves to the door.")
        self.said.emit(Note(self.office.say(said, login=login)))

    def _not_welcomed(self, error: BaseException) -> None:
        if not self.form.take_refusal(error):
            self.said.emit(Note(wording.sentence(self.office.words, error), Tone.DANGER))
