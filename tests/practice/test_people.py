"""Nobody real can be met, called or looked up by what the practice branch invents."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from collectdesk.domain.customers.identity import check_digit
from collectdesk.practice.branch import PRACTICE_DATE, Borrower
from collectdesk.practice.people import PROVINCES, make_id

# Mobile prefixes in use, by three digits (libphonenumber's metadata of China, all of 14, 17 and 19).
_IN_USE = re.compile(r"1(?:3\d|4[0-9]|5[0-35-9]|6[25-7]|7\d|8\d|9\d)")


@given(st.sampled_from(PROVINCES), st.dates(date(1900, 1, 1), date(2020, 12, 31)), st.integers(0, 999))
def test_an_identity_number_reads_back_and_its_check_digit_fits(
    province: str, born: date, order: int
) -> None:
    made = make_id(province, born, order)
    weights = [2 ** (17 - place) % 11 for place in range(18)]
    values = [10 if digit == "X" else int(digit) for digit in made]
    assert sum(w * v for w, v in zip(weights, values, strict=True)) % 11 == 1
    assert re.fullmatch(r"\d{17}[\dX]", made)
    assert (made[:2], made[6:14], made[14:17]) == (province, f"{born:%Y%m%d}", f"{order:03d}")


def test_the_check_digit_agrees_with_the_standards_example() -> None:
    assert check_digit("11010519491231002") == "X"


def test_no_borrowers_county_or_prefecture_exists(borrowers: list[Borrower]) -> None:
    assert {borrower.person.id_no[2:6] for borrower in borrowers} == {"9999"}


def test_borrowers_are_of_an_age_to_borrow(borrowers: list[Borrower]) -> None:
    born = [int(borrower.person.id_no[6:14]) for borrower in borrowers]
    today = int(f"{PRACTICE_DATE:%Y%m%d}")
    assert all(21 <= (today - day) // 10_000 <= 64 for day in born)


def test_no_telephone_number_lies_in_a_range_in_use(borrowers: list[Borrower]) -> None:
    numbers = [borrower.person.phone for borrower in borrowers]
    numbers += [p.guarantor_phone for borrower in borrowers for p in borrower.products if p.guarantor_phone]
    assert all(re.fullmatch(r"154\d{8}", number) for number in numbers)
    assert not any(_IN_USE.match(number) for number in numbers)


def test_no_two_borrowers_share_an_identity_or_telephone_number(borrowers: list[Borrower]) -> None:
    assert len({borrower.person.id_no for borrower in borrowers}) == len(borrowers)
    assert len({borrower.person.phone for borrower in borrowers}) == len(borrowers)


def test_every_address_says_that_it_is_invented(borrowers: list[Borrower]) -> None:
    assert all(borrower.home_address.startswith("云岭县（虚构）") for borrower in borrowers)
    assert all("（虚构）" in borrower.work_address for borrower in borrowers if borrower.work_address)


def test_names_that_trip_searches_and_fonts_occur(borrowers: list[Borrower]) -> None:
    names = " ".join(borrower.person.name for borrower in borrowers)
    for part in ("欧阳", "单", "曾", "仇", "解", "䶮", "𬭎", "镕", "·"):
        assert part in names
