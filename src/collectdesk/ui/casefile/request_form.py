"""Owns the form that asks for a visit: why and where at first, the rest unfolds when it is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from collectdesk.desk.visits.visiting import RequestVisit
from collectdesk.domain.visits.asking import AddressReason, Asked, Suits, VisitKind
from collectdesk.domain.visits.visits import Approach, RequestReason
from collectdesk.terms_asking import WEEKDAYS
from collectdesk.ui.casefile.act_form import ActForm
from collectdesk.ui.casefile.tab import english
from collectdesk.ui.parts.buttons import button
from collectdesk.ui.parts.choices import Choices
from collectdesk.ui.parts.fields import NoteEdit, PickOne, TextEdit, TimeEdit
from collectdesk.words import mark

if TYPE_CHECKING:
    from datetime import time

    from collectdesk.ui.office import Office

_MORE: Final = ("days", "from_at", "until_at", "approach", "talking", "caution")
_FIELDS: Final = {"request.already_open": "", "request.case_held": ""}


class RequestForm(ActForm):
    """What a request for a visit says; ``deed`` makes the request of what was typed."""

    def __init__(self, office: Office) -> None:
        super().__init__(
            office, mark("Ask for a visit"), mark("Ask for the visit"), kept_as="visit_request", coached_as="request",
            fields_of=_FIELDS,
        )  # fmt: skip
        speech, form = office.speech, self.form
        form.add("point_id", mark("Address"), PickOne(speech), needed=True)
        form.add(
            "why_here", mark("Why there"), PickOne(speech, [(each, english(each)) for each in AddressReason])
        )
        reasons = [(each, english(each)) for each in RequestReason]
        form.add("reason", mark("Reason"), PickOne(speech, reasons), needed=True)
        kinds = [(each, english(each)) for each in VisitKind]
        form.add("kind", mark("Kind of visit"), Choices(speech, kinds, must=True))
        hint = mark("for example: after the market closes")
        form.add("preferred", mark("Suits the customer"), TextEdit(speech, hint))
        form.add("days", mark("Days that suit"), Choices(speech, list(WEEKDAYS.items()), several=True))
        form.add("from_at", mark("Not before"), TimeEdit(speech))
        form.add("until_at", mark("Over by"), TimeEdit(speech))
        approaches = [(each, english(each)) for each in Approach]
        form.add("approach", mark("Approach"), PickOne(speech, approaches))
        talking = NoteEdit(speech, mark("What to talk about first, a line each"), lines=2)
        form.add("talking", mark("Talking points"), talking)
        caution = TextEdit(speech, mark("What the two should watch out for"))
        form.add("caution", mark("Caution"), caution)
        form.add("note", mark("Note"), NoteEdit(speech, mark("What the supervisor should know"), lines=2))
        self.more = button(
            speech, mark("Times, approach, caution …"), lambda: self.unfold(shown=True), look="quiet"
        )
        self._foot.insertWidget(0, self.more)
        self.propose("")
        self.unfold(shown=False)
        form.changed.connect(self._unfold_what_is_said)

    def unfold(self, *, shown: bool) -> None:
        """Show what is seldom said, or fold it away."""
        for name in _MORE:
            self.form.show_line(name, shown)
        self.more.setVisible(not shown)

    def propose(self, point_id: str) -> None:
        """The only address is proposed, not typed."""
        self.defaults = {"kind": VisitKind.ASSIST, **({"point_id": point_id} if point_id else {})}
        values = self.form.values()
        self.form.put({name: each for name, each in self.defaults.items() if values[name] is None})

    def _unfold_what_is_said(self) -> None:
        if self.more.isHidden():
            return
        if self.form.is_begun(_MORE):  # a draft came back with it
            self.unfold(shown=True)

    def _blank(self) -> None:
        super()._blank()
        self.unfold(shown=False)

    def deed(self, case_id: str, said: dict[str, Any]) -> RequestVisit:
        """The request as typed."""
        suits = Suits(said["days"], _minute(said["from_at"], 0), _minute(said["until_at"], 24 * 60))
        approach = said["approach"].value if said["approach"] else ""
        wanted = Asked(
            said["kind"], said["why_here"], suits, approach, (said["talking"] or "").strip(),
            (said["caution"] or "").strip(),
        )  # fmt: skip
        return RequestVisit(
            case_id, said["point_id"], said["reason"], said["note"] or "", said["preferred"] or "", wanted
        )


def _minute(clock: time | None, default: int) -> int:
    return default if clock is None else clock.hour * 60 + clock.minute
