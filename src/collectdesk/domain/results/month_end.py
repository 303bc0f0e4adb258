"""A month's figures as plain names and values: what is frozen, compared later, and filled into another's template."""

from __future__ import annotations

import calendar
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from collectdesk.domain.customers.products import Bucket
from collectdesk.domain.refusals import Refused

if TYPE_CHECKING:
    from collectdesk.domain.money import Money
    from collectdesk.domain.results.effect import Share
    from collectdesk.domain.results.figures import EffectFigures, Measures

Flat = dict[str, str]
"""Name to value: whole numbers, yuan to the fen, shares in per cent to a tenth, days as ISO; "" of nothing."""

NUMBER: Final = r"-?\d+(?:\.\d+)?"


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that comes out otherwise now: facts were recorded, corrected or withdrawn since."""

    name: str
    frozen: str
    now: str


def last_day(month: str) -> date:
    """The last day of "2026-03"; raises Refused(month.malformed)."""
    try:
        year, number = (int(part) for part in month.split("-"))
        return date(year, number, calendar.monthrange(year, number)[1])
    except ValueError as wrong:  # IllegalMonthError is one
        raise Refused("month.malformed", field="month", month=month) from wrong


def require_over(last: date, today: date) -> None:
    """Raise Refused(month.not_over) where the month still runs."""
    if today <= last:
        raise Refused("month.not_over", field="month", last=last)


def flat(figures: EffectFigures, measures: Measures) -> Flat:
    """Every figure of a branch's month that doesn't name a person."""
    told: Flat = {"month.last_day": figures.day.isoformat()}
    told["month.data_date"] = figures.data_date.isoformat() if figures.data_date else ""
    for each in figures.buckets:
        name = f"overdue.{each.bucket.value}"
        told |= {f"{name}.products": str(each.products), f"{name}.customers": str(each.customers),
                 f"{name}.yuan": yuan(each.overdue)}  # fmt: skip
    told |= {
        "overdue.all.products": str(figures.overdue.products),
        "overdue.all.yuan": yuan(figures.overdue.overdue),
    }
    if figures.roll is not None:
        for row in figures.roll.rows:
            if row.bucket is not Bucket.M7:
                told[f"roll.{row.bucket.value}.before"] = str(row.before)
                told[f"roll.{row.bucket.value}.older"] = str(row.worse)
    for promise in figures.promises:
        told[f"promise.{promise.state.value}.count"] = str(promise.count)
        told[f"promise.{promise.state.value}.yuan"] = yuan(promise.amount)
    told |= {
        "promise.kept_rate": percent(figures.kept),
        "contact.right_party_rate": percent(figures.right_party),
    }
    told |= {f"contact.{who.value}": str(count) for who, count in figures.calls.items()}
    told |= {f"visit.{outcome.value}": str(count) for outcome, count in figures.visits}
    told["visit.all"] = str(sum(count for _, count in figures.visits))
    told["rule.breached"] = str(sum(each.breached for each in figures.rules))
    told["rule.stopped"] = str(sum(each.refused for each in figures.rules))
    return told | _measured(measures)


def _measured(shown: Measures) -> Flat:
    tenths = shown.recovery.permille
    beside = shown.beside
    return {
        "recovery.yuan": yuan(shown.recovery.part),
        "recovery.of_yuan": yuan(shown.recovery.of),
        "recovery.rate": "" if tenths is None else f"{tenths // 10}.{tenths % 10}",
        "cure.customers": str(shown.cure.part),
        "cure.rate": percent(shown.cure),
        "visit.paid_within_ten_days_yuan": yuan(shown.after_visits),
        "visit.paid_rate": percent(beside.visited),
        "visit.beside_rate": "" if beside.expected is None else f"{beside.expected // 10}.{beside.expected % 10}",
        "cost.visits_yuan": yuan(shown.cost.total),
        "cost.visits": str(shown.cost.visits),
        "first_contact.median_days": "" if shown.first_contact.median_days is None
        else str(shown.first_contact.median_days),
        "satisfied.rate": percent(shown.satisfied),
        "satisfied.answers": str(shown.satisfied.of),
        "complaint.received": str(shown.complaints),
        "first_contact.waiting": str(shown.first_contact.waiting),
        **{f"reason.{each.reason.value}": str(each.visits) for each in shown.reasons},
    }  # fmt: skip


def yuan(amount: Money) -> str:
    """An amount to the fen: 12845.36."""
    sign, fen = ("-" if amount.fen < 0 else ""), abs(amount.fen)
    return f"{sign}{fen // 100}.{fen % 100:02d}"


def percent(share: Share) -> str:
    """A share in per cent to a tenth, "" of nothing."""
    tenths = share.permille
    return "" if tenths is None else f"{tenths // 10}.{tenths % 10}"


def digest_of(told: Mapping[str, str]) -> str:
    """SHA-256 of the figures, whichever order they stand in."""
    return hashlib.sha256(json.dumps(dict(told), sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def compared(frozen: Mapping[str, str], now: Mapping[str, str]) -> tuple[Difference, ...]:
    """Figures that differ; a count that stands on one side only is a nought on the other."""
    names = sorted({*frozen, *now})
    found = ((name, frozen.get(name, "0"), now.get(name, "0")) for name in names)
    return tuple(Difference(*each) for each in found if each[1] != each[2])
