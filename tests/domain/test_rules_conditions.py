"""Conditions answer yes, no or "these facts are missing", and read only what they are told to read."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.domain.rules.conditions import Condition
from collectdesk.domain.rules.facts import REGISTRY, BadFact, Facts, Kind, check_facts, read_facts
from collectdesk.domain.rules.parsing import BadCondition, parse_condition


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "rules.bad_condition"),
        ("crew_size", "rules.wrong_kind"),
        ("crew_size < ", "rules.wrong_kind"),
        ("crew_size << 2", "rules.wrong_kind"),
        ("crew_size < 2 high_risk", "rules.bad_condition"),
        ("(high_risk", "rules.bad_condition"),
        ("high_risk)", "rules.bad_condition"),
        ("__import__", "rules.unknown_fact"),
        ("high_risk; daylight", "rules.bad_condition"),
        ("'high_risk'", "rules.bad_condition"),
        ("holds == dispute", "rules.wrong_kind"),
        ("holds in {dispute}", "rules.wrong_kind"),
        ("holds any {quarrel}", "rules.unknown_code"),
        ("contact_role any {debtor}", "rules.wrong_kind"),
        ("contact_role < debtor", "rules.wrong_kind"),
        ("contact_role in {}", "rules.bad_condition"),
        ("high_risk == 1", "rules.wrong_kind"),
        ("high_risk * 2 > 1", "rules.wrong_kind"),
        ("local_start < 25:00", "rules.bad_condition"),
        ("local_date < 2026-02-30", "rules.bad_condition"),
        ("local_start < crew_size", "rules.wrong_kind"),
        ("time_between(local_start, 22:00)", "rules.bad_condition"),
        ("time_between(crew_size, 22:00, 08:00)", "rules.wrong_kind"),
        ("time_between(local_start, 08:00, 8:00)", "rules.empty_range"),
        ("known(nobody)", "rules.unknown_fact"),
        ("(" * 60 + "high_risk" + ")" * 60, "rules.too_deep"),
        ("high_risk or " * 400 + "high_risk", "rules.too_long"),
    ],
)
def test_a_condition_that_cannot_be_read_says_where(text: str, code: str) -> None:
    with pytest.raises(BadCondition) as caught:
        parse_condition(text)
    assert caught.value.code == code
    place = caught.value.facts["place"]
    assert isinstance(place, int)
    assert place >= 1


@pytest.mark.parametrize(
    ("text", "facts", "answer"),
    [
        ("crew_size < 2", {"crew_size": 1}, True),
        ("crew_size < 2", {"crew_size": 2}, False),
        ("crew_size between 2 and 3", {"crew_size": 3}, True),
        ("crew_size between 2 and 3", {"crew_size": 4}, False),
        ("crew_size in {2, 4}", {"crew_size": 4}, True),
        ("term_months * 2 > original_term_months", {"term_months": 13, "original_term_months": 24}, True),
        ("term_months > original_term_months * 2", {"term_months": 48, "original_term_months": 24}, False),
        ("local_date >= 2026-01-30", {"local_date": date(2026, 1, 30)}, True),
        ("local_end < local_start", {"local_start": time(23), "local_end": time(1)}, True),
        ("contact_role not in {debtor, guarantor}", {"contact_role": "heir"}, True),
        ("contact_role != debtor", {"contact_role": "debtor"}, False),
        ("holds any {dispute, death}", {"holds": frozenset({"death"})}, True),
        ("holds all {dispute, death}", {"holds": frozenset({"death"})}, False),
        ("holds none {dispute}", {"holds": frozenset[str]()}, True),
        ("high_risk == false", {"high_risk": False}, True),
        ("not not high_risk", {"high_risk": True}, True),
        ("high_risk or daylight and borrower_lost", {"high_risk": True}, True),
        ("(high_risk or daylight) and borrower_lost", {"high_risk": True, "borrower_lost": False}, False),
        ("known(reached) and reached", {}, False),
    ],
)
def test_what_a_condition_answers(text: str, facts: Facts, answer: bool) -> None:
    assert parse_condition(text).truth(facts) is answer


@pytest.mark.parametrize(
    ("clock", "inside"),
    [
        (time(7, 59, 59), True),
        (time(8, 0, 0), False),
        (time(21, 59, 59), False),
        (time(22, 0, 0), True),
        (time(23, 59, 59), True),
        (time(0, 0, 0), True),
        (time(12), False),
    ],
)
def test_a_range_across_midnight_holds_its_start_and_not_its_end(clock: time, inside: bool) -> None:
    night = parse_condition("time_between(local_start, 22:00, 08:00)")
    assert night.truth({"local_start": clock}) is inside
    day = parse_condition("time_between(local_start, 08:00, 22:00)")
    assert day.truth({"local_start": clock}) is not inside


@pytest.mark.parametrize(
    ("start", "end", "touches"),
    [
        (time(21), time(22), False),
        (time(21), time(22, 0, 1), True),
        (time(21, 59, 59), time(21, 59, 59), False),
        (time(8), time(9), False),
        (time(7, 59, 59), time(8), True),
        (time(20), time(9), True),
        (time(23), time(23, 30), True),
    ],
)
def test_a_visit_touches_the_night_only_if_a_second_of_it_lies_inside(
    start: time, end: time, touches: bool
) -> None:
    condition = parse_condition("overlaps(local_start, local_end, 22:00, 08:00)")
    assert condition.truth({"local_start": start, "local_end": end}) is touches


def test_only_the_facts_that_decide_are_missing() -> None:
    condition = parse_condition("time_between(local_start, 22:00, 08:00) and not contact_agreed_evening")
    assert condition.truth({"local_start": time(9)}) is False
    assert condition.missing({"local_start": time(9)}) == ()
    assert condition.truth({"local_start": time(23)}) is None
    assert condition.missing({"local_start": time(23)}) == ("contact_agreed_evening",)
    assert condition.missing({}) == ("contact_agreed_evening", "local_start")


def test_an_or_is_settled_by_one_yes_whatever_is_missing() -> None:
    condition = parse_condition("high_risk or daylight")
    assert condition.missing({"daylight": True}) == ()
    assert condition.missing({"daylight": False}) == ("high_risk",)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"moon": True}, "rules.unknown_fact"),
        ({"crew_size": True}, "rules.wrong_kind"),
        ({"crew_size": "2"}, "rules.wrong_kind"),
        ({"high_risk": 1}, "rules.wrong_kind"),
        ({"contact_role": "friend"}, "rules.wrong_kind"),
        ({"holds": "dispute"}, "rules.wrong_kind"),
        ({"local_start": "22:00"}, "rules.wrong_kind"),
    ],
)
def test_a_fact_of_the_wrong_kind_is_refused_by_name(facts: dict[str, object], code: str) -> None:
    with pytest.raises(BadFact) as caught:
        check_facts(facts)
    assert caught.value.code == code
    assert caught.value.facts["name"] in facts


def test_facts_are_read_from_plain_json() -> None:
    read = read_facts(
        {"local_start": "22:05", "local_date": "2026-03-18", "holds": ["death"], "high_risk": None}
    )
    assert read == {
        "local_start": time(22, 5),
        "local_date": date(2026, 3, 18),
        "holds": frozenset({"death"}),
    }
    with pytest.raises(BadFact):
        read_facts({"local_start": "25:00"})
    with pytest.raises(BadFact):
        read_facts({"locl_start": "22:00"})


YES_NO = sorted(name for name, fact in REGISTRY.items() if fact.kind is Kind.YES_NO)[:6]
conditions = st.recursive(
    st.sampled_from(YES_NO),
    lambda inner: st.one_of(
        inner.map(lambda text: f"not ({text})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
            lambda part: f"({part[0]}) {part[1]} ({part[2]})"
        ),
    ),
    max_leaves=8,
)
some_facts = st.dictionaries(st.sampled_from(YES_NO), st.booleans())


def _settled(condition: Condition, facts: Facts) -> set[bool | None]:
    """The answers over every way to fill in what is missing."""
    missing = [name for name in condition.names if name not in facts]
    fillings: list[dict[str, bool]] = []
    for number in range(2 ** len(missing)):
        fillings.append({name: bool(number >> bit & 1) for bit, name in enumerate(missing)})
    return {condition.truth({**facts, **filling}) for filling in fillings}


@given(conditions, some_facts)
def test_a_settled_answer_stays_whatever_the_missing_facts_turn_out_to_be(
    text: str, facts: dict[str, bool]
) -> None:
    condition = parse_condition(text)
    answer = condition.truth(facts)
    assert answer is condition.question.truth(facts)  # the quick way and the plain way agree
    if answer is not None:
        assert _settled(condition, facts) == {answer}
        assert condition.missing(facts) == ()
    else:
        assert condition.missing(facts)
        assert set(condition.missing(facts)).isdisjoint(facts)


@given(st.times(), st.times(), st.times())
def test_a_range_and_its_complement_share_no_moment(start: time, end: time, clock: time) -> None:
    start, end = start.replace(microsecond=0), end.replace(microsecond=0)
    if start == end:
        return
    inside = parse_condition(f"time_between(local_start, {start}, {end})").truth({"local_start": clock})
    outside = parse_condition(f"time_between(local_start, {end}, {start})").truth({"local_start": clock})
    assert inside is not outside
