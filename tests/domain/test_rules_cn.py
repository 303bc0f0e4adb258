"""Every rule of the shipped cn pack speaks in a case it forbids and is silent in the nearest case it allows."""

from __future__ import annotations

from datetime import date, time
from typing import NamedTuple

import pytest

from collectdesk import resources
from collectdesk.domain.rules.book import load_book
from collectdesk.domain.rules.facts import Facts, FactValue
from collectdesk.domain.rules.gate import Decision, find_breaches, find_unproven, judge
from collectdesk.domain.rules.packs import Act, Certainty, Force, Outcome
from collectdesk.domain.rules.remedies import TIMED

DAY = date(2026, 3, 18)
FILE = "cn-2026.1.toml"
BOOK, FAULTS = load_book([(FILE, resources.path("rules", "cn", FILE).read_text(encoding="utf-8"))])
PACK = BOOK.packs[0]
RULES = {rule.id: rule for rule in PACK.rules}

CONTACT: dict[str, FactValue] = {
    "local_start": time(10), "local_end": time(10, 30), "local_date": DAY, "is_workday": True, "is_holiday": False,
    "direction": "outgoing", "contact_role": "debtor", "contact_purpose": "collect",
    "contact_agreed_evening": False, "point_source": "contract", "point_blocked": False,
    "holds": frozenset(), "statutory_notice": False, "attempts_today_same_point": 0, "connected_calls_today": 0,
    "products": frozenset({"loan", "card"}), "by_agency": False, "channel_approved": True,
    "frequency_agreed": False, "guarantee_in_force": True,
    "contact_refused": False, "third_party_volunteers": False, "borrower_lost": False,
    "lost_proof_kept": False, "wish_against_channel": False, "wish_against_place": False,
}  # fmt: skip
TEXT: dict[str, FactValue] = {
    "template_approved": True, "forbidden_content": frozenset(), "payment_account_official": True,
    "shown_in_public": False, "card_number_whole": False, "letter_fields_missing": 0, "waives_limitation": False,
}  # fmt: skip
VISIT: dict[str, FactValue] = {
    "crew_size": 2, "crew_has_collection_officer": True, "crew_has_safety_officer": True,
    "crew_trained_on_date": True, "crew_related_to_customer": False, "prior_notice_given": True,
    "high_risk": False, "extra_care": False, "supervisor_approved": True, "daylight": True, "entry": "door_only",
    "entry_consent_noted": False, "days_since_last_visit": 30,
}  # fmt: skip
AFTER: dict[str, FactValue] = {
    "reached": True, "identity_stated": True, "identification_shown": True, "recording_made": True,
    "recording_refusal_noted": False, "filmed_inside": False, "filming_consent_noted": False, "cash_taken": False,
    "sensitive_proof_kept": False, "separate_consent_noted": False, "shown_in_public": False,
    "forbidden_content": frozenset(),
}  # fmt: skip
LAWFUL: dict[Act, dict[str, FactValue]] = {
    Act.CALL: CONTACT,
    Act.MESSAGE: {**CONTACT, **TEXT},
    Act.LETTER: {**CONTACT, **TEXT},
    Act.VISIT: {**CONTACT, **VISIT},
    Act.DISCLOSURE: {
        "to_role": "debtor", "recipient_kind": "person", "entrusting_agreed": True, "impact_assessed": True,
        "discloses_debt": True, "disclosure_consent": False, "identity_verified": True,
    },
    Act.SOLUTION: {
        "product_kind": "card", "solution_kind": "instalments", "term_months": 60, "original_term_months": 24,
        "total_term_months": 60, "loan_purpose": "consumption", "applied_before_due": True,
        "changes_burden_of_guarantor": False, "guarantor_consent": False, "agreement_items_missing": 0,
        "funded_by_new_loan": False, "waives_limitation": False, "supervisor_approved": True,
        "payment_account_official": True,
    },
    Act.REPORT: {"bureau_notice_given": True},
    Act.RETENTION: {"record_kind": "collection_recording", "kept_months": 24, "products": frozenset({"card"})},
}  # fmt: skip

