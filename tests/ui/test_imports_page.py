"""The import page: unusable files change nothing and say why; good rows go in once, the others can be sent back."""

from __future__ import annotations

import csv
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from collectdesk.desk.intake.imports import CommitImport, ExportQuarantine, ListImports
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.ui import ask
from collectdesk.ui.imports.columns import counts_text
from collectdesk.ui.imports.page import ImportsPage
from collectdesk.ui.machine import Machine
from collectdesk.ui.office import Office
from collectdesk.ui.speech import Speech
from collectdesk.ui.tasks import Tasks
from collectdesk.ui.window import Window
from collectdesk.words import ENGLISH, Words
from helpers.branches import ACCOUNTS, LI, Branch, ledger, overdue_row, payment_row, small_branch
from helpers.hands import dropped
from ui.samples import show_in_front

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

HEADINGS = "数据日期,客户号,客户名称,证件号码,手机号码,产品类型,借据号,授信额度,贷款余额,逾期金额,逾期起始日,逾期天数"
GOOD = "2026-03-18,KH90000001,丁一,539999197308149333,15408329685,个人贷款,DK90001,50000,40000,1200,2026-02-16,30"
BAD = (
    "2026-03-18,KH90000002,丁二,539999197308149333,15408329685,个人贷款,DK90002,50000,40000,-5,2026-02-16,30"
)
PATIENCE = 30_000
"""Milliseconds; reading starts a process of its own."""


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    made.advance(minutes=5)
    inbox = made.folder / "inbox"
    inbox.mkdir()
    (inbox / "morning.csv").write_text(f"{HEADINGS}\n{GOOD}\n{BAD}\n", "utf-8")
    yield made
    made.close()


@pytest.fixture
def list_file(branch: Branch) -> Path:
    return branch.folder / "inbox" / "morning.csv"


@contextmanager
def imports_of(qtbot: QtBot, branch: Branch, folder: Path, login: str = "clerk") -> Iterator[Any]:
    """The real window of a person, brought to the import page by its key."""
    tasks = Tasks()
    office = Office(branch.desk, branch.actors[login], tasks, Speech(Words(ENGLISH)))
    window = Window(office, Machine(folder))
    try:
        show_in_front(qtbot, window)
        QTest.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
        page: Any = window.page
        assert isinstance(page, ImportsPage)
        qtbot.waitUntil(lambda: bool(page._batches and page.inbox._paths))
        yield page
    finally:
        tasks.close()
        QApplication.processEvents()
        window.hide()
        window.deleteLater()
        QApplication.processEvents()


def read(qtbot: QtBot, page: Any, path: Path) -> None:
    page.read(path)
    qtbot.waitUntil(lambda: page._ticket is None, timeout=PATIENCE)


