"""Owns the form in the order of the paper sheet, and how what is typed becomes findings or a draft."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from collectdesk.desk.paper.recording import PlanAsked
from collectdesk.desk.solutions.solving import PromiseGiven
from collectdesk.domain.money import Money
from collectdesk.domain.paper import further
from collectdesk.domain.paper.further import Further, Mood, VisitStatus
from collectdesk.domain.paper.records import (
    ABOUT_THE_DEBT,
    SPOKEN_TO,
    THIRD_PERSONS,
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
from collectdesk.domain.risk.next_steps import step_after
from collectdesk.domain.visits.visit_costs import VisitCost
from collectdesk.domain.zones import CHINA_TIME, local_day
from collectdesk.terms import term
from collectdesk.terms_records import FURTHER
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.fields import DateEdit, MoneyEdit, NoteEdit, TextEdit, TimeEdit
from collectdesk.ui.parts.paired_form import PairedForm
from collectdesk.ui.parts.promise_fields import ASKED, ask_what_shows_it, promise_given
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
CHIPS: Final[dict[str, type[Enum]]] = {**CODES, **further.CODES}
SEVERAL: Final = further.SEVERAL | {"overdue_reasons", "income", "family"}
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
OF_THE_DEBT: Final = (
    "overdue_reasons", "income", "income_note", "assets_note", "consequences", "offers_made",
)  # fmt: skip
"""What isn't spoken of with a third person, and so isn't asked after one was met."""
OF_THE_CUSTOMER: Final = (*further.SATISFACTION, "slip_left")
OF_A_PLAN: Final = ("plan_count", "plan_first")
OF_COSTS: Final = ("hours", "km", "fares", "recoverable", "cost_note")
_STATUS: Final = {
    Met.BORROWER: VisitStatus.CARRIED_OUT,
    Met.FAMILY: VisitStatus.CARRIED_OUT,
    Met.COLLEAGUE: VisitStatus.CARRIED_OUT,
    Met.NEIGHBOUR: VisitStatus.CARRIED_OUT,
    Met.NOBODY: VisitStatus.NOBODY_THERE,
    Met.BAD_ADDRESS: VisitStatus.WRONG_PLACE,
    Met.REFUSED: VisitStatus.TURNED_AWAY,
    Met.STOPPED_FOR_SAFETY: VisitStatus.STOPPED,
}
"""How a visit most likely went; it is a question of its own and may be answered otherwise."""
OF_A_PROMISE: Final = ("amount", "due_on", *ASKED)
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
    **{name: frozenset() if name in further.SEVERAL else None for name in further.KINDS},
    **dict.fromkeys((*OF_A_PLAN, *OF_COSTS)),
}
"""What a field that isn't asked for stands for: nobody was there to answer it."""
YES_NO: Final = ((True, mark("Yes")), (False, mark("No")))
REFUSED_FIELDS: Final = {
    "arrived_at": "arrived", "left_at": "left", "promise": "amount", "minutes": "hours", "count": "plan_count",
    "first_due_on": "plan_first",
}  # fmt: skip
"""The desk's names of fields, where the form's differ."""


@dataclass(frozen=True, slots=True)
class TypedRecord:
    """What a sheet says once it is typed whole."""

    findings: Findings
    promise: PromiseGiven | None
    cost: VisitCost | None
    plan: PlanAsked | None


