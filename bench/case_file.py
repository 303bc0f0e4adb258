"""Measures a case file of a hundred pages beside the bare canvas: ``drawString`` of the very same strings, in one run.

python -m bench.case_file [--pages 100] [--rounds 5] [--json]

Ours lays out, wraps, subsets the fonts and finishes as PDF/A; the floor is handed every string with its place.
fpdf2 sets the same strings where it is installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import json
import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from collectdesk.reports import page as pages_of_paper
from collectdesk.reports.case_file import draw_case_file
from collectdesk.reports.case_parts import AuditLine, CaseContact, CaseCover, CaseFile
from collectdesk.reports.fonts import typefaces
from collectdesk.reports.page import PAGE_HEIGHT, PAGE_WIDTH, Paper, Printing
from collectdesk.resources import path as resource
from collectdesk.words import CHINESE, Words

if TYPE_CHECKING:
    from collections.abc import Callable

STARTED = datetime(2026, 3, 18, 1, 34, tzinfo=UTC)
_A_PAGE = 34
"""Rows of either table that fill about a page."""
_SAID = "客户称月底前先还一部分，店铺二月起停业装修，四月复业，愿意分期；对逾期金额无异议。"


def case_of(pages: int) -> CaseFile:
    """Half contacts, half trail."""
    rows = pages * _A_PAGE // 2
    contacts = tuple(
        CaseContact(STARTED + timedelta(hours=at), "电话", "本人", "陈静", "已接通", _SAID[: 8 + at % 24])
        for at in range(rows)
    )
    audit = tuple(
        AuditLine(
            at, STARTED + timedelta(minutes=at), "clerk", "contact.logged", f"case …{at:06d}", f"{at:064x}"
        )
        for at in range(rows)
    )
    day = date(2026, 3, 20)
    cover = CaseCover(
        "示例支行", "逾期客户管理", "赵𬭎䶮逾期案件", "AJ-2026-00001", day, day, "定期", "内部", "周敏", ""
    )
    return CaseFile(
        "AJ-2026-00001", cover.title, "KH000001", "已安排", day, cover, (), (),
        Printing("示例支行", "周敏", STARTED), contacts=contacts, audit=audit,
    )  # fmt: skip


def laid_out(content: CaseFile, target: Path) -> Paper:
    """The pages as ours lays them out, margins included: what the floor is handed."""
    caught: list[Paper] = []
    written = pages_of_paper._write_pages

    def catching(paper: Paper) -> bytes:
        caught.append(paper)
        return written(paper)

    pages_of_paper._write_pages = catching
    try:
        draw_case_file(target, content, Words(CHINESE))
    finally:
        pages_of_paper._write_pages = written
    return caught[0]


def floor(paper: Paper) -> bytes:
    """``drawString`` of the same strings at the same places, and the same lines."""
    from reportlab.pdfgen.canvas import Canvas

    target = io.BytesIO()
    canvas: Any = Canvas(target, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), pageCompression=1, invariant=1,
                         initialFontName=cast("Any", "FloorR"))  # fmt: skip
    for page in paper.pages:
        canvas._code.append("\n".join(page.fills))
        canvas._code.append("\n".join(page.outlines))
        font: tuple[str, float] | None = None
        for letters in page.letters:
            wanted = ("FloorB" if letters.bold else "FloorR", letters.size)
            if wanted != font:
                canvas.setFont(*wanted)
                font = wanted
            canvas.drawString(letters.x, letters.y, letters.text)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def fpdf2(paper: Paper) -> bytes:
    """The same strings by fpdf2."""
    from fpdf import FPDF

    made: Any = FPDF(unit="pt", format="A4")
    for name, style in (("NotoSansSC-Regular.ttf", ""), ("NotoSansSC-Bold.ttf", "B")):
        made.add_font("SC", style, str(resource("fonts", name)))
    for page in paper.pages:
        made.add_page()
        for letters in page.letters:
            made.set_font("SC", "B" if letters.bold else "", letters.size)
            made.text(letters.x, PAGE_HEIGHT - letters.y, letters.text)
    return bytes(made.output())


def _register() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name, file in (("FloorR", "NotoSansSC-Regular.ttf"), ("FloorB", "NotoSansSC-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(resource("fonts", file))))


def cpu_of(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def measured(pages: int, rounds: int) -> dict[str, Any]:
    """Median processor seconds of rounds that take turns, and the size of each file."""
    _register()
    typefaces()
    content = case_of(pages)
    with tempfile.TemporaryDirectory() as name:
        target = Path(name) / "case.pdf"
        paper = laid_out(content, target)
        works: dict[str, Callable[[], object]] = {
            "floor: drawString": lambda: floor(paper),
            "case file, PDF/A": lambda: draw_case_file(target, content, Words(CHINESE)),
        }
        sizes = {"floor: drawString": len(floor(paper)), "case file, PDF/A": target.stat().st_size}
        if importlib.util.find_spec("fpdf"):
            works["fpdf2"] = lambda: fpdf2(paper)
            sizes["fpdf2"] = len(fpdf2(paper))
        taken: dict[str, list[float]] = {work: [] for work in works}
        for _ in range(rounds):
            for work, run in works.items():
                taken[work].append(cpu_of(run))
    cpu = {work: round(statistics.median(found), 3) for work, found in taken.items()}
    return {
        "pages": len(paper.pages),
        "strings": sum(len(page.letters) for page in paper.pages),
        "cpu_s": cpu,
        "kB": {work: round(size / 1000) for work, size in sizes.items()},
        "times_floor": round(cpu["case file, PDF/A"] / cpu["floor: drawString"], 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = measured(asked.pages, asked.rounds)
    if asked.json:
        print(json.dumps(found, ensure_ascii=False))
        return
    print(f"{found['pages']} pages, {found['strings']} strings")
    for work, cpu in found["cpu_s"].items():
        print(f"{work:20} {cpu:7.3f} CPU-s  {found['kB'][work]:6} kB")
    print(f"times the floor: {found['times_floor']} (at most 1.5 is asked)")


if __name__ == "__main__":
    main()
