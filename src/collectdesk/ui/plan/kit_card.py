"""Owns the printing of the kit for one team's day: which visits, the rules once more, the file."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from collectdesk.desk.paper.visit_papers import PrintOpinionSlips
from collectdesk.desk.visits.printing import Printed, PrintKit
from collectdesk.domain.visits.visits import VisitState
from collectdesk.domain.zones import local_day
from collectdesk.ui import wording
from collectdesk.ui.parts.buttons import button, label
from collectdesk.ui.parts.card import Card
from collectdesk.ui.parts.choices import flowing
from collectdesk.ui.parts.rule_lines import RuleLines
from collectdesk.ui.plan.columns import crew_of
from collectdesk.ui.printing.tray import Waiting
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from collectdesk.desk.visits.visiting import VisitLine
    from collectdesk.ui.office import Office

_TO_PRINT: Final = (VisitState.SCHEDULED, VisitState.KIT_PRINTED)


class KitCard(Card):
    """``printed`` carries the finished paper. ``target`` says where the file goes."""

    printed = Signal(object)

    def __init__(self, office: Office, target: Callable[[str], Path]) -> None:
        super().__init__(office.speech, mark("The printed kit"))
        self.office = office
        self._target = target
        self._visits: tuple[VisitLine, ...] = ()
        self._teams: tuple[tuple[VisitLine, ...], ...] = ()
        self._left: deque[tuple[VisitLine, ...]] = deque()
        self._busy = False
        self.about = label(None, "", "mute", wrap=True)
        self.wrong = label(None, "", "wrong", wrap=True)
        self.rules = RuleLines(office.speech)
        self.print_button = button(
            office.speech, mark("Print the kit"), self.print_kit, icon="printer", key="Ctrl+P"
        )
        self.add(self.about)
        self.add(self.wrong)
        self.add(self.rules)
        self.slips_button = button(office.speech, mark("Opinion slips"), self.print_slips, look="quiet")
        self.all_button = button(office.speech, mark("Kits of all teams"), self.print_all, look="quiet")
        self.add(flowing(self.all_button, self.slips_button, self.print_button))
        office.speech.changed.connect(self._write)

    def show_visit(self, line: VisitLine, known: Sequence[VisitLine]) -> None:
        """Print the kit of this visit's team and day, out of the visits that are known."""
        day, crew = local_day(line.planned_at), (line.officer, line.safety)
        teams: dict[tuple[str, str], list[VisitLine]] = {}
        for each in sorted(known, key=lambda known_one: known_one.planned_at):
            if local_day(each.planned_at) == day and each.state in _TO_PRINT:
                teams.setdefault((each.officer, each.safety), []).append(each)
        self._teams = tuple(tuple(each) for each in teams.values())
        self._visits = tuple(teams.get(crew, ()))
        self.wrong.setText("")
        self.wrong.hide()
        self.rules.show_rulings((), Tone.PLAIN)
        self._write()

    def _write(self) -> None:
        if not self._visits:
            return
        words, first = self.office.words, self._visits[0]
        self.about.setText(
            words.say(
                mark("{crew}, {day}: {visits}"),
                crew=crew_of(words, first),
                day=words.date(local_day(first.planned_at)),
                visits=words.plural("{count} visit", "{count} visits", len(self._visits)),
            )
        )
        reprint = any(each.state is VisitState.KIT_PRINTED for each in self._visits)
        self.say_beside(words.say(mark("printed before")) if reprint else "")
        self.all_button.setVisible(len(self._teams) > 1)

    def print_slips(self) -> None:
        """Make the slips with three questions that stay with the customers of this day."""
        if self._visits:
            ids = tuple(each.visit_id for each in self._visits)
            deed = PrintOpinionSlips(self._target("slips.pdf"), ids, self.office.words.language)
            self.office.run(deed, owner=self, done=self.printed.emit)

    def print_kit(self) -> None:
        """Make the kit; a rule that came in the way since the planning refuses it here."""
        if self._visits and not self._busy:
            self._make(self._visits, self._done)

    def print_all(self) -> None:
        """Make the kit of every team of the day, earliest first, and lay them to the papers printed together."""
        if self._teams and not self._busy:
            self._left = deque(self._teams)
            self._make(self._left.popleft(), self._lay)

    def _make(self, visits: Sequence[VisitLine], done: Callable[[Printed], None]) -> None:
        self._hold(busy=True)
        ids = tuple(each.visit_id for each in visits)
        deed = PrintKit(self._target("kit.pdf"), ids, self.office.words.language)
        self.office.run(deed, owner=self, done=done, failed=self._refused)

    def _hold(self, *, busy: bool) -> None:
        self._busy = busy
        for each in (self.print_button, self.all_button):
            each.setEnabled(not busy)

    def _done(self, paper: Printed) -> None:
        self._hold(busy=False)
        self.printed.emit(paper)

    def _lay(self, paper: Printed) -> None:
        self.office.tray.add(Waiting.of(paper))
        if self._left:
            self._make(self._left.popleft(), self._lay)
            return
        self._hold(busy=False)
        self.office.tray.asked.emit()

    def _refused(self, error: BaseException) -> None:
        """One team's kit is refused: those made before it lie with the papers to print, the others wait."""
        self._left.clear()
        self._hold(busy=False)
        decisions = getattr(error, "decisions", ())
        self.rules.show_rulings(decisions, Tone.DANGER)
        if decisions:
            number = getattr(error, "facts", {}).get("visit", "")
            said = self.office.say(mark("The rules stop visit {number}:"), number=number)
        else:
            said = wording.sentence(self.office.words, error)
        self.wrong.setText(said)
        self.wrong.show()