class SheetForm(PairedForm):
    """Everything the sheet asks, by keyboard from top to bottom."""

    def __init__(self, speech: Speech, today: Callable[[], date]) -> None:
        super().__init__(speech)
        self._today = today
        self._status_for: Met | None = None
        self._at_the_door()
        self._what_was_found()
        self._how_it_ended()
        self._how_it_was_taken()
        self._what_it_cost()
        self.changed.connect(self.fit)
        speech.changed.connect(self.fit)
        self.fit()

    def _chips(self, name: str) -> Choices:
        english = for_language(ENGLISH)
        return Choices(
            self._speech, [(each, term(english, each)) for each in CHIPS[name]], several=name in SEVERAL
        )

    def _at_the_door(self) -> None:
        speech = self._speech
        self.add_heading(mark("At the door"))
        self.add_pair("day", mark("Day of the visit"), DateEdit(speech, self._today), needed=True)
        self.add_pair("arrived", mark("Arrived at"), TimeEdit(speech), needed=True)
        self.add_beside("left", mark("Left at"), TimeEdit(speech), needed=True)
        self.add("met", mark("Met"), self._chips("met"), needed=True)
        self._add_further("status", "said_to_others", "address_found")
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
        self._add_further("condition", "condition_note", "assets_note", "vulnerable")
        self.add("attitude", mark("Attitude"), self._chips("attitude"), needed=True)
        self._add_further("consequences", "offers_made", "raised", "raised_note")

    def _how_it_ended(self) -> None:
        speech = self._speech
        self.add_heading(mark("How it ended"))
        self.add("outcome", mark("Outcome"), self._chips("outcome"), needed=True)
        self.add_pair("amount", mark("Promised amount (yuan)"), MoneyEdit())
        self.add_beside("due_on", mark("Promised for"), DateEdit(speech, self._today))
        ask_what_shows_it(self, speech, adds={"promised_by": self.add_pair, "money_from": self.add_beside})
        self.add_pair("plan_count", mark("Instalments asked for"), TextEdit(speech, mark("as 6"), longest=3))
        self.add_beside("plan_first", mark("First one on"), DateEdit(speech, self._today))
        self._add_further("next_step")
        self.next_line = self.add_line()
        narrative = NoteEdit(speech, mark("What happened, in the order it happened"), lines=4)
        self.add("narrative", mark("Course of the visit"), narrative, needed=True)
        feedback = NoteEdit(speech, mark("What the customer said, in the customer's words"), lines=2)
        self.add("feedback", mark("Customer's feedback"), feedback)

    def _how_it_was_taken(self) -> None:
        self.taken_heading = self.add_heading(mark("Satisfaction and safety"))
        self._add_further(
            *further.SATISFACTION, "slip_left", "mood", "mood_note", "calmed_note", "incident_note"
        )

    def _what_it_cost(self) -> None:
        speech = self._speech
        self.add_heading(mark("Costs"))
        self.add_pair("hours", mark("Hours with the way"), TextEdit(speech, mark("as 1.5"), longest=5))
        self.add_beside("km", mark("Kilometres driven"), TextEdit(speech, mark("as 42.5"), longest=8))
        self.add_pair("fares", mark("Fares (yuan)"), MoneyEdit())
        self.add_beside("recoverable", mark("The customer bears it"), Choices(speech, YES_NO))
        self.add("cost_note", mark("By which clause"), TextEdit(speech))

    def _add_further(self, *names: str) -> None:
        """Fields of the newer questions, each by what it holds."""
        for name in names:
            if name in further.CODES:
                field: Any = self._chips(name)
            elif further.KINDS[name][0] is bool:
                field = Choices(self._speech, YES_NO)
            elif name in ("incident_note", "raised_note"):
                field = NoteEdit(self._speech, lines=2)
            else:
                field = TextEdit(self._speech, longest=300)
            self.add(name, FURTHER[name], field)

    # ---- what depends on what

    def fit(self) -> None:
        """Ask only what could be answered with the person who was met."""
        met, outcome = self.field("met").value(), self.field("outcome").value()
        self._suggest_status(met)
        talked, somebody = met is None or met in SPOKEN_TO, met not in (Met.NOBODY, Met.BAD_ADDRESS)
        for name in OF_A_TALK:
            self.show_line(name, talked)
        self.found_heading.setVisible(talked)
        self.show_line("met_name", talked and met is not Met.BORROWER)
        for name in AT_THE_DOOR:
            self.show_line(name, somebody)
        for name in OF_A_PROMISE:
            self.show_line(name, outcome is VisitOutcome.PROMISED)
        for name in OF_A_PLAN:
            self.show_line(name, outcome is VisitOutcome.WANTS_PLAN)
        for name in OF_THE_DEBT:
            self.show_line(name, talked and not self.is_third_person)
        for name in ("condition", "vulnerable", "raised"):
            self.show_line(name, talked)
        for name in OF_THE_CUSTOMER:
            self.show_line(name, met in (None, Met.BORROWER))
        self.show_line("said_to_others", self.is_third_person)
        self.show_line("mood", somebody)
        self._say_next(outcome)
        self._fit_notes(somebody, talked)

    def _fit_notes(self, somebody: bool, talked: bool) -> None:
        """Words are asked for where an answer needs some."""
        value = {
            name: self.field(name).value()
            for name in ("condition", "raised", "mood", "status", "recoverable")
        }
        heated = somebody and value["mood"] not in (None, Mood.CALM)
        stopped = value["status"] is VisitStatus.STOPPED
        for name, shown in (
            ("condition_note", talked and value["condition"] is not None),
            ("raised_note", talked and value["raised"] is not None),
            ("mood_note", heated),
            ("calmed_note", heated),
            ("incident_note", stopped or (heated and value["mood"] is not Mood.UPSET)),
            ("cost_note", value["recoverable"] is True),
        ):
            self.show_line(name, shown)

    def _say_next(self, outcome: VisitOutcome | None) -> None:
        """What the record will set going, and on which day."""
        words, chosen = self._speech.words, self.field("next_step").value()
        step = step_after(outcome, chosen)
        if step is None:
            said = mark("The promise is followed up on its day by itself.")
            self.next_line.setText(words.say(said) if outcome is VisitOutcome.PROMISED else "")
            return
        said = (
            mark("Saved with the record: {step}, {day}.")
            if chosen
            else mark("As the outcome says: {step}, {day}. Choose another only where that is wrong.")
        )
        day = words.date(self._today() + timedelta(days=step[1]))
        self.next_line.setText(words.say(said, step=term(words, step[0]), day=day))

    def _suggest_status(self, met: Met | None) -> None:
        """How it went follows from who was met, unless somebody says otherwise."""
        said = self.field("status").value()
        if (
            met is not None
            and met is not self._status_for
            and (said is None or (self._status_for is not None and said is _STATUS[self._status_for]))
        ):
            self.put({"status": _STATUS[met]})
        self._status_for = met

    @property
    def is_third_person(self) -> bool:
        """Whether somebody was met before whom nothing is said of the debt, and nothing was."""
        about_it = self.field("outcome").value() in ABOUT_THE_DEBT
        return self.field("met").value() in THIRD_PERSONS and not about_it

    def answers(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values, with what was hidden in place of what may have been typed there before."""
        return {
            name: UNANSWERED.get(name) if name in self._hidden else value for name, value in typed.items()
        }

    # ---- findings

    def read_findings(self) -> TypedRecord | None:
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
            further=_further(said),
        )
        cost, plan = self._cost(said), self._plan(said)
        if cost is None or plan is None:
            return None
        return TypedRecord(findings, self._promise(said), cost[0], plan[0])

    def _cost(self, said: dict[str, Any]) -> tuple[VisitCost | None] | None:
        """What the visit cost, in a tuple; None where a figure can't be read, which is then marked."""
        figures: dict[str, int | None] = {}
        for name, unit, sentence in (
            ("hours", 60, mark("These aren't hours, such as 1.5.")),
            ("km", 1000, mark("This isn't a distance in kilometres, such as 42.5.")),
        ):
            figures[name] = _times(said[name], unit)
            if figures[name] is None and said[name]:
                self.refuse(name, self._speech.say(sentence))
                return None
        cost = VisitCost(
            figures["hours"], figures["km"], said["fares"] or Money(0), bool(said["recoverable"]),
            said["cost_note"] or "",
        )  # fmt: skip
        return (cost if cost.is_noted else None,)

    def _plan(self, said: dict[str, Any]) -> tuple[PlanAsked | None] | None:
        count, first = said["plan_count"], said["plan_first"]
        if said["outcome"] is not VisitOutcome.WANTS_PLAN or (count is None and first is None):
            return (None,)
        if count is None or not count.isdecimal() or not int(count):
            self.refuse("plan_count", self._speech.say(mark("Enter how many instalments, as a number.")))
            return None
        if first is None:
            self.refuse("plan_first", self._speech.say(mark("Enter the day of the first instalment.")))
            return None
        return (PlanAsked(int(count), first),)

    @staticmethod
    def _promise(said: dict[str, Any]) -> PromiseGiven | None:
        if said["outcome"] is not VisitOutcome.PROMISED or said["amount"] is None or said["due_on"] is None:
            return None
        return promise_given(said)

    def show_findings(self, found: Findings) -> None:
        """Put a record back into the form, to be mended."""
        arrived, left = found.arrived_at.astimezone(CHINA_TIME), found.left_at.astimezone(CHINA_TIME)
        values: dict[str, Any] = {name: getattr(found, name) for name in (*CODES, *_TEXTS)}
        values |= {"day": local_day(found.arrived_at), "arrived": arrived.time(), "left": left.time()}
        values |= {"identification_shown": found.identification_shown, "purpose_stated": found.purpose_stated}
        values |= {name: getattr(found.further, name) for name in further.KINDS}
        self._status_for = found.met
        self.put(values)
        self.fit()

    def show_cost(self, cost: VisitCost) -> None:
        """Put what a visit cost back into the form."""
        figures = (("hours", cost.minutes, 60), ("km", cost.metres, 1000))
        self.put({name: f"{value / unit:g}" for name, value, unit in figures if value is not None})
        fares = cost.fares if cost.fares.fen else None
        self.put({"fares": fares, "recoverable": cost.recoverable or None, "cost_note": cost.note})

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
        elif name in CHIPS:
            known = {each.value: each for each in CHIPS[name]}
            if name in SEVERAL:
                field.put([known[each] for each in raw or () if each in known])
            else:
                field.put(known.get(raw))
        else:
            field.put(raw)


_MOST: Final = 100_000
_TEXTS: Final = ("met_name", "income_note", "family_note", "narrative", "feedback")


def _times(text: str | None, unit: int) -> int | None:
    """A decimal figure times its unit, in whole parts; None where it isn't one."""
    try:
        figure = Decimal(text or "")
    except InvalidOperation:
        return None
    return round(figure * unit) if figure.is_finite() and 0 <= figure <= _MOST else None


def _further(said: dict[str, Any]) -> Further:
    """The newer questions as they were answered."""
    values: dict[str, Any] = {}
    for name, (kind, several) in further.KINDS.items():
        value = said[name]
        if several:
            values[name] = _in_order(further.CODES[name], value)
        else:
            values[name] = value or "" if kind is str else value
    return Further(**values)


def _in_order(codes: type[Enum], chosen: frozenset[Any]) -> tuple[Any, ...]:
    """The sheet's own order, whatever order the chips were pressed in."""
    return tuple(each for each in codes if each in chosen)
