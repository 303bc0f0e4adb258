"""A rehearsal says who a pack would have stopped, by rule, without changing anything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from collectdesk.desk.rules.rehearsing import RehearsePack
from collectdesk.domain.refusals import Refused
from collectdesk.domain.rules.packs import Act, Outcome
from collectdesk.store import rules
from collectdesk.store.cases import cases
from desk.test_rulekeeping import pack
from helpers.branches import LI, PRACTICE_DATE, WANG, Branch, small_branch

EARLY = pack().replace("2026-01-01", "2027-01-01")


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


def test_a_pack_of_next_year_is_asked_as_if_it_had_always_applied(branch: Branch) -> None:
    branch.call(LI)
    branch.advance(hours=2)
    branch.call(WANG)
    found = branch.clerk(RehearsePack(EARLY, "yunling.toml"))
    assert (found.asked, found.refused, found.refused_today) == (2, 1, 0)
    assert [(one.rule.id, one.spoken, one.anew) for one in found.by_rule] == [("YL-TIME-01", 1, 1)]
    stopped = found.stopped[0]
    assert (stopped.act, stopped.case_no, stopped.by, stopped.anew, stopped.outcome) == (
        Act.CALL, branch.ask(lambda view: cases.case(view, branch.case_id(LI))).case_no,
        branch.actors["clerk"].name, True, Outcome.REFUSED,
    )  # fmt: skip
    assert branch.ask(rules.own_packs) == ()
    assert branch.actions()[-1] == "rules.rehearsed"


def test_what_is_planned_ahead_is_rehearsed_too(branch: Branch) -> None:
    visit = pack().replace('acts = ["call"]', 'acts = ["visit"]').replace("20:00, 09:30", "20:00, 11:00")
    branch.planned_visit(LI)
    found = branch.clerk(RehearsePack(visit, "yunling.toml"))
    assert [(one.act, one.planned, one.rules) for one in found.stopped] == [
        (Act.VISIT, True, ("YL-TIME-01",))
    ]


def test_without_a_pack_the_rules_are_asked_as_they_are(branch: Branch) -> None:
    branch.call(LI)
    found = branch.clerk(RehearsePack(from_on=PRACTICE_DATE, to_on=PRACTICE_DATE))
    assert (found.asked, found.refused, found.stopped) == (1, 0, ())
    yesterday = PRACTICE_DATE - timedelta(1)
    assert branch.clerk(RehearsePack(from_on=date(2026, 1, 1), to_on=yesterday)).asked == 0


def test_a_backward_time_and_a_bad_pack_are_refused(branch: Branch) -> None:
    with pytest.raises(Refused, match="rehearsal_backwards"):
        branch.clerk(RehearsePack(from_on=PRACTICE_DATE, to_on=PRACTICE_DATE - timedelta(1)))
    with pytest.raises(Refused, match="bad_pack"):
        branch.clerk(RehearsePack("format = 2", "bad.toml"))
