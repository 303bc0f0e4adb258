"""Legal clocks: leap days, year ends and holidays; interruption never shortens, nothing revives what is over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk import resources
from collectdesk.desk.rules.legal_terms import legal_terms
from collectdesk.domain.calendar import Calendar, load_calendar
from collectdesk.domain.contact.legal_clocks import (
    LONGEST_MONTHS,
    ClockState,
    Happened,
    Obstacle,
    Since,
    answer,
    guarantee,
    kept_until,
    limitation,
    prior_notice,
)
from collectdesk.domain.contact.legal_terms import TermsBroken, load_terms
from collectdesk.domain.rules.packs import Certainty, Force
from collectdesk.domain.solutions.months import add_months

PLAIN: Final = Calendar("cn")
DAYS: Final = st.dates(date(2000, 1, 1), date(2060, 12, 31))
WHAT: Final = st.sampled_from([Since.DEMAND, Since.PROMISE, Since.PAYMENT])
OBSTACLES: Final = st.lists(
    st.builds(lambda on, days: Obstacle(on, on + timedelta(days=days)), DAYS, st.integers(0, 900)), max_size=4
)
EVENTS: Final = st.lists(st.builds(Happened, DAYS, WHAT), max_size=6)


def due(on: date) -> Happened:
    return Happened(on, Since.LAST_INSTALMENT)


def ends(code: str, start: date) -> date:
    return legal_terms()[code].ends_on(start, PLAIN)


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [
        ("limitation", date(2023, 3, 15), date(2026, 3, 16)),  # the 15th is a Sunday: art. 203
        ("limitation", date(2024, 2, 29), date(2027, 3, 1)),  # the 28th, a Sunday
        (
            "limitation",
            date(2021, 2, 28),
            date(2024, 2, 28),
        ),  # the day of the same number, not the month's end
        ("limitation", date(2022, 12, 31), date(2025, 12, 31)),
        ("guarantee", date(2025, 8, 31), date(2026, 3, 2)),  # 28 February is a Saturday
        ("guarantee", date(2027, 8, 31), date(2028, 2, 29)),
        ("guarantee", date(2025, 7, 31), date(2026, 2, 2)),  # over the year's end; 31 January is a Saturday
        ("bureau_objection", date(2025, 12, 20), date(2026, 1, 9)),
        ("bureau_retention", date(2024, 2, 29), date(2029, 2, 28)),
        ("complaint", date(2024, 2, 20), date(2024, 3, 6)),  # a leap February
    ],
)
def test_a_term_ends_on_the_day_the_civil_code_counts_to(code: str, start: date, end: date) -> None:
    assert ends(code, start) == end


def test_a_term_that_ends_in_a_statutory_holiday_ends_on_the_workday_after_it() -> None:
    path = resources.path("rules", "cn", "calendar.toml")
    real = load_calendar(path.read_text("utf-8"), path.name)
    national_day = date(2023, 10, 1)
    end = legal_terms()["limitation"].ends_on(national_day, real)
    assert end > date(2026, 10, 1)
    assert real.is_workday(end)


@given(DAYS, EVENTS, DAYS)
def test_an_interruption_never_ends_a_term_earlier_and_never_outlives_twenty_years(
    start: date, events: list[Happened], today: date
) -> None:
    term = legal_terms()["limitation"]
    bare = limitation(term, PLAIN, "", due(start), (), today)
    found = limitation(term, PLAIN, "", due(start), events, today)
    assert bare.ends_on is not None
    assert found.ends_on is not None
    assert bare.ends_on <= found.ends_on <= add_months(start, LONGEST_MONTHS)
    assert found.from_on is not None
    assert start <= found.from_on <= max(today, start)
    assert (found.state is ClockState.OVER) == (today > found.ends_on)


@given(DAYS, EVENTS, DAYS)
def test_what_came_too_late_or_before_it_began_changes_nothing(
    start: date, events: list[Happened], today: date
) -> None:
    term = legal_terms()["limitation"]
    bare = limitation(term, PLAIN, "", due(start), (), today)
    assert bare.ends_on is not None
    outside = [each for each in events if each.on < start or each.on > bare.ends_on]
    assert limitation(term, PLAIN, "", due(start), outside, today) == bare


@given(DAYS, EVENTS, DAYS, st.integers(0, 400))
def test_waiting_a_day_more_never_leaves_more_days(
    start: date, events: list[Happened], today: date, later: int
) -> None:
    """While nothing happens."""
    term = legal_terms()["limitation"]
    known = [each for each in events if each.on <= today]
    now = limitation(term, PLAIN, "", due(start), known, today)
    then_on = today + timedelta(days=later)
    then = limitation(term, PLAIN, "", due(start), known, then_on)
    assert now.ends_on == then.ends_on
    left, left_then = now.days_left(today), then.days_left(then_on)
    assert left is not None
    assert left_then == left - later


def test_a_demand_a_promise_and_a_payment_start_limitation_anew_and_the_alarm_comes_in_time() -> None:
    term, start = legal_terms()["limitation"], date(2023, 5, 10)
    demanded = Happened(date(2024, 6, 3), Since.DEMAND)
    paid = Happened(date(2025, 9, 1), Since.PAYMENT)
    found = limitation(term, PLAIN, "p", due(start), [paid, demanded], date(2026, 3, 18))
    assert (found.since, found.from_on, found.state) == (Since.PAYMENT, paid.on, ClockState.RUNNING)
    bare = limitation(term, PLAIN, "p", due(start), [], date(2026, 3, 18))
    assert (bare.ends_on, bare.state, bare.days_left(date(2026, 3, 18))) == (
        date(2026, 5, 11),
        ClockState.ALARM,
        54,
    )
    assert limitation(term, PLAIN, "p", due(start), [], date(2026, 5, 11)).state is ClockState.ALARM
    assert limitation(term, PLAIN, "p", due(start), [], date(2026, 5, 12)).state is ClockState.OVER
    late = Happened(date(2026, 5, 12), Since.PROMISE)
    assert limitation(term, PLAIN, "p", due(start), [late], date(2026, 5, 12)).state is ClockState.OVER
    ahead = limitation(term, PLAIN, "p", due(date(2027, 1, 31)), [demanded], date(2026, 3, 18))
    assert (ahead.state, ahead.from_on) == (ClockState.WAITING, date(2027, 1, 31))


@pytest.mark.parametrize(
    ("from_on", "gone_on", "end"),
    [
        (date(2025, 1, 1), date(2025, 11, 9), date(2026, 5, 11)),  # gone a day before the last six months
        (date(2025, 1, 1), date(2025, 11, 12), date(2026, 5, 12)),  # reaches into them
        (date(2026, 3, 1), date(2026, 4, 1), date(2026, 10, 1)),  # began within them
        (date(2026, 5, 12), date(2026, 6, 1), date(2026, 5, 11)),  # began a day too late
    ],
)
def test_civil_code_194_an_obstacle_in_the_last_six_months_moves_the_end_to_six_months_after_it(
    from_on: date, gone_on: date, end: date
) -> None:
    term, start, today = legal_terms()["limitation"], date(2023, 5, 10), date(2026, 6, 2)
    stood = [Obstacle(from_on, gone_on)]
    found = limitation(term, PLAIN, "p", due(start), [], today, stood)
    assert found.ends_on == end
    assert found.since is (Since.LAST_INSTALMENT if end == date(2026, 5, 11) else Since.OBSTACLE_GONE)


def test_while_an_obstacle_lasts_limitation_stands_still_once_its_last_six_months_have_begun() -> None:
    term, start = legal_terms()["limitation"], date(2023, 5, 10)
    lasting = [Obstacle(date(2025, 1, 1), None)]
    before = limitation(term, PLAIN, "p", due(start), [], date(2025, 11, 10), lasting)
    assert (before.state, before.ends_on) == (ClockState.RUNNING, date(2026, 5, 11))
    still = limitation(term, PLAIN, "p", due(start), [], date(2025, 11, 11), lasting)
    assert (still.state, still.ends_on, still.from_on) == (ClockState.STILL, None, date(2025, 11, 11))
    years_on = date(2030, 1, 1)
    assert limitation(term, PLAIN, "p", due(start), [], years_on, lasting).state is ClockState.STILL
    demanded = Happened(date(2029, 12, 1), Since.DEMAND)
    anew = limitation(term, PLAIN, "p", due(start), [demanded], years_on, lasting)
    assert (anew.state, anew.from_on) == (ClockState.RUNNING, demanded.on)


@given(DAYS, EVENTS, OBSTACLES, DAYS)
def test_an_obstacle_never_ends_a_term_earlier_and_never_outlives_twenty_years(
    start: date, events: list[Happened], stood: list[Obstacle], today: date
) -> None:
    term = legal_terms()["limitation"]
    bare = limitation(term, PLAIN, "", due(start), events, today)
    known = [each for each in stood if each.gone_on is not None and each.gone_on <= today]
    found = limitation(term, PLAIN, "", due(start), events, today, known)
    assert bare.ends_on is not None
    assert found.ends_on is not None
    assert bare.ends_on <= found.ends_on <= add_months(start, LONGEST_MONTHS)


def test_a_guarantee_is_kept_by_a_demand_within_it_and_by_nothing_else() -> None:
    term, start, today = legal_terms()["guarantee"], date(2025, 10, 20), date(2026, 3, 18)

    def found(called: list[date], agreed: date | None = None) -> ClockState:
        return guarantee(term, PLAIN, "g", due(start), agreed, called, today).state

    assert guarantee(term, PLAIN, "g", due(start), None, (), today).ends_on == date(2026, 4, 20)
    assert found([]) is ClockState.ALARM
    assert found([date(2026, 3, 2)]) is ClockState.MET
    assert found([date(2025, 10, 19)]) is ClockState.ALARM  # before the debt fell due
    assert found([], date(2026, 3, 17)) is ClockState.OVER
    assert found([date(2026, 3, 18)], date(2026, 3, 17)) is ClockState.OVER
    assert found([], date(2028, 10, 20)) is ClockState.RUNNING


def test_nothing_is_reported_before_the_person_was_told_and_had_their_days() -> None:
    term, told, until = legal_terms()["bureau_notice"], date(2026, 3, 1), date(2026, 3, 6)
    assert prior_notice(term, "p", None, None, told).state is ClockState.OPEN
    assert prior_notice(term, "p", told, until, until).state is ClockState.RUNNING
    assert prior_notice(term, "p", told, until, until + timedelta(days=1)).state is ClockState.MET


def test_an_answer_is_met_only_in_time_and_what_is_kept_ends_by_itself() -> None:
    term, came, until = legal_terms()["bureau_objection"], date(2026, 3, 1), date(2026, 3, 21)
    assert answer(term, "o", came, until, None, date(2026, 3, 2)).state is ClockState.RUNNING
    assert answer(term, "o", came, until, None, date(2026, 3, 14)).state is ClockState.ALARM
    assert answer(term, "o", came, until, until, date(2026, 4, 1)).state is ClockState.MET
    assert answer(term, "o", came, until, date(2026, 3, 22), date(2026, 4, 1)).state is ClockState.OVER
    kept = kept_until(
        legal_terms()["recordings"], PLAIN, "", Happened(came, Since.RECORDED), date(2028, 3, 1)
    )
    assert (kept.ends_on, kept.state) == (date(2028, 3, 1), ClockState.RUNNING)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("years = 3", "years = -3"),
        ("years = 3", 'years = "drei"'),
        ("alarms = [180, 90, 30]", "alarms = [30, 90]"),
        ('code = "limitation"', 'code = "limitations"'),
        ("dated_on = 2013-03-15", 'dated_on = "2013"'),
        ('force = "law"', 'force = "custom"'),
        ("[[term]]", "[[terms]]"),
    ],
)
def test_a_wrong_table_of_terms_is_refused(old: str, new: str) -> None:
    text = resources.path("clocks", "cn.toml").read_text("utf-8")
    assert old in text
    with pytest.raises(TermsBroken):
        load_terms(text.replace(old, new))


def test_every_term_says_where_it_stands_and_how_surely_it_was_read() -> None:
    for term in legal_terms().terms.values():
        assert term.citation.instrument.zh
        assert term.citation.clause.en
        assert term.means.zh
        assert term.lead <= 366
        assert term.certainty is not Certainty.MEMORY or term.force in (Force.PRACTICE, Force.BRANCH)
