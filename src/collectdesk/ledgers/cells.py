"""Reads single cells: text, amounts, dates, counts, identifiers; raises Wrong with a code."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from collectdesk.domain.customers.identity import clean_id, id_fault
from collectdesk.domain.money import ZERO, Money
from collectdesk.ledgers.fields import DELIVERIES, PRODUCTS, folded

if TYPE_CHECKING:
    from collectdesk.domain.customers.products import ProductKind
    from collectdesk.domain.intake.imports import Delivery

Cell = str | int | float | bool | date | datetime | time | timedelta
"""What a table hands over; a text file hands over strings only."""

ABSURD_FEN: Final = 10**12
"""Ten thousand million yuan: above any single debt of a branch, so a column slipped or a point is lost."""
ABSURD_DPD: Final = 10_950
"""Thirty years."""
LONGEST_EXACT_DIGITS: Final = 15
"""Excel keeps 15 significant digits of a number; what is longer has lost its tail."""
_EXACT_BELOW: Final = 10**LONGEST_EXACT_DIGITS
_TEXT_AT_MOST: Final = 500
_NUMBER_AT_MOST: Final = 64

WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xFFE5: "\u00a5"}
"""Full-width forms to the half-width ones that Python's patterns and numbers know."""
_AMOUNT: Final = re.compile(r"([-+]?)(\d{1,3}(?:,\d{3}){1,6}|\d{1,20})(?:\.(\d{1,20}))?")
_SURROUNDING: Final = re.compile(r"^(?:\u00a5|rmb|cny|人民币)|元$", re.IGNORECASE)
_DATE: Final = re.compile(
    r"(\d{4})([-/.年])(\d{1,2})[-/.月](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_TIGHT_DATE: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL: Final = re.compile(r"[2-6]\d{4}(?:\.0+)?")
_EPOCH: Final = date(1899, 12, 30)
"""Day zero of Excel's 1900 calendar for every day after its invented 29 February 1900."""
_FIRST_DAY: Final = date(1950, 1, 1)
_LAST_DAY: Final = date(2100, 12, 31)
_SCIENTIFIC: Final = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d+")
_FORCED_TEXT: Final = re.compile(r'="(.*)"')
_ID_LENGTH: Final = 18
_MOBILE_DIGITS: Final = 11
_MOBILE: Final = re.compile(r"1\d{10}")
_LANDLINE: Final = re.compile(r"(?:0\d{2,3}-?)?[1-9]\d{6,7}(?:-\d{1,6})?|[48]00-?\d{3}-?\d{4}")
_BLANKS: Final = frozenset({"", "null", "\\n", "-", "--", "—", "/", "无", "n/a", "#n/a", "none", "暂无"})

_BLANK_AT_MOST: Final = 12
"""Longer cells can only be blank by being spaces."""


class Wrong(Exception):
    """A cell that can't be taken; ``code`` and ``facts`` word the reason."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = {name: str(fact) for name, fact in facts.items()}
        super().__init__(code)


def cell_text(cell: Cell) -> str:
    """The cell as a person reads it; whole numbers without a point, dates as 2026-03-18."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT_BELOW:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def is_blank(cell: Cell) -> bool:
    """Whether nothing stands there, also by the words that core systems write for nothing."""
    if cell.__class__ is not str:
        return False
    return cell.isspace() if len(cell) > _BLANK_AT_MOST else cell.strip().lower() in _BLANKS


def amount(cell: Cell) -> Money:
    """Yuan as people and core systems write them; exact to the fen, zero or more, not absurd."""
    fen = _fen_of_number(cell) if isinstance(cell, float | int) else _fen_of_text(cell)
    if fen < 0:
        raise Wrong("amount.negative")
    if fen > ABSURD_FEN:
        raise Wrong("amount.absurd", limit=f"{ABSURD_FEN // 100:,}")
    return Money(fen) if fen else ZERO


def _fen_of_text(cell: Cell) -> int:
    if not isinstance(cell, str):
        raise Wrong("amount.unreadable")
    text = cell if cell.isascii() else cell.translate(WIDE)
    found = _AMOUNT.fullmatch(text) or _AMOUNT.fullmatch(_bare(text))
    if not found:
        raise Wrong("amount.unreadable")
    sign, whole, part = found.groups()
    part = (part or "").rstrip("0")
    if len(part) > 2:
        raise Wrong("amount.fraction")
    fen = int(whole.replace(",", "")) * 100 + int(part.ljust(2, "0"))
    return -fen if sign == "-" else fen


def _bare(text: str) -> str:
    """Without currency marks and spaces; accountants' brackets become a minus."""
    text = "".join(text.split())
    if text.startswith("(") and text.endswith(")"):
        text = "-" + text[1:-1]
    sign = "-" if text.startswith("-") else ""
    return sign + _SURROUNDING.sub("", text.removeprefix("-"))


def _fen_of_number(number: float) -> int:
    """A spreadsheet number to the 15 digits that Excel keeps, so that 0.1 + 0.2 is thirty fen."""
    if isinstance(number, bool) or not math.isfinite(number):
        raise Wrong("amount.unreadable")
    fen = Decimal(format(number, ".15g")) * 100
    if fen != fen.to_integral_value():
        raise Wrong("amount.fraction")
    return int(fen)


def positive_amount(cell: Cell) -> Money:
    """An amount above zero: a payment of nothing is a mistake."""
    value = amount(cell)
    if not value:
        raise Wrong("amount.zero")
    return value


def day(cell: Cell) -> date:
    """A date in any of the written forms, a spreadsheet's date cell, or its bare serial number."""
    if isinstance(cell, datetime):
        return _plausible(cell.date())
    if isinstance(cell, date):
        return _plausible(cell)
    return _day_of_text(cell_text(cell))


@lru_cache(maxsize=8192)
def _day_of_text(text: str) -> date:
    text = "".join(text.translate(WIDE).split(" ")) if "年" in text else text.translate(WIDE).strip()
    found = _DATE.fullmatch(text)
    if found:
        year, _, month, of_month = found.groups()
        return _real(int(year), int(month), int(of_month))
    if tight := _TIGHT_DATE.fullmatch(text):
        return _real(*(int(part) for part in tight.groups()))
    if _SERIAL.fullmatch(text):
        return _plausible(_EPOCH + timedelta(days=int(float(text))))
    raise Wrong("date.unreadable")


def _real(year: int, month: int, of_month: int) -> date:
    try:
        return _plausible(date(year, month, of_month))
    except ValueError:
        raise Wrong("date.impossible") from None


def _plausible(value: date) -> date:
    if not _FIRST_DAY <= value <= _LAST_DAY:
        raise Wrong("date.impossible")
    return value


def dpd(cell: Cell) -> int:
    """Days past due, a whole number from zero to thirty years; 35天 is read as 35."""
    count = _whole(cell, "dpd.unreadable", "天")
    if count < 0:
        raise Wrong("dpd.negative")
    if count > ABSURD_DPD:
        raise Wrong("dpd.absurd", limit=ABSURD_DPD)
    return count


def seq(cell: Cell) -> int:
    """The number of an instalment, from one; 第3期 is read as 3."""
    count = _whole(cell, "instalment.number", "期", "第")
    if not 1 <= count <= 1_200:
        raise Wrong("instalment.number")
    return count


def _whole(cell: Cell, code: str, after: str, before: str = "") -> int:
    if isinstance(cell, bool):
        raise Wrong(code)
    written = cell_text(cell).translate(WIDE).removeprefix(before or "\0").removesuffix(after).strip()
    found = re.fullmatch(r"([-+]?\d{1,9})(?:\.0+)?", written)
    if not found:
        raise Wrong(code)
    return int(found.group(1))


def text(cell: Cell) -> str:
    """Free text: no control characters, no signs of a broken conversion, at most 500 characters."""
    value = cell.strip() if isinstance(cell, str) else cell_text(cell)
    if value.isprintable():
        plain = value  # nearly every cell
    else:
        plain = " ".join(value.split())
        if not plain.replace("\u3000", "").isprintable() and any(
            ord(char) < 32 or ord(char) == 127 for char in plain
        ):
            raise Wrong("text.control")
    if "\ufffd" in plain:
        raise Wrong("text.broken")
    if len(plain) > _TEXT_AT_MOST:
        raise Wrong("text.too_long", limit=_TEXT_AT_MOST)
    return plain


def number_text(cell: Cell) -> str:
    """A number that is a name (customer, account, reference), kept to the last digit and leading zero."""
    if isinstance(cell, str) and cell.isdecimal() and cell.isascii() and len(cell) <= _NUMBER_AT_MOST:
        return cell  # nearly every cell
    if isinstance(cell, float | int):
        return _unrounded(cell)
    value = text(cell)
    if not value.isalnum():
        if forced := _FORCED_TEXT.fullmatch(value):
            value = forced.group(1).strip()
        value = value.removeprefix("'").strip()
    if value[:1].isdecimal() and _SCIENTIFIC.fullmatch(value):
        raise Wrong("number.scientific")
    if len(value) > _NUMBER_AT_MOST:
        raise Wrong("text.too_long", limit=_NUMBER_AT_MOST)
    return value if value.isascii() else value.translate(WIDE)


def _unrounded(number: float) -> str:
    if isinstance(number, bool) or not math.isfinite(number) or (isinstance(number, float) and number % 1):
        raise Wrong("number.unreadable")
    if abs(number) >= _EXACT_BELOW:
        raise Wrong("number.rounded", digits=LONGEST_EXACT_DIGITS)
    return str(int(number))


def resident_id(cell: Cell) -> str:
    """A resident identity number of 18 characters whose check digit agrees."""
    plain = isinstance(cell, str) and cell.isalnum() and cell.isascii() and len(cell) == _ID_LENGTH
    number = clean_id(cell if plain and isinstance(cell, str) else number_text(cell))
    if fault := id_fault(number):
        raise Wrong(fault)
    return number


def phone(cell: Cell) -> str:
    """A mobile number as 11 digits, or a landline as written; whether the range is assigned is not asked."""
    number = number_text(cell)
    if len(number) == _MOBILE_DIGITS and _MOBILE.fullmatch(number):
        return number
    bare = number.removeprefix("+86").replace(" ", "").replace("(", "").replace(")", "-").strip("-")
    if _MOBILE.fullmatch(mobile := bare.replace("-", "").removeprefix("86")) and not bare.startswith("0"):
        return mobile
    if _LANDLINE.fullmatch(bare):
        return bare
    raise Wrong("phone.digits")


def product(cell: Cell) -> ProductKind:
    """One of the three product kinds by the words that core systems use."""
    known = PRODUCTS.get(folded(cell_text(cell)))
    if known is None:
        raise Wrong("product.unknown")
    return known


def delivery(cell: Cell) -> Delivery:
    """What became of a text message, by the words and codes that telephone companies use."""
    known = DELIVERIES.get(folded(cell_text(cell)))
    if known is None:
        raise Wrong("delivery.unknown")
    return known


Reader = Callable[[Cell], object]

READERS: Final[dict[str, Reader]] = {
    "customer_no": number_text,
    "name": text,
    "id_no": resident_id,
    "phone": phone,
    "home_address": text,
    "work_address": text,
    "guarantor_name": text,
    "guarantor_phone": phone,
    "product_kind": product,
    "account_no": number_text,
    "contract_no": number_text,
    "opened_on": day,
    "granted": amount,
    "balance": amount,
    "overdue": amount,
    "oldest_unpaid_on": day,
    "dpd": dpd,
    "five_class": text,
    "account_officer": text,
    "seq": seq,
    "due_on": day,
    "principal": amount,
    "interest": amount,
    "fee": amount,
    "paid": amount,
    "reference": number_text,
    "paid_on": day,
    "amount": positive_amount,
    "channel": text,
    "second_phone": phone,
    "registered_address": text,
    "guarantor_address": text,
    "sent_on": day,
    "result": delivery,
    "reason": text,
    "data_date": day,
}
"""How each field's cell is read."""

ABSENT: Final[dict[str, object]] = {
    "opened_on": None,
    "oldest_unpaid_on": None,
    "granted": ZERO,
    "fee": ZERO,
    "paid": ZERO,
    "principal": ZERO,
    "interest": ZERO,
    "seq": 0,
    "due_on": None,
    "data_date": None,
}
"""What an optional field holds when its cell is blank; every other one holds ""."""
