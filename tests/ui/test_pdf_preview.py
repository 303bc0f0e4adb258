"""Printing from the preview: the paper goes out whole, also when the look at it ends meanwhile."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter

from collectdesk.desk.visits.printing import PrintKit
from collectdesk.ui import ask
from collectdesk.ui.parts.pdf_preview import PdfPreview
from collectdesk.ui.printing.job import PrintJob
from helpers.branches import Branch, small_branch
from ui.desks import office_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from collectdesk.ui.speech import Speech
    from collectdesk.ui.tasks import Tasks


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    yield made
    made.close()


@pytest.fixture
def preview(qtbot: QtBot, branch: Branch, tasks: Tasks, speech: Speech) -> PdfPreview:
    made = PdfPreview(office_of(branch, "supervisor", tasks, speech))
    qtbot.addWidget(made)
    visit = branch.planned_visit()
    made.show_paper(branch.supervisor(PrintKit(made.new_target("kit.pdf"), (visit,))))
    return made


def printer_into(path: Path) -> QPrinter:
    made = QPrinter()
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(path))
    return made


def pages_in(path: Path) -> int:
    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def test_a_paper_that_is_put_away_while_it_prints_is_printed_whole(
    qtbot: QtBot, preview: PdfPreview, tmp_path: Path
) -> None:
    assert preview.paper is not None
    said: list[str] = []
    preview.said.connect(said.append)
    pages, target = preview.paper.pages, tmp_path / "out.pdf"
    with ask.answered(printer_into(target)):
        preview.print_paper()
    preview.close_paper()
    qtbot.waitUntil(lambda: bool(said), timeout=120_000)
    assert pages > 1
    assert pages_in(target) == pages


def test_a_paper_that_was_put_away_is_not_printed(preview: PdfPreview) -> None:
    preview.close_paper()
    preview.print_paper()  # asks nobody: a question without an answer given in advance fails


def test_a_print_job_is_called_by_the_documents_number_and_names_nobody(
    preview: PdfPreview, branch: Branch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The spooler's list shows it to everybody, and keeps it."""
    assert preview.paper is not None
    printer = printer_into(tmp_path / "out.pdf")
    monkeypatch.setattr(PrintJob, "begin", lambda job: None)
    with ask.answered(printer):
        preview.print_paper()
    assert printer.docName() == preview.paper.number
    assert re.fullmatch(r"[A-Z]{1,4}[0-9A-Z-]*", printer.docName())
    assert not printer.creator()
