"""Every code that risk, worth, promises and arrangements can raise has its sentence, in both languages."""

from __future__ import annotations

import ast
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from collectdesk import resources, terms_risk
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.risk import overriding, risk, risk_facts, risk_scorecard, worth
from collectdesk.domain.risk.risk_facts import FEATURES
from collectdesk.domain.risk.risk_scorecard import TableName, load_scorecard
from collectdesk.domain.solutions import arrangements, promises, schedules
from collectdesk.terms_trouble import sentence
from collectdesk.words import for_language

CARD = load_scorecard(
    resources.path("scorecards", "cn-expert-1.toml").read_text(encoding="utf-8"), "cn-expert-1.toml"
)
TABLES = {
    name: table
    for name, table in vars(terms_risk).items()
    if name[0].isupper() and name.isupper() and isinstance(table, dict)
}
ROOMS = (promises, schedules, arrangements, risk_facts, risk_scorecard, worth, risk)


def texts_in_code() -> set[str]:
    """Every string in the modules that looks like a code of ours."""
    code = re.compile(r"(promise|plan|arrangement|facts|worth|scorecard|priors|visit|hold)\.[a-z0-9_]+")
    trees = [ast.parse(Path(str(room.__file__)).read_text(encoding="utf-8")) for room in ROOMS]
    nodes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return {node.value for node in nodes if isinstance(node.value, str) and code.fullmatch(node.value)}


def test_every_code_in_the_modules_has_a_sentence() -> None:
    known = {code for table in TABLES.values() for code in table}
    assert texts_in_code() - known - {"worth.weigh_visit"} == set()
    assert {f"hold.{code}" for code in risk.HOLD_CODES} <= set(terms_risk.VISIT_REASONS)


def test_every_line_of_the_shipped_card_has_its_words() -> None:
    rows = (*CARD.willingness, *CARD.ability)
    bins = [found for row in rows for found in (*row.bins, row.unknown)]
    assert {found.reason for found in bins} | {risk.LIMIT} == set(terms_risk.REASONS)
    assert {found.label for found in bins} | {risk.LIMIT} == set(terms_risk.BIN_LABELS)
    assert set(terms_risk.CHARACTERISTICS) - {risk.LIMIT} <= set(FEATURES)
    assert {row.field for row in rows} <= set(terms_risk.CHARACTERISTICS)


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        (risk.Quadrant, terms_risk.QUADRANTS),
        (risk.RiskLevel, terms_risk.LEVELS),
        (risk.Strategy, terms_risk.STRATEGIES),
        (overriding.OverrideCode, terms_risk.OVERRIDE_CODES),
        (risk.Care, terms_risk.CARE),
        (worth.Means, terms_risk.MEANS),
    ],
)
def test_every_choice_has_its_word(kind: type, table: dict[str, str]) -> None:
    assert {member.value for member in kind} == set(table)  # type: ignore[attr-defined]


def test_every_sentence_is_chinese_with_the_same_placeholders() -> None:
    chinese: dict[str, str] = {}
    for catalogue in ("risk.po", "solutions.po"):
        with resources.path("locale", "zh_CN", catalogue).open("rb") as file:
            chinese |= {str(message.id): str(message.string) for message in read_po(file) if message.id}
    sentences = {sentence for table in TABLES.values() for sentence in table.values()}
    assert sentences <= set(chinese)
    name = re.compile(r"{(\w+)")
    for english, translated in chinese.items():
        assert translated
        assert set(name.findall(translated)) <= set(name.findall(str(english))), english


def test_a_refusal_reads_as_a_sentence_with_its_figures() -> None:
    refused = Refused("plan.never_repays", instalment=Money.yuan(1_500), interest=Money.yuan(1_600))
    assert sentence(for_language("en"), refused) == (
        "¥ 1,500.00 a month never repays the debt: the first month alone costs ¥ 1,600.00 of interest."
    )


def test_a_wrong_card_is_told_with_file_and_line() -> None:
    refused = Refused(
        "scorecard.unknown_field", file="mine.toml", line=46, row="sex", field="field", value="sex"
    )
    assert sentence(for_language("en"), refused) == (
        "mine.toml, line 46, sex field: “sex” may not be used for scoring. Nothing was loaded."
    )


def test_a_state_inside_a_refusal_is_worded_too() -> None:
    refused = Refused(
        "arrangement.impossible_move",
        state=arrangements.ArrangementState.BROKEN,
        to=arrangements.ArrangementState.ACTIVE,
    )
    assert sentence(for_language("en"), refused) == "An arrangement cannot go from “In breach” to “Running”."


def test_a_reason_is_read_out_with_its_points() -> None:
    reason = risk.RiskReason("promises_kept", TableName.WILLINGNESS, "promises_kept.two_or_more", 12, 2)
    assert terms_risk.reason_with_points(for_language("en"), reason) == "+12: 2 promises were kept"


def test_a_hold_of_the_branchs_own_still_gets_a_sentence() -> None:
    said = terms_risk.visit_reason(for_language("en"), "hold.flood")
    assert said == "No visit while the hold “flood” stands."


def test_a_hint_names_its_amounts() -> None:
    hint = promises.PromiseHint(
        "promise.below_overdue", {"short": Money.yuan(20), "overdue": Money.yuan(520)}
    )
    said = terms_risk.promise_hint(for_language("en"), hint)
    assert said == "The promise leaves ¥ 20.00 of ¥ 520.00 unpaid."


def test_a_date_and_a_rate_inside_a_refusal_are_written_out() -> None:
    late = Refused("plan.first_due_not_after_today", first_due_on=date(2026, 3, 1), today=date(2026, 3, 18))
    assert "2026-03-01" in sentence(for_language("en"), late)
    absurd = Refused("plan.rate_absurd", annual_rate=Decimal("4.90"))
    assert "4.90" in sentence(for_language("en"), absurd)


def test_a_code_from_elsewhere_is_named_instead_of_hidden() -> None:
    assert (
        sentence(for_language("en"), Refused("moon.full"))
        == "This isn't possible (code moon.full). Nothing was changed."
    )


def test_a_branchs_own_band_is_shown_as_it_is() -> None:
    assert terms_risk.bin_label(for_language("en"), "二至三期") == "二至三期"
