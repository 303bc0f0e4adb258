"""Measures a case file of a hundred pages beside the bare canvas: ``drawString`` of the very same strings, in one run.

python -m bench.case_file [--pages 100] [--rounds 5] [--json]

Ours lays out, wraps, subsets the fonts and finishes as PDF/A; the floor is handed every string with its place.
fpdf2 sets the same strings; WeasyPrint and Typst are given the same tables to lay out: those that are installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import json
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / name) for name in ("src", "")]

from bench.claims import Claim, in_turns  # noqa: E402

from collectdesk.reports.archive.case_file import draw_case_file  # noqa: E402
from collectdesk.reports.archive.case_parts import AuditLine, CaseContact, CaseCover, CaseFile  # noqa: E402
from collectdesk.reports.drawing import page as pages_of_paper  # noqa: E402
from collectdesk.reports.drawing.fonts import typefaces  # noqa: E402
from collectdesk.reports.drawing.page import PAGE_HEIGHT, PAGE_WIDTH, Paper, Printing  # noqa: E402
from collectdesk.resources import path as resource  # noqa: E402
from collectdesk.words import CHINESE, Words  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

STARTED = datetime(2026, 3, 18, 1, 34, tzinfo=UTC)
BOUND, SHORT_BOUND = 1.8, 4.0
_A_PAGE = 34
"""Rows of either table that fill about a page."""
_SAID = "客户称月底前先还一部分，店铺二月起停业装修，四月复业，愿意分期；对逾期金额无异议。"


_SHOWN = ("channel", "person", "by", "outcome", "note")


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


def weasyprint(content: CaseFile) -> bytes:
    """The same tables by WeasyPrint, as somebody would write them in HTML."""
    from html import escape

    from weasyprint import HTML

    def table(rows: list[tuple[str, ...]]) -> str:
        return "<table>" + "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
        ) + "</table>"  # fmt: skip

    fonts = "".join(
        f"@font-face{{font-family:SC;font-weight:{weight};src:url({resource('fonts', name).as_uri()})}}"
        for name, weight in (("NotoSansSC-Regular.ttf", 400), ("NotoSansSC-Bold.ttf", 700))
    )
    style = (
        f"<style>{fonts}@page{{size:A4;margin:18mm}}body{{font:9pt SC}}td{{border-bottom:.3pt solid}}</style>"
    )
    head = f"<h1>{escape(content.cover.title)}</h1>"
    made = HTML(string=style + head + "".join(map(table, _tables(content)))).write_pdf()
    return bytes(made)


def typst(content: CaseFile, folder: Path) -> bytes:
    """The same tables by Typst, each in its own process: it remembers what it laid out, and no file comes twice."""

    def table(rows: list[tuple[str, ...]]) -> str:
        cells = ", ".join(json.dumps(cell, ensure_ascii=False) for row in rows for cell in row)
        return f"#table(columns: {len(rows[0])}, stroke: 0.3pt, {cells})"

    source, made = folder / "case.typ", folder / "typst.pdf"
    page = '#set page(paper: "a4", margin: 18mm)\n#set text(font: "Noto Sans SC", size: 9pt)\n'
    source.write_text(page + f"= {content.cover.title}\n" + "\n".join(map(table, _tables(content))), "utf-8")
    fonts = str(resource("fonts"))
    asked = (
        "import sys, typst; typst.compile(*sys.argv[1:3], font_paths=sys.argv[3:], ignore_system_fonts=True)"
    )
    subprocess.run([sys.executable, "-c", asked, str(source), str(made), fonts], check=True)
    return made.read_bytes()


def _tables(content: CaseFile) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """The rows of both tables as texts, for whoever lays them out by themselves."""
    contacts = [
        (f"{c.at:%Y-%m-%d %H:%M}", *[str(getattr(c, name)) for name in _SHOWN]) for c in content.contacts
    ]
    audit = [
        (str(a.seq), f"{a.at:%Y-%m-%d %H:%M:%S}", a.actor, a.action, a.subject, a.digest)
        for a in content.audit
    ]
    return contacts, audit


def claims(*, short: bool) -> list[Claim]:
    """Processor time of the whole case file, and its size."""
    found = measured(4 if short else 100, 1 if short else 3)
    cpu, size = found["cpu_s"], found["kB"]
    ours, floor = "case file, PDF/A", "floor: drawString"
    peers = [name for name in cpu if name not in (ours, floor)]
    said = f"drawString of the same {found['strings']:,} strings, {found['pages']} pages"
    return [
        Claim("a case file, PDF/A", 1000 * cpu[ours], 1000 * cpu[floor], SHORT_BOUND if short else BOUND, floor_is=said,
              peers={name: 1000 * cpu[name] for name in peers}, ahead_of=() if short else tuple(peers), asked=1.5),
        Claim("a case file, how large", size[ours], size[floor], 1.5, "kB", said, {name: size[name] for name in peers}),
    ]  # fmt: skip


def _register() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name, file in (("FloorR", "NotoSansSC-Regular.ttf"), ("FloorB", "NotoSansSC-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(resource("fonts", file))))


def measured(pages: int, rounds: int) -> dict[str, Any]:
    """Median processor seconds of rounds that take turns, and the size of each file."""
    _register()
    typefaces()
    content = case_of(pages)
    with tempfile.TemporaryDirectory() as held:
        target = Path(held) / "case.pdf"
        paper = laid_out(content, target)
        works: dict[str, Callable[[], object]] = {
            "floor: drawString": lambda: floor(paper),
            "case file, PDF/A": lambda: draw_case_file(target, content, Words(CHINESE)),
        }
        sizes = {"floor: drawString": len(floor(paper)), "case file, PDF/A": target.stat().st_size}
        if importlib.util.find_spec("fpdf"):
            works["fpdf2"] = lambda: fpdf2(paper)
            sizes["fpdf2"] = len(fpdf2(paper))
        for name, run in (
            ("weasyprint", lambda: weasyprint(content)),
            ("typst", lambda: typst(content, target.parent)),
        ):
            if importlib.util.find_spec(name):
                works[name], sizes[name] = run, len(run())
        taken = in_turns(works, rounds, warm=0)
    cpu = {work: round(found.cpu, 3) for work, found in taken.items()}
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
