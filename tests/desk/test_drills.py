"""The yearly drill: noted by two people, asked for again a year after the last one that went well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.vault.drills import NoteDrill, ShowDrills
from collectdesk.domain.refusals import Refused

if TYPE_CHECKING:
    from helpers.branches import Branch


@pytest.mark.parametrize(("login", "second"), [("administrator", ""), ("supervisor", "administrator")])
def test_one_person_alone_or_the_wrong_one_notes_no_drill(branch: Branch, login: str, second: str) -> None:
    beside = branch.second(second) if second else None
    with pytest.raises((Refused, NotPermitted)):
        branch.run(login, NoteDrill("A", opened=True, second=beside))
    assert branch.auditor(ShowDrills()).drills == ()


def test_an_envelope_that_isnt_there_is_refused(branch: Branch) -> None:
    with pytest.raises(Refused, match=r"drill\.envelope"):
        branch.administrator(NoteDrill("C", opened=True, second=branch.second("supervisor")))


def test_a_year_after_the_founding_the_drill_is_due_and_a_drill_that_failed_leaves_it_due(
    branch: Branch,
) -> None:
    assert not branch.auditor(ShowDrills()).is_due
    branch.advance(days=366)
    assert branch.auditor(ShowDrills()).is_due
    branch.administrator(NoteDrill("A", opened=False, second=branch.second("supervisor")))
    assert branch.auditor(ShowDrills()).is_due
    branch.advance(minutes=5)
    branch.administrator(NoteDrill("B", opened=True, second=branch.second("supervisor")))
    register = branch.auditor(ShowDrills())
    assert not register.is_due
    newest, older = register.drills
    assert (newest.by, newest.second, newest.envelope[0], newest.opened) == ("高远", "周敏", "B", True)
    assert (older.envelope[0], older.opened) == ("A", False)
    assert (register.due_on - newest.held_on).days == 365
    branch.advance(days=366)
    assert branch.auditor(ShowDrills()).is_due
