"""Owns the Follow-up screen: promises and plans, broken ones first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from collectdesk.desk.pipeline import Subject
from collectdesk.desk.solutions.following import FollowUps, ShowFollowUps
from collectdesk.domain.zones import local_day
from collectdesk.ui.actions import Act
from collectdesk.ui.followup.lines import COLUMNS, SENTENCES, Line, Standing, lines_of
from collectdesk.ui.followup.panel import FollowUpPanel
from collectdesk.ui.page import Page
from collectdesk.ui.parts.beside import Beside
from collectdesk.ui.parts.card import Card, column, row
from collectdesk.ui.parts.scrolling import scrolled
from collectdesk.ui.parts.segments import Segment, Segments
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.tokens import Tone
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from collectdesk.ui.office import Office

ALL = "all"
_QUIET = frozenset({Standing.DONE, Standing.WATCHED})
"""What asks for nothing today."""


class FollowupPage(Page):
    """One list of promises and plans, with pills for what needs something today."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._wanted: str | None = None
        self._found: FollowUps | None = None
        self._lines: list[Line] = []
        self._lay_out()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._main)

    def _lay_out(self) -> None:
        speech = self.speech
        self.segments = Segments(speech, mark("Show"))
        self.segments.picked.connect(lambda _which: self._show())
        self.table = rows_table(
            speech,
            mark("Promises and plans"),
            COLUMNS,
            lambda line: line.key,
            opens_on_click=False,
            row_tone=lambda line: Tone.DANGER if line.standing is Standing.BROKEN else Tone.PLAIN,
        )
        self.table.set_empty(
            mark("Nothing to follow up here"),
            mark("Promises and plans stand here from the day they are agreed until they are kept."),
        )
        card = Card(speech, mark("Follow-up"), flush=True)
        card.title.setProperty("look", "title")
        pills = row(self.segments, None)  # seven of them: beside the title they'd be clipped in English
        pills.setContentsMargins(12, 0, 12, 6)
        card.add(pills)
        card.add(self.table, 1)
        self.panel = FollowUpPanel(self.office)
        self.panel.said.connect(self.confirm)
        self.panel.file_asked.connect(self._open_file)
        self.table.picked.connect(self.panel.show_line)
        self.table.opened.connect(lambda _line: self._go_into())
        self.split = Beside(card, scrolled(self.panel), lambda width: min(398, max(280, width // 3)))
        outer = column(self.split)
        outer.setContentsMargins(16, 10, 16, 12)
        self.setLayout(outer)
        self._count()

    def title(self) -> str:
        return self.office.say(mark("Follow-up"))

    def refresh(self, touched: frozenset[Subject]) -> None:
        if touched & {Subject.SOLUTIONS, Subject.CASES, Subject.IMPORTS}:
            self.office.run(ShowFollowUps(), owner=self, done=self._take)

    def focus_first(self) -> None:
        self.table.setFocus()

    def open_target(self, target: Any) -> None:
        """A promise, a plan, a case or a customer, by id."""
        self._wanted = str(target)
        self._choose_wanted()

    def acts(self) -> Mapping[Act, Callable[[], object]]:
        acts: dict[Act, Callable[[], object]] = {Act.MAIN: self._main}
        if self.split.is_inside:
            acts[Act.BACK] = self._come_back
        return acts

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (
            ("↑↓", mark("Choose")),
            ("Enter", mark("Go to the form")),
            ("F2", mark("Approve or take a promise")),
        )

    def _go_into(self) -> None:
        self.split.go_into()
        if not self.panel.decision.isHidden():
            self.panel.decide_form.focus("reason")
        elif not self.panel.promising.isHidden():
            self.panel.promise_form.focus("amount")

    def _come_back(self) -> None:
        self.split.come_back()
        self.focus_first()

    def _main(self) -> None:
        self.panel.main_act()

    def _take(self, found: FollowUps) -> None:
        self._lines = lines_of(found, local_day(self.office.desk.now()))
        self._count()
        self._show()

    def _count(self) -> None:
        counts = {each: sum(line.standing is each for line in self._lines) for each in Standing}
        open_lines = len(self._lines) - counts[Standing.DONE] - counts[Standing.WATCHED]
        self.segments.show_segments(
            (
                Segment(ALL, mark("Still open"), open_lines),
                *(Segment(each.value, SENTENCES[each], counts[each]) for each in Standing),
            )
        )

    def _show(self) -> None:
        chosen = self.segments.chosen
        shown = [
            line
            for line in self._lines
            if line.standing.value == chosen or (chosen == ALL and line.standing not in _QUIET)
        ]
        self.table.show_rows(shown)
        self._choose_wanted()

    def _choose_wanted(self) -> None:
        for line in self._lines:
            if self._wanted in (line.key, line.of.case_id, line.of.customer_id):
                self._wanted = None
                if line.standing in _QUIET:
                    self.segments.choose(line.standing.value)
                elif self.segments.chosen not in (ALL, line.standing.value):
                    self.segments.choose(ALL)
                self.table.choose(line.key)
                return

    def _open_file(self, customer_id: str, part: str) -> None:
        # the file opens at its own beginning when no part is asked for
        self.opens.emit("casefile", (customer_id, part) if part else customer_id)