NIGHT: Facts = {"local_start": time(22), "local_end": time(22, 30)}
THIRD: Facts = {
    "contact_role": "contact_person",
    "contact_purpose": "ask_whereabouts",
    "point_source": "reserved",
}
LOST: Facts = {**THIRD, "borrower_lost": True, "lost_proof_kept": True}
AGENCY: Facts = {"by_agency": True, "agency_listed": True, "agency_reviewed": True}
ENTRUSTED: Facts = {"recipient_kind": "entrusted_agency", "to_role": "third_party"}
BUSINESS: Facts = {"product_kind": "loan", "loan_purpose": "business"}
EXTENSION: Facts = {"product_kind": "loan", "solution_kind": "extension", "original_term_months": 24}


def _held(*kinds: str) -> Facts:
    return {"holds": frozenset(kinds)}


class Case(NamedTuple):
    """What is done, which facts differ from a lawful act when the rule speaks, and which when it just doesn't."""

    rule: str
    act: Act
    forbidden: Facts
    allowed: Facts
    recorded: bool = False
    on: date = DAY


def _said(kind: str) -> Facts:
    return {"forbidden_content": frozenset({kind})}


CASES = [
    Case("CN-TIME-01", Act.CALL, NIGHT, {"local_start": time(21, 59, 59)}),
    Case("CN-TIME-01", Act.VISIT, {"local_start": time(7, 59, 59)}, {"local_start": time(8)}),
    Case("CN-TIME-01", Act.MESSAGE, NIGHT, {**NIGHT, "contact_agreed_evening": True}),
    Case("CN-TIME-02", Act.MESSAGE, NIGHT, {"local_start": time(8)}),
    Case("CN-TIME-02", Act.CALL, {"local_start": time(7, 59, 59)}, {**NIGHT, "contact_agreed_evening": True}),
    Case("CN-VIS-06", Act.VISIT, {"local_start": time(21, 30), "local_end": time(22, 1)},
         {"local_start": time(21, 30), "local_end": time(22)}),
    Case("CN-DAY-01", Act.VISIT, {"daylight": False}, {"daylight": True}),
    Case("CN-DAY-02", Act.CALL, {"is_holiday": True}, {"is_holiday": True, "contact_purpose": "answer"}),
    Case("CN-FREQ-01", Act.CALL, {"connected_calls_today": 3}, {"connected_calls_today": 2}),
    Case("CN-FREQ-02", Act.CALL, {"attempts_today_same_point": 6}, {"attempts_today_same_point": 5}),
    Case("CN-FREQ-03", Act.CALL, {"connected_calls_today": 1}, {"connected_calls_today": 0}),
    Case("CN-FREQ-04", Act.VISIT, {"days_since_last_visit": 6}, {"days_since_last_visit": 7}),
    Case("CN-OBJ-01", Act.CALL, {**LOST, "contact_purpose": "collect"}, LOST),
    Case("CN-OBJ-02", Act.CALL, {**LOST, "contact_purpose": "collect"},
         {**LOST, "contact_purpose": "collect", "products": frozenset({"loan"})}),
    Case("CN-OBJ-03", Act.LETTER, {"contact_role": "guarantor", "guarantee_in_force": False},
         {"contact_role": "guarantor"}),
    Case("CN-CONT-01", Act.CALL, THIRD, {**THIRD, **_held("death")}),
    Case("CN-CONT-02", Act.CALL, {**LOST, "lost_proof_kept": False}, LOST),
    Case("CN-CONT-03", Act.CALL, {**LOST, "contact_purpose": "notify"}, {**LOST, "contact_purpose": "pass_message"}),
    Case("CN-CONT-04", Act.MESSAGE, {"point_source": "unknown"}, {"point_source": "public"}),
    Case("CN-CONT-05", Act.CALL, {**LOST, "point_source": "public"}, LOST),
    Case("CN-CONT-06", Act.CALL, {**LOST, "contact_refused": True}, LOST),
    Case("CN-PRIV-01", Act.CALL, {"point_blocked": True}, {"point_blocked": False}),
    Case("CN-CHAN-01", Act.CALL, {"by_agency": True, "channel_approved": False}, {"channel_approved": False}),
    Case("CN-CHAN-03", Act.CALL, {"channel_approved": False}, {"channel_approved": True}),
    Case("CN-CHAN-05", Act.MESSAGE, {"channel_approved": False}, {"channel_approved": True}),
    Case("CN-CHAN-02", Act.LETTER, {"payment_account_official": False}, {}),
    Case("CN-CHAN-04", Act.VISIT, {"cash_taken": True}, {}, recorded=True),
    Case("CN-TRUTH-01", Act.LETTER, _said("false_bureau"), _said("threat")),
    Case("CN-TRUTH-02", Act.MESSAGE, _said("new_borrowing"), {}),
    Case("CN-TRUTH-03", Act.SOLUTION, {"funded_by_new_loan": True}, {}),
    Case("CN-ID-02", Act.LETTER, _said("impersonation"), {}),
    Case("CN-CRM-02", Act.CALL, _said("threat"), _said("exaggeration"), recorded=True, on=date(2025, 12, 31)),
    Case("CN-TPL-01", Act.LETTER, {"template_approved": False}, {}),
    Case("CN-PUB-01", Act.LETTER, {"shown_in_public": True}, {}),
    Case("CN-LTR-01", Act.LETTER, {"letter_fields_missing": 1},
         {"letter_fields_missing": 1, "products": frozenset({"loan"})}),
    Case("CN-LTR-03", Act.LETTER, {"card_number_whole": True}, {}),
    Case("CN-RST-02", Act.CALL, _held("plan_active"), {**_held("plan_active"), "statutory_notice": True}),
    Case("CN-HOLD-01", Act.VISIT, _held("negotiation"), {**_held("negotiation"), "contact_purpose": "arrange"}),
    Case("CN-HOLD-02", Act.CALL, _held("dispute"), {**_held("dispute"), "statutory_notice": True}),
    Case("CN-HOLD-03", Act.CALL, _held("lawyer"), {**_held("lawyer"), "contact_role": "attorney"}),
    Case("CN-HOLD-04", Act.CALL, _held("death"), {**_held("death"), "contact_purpose": "answer"}),
    Case("CN-HOLD-05", Act.CALL, _held("hardship"), {**_held("hardship"), "contact_purpose": "arrange"}),
    Case("CN-HOLD-06", Act.VISIT, _held("minor"), {**_held("minor"), "statutory_notice": True}),
    Case("CN-WISH-01", Act.CALL, {"quiet_from": time(9), "quiet_until": time(10, 0, 1)},
         {"quiet_from": time(9), "quiet_until": time(10)}),
    Case("CN-WISH-01", Act.VISIT, {"quiet_from": time(22), "quiet_until": time(10, 0, 1)},
         {"quiet_from": time(10, 0, 1), "quiet_until": time(9, 59, 59), "local_start": time(10)}),
    Case("CN-WISH-02", Act.LETTER, {"wish_against_channel": True},
         {"wish_against_channel": True, "statutory_notice": True}),
    Case("CN-WISH-03", Act.VISIT, {"wish_against_place": True}, {"wish_against_place": False}),
    Case("CN-VIS-01", Act.VISIT, {"crew_size": 1}, {"crew_size": 2}),
    Case("CN-VIS-08", Act.VISIT, {"crew_has_safety_officer": False}, {}),
    Case("CN-STF-01", Act.VISIT, {"crew_trained_on_date": False}, {}),
    Case("CN-VIS-09", Act.VISIT, {"crew_related_to_customer": True}, {}),
    Case("CN-VIS-10", Act.VISIT, {"prior_notice_given": False},
         {"prior_notice_given": False, "borrower_lost": True, "lost_proof_kept": True}),
    Case("CN-VIS-11", Act.VISIT, {"high_risk": True, "supervisor_approved": False}, {"high_risk": True}),
    Case("CN-VIS-14", Act.VISIT, {"extra_care": True, "crew_safety_experienced": False},
         {"extra_care": True, "crew_safety_experienced": True}),
    Case("CN-VIS-15", Act.VISIT, {"extra_care": True, "local_start": time(17, 45), "local_end": time(18, 15)},
         {"extra_care": True, "local_start": time(17), "local_end": time(17, 45)}),
    Case("CN-VIS-16", Act.VISIT, {"extra_care": True, "caution_noted": False},
         {"extra_care": True, "caution_noted": True}),
    Case("CN-VIS-03", Act.VISIT, {"entry": "office"}, {"entry": "office", "entry_consent_noted": True}),
    Case("CN-VIS-03", Act.VISIT, {"entry": "home"}, {"entry": "public_place"}, recorded=True),
    Case("CN-VIS-12", Act.VISIT, {"recording_made": False, "recording_refusal_noted": False},
         {"recording_made": False, "recording_refusal_noted": True}),
    Case("CN-VIS-13", Act.VISIT, {"identification_shown": False}, {"identification_shown": True}),
    Case("CN-PRIV-02", Act.VISIT, {"entry": "home"}, {"entry": "home", "entry_consent_noted": True}),
    Case("CN-PRIV-02", Act.VISIT, {"entry": "hotel_room"}, {"entry": "office"}, recorded=True),
    Case("CN-PRIV-03", Act.VISIT, {"filmed_inside": True}, {"filmed_inside": True, "filming_consent_noted": True},
         recorded=True),
    Case("CN-ID-01", Act.CALL, {"identity_stated": False}, {"identity_stated": False, "reached": False},
         recorded=True),
    Case("CN-VIS-02", Act.VISIT, {"identification_shown": False}, {"identification_shown": False, "reached": False},
         recorded=True),
    Case("CN-VIS-04", Act.VISIT, {"recording_made": False}, {"recording_made": False, "recording_refusal_noted": True},
         recorded=True),
    Case("CN-REC-01", Act.CALL, {"recording_made": False},
         {"recording_made": False, "products": frozenset({"loan"})}, recorded=True),
    Case("CN-REC-02", Act.CALL, {"recording_made": False}, {"recording_made": False, "reached": False}, recorded=True),
    Case("CN-PI-06", Act.VISIT, {"sensitive_proof_kept": True},
         {"sensitive_proof_kept": True, "separate_consent_noted": True}, recorded=True),
    Case("CN-REC-03", Act.RETENTION, {"kept_months": 23}, {"kept_months": 24}),
    Case("CN-REC-04", Act.RETENTION, {"record_kind": "impact_assessment", "kept_months": 35},
         {"record_kind": "impact_assessment", "kept_months": 36}),
    Case("CN-DIS-01", Act.DISCLOSURE, {"to_role": "third_party"},
         {"to_role": "third_party", "disclosure_consent": True}),
    Case("CN-DIS-02", Act.DISCLOSURE, {"to_role": "contact_person"},
         {"to_role": "contact_person", "discloses_debt": False}),
    Case("CN-DIS-03", Act.DISCLOSURE, {"identity_verified": False}, {}),
    Case("CN-CR-01", Act.REPORT, {"bureau_notice_given": False}, {}),
    Case("CN-RST-01", Act.SOLUTION, {"term_months": 61}, {"term_months": 60}),
    Case("CN-RST-07", Act.SOLUTION, {"agreement_items_missing": 1}, {}),
    Case("CN-RST-03", Act.SOLUTION, {**EXTENSION, "term_months": 12, "applied_before_due": False},
         {**EXTENSION, "term_months": 12}),
    Case("CN-RST-04", Act.SOLUTION, {**EXTENSION, "original_term_months": 12, "term_months": 13},
         {**EXTENSION, "original_term_months": 12, "term_months": 12}),
    Case("CN-RST-04-2", Act.SOLUTION, {**EXTENSION, "term_months": 13}, {**EXTENSION, "term_months": 12}),
    Case("CN-RST-04-3", Act.SOLUTION, {**EXTENSION, "original_term_months": 120, "term_months": 37},
         {**EXTENSION, "original_term_months": 120, "term_months": 36}),
    Case("CN-RST-05", Act.SOLUTION, {"product_kind": "loan", "total_term_months": 61},
         {"product_kind": "loan", "total_term_months": 61, "loan_purpose": "business"}),
    Case("CN-RST-05-2", Act.SOLUTION, {**BUSINESS, "total_term_months": 121}, {**BUSINESS, "total_term_months": 120}),
    Case("CN-RST-05-3", Act.SOLUTION, {**BUSINESS, "total_term_months": 61}, {**BUSINESS, "total_term_months": 60}),
    Case("CN-GUA-01", Act.VISIT, {"contact_role": "guarantor", "guarantee_in_force": False},
         {"contact_role": "guarantor"}),
    Case("CN-LIM-05-2", Act.CALL, {"limitation_expired": True}, {"limitation_expired": False}),
    Case("CN-LIM-05-3", Act.LETTER, {"limitation_expired": True, "claims_enforceable": True},
         {"limitation_expired": True, "claims_enforceable": False}),
    Case("CN-CRM-02-2", Act.LETTER, _said("stalking"), _said("exaggeration")),
    Case("CN-CRM-01", Act.VISIT, _said("coercion"), _said("insult"), recorded=True),
    Case("CN-OBJ-02-2", Act.CALL, _said("insult"), {**_said("insult"), "products": frozenset({"loan"})}, recorded=True),
    Case("CN-AGY-01", Act.CALL, {**AGENCY, "agency_listed": False}, AGENCY),
    Case("CN-AGY-02", Act.CALL, {**AGENCY, "agency_reviewed": False}, AGENCY),
    Case("CN-STF-02", Act.VISIT, {"crew_cleared": False}, {"crew_cleared": True}),
    Case("CN-VIS-05", Act.VISIT, {"dress_misleading": True}, {"dress_misleading": False}, recorded=True),
    Case("CN-PI-04", Act.DISCLOSURE, {"recipient_kind": "processor"},
         {"recipient_kind": "processor", "disclosure_consent": True}),
    Case("CN-PI-05", Act.DISCLOSURE, {"recipient_kind": "publication"}, {}),
    Case("CN-AGY-03", Act.DISCLOSURE, {**ENTRUSTED, "entrusting_agreed": False}, ENTRUSTED),
    Case("CN-PI-11", Act.DISCLOSURE, {**ENTRUSTED, "impact_assessed": False}, ENTRUSTED),
    Case("CN-GUA-02", Act.SOLUTION, {"changes_burden_of_guarantor": True},
         {"changes_burden_of_guarantor": True, "guarantor_consent": True}),
    Case("CN-LIM-05", Act.SOLUTION, {"waives_limitation": True}, {}),
    Case("CN-SOL-01", Act.SOLUTION, {"solution_kind": "waiver", "supervisor_approved": False},
         {"solution_kind": "waiver"}),
]  # fmt: skip


