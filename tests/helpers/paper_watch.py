"""Lints every paper that a test draws, whatever the test is about: no kind of paper can be forgotten.

``COLLECTDESK_PAPERS=folder`` keeps a copy of each kind, in each language, for a validator outside of the suite.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from collectdesk.reports.drawing.page import Drawn, Paper
from helpers.pdf_lint import lint_pdf

if TYPE_CHECKING:
    import pytest

_OF_A_KIND = 2
"""Papers of one title and language that are looked at: the suite draws hundreds."""
_MOST_PAGES = 40


def watch_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on a paper with a finding fails the test that drew it."""
    drawn_so_far: Counter[tuple[str, bool]] = Counter()
    finish = Paper.finish

    def watched(self: Paper, path: Path, **asked: Any) -> Drawn:
        drawn = finish(self, path, **asked)
        kind = (self.marks.title, self.words.is_chinese)
        drawn_so_far[kind] += 1
        if drawn_so_far[kind] <= _OF_A_KIND and drawn.pages <= _MOST_PAGES:
            findings = lint_pdf(path)
            assert not findings, f"{self.marks.title}: {findings}"
            _keep(path, kind, drawn_so_far[kind])
        return drawn

    monkeypatch.setattr(Paper, "finish", watched)


def _keep(path: Path, kind: tuple[str, bool], number: int) -> None:
    folder = os.environ.get("COLLECTDESK_PAPERS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        language = "zh" if kind[1] else "en"
        name = f"{kind[0].replace('/', '-') or 'untitled'}-{language}-{number}.pdf"
        shutil.copyfile(path, Path(folder) / name)
