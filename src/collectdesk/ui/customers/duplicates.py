"""Owns the view of duplicate files: pairs side by side, made one, kept apart, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from collectdesk.desk.customers.merging import (
    FIELDS,
    CompareFiles,
    FindDuplicates,
    KeepApart,
    ListMergers,
    Merged,
    MergeFiles,
    MergerLine,
    Pair,
    UndoMerger,
)
from collectdesk.desk.customers.merging import Beside as TwoFiles
from collectdesk.domain.customers.merging import FilePart
from collectdesk.domain.customers.products import bucket_of
from collectdesk.terms import term
from collectdesk.ui import wording
from collectdesk.ui.parts.beside import Beside
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.ui.office import Office

FIRST, SECOND = "first", "second"
NAMED: Final = {
    "name": mark("Name"), "id_no": mark("Identity number"), "account_officer": mark("Account officer"),
}  # fmt: skip
STATES: Final = {
    "merged": (mark("One file"), Tone.GOOD),
    "two": (mark("Two persons"), Tone.PLAIN),
    "undone": (mark("Taken back"), Tone.PLAIN),
}


@dataclass(frozen=True, slots=True)
class Held:
    """One line of the comparison: what, and what each file says."""

    what: str
    first: str
    second: str
    differs: bool = False


def compared(words: Words, beside: TwoFiles) -> list[Held]:
    """The two files line by line: who they are, then what each holds."""
    one, other = beside.first, beside.second
    lines = [Held(words.say(mark("Customer no.")), one.customer_no, other.customer_no)]
    lines += [
        Held(words.say(NAMED[name]), getattr(one, name), getattr(other, name), name in beside.differs)
        for name in FIELDS
    ]
    lines += _reached(words.say(mark("Phones")), one.phones, other.phones)
    lines += _reached(words.say(mark("Addresses")), one.addresses, other.addresses)
    owed = [f"{words.money(side.overdue)} · {bucket_of(side.dpd).value}" for side in (one, other)]
    lines.append(Held(words.say(mark("Overdue amount")), owed[0], owed[1]))
    lines.append(Held(words.say(mark("Case no.")), one.case_no, other.case_no))
    for part in FilePart:
        mine_count, its_count = one.parts.get(part, 0), other.parts.get(part, 0)
        if mine_count or its_count:
            lines.append(Held(term(words, part), words.number(mine_count), words.number(its_count)))
    return lines


def _reached(what: str, mine: tuple[str, ...], its: tuple[str, ...]) -> list[Held]:
    """A line for each number or address; what both have stands in one line, so that the difference shows."""
    both = [each for each in mine if each in its]
    rest = zip_longest(
        [each for each in mine if each not in both], [each for each in its if each not in both], fillvalue=""
    )
    lines = [Held(what, each, each) for each in both]
    return lines + [Held(what, first, second, differs=bool(first and second)) for first, second in rest]


class DuplicatesView(QWidget):
    """``closed`` follows Esc; ``told`` carries a sentence, ``warned`` an error that is about no field."""

    closed = Signal()
    told = Signal(str)
    warned = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office, self.speech = office, office.speech
        self.beside: TwoFiles | None = None
        self._asked = ""
        left = QWidget()
        left.setLayout(column(self._pairs_card(), self._past_card()))
        left.layout().setContentsMargins(0, 0, 0, 0)  # type: ignore[union-attr]
        whole = column(Beside(left, self._form_card(), lambda width: width * 3 // 5))
        whole.setContentsMargins(0, 0, 0, 0)
        self.setLayout(whole)
        self.speech.changed.connect(self._write)
        self._show_pair(None)

    def _pairs_card(self) -> Card:
        card = Card(self.speech, mark("Files that may be one person's"), flush=True)
        columns: tuple[Column[Pair], ...] = (
            Column(mark("Customer"), lambda _w, pair: pair.name, Kind.BOLD),
            Column(mark("Two files"), lambda _w, pair: f"{pair.first_no} · {pair.second_no}", Kind.MUTED),
            Column(mark("Why"), self._why, stretch=True),
        )
        self.pairs = rows_table(
            self.speech, mark("Files that may be one person's"), columns,
            lambda pair: (pair.first_id, pair.second_id), opens_on_click=False,
        )  # fmt: skip
        self.pairs.set_empty(
            mark("No two files look alike"),
            mark("Looked for: one identity number, or one name with the same number or address."),
        )
        self.pairs.picked.connect(self._picked)
        card.add(self.pairs, 1)
        return card

    def _why(self, words: Words, pair: Pair) -> str:
        return ("；" if words.is_chinese else "; ").join(term(words, each) for each in pair.why)

    def _past_card(self) -> Card:
        card = Card(self.speech, mark("Settled"), flush=True)
        columns: tuple[Column[MergerLine], ...] = (
            Column(mark("Customer"), lambda _w, line: line.name, Kind.BOLD),
            Column(mark("Two files"), lambda _w, line: f"{line.kept_no} ← {line.gone_no}", Kind.MUTED),
            Column(mark("State"), self._state, Kind.CHIP),
            Column(mark("When"), lambda w, line: w.date(line.merged_on), sort=lambda line: line.merged_on),
        )
        self.past = rows_table(
            self.speech, mark("Settled"), columns, lambda line: line.merger_id, opens_on_click=False
        )
        self.past.set_empty(mark("Nothing was merged yet"))
        self.past.picked.connect(self._past_picked)
        card.add(self.past, 1)
        self.past_reason = label(None, "", "mute", wrap=True)
        self.undo_button = button(self.speech, mark("Take back"), self.undo, icon="history")
        foot = row(self.past_reason, self.undo_button)
        foot.setStretch(0, 1)
        foot.setContentsMargins(12, 0, 12, 8)
        card.add(foot)
        self._past_picked(None)
        return card

    def _state(self, words: Words, line: MergerLine) -> Status:
        sentence, tone = STATES[line.state]
        return Status(words.say(sentence), tone)

    def _form_card(self) -> Card:
        card = Card(self.speech, mark("Side by side"))
        columns: tuple[Column[Held], ...] = (
            Column(mark("What"), lambda _w, held: held.what, Kind.MUTED, unsorted=True),
            Column(mark("Older file"), lambda _w, held: held.first, stretch=True, unsorted=True, tone=_tone),
            Column(mark("Newer file"), lambda _w, held: held.second, stretch=True, unsorted=True, tone=_tone),
        )
        self.held = rows_table(
            self.speech,
            mark("Side by side"),
            columns,
            lambda held: (held.what, held.first, held.second),
            opens_on_click=False,
        )
        self.held.setMinimumHeight(260)
        self.form = Form(self.speech)
        sides = ((FIRST, mark("Older file")), (SECOND, mark("Newer file")))
        self.form.add("stays", mark("Stays"), Choices(self.speech, sides, must=True), needed=True,
                      hint=mark("Its number stays; the other number leads to it."))  # fmt: skip
        for name in FIELDS:
            self.form.add(f"take_{name}", NAMED[name], Choices(self.speech, sides, must=True))
        self.form.add("reason", mark("How you know"), TextEdit(self.speech), needed=True)
        self.draft = FormDraft(self.office, "merge_files", self.form)
        self.says = label(None, "", "mute", wrap=True)
        self.wrong = label(None, "", "wrong", wrap=True)
        self.merge_button = button(self.speech, mark("Make it one file"), self.save, look="primary", key="F2")
        self.apart_button = button(self.speech, mark("Two persons"), self.keep_apart)
        close = button(self.speech, mark("Close"), self.closed.emit, look="quiet", key="Esc")
        for part in (self.held, self.says, self.draft, self.form, self.wrong):
            card.add(part, 1 if part is self.held else 0)
        card.add(row(close, None, self.apart_button, self.merge_button))
        return card

    # ---- what is shown

    def begin(self) -> None:
        """Look for pairs, and put the keyboard there."""
        self.load()
        self.pairs.setFocus(Qt.FocusReason.OtherFocusReason)

    def load(self) -> None:
        """Ask for pairs and for what was settled."""
        self.office.run(FindDuplicates(), owner=self, done=self.pairs.show_rows, failed=self.warned.emit)
        self.office.run(ListMergers(), owner=self, done=self.past.show_rows, failed=self.warned.emit)

    def _picked(self, pair: Pair | None) -> None:
        if pair is None:
            self._asked = ""
            self._show_pair(None)
            return
        key = f"{pair.first_id}+{pair.second_id}"
        if key == self._asked:
            return
        self._asked = key

        def show(beside: TwoFiles) -> None:
            if self._asked == key:
                self._show_pair(beside)

        deed = CompareFiles(pair.first_id, pair.second_id)
        self.office.run(deed, owner=self, done=show, failed=self.warned.emit)

    def _show_pair(self, beside: TwoFiles | None) -> None:
        self.beside = beside
        self.draft.about(f"{beside.first.customer_id}" if beside else "")
        if beside is not None and not self.form.is_begun(("reason",)):
            self.form.put(dict.fromkeys(("stays", *(f"take_{name}" for name in FIELDS)), FIRST))
        self.form.accept_all()
        for name in FIELDS:
            self.form.show_line(f"take_{name}", beside is not None and name in beside.differs)
        self.merge_button.setEnabled(beside is not None and not beside.ids_contradict)
        self.apart_button.setEnabled(beside is not None)
        self._write()

    def _write(self) -> None:
        words, beside = self.office.words, self.beside
        self.wrong.setText("")
        self._past_picked(self.past.chosen)
        if beside is None:
            self.held.show_rows(())
            self.says.setText("")
            return
        self.held.show_rows(compared(words, beside))
        if beside.ids_contradict:
            self.wrong.setText(
                words.say(mark("The identity numbers contradict each other: this isn't one person, or core banking "
                               "has one wrong."))
            )  # fmt: skip
        said = [
            words.say(mark("Products, numbers, people, entries and evidence all go to the file that stays."))
        ]
        if beside.both_open:
            said.append(
                words.say(
                    mark("Both have an open case: the newer one's entries go on in the other, and it closes.")
                )
            )
        self.says.setText(" ".join(said) if not words.is_chinese else "".join(said))

    def _past_picked(self, line: MergerLine | None) -> None:
        self.undo_button.setEnabled(line is not None and line.state != "undone")
        # beside the list a reason would end in an ellipsis: it stands below it, whole
        colon = "：" if self.office.words.is_chinese else ": "
        self.past_reason.setText("" if line is None else f"{line.merged_by}{colon}{line.reason}")

    # ---- deeds

    def save(self) -> None:
        """Make one file of the two in sight."""
        beside = self.beside
        said = self.form.read() if beside is not None and not beside.ids_contradict else None
        if beside is None or said is None:
            return
        first_stays = said["stays"] == FIRST
        kept, gone = (beside.first, beside.second) if first_stays else (beside.second, beside.first)
        take = frozenset(
            name for name in FIELDS if name in beside.differs and said[f"take_{name}"] != said["stays"]
        )
        deed = MergeFiles(kept.customer_id, gone.customer_id, said["reason"], take)
        self.office.run(deed, owner=self, done=self._merged, failed=self._failed)

    def _merged(self, done: Merged) -> None:
        words = self.office.words
        self.draft.done()
        parts = ("、" if words.is_chinese else ", ").join(
            f"{term(words, part)} {words.number(count)}" for part, count in done.moved.items()
        )
        self.told.emit(words.say(mark("It is one file now. Moved: {parts}."), parts=parts))
        self._asked = ""
        self.load()
        self.pairs.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep_apart(self) -> None:
        """Note that the two in sight are two persons."""
        said = self.form.read() if self.beside is not None else None
        if self.beside is None or said is None:
            return

        def apart(_id: str) -> None:
            self.draft.done()
            self.told.emit(self.office.say(mark("They stay two files and aren't offered again.")))
            self._asked = ""
            self.load()

        deed = KeepApart(self.beside.first.customer_id, self.beside.second.customer_id, said["reason"])
        self.office.run(deed, owner=self, done=apart, failed=self._failed)

    def undo(self) -> None:
        """Take the chosen merger back."""
        line = self.past.chosen
        if line is None:
            return

        def undone(_id: str) -> None:
            self.told.emit(self.office.say(mark("They are two files again, as they were.")))
            self.load()

        self.office.run(UndoMerger(line.merger_id), owner=self, done=undone, failed=self.warned.emit)

    def _failed(self, error: BaseException) -> None:
        if not self.form.take_refusal(error):
            self.wrong.setText(wording.sentence(self.office.words, error))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _tone(held: Held) -> Tone:
    return Tone.WARN if held.differs else Tone.PLAIN
