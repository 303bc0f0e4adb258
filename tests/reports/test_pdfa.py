"""Archive copies: nothing may depend on the reader's machine, and equal input gives equal bytes."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from collectdesk.reports.drawing.flow import Column, Fact, Flow
from collectdesk.reports.drawing.page import Marks, Paper
from collectdesk.reports.drawing.pdfa import Colophon, UnembeddedFontError, finish_pdf
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


def test_every_paper_is_tagged_and_says_so(words: Words, target: Path) -> None:
    """PDF/A-2a and PDF/UA-1, which PDF/A lets a file say only when it explains the property."""
    paper_with(words, RARE_NAME).finish(target)
    with pikepdf.open(target) as pdf:
        metadata = pdf.Root.Metadata.read_bytes().decode()
        kinds = [str(kid.S) for kid in pdf.Root.StructTreeRoot.K.K]
    assert "<pdfaid:conformance>A<" in metadata
    assert "<pdfuaid:part>1<" in metadata
    assert "<pdfaSchema:prefix>pdfuaid<" in metadata
    assert kinds == ["/P"]


def test_the_lint_sees_text_outside_the_structure_and_a_figure_without_words(
    chinese: Words, tmp_path: Path
) -> None:
    paper = paper_with(chinese, "一")
    with paper.tagged("Figure"):
        paper.fill(10, 10, 20, 20, (0.0, 0.0, 0.0))
    path = tmp_path / "spoilt.pdf"
    paper.finish(path)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        content = page.Contents.read_bytes().replace(b"/P<</MCID 1>>BDC", b"/P<</MCID 7>>BDC")
        page.Contents = pdf.make_stream(content + b"\nBT /R 8 Tf <0001> Tj ET")
        del pdf.Root.ViewerPreferences
        pdf.save(path)
    findings = " ".join(lint_pdf(path))
    for expected in ("without words", "outside the structure", "no element", "title isn't shown"):
        assert expected in findings


def test_a_table_keeps_its_empty_cells_and_spans_its_rows(english: Words, target: Path) -> None:
    """Else a reader that says the column with the figure says the wrong one."""
    paper = Paper(english, printing(), Marks("Branch", "Title", "1", ""))
    flow = Flow(paper)
    flow.turn_page()
    flow.title("Title")
    flow.table((Column("One", 1), Column("Two", 1)), [("", "2"), ("1", "")])
    flow.facts(
        (Fact("Key", "value"), Fact("Key", "value"), Fact("Wide", "value", wide=True), Fact("Last", "x"))
    )
    paper.finish(target)
    with pikepdf.open(target) as pdf:
        tree: Any = pdf.Root.StructTreeRoot.K
        tables = [kid for kid in tree.K if kid.S == "/Table"]
        widths = [
            [sum(int(cell.get("/A", {}).get("/ColSpan", 1)) for cell in row.K) for row in table.K]
            for table in tables
        ]
    assert widths == [[2, 2, 2], [4, 4, 4]]
    assert lint_pdf(target) == []


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

    def fail(_written: bytes, _colophon: Colophon, _structure: object) -> bytes:
        raise OSError("disk full")

    monkeypatch.setattr("collectdesk.reports.drawing.page.finish_pdf", fail)
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
