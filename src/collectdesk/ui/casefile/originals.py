"""Owns the Originals tab: what was signed in ink, in which box it lies, who has it, and its story."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QWidget

from collectdesk.desk.paper.originals import ListOriginals, MoveOriginal, OriginalsOfCase, TakeInOriginal
from collectdesk.domain.paper.originals import GOES_OUT, MoveKind, Original, OriginalKind, OriginalState
from collectdesk.domain.people.people import Permission
from collectdesk.terms import term
from collectdesk.ui import ask
from collectdesk.ui.casefile.act_form import ActForm
from collectdesk.ui.casefile.tab import Host, Tab, english, framed
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.parts.card import Card, column
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.fields import DateEdit, PickOne, TextEdit
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from collectdesk.desk.customers.files import CustomerFile
    from collectdesk.ui.office import Office

_TONES: Final = {OriginalState.KEPT: Tone.GOOD, OriginalState.LENT: Tone.WARN}
_MOVES: Final = {
    OriginalState.KEPT: (MoveKind.MOVED, MoveKind.LENT, MoveKind.HANDED_OVER),
    OriginalState.LENT: (MoveKind.RETURNED,),
    OriginalState.HANDED_OVER: (),
}


def _state(words: Words, kept: Original) -> Status:
    return Status(
        term(words, kept.state), _TONES.get(kept.state, Tone.PLAIN), kept.state is OriginalState.LENT
    )


def _holder(words: Words, kept: Original) -> str:
    if kept.due_back_on is None:
        return kept.holder
    return words.say(mark("{who}, until {day}"), who=kept.holder, day=words.date(kept.due_back_on))


COLUMNS: tuple[Column[Original], ...] = (
    Column(mark("Paper"), lambda w, o: term(w, o.kind), Kind.BOLD),
    Column(mark("What it is"), lambda _w, o: o.title),
    Column(mark("State"), _state, Kind.CHIP),
    Column(mark("Box"), lambda _w, o: o.box, width=84),
    Column(mark("Place"), lambda _w, o: o.place),
    Column(mark("Who has it"), _holder, Kind.MUTED, stretch=True),
)


class TakeInForm(ActForm):
    """An original that has come."""

    def __init__(self, office: Office, today: Callable[[], date]) -> None:
        super().__init__(office, mark("Take an original in"), mark("Enter it"), kept_as="original")
        speech = office.speech
        kinds = [(kind, english(kind)) for kind in OriginalKind]
        self.form.add("kind", mark("Paper"), PickOne(speech, kinds), needed=True)
        self.form.add("title", mark("What it is"), TextEdit(speech, mark("number, pages, signed by"), longest=200),
                      needed=True)  # fmt: skip
        self.form.add("box", mark("Box"), TextEdit(longest=40), needed=True)
        self.form.add("place", mark("Place"), TextEdit(speech, mark("vault, shelf"), longest=80), needed=True)
        self.form.add(
            "taken_in_on", mark("Lies here since"), DateEdit(speech, today), hint=mark("Blank means today.")
        )


class MoveForm(ActForm):
    """What becomes of the chosen original: it asks what belongs to that."""

    def __init__(self, office: Office, today: Callable[[], date]) -> None:
        super().__init__(office, mark("The chosen original"), mark("Note it"), kept_as="original_move")
        self._office = office
        speech, form = office.speech, self.form
        self.kinds = Choices(speech, (), must=True)
        form.add("kind", mark("What happens"), self.kinds)
        form.add("who", mark("Who takes it"), TextEdit(longest=80))
        form.add("due_back_on", mark("Due back by"), DateEdit(speech, today))
        form.add("scan", mark("Signed for"), TextEdit(speech, mark("scan of the signed hand-over")))
        form.add("box", mark("Box"), TextEdit(longest=40))
        form.add("place", mark("Place"), TextEdit(longest=80))
        form.add("note", mark("Note"), TextEdit(longest=200))
        self.add_act(mark("Choose the scan…"), self._choose)
        self.kinds.edited.connect(self.suit)

    def offer(self, kept: Original) -> None:
        """What can happen to it now."""
        offered = [(kind, english(kind)) for kind in _MOVES[kept.state]]
        self.kinds.offer(offered)
        if self.kinds.value() is None and offered:
            self.kinds.put(offered[0][0])
        self.suit()

    def suit(self) -> None:
        kind = self.kinds.value()
        out = kind in GOES_OUT
        for name, shown in (("who", out), ("scan", out), ("due_back_on", kind is MoveKind.LENT),
                            ("box", not out), ("place", not out)):  # fmt: skip
            self.form.show_line(name, shown)

    def _choose(self) -> None:
        say = self._office.say
        kinds = say(mark("Scans (*.pdf *.jpg *.jpeg *.png *.tif *.tiff)"))
        chosen = ask.file_to_open(self, say(mark("Choose the scan")), kinds)
        if chosen is not None:
            self.form.put({"scan": str(chosen)})


class OriginalsTab(Tab):
    """The register of the case with the story of the chosen original; forms at the right."""

    sentence = mark("Originals")

    def __init__(self, office: Office, host: Host) -> None:
        super().__init__(office, host)
        speech = self.speech
        self._found = OriginalsOfCase((), ())
        self.list: ValueTable[Original] = rows_table(
            speech, mark("Originals"), COLUMNS, lambda o: o.id, opens_on_click=False
        )
        self.list.set_empty(
            mark("No original is on the register"),
            mark("Contracts, guarantees and receipts signed in ink stand here with box and place."),
        )
        self.story = label(None, "", "mute", wrap=True)
        self.take_in, self.handle = TakeInForm(office, self.today), MoveForm(office, self.today)
        listed = Card(speech, mark("Originals signed in ink"), flush=True)
        told = Card(speech, mark("What happened to it"))
        told.add(self.story)
        told.body.addStretch(1)
        left = QWidget()
        left.setLayout(column(framed(listed, self.list, 5), told))
        self._side = QWidget()
        self._side.setLayout(column(self.handle, self.take_in, None))
        self.lay_beside(left, self._side, (3, 2), 1)
        self.list.picked.connect(lambda _one: self._show_chosen())
        self.take_in.submitted.connect(self._take_in)
        self.handle.submitted.connect(self._move)

    def show_file(self, file: CustomerFile) -> None:
        self.take_in.belongs_to(file.customer.id)
        self._side.setVisible(self.may(Permission.WORK_CASES))
        self._show_chosen()
        if self.case_id:
            self.run(ListOriginals(self.case_id), self._show, self.host.warn)
        else:
            self._show(OriginalsOfCase((), ()))

    def _show(self, found: OriginalsOfCase) -> None:
        self._found = found
        self.list.show_rows(found.originals)
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen, words = self.list.chosen, self.office.words
        movable = chosen is not None and bool(_MOVES[chosen.state])
        self.handle.setVisible(movable)
        if chosen is None:
            self.story.setText(words.say(mark("Choose a line in the list.")))
            return
        if movable:
            self.handle.belongs_to(chosen.id)
            self.handle.offer(chosen)
        names = self.file.people if self.file else {}
        lines = []
        for each in self._found.moves:
            if each.original_id == chosen.id:
                where = " ".join(part for part in (each.box, each.place) if part)
                signed = words.say(mark("signed")) if each.evidence_id else ""
                due = (
                    words.say(mark("back by {day}"), day=words.date(each.due_back_on))
                    if each.due_back_on
                    else ""
                )
                parts = (words.date(each.happened_on), term(words, each.kind), each.who, where, due, signed,
                         each.note, names.get(each.recorded_by, ""))  # fmt: skip
                lines.append(" · ".join(part for part in parts if part))
        self.story.setText("\n".join(lines))

    def focus_first(self) -> None:
        if self.list.values.rowCount() or not self._side.isVisible():
            self.list.setFocus()
        else:
            self.take_in.form.focus("kind")

    def _take_in(self, values: dict[str, Any]) -> None:
        said = mark("The original is on the register.")
        self.run(
            TakeInOriginal(self.case_id, **values), lambda _id: self._done(self.take_in, said),
            self.take_in.refuse,
        )  # fmt: skip

    def _move(self, values: dict[str, Any]) -> None:
        chosen = self.list.chosen
        if chosen is None:
            return
        deed = MoveOriginal(
            chosen.id, values["kind"], values["who"] or "", values["box"] or "", values["place"] or "",
            values["due_back_on"], Path(values["scan"]) if values["scan"] else None, values["note"] or "",
        )  # fmt: skip
        said = mark("It is noted.")
        self.run(deed, lambda _none: self._done(self.handle, said), self.handle.refuse)

    def _done(self, form: ActForm, said: str) -> None:
        form.finish()
        self.host.confirm(self.office.say(said))
        self.list.setFocus()
