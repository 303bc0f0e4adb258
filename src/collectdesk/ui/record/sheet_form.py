"""Owns the form in the order of the paper sheet, and how what is typed becomes findings or a draft."""

from __future__ import annotations

import json
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from collectdesk.desk.recording import PromiseGiven
from collectdesk.domain.records import (
    SPOKEN_TO,
    Attitude,
    Entry,
    FamilySituation,
    Findings,
    Identity,
    IncomeSource,
    Met,
    OverdueReason,
    Recording,
    VisitOutcome,
)
from collectdesk.domain.zones import CHINA_TIME, local_day
from collectdesk.terms import term
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.fields import DateEdit, MoneyEdit, NoteEdit, TextEdit, TimeEdit
from collectdesk.ui.parts.paired_form import PairedForm
from collectdesk.words import ENGLISH, for_language, mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectdesk.ui.speech import Speech

CODES: Final[dict[str, type[Enum]]] = {
    "met": Met,
    "identity": Identity,
    "entry": Entry,
    "recording": Recording,
    "overdue_reasons": OverdueReason,
    "income": IncomeSource,
    "family": FamilySituation,
    "attitude": Attitude,
    "outcome": VisitOutcome,
}
SEVERAL: Final = ("overdue_reasons", "income", "family")
AT_THE_DOOR: Final = ("identification_shown", "purpose_stated", "entry", "recording")
OF_A_TALK: Final = (
    "met_name",
    "identity",
    "overdue_reasons",
    "income",
    "income_note",
    "family",
    "family_note",
    "attitude",
)
OF_A_PROMISE: Final = ("amount", "due_on", "promised_by", "money_from")
UNANSWERED: Final[dict[str, Any]] = {
    "identity": Identity.NOT_APPLICABLE,
    "identification_shown": False,
    "purpose_stated": False,
    "entry": Entry.NOT_ENTERED,
    "recording": Recording.NONE,
    "overdue_reasons": frozenset(),
    "income": frozenset(),
    "family": frozenset(),
    "attitude": Attitude.NOT_SEEN,
    "met_name": None,
    "income_note": None,
    "family_note": None,
}
"""What a field that isn't asked for stands for: nobody was there to answer it."""
YES_NO: Final = ((True, mark("Yes")), (False, mark("No")))
REFUSED_FIELDS: Final = {"arrived_at": "arrived", "left_at": "left", "promise": "amount"}
"""The desk's names of fields, where the form's differ."""


