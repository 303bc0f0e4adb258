"""The morning page: one person's day on paper in both languages; the evening page waits for teams that are out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest

from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.vault.closing import CloseDay
from collectdesk.desk.visits.morning import PrintMorning
from collectdesk.domain.refusals import Refused
from collectdesk.store.visits import rounds
from helpers.branches import LI, OUYANG, WANG

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch


def text_of(path: Path) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))


def test_the_morning_page_names_what_was_left_over_first_and_who_goes_out(
    branch: Branch, tmp_path: Path
) -> None:
    branch.planned_visit(OUYANG, at=branch.today_at(10, days=1))
    branch.advance(days=1)
    for language, left, team in (("zh_CN", "遗留", "梁宽、石磊"), ("en", "Left over", "梁宽, 石磊")):
        made = branch.clerk(PrintMorning(tmp_path / f"{language}.pdf", language, branch.actors["clerk"].id))
        text = text_of(made.path)
        assert made.missing_glyphs == ()
        assert left in text
        assert all(name in text for name in (LI, WANG, OUYANG))
        assert team in text
        assert "10:00" in text
    assert branch.actions()[-1] == "today.morning_printed"
    with pytest.raises(NotPermitted):
        branch.auditor(PrintMorning(tmp_path / "no.pdf"))


def test_the_day_isnt_closed_while_a_team_is_out(branch: Branch, tmp_path: Path) -> None:
    with branch.desk.store.write(branch.actors["supervisor"], branch.now) as work:
        kept = rounds.begin_round(work, branch.now.date(), branch.staff_id("C01"), branch.staff_id("S01"))
        rounds.change_round(work, kept, out_at=branch.now)
    with pytest.raises(Refused) as told:
        branch.supervisor(CloseDay(tmp_path / "evening.pdf"))
    assert told.value.code == "day.teams_out"
    assert told.value.facts["teams"] == "梁宽 + 石磊"
    assert not (tmp_path / "evening.pdf").exists()
    with branch.desk.store.write(branch.actors["supervisor"], branch.now) as work:
        (kept,) = rounds.open_rounds(work)
        rounds.change_round(work, kept, back_at=branch.now)
    branch.supervisor(CloseDay(tmp_path / "evening.pdf"))
