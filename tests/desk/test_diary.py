"""The calendar: visits, promises, leave, deputies and holidays stand in their days; a week is planned whole."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.people.deputies import NameDeputy
from collectdesk.desk.people.rota import KeepLeave
from collectdesk.desk.progress import silent
from collectdesk.desk.visits.diary import ShowDiary
from collectdesk.desk.visits.grounds import KeepGround
from collectdesk.desk.visits.ordering import GatherOrder, accepting, suggest_order
from collectdesk.desk.visits.visiting import ListVisits
from collectdesk.domain.people.going_out import LeaveKind
from collectdesk.domain.people.people import Permission
from collectdesk.domain.places import Place
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.diary import DiaryDay, EntryKind
from collectdesk.domain.zones import local_day
from collectdesk.store.visits import ground
from collectdesk.terms_diary import day_line, entry_line
from collectdesk.words import CHINESE, ENGLISH, for_language
from helpers.branches import LI, OUYANG, PRACTICE_DATE, WANG, Branch, small_branch

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Branch]:
    made = small_branch(tmp_path_factory.mktemp("diary") / "branch")
    yield made
    made.close()


def shown(branch: Branch, login: str = "clerk") -> dict[date, DiaryDay]:
    days = branch.run(login, ShowDiary(PRACTICE_DATE, PRACTICE_DATE + timedelta(days=34)))
    return {day.day: day for day in days}


def test_each_thing_stands_in_its_day(branch: Branch) -> None:
    with pytest.raises(Refused, match=r"diary\.days"):
        branch.clerk(ShowDiary(PRACTICE_DATE, PRACTICE_DATE + timedelta(days=62)))
    branch.planned_visit(LI, branch.today_at(15, days=1))
    branch.promise(OUYANG, due_on=date(2026, 3, 25))
    request_id = branch.request(WANG)
    branch.approve(request_id)
    off = PRACTICE_DATE + timedelta(days=2), PRACTICE_DATE + timedelta(days=4)
    branch.supervisor(KeepLeave(branch.staff_id("C02"), LeaveKind.ANNUAL, *off))
    held = frozenset({Permission.APPROVE_VISIT})
    branch.supervisor(NameDeputy("supervisor", "clerk", held, off[0], off[0], "休假"))
    days = shown(branch)
    tomorrow = days[PRACTICE_DATE + timedelta(days=1)]
    (visit,) = tomorrow.entries
    assert (visit.kind, visit.name, visit.at) == (EntryKind.VISIT, LI, branch.today_at(15, days=1))
    assert [(one.kind, one.name) for one in days[date(2026, 3, 25)].entries] == [(EntryKind.PROMISE, OUYANG)]
    assert [one.kind for one in days[off[0]].entries] == [EntryKind.LEAVE, EntryKind.DEPUTY]
    assert [one.kind for one in days[off[1]].entries] == [EntryKind.LEAVE]
    assert any(
        one.kind is EntryKind.EXPIRY and one.name == WANG for day in days.values() for one in day.entries
    )
    spring = days[date(2026, 4, 5)]
    assert (spring.works, spring.holiday is not None) == (False, True)
    assert not days[date(2026, 3, 21)].works
    for language in (CHINESE, ENGLISH):
        words = for_language(language)
        assert all(entry_line(words, one) for day in days.values() for one in day.entries)
        assert "15" not in day_line(words, spring)
    assert all(one.name != LI for one in shown(branch, "auditor")[tomorrow.day].entries)


def test_a_weeks_requests_get_a_day_a_time_and_a_team_by_one_suggestion(branch: Branch) -> None:
    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        for name, lat in ((LI, 25_050_000), (WANG, 24_950_000)):
            ground.locate(work, [(branch.point_id("home", name), Place(lat, 102_000_000))], "map")
    with pytest.raises(Refused, match=r"ground\.missing"):
        branch.clerk(GatherOrder(PRACTICE_DATE, week=True))
    branch.supervisor(KeepGround(25.0, 102.0))
    task = branch.clerk(GatherOrder(PRACTICE_DATE, week=True))
    assert task.days == tuple(PRACTICE_DATE + timedelta(days=at) for at in range(3))  # Wednesday to Friday
    assert len({team.id for team in task.teams}) == len(task.teams) >= 3
    found = suggest_order(task, silent())
    assert {task.line(one.stop).name for one in found.timed} == {LI, WANG}
    told = next(one for one in found.timed if task.line(one.stop).name == LI)
    assert (told.begins_at, told.moves) == (branch.today_at(15, days=1), False)
    branch.clerk(accepting(found))
    days = {local_day(line.planned_at) for line in branch.clerk(ListVisits())}
    assert len(branch.clerk(ListVisits())) == 2
    assert days <= set(task.days)
    with pytest.raises(Refused, match=r"order\.in_past"):
        branch.clerk(GatherOrder(PRACTICE_DATE - timedelta(days=7), week=True))
