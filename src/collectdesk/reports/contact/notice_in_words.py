"""What a notice says in a language: its places filled, its sections in order, its products as lines of a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from collectdesk.domain.contact.texts import OPENING, SECTIONS, filled, sections
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.money import Money
from collectdesk.terms import code_term, term
from collectdesk.words import Words, for_language, mark

if TYPE_CHECKING:
    from collections.abc import Mapping

HEADINGS: Final = {
    "basis": mark("Reason and legal basis"),
    "rights": mark("Your rights and duties"),
    "query": mark("Checking the figures"),
    "repay": mark("How to pay"),
    "objection": mark("If you object"),
    "consequence": mark("When the time has passed"),
}
ANSWER_HEADINGS: Final = {
    **HEADINGS,
    "basis": mark("On what this rests"),
    "query": mark("Whom to ask"),
    "objection": mark("If you don't accept it"),
}
PENALTY_UNSTATED: Final = mark(
    "Penalty and compound interest aren't stated apart: as far as they have accrued, the overdue amount contains them."
)
NO_CASH: Final = mark("Our staff take no cash, at your door or anywhere else outside the counter.")


@dataclass(frozen=True, slots=True)
class Line:
    """One product of a notice; the parts are "" where core banking's instalments don't say them."""

    product: str
    contract: str
    since: str
    dpd: str
    principal: str
    interest: str
    fees: str
    overdue: str


@dataclass(frozen=True, slots=True)
class Told:
    """A notice in words: the opening, its sections with their headings, what was added, and its products."""

    title: str
    opening: str
    parts: tuple[tuple[str, str], ...]
    added: tuple[str, ...]
    lines: tuple[Line, ...]
    overdue: Money
    as_of: date
    about_debt: bool
    plain: str
    """The whole as one text, as a message carries it."""


def tell_notice(content: Mapping[str, Any], branch: str, language: str) -> Told:
    """Fill a notice's content in its language."""
    words = for_language(language)
    places = _places(content, branch, words)
    found = {name: filled(text, places) for name, text in sections(str(content["body"])).items()}
    headings = HEADINGS if content.get("about_debt", True) else ANSWER_HEADINGS
    parts = tuple((words.say(headings[name]), found[name]) for name in SECTIONS[1:] if found.get(name))
    added = tuple(filter(None, (*content["sentences"], str(content["extra"]))))
    gap = "" if words.is_chinese else " "
    return Told(
        title=filled(str(content["title"]), places),
        opening=found[OPENING],
        parts=parts,
        added=added,
        lines=tuple(_line(product, words) for product in content["products"]),
        overdue=Money(int(content["overdue"])),
        as_of=date.fromisoformat(content["as_of"]),
        about_debt=bool(content.get("about_debt", True)),
        plain=gap.join((found[OPENING], *(text for _heading, text in parts), *added)),
    )


def _places(content: Mapping[str, Any], branch: str, words: Words) -> dict[str, str]:
    head = content["letterhead"]
    contracts = dict.fromkeys(p["contract"] or p["account"] for p in content["products"])
    account = f"{head['account_name']} {head['account_no']}"
    bank = f"（{head['account_bank']}）" if words.is_chinese else f" ({head['account_bank']})"
    return {
        "name": str(content["addressee"]),
        "borrower": str(content["borrower"]),
        "branch": branch,
        "phone": head["phone"],
        "address": head["address"],
        "account": account + bank,
        "as_of": _day(content["as_of"], words),
        "since": _day(content["since"] or content["as_of"], words),
        "pay_by": _day(content["pay_by"], words),
        "dpd": words.number(int(content["dpd"])),
        "overdue": words.money(Money(int(content["overdue"]))),
        "balance": words.money(Money(int(content["balance"]))),
        "contracts": ("、" if words.is_chinese else ", ").join(contracts),
        **_matter(content.get("matter", {}), words),
    }


def _matter(matter: Mapping[str, str], words: Words) -> dict[str, str]:
    """What an answer is about; "—" in a text that names a complaint where there is none."""
    received, finding = matter.get("received", ""), matter.get("finding", "")
    return {
        "complaint": matter.get("complaint", "—"),
        "received": _day(received, words) if received else "—",
        "finding": code_term(words, "finding_told", finding) if finding else "—",
    }


def _line(product: Mapping[str, Any], words: Words) -> Line:
    due = product["due"]

    def amount(name: str) -> str:
        return words.money(Money(due[name]), sign=False) if name in due else "—"

    return Line(
        f"{term(words, ProductKind(product['kind']))} {product['account']}",
        product["contract"],
        words.date(date.fromisoformat(product["since"])) if product["since"] else "—",
        words.number(product["dpd"]),
        amount("principal"),
        amount("interest"),
        amount("fee"),
        words.money(Money(product["overdue"]), sign=False),
    )


def _day(iso: str, words: Words) -> str:
    return long_day(date.fromisoformat(iso), words)


def long_day(day: date, words: Words) -> str:
    """A day as a letter writes it out."""
    return f"{day.year}年{day.month}月{day.day}日" if words.is_chinese else f"{day.day} {day:%B %Y}"
