"""Owns what contradicts: a deed of another PC beside what was done here, decided by a person with one key each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from collectdesk.desk.stations.parcels_in import DecideWaiting, ListWaitingDeeds, WaitingDeed
from collectdesk.terms_audit import action_words
from collectdesk.terms_parcels import rests_on, side, state
from collectdesk.terms_taken import why
from collectdesk.ui import wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.beside import ListBesideForm
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.ui.parts.two_sides import TwoSides
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.ui.office import Office

HERE, THERE = "1", "2"


def _sort(words: Words, one: WaitingDeed) -> Status:
    clash = bool(one.sides)
    said = mark("contradicts") if clash else mark("not taken")
    return Status(words.say(said), Tone.WARN if clash else Tone.DANGER, calls=True)


class Contradictions(QWidget):
    """The list of what waits; beside it both sides and the two answers. ``counted`` says how many wait."""

    said = Signal(object)
    counted = Signal(int)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office, self.speech = office, office.speech
        self._busy = False
        columns: tuple[Column[WaitingDeed], ...] = (
            Column(mark("Customer"), lambda _w, r: r.customer_name or "—", Kind.BOLD),
            Column(mark("Deed"), lambda w, r: action_words(w, r.action), stretch=True),
            Column(mark("Author"), lambda _w, r: r.author),
            Column(mark("Done at"), lambda w, r: w.instant(r.done_at), Kind.MUTED, sort=lambda r: r.done_at),
            Column(mark("State"), _sort, Kind.CHIP),
        )
        self.table = rows_table(self.speech, mark("To decide"), columns, lambda r: r.id, opens_on_click=False)
        self.table.set_empty(
            mark("Nothing waits for a decision"),
            mark("Where another PC contradicts what was done here, both sides stand here beside each other."),
        )  # fmt: skip
        listed = Card(self.speech, mark("To decide"), flush=True)
        listed.add(self.table, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ListBesideForm(listed, self._panel()))
        self.table.picked.connect(self._show)
        for key, take in ((HERE, False), (THERE, True)):
            pressed = QShortcut(QKeySequence(key), self)
            pressed.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            pressed.activated.connect(lambda take=take: self.decide(take=take))
        self._show(None)

    def _panel(self) -> QWidget:
        self.card = Card(self.speech, mark("Both sides"))
        self.facts = Facts()
        self.sides = TwoSides()
        self.told = label(None, "", "mute", wrap=True)
        self.hint = label(None, "", "faint", wrap=True)
        self.keep = button(
            self.speech, mark("Keep this PC's side"), lambda: self.decide(take=False), key=HERE
        )
        self.there = button(
            self.speech, mark("Take the other PC's side"), lambda: self.decide(take=True), key=THERE
        )
        self.drop = button(self.speech, mark("Leave it out"), lambda: self.decide(take=False), key=HERE)
        self.again = button(self.speech, mark("Take it now"), lambda: self.decide(take=True), key=THERE)
        for part in (self.facts, self.sides, self.told, self.hint):
            self.card.add(part)
        self.card.add(row(self.keep, self.drop, None))
        self.card.add(row(self.there, self.again, None))
        held = QWidget()
        inside = QVBoxLayout(held)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.card)
        inside.addStretch(1)
        return held

    # ---- showing

    def load(self) -> None:
        """Ask what waits."""
        self.office.run(ListWaitingDeeds(), owner=self, done=self._list)

    def _list(self, found: tuple[WaitingDeed, ...]) -> None:
        self.table.show_rows(found)
        self._show(self.table.chosen)
        self.counted.emit(len(found))

    def _show(self, one: WaitingDeed | None) -> None:
        self.card.setVisible(one is not None)
        if one is None:
            return
        words = self.office.words
        say, is_clash = words.say, bool(one.sides)
        self.facts.show_facts([
            Fact(say(mark("Deed")), action_words(words, one.action)),
            Fact(say(mark("Author")), f"{one.author}  ·  {one.station_name}"),
            Fact(say(mark("Done at")), words.instant(one.done_at)),
            Fact(say(mark("Case")), f"{one.customer_name}  {one.case_no}".strip()),
            Fact(say(mark("State")), state(words, one.state), Tone.WARN if is_clash else Tone.DANGER),
        ])  # fmt: skip
        self.sides.show_sides(
            (say(mark("On this PC")), say(mark("On the other PC"))),
            [(_what(words, each.what, each.seen), side(words, each.what, each.here), side(words, each.what, each.there))
             for each in one.sides],
        )  # fmt: skip
        lines = [_made(words, *each) for each in one.made] + ([why(words, one.why)] if one.why else [])
        self.told.setText("\n".join(lines))
        self.told.setVisible(bool(lines))
        self.hint.setText(say(_HINTS[is_clash]))
        for shown in (self.keep, self.there):
            shown.setVisible(is_clash)
        for shown in (self.drop, self.again):
            shown.setVisible(not is_clash)

    def retranslate(self) -> None:
        """Write again what isn't bound."""
        self._show(self.table.chosen)

    # ---- deciding

    def decide(self, *, take: bool) -> None:
        """Take one side of the chosen line; the next one is open afterwards."""
        one = self.table.chosen
        if one is None or self._busy:
            return
        self._busy = True
        self.office.run(DecideWaiting(one.id, take), owner=self, done=self._decided, failed=self._failed)

    def _decided(self, became: str) -> None:
        self._busy = False
        said = self.office.say(mark("Decided: {state}."), state=state(self.office.words, became))
        self.said.emit(Note(said))
        self.table.setFocus()

    def _failed(self, error: BaseException) -> None:
        self._busy = False
        self.said.emit(Note(self._sentence(error), Tone.DANGER))

    def _sentence(self, error: BaseException) -> str:
        """Why it can't be taken stands in words inside the sentence, not as a code."""
        if getattr(error, "code", "") != "parcel.still_refused":
            return wording.sentence(self.office.words, error)
        reason = why(self.office.words, str(getattr(error, "facts", {}).get("why", "")))
        return self.office.say(mark("It can't be taken as it stands: {why}"), why=reason)


_HINTS: Final = {
    True: mark("1 keeps what stands here; what merely happened there is recorded all the same. 2 does it as meant."),
    False: mark("1 leaves it out for good and erases its words. 2 tries once more, once its hindrance is mended."),
}  # fmt: skip


def _made(words: Words, code: str, seen: str, became: str) -> str:
    """What was made of it at the other PC."""
    return words.say(
        mark("There: {what}, {seen} → {became}"), what=rests_on(words, code), seen=side(words, code, seen),
        became=side(words, code, became),
    )  # fmt: skip


def _what(words: Words, code: str, seen: str) -> str:
    """What it is about, and how it stood when the other PC saw it."""
    name = rests_on(words, code)
    return f"{name}\n{words.say(mark('was {value}'), value=side(words, code, seen))}" if seen else name
