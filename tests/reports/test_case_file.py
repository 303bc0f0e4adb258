"""The case file: its contents must name the pages where things really are."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pikepdf
import pytest

from collectdesk.reports.archive.case_file import draw_case_file
from collectdesk.reports.drawing import measure
from helpers.pdf_lint import lint_pdf
from reports.case_samples import case_file, record
from reports.samples import HOSTILE, RARE_NAME

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from collectdesk.words import Words


def test_the_contents_name_the_pages_where_the_documents_are(
    chinese: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    drawn = draw_case_file(target, case_file(), chinese)
    pages = read_pages(target)
    contents = pages[1]
    for title in (
        "客户与产品",
        "风险评估",
        "联系记录",
        "还款安排与承诺",
        "还款记录",
        "规则判定与违规记录",
        "审计摘录",
        "催收通知与送达",
        "卷内备考表",
    ):
        found = re.search(rf"{title}示例农商银行城东支行周敏2026-03-20打印件(\d+)", contents)
        assert found, title
        assert title in pages[int(found[1]) - 1]
    visits = re.findall(r"上门核实记录V-2026-0000(\d).*?打印件(\d+)[–-](\d+)", contents)
    assert [visit for visit, _first, _last in visits] == ["1", "2"]
    for visit, first, last in visits:
        assert f"V-2026-0000{visit}" in pages[int(first) - 1]
        assert int(last) < drawn.pages
    assert f"页数{drawn.pages}" in pages[0]
    assert [f"C-2026-000001-{n:06d}" in page for n, page in enumerate(pages, 1)] == [True] * len(pages)
    assert "第2页共" in pages[1]
    assert "邮政EMS" in "".join(pages)
    assert "本卷缺少" in pages[-1]


def test_the_file_is_an_archive_copy_in_both_languages(words: Words, target: Path) -> None:
    draw_case_file(target, case_file(), words)
    assert lint_pdf(target) == []


def test_bookmarks_and_links_lead_to_the_documents(words: Words, target: Path) -> None:
    draw_case_file(target, case_file(), words)
    with pikepdf.open(target) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        links = pdf.pages[1].obj.Annots
    assert len(titles) == 2 + 12
    assert any("V-2026-00002" in title for title in titles)
    assert len(links) == 12


def test_an_empty_case_prints_and_says_that_nothing_is_on_file(
    words: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    empty = replace(
        case_file(),
        identity=(),
        products=(),
        contact_points=(),
        assessments=(),
        contacts=(),
        visits=(),
        arrangements=(),
        promises=(),
        payments=(),
        decisions=(),
        breaches=(),
        audit=(),
        audit_root="",
        rule_pack="",
        notices=(),
        complaints=(),
        closing=None,
    )
    drawn = draw_case_file(target, empty, words)
    assert drawn.pages == 2 + 9
    nothing = "无记录" if words.is_chinese else "Noneonfile"
    assert sum(nothing in page for page in read_pages(target)) >= 4


def test_contents_longer_than_a_page_still_point_right(
    chinese: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    visits = tuple(record(number, photos=()) for number in range(1, 41))
    drawn = draw_case_file(target, case_file(visits=visits), chinese)
    pages = read_pages(target)
    assert "卷内文件目录" in pages[1]
    found = re.search(r"上门核实记录V-2026-00040.*?打印件(\d+)", pages[1] + pages[2])
    assert found
    assert "V-2026-00040" in pages[int(found[1]) - 1]
    assert drawn.pages == len(pages)


def test_equal_cases_give_equal_bytes(chinese: Words, tmp_path: Path) -> None:
    for name in ("a", "b"):
        draw_case_file(tmp_path / name, case_file(), chinese)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_stopped_drawing_leaves_no_file(chinese: Words, target: Path) -> None:
    def stop_at_three(done: int, _total: int) -> None:
        if done == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        draw_case_file(target, case_file(), chinese, step=stop_at_three)
    assert not target.exists()


def test_hostile_names_are_printed_as_text_on_the_cover(
    words: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    drawn = draw_case_file(target, case_file(customer=HOSTILE), words)
    assert drawn.missing_glyphs == ("\ue863", "👍")
    assert "<imgsrc='/etc/passwd'/>&<b>张三</para>" in read_pages(target)[0]


def test_the_customer_s_rare_name_survives_to_the_cover(
    words: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    draw_case_file(target, case_file(), words)
    assert RARE_NAME in read_pages(target)[0]


def test_no_text_of_a_borrower_stays_behind_once_the_paper_is_drawn(chinese: Words, target: Path) -> None:
    draw_case_file(target, case_file(), chinese)
    assert measure._advance.cache_info().currsize == 0
