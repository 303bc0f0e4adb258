"""Writes an amount in the Chinese capital figures that can't be altered by a stroke of the pen.

Source: 人民银行《正确填写票据和结算凭证的基本规定》, the rules for 大写金额.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collectdesk.domain.money import Money

_FIGURES: Final = "零壹贰叁肆伍陆柒捌玖"
_UNITS: Final = ("", "拾", "佰", "仟")
_GROUPS: Final = ("", "万", "亿", "万亿")
_LIMIT: Final = 10**16


def capital_amount(amount: Money) -> str:
    """人民币壹万陆仟捌佰陆拾陆元伍角叁分. Other currencies and 10^16 yuan raise ValueError."""
    yuan, cents = divmod(abs(amount.fen), 100)
    if amount.currency != "CNY" or yuan >= _LIMIT:
        raise ValueError(f"no capital figures for {amount}")
    sign = "负" if amount.fen < 0 else ""
    whole = f"{_whole(yuan)}元" if yuan or not cents else ""
    return f"人民币{sign}{whole}{_cents(cents, after_yuan=bool(yuan))}"


def _whole(yuan: int) -> str:
    if not yuan:
        return "零"
    written = ""
    gap = False
    for order in reversed(range(len(_GROUPS))):
        group = yuan // 10_000**order % 10_000
        if group:
            if written and (gap or group < 1000):
                written += "零"
            written += _group(group) + _GROUPS[order]
        gap = bool(written) and not group
    return written


def _group(number: int) -> str:
    written, gap = "", False
    for order in reversed(range(4)):
        figure = number // 10**order % 10
        if figure:
            written += ("零" if gap and written else "") + _FIGURES[figure] + _UNITS[order]
        gap = not figure
    return written


def _cents(cents: int, *, after_yuan: bool) -> str:
    jiao, fen = divmod(cents, 10)
    if not cents:
        return "整"
    if not jiao:
        return f"{'零' if after_yuan else ''}{_FIGURES[fen]}分"
    return f"{_FIGURES[jiao]}角" + (f"{_FIGURES[fen]}分" if fen else "整")
