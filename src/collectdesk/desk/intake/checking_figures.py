"""Core banking's figures beside the program's own: balances and days are core's word, differences are listed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, ClassVar

from collectdesk import resources
from collectdesk.desk.customers import masking
from collectdesk.desk.pipeline import Lookup
from collectdesk.domain.customers.classes import ClassTable, load_classes, read_class
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.intake.import_diff import DiffRow, Finding, Gathered
from collectdesk.domain.money import Money
from collectdesk.domain.people.people import Permission
from collectdesk.store.intake import intake_known
from collectdesk.store.intake.intake_known import KnownProduct
from collectdesk.store.work import View

_DAY_SLACK = 1
"""Core systems differ on whether the due date itself counts as the first day."""


@lru_cache(maxsize=1)
def class_table() -> ClassTable:
    """The classes that days overdue allow, by product kind, as shipped."""
    return load_classes(resources.path("classes", "cn.toml").read_text("utf-8"))


def differences(
    kind: ProductKind, dpd: int, balance: Money, five_class: str, own: tuple[int, Money] | None
) -> Mapping[str, tuple[Any, Any]]:
    """Code → (own, core's) for every figure of a product that differs from what the program reckons."""
    found: dict[str, tuple[Any, Any]] = {}
    if own is not None and abs(own[0] - dpd) > _DAY_SLACK:
        found["dpd.own"] = (own[0], dpd)
    if own is not None and own[1] > balance:
        found["balance.own"] = (own[1], balance)
    stated, least = read_class(five_class), class_table().least(kind, dpd)
    if stated is not None and stated.rank < least.rank:
        found["class.below"] = (least.value, five_class)
    return found


@dataclass(frozen=True, slots=True)
class CheckFigures(Lookup[tuple[Finding, ...]]):
    """Every product whose days, balance or class differ from what instalments, payments and days say."""

    needs: ClassVar = Permission.IMPORT
    action: ClassVar = "figures.checked"

    def look(self, view: View) -> tuple[Finding, ...]:
        found = Gathered()
        seen = masking.sight(view.actor, None)
        standing: dict[Any, list[KnownProduct]] = {}
        for known in intake_known.stated_products(view):
            standing.setdefault(known.as_of, []).append(known)
        for count, (day, products) in enumerate(standing.items()):
            view.step(count, len(standing))
            own = intake_known.own_figures(view, [p.id for p in products], day)
            for known in products:
                for code, (ours, theirs) in differences(
                    ProductKind(known.kind), known.dpd, known.balance, known.five_class, own.get(known.id)
                ).items():
                    shown = (
                        masking.name(seen, known.name),
                        known.account_no,
                        "",
                        ours,
                        theirs,
                        known.customer_no,
                    )
                    found.add(code, partial(DiffRow, 0, *shown))
        return found.ordered()
