"""Long work lets the window in soon, and leaves the interpreter as it found it, whatever happens to it."""

from __future__ import annotations

import gc
import sys

import pytest

from collectdesk.desk.considerate import TURN, beside_the_window
from collectdesk.desk.intake.imports import CommitImport
from collectdesk.desk.pipeline import Change


def test_two_long_works_at_once_and_one_that_fails_leave_the_interpreter_as_it_was() -> None:
    before = (sys.getswitchinterval(), gc.isenabled())
    with beside_the_window():
        with pytest.raises(ValueError, match="broken off"), beside_the_window():
            raise ValueError("broken off")
        assert (round(sys.getswitchinterval(), 5), gc.isenabled()) == (TURN, False)
    assert (sys.getswitchinterval(), gc.isenabled()) == before


def test_taking_a_file_in_is_work_of_that_kind_and_a_small_deed_is_not() -> None:
    assert CommitImport.is_heavy
    assert not Change.is_heavy
