"""What the tests of Plan, Record and Follow-up share: a real branch, an office for a person of it, a shown page."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from collectdesk.ui.office import Office

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from collectdesk.ui.page import Page
    from collectdesk.ui.speech import Speech
    from collectdesk.ui.tasks import Tasks
    from helpers.branches import Branch

P = TypeVar("P", bound="Page")


def office_of(branch: Branch, login: str, tasks: Tasks, speech: Speech) -> Office:
    """The window's way to the desk for a person of the branch, who has given their password for what they sign."""
    made = Office(branch.desk, branch.actors[login], tasks, speech)
    made.signing.signer = branch.signer(login)
    return made


def shown(qtbot: QtBot, kind: type[P], office: Office) -> P:
    """A page as the window shows it: heard of everything that is touched, and refreshed."""
    from collectdesk.desk.pipeline import EVERYTHING

    page = kind(office)
    qtbot.addWidget(page)
    office.touched.connect(page.refresh)
    page.resize(1180, 680)
    page.show()
    page.refresh(EVERYTHING)
    return page