def _clause(case: Case) -> str:
    when = "recorded" if case.recorded else "planned"
    return f"{case.rule} {RULES[case.rule].citation.clause.en} {when} {case.act.value}"


def _speaking(case: Case, facts: Facts) -> dict[str, Decision]:
    if case.recorded:
        told = {**LAWFUL[case.act], **AFTER, **facts}
        return {decision.rule_id: decision for decision in find_breaches([PACK], case.act, told, case.on)}
    told = {**LAWFUL[case.act], **facts}
    return {decision.rule_id: decision for decision in judge([PACK], case.act, told, case.on).decisions}


def test_the_shipped_pack_loads_without_a_fault() -> None:
    assert FAULTS == ()


def test_every_rule_of_the_pack_has_a_case() -> None:
    assert {case.rule for case in CASES} == set(RULES)


@pytest.mark.parametrize("case", CASES, ids=_clause)
def test_forbidden(case: Case) -> None:
    decision = _speaking(case, case.forbidden).get(case.rule)
    assert decision is not None
    rule = RULES[case.rule]
    assert (decision.outcome, decision.citation) == (rule.outcome, rule.citation)
    assert decision.missing_facts == ()
    assert {name for name, _ in decision.facts_used} <= rule.condition.names


@pytest.mark.parametrize("case", CASES, ids=_clause)
def test_just_allowed(case: Case) -> None:
    assert case.rule not in _speaking(case, case.allowed)


