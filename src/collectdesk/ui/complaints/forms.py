"""Owns the forms on a complaint: what is brought, what is answered, what gets better, and taking it up again."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Final

from collectdesk.desk.contact.complaints import (
    Answer,
    AnswerComplaint,
    Brought,
    NoteResult,
    RegisterComplaint,
    ReopenComplaint,
    SetImprovement,
)
from collectdesk.domain.contact.complaints import (
    ABOUT,
    BUREAU,
    AnswerWay,
    ComplaintChannel,
    ComplaintKind,
    Finding,
    RootCause,
)
from collectdesk.ui.casefile.act_form import ActForm
from collectdesk.ui.casefile.person_forms import SideForm
from collectdesk.ui.casefile.tab import english, english_code
from collectdesk.ui.parts.fields import DateEdit, NoteEdit, PickOne, TextEdit
from collectdesk.words import LANGUAGES, mark

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from collectdesk.desk.customers.files import ContactPoint
    from collectdesk.desk.pipeline import Change
    from collectdesk.domain.ids import CaseId
    from collectdesk.ui.office import Office

Colleagues = tuple[tuple[str, str], ...]
_LANGUAGES: Final = {"zh_CN": "中文", "en": "English"}


def _kinds(kind: Any) -> list[tuple[Any, str]]:
    return [(each, english(each)) for each in kind]


class RegisterForm(ActForm):
    """What somebody brought; an objection is about the bureau's entry and nothing else."""

    def __init__(self, office: Office, today: Callable[[], date]) -> None:
        super().__init__(
            office, mark("A complaint or an objection"), mark("Register it"), kept_as="complaint"
        )
        speech, form = office.speech, self.form
        self.kind = PickOne(speech, _kinds(ComplaintKind), must=True)
        self.subject = PickOne(speech)
        self.about = PickOne(speech)
        form.add("kind", mark("Kind"), self.kind)
        form.add("complainant", mark("Brought by"), TextEdit(longest=60), needed=True)
        form.add("channel", mark("Came in"), PickOne(speech, _kinds(ComplaintChannel)), needed=True)
        form.add("received_on", mark("On"), DateEdit(speech, today), needed=True)
        form.add(
            "subject",
            mark("What it is about"),
            self.subject,
            needed=True,
            hint=mark("That is held until it is closed."),
        )
        form.add(
            "about_id", mark("Whom"), self.about, hint=mark("Only where it is about somebody's behaviour.")
        )
        form.add(
            "said",
            mark("What was brought forward"),
            NoteEdit(speech, mark("In the person's own words"), lines=3),
            needed=True,
        )
        form.add(
            "reference",
            mark("Their number"),
            TextEdit(longest=60),
            hint=mark("Of the bureau or the regulator"),
        )
        self.defaults = {"kind": ComplaintKind.COMPLAINT}
        self.kind.edited.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        """An objection offers one subject; a complaint every other."""
        is_objection = self.kind.value() is ComplaintKind.OBJECTION
        offered = [each for each in ABOUT if (each == BUREAU) == is_objection]
        self.subject.offer([(each, english_code("complaint_about", each)) for each in offered])
        if is_objection:
            self.subject.put(BUREAU)

    def offer_colleagues(self, who: Colleagues) -> None:
        self.about.offer(who)

    def begin_for(self, case_id: str, name: str, today: date) -> None:
        """Somebody's file: most bring their own, today."""
        self.defaults = {"kind": ComplaintKind.COMPLAINT, "complainant": name, "received_on": today}
        self.belongs_to(case_id)
        if not self.has_draft():
            self._blank()

    def deed(self, case_id: CaseId | str, values: dict[str, Any]) -> RegisterComplaint:
        said = Brought(
            values["kind"], values["complainant"], values["channel"], values["received_on"], values["subject"],
            values["said"], values["about_id"] or "", values["reference"] or "",
        )  # fmt: skip
        return RegisterComplaint(case_id, said)


