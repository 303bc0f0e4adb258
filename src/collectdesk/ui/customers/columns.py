"""Owns how a customer stands in a list: the columns, and the words for days, products and the next step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from collectdesk.desk.customers.call_hours import CallHours
from collectdesk.desk.customers.finding import CustomerLine, Order
from collectdesk.domain.customers.cases import StepKind
from collectdesk.domain.customers.products import Bucket, ProductKind, bucket_of
from collectdesk.terms import term
from collectdesk.terms_rules import windows_line
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark


def days_text(words: Words, dpd: int) -> str:
    """Days past due with their bucket."""
    return f"{words.number(dpd)} · {bucket_of(dpd).value}"


def days_tone(dpd: int) -> Tone:
    """Red from the fourth bucket on, amber from the second."""
    bucket = bucket_of(dpd)
    if bucket in (Bucket.M0, Bucket.M1):
        return Tone.PLAIN
    return Tone.WARN if bucket in (Bucket.M2, Bucket.M3) else Tone.DANGER


def kinds_text(words: Words, kinds: tuple[str, ...]) -> str:
    """The kinds of product a customer has."""
    named = [term(words, ProductKind(kind)) for kind in kinds if kind]
    return ("、" if words.is_chinese else ", ").join(named)


def step_text(words: Words, line: CustomerLine) -> str:
    """What is to be done next; empty when nothing is."""
    return term(words, StepKind(line.next_kind)) if line.next_kind else ""


def due_text(_words: Words, line: CustomerLine) -> str:
    """The day it is due, short: lists look a few weeks ahead at most."""
    return f"{line.next_due_on:%m-%d}" if line.next_kind and line.next_due_on else ""


def hours_text(words: Words, known: CallHours | None) -> str:
    """When the customer may be called today; empty while it isn't known or nobody has a reason to call."""
    if known is None:
        return ""
    if not known.has_number:
        return words.say(mark("no number"))
    if known.needs_reason:
        return words.say(mark("with a reason"))
    return windows_line(words, known.windows) if known.windows else words.say(mark("not today"))


def hours_tone(known: CallHours | None) -> Tone:
    """Amber where a call has to wait for another day, another number or a reason."""
    return Tone.PLAIN if known is None or (known.windows and not known.needs_reason) else Tone.WARN


def noted_text(words: Words, line: CustomerLine) -> str:
    """How many amounts by hand wait for core banking's word; empty when none does."""
    return words.number(line.noted) if line.noted else ""


def is_late(line: CustomerLine, today: date) -> bool:
    """Whether the next step should have been done before today."""
    return line.next_due_on is not None and line.next_due_on < today


ORDERS: Final = {
    "name": Order.NAME, "customer_no": Order.CUSTOMER_NO, "overdue": Order.OVERDUE, "balance": Order.BALANCE,
    "days": Order.DPD, "due": Order.DUE, "case_no": Order.CASE_NO,
}  # fmt: skip
"""What the database sorts by for each column; the others aren't sorted."""
NEEDED: Final = ("name", "days")
"""Columns that nobody can take away: a row without them says nothing."""
HIDDEN_AT_FIRST: Final = ("officer", "noted", "balance")


def _who() -> tuple[Column[CustomerLine], ...]:
    """Who it is, and what they owe on."""
    return (
        Column(
            mark("Customer"),
            lambda _w, line: line.name,
            Kind.BOLD,
            stretch=True,
            width=94,
            firm=True,
            id="name",
        ),
        Column(
            mark("Customer no."), lambda _w, line: line.customer_no, Kind.MUTED, id="customer_no", firm=True
        ),
        Column(mark("Products"), lambda w, line: kinds_text(w, line.kinds), id="products", unsorted=True),
    )


def columns(
    today: Callable[[], date], hours: Callable[[int], CallHours | None] = lambda _number: None
) -> tuple[Column[CustomerLine], ...]:
    """Every column of the list; ``today`` decides what is late, ``hours`` gives those of a line by its number."""
    return (*_who(), *_owing(today), *_doing(hours))


def _owing(today: Callable[[], date]) -> tuple[Column[CustomerLine], ...]:
    return (
        Column(
            mark("Overdue"),
            lambda w, line: w.money(line.overdue, sign=False),
            Kind.MONEY,
            sort=lambda line: line.overdue.fen,
            id="overdue",
            width=92,
        ),
        Column(
            mark("Balance"),
            lambda w, line: w.money(line.balance, sign=False),
            Kind.MONEY,
            sort=lambda line: line.balance.fen,
            id="balance",
            width=96,
        ),
        Column(
            mark("Days"),
            lambda w, line: " · ".join((days_text(w, line.dpd), *line.own)),
            Kind.NUMBER,
            sort=lambda line: line.dpd,
            tone=lambda line: days_tone(line.dpd),
            width=94,
            id="days",
        ),
        Column(
            mark("Due"),
            due_text,
            sort=lambda line: line.next_due_on,
            tone=lambda line: Tone.DANGER if is_late(line, today()) else Tone.PLAIN,
            firm=True,
            id="due",
            width=60,
        ),
        Column(mark("Noted by hand"), noted_text, Kind.MUTED, id="noted", unsorted=True, width=70),
    )


def _doing(hours: Callable[[int], CallHours | None]) -> tuple[Column[CustomerLine], ...]:
    return (
        Column(mark("Next step"), step_text, id="step", unsorted=True),
        Column(
            mark("Call today"),
            lambda w, line: hours_text(w, hours(line.number)),
            tone=lambda line: hours_tone(hours(line.number)),
            firm=True,
            id="hours",
            unsorted=True,
        ),
        Column(mark("Case no."), lambda _w, line: line.case_no, Kind.MUTED, id="case_no", firm=True),
        Column(
            mark("Account officer"), lambda _w, line: line.officer, Kind.MUTED, id="officer", unsorted=True
        ),
    )
