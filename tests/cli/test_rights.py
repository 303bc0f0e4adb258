"""People, signatures and papers at the command line; what the unattended account may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.people.keeping_people import AddPerson
from collectdesk.desk.vault.access import leave, second_person, sign_in
from collectdesk.desk.vault.practising import PASSWORD
from collectdesk.domain.people.people import Role
from helpers.scans import blank

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
    assert terminal("papers", "confirm", case_no).code == 1  # a clerk confirms nothing
    assert terminal("papers", "refuse", case_no, login="supervisor").code == 1  # without a reason
    assert (
        terminal("papers", "confirm", "AJ-0", login="supervisor").err.strip()
        == "No paper of AJ-0 waits for a supervisor."
    )
    assert case_no in terminal("papers", "list", login="supervisor").out
    terminal.json("papers", "confirm", case_no, login="supervisor")
    assert terminal("signatures", "verify", login="auditor").code == 0
    assert terminal("papers", "late", login="administrator").code == 0
    plan = terminal("paper-approval", case_no, scan, "--about", "plan", "--signed-by", "supervisor", *day)
    assert (plan.code, "no plan that waits" in plan.err) == (1, True)


def test_a_deputy_stands_in_on_paper_and_is_confirmed_or_ended(terminal: Terminal, tmp_path: Path) -> None:
    scan = tmp_path / "signed.png"
    blank("authorisation").save(scan)
    words = ("deputy", "name", "clerk", "--for", "supervisor", "--may", "visit.approve", "--reason", "住院",
             "--from", "2026-03-18", "--until", "2026-03-30")  # fmt: skip
    assert terminal(*words, login="administrator").code == 1  # one isn't enough, and nobody else is here
    assert terminal(*words, "--scan", scan, login="administrator").code == 2  # which day stands on it?
    on_paper = (*words, "--scan", scan, "--signed-on", "2026-03-18")
    assert terminal(*on_paper).code == 1
    assert terminal(*words, "--scan", tmp_path, "--signed-on", "2026-03-18", login="administrator").code == 1
    terminal.json(*on_paper, login="administrator")
    (line,) = terminal.json("deputy", "list")
    assert (line["standing"], line["paper"], line["confirm_by"]) == ("running", "waiting", "2026-03-23")
    assert "Deputy on paper" in terminal("inbox", login="supervisor").out
    assert "clerk" in terminal("papers", "list", login="supervisor").out
    terminal.json("papers", "confirm", "clerk", "--about", "deputy", login="supervisor")
    terminal.json("deputy", "end", "clerk", login="administrator")
    assert terminal("deputy", "end", "clerk", login="administrator").code == 1
    assert terminal.json("deputy", "list")[0]["standing"] == "over"


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
