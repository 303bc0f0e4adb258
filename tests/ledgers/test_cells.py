"""Single cells: what is read is exact, what can't be read says why."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.money import Money
from collectdesk.ledgers import cells
from collectdesk.ledgers.cells import Cell, Wrong
from ledgers.files import id_number


def wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def at_noon(*day: int) -> datetime:
    """A cell with date and time, which spreadsheets keep without a zone."""
    return datetime.combine(date(*day), time(12))


def finding(reader: cells.Reader, cell: Cell) -> str:
    with pytest.raises(Wrong) as caught:
        reader(cell)
    return caught.value.code


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("-5.00", "amount.negative"),
        ("(1,000.00)", "amount.negative"),
        (-3.0, "amount.negative"),
        ("10000000000.01", "amount.absurd"),
        (1e15, "amount.absurd"),
        ("1.005", "amount.fraction"),
        (0.125, "amount.fraction"),
        ("1,23.00", "amount.unreadable"),
        ("1.2E+05", "amount.unreadable"),
        ("12.3万元", "amount.unreadable"),
        ("五百", "amount.unreadable"),
        ("1.2.3", "amount.unreadable"),
        (float("nan"), "amount.unreadable"),
        (True, "amount.unreadable"),
        (date(2026, 1, 1), "amount.unreadable"),
    ],
)
def test_an_amount_that_cant_be_right_is_a_finding(cell: Cell, code: str) -> None:
    assert finding(cells.amount, cell) == code


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        ("1,234.56", 123_456),
        (wide("1,234.56"), 123_456),
        ("\u00a51,234.5", 123_450),
        ("\uffe5 88", 8_800),
        ("100元", 10_000),
        ("人民币100.10元", 10_010),
        ("0.3000", 30),
        ("1234567", 123_456_700),
        (0.1 + 0.2, 30),
        (1234.5600000000001, 123_456),
        (7, 700),
        ("0", 0),
    ],
)
def test_an_amount_is_read_to_the_fen_however_it_is_written(cell: Cell, fen: int) -> None:
    assert cells.amount(cell) == Money(fen)


@given(st.integers(0, cells.ABSURD_FEN), st.booleans(), st.booleans())
def test_every_amount_comes_back_from_text(fen: int, grouped: bool, full_width: bool) -> None:
    text = f"{fen // 100:,}.{fen % 100:02d}" if grouped else f"{fen // 100}.{fen % 100:02d}"
    assert cells.amount(wide(text) if full_width else text) == Money(fen)


@given(st.integers(0, cells.ABSURD_FEN))
def test_every_amount_comes_back_from_a_spreadsheet_number(fen: int) -> None:
    assert cells.amount(fen / 100) == Money(fen)


def test_a_payment_of_nothing_is_a_finding() -> None:
    assert finding(cells.positive_amount, "0.00") == "amount.zero"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2026-02-30", "date.impossible"),
        ("20261301", "date.impossible"),
        ("00000000", "date.impossible"),
        ("99991231", "date.impossible"),
        ("1899-12-30", "date.impossible"),
        (at_noon(1899, 12, 31), "date.impossible"),
        ("18/03/2026", "date.unreadable"),
        ("昨天", "date.unreadable"),
        ("123", "date.unreadable"),
        (time(9, 30), "date.unreadable"),
        (True, "date.unreadable"),
    ],
)
def test_a_date_that_is_none_is_a_finding(cell: Cell, code: str) -> None:
    assert finding(cells.day, cell) == code


@pytest.mark.parametrize(
    "cell",
    [
        "2026-03-18", "2026/3/18", "20260318", "2026年3月18日", "2026 年 3 月 18 日", "2026.3.18",
        "2026-03-18 09:30:00",
        wide("2026-03-18"), 46099.0, "46099", date(2026, 3, 18), at_noon(2026, 3, 18), 20260318.0,
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_form_core_systems_write(cell: Cell) -> None:
    assert cells.day(cell) == date(2026, 3, 18)


@given(
    st.dates(date(1950, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日"]),
)
def test_every_date_comes_back(day: date, form: str) -> None:
    assert cells.day(day.strftime(form)) == day


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("-1", "dpd.negative"),
        (10_951.0, "dpd.absurd"),
        ("3.5", "dpd.unreadable"),
        ("很久", "dpd.unreadable"),
        (True, "dpd.unreadable"),
    ],
)
def test_days_that_cant_be_right_are_a_finding(cell: Cell, code: str) -> None:
    assert finding(cells.dpd, cell) == code


def test_days_and_instalment_numbers_are_read_with_their_words() -> None:
    assert (cells.dpd("35天"), cells.dpd(35.0), cells.dpd(wide("35"))) == (35, 35, 35)
    assert (cells.seq("第3期"), cells.seq(3.0)) == (3, 3)
    assert finding(cells.seq, "0") == "instalment.number"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("6.22848E+18", "number.scientific"),
        ("6E18", "number.scientific"),
        (6.22848040256489e18, "number.rounded"),
        (10**15, "number.rounded"),
        (1.5, "number.unreadable"),
        ("x" * 65, "text.too_long"),
        ("62\x0028", "text.control"),
    ],
)
def test_a_number_that_a_spreadsheet_mangled_is_a_finding(cell: Cell, code: str) -> None:
    assert finding(cells.number_text, cell) == code


@pytest.mark.parametrize(
    "cell", ["0062284804025648900", '="0062284804025648900"', "'0062284804025648900", "0062284804025648900\t"]
)
def test_an_account_keeps_every_digit_and_its_leading_zeros(cell: str) -> None:
    assert cells.number_text(cell) == "0062284804025648900"


def test_a_short_account_stored_as_a_number_is_taken() -> None:
    assert cells.number_text(100_200_300.0) == "100200300"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (id_number()[:-1] + ("1" if id_number()[-1] != "1" else "2"), "id.check_digit"),
        ("99" + id_number()[2:], "id.province"),
        ("339999198502300011", "id.date"),
        ("33999919850607", "id.length"),
        ("3399991985060700A1", "id.characters"),
        (3.39999198506070e17, "number.rounded"),
    ],
)
def test_an_id_number_that_cant_be_right_is_a_finding(cell: Cell, code: str) -> None:
    assert finding(cells.resident_id, cell) == code


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("13812345678", "13812345678"),
        (13812345678.0, "13812345678"),
        ("+86 138-1234-5678", "13812345678"),
        (wide("13812345678"), "13812345678"),
        ("0571-88886666", "0571-88886666"),
        ("(0571)88886666", "0571-88886666"),
        ("88886666", "88886666"),
    ],
)
def test_phones_are_read_as_people_write_them(cell: Cell, phone: str) -> None:
    assert cells.phone(cell) == phone


@pytest.mark.parametrize(
    "cell", ["1381234567", "138123456789", "23812345678", "13812345678/13912345678", "没有电话"]
)
def test_a_phone_of_wrong_length_is_a_finding(cell: str) -> None:
    assert finding(cells.phone, cell) == "phone.digits"


def test_text_damaged_on_the_way_is_a_finding() -> None:
    assert finding(cells.text, "张\ufffd") == "text.broken"
    assert finding(cells.text, "张\x07三") == "text.control"
    assert finding(cells.text, "长" * 501) == "text.too_long"
    assert cells.text(" 张\u3000三\n") == "张 三"


def test_product_words_of_both_languages_are_known_and_others_are_not() -> None:
    assert cells.product("融资租赁") is ProductKind.LEASE
    assert cells.product(" Credit Card ") is ProductKind.CARD
    assert finding(cells.product, "基金") == "product.unknown"


@given(
    st.sampled_from(sorted(cells.READERS)),
    st.one_of(
        st.text(),
        st.floats(),
        st.integers(),
        st.booleans(),
        st.dates(),
        st.datetimes(),
        st.times(),
        st.timedeltas(),
    ),
)
def test_no_cell_breaks_a_reader(name: str, cell: Cell) -> None:
    with suppress(Wrong):
        cells.READERS[name](cell)
