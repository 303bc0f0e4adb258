"""Resident identity numbers checked, and personal values masked for those who need not see them whole."""

from __future__ import annotations

import re
from datetime import date
from operator import mul
from typing import Final

_WIDE: Final = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")
_PROVINCES: Final = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
"""First two digits of GB/T 2260; 81, 82, 83: residents of Hong Kong, Macao, Taiwan with a mainland permit."""
_FOREIGN_RESIDENT: Final = "9"
"""Permanent residents from abroad: 9, then the province that issued the card (the card of 2023)."""
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK: Final = "10X98765432"
_SHAPE: Final = re.compile(r"[0-9]{17}[0-9X]")
_EARLIEST_BIRTH: Final = date(1900, 1, 1)

_DOUBLE_SURNAMES: Final = frozenset(
    [
        "欧阳",
        "上官",
        "司马",
        "诸葛",
        "司徒",
        "东方",
        "独孤",
        "南宫",
        "夏侯",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "长孙",
        "宇文",
        "轩辕",
        "呼延",
        "端木",
        "百里",
        "东郭",
        "西门",
        "公冶",
        "澹台",
        "申屠",
        "太史",
        "钟离",
        "闻人",
        "淳于",
        "单于",
        "赫连",
        "拓跋",
        "濮阳",
        "万俟",
        "左丘",
        "第五",
        "纳兰",
        "完颜",
        "乐正",
        "鲜于",
        "闾丘",
    ]
)
_DISTRICT: Final = re.compile(
    r"(?:[^\d\s]{2,8}?(?:省|自治区|特别行政区))?"
    r"(?:[^\d\s省]{2,10}?(?:自治州|地区|市|盟))?"
    r"(?:[^\d\s省市路街]{1,10}?(?:自治县|自治旗|新区|(?<![小社园校厂])区|县|旗|市))?"
)
_HIDDEN: Final = "***"


def clean_id(text: str) -> str:
    """The number as it is kept: half-width, without spaces, a capital X."""
    if text.isascii():
        return text.replace(" ", "").upper()
    return text.translate(_WIDE).replace(" ", "").replace("\u3000", "").upper()


def check_digit(first17: str) -> str:
    """The last character that the first 17 digits demand (ISO 7064 MOD 11-2, GB 11643-1999)."""
    return _CHECK[sum(map(mul, map(int, first17), _WEIGHTS)) % 11]


def id_fault(text: str, as_of: date | None = None) -> str | None:
    """Why a resident identity number can't be right, as a code; None when nothing speaks against it.

    Checks length, province, birth date (not after ``as_of``) and check digit; the county is not
    checked, since counties come and go and lists of them refuse real people.
    """
    number = clean_id(text)
    if len(number) != 18:
        return "id.length"
    if not _SHAPE.fullmatch(number):
        return "id.characters"
    if number[1:3] not in _PROVINCES if number[0] == _FOREIGN_RESIDENT else number[:2] not in _PROVINCES:
        return "id.province"
    born_on = _date_in(number)
    if born_on is None or born_on < _EARLIEST_BIRTH or (as_of is not None and born_on > as_of):
        return "id.date"
    return None if number[17] == check_digit(number[:17]) else "id.check_digit"


def birth_date(text: str) -> date | None:
    """The birth date inside a number that passes the check; None for any other text."""
    return None if id_fault(text) else _date_in(clean_id(text))


def _date_in(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def mask_name(name: str) -> str:
    """Hide the surname: 张三 → *三; the father's name after a dot; all but initials in Latin."""
    name = name.strip()
    if not name:
        return ""
    if name.isascii():
        return " ".join(word[0] + "*" * (len(word) - 1) for word in name.split())
    for dot in "·•．":
        if dot in name:
            own, _, _ = name.partition(dot)
            return f"{own}{dot}{_HIDDEN}"
    hidden = 2 if len(name) > 2 and name[:2] in _DOUBLE_SURNAMES else 1
    return "*" * hidden + name[hidden:]


def door_name(name: str) -> str:
    """The surname alone, for paper that a neighbour may glimpse: 李明 → 李*, 欧阳雪 → 欧阳*.

    Nobody's sex is kept, so no form of address can stand behind it. Names with a dot or in Latin letters are
    masked as everywhere else.
    """
    name = name.strip()
    if name.isascii() or any(dot in name for dot in "·•．"):
        return mask_name(name)
    shown = 2 if len(name) > 2 and name[:2] in _DOUBLE_SURNAMES else 1
    return name[:shown] + "*" * (len(name) - shown)


def mask_id(number: str) -> str:
    """First and last character stay: 1****************7."""
    number = number.strip()
    if len(number) < 6:
        return "*" * len(number)
    return number[0] + "*" * (len(number) - 2) + number[-1]


def mask_phone(phone: str) -> str:
    """132****7986; of shorter numbers only the last four stay, of the shortest nothing."""
    phone = phone.strip()
    if len(phone) >= 11:
        return f"{phone[:3]}****{phone[-4:]}"
    return f"****{phone[-4:]}" if len(phone) >= 7 else "*" * len(phone)


def mask_account(account_no: str) -> str:
    """First six and last four of a card number stay; of shorter accounts two and four, or nothing."""
    account_no = account_no.strip()
    if len(account_no) >= 14:
        return account_no[:6] + "*" * (len(account_no) - 10) + account_no[-4:]
    if len(account_no) >= 9:
        return account_no[:2] + "*" * (len(account_no) - 6) + account_no[-4:]
    return "*" * len(account_no)


def without_district(address: str) -> str:
    """What follows the district or county of an address; the whole where none is recognised or nothing follows."""
    found = _DISTRICT.match(address.strip())
    rest = address.strip()[found.end() :] if found else ""
    return rest or address


def mask_address(address: str) -> str:
    """Keep down to the district or county; where none is recognised, nothing."""
    address = address.strip()
    if not address:
        return ""
    found = _DISTRICT.match(address)
    kept = found.group(0) if found else ""
    return (kept if len(kept) < len(address) else "") + _HIDDEN


_NUMBERS_IN_TEXT: Final = (
    (re.compile(r"(?<![0-9A-Za-z])[1-9]\d{16}[0-9Xx](?![0-9A-Za-z])"), mask_id),
    (re.compile(r"(?<![0-9A-Za-z])\d(?:[ -]?\d){13,18}(?![0-9A-Za-z])"), mask_account),
    (re.compile(r"(?<![0-9A-Za-z])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![0-9A-Za-z])"), mask_phone),
    (re.compile(r"(?<![0-9A-Za-z])0\d{2,3}[ -]?\d{7,8}(?![0-9A-Za-z])"), mask_phone),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"), lambda found: f"{found[0]}***{found[found.index('@') - 1 :]}"),
)
"""Identity numbers before account numbers, which are as long; e-mail: first and last letter before the @."""


def mask_text(text: str, names: tuple[str, ...] = ()) -> str:
    """A note without identity, account and telephone numbers, e-mail addresses, and without the names given."""
    folded = text.translate(_WIDE) if not text.isascii() else text
    for pattern, mask in _NUMBERS_IN_TEXT:
        folded = pattern.sub(lambda found, mask=mask: mask(found.group(0)), folded)  # type: ignore[misc]
    for name in sorted({each.strip() for each in names if len(each.strip()) > 1}, key=len, reverse=True):
        folded = folded.replace(name, mask_name(name))
    return folded
