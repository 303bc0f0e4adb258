"""Owns the settings page: the list of sections at the left, the chosen one at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget

from collectdesk.desk.pipeline import EVERYTHING, Lookup, Subject
from collectdesk.desk.risk.calibrating import HasOutcomes
from collectdesk.desk.stations.stations import HasOtherPcs
from collectdesk.domain.people.people import Permission
from collectdesk.ui.actions import Act
from collectdesk.ui.page import Page
from collectdesk.ui.parts.card import Card
from collectdesk.ui.settings.backups import BackupsSection
from collectdesk.ui.settings.branch import BranchSection
from collectdesk.ui.settings.branch_keys import BranchKeysSection
from collectdesk.ui.settings.buckets import BucketsSection
from collectdesk.ui.settings.calibration import CalibrationSection
from collectdesk.ui.settings.keys import KeysSection
from collectdesk.ui.settings.look import LookSection
from collectdesk.ui.settings.other_pcs import OtherPcsSection
from collectdesk.ui.settings.people import PeopleSection
from collectdesk.ui.settings.roads import RoadsSection
from collectdesk.ui.settings.rules import RulesSection
from collectdesk.ui.settings.scores import ScoresSection
from collectdesk.ui.settings.section import Section
from collectdesk.ui.settings.senders import SendersSection
from collectdesk.ui.settings.staff import StaffSection
from collectdesk.ui.settings.steps import StepsSection
from collectdesk.ui.settings.texts import TextsSection
from collectdesk.ui.settings.trail import TrailSection
from collectdesk.ui.theme import button_icon, theme
from collectdesk.words import mark

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from collectdesk.ui.office import Office


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """One section: its id, what it is called, its icon, who sees it, and what builds it."""

    id: str
    sentence: str
    icon: str
    permission: Permission | None
    build: Callable[[Office], Section]
    asks: Callable[[], Lookup[bool]] | None = None
    """What is asked before the section is shown at all; None: it always is."""


SECTIONS = (
    SectionSpec("rules", mark("Rules"), "scale", Permission.READ_RULES, RulesSection),
    SectionSpec("buckets", mark("Own buckets"), "chart-column", Permission.READ_RULES, BucketsSection),
    SectionSpec("scores", mark("Scorecard and ways"), "chart-column", Permission.READ_CASES, ScoresSection),
    SectionSpec("steps", mark("Plans of steps"), "list-checks", Permission.READ_CASES, StepsSection),
    SectionSpec(
        "calibration",
        mark("Calibration"),
        "chart-column",
        Permission.READ_INBOX,
        CalibrationSection,
        HasOutcomes,
    ),
    SectionSpec("texts", mark("Texts"), "message-square-text", Permission.READ_RULES, TextsSection),
    SectionSpec("senders", mark("Approved accounts"), "user-check", Permission.READ_RULES, SendersSection),
    SectionSpec("trail", mark("Audit trail"), "shield-check", Permission.READ_AUDIT, TrailSection),
    SectionSpec("backups", mark("Backups"), "archive", Permission.BACK_UP, BackupsSection),
    SectionSpec("staff", mark("Staff and training"), "user-check", Permission.READ_RULES, StaffSection),
    SectionSpec("roads", mark("Roads"), "route", Permission.READ_CASES, RoadsSection),
    SectionSpec("people", mark("People"), "users", Permission.READ_RULES, PeopleSection),
    SectionSpec("branch_keys", mark("Branch keys"), "lock", Permission.READ_AUDIT, BranchKeysSection),
    SectionSpec("pcs", mark("Other PCs"), "house", Permission.CARRY_PARCELS, OtherPcsSection, HasOtherPcs),
    SectionSpec("branch", mark("This branch"), "info", Permission.READ_RULES, BranchSection),
    SectionSpec("look", mark("Look and language"), "languages", None, LookSection),
    SectionSpec("keys", mark("Keys"), "list-checks", None, KeysSection),
)

_NARROW = 900
"""Pixels below which the list shows icons alone."""


class SettingsPage(Page):
    """Sections are built when they are first opened and keep what is typed in them."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.specs = [spec for spec in SECTIONS if office.may(spec.permission)]
        self.sections: dict[str, Section] = {}
        self._stale: dict[str, frozenset[Subject]] = {}
        self.list = QListWidget()
        self.list.setIconSize(QSize(18, 18))
        self.list.setSpacing(1)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.speech.bind(self.list, self.list.setAccessibleName, mark("Sections"))
        for spec in self.specs:
            item = QListWidgetItem(self.list)
            item.setSizeHint(QSize(160, 34))
            item.setData(Qt.ItemDataRole.UserRole, spec.id)
            item.setHidden(spec.asks is not None)
        self.stack = QStackedWidget()
        self._listed = Card(self.speech, mark("Settings"))
        self._listed.title.setProperty("look", "title")
        self._listed.add(self.list, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 10, 16, 12)
        whole.setSpacing(12)
        whole.addWidget(self._listed)
        whole.addWidget(self.stack, 1)
        theme().changed.connect(self._write_list)
        self._write_list()
        self.list.currentRowChanged.connect(lambda at: self.show_section(self.specs[at].id))
        self.list.setCurrentRow(0)
        self._ask()

    def _ask(self) -> None:
        """Show what was hidden as soon as there is something to show."""
        for at, spec in enumerate(self.specs):
            if spec.asks is not None and self.list.item(at).isHidden():
                self.office.run(spec.asks(), owner=self, done=partial(self._reveal, at))

    def _reveal(self, at: int, is_shown: bool) -> None:
        self.list.item(at).setHidden(not is_shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._write_list()

    def _write_list(self) -> None:
        """Names and icons; on a narrow window the icons alone, so that the section keeps its room."""
        narrow = self.width() < _NARROW
        self._listed.setFixedWidth(68 if narrow else 206)
        self._listed.title.setVisible(not narrow)
        for at, spec in enumerate(self.specs):
            item, name = self.list.item(at), self.office.say(spec.sentence)
            item.setText("" if narrow else name)
            item.setToolTip(name)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, name)
            item.setIcon(button_icon(spec.icon))

    @property
    def section(self) -> Section:
        """The section in sight."""
        shown = self.stack.currentWidget()
        assert isinstance(shown, Section)
        return shown

    def show_section(self, identity: str) -> None:
        """Show a section, with what was touched meanwhile."""
        spec = next((each for each in self.specs if each.id == identity), None)
        if spec is None:
            return
        if identity not in self.sections:
            made = spec.build(self.office)
            made.said.connect(self.said)
            self.sections[identity] = made
            self.stack.addWidget(made)
            self._stale[identity] = EVERYTHING
        self.list.setCurrentRow(self.specs.index(spec))
        self.stack.setCurrentWidget(self.sections[identity])
        stale = self._stale.pop(identity, frozenset())
        if stale:
            self.sections[identity].refresh(stale)

    # ---- page

    def title(self) -> str:
        return self.office.say(mark("Settings"))

    def refresh(self, touched: frozenset[Subject]) -> None:
        if touched & {Subject.IMPORTS, Subject.CASES, Subject.PEOPLE}:
            self._ask()
        for identity in self.sections:
            self._stale[identity] = self._stale.get(identity, frozenset()) | touched
        self.show_section(self.specs[self.list.currentRow()].id)

    def retranslate(self) -> None:
        self._write_list()
        for section in self.sections.values():
            section.retranslate()

    def open_target(self, target: Any) -> None:
        self.show_section(str(target))

    def part(self) -> str:
        return self.specs[self.list.currentRow()].id

    def focus_first(self) -> None:
        self.list.setFocus()

    def acts(self) -> Mapping[Act, Callable[[], object]]:
        return {Act.MAIN: self.section.save, Act.PRINT: self.section.print_out}

    def hints(self) -> tuple[tuple[str, str], ...]:
        return (("↑↓", mark("Choose a section")), ("Tab", mark("Go into it")))