class SheetForm(PairedForm):
    """Everything the sheet asks, by keyboard from top to bottom."""

    def __init__(self, speech: Speech, today: Callable[[], date]) -> None:
        super().__init__(speech)
        self._today = today
        self._at_the_door()
        self._what_was_found()
        self._how_it_ended()
        self.changed.connect(self.fit)
        self.fit()

    def _chips(self, name: str) -> Choices:
        english = for_language(ENGLISH)
        return Choices(
            self._speech, [(each, term(english, each)) for each in CODES[name]], several=name in SEVERAL
        )

    def _at_the_door(self) -> None:
        speech = self._speech
        self.add_heading(mark("At the door"))
        self.add_pair("day", mark("Day of the visit"), DateEdit(speech, self._today), needed=True)
        self.add_pair("arrived", mark("Arrived at"), TimeEdit(speech), needed=True)
        self.add_beside("left", mark("Left at"), TimeEdit(speech), needed=True)
        self.add("met", mark("Met"), self._chips("met"), needed=True)
        who = TextEdit(speech, mark("If it wasn't the borrower"), longest=60)
        self.add("met_name", mark("Name of the person met"), who)
        self.add("identity", mark("Identity"), self._chips("identity"), needed=True)
        shown, purpose = Choices(speech, YES_NO), Choices(speech, YES_NO)
        self.add_pair("identification_shown", mark("Identification shown"), shown, needed=True)
        self.add_beside("purpose_stated", mark("Purpose stated"), purpose, needed=True)
        self.add("entry", mark("Entry of the home"), self._chips("entry"), needed=True)
        self.add("recording", mark("Recording"), self._chips("recording"), needed=True)

    def _what_was_found(self) -> None:
        speech = self._speech
        self.found_heading = self.add_heading(mark("What was found"))
        self.add("overdue_reasons", mark("Reasons for the arrears"), self._chips("overdue_reasons"))
        self.add("income", mark("Income"), self._chips("income"))
        self.add("income_note", mark("About the income"), TextEdit(speech))
        self.add("family", mark("Family"), self._chips("family"))
        self.add("family_note", mark("About the family"), TextEdit(speech))
        self.add("attitude", mark("Attitude"), self._chips("attitude"), needed=True)

    def _how_it_ended(self) -> None:
        speech = self._speech
        self.add_heading(mark("How it ended"))
        self.add("outcome", mark("Outcome"), self._chips("outcome"), needed=True)
        self.add_pair("amount", mark("Promised amount (yuan)"), MoneyEdit())
        self.add_beside("due_on", mark("Promised for"), DateEdit(speech, self._today))
        self.add_pair("promised_by", mark("Promised by"), TextEdit(speech))
        self.add_beside("money_from", mark("Money comes from"), TextEdit(speech))
        narrative = NoteEdit(speech, mark("What happened, in the order it happened"), lines=4)
        self.add("narrative", mark("Course of the visit"), narrative, needed=True)
        feedback = NoteEdit(speech, mark("What the customer said, in the customer's words"), lines=2)
        self.add("feedback", mark("Customer's feedback"), feedback)

    # ---- what depends on what

    def fit(self) -> None:
        """Ask only what could be answered with the person who was met."""
        met = self.field("met").value()
        talked, somebody = met is None or met in SPOKEN_TO, met not in (Met.NOBODY, Met.BAD_ADDRESS)
        for name in OF_A_TALK:
            self.show_line(name, talked)
        self.found_heading.setVisible(talked)
        self.show_line("met_name", talked and met is not Met.BORROWER)
        for name in AT_THE_DOOR:
            self.show_line(name, somebody)
        for name in OF_A_PROMISE:
            self.show_line(name, self.field("outcome").value() is VisitOutcome.PROMISED)

    def answers(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values, with what was hidden in place of what may have been typed there before."""
        return {
            name: UNANSWERED.get(name) if name in self._hidden else value for name, value in typed.items()
        }

    # ---- findings

    def read_findings(self) -> tuple[Findings, PromiseGiven | None] | None:
        """What the sheet says; None when something is missing, which is then marked."""
        typed = self.read()
        if typed is None:
            return None
        said = self.answers(typed)
        day = said["day"]
        findings = Findings(
            arrived_at=datetime.combine(day, said["arrived"], CHINA_TIME),
            left_at=datetime.combine(day, said["left"], CHINA_TIME),
            met=said["met"],
            met_name=said["met_name"] or "",
            identity=said["identity"],
            identification_shown=said["identification_shown"],
            purpose_stated=said["purpose_stated"],
            entry=said["entry"],
            recording=said["recording"],
            overdue_reasons=_in_order(OverdueReason, said["overdue_reasons"]),
            income=_in_order(IncomeSource, said["income"]),
            income_note=said["income_note"] or "",
            family=_in_order(FamilySituation, said["family"]),
            family_note=said["family_note"] or "",
            attitude=said["attitude"],
            outcome=said["outcome"],
            narrative=said["narrative"] or "",
            feedback=said["feedback"] or "",
        )
        return findings, self._promise(said)

    @staticmethod
    def _promise(said: dict[str, Any]) -> PromiseGiven | None:
        if said["outcome"] is not VisitOutcome.PROMISED or said["amount"] is None or said["due_on"] is None:
            return None
        return PromiseGiven(
            said["amount"], said["due_on"], said["promised_by"] or "", said["money_from"] or ""
        )

    def show_findings(self, found: Findings) -> None:
        """Put a record back into the form, to be mended."""
        arrived, left = found.arrived_at.astimezone(CHINA_TIME), found.left_at.astimezone(CHINA_TIME)
        values: dict[str, Any] = {name: getattr(found, name) for name in (*CODES, *_TEXTS)}
        values |= {"day": local_day(found.arrived_at), "arrived": arrived.time(), "left": left.time()}
        values |= {"identification_shown": found.identification_shown, "purpose_stated": found.purpose_stated}
        self.put(values)
        self.fit()

    # ---- drafts

    def as_draft(self) -> str:
        """Everything as it stands, unfinished fields too, as JSON."""
        return json.dumps({name: self._raw(name) for name in self._lines}, ensure_ascii=False)

    def _raw(self, name: str) -> Any:
        field = self.field(name)
        if isinstance(field, TextEdit):
            return field.text()
        if isinstance(field, NoteEdit):
            return field.toPlainText()
        value = field.value()
        if isinstance(value, frozenset):
            return sorted(each.value for each in value)
        return value.value if isinstance(value, Enum) else value

    def take_draft(self, content: str) -> None:
        """Put a draft back; what an older program kept and this one doesn't ask is left out."""
        kept = json.loads(content)
        self._quiet = True
        for name in self._lines.keys() & kept.keys():
            self._put_raw(name, kept[name])
        self._quiet = False
        self.fit()

    def _put_raw(self, name: str, raw: Any) -> None:
        field = self.field(name)
        if isinstance(field, TextEdit):
            field.setText(str(raw or ""))
        elif isinstance(field, NoteEdit):
            field.setPlainText(str(raw or ""))
        elif name in CODES:
            known = {each.value: each for each in CODES[name]}
            if name in SEVERAL:
                field.put([known[each] for each in raw or () if each in known])
            else:
                field.put(known.get(raw))
        else:
            field.put(raw)


_TEXTS: Final = ("met_name", "income_note", "family_note", "narrative", "feedback")


def _in_order(codes: type[Enum], chosen: frozenset[Any]) -> tuple[Any, ...]:
    """The sheet's own order, whatever order the chips were pressed in."""
    return tuple(each for each in codes if each in chosen)
