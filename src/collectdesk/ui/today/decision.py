"""Owns the decision: the reason or measure, the buttons a matter has, and a refusal as a line beside them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from collectdesk.desk.contact.complaints import CloseComplaint, ExtendComplaint, is_closable, is_extendable
from collectdesk.desk.contact.contacting import AcknowledgeBreach
from collectdesk.desk.contact.noticing import DecideNotice
from collectdesk.desk.customers.petitioning import AnswerPetition
from collectdesk.desk.customers.phone_lists import AccountForList, ListFate
from collectdesk.desk.paper.recording import SendBack, SignOff
from collectdesk.desk.paper.second_visitor import SayAsSecond
from collectdesk.desk.people.deputy_papers import ConfirmDeputyPaper, RefuseDeputyPaper
from collectdesk.desk.people.paper_approvals import ConfirmPaper, RefusePaper
from collectdesk.desk.solutions.solving import DecidePlan
from collectdesk.desk.vault.watch import ConfirmClock, RememberAnew
from collectdesk.desk.visits.visiting import DecideRequest
from collectdesk.domain.customers.petitions import PetitionKind
from collectdesk.domain.visits.visits import Verdict
from collectdesk.ui import ask
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card
from collectdesk.ui.parts.draft_line import DraftLine
from collectdesk.ui.parts.fields import NoteEdit
from collectdesk.ui.theme import set_tone
from collectdesk.ui.today.matters import Matter, Sort
from collectdesk.ui.wording import REFUSALS
from collectdesk.ui.wording import sentence as refusal
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectdesk.desk.pipeline import Deed
    from collectdesk.ui.office import Office


@dataclass(frozen=True, slots=True)
class Way:
    """One button: what it says, what it does, and what is said when it is done (with {name})."""

    sentence: str
    done: str
    deed: Callable[[Any, str], Deed[Any]]
    look: str = ""
    icon: str = ""
    fits: Callable[[Any], bool] = lambda _source: True
    """Whether it is this matter's turn: what would be refused anyway isn't offered."""


def _decide(verdict: Verdict) -> Callable[[Any, str], Deed[Any]]:
    return lambda source, reason: DecideRequest(source.request_id, verdict, reason)


def _account(fate: ListFate) -> Callable[[Any, str], Deed[Any]]:
    return lambda source, reason: AccountForList(source.kept.id, fate, reason)


WAYS: Final[dict[Sort, tuple[Way, ...]]] = {
    Sort.PAPER: (
        Way(mark("Confirm"), mark("Approval on paper for {name} confirmed."),
            lambda source, _reason: ConfirmPaper(source.paper_id), "primary", "check"),
        Way(mark("Refuse"), mark("Approval on paper for {name} refused: what rested on it is stopped."),
            lambda source, reason: RefusePaper(source.paper_id, reason), "danger"),
    ),
    Sort.DEPUTY: (
        Way(mark("Confirm"), mark("The authorisation of {name} is confirmed."),
            lambda source, _reason: ConfirmDeputyPaper(source.paper_id), "primary", "check"),
        Way(mark("Refuse"), mark("The authorisation of {name} is refused: they stand in for nobody any more."),
            lambda source, reason: RefuseDeputyPaper(source.paper_id, reason), "danger"),
    ),
    Sort.REQUEST: (
        Way(mark("Approve"), mark("Visit to {name} approved: it can be planned now."), _decide(Verdict.APPROVE),
            "primary", "check"),
        Way(mark("Return"), mark("Request for {name} returned with your reason."), _decide(Verdict.RETURN)),
        Way(mark("Reject"), mark("Request for {name} rejected."), _decide(Verdict.REJECT), "danger"),
    ),
    Sort.RECORD: (
        Way(mark("Sign off"), mark("Record of the visit to {name} signed off: it is final."),
            lambda source, _reason: SignOff(source.visit.visit_id), "primary", "check",
            lambda source: source.is_seconded),
        Way(mark("Signature compared"), mark("Second visitor's signature for {name} compared: sign the record off."),
            lambda source, _reason: SayAsSecond(source.visit.visit_id), "primary",
            fits=lambda source: not source.is_seconded),
        Way(mark("Send back"), mark("Record of the visit to {name} sent back with your reason."),
            lambda source, reason: SendBack(source.visit.visit_id, reason)),
    ),
    Sort.PLAN: (
        Way(mark("Approve"), mark("Plan of {name} approved: it runs, and collection rests while it is kept."),
            lambda source, reason: DecidePlan(source.arrangement_id, approve=True, reason=reason),
            "primary", "check"),
        Way(mark("Reject"), mark("Plan of {name} rejected: another solution is asked for."),
            lambda source, reason: DecidePlan(source.arrangement_id, approve=False, reason=reason), "danger"),
    ),
    Sort.NOTICE: (
        Way(mark("Approve"), mark("Notice to {name} approved."),
            lambda source, _reason: DecideNotice(source.notice.id, approve=True), "primary", "check"),
        Way(mark("Refuse"), mark("Notice to {name} refused: it is put aside."),
            lambda source, reason: DecideNotice(source.notice.id, approve=False, reason=reason), "danger"),
    ),
    Sort.CLOCK: (),
    Sort.COMPLAINT: (
        Way(mark("Close"), mark("What {name} brought forward is closed; its hold has ended."),
            lambda source, _reason: CloseComplaint(source.complaint.id), "primary", "check", is_closable),
        Way(mark("Longer term"), mark("The answer to {name} may take the longer term."),
            lambda source, reason: ExtendComplaint(source.complaint.id, reason), fits=is_extendable),
    ),
    Sort.PETITION: (
        Way(mark("Grant"), mark("The request of {name} is granted and answered."),
            lambda source, reason: AnswerPetition(source.petition.id, granted=True, answer=reason), "primary", "check"),
        Way(mark("Refuse"), mark("The request of {name} is refused with your reason."),
            lambda source, reason: AnswerPetition(source.petition.id, granted=False, answer=reason), "danger"),
    ),
    Sort.PHONES: (
        Way(mark("Back with us"), mark("Phone list {name} is accounted for: its pages are back."),
            _account(ListFate.RETURNED), "primary", "check"),
        Way(mark("Destroyed"), mark("Phone list {name} is accounted for: its pages are destroyed."),
            _account(ListFate.DESTROYED)),
        Way(mark("Lost"), mark("Phone list {name} is kept as lost, with how it came about."),
            _account(ListFate.LOST), "danger"),
    ),
    Sort.BREACH: (
        Way(mark("Acknowledge"), mark("Breach in the case of {name} acknowledged with its measure."),
            lambda source, reason: AcknowledgeBreach(source.breach_id, reason), "primary", "check"),
    ),
    Sort.MACHINE: (
        Way(mark("Confirm"), mark("Confirmed: what waited for this computer goes on."),
            lambda source, _reason: ConfirmClock() if source.clock else RememberAnew(), "primary", "check"),
    ),
}  # fmt: skip
REASON: Final = mark("Reason (needed to return or reject)")
MISSING: Final = mark("What is missing (needed to send back)")
LONGER: Final = mark("Why it takes longer (needed for the longer term)")
MEASURE: Final = mark("Measure: what is done so that it doesn't happen again")
WRONG: Final = mark("What is wrong with the paper (needed to refuse)")
ANSWER: Final = mark("Answer to the customer (needed to refuse or correct)")
LOST: Final = mark("How it came about (needed for a lost one)")
_ASKS: Final = {
    Sort.PAPER: WRONG,
    Sort.DEPUTY: WRONG,
    Sort.REQUEST: REASON,
    Sort.PLAN: REASON,
    Sort.NOTICE: REASON,
    Sort.PETITION: ANSWER,
    Sort.RECORD: MISSING,
    Sort.PHONES: LOST,
    Sort.BREACH: MEASURE,
    Sort.COMPLAINT: LONGER,
}


class DecisionCard(Card):
    """``deciding`` comes before a deed runs, ``decided`` carries what to say afterwards."""

    deciding = Signal()
    decided = Signal(str)

    def __init__(self, office: Office) -> None:
        super().__init__(office.speech, mark("Decision"))
        self._office = office
        self._matter: Matter | None = None
        self._error: BaseException | None = None
        self._busy = False
        self.reason = NoteEdit(lines=2)
        self.draft = DraftLine(
            office, "decision", lambda: self.reason.toPlainText().strip(), self.reason.put, self.reason.clear
        )
        self.reason.edited.connect(self.draft.edited)
        self.reason.edited.connect(lambda: self._refuse(None))
        self.wrong = label(None, "", "wrong", wrap=True)
        self.wrong.hide()
        self.buttons: dict[Sort, list[QPushButton]] = {sort: self._make(sort) for sort in WAYS}
        line = QHBoxLayout()
        line.addStretch(1)
        for made in self.buttons.values():
            for each in reversed(made):  # the main act stands at the right, as in every form
                line.addWidget(each)
        self.add(self.draft)
        self.add(self.reason)
        self.add(self.wrong)
        self.add(line)
        office.speech.changed.connect(self._speak_again)
        self.show_matter(None)

    def _make(self, sort: Sort) -> list[QPushButton]:
        speech = self._office.speech
        made = []
        for way in WAYS[sort]:
            pressed = partial(self._decide, sort, way)
            key = "Ctrl+Enter" if way.look == "primary" else ""
            made.append(button(speech, way.sentence, pressed, look=way.look, icon=way.icon, key=key))
        return made

    def show_matter(self, matter: Matter | None) -> None:
        """Offer the decisions of a matter; a reason typed for another one is kept for it."""
        before, self._matter = self._matter, matter
        self.draft.about(_subject(matter) if matter else "")
        self.setVisible(matter is not None and bool(WAYS[matter.sort]))
        if matter is None:
            return
        for (
            sort,
            made,
        ) in self.buttons.items():  # also of the same matter: a step may have been taken meanwhile
            for each, way in zip(made, WAYS[sort], strict=True):
                each.setVisible(sort is matter.sort and self._may(matter, way))
        if before is not None and before.key == matter.key:
            return
        # a reason without a button that takes it would be typed in vain
        self.reason.setVisible(
            matter.sort in _ASKS and any(not each.isHidden() for each in self.buttons[matter.sort])
        )
        asks = _ASKS.get(matter.sort, REASON)
        self._office.speech.bind(self.reason, self.reason.setPlaceholderText, asks)
        self._office.speech.bind(self.reason, self.reason.setAccessibleName, asks)
        self._refuse(None)

    def _may(self, matter: Matter, way: Way) -> bool:
        return way.fits(matter.source) and self._office.may(way.deed(matter.source, "").needs)

    def focus_reason(self) -> None:
        if self.isVisible():
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def decide_first(self) -> None:
        """Ctrl+Enter: the main decision."""
        sort = self._matter.sort if self._matter is not None else None
        for each, way in zip(self.buttons[sort], WAYS[sort], strict=True) if sort is not None else ():
            if way.look == "primary" and each.isVisible():
                each.click()
                break

    def _decide(self, sort: Sort, way: Way) -> None:
        matter = self._matter
        if matter is None or matter.sort is not sort or self._busy or not self._is_sure(matter, way):
            return
        self._busy = True
        self.deciding.emit()
        self._office.run(
            way.deed(matter.source, self.reason.value() or ""), owner=self,
            done=lambda _result: self._done(matter, way), failed=self._failed,
        )  # fmt: skip

    def _is_sure(self, matter: Matter, way: Way) -> bool:
        """What can't be taken back is asked once more: a deletion that is granted."""
        kept = getattr(matter.source, "petition", None)
        if kept is None or kept.kind is not PetitionKind.DELETION or way is not WAYS[Sort.PETITION][0]:
            return True
        say = self._office.say
        return ask.agrees(
            self, say(mark("Delete what may go?")),
            say(mark("What may go by the file's list is erased for good. Nobody can bring it back.")),
            say(mark("Erase it")), say(mark("Keep it")),
        )  # fmt: skip

    def _done(self, matter: Matter, way: Way) -> None:
        self._busy = False
        self.draft.forget(_subject(matter))
        if self._matter is not None and self._matter.key == matter.key:
            self._matter = None
        self.decided.emit(self._office.say(way.done, name=matter.name or matter.case_no))

    def _failed(self, error: BaseException) -> None:
        self._busy = False
        self._refuse(error)
        if str(getattr(error, "code", "")).endswith(("reason_missing", "measure_missing", "why_missing")):
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refuse(self, error: BaseException | None) -> None:
        self._error = error
        text = self._sentence(error) if error is not None else ""
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))
        set_tone(self.reason, "wrong", bool(text))
        self.reason.setAccessibleDescription(text)

    def _sentence(self, error: BaseException) -> str:
        words = self._office.words
        # a plan that is said no to hasn't ended early: it is asked for like every other no
        if getattr(error, "code", "") == "arrangement.reason_missing":
            return words.say(REFUSALS["request.reason_missing"])
        return refusal(words, error)

    def _speak_again(self) -> None:
        self._refuse(self._error)


def _subject(matter: Matter) -> str:
    """The id within a matter's key: ids are unique across sorts."""
    return matter.key.rpartition(" ")[2]