@pytest.mark.parametrize("case", CASES, ids=_clause)
def test_the_remedy_silences_the_rule(case: Case) -> None:
    decision = _speaking(case, case.forbidden)[case.rule]
    made = dict(decision.remedy.makes)
    if decision.remedy.code in TIMED and decision.outcome is Outcome.REFUSED and not case.recorded:
        made.update(connected_calls_today=0, attempts_today_same_point=0)
        start = decision.remedy.param("start")
        assert isinstance(start, time)
        made.update(local_start=start, local_end=start)
    assert made, "a remedy has to say which facts it would change"
    assert case.rule not in _speaking(case, {**case.forbidden, **made})


@pytest.mark.parametrize("act", LAWFUL, ids=lambda act: act.value)
def test_an_ordinary_act_by_day_is_allowed_without_a_word(act: Act) -> None:
    assert judge([PACK], act, LAWFUL[act], DAY).decisions == ()


def test_an_orderly_visit_and_call_leave_no_breach_and_nothing_unproven() -> None:
    for act in (Act.VISIT, Act.CALL):
        told = {**LAWFUL[act], **AFTER}
        assert find_breaches([PACK], act, told, DAY) == ()
        assert find_unproven([PACK], act, told, DAY) == ()


def test_a_lost_borrower_may_be_visited_without_prior_contact() -> None:
    facts = {**LAWFUL[Act.VISIT], "prior_notice_given": False, "borrower_lost": True}
    assert judge([PACK], Act.VISIT, facts, DAY).decisions == ()


