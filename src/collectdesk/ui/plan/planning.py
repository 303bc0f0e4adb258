"""Owns the plan of one approved request: when, who, how; judged while it is typed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from collectdesk.desk.people.staffing import ListStaff
from collectdesk.desk.rules.advising import AdvisePlan, PlanAdvice
from collectdesk.desk.visits.visiting import ListVisits, PlanVisit
from collectdesk.domain.refusals import ReasonNeeded, RuleBroken
from collectdesk.domain.visits.visits import Approach
from collectdesk.domain.zones import CHINA_TIME, local_day
from collectdesk.terms import term
from collectdesk.terms_asking import approach_of, asked_lines
from collectdesk.ui import wording
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.ui.parts.fields import DateEdit, NoteEdit, PickOne, TextEdit, TimeEdit
from collectdesk.ui.parts.paired_form import PairedForm
from collectdesk.ui.parts.worth_card import WorthCard
from collectdesk.ui.plan.advice import Advice
from collectdesk.ui.plan.columns import LONG_OVERDUE
from collectdesk.ui.plan.staff_pick import StaffPick
from collectdesk.ui.plan.tie_question import TIE, tie_field
from collectdesk.ui.tokens import Tone
from collectdesk.words import ENGLISH, for_language, mark

if TYPE_CHECKING:
    from collectdesk.desk.visits.preparing import Staff
    from collectdesk.desk.visits.visiting import RequestLine, VisitLine
    from collectdesk.ui.office import Office

PAUSE: Final = 250
"""Milliseconds without a key before the rules are asked."""
MINUTES: Final = (20, 30, 45, 60, 90, 120)
BETWEEN: Final = timedelta(minutes=30)
"""From one visit's end to the next one's proposed start."""
_OWN: Final = ("caution", "reason")
"""What is typed about one customer alone; day, time and team stay for the whole tour."""


class Planning(QWidget):
    """The form beside the list of requests. ``planned`` carries the visit's id and the request's."""

    planned = Signal(str, str)
    file_asked = Signal(str)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self._request: RequestLine | None = None
        self._staff: tuple[Staff, ...] = ()
        self._that_day: tuple[VisitLine, ...] = ()
        self._asked = 0
        self._sending = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.advise)
        self._lay_out()

    def _lay_out(self) -> None:
        speech = self.office.speech
        self.name, self.about = label(None, "", "heading"), label(None, "", "mute")
        self.facts = Facts()
        head = Card()
        opener = button(speech, mark("Open the file"), self._open_file, icon="file-text", look="quiet")
        head.add(row(self.name, self.about, None, opener))
        head.add(self.facts)
        self.form = PairedForm(speech)
        self.officer, self.safety = StaffPick(speech), StaffPick(speech)
        self._fill_form()
        self.advice = Advice(speech)
        self.advice.wanted.connect(self._take_start)
        self.advice.after_asked.connect(self._start_after)
        self.plan_button = button(
            speech, mark("Plan the visit"), self.plan, icon="calendar-check", look="primary", key="F2"
        )
        card = Card(speech, mark("The plan"))
        self.draft = FormDraft(self.office, "visit_plan", self.form, names=_OWN, blank=self._forget_own)
        card.add(self.draft)
        card.add(self.form)
        card.add(self.advice)
        card.add(row(None, self.plan_button))
        card.add(self.advice.rules)
        self.worth = WorthCard(self.office)
        self.setLayout(column(head, card, self.worth, None))
        self.form.changed.connect(self._edited)

    def _fill_form(self) -> None:
        form, speech = self.form, self.office.speech
        english = for_language(ENGLISH)
        minutes = PickOne(speech, [(each, str(each)) for each in MINUTES], must=True)
        approach = PickOne(speech, [(each, term(english, each)) for each in Approach], must=True)
        form.add("day", mark("Day"), DateEdit(speech, self.today), needed=True)
        form.add_pair("clock", mark("Starts at"), TimeEdit(speech), needed=True)
        form.add_beside("minutes", mark("Minutes"), minutes)
        form.add("officer_id", mark("Collection officer"), self.officer, needed=True)
        form.add("safety_id", mark("Safety officer"), self.safety, needed=True)
        unrelated = tie_field(speech)
        unrelated.setMinimumContentsLength(12)  # its longest sentence would push the panel over its edge
        unrelated.setSizeAdjustPolicy(PickOne.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        form.add(TIE, mark("Team unrelated"), unrelated, needed=True)
        form.add("approach", mark("Approach"), approach)
        caution = TextEdit(speech, mark("What the two should watch out for"))
        form.add("caution", mark("Caution"), caution)
        form.add("reason", mark("Written reason"), NoteEdit(speech, mark("Why it is necessary"), lines=2))
        form.show_line("reason", False)
        form.put({"minutes": 45, "approach": Approach.UNDERSTAND})

    def today(self) -> date:
        return local_day(self.office.desk.now())

    # ---- what is planned

    def read_staff(self) -> None:
        """Ask again who can go."""
        self.office.run(ListStaff(), owner=self, done=self._take_staff)

    def _take_staff(self, people: tuple[Staff, ...]) -> None:
        self._staff = people
        self._show_staff()
        chosen = self.form.values()
        picks: dict[str, Any] = {}
        if chosen["officer_id"] is None:
            picks["officer_id"] = self.officer.first_fit()
        if chosen["safety_id"] is None:
            fit = [person for person in people if person.is_safety_officer]
            day = chosen["day"] or self.today()
            other = [p.id for p in fit if p.may_go_on(day) and p.id != picks.get("officer_id")]
            picks["safety_id"] = other[0] if other else None
        self.form.put(picks)
        self.advise()

    def _show_staff(self) -> None:
        day = self.form.values()["day"]
        self.officer.show_staff([p for p in self._staff if p.is_collection_officer], day)
        self.safety.show_staff([p for p in self._staff if p.is_safety_officer], day)

    def show_request(self, request: RequestLine | None) -> None:
        """Plan this request; the team and the day of the one before stay, since a tour is planned in a row."""
        same = (
            request is not None
            and self._request is not None
            and request.request_id == self._request.request_id
        )
        self._request = request
        self.setVisible(request is not None)
        if request is None:
            self.advice.wait()
            return
        self._write()
        self.worth.weigh(request.case_id)
        if same:
            self._pause.start()
            return
        if self.form.values()["day"] is None:
            self.form.put({"day": self.today() + timedelta(days=1), "clock": time(9)})
        self.form.put({"approach": approach_of(request.wanted) or Approach.UNDERSTAND})
        self.draft.about(request.request_id)
        if not self.form.values()["caution"] and request.wanted.caution:
            self.form.put({"caution": request.wanted.caution})
        self.form.accept_all()
        self.form.show_line("reason", False)
        self.advise()

    def _forget_own(self) -> None:
        """What is said of one customer isn't of the next one, nor who is related to them."""
        self.form.put({"caution": None, "reason": None, TIE: None})

    def retranslate(self) -> None:
        if self._request is not None:
            self._write()

    def _write(self) -> None:
        assert self._request is not None
        request, words = self._request, self.office.words
        self.name.setText(request.name)
        self.about.setText(request.case_no)
        late = Tone.DANGER if request.dpd > LONG_OVERDUE else Tone.PLAIN
        owed = f"{words.money(request.overdue)} · {words.days(request.dpd)}"
        told = [
            Fact(words.say(mark("Overdue")), owed, late),
            Fact(words.say(mark("Address")), request.address),
            Fact(words.say(mark("Reason")), term(words, request.reason)),
        ]
        told += [
            Fact(*line) for line in asked_lines(words, request.wanted, request.preferred, request.expires_on)
        ]
        if request.note:
            told.append(Fact(words.say(mark("Note")), request.note))
        self.facts.show_facts(told)

    def _open_file(self) -> None:
        if self._request is not None:
            self.file_asked.emit(self._request.customer_id)

    # ---- what the rules say

    def _edited(self) -> None:
        self._show_staff()
        self._pause.start()

    def planned_at(self) -> datetime | None:
        """The start as typed, in the branch's zone."""
        typed = self.form.values()
        if typed["day"] is None or typed["clock"] is None:
            return None
        return datetime.combine(typed["day"], typed["clock"], CHINA_TIME)

    def advise(self) -> None:
        """Ask what the rules say of what stands in the form now."""
        self._pause.stop()
        self._asked += 1
        typed, at = self.form.values(), self.planned_at()
        if self._request is None or at is None or not (typed["officer_id"] and typed["safety_id"]):
            self.advice.wait()
            return
        asked = self._asked
        day_list = ListVisits(local_day(at))
        self.office.run(day_list, owner=self, done=lambda found: self._take_day(asked, found))
        self.office.run(
            AdvisePlan(
                self._request.request_id,
                at,
                typed["officer_id"],
                typed["safety_id"],
                typed["minutes"],
                typed[TIE] is not False,  # while it isn't said, the other rules speak already
                typed["caution"] or "",
            ),
            owner=self,
            done=lambda advice: self._take_advice(asked, advice, at),
            failed=lambda error: self._no_advice(asked, error),
        )

    def _take_day(self, asked: int, found: tuple[VisitLine, ...]) -> None:
        if asked == self._asked:
            self._that_day = found

    def _take_advice(self, asked: int, advice: PlanAdvice, at: datetime) -> None:
        if asked != self._asked:
            return
        typed = self.form.values()
        names = [p.name for p in self._staff if p.id in (typed["officer_id"], typed["safety_id"])]
        self.advice.show_advice(advice, at, typed["minutes"], names, self._that_day)
        self.form.show_line("reason", bool(advice.judgement.needing_reason))

    def _no_advice(self, asked: int, _error: BaseException) -> None:
        # planning itself will say what is wrong; while typing, silence is calmer
        if asked == self._asked:
            self.advice.wait()

    def _take_start(self, day: date, start: time) -> None:
        self.form.put({"day": day, "clock": start})
        self._show_staff()
        self.advise()

    def _start_after(self, visit_no: str) -> None:
        for visit in self._that_day:
            if visit.visit_no == visit_no:
                free = (visit.planned_at + timedelta(minutes=visit.minutes)).astimezone(CHINA_TIME) + BETWEEN
                self._take_start(free.date(), _to_five(free.time()))

    # ---- planning

    def plan(self) -> None:
        """Plan the visit as typed; a refusal stands beside its field or below the form."""
        typed, at = self.form.read(), self.planned_at()
        if self._request is None or typed is None or at is None or self._sending:
            return
        self._sending = True
        request_id = self._request.request_id
        deed = PlanVisit(
            request_id,
            at,
            typed["officer_id"],
            typed["safety_id"],
            typed["minutes"],
            typed["approach"],
            typed["caution"] or "",
            typed["reason"] or "",
            typed[TIE],
        )
        self.office.run(
            deed,
            owner=self,
            done=lambda visit_id: self._done(visit_id, request_id, at, typed["minutes"]),
            failed=self._refused,
        )

    def _done(self, visit_id: str, request_id: str, at: datetime, minutes: int) -> None:
        self._sending = False
        self.draft.done()
        after = at + timedelta(minutes=minutes) + BETWEEN
        self.form.put({"day": after.date(), "clock": _to_five(after.time())})
        self.planned.emit(visit_id, request_id)
        self.advise()

    def _refused(self, error: BaseException) -> None:
        self._sending = False
        if isinstance(error, RuleBroken):
            self.advice.show_refusals(error.decisions, error.facts.get("starts", ()))
            self.form.focus("clock")
            QTimer.singleShot(0, self._show_what_speaks)
        elif isinstance(error, ReasonNeeded):
            self.form.show_line("reason", True)
            self.form.refuse("reason", self.office.say(mark("Write down why it is necessary.")))
        elif wording.field_of(error) == "planned_at":
            self.form.refuse("clock", wording.sentence(self.office.words, error))
        elif not self.form.take_refusal(error):
            self.office.troubled.emit(error)

    def _show_what_speaks(self) -> None:
        """On a low screen the rules stand below the edge: bring the first one and its way out to sight."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None and self.advice.refusals.isVisible():
            above.ensureWidgetVisible(self.advice.refusals)


def _to_five(clock: time) -> time:
    """The next full five minutes, within the day."""
    minutes = min(clock.hour * 60 + (clock.minute + 4) // 5 * 5, 23 * 60 + 55)
    return time(*divmod(minutes, 60))
