"""The files are as untidy as a core system's, say that they are practice, and add up."""

from __future__ import annotations

import csv
import unicodedata
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from python_calamine import CalamineWorkbook

from collectdesk.domain.customers.identity import check_digit
from collectdesk.domain.money import Money
from collectdesk.practice.branch import Borrower, PracticeBranch, generate
from collectdesk.practice.files import Morning, write_morning, write_opening, write_week_later
from collectdesk.practice.flaws import Flaw
from collectdesk.practice.products import standing

if TYPE_CHECKING:
    from pathlib import Path

OVERDUE = [
    "客户号",
    "客户名称",
    "证件号码",
    "手机号码",
    "家庭住址",
    "单位地址",
    "担保人",
    "担保人电话",
    "产品类型",
    "借据号",
    "合同号",
    "放款日期",
    "授信额度",
    "贷款余额",
    "逾期金额",
    "逾期起始日",
    "逾期天数",
    "五级分类",
    "客户经理",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("practice")


@pytest.fixture(scope="module")
def opening(folder: Path, branch: PracticeBranch) -> tuple[Path, ...]:
    return write_opening(folder, branch)


@pytest.fixture(scope="module")
def morning(folder: Path, branch: PracticeBranch) -> Morning:
    return write_morning(folder, branch)


def _lines(path: Path, encoding: str) -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file))


