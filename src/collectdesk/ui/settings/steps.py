"""Owns the section of plans of steps: the week ahead without writing, drafts that wait, and what lets them go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.desk.pipeline import Subject
from collectdesk.desk.risk.stepping import (
    DayLoad,
    DraftSteps,
    DropDrafts,
    DryRun,
    DryRunSteps,
    ListDrafts,
    ReleaseDrafts,
    StepLine,
)
from collectdesk.terms_steps import hours, plan_name, step_name
from collectdesk.ui import wording
from collectdesk.ui.page import Note
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.settings.own_plans import OwnPlans
from collectdesk.ui.settings.section import Section
from collectdesk.ui.theme import theme
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from collectdesk.desk.pipeline import Deed
    from collectdesk.ui.office import Office


def _whose(words: Words, line: StepLine) -> str:
    return line.person or words.say(mark("nobody's"))


_LINES: tuple[Column[StepLine], ...] = (
    Column(mark("Case no."), lambda _w, r: r.case_no, Kind.MUTED),
    Column(mark("Customer"), lambda _w, r: r.name, Kind.BOLD, firm=True),
    Column(mark("Step"), lambda w, r: step_name(w, r.step_code), stretch=True),
    Column(mark("Plan of steps"), lambda w, r: plan_name(w, r.plan_id), Kind.MUTED),
    Column(
        mark("Due"),
        lambda w, r: w.date(r.due_on),
        sort=lambda r: r.due_on,
        tone=lambda r: Tone.DANGER if r.days_late > 0 else Tone.PLAIN,
        width=118,
    ),
    Column(mark("Whose"), _whose),
)
_DAYS: tuple[Column[DayLoad], ...] = (
    Column(mark("Day"), lambda w, r: w.date(r.day), Kind.BOLD, sort=lambda r: r.day),
    Column(mark("Steps"), lambda w, r: w.number(r.steps), Kind.NUMBER, sort=lambda r: r.steps),
    Column(
        mark("Hours"), lambda w, r: hours(w, r.minutes), Kind.NUMBER, sort=lambda r: r.minutes, stretch=True
    ),
)


class StepsSection(Section):
    """Above the drafts that wait, those missed longest first; below the week ahead by day and step."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._seen = False
        self._dry: DryRun | None = None
        self._lines: tuple[StepLine, ...] = ()
        self.may_work = office.may(DraftSteps.needs)
        self.drafts = rows_table(
            self.speech, mark("Drafts"), _LINES, lambda r: r.draft_id, opens_on_click=False,
            row_tone=lambda r: Tone.DANGER if r.days_late > 0 else Tone.PLAIN,
        )  # fmt: skip
        self.drafts.set_empty(
            mark("No drafted step waits"), mark("Draft what is due: nothing goes out before it is released.")
        )
        self.days = rows_table(
            self.speech, mark("The week ahead"), _DAYS, lambda r: r.day, opens_on_click=False
        )
        self.ahead = rows_table(
            self.speech, mark("Who would get what"), _LINES,
            lambda r: (r.case_no, r.step_code, r.due_on), opens_on_click=False,
        )  # fmt: skip
        self.own = OwnPlans(office, self.tell)
        self.own.folded.connect(self._make_room)
        self.body.addWidget(self.own)
        self.body.addWidget(self._waiting(), 1)
        self.coming = self._coming()
        self.body.addWidget(self.coming, 1)
        self.body.addStretch(0)

    def _make_room(self, folded: bool) -> None:
        """The week ahead steps aside while plans are written: both don't fit a small screen."""
        self.coming.setVisible(folded)
        self.listed.setVisible(folded)

    def _waiting(self) -> Card:
        self.listed = Card(self.speech, mark("Drafted steps that wait"), flush=True)
        self.listed.add(self.drafts, 1)
        self.draft = button(self.speech, mark("Draft what is due"), self.save, look="primary", key="F2")
        self.release = button(self.speech, mark("Release all"), self._release_all)
        self.release_one = button(self.speech, mark("Release the chosen"), self._release_chosen)
        self.drop = button(self.speech, mark("Put the chosen aside"), self._drop_chosen, look="quiet")
        foot = row(self.drop, None, self.release_one, self.release, self.draft)
        foot.setContentsMargins(12, 4, 12, 6)
        if self.may_work:
            self.listed.add(foot)
        return self.listed

    def _coming(self) -> Card:
        card = Card(self.speech, mark("The week ahead, nothing written"), flush=True)
        self.told = label(None, "", "mute", wrap=True)
        self.told.setContentsMargins(12, 0, 12, 0)
        card.add(self.told)
        beside = row(self.days, self.ahead)
        beside.setStretch(0, 2)
        beside.setStretch(1, 5)
        card.add(beside, 1)
        self.ahead.setMinimumHeight(36 + 4 * theme().row_height)
        return card

    def refresh(self, touched: frozenset[Subject]) -> None:
        if self._seen and not touched & {Subject.STEPS, Subject.CASES, Subject.IMPORTS}:
            return
        self.own.refresh()
        self._seen = True
        self.office.run(ListDrafts(), owner=self, done=self._show_drafts)
        self.office.run(DryRunSteps(), owner=self, done=self._show_dry)

    def _show_drafts(self, found: tuple[StepLine, ...]) -> None:
        self._lines = found
        self.drafts.show_rows(found)
        for each in (self.release, self.release_one, self.drop):
            each.setEnabled(bool(found))
        late = sum(line.days_late > 0 for line in found)
        words = self.office.words
        self.listed.say_beside(words.say(mark("{late} missed"), late=words.number(late)) if late else "")

    def _show_dry(self, found: DryRun) -> None:
        self._dry = found
        self.days.show_rows(found.days)
        self.ahead.show_rows(found.lines)
        self.retranslate()

    def retranslate(self) -> None:
        self.own.retranslate()
        found, words = self._dry, self.office.words
        if found is None:
            return
        self.told.setText(
            words.say(
                mark("Until {until} {count} steps, {hours}; tomorrow {tomorrow}. Nothing was written."),
                until=words.date(found.until),
                count=words.number(len(found.lines)),
                hours=hours(words, sum(line.minutes for line in found.lines)),
                tomorrow=words.number(len(found.tomorrow)),
            )
        )

    # ---- deeds

    def save(self) -> None:
        """Draft what is due."""
        if self.may_work:
            said = mark("{count} steps drafted. Nothing goes out before they are released.")
            self._run(DraftSteps(), said)

    def _release_all(self) -> None:
        self._release(tuple(line.draft_id for line in self._lines))

    def _release_chosen(self) -> None:
        self._release(self._chosen())

    def _release(self, ids: tuple[str, ...]) -> None:
        self._run(ReleaseDrafts(ids), mark("{count} steps are in the worklists now."))

    def _drop_chosen(self) -> None:
        self._run(DropDrafts(self._chosen()), mark("{count} drafts put aside."))

    def _chosen(self) -> tuple[str, ...]:
        line = self.drafts.chosen
        return (line.draft_id,) if line is not None else ()

    def _run(self, deed: Deed[int], said: str) -> None:
        done: Callable[[int], None] = lambda count: self.tell(Note(self.office.say(said, count=count)))  # noqa: E731
        self.office.run(deed, owner=self, done=done, failed=self._refused)

    def _refused(self, error: BaseException) -> None:
        self.tell(Note(wording.sentence(self.office.words, error), Tone.DANGER))

    def focus_first(self) -> None:
        self.drafts.setFocus()
