"""The lawful window shown in a list is what the gate will say, at every minute of the day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectdesk import resources
from collectdesk.domain.calendar import Calendar, load_calendar
from collectdesk.domain.rules.facts import Facts, FactValue
from collectdesk.domain.rules.gate import judge
from collectdesk.domain.rules.loading import load_pack
from collectdesk.domain.rules.packs import Act, RulePack
from collectdesk.domain.rules.windows import Window, earliest_lawful, facts_of_day, lawful_windows

DAY = date(2026, 3, 18)
CN = load_pack(resources.path("rules", "cn", "cn-2026.1.toml").read_text(encoding="utf-8"), "cn")
TOWARDS_NOON = """
format = 1
[pack]
id = "noon"
jurisdiction = "cn"
version = "1"
effective_from = 2026-01-01
adds_to = "cn"
title = { zh = "午", en = "Noon" }
[instruments.own]
name = { zh = "本", en = "Own" }
[[rule]]
id = "NOON-01"
acts = ["visit"]
binds = ["branch"]
condition = "CONDITION"
force = "branch"
outcome = "refused"
certainty = "read"
citation = { instrument = "own", clause = { zh = "一", en = "1" } }
sentence = { zh = "午休", en = "Rest" }
remedy = { code = "wait_for_hours", from = "14:00", to = "12:00" }
"""


def _branch(condition: str) -> RulePack:
    return load_pack(TOWARDS_NOON.replace("CONDITION", condition), "noon")


VISIT: dict[str, FactValue] = {
    "local_start": time(10), "local_end": time(10), "local_date": DAY, "direction": "outgoing",
    "contact_role": "debtor", "contact_purpose": "collect", "contact_agreed_evening": False,
    "point_source": "contract", "point_blocked": False, "holds": frozenset(), "crew_size": 2,
    "crew_has_collection_officer": True, "crew_has_safety_officer": True, "crew_trained_on_date": True,
    "crew_related_to_customer": False, "prior_notice_given": True, "high_risk": False,
    "extra_care": False, "daylight": True, "entry": "door_only", "is_holiday": False, "by_agency": False,
}  # fmt: skip


def _calendar() -> Calendar:
    return load_calendar(
        resources.path("rules", "cn", "calendar.toml").read_text(encoding="utf-8"), "calendar"
    )


def _lasting(start: time, minutes: int) -> time:
    return (datetime.combine(DAY, start) + timedelta(minutes=minutes)).time()


def test_a_visit_of_an_hour_may_start_from_eight_until_it_ends_by_ten() -> None:
    assert lawful_windows([CN], Act.VISIT, VISIT, DAY, lasting=timedelta(hours=1)) == (
        Window(time(8), time(21, 0, 1)),
    )


def test_a_call_may_start_from_eight_to_the_second_before_ten() -> None:
    facts: Facts = {
        **VISIT,
        "connected_calls_today": 0,
        "attempts_today_same_point": 0,
        "channel_approved": True,
    }
    assert lawful_windows([CN], Act.CALL, facts, DAY) == (Window(time(8), time(22)),)


def test_agreement_to_evening_contact_opens_the_whole_day() -> None:
    agreed = {**VISIT, "contact_agreed_evening": True}
    assert lawful_windows([CN], Act.VISIT, agreed, DAY) == (Window(time(0), time(0)),)


def test_a_hold_leaves_no_hour_of_the_day() -> None:
    held = {**VISIT, "holds": frozenset({"complaint"})}
    assert lawful_windows([CN], Act.VISIT, held, DAY) == ()
    assert earliest_lawful([CN], Act.VISIT, held, DAY) is None


def test_without_a_pack_there_is_no_window_and_incoming_has_all_day() -> None:
    assert lawful_windows([], Act.VISIT, VISIT, DAY) == ()
    assert earliest_lawful([], Act.VISIT, VISIT, DAY) is None
    incoming = {**VISIT, "direction": "incoming"}
    assert lawful_windows([], Act.VISIT, incoming, DAY) == (Window(time(0), time(0)),)


def test_a_frequency_limit_ends_with_the_day() -> None:
    busy: Facts = {
        **VISIT,
        "connected_calls_today": 3,
        "attempts_today_same_point": 3,
        "channel_approved": True,
    }
    assert lawful_windows([CN], Act.CALL, busy, DAY) == ()
    assert earliest_lawful([CN], Act.CALL, busy, DAY) == (DAY + timedelta(days=1), time(8))


def test_a_planned_start_that_is_lawful_is_the_earliest() -> None:
    assert earliest_lawful([CN], Act.VISIT, VISIT, DAY) == (DAY, time(10))


def test_facts_of_another_day_come_from_the_calendar() -> None:
    moved = facts_of_day({**VISIT, "days_since_last_visit": 2}, date(2026, 5, 1), _calendar())
    assert (moved["is_holiday"], moved["is_workday"]) == (True, False)
    assert moved["days_since_last_visit"] == 2 + 44
    assert "is_holiday" not in facts_of_day(VISIT, date(2026, 5, 1))


def test_the_earliest_start_skips_a_holiday_the_branch_forbids() -> None:
    packs = [CN, _branch("is_holiday")]
    planned = {**VISIT, "local_date": date(2026, 5, 1), "is_holiday": True}
    found = earliest_lawful(packs, Act.VISIT, planned, date(2026, 5, 1), calendar=_calendar())
    assert found == (date(2026, 5, 6), time(8))


@pytest.mark.parametrize("minutes", [0, 90])
@pytest.mark.parametrize(
    "condition",
    [
        "time_between(local_start, 12:00, 14:00)",
        "overlaps(local_start, local_end, 12:00, 14:00)",
        "local_start > 18:30",
        "local_start <= 09:15 or local_end >= 17:00:30",
        "local_end < local_start",
        "local_start == 10:00",
        "not time_between(local_end, 23:00, 15:00)",
    ],
)
def test_windows_agree_with_the_gate_at_every_minute_of_the_day(condition: str, minutes: int) -> None:
    packs = [CN, _branch(condition)]
    windows = lawful_windows(packs, Act.VISIT, VISIT, DAY, lasting=timedelta(minutes=minutes))
    for minute in range(24 * 60):
        start = time(minute // 60, minute % 60)
        told = {**VISIT, "local_start": start, "local_end": _lasting(start, minutes)}
        lawful = judge(packs, Act.VISIT, told, DAY).is_lawful
        assert lawful is any(window.has(start) for window in windows), start


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 86_399), st.integers(0, 300), st.integers(0, 86_399), st.integers(1, 86_399))
def test_windows_agree_with_the_gate_to_the_second(
    second: int, minutes: int, begin: int, length: int
) -> None:
    first = (datetime.combine(DAY, time()) + timedelta(seconds=begin)).time()
    last = (datetime.combine(DAY, time()) + timedelta(seconds=begin + length)).time()
    packs = [CN, _branch(f"overlaps(local_start, local_end, {first}, {last})")]
    start = (datetime.combine(DAY, time()) + timedelta(seconds=second)).time()
    told = {**VISIT, "local_start": start, "local_end": _lasting(start, minutes)}
    windows = lawful_windows(packs, Act.VISIT, told, DAY)
    assert judge(packs, Act.VISIT, told, DAY).is_lawful is any(window.has(start) for window in windows)
