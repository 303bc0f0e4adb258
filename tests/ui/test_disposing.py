"""Disposal in the archive: two people and a reason, the register, and a certificate that says where the key lives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from collectdesk.desk.pipeline import EVERYTHING
from collectdesk.desk.vault.backing_up import back_up_to
from collectdesk.store.cases import cases
from collectdesk.store.vault import disposal
from collectdesk.ui import ask
from collectdesk.ui.archive.page import DISPOSED
from helpers.branches import PASSWORD, Branch, small_branch
from ui.test_archive import archive_of, settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    """A closed case with a photo, backed up once."""
    made = small_branch(tmp_path / "branch")
    photo = tmp_path / "door.jpg"
    photo.write_bytes(b"\xff\xd8\xff" + b"door" * 5000)
    made.recorded_visit(photo=photo)
    case_id = made.case_id()
    with made.desk.store.write(made.actors["supervisor"], made.now) as work:
        cases.close_case(work, cases.case(work, case_id))
    (tmp_path / "stick").mkdir()
    made.administrator(back_up_to(made.desk, tmp_path / "stick"))
    yield made
    made.close()


def closed_case(qtbot: QtBot, page: Any) -> Any:
    """The card beside the closed case."""
    settled(qtbot, page)
    line = next(each for each in page.archive.cases if each.closed_on)
    page.open_target(line.case_id)
    settled(qtbot, page)
    return page.case_panel.disposing


def fill(card: Any, **values: Any) -> None:
    card.form.put({"reason": "保管期满", "second": "administrator", "second_password": PASSWORD, **values})


def is_refused(card: Any, name: str) -> Callable[[], bool]:
    return lambda: bool(card.form.wrong(name))


def dispose(qtbot: QtBot, page: Any, card: Any) -> None:
    fill(card)
    with ask.answered(True):
        QTest.mouseClick(card.go, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: bool(page.certificates), timeout=20_000)
    settled(qtbot, page)


def test_nothing_is_disposed_of_without_a_reason_a_second_person_and_a_yes(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with archive_of(qtbot, branch, "supervisor", tmp_path) as page:
        card = closed_case(qtbot, page)
        assert card.isVisible()
        assert "1 file" in card.about.text()
        for changes, answers, name in (
            ({"reason": None}, (), "reason"),
            ({"second": None, "second_password": None}, (), "second"),
            ({"second_password": "wrong"}, (True,), "second_password"),
        ):
            card.form.accept_all()
            fill(card, **changes)
            with ask.answered(*answers):
                QTest.mouseClick(card.go, Qt.MouseButton.LeftButton)
                qtbot.waitUntil(is_refused(card, name), timeout=20_000)
        fill(card)
        with ask.answered(False):
            QTest.mouseClick(card.go, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        assert branch.ask(disposal.since) == []


def test_a_clerk_and_an_auditor_dispose_of_nothing_and_an_auditor_reads_the_register(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with archive_of(qtbot, branch, "clerk", tmp_path / "one") as page:
        assert not closed_case(qtbot, page).isVisible()
        assert not page.may_see_disposals
    with archive_of(qtbot, branch, "auditor", tmp_path / "two") as page:
        assert not closed_case(qtbot, page).isVisible()
        assert page.may_see_disposals


def test_the_certificate_comes_into_sight_and_names_the_backup_that_still_holds_the_key(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    target = tmp_path / "certificate.pdf"
    with archive_of(qtbot, branch, "supervisor", tmp_path) as page:
        dispose(qtbot, page, closed_case(qtbot, page))
        assert page.segments.chosen == DISPOSED
        shown = page.certificate_panel.certificate
        assert (shown.by, shown.second, shown.done.reason) == ("周敏", "高远", "保管期满")
        assert len(shown.living) == 1
        assert shown.living[0].where in page.certificate_panel.lives.text()
        with ask.answered(target):
            QTest.keyClick(page.window(), Qt.Key.Key_F2)
            qtbot.waitUntil(target.exists, timeout=20_000)
        settled(qtbot, page)
        assert not list(branch.evidence_folder.glob("*"))
    text = "".join(pypdfium2.PdfDocument(target)[0].get_textpage().get_text_range().split())
    assert "".join(shown.living[0].where.split()) in text
    assert "保管期满" in text
    assert "Disposedofby" in text


def test_a_backup_that_is_gone_holds_no_key(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    with archive_of(qtbot, branch, "supervisor", tmp_path) as page:
        dispose(qtbot, page, closed_case(qtbot, page))
        with branch.desk.store.write(branch.actors["administrator"], branch.now) as work:
            work.connection.exec_driver_sql("UPDATE backup SET removed_at = snapshot_at, state = 'removed'")
        page.refresh(EVERYTHING)
        qtbot.waitUntil(lambda: page.certificates[0].living == ())
        page.disposals.choose(page.certificates[0].done.case_id)
        assert "No registered backup" in page.certificate_panel.lives.text()
