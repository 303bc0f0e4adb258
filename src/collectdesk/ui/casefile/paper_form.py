"""Owns the form for an approval on paper: who signed it, when, and its scan; for when no supervisor is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from collectdesk.desk.people.paper_approvals import ListApprovers, TakePaperApproval
from collectdesk.domain.people.paper_approvals import PaperKind
from collectdesk.ui import ask
from collectdesk.ui.casefile.act_form import ActForm
from collectdesk.ui.parts.fields import DateEdit, PickOne, TextEdit
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.ui.office import Office

_KEPT_AS: Final = {PaperKind.REQUEST: "paper_approval", PaperKind.PLAN: "plan_paper"}


class PaperForm(ActForm):
    """Fields beside a request or plan that waits; ``deed_for`` makes the deed of what was typed."""

    def __init__(self, office: Office, kind: PaperKind) -> None:
        super().__init__(office, mark("Approved on paper"), mark("Act on the paper"), kept_as=_KEPT_AS[kind])
        self._office, self._kind = office, kind
        speech = office.speech
        self.approver = PickOne(speech, ())
        hint = mark("For when no supervisor is here: one of them confirms it within three working days.")
        self.form.add("approver", mark("Signed by"), self.approver, needed=True, hint=hint)
        self.form.add(
            "approved_on", mark("Signed on"), DateEdit(speech, lambda: office.desk.now().date()), needed=True
        )
        self.form.add(
            "path", mark("Scan"), TextEdit(speech, mark("choose the file, or type where it is")), needed=True
        )
        self.add_act(mark("Choose the scan…"), self._choose)
        self._asked = False

    def offer(self) -> None:
        """Ask once who can have signed."""
        if not self._asked:
            self._asked = True
            self._office.run(ListApprovers(), owner=self, done=lambda found: self.approver.offer(list(found)))

    def _choose(self) -> None:
        say = self._office.say
        chosen = ask.file_to_open(
            self, say(mark("Choose the scan")), say(mark("Scans (*.pdf *.jpg *.jpeg *.png *.tif *.tiff)"))
        )
        if chosen is not None:
            self.form.put({"path": str(chosen)})

    def deed_for(self, subject_id: str, values: dict[str, Any]) -> TakePaperApproval:
        """The deed that acts on the paper."""
        return TakePaperApproval(
            self._kind, subject_id, Path(values["path"]), values["approver"], values["approved_on"]
        )
