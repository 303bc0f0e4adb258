"""The real window on a shared PostgreSQL: a colleague's change shows, a stopped server loses nothing that is typed."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.contact.holding import PlaceHold
from collectdesk.desk.customers.files import FindCase
from collectdesk.desk.vault import access
from collectdesk.desk.vault.access import second_person, sign_in
from collectdesk.desk.vault.practising import PASSWORD, cast
from collectdesk.desk.vault.relocating import connect_branch, relocate
from collectdesk.practice.story import Role
from collectdesk.store.trail import audit
from collectdesk.words import CHINESE
from helpers import postgres
from whole.conftest import Workplace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from collectdesk.desk.vault.access import Session
    from helpers.branches import Clock
    from helpers.postgres import Server

KEEPS = cast()[Role.KEEPS].name
TYPED = "客户说下周发工资，服务器断开时正在打字"

pytestmark = pytest.mark.skipif(postgres.ON_SERVER, reason="brings a branch to a server of its own")


@pytest.fixture
def there() -> Server:
    try:
        return postgres.fresh_server()
    except postgres.NoServer as why:
        if postgres.WISH == "on":
            raise
        pytest.skip(f"PostgreSQL: {why}")


@pytest.fixture
def at(qtbot: QtBot, founded: Path, tmp_path: Path, clock: Clock, there: Server) -> Iterator[Workplace]:
    """A workplace at a branch that was brought to the server."""
    folder = tmp_path / "branch"
    shutil.copytree(founded, folder)
    connect_branch(folder, there.address(there.database(), holds=False), "")
    session = sign_in(folder, "administrator", PASSWORD, clock)
    relocate(session, there=True, second=second_person(session, "supervisor", PASSWORD))
    made = Workplace(qtbot, folder, tmp_path / "settings", clock, CHINESE)
    made.open()
    yield made
    made.close()


def lines(colleague: Session) -> int:
    with colleague.desk.store.read(colleague.actor, colleague.desk.now()) as view:
        return audit.head(view)[0]


def mine(at: Workplace) -> list[list[str]]:
    """The list's rows of one customer."""
    return [row for row in at.rows("Worklist") if any(KEEPS in cell for cell in row)]


def test_a_colleague_is_seen_and_a_server_that_stops_in_mid_deed_loses_nothing(
    at: Workplace, there: Server
) -> None:
    at.sign_in("Clerk")
    at.choose_row("Worklist", KEEPS)
    colleague = access.sign_in(at.folder, "supervisor", PASSWORD, at.clock)
    case_no = next(cell for cell in mine(at)[0] if cell.startswith("AJ-"))
    case_id = colleague.desk.run(FindCase(case_no), colleague.actor).result.id
    before = len(mine(at))
    colleague.desk.run(PlaceHold(case_id, "complaint", None, "客户来电"), colleague.actor)
    at.wait(lambda: len(mine(at)) > before, "the step of a colleague's hold to appear on the open list")

    at.choose_row("Worklist", KEEPS)
    at.keys("F2", "2")
    at.choose("Result", "Refuses")
    at.fill("Note", TYPED)
    standing = lines(colleague)
    there.stop()
    at.keys("Ctrl+Return")
    at.wait(lambda: "服务器" in at.text(), "the sentence that the server can't be reached")
    assert TYPED in at.text()
    there.start()
    assert lines(colleague) == standing  # nothing of it was written
    at.keys("Ctrl+Return")
    at.wait(lambda: lines(colleague) > standing, "the deed to go through once the server is back")
    with colleague.desk.store.read(colleague.actor, colleague.desk.now()) as view:
        assert audit.verify(view).intact
    colleague.desk.store.close()

    at.keys("Alt+9")
    at.choose_section("This branch")
    at.wait(lambda: at.say("Last heard") in at.text(), "the line to the server in the settings")