class StepForm(SideForm):
    """One step of a complaint; ``deed`` makes it of what was typed."""

    @abstractmethod
    def deed(self, complaint_id: str, values: dict[str, Any]) -> Change[Any]:
        """The deed of what was typed about a complaint."""


class AnswerForm(StepForm):
    """The finding, its cause and the words of the answer; by letter it needs an address of the file."""

    def __init__(self, office: Office, today: Callable[[], date]) -> None:
        super().__init__(office, mark("The answer"), mark("Answer it"), "complaint_answer")
        speech, form = office.speech, self.form
        self.point = PickOne(speech)
        form.add("finding", mark("Finding"), PickOne(speech, _kinds(Finding)), needed=True)
        form.add("root_cause", mark("Root cause"), PickOne(speech, _kinds(RootCause)), needed=True)
        told = NoteEdit(speech, mark("What was checked, what was found, what is done"), lines=6)
        form.add("text", mark("What is answered"), told, needed=True)
        form.add("way", mark("How"), PickOne(speech, _kinds(AnswerWay), must=True))
        form.add(
            "point_id",
            mark("To"),
            self.point,
            hint=mark("A letter is approved by another, sealed and posted."),
        )
        languages = [(each, _LANGUAGES[each]) for each in LANGUAGES]
        form.add("language", mark("Language of the letter"), PickOne(speech, languages, must=True))
        form.add("answered_on", mark("On"), DateEdit(speech, today), needed=True)

    def offer_points(self, points: Sequence[ContactPoint]) -> None:
        """The addresses that can be written to."""
        usable = [each for each in points if each.kind == "address" and each.standing == "valid"]
        self.point.offer([(str(each.id), f"{each.party}  {each.value}".strip()) for each in usable])

    def deed(self, complaint_id: str, values: dict[str, Any]) -> Change[Any]:
        by_letter = values["way"] is AnswerWay.LETTER
        said = Answer(
            values["finding"], values["root_cause"], values["text"], values["way"], values["answered_on"],
            (values["point_id"] or "") if by_letter else "", values["language"],
        )  # fmt: skip
        return AnswerComplaint(complaint_id, said)


class ImproveForm(StepForm):
    """What is to get better, who sees to it, by when."""

    def __init__(self, office: Office, today: Callable[[], date]) -> None:
        super().__init__(office, mark("What is to get better"), mark("Set it"), "complaint_improvement")
        speech, form = office.speech, self.form
        self.owner = PickOne(speech)
        form.add(
            "what",
            mark("What"),
            NoteEdit(speech, mark("So that it doesn't happen again"), lines=3),
            needed=True,
        )
        form.add("owner_id", mark("Who sees to it"), self.owner, needed=True)
        form.add("due_on", mark("To be done by"), DateEdit(speech, today), needed=True)

    def deed(self, complaint_id: str, values: dict[str, Any]) -> Change[Any]:
        return SetImprovement(complaint_id, values["what"], values["owner_id"], values["due_on"])


class ResultForm(StepForm):
    """What came of the improvement."""

    def __init__(self, office: Office) -> None:
        super().__init__(office, mark("Result of the improvement"), mark("Note it"), "complaint_result")
        told = NoteEdit(office.speech, mark("What was done, and how one sees it"), lines=3)
        self.form.add("result", mark("Result"), told, needed=True)

    def deed(self, complaint_id: str, values: dict[str, Any]) -> Change[Any]:
        return NoteResult(complaint_id, values["result"])


class AgainForm(StepForm):
    """Why a closed one is taken up again."""

    def __init__(self, office: Office) -> None:
        super().__init__(office, mark("Take it up again"), mark("Take it up again"), "complaint_again")
        self.form.add("why", mark("Reason"), TextEdit(office.speech), needed=True)

    def deed(self, complaint_id: str, values: dict[str, Any]) -> Change[Any]:
        return ReopenComplaint(complaint_id, values["why"])
