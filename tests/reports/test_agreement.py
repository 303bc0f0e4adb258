"""The agreement: six required items, a schedule that adds up, room for every signature."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from collectdesk.domain.money import Money
from collectdesk.reports.solutions.agreement import PENALTY_UNSTATED, ScheduledPayment, draw_agreement
from helpers.pdf_lint import lint_pdf
from reports.case_samples import agreement, schedule
from reports.samples import HOSTILE, RARE_NAME

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from collectdesk.words import Words


def test_everything_that_binds_is_on_paper(
    words: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    draw_agreement(target, agreement(), words)
    text = "".join(read_pages(target))
    for expected in (
        RARE_NAME,
        "李娜",
        "16,866.53",
        "人民币CNY",
        "每月5日",
        "自动扣款",
        "不计罚息",
        "甲方停止催收",
        "连续两期未还",
        "不申领新的信用卡",
        "到期前3日",
        "签字、盖章之日",
        "17,118.53",
    ):
        assert expected in text
    assert lint_pdf(target) == []


def test_the_balance_is_written_in_capitals_for_a_chinese_reader(
    chinese: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    draw_agreement(target, agreement(), chinese)
    assert "人民币壹万陆仟捌佰陆拾陆元伍角叁分" in read_pages(target)[0]


def test_sixty_instalments_cross_pages_and_still_add_up(
    words: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    drawn = draw_agreement(target, agreement(schedule=schedule(60)), words)
    pages = read_pages(target)
    assert drawn.pages == len(pages) >= 3
    heading = "应还日期" if words.is_chinese else "Dueon"
    assert heading in pages[0]
    assert heading in pages[1]
    assert "18,126.53" in "".join(pages)
    assert lint_pdf(target) == []


def test_another_currency_prints_without_capitals(words: Words, target: Path) -> None:
    usd = tuple(
        ScheduledPayment(row.seq, row.due_on, Money(1000, "USD"), Money(0, "USD"), Money(0, "USD"))
        for row in schedule(3)
    )
    assert draw_agreement(target, agreement(schedule=usd, balance=()), words).pages


def test_the_code_reads_back(
    words: Words, target: Path, read_codes: Callable[[Path], list[list[str]]]
) -> None:
    draw_agreement(target, agreement(), words)
    assert read_codes(target)[0] == [agreement().payload]


def test_absent_clauses_leave_no_empty_heading(
    english: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    draw_agreement(target, agreement(new_card_clause="", duties=(), others=(), guarantors=()), english)
    text = "".join(read_pages(target))
    assert "Newcards" not in text
    assert "Rightsandduties" not in text
    assert "7." not in text.replace("2026", "")


def test_hostile_clauses_are_printed_as_text(words: Words, target: Path) -> None:
    drawn = draw_agreement(target, agreement(stop_clause=HOSTILE, duties=(HOSTILE,) * 2), words)
    assert drawn.missing_glyphs == ("\ue863", "👍")


def test_penalty_interest_that_nobody_knows_isnt_printed_as_nought(
    words: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    given = agreement()
    unknown = tuple(replace(line, penalty=None) for line in given.balance)
    draw_agreement(target, replace(given, balance=unknown), words)
    text = "".join(read_pages(target))
    assert "".join(words.say(PENALTY_UNSTATED).split()) in text
    assert "罚息费用" not in text
    assert "PenaltyinterestFees" not in text
    assert lint_pdf(target) == []
