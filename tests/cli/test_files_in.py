"""Files in, on the command line: compared without a trace, taken in, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpers.terminals import Terminal


def test_a_file_is_compared_without_a_trace_then_taken_in_and_taken_back(terminal: Terminal) -> None:
    overdue = terminal.morning[0]
    before = terminal.look()
    said = terminal("import", overdue, "--compare", language="en")
    assert said.code == 0
    assert "amount" in said.out
    assert terminal.look() == before
    assert terminal("import", overdue, "--no-whole").code == 3
    again = terminal("import", overdue, "--compare", language="en")
    assert "changes nothing" in again.out
    undone = terminal("undo-import", overdue.name, language="en")
    assert undone.code == 0
    assert "is undone" in undone.out
    assert terminal("undo-import", overdue.name).code == 2
    assert terminal("import", overdue).code == 3  # it can come again


def test_an_amount_noted_by_hand_is_provisional_in_the_list(terminal: Terminal) -> None:
    case = terminal("today", "--json").json["items"][0]["case_no"]
    account = terminal("show", case, "--json").json["products"][0]["product"]["account_no"]
    wrong = terminal("note-amount", case, "paid", "300", "--account", "0000000", "--source", "slip")
    assert wrong.code == 2
    noted = terminal("note-amount", case, "paid", "300", "--account", account, "--source", "slip")
    assert noted.code == 0
    listed = terminal("amounts", language="en")
    assert "Told, not shown yet" in listed.out
    assert "300.00" in listed.out
    assert terminal("amounts", "--strike", "zzzzzz", "--why", "x").code != 0
    ending = terminal("amounts", "--json").json[0]["id"][-6:]
    assert terminal("amounts", "--strike", ending).code != 0, "without a reason nothing is struck"
    assert terminal("amounts", "--strike", ending, "--why", "另一客户的").code == 0
    assert terminal("amounts", "--json").json[0]["state"] == "struck"
