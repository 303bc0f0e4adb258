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