def test_a_statutory_notice_passes_every_hold_but_not_the_night() -> None:
    every = frozenset(
        {"dispute", "complaint", "plan_active", "negotiation", "death", "stop_request", "minor"}
    )
    notice = {**LAWFUL[Act.VISIT], "holds": every, "statutory_notice": True}
    assert judge([PACK], Act.VISIT, notice, DAY).decisions == ()
    assert not judge([PACK], Act.VISIT, {**notice, **NIGHT}, DAY).is_lawful


def test_practice_only_hints_and_a_should_not_asks_for_a_reason() -> None:
    assert all(rule.outcome is Outcome.HINT for rule in PACK.rules if rule.force is Force.PRACTICE)
    assert RULES["CN-FREQ-02"].outcome is Outcome.NEEDS_REASON


def test_no_rule_from_memory_claims_the_force_of_a_source() -> None:
    for rule in PACK.rules:
        if rule.certainty is Certainty.MEMORY:
            assert rule.force in (Force.PRACTICE, Force.BRANCH), rule.id


def test_a_rule_binds_only_from_the_day_of_its_instrument() -> None:
    late = {**LAWFUL[Act.CALL], **NIGHT}
    assert not judge([PACK], Act.CALL, late, date(2025, 2, 28)).is_lawful
    assert judge([PACK], Act.CALL, late, date(2025, 2, 27)).is_lawful
