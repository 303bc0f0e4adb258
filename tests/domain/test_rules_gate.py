"""The gate refuses plans, never facts; it is pure, and an added rule never allows more."""

from __future__ import annotations

from datetime import date, time
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectdesk import resources
from collectdesk.domain.rules.facts import REGISTRY, BadFact, Facts, FactValue, Kind
from collectdesk.domain.rules.gate import (
    NONE_IN_FORCE,
    Judgement,
    facts_needed,
    find_breaches,
    find_unproven,
    judge,
)
from collectdesk.domain.rules.loading import load_pack
from collectdesk.domain.rules.packs import Act, Force, Outcome, RulePack
from collectdesk.domain.rules.plain import plain_judgement

DAY = date(2026, 3, 18)


def _shipped(*parts: str) -> RulePack:
    return load_pack(resources.path("rules", *parts).read_text(encoding="utf-8"), parts[-1])


CN = _shipped("cn", "cn-2026.1.toml")
BRANCH = _shipped("branch-example.toml")
GATED = sorted((act for act in Act if act is not Act.RECORD), key=lambda act: act.value)
LATE: Facts = {
    "local_start": time(22, 5), "local_date": DAY, "contact_agreed_evening": False, "direction": "outgoing",
    "connected_calls_today": 0, "reached": True, "contact_role": "debtor", "contact_purpose": "collect",
}  # fmt: skip


def _ids(judgement: Judgement) -> set[str]:
    return {decision.rule_id for decision in judgement.decisions}


@pytest.mark.parametrize("act", GATED, ids=lambda act: act.value)
def test_without_a_pack_in_force_every_gated_act_stops(act: Act) -> None:
    judgement = judge([CN], act, {}, date(2020, 12, 31))
    assert [decision.rule_id for decision in judgement.refusals] == [NONE_IN_FORCE]
    assert judgement.refusals[0].remedy.code == "load_pack"
    assert not judge([], act, {}, DAY).is_lawful
    assert not judge([CN], act, {}, DAY, jurisdiction="uk").is_lawful


def test_a_branch_pack_alone_does_not_open_the_gate() -> None:
    assert [d.rule_id for d in judge([BRANCH], Act.CALL, {}, DAY).refusals] == [NONE_IN_FORCE]


def test_an_unknown_fact_or_a_wrong_kind_is_never_passed_over() -> None:
    with pytest.raises(BadFact, match="unknown_fact"):
        judge([CN], Act.CALL, {"local_strat": time(9)}, DAY)
    with pytest.raises(BadFact, match="wrong_kind"):
        judge([CN], Act.CALL, {"connected_calls_today": "3"}, DAY)
    with pytest.raises(BadFact):
        find_breaches([CN], Act.CALL, {"holds": frozenset({"quarrel"})}, DAY)


def test_a_record_is_never_gated() -> None:
    with pytest.raises(ValueError, match="never gated"):
        judge([CN], Act.RECORD, {}, DAY)


def test_a_missing_fact_speaks_with_the_rules_own_outcome_and_is_named() -> None:
    judgement = judge([CN], Act.VISIT, {"crew_size": 2}, DAY)
    by_rule = {decision.rule_id: decision for decision in judgement.decisions}
    assert "CN-VIS-01" not in by_rule
    assert by_rule["CN-STF-01"].outcome is Outcome.REFUSED
    assert by_rule["CN-STF-01"].missing_facts == ("crew_trained_on_date",)
    assert by_rule["CN-DAY-01"].outcome is Outcome.HINT
    assert "crew_trained_on_date" in judgement.missing_facts


def test_a_call_at_2205_is_a_breach_once_it_happened_and_is_never_refused() -> None:
    breaches = find_breaches([CN], Act.CALL, LATE, DAY)
    assert {"CN-TIME-01", "CN-TIME-02"} <= {decision.rule_id for decision in breaches}
    assert all(not decision.missing_facts for decision in breaches)


def test_what_the_record_does_not_say_is_unproven_and_no_breach() -> None:
    told = {**LATE, "local_start": time(10), "products": frozenset({"loan"})}
    assert find_breaches([CN], Act.CALL, told, DAY) == ()
    unproven = {
        decision.rule_id: decision.missing_facts for decision in find_unproven([CN], Act.CALL, told, DAY)
    }
    assert unproven["CN-REC-02"] == ("recording_made",)


def test_a_visit_that_went_inside_without_consent_is_a_breach_of_the_civil_code_once() -> None:
    told: Facts = {**LATE, "entry": "home", "entry_consent_noted": False, "local_start": time(10)}
    found = [decision.rule_id for decision in find_breaches([CN], Act.VISIT, told, DAY)]
    assert found.count("CN-PRIV-02") == 1


def test_branch_orders_and_practice_are_no_breaches() -> None:
    told: Facts = {
        **LATE,
        "crew_has_safety_officer": False,
        "crew_has_collection_officer": True,
        "daylight": False,
    }
    found = find_breaches([CN], Act.VISIT, told, DAY)
    assert {decision.force for decision in found}.isdisjoint({Force.BRANCH, Force.PRACTICE})


def test_an_unanswered_fourth_call_is_no_breach_but_could_not_be_planned() -> None:
    told: Facts = {**LATE, "local_start": time(10), "connected_calls_today": 3}
    assert "CN-FREQ-01" in _ids(judge([CN], Act.CALL, {k: v for k, v in told.items() if k != "reached"}, DAY))
    assert "CN-FREQ-01" in {d.rule_id for d in find_breaches([CN], Act.CALL, told, DAY)}
    assert "CN-FREQ-01" not in {
        d.rule_id for d in find_breaches([CN], Act.CALL, {**told, "reached": False}, DAY)
    }


