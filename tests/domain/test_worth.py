"""A visit is weighed to the fen, its assumptions are marked, and a wrong assumption isn't loaded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk import resources
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.risk.risk_scorecard import BadScorecard
from collectdesk.domain.risk.worth import Means, Trip, load_priors, weigh_visit

TEXT = resources.path("scorecards", "cn-worth-1.toml").read_text(encoding="utf-8")
PRIORS = load_priors(TEXT, "cn-worth-1.toml")
TRIP = Trip(travel_minutes=30, service_minutes=30, metres=8_000)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("value = 550", "value = 0.55", "priors.out_of_range"),
        ("value = 550", "value = 1001", "priors.out_of_range"),
        ("value = 550", "value = -1", "priors.out_of_range"),
        ("value = 550", "", "priors.out_of_range"),
        ("low = 30", "low = 101", "priors.range_crossed"),
        ('unit = "fen"', 'unit = "yuan"', "priors.wrong_unit"),
        ("measured = false", "measured = true", "priors.measured_without_sample"),
        ("measured = false", "measured = false\nsample = 40", "priors.measured_without_sample"),
        ("measured = false", 'measured = "no"', "priors.measured_without_sample"),
        ("measured = false", "measured = false\nguess = 1", "priors.unknown_key"),
        ("[figures.car_km]", "[figures.helicopter]", "priors.missing"),
        ('id = "cn-worth-1"', "id = 7", "priors.header_wrong"),
        ('id = "cn-worth-1"', "", "priors.missing"),
        ("version = 1", "version = ", "priors.not_toml"),
    ],
)
def test_a_wrong_assumption_is_refused_with_its_name(old: str, new: str, code: str) -> None:
    with pytest.raises(BadScorecard) as bad:
        load_priors(TEXT.replace(old, new, 1), "mine.toml")
    assert (bad.value.code, bad.value.file) == (code, "mine.toml")


def test_an_assumption_nobody_uses_is_refused() -> None:
    extra = TEXT + '\n[figures.luck]\nvalue = 1\nunit = "fen"\nmeasured = false\nsource = "none"\n'
    with pytest.raises(BadScorecard) as bad:
        load_priors(extra, "mine.toml")
    assert (bad.value.code, bad.value.row) == ("priors.unknown_key", "luck")
    assert bad.value.line == extra.splitlines().index("[figures.luck]") + 1


def test_an_assumption_without_a_source_is_refused() -> None:
    with pytest.raises(BadScorecard) as bad:
        load_priors(TEXT.replace('source = "As for the visit"', 'source = ""', 1), "mine.toml")
    assert (bad.value.code, bad.value.row) == ("priors.source_missing", "letter_share")


def test_a_negative_debt_or_way_or_a_visitor_alone_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        weigh_visit(Money(-1), TRIP, PRIORS)
    assert refused.value.code == "worth.overdue_negative"
    with pytest.raises(Refused) as refused:
        Trip(-1, 30, 0)
    assert refused.value.code == "worth.trip_negative"
    with pytest.raises(Refused) as refused:
        weigh_visit(Money.yuan(1), TRIP, PRIORS, crew=1)
    assert refused.value.code == "worth.crew_too_small"


def test_an_hour_and_eight_kilometres_are_worked_by_hand() -> None:
    """60 min x 2 people + 8 km = 128 yuan; 20,000 x .55 x .10 x .5 = 550; 128 / .0275 = 4,654.55."""
    worth = weigh_visit(Money.yuan(20_000), TRIP, PRIORS)
    assert worth.cost == Money.yuan(128)
    assert worth.expected_recovery == Money.yuan(550)
    assert worth.net == Money.yuan(422)
    assert (worth.low, worth.high) == (Money.yuan(37), Money.yuan(697))
    assert worth.break_even_overdue == Money.yuan("4654.55")
    assert (worth.worth_it, worth.best) == (True, Means.VISIT)


def test_letter_and_call_are_weighed_by_the_same_measure() -> None:
    worth = weigh_visit(Money.yuan(2_000), TRIP, PRIORS)
    assert not worth.worth_it
    assert {way.means: (way.expected_recovery, way.cost) for way in worth.alternatives} == {
        Means.CALL: (Money.yuan("10.50"), Money.yuan(8)),
        Means.LETTER: (Money.yuan("7.20"), Money.yuan(6)),
    }
    assert worth.best is Means.CALL


def test_a_detour_on_a_route_driven_anyway_is_cheaper() -> None:
    worth = weigh_visit(Money.yuan(20_000), TRIP, PRIORS, joint_trip=Trip(5, 30, 500))
    assert worth.alternatives[0].means is Means.JOINT_TRIP
    assert worth.alternatives[0].cost == Money.yuan("70.50")
    assert worth.best is Means.JOINT_TRIP


def test_a_confirmed_address_counts_only_where_it_is_confirmed() -> None:
    priced = load_priors(
        TEXT.replace("[figures.confirmed_address]\nvalue = 0", "[figures.confirmed_address]\nvalue = 12800"),
        "x",
    )
    worth = weigh_visit(Money(0), TRIP, priced, confirms_address=True)
    assert (worth.net, worth.break_even_overdue, worth.address_value) == (Money(0), Money(0), Money.yuan(128))
    assert weigh_visit(Money(0), TRIP, priced).net == Money.yuan(-128)


def test_without_any_effect_no_amount_earns_the_visit() -> None:
    hopeless = load_priors(TEXT.replace("value = 550", "value = 0"), "x")
    assert weigh_visit(Money.yuan(10**9), TRIP, hopeless).break_even_overdue is None


def test_every_figure_is_marked_prior_until_the_branch_has_measured_it() -> None:
    assert {figure.mark for figure in weigh_visit(Money.yuan(1), TRIP, PRIORS).figures} == {"PRIOR"}
    measured = load_priors(TEXT.replace("measured = false", "measured = true\nsample = 320", 1), "x")
    figure = measured.figures["visit_reached"]
    assert (figure.mark, figure.sample) == ("MEASURED", 320)


amounts = st.integers(0, 10**10).map(Money)
trips = st.builds(Trip, st.integers(0, 600), st.integers(0, 240), st.integers(0, 300_000))


@given(amounts, trips)
def test_the_break_even_is_the_first_amount_that_earns_its_cost(overdue: Money, trip: Trip) -> None:
    at = weigh_visit(overdue, trip, PRIORS).break_even_overdue
    assert at is not None
    assert weigh_visit(at, trip, PRIORS).net >= Money(0)
    if at.fen > 100:
        assert weigh_visit(Money(at.fen - 100), trip, PRIORS).net < Money(0)


@given(amounts, amounts, trips)
def test_more_overdue_never_makes_a_visit_worth_less(one: Money, other: Money, trip: Trip) -> None:
    small, large = sorted((one, other))
    less, more = weigh_visit(small, trip, PRIORS), weigh_visit(large, trip, PRIORS)
    assert less.net <= more.net
    assert more.low <= more.net <= more.high
