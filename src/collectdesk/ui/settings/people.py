"""Owns the people section: who signs in, who stands in for whom, what each role may do, and one's own password."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from collectdesk.desk.people.keeping_people import ChangePassword
from collectdesk.desk.people.staffing import ShowAccounts
from collectdesk.desk.pipeline import Subject
from collectdesk.domain.people.people import ALLOWED, Permission, Role
from collectdesk.terms import term
from collectdesk.ui.parts.card import Card, row
from collectdesk.ui.parts.segments import Segment, Segments
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.parts.value_table import rows_table
from collectdesk.ui.settings.accounts import Accounts
from collectdesk.ui.settings.deputies import Deputies
from collectdesk.ui.settings.own_password import OwnPassword
from collectdesk.ui.settings.section import Section
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.ui.office import Office


@dataclass(frozen=True, slots=True)
class Right:
    """One permission and who holds it."""

    permission: Permission

    def of(self, role: Role) -> str:
        return "✓" if self.permission in ALLOWED[role] else ""


RIGHTS = tuple(Right(permission) for permission in Permission)


def _right_of(role: Role, title: str) -> Column[Right]:
    return Column(title, lambda _w, r: r.of(role), sort=lambda r: r.of(role), width=92)


class PeopleSection(Section):
    """Four views, changed by pills; each person sees those that are theirs."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.views: dict[str, QWidget] = {}
        pills: list[Segment] = []
        if office.may(ShowAccounts.needs):
            self.accounts = Accounts(office)
            pills.append(self._view("accounts", mark("Who signs in"), self.accounts))
        self.deputies = Deputies(office)
        pills.append(self._view("deputies", mark("Deputies"), self.deputies))
        pills.append(self._view("rights", mark("Who may do what"), self._rights()))
        if office.may(ChangePassword.needs):
            self.own = OwnPassword(office)
            pills.append(self._view("own", mark("Your password"), self._narrow(self.own)))
        self.stack = QStackedWidget()
        for made in self.views.values():
            self.stack.addWidget(made)
        self.pills = Segments(self.speech, mark("Show"), pills)
        self.pills.picked.connect(self._go)
        self.body.addLayout(row(self.pills, None))
        self.body.addWidget(self.stack, 1)
        if office.may(ShowAccounts.needs):
            self.accounts.said.connect(self.said)
            self.accounts.shown.connect(self.deputies.offer)
        self.deputies.said.connect(self.said)
        if office.may(ChangePassword.needs):
            self.own.said.connect(self.said)

    def _view(self, identity: str, sentence: str, made: QWidget) -> Segment:
        self.views[identity] = made
        return Segment(identity, sentence)

    def _narrow(self, made: QWidget) -> QWidget:
        """A form at a readable width, at the top left."""
        made.setMaximumWidth(560)
        held = QWidget()
        beside = QHBoxLayout()
        beside.addWidget(made, 1)
        beside.addStretch(1)
        inside = QVBoxLayout(held)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(beside)
        inside.addStretch(1)
        return held

    def _rights(self) -> Card:
        columns: tuple[Column[Right], ...] = (
            Column(mark("May"), lambda w, r: term(w, r.permission), Kind.BOLD, stretch=True),
            _right_of(Role.CLERK, mark("Clerk")),
            _right_of(Role.SUPERVISOR, mark("Supervisor")),
            _right_of(Role.ADMINISTRATOR, mark("Administrator")),
            _right_of(Role.AUDITOR, mark("Auditor")),
            _right_of(Role.UNATTENDED, mark("Unattended")),
        )
        self.rights = rows_table(
            self.speech, mark("Who may do what"), columns, lambda r: r.permission, opens_on_click=False
        )
        self.rights.show_rows(RIGHTS)
        card = Card(self.speech, mark("Who may do what"), flush=True)
        card.add(self.rights, 1)
        return card

    def _go(self, identity: str) -> None:
        self.stack.setCurrentWidget(self.views[identity])

    def refresh(self, touched: frozenset[Subject]) -> None:
        if Subject.PEOPLE not in touched:
            return
        if self.office.may(ShowAccounts.needs):
            self.accounts.load()
        self.deputies.load()

    def retranslate(self) -> None:
        if self.office.may(ShowAccounts.needs):
            self.accounts.retranslate()

    def save(self) -> None:
        """F2: what the view in sight is for."""
        saves = {
            "accounts": getattr(self, "accounts", None),
            "deputies": self.deputies,
            "own": getattr(self, "own", None),
        }
        shown = saves.get(self.pills.chosen)
        if shown is not None:
            shown.save()

    def focus_first(self) -> None:
        self.pills.setFocus()