def test_a_refusal_by_the_clock_names_the_earliest_lawful_start() -> None:
    decision = next(d for d in judge([CN], Act.CALL, LATE, DAY).refusals if d.rule_id == "CN-TIME-02")
    assert decision.remedy.param("day") == date(2026, 3, 19)
    assert decision.remedy.param("start") == time(8)
    judgement = judge([CN], Act.CALL, {**LATE, "local_start": time(7, 59)}, DAY)
    early = next(d for d in judgement.refusals if d.rule_id == "CN-TIME-02").remedy
    assert (early.param("day"), early.param("start")) == (DAY, time(8))


def test_a_refusal_by_frequency_and_the_clock_names_a_start_that_suits_both() -> None:
    busy = {**LATE, "local_start": time(7), "connected_calls_today": 3}
    for decision in judge([CN], Act.CALL, {k: v for k, v in busy.items() if k != "reached"}, DAY).refusals:
        if decision.rule_id in ("CN-TIME-02", "CN-FREQ-01"):
            assert decision.remedy.param("day") == date(2026, 3, 19)
            assert decision.remedy.param("start") == time(8)


def test_the_heaviest_decision_comes_first_and_sets_the_outcome() -> None:
    judgement = judge([CN, BRANCH], Act.CALL, {**LATE, "local_start": time(21)}, DAY)
    assert "BR-TIME-01" in {decision.rule_id for decision in judgement.needing_reason}
    weights = [decision.outcome.weight for decision in judgement.decisions]
    assert weights == sorted(weights, reverse=True)


def test_a_judgement_is_plain_for_scripts() -> None:
    plain = plain_judgement(judge([CN], Act.CALL, LATE, DAY))
    assert plain["verdict"] == "refused"
    decisions = plain["decisions"]
    assert isinstance(decisions, list)
    hours = next(one for one in decisions if one["rule"] == "CN-TIME-02")
    assert hours["facts"]["local_start"] == "22:05:00"
    assert hours["remedy"] == {
        "code": "wait_for_hours", "from": "08:00", "to": "22:00", "day": "2026-03-19", "start": "08:00:00",
        "makes": {},
    }  # fmt: skip


def test_the_facts_a_form_needs_are_told() -> None:
    needed = facts_needed([CN], Act.REPORT, DAY)
    assert needed == ("bureau_notice_given",)
    assert {"crew_size", "holds", "local_end"} <= set(facts_needed([CN], Act.VISIT, DAY))


def _values(name: str) -> st.SearchStrategy[FactValue]:
    fact = REGISTRY[name]
    match fact.kind:
        case Kind.YES_NO:
            return st.booleans()
        case Kind.NUMBER:
            return st.integers(0, 130)
        case Kind.CLOCK:
            return st.times().map(lambda clock: clock.replace(microsecond=0))
        case Kind.DAY:
            return st.just(DAY)
        case Kind.CODE:
            return st.sampled_from(fact.codes)
        case Kind.CODES:
            return st.frozensets(st.sampled_from(fact.codes), max_size=3)


any_facts: st.SearchStrategy[dict[str, FactValue]] = st.lists(
    st.sampled_from(sorted(REGISTRY)).flatmap(lambda name: st.tuples(st.just(name), _values(name))),
    max_size=40,
).map(dict)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(GATED), any_facts, st.randoms(use_true_random=False))
def test_a_judgement_does_not_depend_on_the_order_of_packs_rules_or_facts(
    act: Act, facts: Facts, random: object
) -> None:
    shuffle = random.shuffle  # type: ignore[attr-defined]
    rules, names, packs = list(CN.rules), list(facts), [CN, BRANCH]
    shuffle(rules), shuffle(names)
    mixed = RulePack(
        CN.id, CN.jurisdiction, CN.version, CN.effective_from, CN.effective_to, CN.title, tuple(rules)
    )
    expected = judge(packs, act, facts, DAY)
    assert judge([BRANCH, mixed], act, {name: facts[name] for name in names}, DAY) == expected
    assert judge(packs, act, facts, DAY) == expected


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([Act.CALL, Act.MESSAGE, Act.LETTER, Act.VISIT]), any_facts)
def test_incoming_contact_is_never_blocked(act: Act, facts: dict[str, FactValue]) -> None:
    incoming = {**facts, "direction": "incoming"}
    assert judge([CN, BRANCH], act, incoming, DAY).outcome is Outcome.ALLOWED
    assert judge([], act, incoming, DAY).is_lawful


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(GATED), any_facts)
def test_an_added_rule_never_allows_more(act: Act, facts: Facts) -> None:
    alone, stricter = judge([CN], act, facts, DAY), judge([CN, BRANCH], act, facts, DAY)
    assert stricter.outcome.weight >= alone.outcome.weight
    assert _ids(alone) <= _ids(stricter)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(GATED), any_facts)
def test_a_fact_more_never_makes_a_settled_rule_speak(act: Act, facts: dict[str, FactValue]) -> None:
    settled = {d.rule_id for d in judge([CN], act, facts, DAY).decisions if not d.missing_facts}
    fuller: dict[str, FactValue] = {"crew_size": 2, "point_blocked": False, "borrower_lost": True, **facts}
    assert settled <= _ids(judge([CN], act, fuller, DAY))


def test_every_kind_of_value_is_hashable_so_that_judgements_compare() -> None:
    assert bool in get_args(FactValue)
    assert hash(judge([CN], Act.CALL, LATE, DAY))