def imports(branch: Branch) -> int:
    return len(branch.clerk(ListImports()))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("list.csv", b"%PDF-1.7 nothing", "PDF"),
        ("empty.csv", b"", "empty"),
    ],
)
def test_a_file_that_is_no_list_changes_nothing_and_says_what_it_is(
    qtbot: QtBot, branch: Branch, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    before = imports(branch)
    with imports_of(qtbot, branch, tmp_path) as page:
        read(qtbot, page, path)
        assert said in page.trouble.text()
        assert page.stack.currentWidget() is page.register_card
        assert page.choose_button.isEnabled()
    assert imports(branch) == before


def test_bad_rows_are_shown_with_their_reason_and_exported_to_be_mended(
    qtbot: QtBot, branch: Branch, tmp_path: Path, list_file: Path
) -> None:
    with imports_of(qtbot, branch, tmp_path) as page:
        read(qtbot, page, list_file)
        preview = page.preview
        assert preview.accept_button.text() == "Import 1 row"
        finding = preview.aside.values.row_at(0)
        assert (finding.line, finding.column, finding.value) == (3, "逾期金额", "-5")
        reason = preview.aside.values.columns[-1].text(page.office.words, finding)
        assert reason == "The amount is negative."
        target = tmp_path / "out" / "aside.csv"
        with ask.answered(target):
            QTest.mouseClick(preview.export_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(target.exists)
        rows = list(csv.reader(target.read_text("utf-8-sig").splitlines()))
        assert rows[1][:4] == ["3", "逾期金额", "'-5", "The amount is negative."]
    assert "ledger.quarantine_exported" in branch.actions()


def test_good_rows_go_in_once_and_the_new_case_waits_in_today(
    qtbot: QtBot, branch: Branch, tmp_path: Path, list_file: Path
) -> None:
    before = imports(branch)
    with imports_of(qtbot, branch, tmp_path) as page:
        made = next(
            b for b in page.inbox.files.findChildren(QPushButton) if b.accessibleName() == "morning.csv"
        )
        QTest.mouseClick(made, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: page.preview.ledger is not None, timeout=PATIENCE)
        QTest.keyClick(page.preview.accept_button, Qt.Key.Key_F2)
        qtbot.waitUntil(page.summary.isVisible, timeout=PATIENCE)
        assert "1 rows taken in, 1 set aside" in page.summary.text()
        assert "1 new case waits in Today." in page.summary.text()
        qtbot.waitUntil(lambda: page.register.values.rowCount() == before + 1)
        read(qtbot, page, list_file)
        assert not page.summary.isVisible()
        qtbot.waitUntil(lambda: page.preview.changes.diff is not None, timeout=PATIENCE)
        assert "changes nothing" in page.preview.changes.verdict.text()
        assert not page.preview.accept_button.isEnabled()
        assert page.stack.currentWidget() is page.preview
        QTest.mouseClick(page.preview.discard_button, Qt.MouseButton.LeftButton)
        assert page.stack.currentWidget() is page.register_card
        assert not page.trouble.isVisible()
    assert imports(branch) == before + 1


def test_without_a_data_date_the_import_waits_for_one_that_can_be(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    path = tmp_path / "undated.csv"
    without = [line.split(",", 1)[1] for line in (HEADINGS, GOOD)]
    path.write_text("\n".join(without) + "\n", "utf-8")
    before = imports(branch)
    with imports_of(qtbot, branch, tmp_path) as page:
        read(qtbot, page, path)
        preview = page.preview
        assert preview.day.hasFocus()
        QTest.mouseClick(preview.accept_button, Qt.MouseButton.LeftButton)
        assert preview.wrong_day.text() == "Enter the data date first."
        QTest.keyClicks(preview.day, "2026-04-01")
        QTest.mouseClick(preview.accept_button, Qt.MouseButton.LeftButton)
        assert "ahead" in preview.wrong_day.text()
        assert imports(branch) == before
        preview.day.clear()
        QTest.keyClicks(preview.day, "2026-03-18")
        QTest.mouseClick(preview.accept_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(page.summary.isVisible, timeout=PATIENCE)
    assert branch.clerk(ListImports())[0].data_date.isoformat() == "2026-03-18"


def test_a_dropped_file_is_read_and_two_at_once_are_not(
    qtbot: QtBot, branch: Branch, tmp_path: Path, list_file: Path
) -> None:
    with imports_of(qtbot, branch, tmp_path) as page:
        page.dropEvent(dropped(list_file, list_file))
        assert page._ticket is None
        page.dropEvent(dropped(list_file))
        assert page._ticket is not None
        qtbot.waitUntil(lambda: page.preview.ledger is not None, timeout=PATIENCE)


def test_reading_can_be_cancelled_and_leaves_the_page_as_it_was(
    qtbot: QtBot, branch: Branch, tmp_path: Path, list_file: Path
) -> None:
    with imports_of(qtbot, branch, tmp_path) as page:
        page.read(list_file)
        assert not page.choose_button.isEnabled()
        page.progress.cancel()
        qtbot.waitUntil(lambda: page._ticket is None, timeout=PATIENCE)
        assert page.choose_button.isEnabled()
        assert page.stack.currentWidget() is page.register_card


def test_what_an_earlier_import_set_aside_is_an_enter_away(
    qtbot: QtBot, branch: Branch, tmp_path: Path, list_file: Path
) -> None:
    with imports_of(qtbot, branch, tmp_path) as page:
        read(qtbot, page, list_file)
        page.preview.accept()
        qtbot.waitUntil(page.summary.isVisible, timeout=PATIENCE)
        qtbot.waitUntil(lambda: page.register.values.row_at(0).file_name == "morning.csv")
        page.register.choose(page.register.values.row_at(0).id)
        QTest.keyClick(page.register, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: page.past_card.table.values.rowCount() == 1)
        assert page.stack.currentWidget() is page.past_card


TENFOLD = (
    "2026-03-18,KH000001,李明,530999198103071239,19900000001,个人贷款,6228480000000000471,500000,400000,128453.60,"
    "2026-01-10,67"
)


def test_what_should_be_looked_at_comes_first_and_each_finding_has_its_rows(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("\n".join((HEADINGS.replace("证件号码", "备注"), TENFOLD, GOOD)) + "\n", "utf-8")
    before = imports(branch)
    with imports_of(qtbot, branch, tmp_path) as page:
        read(qtbot, page, path)
        page.preview.accept()  # pressed before the comparison is there
        changes = page.preview.changes
        qtbot.waitUntil(lambda: changes.diff is not None, timeout=PATIENCE)
        assert changes.findings.values.row_at(0).code == "amount.tenfold"
        assert changes.rows.values.row_at(0).name == "李明"
        assert imports(branch) == before  # something is to be looked at, so it waited
        QTest.keyClick(changes.findings, Qt.Key.Key_Down)
        assert changes.rows.values.row_at(0).line in (2, 3)
        QTest.keyClick(changes.findings, Qt.Key.Key_Return)
        assert changes.rows.hasFocus()
        page.preview.accept()
        qtbot.waitUntil(page.summary.isVisible, timeout=PATIENCE)
    assert imports(branch) == before + 1


def test_a_row_is_mended_in_place_before_the_import(
    qtbot: QtBot, branch: Branch, tmp_path: Path, list_file: Path
) -> None:
    with imports_of(qtbot, branch, tmp_path) as page:
        read(qtbot, page, list_file)
        preview = page.preview
        preview.parts.choose("aside")
        preview._show_part("aside")
        QTest.keyClick(preview.aside, Qt.Key.Key_Return)
        cells = preview.mender.cells
        assert cells.isVisible()
        assert cells.horizontalHeaderItem(cells.currentColumn()).text() == "逾期金额"
        cells.currentItem().setText("x")
        QTest.keyClick(cells, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: "no amount" in preview.mender.reasons.text())
        cells.currentItem().setText("5.00")
        QTest.keyClick(cells, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: len(page.preview.ledger.rows) == 2)
        assert not cells.isVisible()
        assert preview.accept_button.text() == "Import 2 rows"


def test_an_import_is_undone_after_a_question_and_a_row_of_it_mended_before(
    qtbot: QtBot, branch: Branch, tmp_path: Path, list_file: Path
) -> None:
    with imports_of(qtbot, branch, tmp_path) as page:
        read(qtbot, page, list_file)
        page.preview.accept()
        qtbot.waitUntil(page.summary.isVisible, timeout=PATIENCE)
        qtbot.waitUntil(lambda: page.register.values.row_at(0).file_name == "morning.csv")
        page.show_past(page.register.values.row_at(0))
        past = page.past_card
        qtbot.waitUntil(lambda: past.table.values.rowCount() == 1)
        past.mend(past.table.values.row_at(0))
        past.mender.cells.currentItem().setText("5.00")
        past.mender.check()
        qtbot.waitUntil(lambda: past.table.values.rowCount() == 0, timeout=PATIENCE)
        with ask.answered(False):
            QTest.mouseClick(past.undo_button, Qt.MouseButton.LeftButton)
            qtbot.waitUntil(lambda: not ask._answers)
        assert branch.clerk(ListImports())[0].undone_at is None
        with ask.answered(True):
            QTest.mouseClick(past.undo_button, Qt.MouseButton.LeftButton)
            qtbot.waitUntil(lambda: page.stack.currentWidget() is page.register_card, timeout=PATIENCE)
        qtbot.waitUntil(lambda: page.register.values.row_at(0).undone_at is not None)
        assert not page.summary.isVisible(), "rows that were taken back aren't said to be in"
    assert "ledger.undone" in branch.actions()


def test_a_file_with_strange_headings_is_mapped_and_read(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    path = tmp_path / "strange.csv"
    strange = HEADINGS.translate(str.maketrans("户额号天称", "乎尔耗田秤"))
    path.write_text("\n".join((strange, GOOD, GOOD.replace("0001", "0003"))) + "\n", "utf-8")
    with imports_of(qtbot, branch, tmp_path) as page:
        read(qtbot, page, path)
        qtbot.waitUntil(lambda: page.stack.currentWidget() is page.mapper, timeout=PATIENCE)
        mapper = page.mapper
        wanted = {
            "customer_no": 1,
            "name": 2,
            "granted": 7,
            "balance": 8,
            "overdue": 9,
            "dpd": 11,
            "account_no": 6,
        }
        for field, column in wanted.items():
            mapper.lines.choose(column)
            mapper.field.put(field)
        assert mapper.accept_button.isEnabled(), mapper.missing.text()
        qtbot.waitUntil(lambda: mapper.previews[mapper._look.kind].values.rowCount() > 0, timeout=PATIENCE)
        mapper.accept()
        qtbot.waitUntil(lambda: page.preview.ledger is not None, timeout=PATIENCE)
        assert page.stack.currentWidget() is page.preview
        page.discard()
        read(qtbot, page, path)  # now it is known
        assert page.preview.ledger is not None


def test_a_protected_workbook_asks_for_its_password(qtbot: QtBot, branch: Branch, tmp_path: Path) -> None:
    import xlsxwriter
    from msoffcrypto.format.ooxml import OOXMLFile

    plain, sealed = tmp_path / "plain.xlsx", tmp_path / "sealed.xlsx"
    with xlsxwriter.Workbook(plain) as book:
        sheet = book.add_worksheet()
        for at, line in enumerate((HEADINGS, GOOD)):
            sheet.write_row(at, 0, line.split(","))
    with plain.open("rb") as file, sealed.open("wb") as out:
        OOXMLFile(file).encrypt("secret", out)
    with imports_of(qtbot, branch, tmp_path) as page:
        read(qtbot, page, sealed)
        assert page.password.hasFocus()
        QTest.keyClicks(page.password, "wrong")
        QTest.keyClick(page.password, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: page._ticket is None, timeout=PATIENCE)
        assert "doesn't open" in page.trouble.text()
        page.password.clear()
        QTest.keyClicks(page.password, "secret")
        QTest.keyClick(page.password, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: page.preview.ledger is not None, timeout=PATIENCE)
        assert not page.password.isVisible()


def test_an_auditor_neither_imports_nor_exports(
    qtbot: QtBot, branch: Branch, tmp_path: Path, list_file: Path
) -> None:
    tasks = Tasks()
    office = Office(branch.desk, branch.actors["auditor"], tasks, Speech(Words(ENGLISH)))
    window = Window(office, Machine(tmp_path))
    assert not window.go("imports")
    assert not window.top.brings.isVisibleTo(window)
    tasks.close()
    window.deleteLater()
    ledger: Any = None
    with pytest.raises(NotPermitted):
        branch.auditor(ExportQuarantine(ledger, tmp_path / "x.csv", ENGLISH))
    assert not (tmp_path / "x.csv").exists()


def test_a_file_of_next_week_isnt_offered_before_its_day(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    later = branch.folder / "inbox" / "week later"
    later.mkdir()
    for day in ("20260318", "20260325"):
        (later / f"practice-overdue-{day}.csv").write_text(f"{HEADINGS}\n{GOOD}\n", "utf-8")
    with imports_of(qtbot, branch, tmp_path) as page:
        assert [each.name for each in page.inbox._paths] == ["morning.csv", "practice-overdue-20260318.csv"]
    branch.advance(days=7)
    with imports_of(qtbot, branch, tmp_path) as page:
        assert "practice-overdue-20260325.csv" in [each.name for each in page.inbox._paths]


def test_the_foot_names_the_new_data_date_without_a_visit_to_today(
    qtbot: QtBot, branch: Branch, tmp_path: Path
) -> None:
    with imports_of(qtbot, branch, tmp_path) as page:
        foot = page.window().foot
        qtbot.waitUntil(lambda: Words(ENGLISH).date(date(2026, 3, 18)) in foot.where)
        branch.advance(days=1)
        row = overdue_row(9, "新客户", "6228480000000009999", ProductKind.LOAN, 100, 1000, 5)
        rows = ledger(LedgerKind.OVERDUE, [row], date(2026, 3, 19))
        page.office.run(CommitImport(rows), owner=page, done=lambda _done: None)
        qtbot.waitUntil(lambda: Words(ENGLISH).date(date(2026, 3, 19)) in foot.where)


def test_a_payments_file_says_in_the_register_what_came_of_it(branch: Branch) -> None:
    branch.promise(LI, fen=500_00, due_on=date(2026, 3, 18))
    paid = [payment_row("HK1", ACCOUNTS[LI], date(2026, 3, 18), 500_00)]
    branch.take(LedgerKind.PAYMENTS, paid)
    newest = branch.clerk(ListImports())[0]
    assert counts_text(Words(ENGLISH), newest) == "1 new payments, 1 promises or plans kept"
    branch.advance(minutes=1)
    branch.take(LedgerKind.PAYMENTS, paid, date(2026, 3, 19))
    assert counts_text(Words(ENGLISH), branch.clerk(ListImports())[0]) == "1 known already"


def test_every_import_of_the_register_has_a_result(branch: Branch) -> None:
    assert all(counts_text(Words(ENGLISH), line) for line in branch.clerk(ListImports()))
