"""The heading row is found wherever it stands, and never guessed where it is unclear."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from collectdesk import terms_trouble
from collectdesk.domain.intake.imports import BadFile, LedgerKind
from collectdesk.ledgers import fields, headings
from collectdesk.terms_ledgers import sentence
from collectdesk.words import CHINESE, ENGLISH, Words
from ledgers.files import headings_of

if TYPE_CHECKING:
    from collectdesk.ledgers.cells import Cell

PAYMENTS: list[Cell] = ["流水号", "借据号", "交易日期", "还款金额"]


def refusal(rows: list[list[Cell]], asked: LedgerKind | None = None) -> BadFile:
    with pytest.raises(BadFile) as caught:
        headings.find_headings(rows, asked)
    return caught.value


def test_a_missing_column_is_named_as_files_write_it_and_with_its_meaning_in_english() -> None:
    refused = refusal([["清单"], ["流水号", "借据号"]])
    assert refused.code == "column.missing"
    assert refused.facts["found"] == "流水号、借据号"
    assert refused.facts["line"] == "2"
    chinese, english = Words(CHINESE), Words(ENGLISH)
    for said in (terms_trouble.sentence, lambda words, error: sentence(error.code, error.facts, words)):
        assert "交易日期、还款金额" in said(chinese, refused)
        assert "Amount" not in said(chinese, refused)
        assert "还款金额 (Amount)" in said(english, refused)


@pytest.mark.parametrize("kind", list(LedgerKind))
def test_every_demanded_column_is_missed_when_it_is_left_out(kind: LedgerKind) -> None:
    for name in fields.REQUIRED[kind]:
        row = [
            heading for heading in headings_of(kind, "zh") if heading != fields.chinese_heading(kind, name)
        ]
        refused = refusal([row], kind)  # type: ignore[list-item]
        assert refused.code == "column.missing"
        assert fields.chinese_heading(kind, name) in refused.facts["columns"]


def test_a_table_without_headings_is_refused_with_its_first_row() -> None:
    refused = refusal([["", ""], ["1", "张三"], ["2", "李四"]])
    assert (refused.code, refused.facts["found"]) == ("headings.not_found", "1、张三")


def test_two_columns_of_one_meaning_are_not_chosen_between() -> None:
    assert refusal([[*PAYMENTS, "账号"]]).code == "column.ambiguous"


@pytest.mark.parametrize("unit", ["万元", "千元", "USD", "分"])
def test_amounts_in_another_unit_are_refused_before_they_are_a_thousandfold_wrong(unit: str) -> None:
    assert refusal([[*PAYMENTS[:3], f"还款金额({unit})"]]).code == "column.unit"


def test_a_list_of_another_kind_than_chosen_is_refused() -> None:
    refused = refusal([PAYMENTS], LedgerKind.OVERDUE)
    assert refused.code == "kind.other"
    assert refused.facts == {"asked": "overdue", "found": "payments"}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", list(LedgerKind))
def test_the_kind_is_told_by_the_headings_alone(kind: LedgerKind, language: str) -> None:
    mapped = headings.find_headings([headings_of(kind, language)], None)  # type: ignore[list-item]
    assert mapped.kind is kind
    assert mapped.columns == {name: at for at, name in enumerate(fields.ORDER[kind])}


def test_case_spaces_full_width_forms_and_units_do_not_matter() -> None:
    mapped = headings.find_headings(
        [["REFERENCE", " account  no. ", "Paid_On", "\uff21mount \uff08元\uff09"]], None
    )
    assert mapped.columns == {"reference": 0, "account_no": 1, "paid_on": 2, "amount": 3}


def test_no_heading_means_two_fields_of_one_kind() -> None:
    for kind, table in fields.SYNONYMS.items():
        words = [fields.folded(word) for names in table.values() for word in names.split()]
        assert len(words) == len(set(words)), kind


def test_headings_on_two_lines_with_merged_cells_are_joined() -> None:
    rows: list[list[Cell]] = [
        ["客户号", "客户名称", "产品类型", "借据号", "金额", "", "逾期天数"],
        ["", "", "", "", "贷款余额", "逾期金额", ""],
        ["C1", "张三", "贷款", "L1", "5", "5", "1"],
    ]
    mapped = headings.find_headings(rows, None)
    assert (mapped.row, len(mapped.columns)) == (1, 7)


@pytest.mark.parametrize(
    "above",
    [
        ["数据日期:2026-03-17"],
        ["数据日期\uff1a2026年3月17日  单位:元"],
        ["Data date: 2026/3/17"],
        ["", "数据日期", "", "20260317"],
        ["数据日期", date(2026, 3, 17)],
        ["截至日期:20260317 共3笔"],
    ],
)
def test_the_data_date_is_found_above_the_headings(above: list[Cell]) -> None:
    assert headings.find_headings([["标题"], above, [], PAYMENTS], None).data_date == date(2026, 3, 17)


def test_a_label_without_a_date_states_none() -> None:
    assert headings.find_headings([["数据日期:待定"], PAYMENTS], None).data_date is None
