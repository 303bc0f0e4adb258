"""The register of originals in the archive: what is late stands first, words find a box, a key opens the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.desk.paper.originals import MoveOriginal, TakeInOriginal
from collectdesk.domain.paper.originals import MoveKind, OriginalKind
from collectdesk.ui.archive.page import ORIGINALS
from helpers.branches import LI, PRACTICE_DATE, WANG, small_branch
from ui.test_archive import archive_of, settled

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot


def test_what_is_late_stands_first_words_find_a_box_and_the_file_is_one_key_away(
    qtbot: QtBot, tmp_path: Path
) -> None:
    branch = small_branch(tmp_path / "branch")
    for name, kind, title, box in (
        (LI, OriginalKind.CONTRACT, "借款合同", "盒1"), (WANG, OriginalKind.GUARANTEE, "保证合同", "盒2"),
    ):  # fmt: skip
        branch.clerk(TakeInOriginal(branch.case_id(name), kind, title, box, "金库"))
    scan = tmp_path / "signed.pdf"
    scan.write_bytes(b"%PDF signed")
    with archive_of(qtbot, branch, "supervisor", tmp_path) as page:
        page.segments.choose(ORIGINALS)
        page._show_part(ORIGINALS)
        settled(qtbot, page)
        table = page.originals.table
        assert [table.values.row_at(at).original.box for at in range(2)] == ["盒1", "盒2"]
        out = table.values.row_at(1).original.id
        branch.clerk(MoveOriginal(out, MoveKind.LENT, "王律师", due_back_on=PRACTICE_DATE, scan=scan))
        branch.advance(days=2)
        page.originals.load()
        settled(qtbot, page)
        assert table.values.row_at(0).original.id == out
        assert "2 days over" in table.model().index(0, 5).data()
        page.originals.search.setText("王律师")
        qtbot.waitUntil(lambda: table.values.rowCount() == 1)
        table.choose_next()
        opened: list[object] = []
        page.opens.connect(lambda where, target: opened.append((where, target)))
        page.main_act()
        assert opened == [("casefile", (branch.customer_id(WANG), "originals"))]
    branch.close()
