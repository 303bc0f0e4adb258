"""Archive copies: nothing may depend on the reader's machine, and equal input gives equal bytes."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from collectdesk.reports.page import Marks, Paper
from collectdesk.reports.pdfa import Colophon, UnembeddedFontError, finish_pdf
from helpers.pdf_lint import lint_pdf
from reports.samples import HOSTILE, RARE_NAME, printing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from collectdesk.words import Words

COLOPHON = Colophon("题名", "示例支行", datetime(2026, 3, 18, tzinfo=UTC), "zh-CN")


def raw_pdf() -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, invariant=1)
    canvas.drawString(72, 72, "Helvetica from the reader's machine")
    canvas.save()
    return target.getvalue()


def paper_with(words: Words, *texts: str) -> Paper:
    paper = Paper(words, printing(), Marks("支行", "题名", "No. 1", "机密"))
    paper.start_page()
    for row, text in enumerate(texts):
        paper.text(72, 700 - 20 * row, text, 10, bold=bool(row % 2))
    return paper


def test_a_font_that_is_not_embedded_is_refused_by_name() -> None:
    with pytest.raises(UnembeddedFontError, match="Helvetica") as caught:
        finish_pdf(raw_pdf(), COLOPHON)
    assert caught.value.facts == {"font": "/Helvetica"}


def test_the_lint_sees_what_is_wrong_with_an_unfinished_file(tmp_path: Path) -> None:
    raw = tmp_path / "raw.pdf"
    raw.write_bytes(raw_pdf())
    findings = " ".join(lint_pdf(raw))
    for expected in ("output intent", "identification", "isn't embedded", "can't be extracted", "language"):
        assert expected in findings


def test_a_finished_paper_is_clean_and_says_what_it_is(words: Words, target: Path) -> None:
    drawn = paper_with(words, RARE_NAME, RARE_NAME, HOSTILE).finish(target)
    assert lint_pdf(target) == []
    assert drawn.missing_glyphs == ("\ue863", "👍")
    with pikepdf.open(target) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "题名 No. 1"
        assert str(pdf.Root.Lang) == ("zh-CN" if words.is_chinese else "en-GB")


def test_equal_input_gives_equal_bytes(chinese: Words, tmp_path: Path) -> None:
    first, second = tmp_path / "1.pdf", tmp_path / "2.pdf"
    paper_with(chinese, RARE_NAME).finish(first)
    paper_with(chinese, RARE_NAME).finish(second)
    assert first.read_bytes() == second.read_bytes()


def test_characters_beyond_the_basic_plane_are_extracted_as_themselves(
    chinese: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    paper_with(chinese, RARE_NAME, RARE_NAME).finish(target)
    assert read_pages(target)[0].count(RARE_NAME) == 2


def test_two_characters_that_share_a_glyph_are_extracted_apart(
    chinese: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    paper_with(chinese, "一⼀户⼾").finish(target)
    assert "一⼀户⼾" in read_pages(target)[0]


def test_a_failed_drawing_leaves_the_old_file_alone(
    chinese: Words, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target.write_bytes(b"the copy of yesterday")

    def fail(_written: bytes, _colophon: Colophon) -> bytes:
        raise OSError("disk full")

    monkeypatch.setattr("collectdesk.reports.page.finish_pdf", fail)
    with pytest.raises(OSError, match="disk full"):
        paper_with(chinese, "x").finish(target)
    assert target.read_bytes() == b"the copy of yesterday"
    assert list(target.parent.iterdir()) == [target]


def test_a_lone_private_character_names_itself_on_paper(
    chinese: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    paper_with(chinese, "张\ue863").finish(target)
    assert "张〔U+E863〕" in read_pages(target)[0]


def test_practice_papers_say_so_in_both_languages_and_real_ones_do_not(
    words: Words, tmp_path: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    for practice in (True, False):
        paper = Paper(words, printing(practice=practice), Marks("", "", "", ""))
        paper.start_page()
        path = tmp_path / f"{practice}.pdf"
        paper.finish(path)
        assert ("练习数据PRACTICEDATA" in read_pages(path)[0]) is practice


def test_every_page_says_who_printed_it_when_and_where_it_stands(
    english: Words, target: Path, read_pages: Callable[[Path], list[str]]
) -> None:
    paper = Paper(english, printing(copy_number=3), Marks("Branch", "Title", "N-1", "Confidential"))
    for _page in range(3):
        paper.start_page()
    paper.finish(target)
    for number, text in enumerate(read_pages(target), 1):
        for expected in (
            f"Page{number}of3",
            "Printedby周敏(S0102)at2026-03-1808:42",
            "Copyno.3",
            "Confidential",
        ):
            assert expected in text