def _sheet(path: Path) -> list[list[Any]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def _paid(path: Path) -> dict[str, float]:
    """Account to sum, of the payment lines alone."""
    sums: dict[str, float] = {}
    for row in _sheet(path)[4:]:
        if str(row[0]).startswith("LX"):
            sums[row[1]] = sums.get(row[1], 0) + row[3]
    return sums


def test_a_folder_that_is_a_file_is_an_error_and_not_half_an_export(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("", encoding="utf-8")
    with pytest.raises(OSError, match="taken"):
        write_opening(taken, generate(borrowers=5))


def test_every_file_says_in_its_first_line_and_its_name_that_it_is_practice(
    opening: tuple[Path, ...], morning: Morning, folder: Path, branch: PracticeBranch
) -> None:
    overdue, plans, payments = opening
    assert "练习数据 practice data" in _lines(overdue, "gb18030")[0][0]
    assert "练习数据 practice data" in _lines(plans, "utf-8-sig")[0][0]
    overdue_later, *later = write_week_later(folder, branch)
    assert all(
        "练习数据 practice data" in _lines(path, "gb18030")[0][0] for path in (payments, overdue_later)
    )
    for book in (morning.files[1], *later):
        assert "练习数据 practice data" in _sheet(book)[0][0]
    assert all(path.name.startswith("practice-") for path in (*opening, *morning.files))


def test_the_overdue_list_is_gb18030_with_its_data_date_and_every_product(
    opening: tuple[Path, ...], borrowers: list[Borrower]
) -> None:
    with pytest.raises(UnicodeDecodeError):
        opening[0].read_bytes().decode("utf-8")
    title, data_date, headings, *rows = _lines(opening[0], "gb18030")
    assert (len(title), data_date, headings) == (1, ["数据日期：2026-03-17"], OVERDUE)
    assert len(rows) == sum(len(borrower.products) for borrower in borrowers)
    assert {row[8] for row in rows} == {"个人贷款", "信用卡", "融资租赁"}


def test_the_overdue_list_has_separators_full_width_digits_and_dates_in_three_forms(
    opening: tuple[Path, ...],
) -> None:
    rows = _lines(opening[0], "gb18030")[3:]
    assert any("," in row[12] for row in rows)
    assert any("，" in row[12] and "．" in row[12] for row in rows)
    forms = {"-" if "-" in row[11] else "/" if "/" in row[11] else "8" for row in rows}
    assert forms == {"-", "/", "8"}


def test_the_overdue_lists_figures_are_the_standings(
    opening: tuple[Path, ...], branch: PracticeBranch, borrowers: list[Borrower]
) -> None:
    products = {product.account_no: product for borrower in borrowers for product in borrower.products}
    for row in _lines(opening[0], "gb18030")[3:]:
        now = standing(products[row[9]], branch.opening_date)
        figures = tuple(Money.yuan(cell).fen for cell in row[12:15])
        assert figures == (products[row[9]].granted_fen, now.balance_fen, now.overdue_fen)
        assert int(row[16]) == now.dpd
        assert bool(row[15]) == bool(now.dpd)


def test_instalments_are_utf8_with_a_mark_and_what_was_paid_on_them(opening: tuple[Path, ...]) -> None:
    assert opening[1].read_bytes().startswith(b"\xef\xbb\xbf")
    _, data_date, headings, *rows = _lines(opening[1], "utf-8-sig")
    assert data_date == ["数据日期：2026-03-17"]
    assert headings == ["借据号", "期次", "应还日期", "应还本金", "应还利息", "应还费用", "已还金额"]
    assert len(rows) > 30_000
    assert all(
        Money.yuan(row[6]) <= Money.yuan(row[3]) + Money.yuan(row[4]) + Money.yuan(row[5]) for row in rows
    )


def test_payments_are_a_workbook_with_a_merged_title_empty_lines_and_totals(
    folder: Path, branch: PracticeBranch, borrowers: list[Borrower]
) -> None:
    path = write_week_later(folder, branch)[1]
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    assert (sheet.merged_cell_ranges or [])[:2] == [((0, 0), (0, 4)), ((1, 0), (1, 4))]
    rows: list[list[Any]] = _sheet(path)
    assert rows[1][0] == "数据日期：2026-03-25"
    assert rows[3] == ["流水号", "借据号", "交易日期", "还款金额", "渠道"]
    lines = [row for row in rows[4:] if str(row[0]).startswith("LX")]
    total = next(row for row in rows if row[0] == "合计")
    made = [
        payment.amount_fen
        for borrower in borrowers
        for product in borrower.products
        for payment in product.payments
        if branch.practice_date < payment.paid_on <= branch.week_later
    ]
    assert [round(row[3] * 100) for row in lines] == made
    assert round(total[3] * 100) == sum(made)
    assert total[4] == f"{len(made)}笔"
    assert len({row[0] for row in lines}) == len(lines)
    assert sum(not any(row) for row in rows[4:]) > len(lines) // 50
    assert {type(row[2]) for row in lines} == {date, str}


def test_the_morning_lists_what_is_overdue_and_what_has_been_cured(
    morning: Morning, branch: PracticeBranch, borrowers: list[Borrower]
) -> None:
    listed = {row[9] for row in _lines(morning.files[0], "gb18030")[3:]}
    expected = {
        product.account_no
        for borrower in borrowers
        for product in borrower.products
        if standing(product, branch.opening_date).dpd or standing(product, branch.practice_date).dpd
    }
    extra = {bad.account_no for bad in morning.planted if bad.flaw is Flaw.OTHER_NAME}
    assert listed == expected | extra
    assert _paid(morning.files[1]).keys() >= {
        part.account_no for part in branch.cast() if part.pays_on == branch.practice_date
    }


def test_the_planted_rows_stand_where_the_summary_says_and_are_few(morning: Morning) -> None:
    lines = _lines(morning.files[0], "gb18030")
    assert {bad.flaw for bad in morning.planted} == set(Flaw)
    assert len(morning.planted) <= max(len(lines) // 50, len(Flaw))
    for bad in morning.planted:
        row = lines[bad.line - 1]
        assert (row[0], row[9], row[OVERDUE.index(bad.column)]) == (
            bad.customer_no,
            bad.account_no,
            bad.value,
        )


def test_every_flaw_is_one_and_no_other_row_has_any(morning: Morning) -> None:
    found: dict[Flaw, set[int]] = {flaw: set() for flaw in Flaw}
    names: dict[str, str] = {}
    for number, row in enumerate(_lines(morning.files[0], "gb18030")[3:], 4):
        if names.setdefault(row[0], row[1]) != row[1]:
            found[Flaw.OTHER_NAME].add(number)
        if check_digit(row[2][:17]) != row[2][17]:
            found[Flaw.BROKEN_ID].add(number)
        if Money.yuan(row[14]) < Money(0):
            found[Flaw.NEGATIVE_AMOUNT].add(number)
        if Money.yuan(row[13]) > Money.yuan("1,000,000,000"):
            found[Flaw.ABSURD_AMOUNT].add(number)
        if row[15] == "2026-02-30":
            found[Flaw.IMPOSSIBLE_DATE].add(number)
    planted = {flaw: {bad.line for bad in morning.planted if bad.flaw is flaw} for flaw in Flaw}
    assert found == planted


def test_the_casts_rows_stay_clean_in_the_smallest_branch(tmp_path: Path) -> None:
    assert write_morning(tmp_path, generate(borrowers=5)).planted == ()


def test_a_week_later_one_promise_is_kept_one_partly_and_one_broken(
    folder: Path, branch: PracticeBranch
) -> None:
    overdue, book = write_week_later(folder, branch)
    assert book.name == "practice-payments-20260325.xlsx"
    paid = _paid(book)
    keeps, partly, breaks, *_ = branch.cast()
    assert round(paid[keeps.account_no] * 100) == keeps.overdue.fen
    assert round(paid[partly.account_no] * 100) == partly.pays.fen
    assert breaks.account_no not in paid
    figures = {
        row[9]: Money.yuan(unicodedata.normalize("NFKC", row[14])) for row in _lines(overdue, "gb18030")[3:]
    }
    assert figures[keeps.account_no] == Money(0), "who has paid everything stands without arrears"
    assert figures[breaks.account_no] == breaks.overdue


def test_the_english_files_are_plain_utf8_with_english_headings(tmp_path: Path) -> None:
    branch = generate(borrowers=60)
    written = (
        *write_opening(tmp_path, branch, english=True),
        *write_morning(tmp_path, branch, english=True).files,
        *write_week_later(tmp_path, branch, english=True),
    )
    for path in written:
        assert path.suffix == ".csv"
        assert not path.read_bytes().startswith(b"\xef\xbb\xbf")
        title, data_date, *_ = _lines(path, "utf-8")
        assert "practice data" in title[0]
        assert data_date[0].startswith("Data date: 2026-03-")
    assert _lines(written[0], "utf-8")[2][:4] == ["Customer No", "Name", "ID No", "Mobile"]
    assert {row[8] for row in _lines(written[0], "utf-8")[3:]} == {"loan", "card", "lease"}
    assert _lines(written[2], "utf-8")[2] == ["Reference", "Account No", "Paid on", "Amount", "Channel"]


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    branch = generate(borrowers=60)
    first = [path.read_bytes() for path in write_opening(tmp_path / "1", branch)]
    assert first == [path.read_bytes() for path in write_opening(tmp_path / "2", branch)]


def test_payments_beyond_one_workbook_go_on_in_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("collectdesk.practice.files._ROWS_A_WORKBOOK", 10)
    branch = generate(borrowers=100)
    books = write_week_later(tmp_path, branch)[1:]
    count = sum(
        branch.practice_date < payment.paid_on <= branch.week_later
        for borrower in branch.people()
        for product in borrower.products
        for payment in product.payments
    )
    assert len(books) == -(-count // 10) > 1
    assert sum(str(row[0]).startswith("LX") for book in books for row in _sheet(book)) == count
