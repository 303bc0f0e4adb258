"""Today's list of one person: what they hold, the visits they go on, their part of nobody's cases, pages missing."""

from __future__ import annotations

import pytest

from collectdesk.desk.customers.today import ListToday, ReadToday, ShowLoads, ShowToday, Worklist
from collectdesk.desk.people.assigning import AssignCase
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.customers.worklists import Tier
from collectdesk.domain.visits.sheets import Slot
from collectdesk.store.visits import rounds
from collectdesk.terms_steps import TIERS, priority
from collectdesk.words import CHINESE, ENGLISH, for_language
from helpers.branches import LI, OUYANG, WANG, Branch


def listed(branch: Branch, login: str) -> Worklist:
    return branch.run(login, ShowToday(branch.actors[login].id))


@pytest.fixture
def two(branch: Branch) -> Branch:
    """A branch with a second clerk, who holds one case."""
    branch.enrol("second", "clerk", "林晓")
    branch.supervisor(AssignCase(branch.case_id(LI), "second"))
    return branch


def test_every_item_is_on_exactly_one_clerks_list_and_nobodys_are_said_to_be_dealt(two: Branch) -> None:
    everybody = two.supervisor(ShowToday())
    mine, theirs = listed(two, "clerk"), listed(two, "second")
    ids = [item.step_id for found in (mine, theirs) for item in found.items]
    assert sorted(ids) == sorted(item.step_id for item in everybody.items)
    assert {item.name for item in theirs.items if item.is_held} == {LI}
    assert not any(item.is_held for item in mine.items)
    told = {one.name: one for one in two.supervisor(ShowLoads())}
    assert told["林晓"].items == theirs.total
    assert told["陈静"].minutes > 0
    assert listed(two, "supervisor").items == ()


def test_what_was_missed_stands_on_top_with_a_sentence_why(branch: Branch) -> None:
    branch.advance(days=2)
    branch.promise(WANG, due_on=branch.now.date())
    found = branch.clerk(ShowToday())
    tiers = [item.tier for item in found.items]
    assert tiers == sorted(tiers)
    assert tiers[0] is Tier.LEFT_OVER
    assert found.left_over == sum(item.days_late > 0 for item in found.items)
    for words in (for_language(ENGLISH), for_language(CHINESE)):
        first = found.items[0]
        assert words.date(first.due_on) in priority(words, first.tier, first.due_on, None, is_held=True)
    assert set(TIERS) == set(Tier)


def test_a_visits_steps_say_when_it_begins_and_stand_before_calls(branch: Branch) -> None:
    branch.planned_visit(OUYANG)
    branch.advance(days=3)
    items = [item for item in branch.clerk(ShowToday()).items if item.kind is StepKind.RECORD_VISIT]
    assert items
    assert all(item.at is not None for item in items)


def test_pages_nobody_has_accounted_for_are_named_with_their_team(branch: Branch) -> None:
    visit_id = branch.planned_visit()
    with branch.desk.store.write(branch.actors["supervisor"], branch.now) as work:
        kept = rounds.begin_round(work, branch.now.date(), branch.staff_id("C01"), branch.staff_id("S01"))
        rounds.add_sheet(work, kept.id, visit_id, "PK-1", 1, Slot(1))
    assert branch.supervisor(ShowToday()).pages == ()  # the team isn't back yet
    branch.advance(days=1)
    (missing,) = branch.supervisor(ShowToday()).pages
    assert (missing.pages, missing.crew) == (1, ("梁宽", "石磊"))


def test_everything_due_is_listed_in_order_and_read_in_pages_as_the_list_shows_it(two: Branch) -> None:
    found = two.supervisor(ShowToday())
    ids = two.supervisor(ListToday())
    assert ids == tuple(item.step_id for item in found.items)
    assert not found.is_cut
    read = {item.step_id: item for item in two.supervisor(ReadToday(ids[1:]))}
    assert read == {item.step_id: item for item in found.items[1:]}
    mine = listed(two, "second")
    own = two.actors["second"].id
    assert two.run("second", ListToday(own)) == tuple(item.step_id for item in mine.items)
    theirs = two.run("second", ReadToday(ids, own))
    assert set(theirs) >= set(mine.items)
    items = {str(item.step_id): item for item in found.items}
    by_owed = [
        items[each].overdue.fen for each in two.supervisor(ListToday(order="overdue", descending=True))
    ]
    assert by_owed == sorted(by_owed, reverse=True)
    two.advance(days=1)
    late = {item.step_id for item in two.supervisor(ShowToday()).items if item.days_late > 0}
    deadlines = two.supervisor(ListToday(kinds=(StepKind.DEADLINE,)))
    assert late <= set(deadlines)  # what was missed hides from no filter
