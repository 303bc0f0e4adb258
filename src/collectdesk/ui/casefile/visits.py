"""Owns the Visits tab: requests with what became of them, planned and made visits, and the request form."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from collectdesk.desk.customers.files import CustomerFile, Visit, VisitRequest
from collectdesk.desk.people.paper_approvals import TakePaperApproval
from collectdesk.desk.visits.visiting import DecideRequest, WithdrawRequest
from collectdesk.domain.people.paper_approvals import PaperKind
from collectdesk.domain.people.people import Permission
from collectdesk.domain.risk.risk import RiskLevel
from collectdesk.domain.visits.visits import RequestState, Verdict, VisitState
from collectdesk.domain.zones import local_day
from collectdesk.terms import term
from collectdesk.terms_asking import asked_lines
from collectdesk.terms_board import decision_note
from collectdesk.ui.casefile.act_form import ActForm
from collectdesk.ui.casefile.paper_form import PaperForm
from collectdesk.ui.casefile.people import point_text
from collectdesk.ui.casefile.request_form import RequestForm
from collectdesk.ui.casefile.tab import Host, Tab, framed
from collectdesk.ui.office import Office
from collectdesk.ui.parts.buttons import label
from collectdesk.ui.parts.card import Card, column
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.facts import Fact, Facts
from collectdesk.ui.parts.fields import TextEdit
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import ValueTable, rows_table
from collectdesk.ui.parts.worth_card import WorthCard
from collectdesk.ui.sign_in.countersign import Countersign
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

_REQUESTS = {
    RequestState.SUBMITTED: (Tone.NOTICE, True),
    RequestState.APPROVED: (Tone.GOOD, False),
    RequestState.RETURNED: (Tone.WARN, True),
    RequestState.REJECTED: (Tone.DANGER, False),
    RequestState.PLANNED: (Tone.NOTICE, False),
    RequestState.FULFILLED: (Tone.GOOD, False),
    RequestState.EXPIRED: (Tone.WARN, False),
}
_VISITS = {
    VisitState.SCHEDULED: (Tone.NOTICE, False),
    VisitState.KIT_PRINTED: (Tone.NOTICE, False),
    VisitState.RECORDED: (Tone.WARN, True),
    VisitState.SENT_BACK: (Tone.DANGER, True),
    VisitState.SIGNED_OFF: (Tone.GOOD, False),
}
UNDER_WAY = (RequestState.SUBMITTED, RequestState.APPROVED, RequestState.PLANNED)
WITHDRAWABLE = (RequestState.SUBMITTED, RequestState.APPROVED, RequestState.RETURNED)


def _request_state(words: Words, asked: VisitRequest) -> Status:
    tone, calls = _REQUESTS.get(asked.state, (Tone.PLAIN, False))
    return Status(term(words, asked.state), tone, calls)


def _visit_state(words: Words, visit: Visit) -> Status:
    tone, calls = _VISITS.get(visit.state, (Tone.PLAIN, False))
    return Status(term(words, visit.state), tone, calls)


class VisitsTab(Tab):
    """Requests and visits at the left; the form, or the chosen request's story, at the right."""

    sentence = mark("Visits")

    def __init__(self, office: Office, host: Host) -> None:
        super().__init__(office, host)
        self.requests: ValueTable[VisitRequest] = rows_table(
            self.speech, mark("Visit requests"), self._request_columns(), lambda r: r.id, opens_on_click=False
        )
        self.visits: ValueTable[Visit] = rows_table(
            self.speech, mark("Visits"), self._visit_columns(), lambda v: v.id, opens_on_click=False
        )
        self.requests.set_empty(
            mark("No visit was asked for"), mark("Ask for one when calls and letters don't reach.")
        )
        self.visits.set_empty(
            mark("No visit is planned"), mark("An approved request is planned on the Plan page.")
        )
        self.ask = self._ask_form()
        self.withdraw = self._withdraw_form()
        self.paper = PaperForm(office, PaperKind.REQUEST)
        self.paper.submitted.connect(self._take_paper)
        self.story = Facts()
        self._waiting: VisitRequest | None = None
        self.why = TextEdit(self.speech, mark("High risk: why the visit goes ahead all the same"))
        self.speech.bind(self.why, self.why.setAccessibleName, mark("Reason of the extra approval"))
        self.why.editingFinished.connect(self._offer_countersign)
        self.worth = WorthCard(office)
        self.countersign = Countersign(office, mark("Approve the visit"))
        self.countersign.signed.connect(self._approved)
        self._lay_out()
        self.requests.picked.connect(lambda _asked: self._show_story())
        self.visits.opened.connect(self._open)

    def _request_columns(self) -> tuple[Column[VisitRequest], ...]:
        return (
            Column(mark("Asked"), lambda w, r: w.date(local_day(r.asked_at)), Kind.MUTED, width=96),
            Column(mark("Reason"), lambda w, r: term(w, r.reason), Kind.BOLD),
            Column(mark("State"), _request_state, Kind.CHIP),
            Column(
                mark("Note of the decision"), lambda w, r: decision_note(w, r.decision_reason), stretch=True
            ),
        )

    def _visit_columns(self) -> tuple[Column[Visit], ...]:
        return (
            Column(mark("Visit no."), lambda _w, v: v.visit_no, Kind.MUTED),
            Column(mark("Planned for"), lambda w, v: w.instant(v.planned_at), Kind.BOLD),
            Column(mark("State"), _visit_state, Kind.CHIP),
            Column(mark("Result"), self._outcome, stretch=True),
        )

    def _outcome(self, words: Words, visit: Visit) -> str:
        record = self.file.records.get(visit.id) if self.file else None
        if record is None:
            return ""
        return f"{term(words, record.findings.met)} · {term(words, record.findings.outcome)}"

    def _ask_form(self) -> RequestForm:
        made = RequestForm(self.office)
        made.submitted.connect(self._ask)
        made.form.field("point_id").edited.connect(self._weigh)
        return made

    def _withdraw_form(self) -> ActForm:
        made = ActForm(
            self.office, mark("Withdraw the request"), mark("Withdraw"), kept_as="request_withdrawn"
        )
        made.form.add("reason", mark("Reason"), TextEdit(self.speech), needed=True)
        made.submitted.connect(self._withdraw)
        return made

    def _lay_out(self) -> None:
        asked = framed(Card(self.speech, mark("Visit requests"), flush=True), self.requests, 3)
        made = framed(Card(self.speech, mark("Visits and records"), flush=True), self.visits, 3)
        made.add(self._foot())
        left = QWidget()
        left.setLayout(column(asked, made))
        self._told = Card(self.speech, mark("The chosen request"))
        self._told.add(self.story)
        self._side = QWidget()
        self._side.setLayout(
            column(
                self.ask, self.worth, self._told, self.why, self.countersign, self.withdraw, self.paper, None
            )
        )
        self.lay_beside(left, self._side, (3, 2), 1)

    def _foot(self) -> QWidget:
        made = label(self.speech, mark("Enter opens the record. Evidence stands under Documents."), "faint")
        made.setContentsMargins(12, 0, 12, 4)
        return made

    # ---- showing

    def show_file(self, file: CustomerFile) -> None:
        self.requests.show_rows(sorted(file.requests, key=lambda asked: asked.asked_at, reverse=True))
        self.visits.show_rows(file.visits)
        under_way = any(r.state in UNDER_WAY for r in file.requests)
        self.ask.belongs_to(file.customer.id)
        self.withdraw.belongs_to(file.customer.id)
        self.paper.belongs_to(file.customer.id)
        self.ask.setVisible(self.may(Permission.REQUEST_VISIT) and not under_way)
        self._offer_addresses(file)
        self._weigh()
        self._show_story()

    def _offer_addresses(self, file: CustomerFile) -> None:
        words, day = self.office.words, self.today()
        usable = [p for p in file.points if p.kind == "address" and p.is_usable_on(day)]
        self.ask.form.field("point_id").offer([(p.id, point_text(words, p)) for p in usable])
        self.ask.propose(usable[0].id if len(usable) == 1 else "")

    def _weigh(self) -> None:
        """What a visit to the chosen address would be worth, while it is asked for."""
        file = self.file
        asking = self.may(Permission.REQUEST_VISIT) and file is not None and file.overdue.fen > 0
        under_way = bool(file and any(r.state in UNDER_WAY for r in file.requests))
        chosen = self.ask.form.field("point_id").value() or ""
        self.worth.weigh(self.case_id if asking and not under_way else "", chosen)

    def _offer_countersign(self) -> None:
        """Offer the approval at this desk; at high risk with its reason, which is asked for first."""
        asked, file = self._waiting, self.file
        is_high = bool(file and file.assessments and file.assessments[0].level == RiskLevel.HIGH.value)
        reason = (self.why.value() or "") if is_high else ""
        is_offered = asked is not None and not self.office.may(DecideRequest.needs)
        self.why.setVisible(is_offered and is_high)
        self.countersign.offer(DecideRequest(asked.id, Verdict.APPROVE, reason) if asked else None)

    def _show_story(self) -> None:
        asked, words = self.requests.chosen, self.office.words
        self._told.setVisible(asked is not None)
        may = self.may(Permission.REQUEST_VISIT)
        self.withdraw.setVisible(may and asked is not None and asked.state in WITHDRAWABLE)
        waits = may and asked is not None and asked.state is RequestState.SUBMITTED
        on_paper = self.may(TakePaperApproval.needs) and not self.may(DecideRequest.needs) and waits
        self.paper.setVisible(on_paper)
        if on_paper:
            self.paper.offer()
        self._waiting = asked if waits else None
        self._offer_countersign()
        file = self.file
        if asked is None or file is None:
            return
        where = next((point_text(words, p) for p in file.points if p.id == asked.point_id), "")
        self.story.show_facts(
            [
                Fact(words.say(mark("Address")), where),
                Fact(words.say(mark("Asked by")), file.people.get(asked.asked_by, "")),
                *(
                    Fact(*line)
                    for line in asked_lines(words, asked.wanted, asked.preferred, asked.expires_on)
                ),
                Fact(words.say(mark("Note")), asked.note),
                Fact(words.say(mark("Decided by")), file.people.get(asked.decided_by, "")),
                Fact(words.say(mark("Note of the decision")), decision_note(words, asked.decision_reason)),
            ]
        )

    # ---- acts

    def _ask(self, values: dict[str, Any]) -> None:
        deed = self.ask.deed(self.case_id, values)
        self.run(deed, lambda _id: self._asked(), self.ask.refuse)

    def _asked(self) -> None:
        self.ask.finish()
        self.host.confirm(self.office.say(mark("The visit is asked for; a supervisor decides it.")))
        self.requests.setFocus()

    def _approved(self) -> None:
        self.host.confirm(self.office.say(mark("The visit is approved: it can be planned now.")))
        self.requests.setFocus()

    def _withdraw(self, values: dict[str, Any]) -> None:
        asked = self.requests.chosen
        if asked is None:
            return
        self.run(
            WithdrawRequest(asked.id, values["reason"]), lambda _none: self._withdrawn(), self.withdraw.refuse
        )

    def _take_paper(self, values: dict[str, Any]) -> None:
        asked = self.requests.chosen
        if asked is None:
            return
        deed = self.paper.deed_for(asked.id, values)
        self.run(deed, lambda _id: self._paper_taken(), self.paper.refuse)

    def _paper_taken(self) -> None:
        self.paper.finish()
        said = mark("The visit can be planned; a supervisor confirms the paper within three working days.")
        self.host.confirm(self.office.say(said))

    def _withdrawn(self) -> None:
        self.withdraw.finish()
        self.host.confirm(self.office.say(mark("The request is withdrawn.")))

    def _open(self, visit: Visit) -> None:
        if self.office.may(Permission.RECORD_VISIT) and visit.state is not VisitState.CANCELLED:
            self.host.go("record", visit.id)

    def focus_first(self) -> None:
        if self.ask.isVisible() and not self.requests.values.rowCount():
            self.ask.form.focus("point_id" if self.ask.form.field("point_id").value() is None else "reason")
        elif self.requests.values.rowCount():
            self.requests.setFocus()
        else:
            self.visits.setFocus()
