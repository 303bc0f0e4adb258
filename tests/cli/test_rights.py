"""People, signatures and papers at the command line; what the unattended account may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.access import leave, second_person, sign_in
from collectdesk.desk.keeping_people import AddPerson
from collectdesk.desk.practising import PASSWORD
from collectdesk.domain.people import Role

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.terminals import Terminal

GOOD = "three tram tickets"


@pytest.fixture
def case_no(terminal: Terminal) -> str:
    terminal.take_the_morning()
    number: str = terminal.json("today")["items"][0]["case_no"]
    return number


def test_an_approval_given_at_the_command_line_is_signed_and_checked(
    terminal: Terminal, case_no: str
) -> None:
    terminal.json("request", case_no)
    assert (
        terminal("signatures", "verify", login="supervisor").out.strip() == "All personal signatures hold: 0."
    )
    terminal.json("decide", case_no, "approve", login="supervisor")
    (signed,) = terminal.json("signatures", "list", login="auditor")
    assert signed["action"] == "visit.decided"
    assert terminal("signatures", "verify", login="auditor").code == 0
    assert terminal("signatures", "verify").code == 1  # a clerk has no business there


def test_a_visit_goes_on_by_paper_while_no_supervisor_is_here(
    terminal: Terminal, case_no: str, tmp_path: Path
) -> None:
    terminal.json("request", case_no)
    scan = tmp_path / "signed.pdf"
    scan.write_bytes(b"%PDF-1.7 signed")
    day = ("--signed-on", "2026-03-18")
    assert terminal("paper-approval", case_no, scan, "--signed-by", "clerk", *day).code == 1
    terminal.json("paper-approval", case_no, scan, "--signed-by", "supervisor", *day)
    (waiting,) = terminal.json("inbox", login="supervisor")["papers"]
    assert (waiting["case_no"], waiting["due_on"]) == (case_no, "2026-03-23")
    assert terminal("paper-approval", case_no, scan, "--signed-by", "supervisor", *day).code == 1
    plan = terminal("paper-approval", case_no, scan, "--about", "plan", "--signed-by", "supervisor", *day)
    assert (plan.code, "no plan that waits" in plan.err) == (1, True)


def test_a_wrong_password_is_listed_beside_its_account(terminal: Terminal) -> None:
    with pytest.raises(Exception, match="wrong_password"):
        sign_in(terminal.branch, "clerk", "wrong")
    lines = {line["login"]: line for line in terminal.json("people", login="administrator")}
    assert (lines["clerk"]["tries"], lines["administrator"]["tries"]) == (1, 0)


def test_the_unattended_account_imports_and_verifies_and_nothing_else(
    terminal: Terminal, tmp_path: Path
) -> None:
    session = sign_in(terminal.branch, "administrator", PASSWORD)
    second = second_person(session, "supervisor", PASSWORD)
    session.desk.run(AddPerson("nightly", "夜间任务", Role.UNATTENDED, GOOD, "", second), session.actor)
    leave(session)
    secret = tmp_path / "secret"
    secret.write_text(GOOD + "\n", "utf-8")

    def at_night(*words: str | Path) -> int:
        with secret.open() as source:
            import os

            return terminal(*words, "--password-fd", str(os.dup(source.fileno())), login="nightly").code

    assert at_night("import", *terminal.morning) == 3
    for words in (
        ("today",),
        ("customers",),
        ("audit", "list"),
        ("people",),
        ("signatures", "verify"),
        ("inbox",),
    ):
        assert at_night(*words) == 1, words
