"""Owns the hand-over of a fallen team's day: who goes instead, and what couldn't be given to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from collectdesk.desk.people.staffing import ListStaff
from collectdesk.desk.visits.reassigning import Reassigned, ReassignRound
from collectdesk.ui import wording
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.draft_line import FormDraft
from collectdesk.ui.parts.fields import TextEdit
from collectdesk.ui.parts.form import Form
from collectdesk.ui.plan.staff_pick import StaffPick
from collectdesk.ui.theme import set_tone
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.desk.visits.preparing import Staff
    from collectdesk.desk.visits.rounds import RoundLine
    from collectdesk.ui.office import Office

_OWN = ("to_officer_id", "to_safety_id", "reason")


class ReassignCard(Card):
    """Folded to one button until it is wanted. ``said`` carries what came of it."""

    said = Signal(str)

    def __init__(self, office: Office) -> None:
        speech = office.speech
        super().__init__()
        self.office = office
        self._line: RoundLine | None = None
        self._people: tuple[Staff, ...] = ()
        self.opener = button(
            speech, mark("Give the day to another team"), self.unfold, icon="users", look="quiet"
        )
        self.officer, self.safety = StaffPick(speech), StaffPick(speech)
        self.form = Form(speech)
        self.form.add("to_officer_id", mark("Collection officer"), self.officer, needed=True)
        self.form.add("to_safety_id", mark("Safety officer"), self.safety, needed=True)
        self.form.add("reason", mark("Written reason"), TextEdit(speech, mark("Why it is necessary")))
        self.draft = FormDraft(office, "round_given", self.form, names=_OWN)
        self.give_button = button(speech, mark("Give them every open visit"), self.give, icon="check")
        self.told = label(None, "", wrap=True)
        set_tone(self.told, "tone", Tone.WARN.value)
        self._foot = row(None, self.give_button)
        for part in (row(self.opener, None), self.draft, self.form, self._foot, self.told):
            self.add(part)
        self._fold(folded=True)

    def _fold(self, *, folded: bool) -> None:
        self.form.setVisible(not folded)
        self.give_button.setVisible(not folded)
        self.opener.setVisible(folded)

    def show_team(self, line: RoundLine | None) -> None:
        """The team whose day it is; what was said of another one's is gone."""
        same = self._line is not None and line is not None and line.id == self._line.id
        self._line = line
        self.draft.about(f"{line.day.isoformat()}.{line.officer_id}" if line else "")
        if not same:
            self.told.setText("")
            self.told.hide()
            self._fold(folded=True)
        self._offer()

    def unfold(self) -> None:
        """Ask who goes instead."""
        self._fold(folded=False)
        self.office.run(ListStaff(), owner=self, done=self._take)
        self.form.focus("to_officer_id")

    def _take(self, people: tuple[Staff, ...]) -> None:
        self._people = people
        self._offer()

    def _offer(self) -> None:
        line = self._line
        if line is None:
            return
        self.officer.show_staff([p for p in self._people if p.is_collection_officer], line.day)
        self.safety.show_staff([p for p in self._people if p.is_safety_officer], line.day)

    def give(self) -> None:
        """Give the day away."""
        said, line = self.form.read(), self._line
        if said is None or line is None:
            return
        deed = ReassignRound(
            line.day, line.officer_id, line.safety_id, said["to_officer_id"], said["to_safety_id"],
            said["reason"] or "",
        )  # fmt: skip
        self.office.run(deed, owner=self, done=self._given, failed=self._refused)

    def _given(self, done: Reassigned) -> None:
        words = self.office.words
        self.draft.done()
        comma = "、" if words.is_chinese else ", "
        said = [
            words.plural(
                "{count} visit has another team.", "{count} visits have another team.", len(done.moved)
            )
        ]
        if done.pull_out:
            pulled = comma.join(done.pull_out)
            said.append(words.say(mark("Pull out the printed sheets of {visits}."), visits=pulled))
        self.said.emit(" ".join(said))
        kept = mark("{visit} stays: {why}")
        self.told.setText(
            "\n".join(
                words.say(kept, visit=one.number, why=wording.sentence(words, one.error)) for one in done.left
            )
        )
        self.told.setVisible(bool(done.left))
        self._fold(folded=not done.left)

    def _refused(self, error: BaseException) -> None:
        if not self.form.take_refusal(error):
            self.office.troubled.emit(error)
