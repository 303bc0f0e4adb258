"""The visit record: everything that was recorded is on paper, in both languages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from collectdesk.reports.visits.visit_record import EvidenceItem, draw_visit_record
from helpers.pdf_lint import lint_pdf
from reports.case_samples import DIGEST, NARRATIVE, bare_record, findings, record
from reports.samples import HOSTILE, RARE_NAME, printing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from collectdesk.words import Words


def test_every_finding_is_on_paper(
    words: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    draw_visit_record(target, record(), words)
    text = "".join(read_pages(target))
    for expected in (
        RARE_NAME,
        "R-2026-00001",
        "V-2026-00001",
        "C-2026-000001",
        "2026-03-1809:34",
        "2026-03-1809:59",
        "S0231",
        "经营困难",
        "配偶工资",
        "4,200.00",
        "赡养老人",
        "配合",
        "较强",
        "1,500.00",
        "2026-04-05",
        DIGEST[:16],
        "CN-VIS-02",
        "第二名人员进门后才出示工作证",
        "CN-VIS-06",
        "叙述属实",
        "复业时间为4月20日",
        "楼道门牌",
    ):
        assert expected in text
    assert "".join(NARRATIVE.split()) in text


def test_the_record_is_an_archive_copy_with_its_photos(words: Words, target: Path) -> None:
    assert draw_visit_record(target, record(), words).pages == 3
    assert lint_pdf(target) == []


def test_the_code_leads_back_to_the_record(
    words: Words, target: Path, read_codes: Callable[[Path], list[list[str]]]
) -> None:
    draw_visit_record(target, record(), words)
    assert read_codes(target)[0] == [record().payload]


def test_a_visit_where_nobody_was_met_is_one_page(
    words: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    assert draw_visit_record(target, bare_record(), words).pages == 1
    assert ("尚无人签核" if words.is_chinese else "Nobodyhassignedyet") in read_pages(target)[0]
    assert lint_pdf(target) == []


def test_a_photo_that_can_t_be_read_does_not_stop_the_record(
    chinese: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    draw_visit_record(target, record(), chinese)
    assert "照片无法显示，原件存于证据库" in read_pages(target)[-1]


def test_a_reprint_says_which_copy_it_is(
    words: Words, tmp_path: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    mark = "第2份打印件" if words.is_chinese else "Copyno.2"
    for copy in (1, 2):
        path = tmp_path / f"{copy}.pdf"
        draw_visit_record(path, record(printing=printing(copy_number=copy)), words)
        assert all((mark in page) is (copy == 2) for page in read_pages(path))


def test_a_narrative_of_several_pages_is_printed_whole(
    words: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    told = "\n".join(f"第{number}句：借款人陈述经过。" for number in range(600))
    drawn = draw_visit_record(target, record(findings=findings(narrative=told)), words)
    assert drawn.pages > 4
    text = "".join(read_pages(target))
    assert all(f"第{number}句" in text for number in range(600))


def test_sixty_files_cross_pages_with_the_heading_repeated(
    words: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    evidence = tuple(EvidenceItem("照片", f"IMG_{number:04d}.jpg", DIGEST) for number in range(60))
    draw_visit_record(target, record(evidence=evidence), words)
    pages = read_pages(target)
    with_files = [page for page in pages if "IMG_" in page]
    assert len(with_files) > 1
    assert all("SHA-256" in page for page in with_files)
    assert all(any(f"IMG_{number:04d}.jpg" in page for page in pages) for number in range(60))


def test_hostile_text_in_every_field_is_printed_as_text(words: Words, target: Path) -> None:
    content = replace(
        record(),
        customer=HOSTILE,
        address=HOSTILE,
        state=HOSTILE,
        arrangement=HOSTILE,
        findings=findings(met=HOSTILE, narrative=HOSTILE, outcome=HOSTILE, reasons=(HOSTILE,) * 3),
        evidence=(EvidenceItem(HOSTILE, HOSTILE, HOSTILE, None, HOSTILE),),
    )
    drawn = draw_visit_record(target, content, words)
    assert drawn.missing_glyphs == ("\ue863", "👍")
    assert lint_pdf(target) == []


@pytest.mark.parametrize("lines", [24, 30, 34, 38, 42])
def test_no_heading_and_no_boxes_stand_alone_on_a_page(
    words: Words, target: Path, read_pages: Callable[[Path], list[str]], lines: int
) -> None:
    """Wherever the page ends, the second visitor's heading has its table and the boxes have who signed above them."""
    told = "\n".join(f"第{number}句。" for number in range(lines))
    differs = (("还款态度", "配合" * 60, "回避" * 60),)
    shown = record(
        findings=findings(narrative=told), second="第二名人员不同意。", differences=differs, digest=DIGEST
    )
    draw_visit_record(target, replace(shown, photos=()), words)
    (headed,) = [page for page in read_pages(target) if "第二名人员不同意" in page]
    assert "回避回避" in headed
    (boxes,) = [
        page for page in read_pages(target) if ("日期、时间" if words.is_chinese else "Dateandtime") in page
    ]
    assert DIGEST in boxes
