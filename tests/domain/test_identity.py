"""Identity numbers are refused for the right reason, and masks never show what they hide."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.domain.customers import identity


def number(province: str = "33", born: str = "19850607", serial: str = "001") -> str:
    first = f"{province}9999{born}{serial}"
    return first + identity.check_digit(first)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "id.length"),
        (number()[:-1], "id.length"),
        ("A" + number()[1:], "id.characters"),
        (number(province="99"), "id.province"),
        (number(province="00"), "id.province"),
        (number(born="19850230"), "id.date"),
        (number(born="18991231"), "id.date"),
        (number(born="20270101"), "id.date"),
    ],
)
def test_a_number_that_cant_be_right_says_why(text: str, fault: str) -> None:
    assert identity.id_fault(text, date(2026, 3, 17)) == fault


@given(st.integers(0, 16), st.integers(1, 9))
def test_any_single_mistyped_digit_is_noticed(at: int, step: int) -> None:
    right = number()
    wrong = right[:at] + str((int(right[at]) + step) % 10) + right[at + 1 :]
    assert identity.id_fault(wrong) is not None


@given(st.integers(0, 16))
def test_two_swapped_neighbours_are_noticed(at: int) -> None:
    right = number(serial="123")
    swapped = right[:at] + right[at + 1] + right[at] + right[at + 2 :]
    assert swapped == right or identity.id_fault(swapped) is not None


@pytest.mark.parametrize("province", ["11", "33", "65", "71", "81", "82", "83"])
def test_every_province_and_permit_passes_with_an_unassigned_county(province: str) -> None:
    assert identity.id_fault(number(province=province)) is None


def test_a_permanent_resident_from_abroad_passes() -> None:
    first = "93399919850607001"
    assert identity.id_fault(first + identity.check_digit(first)) is None


def test_the_published_example_passes_in_lower_case_and_full_width() -> None:
    # GB 11643-1999 prints 11010519491231002X as its example.
    assert identity.id_fault("11010519491231002x") is None
    wide = "".join(chr(ord(char) + 0xFEE0) for char in "11010519491231002X")
    assert identity.clean_id(f" {wide} ") == "11010519491231002X"
    assert identity.birth_date("11010519491231002X") == date(1949, 12, 31)
    assert identity.birth_date("110105194912310021") is None


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("吴鸿章", "*鸿章"),
        ("张三", "*三"),
        ("欧阳娜娜", "**娜娜"),
        ("买买提·阿不都", "买买提·***"),
        ("张", "*"),
        ("", ""),
        ("Li Ming", "L* M***"),
    ],
)
def test_names_hide_the_surname(name: str, masked: str) -> None:
    assert identity.mask_name(name) == masked


def test_numbers_show_only_their_ends() -> None:
    assert identity.mask_id("110105194912310027") == "1****************7"
    assert identity.mask_phone("13212347986") == "132****7986"
    assert identity.mask_phone("88886666") == "****6666"
    assert identity.mask_account("6228881234565676") == "622888******5676"
    assert identity.mask_account("L20240017") == "L2***0017"
    assert identity.mask_account("12345678") == "********"


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("浙江省杭州市西湖区文三路123号", "浙江省杭州市西湖区***"),
        ("广西壮族自治区南宁市青秀区民族大道1号", "广西壮族自治区南宁市青秀区***"),
        ("北京市朝阳区建国路8号", "北京市朝阳区***"),
        ("江苏省昆山市玉山镇1号", "江苏省昆山市***"),
        ("阳光小区3栋201", "***"),
        ("12-3-401", "***"),
        ("", ""),
    ],
)
def test_addresses_end_at_the_district(address: str, masked: str) -> None:
    assert identity.mask_address(address) == masked


@given(st.text(max_size=25))
def test_no_mask_shows_a_whole_value(text: str) -> None:
    value = text.strip()
    for mask in (identity.mask_id, identity.mask_phone, identity.mask_account, identity.mask_address):
        assert not value or set(value) <= {"*"} or mask(value) != value
