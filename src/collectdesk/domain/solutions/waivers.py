"""Waivers: what of a debt an arrangement gives up, each component decided by itself and within a power."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.arrangements import ArrangementKind
from collectdesk.domain.solutions.solution_table import Component

if TYPE_CHECKING:
    from collections.abc import Mapping


class WaiverState(Enum):
    """Proposed with the offer, then granted or refused; lapsed when the arrangement breaks or is called off."""

    PROPOSED = "proposed"
    GRANTED = "granted"
    REFUSED = "refused"
    LAPSED = "lapsed"


WAIVING = frozenset({ArrangementKind.WAIVER, ArrangementKind.SETTLEMENT})


def require_waivable(
    kind: ArrangementKind, waived: Mapping[Component, Money], owed: Mapping[Component, Money]
) -> None:
    """Refuse waivers that can't be: with another kind, of nothing, or of more than is owed.

    Penalty interest isn't stated by core banking, so that its amount is the clerk's word.
    """
    if kind not in WAIVING:
        if waived:
            raise Refused("waiver.other_kind", field="kind")
        return
    if kind is ArrangementKind.WAIVER and not waived:
        raise Refused("ways.nothing_waived", field="waive_penalty")
    for component, amount in waived.items():
        field = f"waive_{component.value}"
        if amount.fen <= 0:
            raise Refused("ways.part_negative", part=component, amount=amount, field=field)
        if component is not Component.PENALTY and amount > owed[component]:
            raise Refused(
                "ways.waived_above_part", part=component, amount=amount, most=owed[component], field=field
            )


def require_whole_settlement(amount: Money, waived: Mapping[Component, Money], balance: Money) -> None:
    """A settlement leaves nothing: what is paid and what is waived of the balance make it up exactly."""
    within = amount
    for component, given in waived.items():
        if component is not Component.PENALTY:
            within += given
    if within != balance:
        raise Refused("waiver.settlement_gap", amount=amount, covered=within, balance=balance, field="amount")


def require_power(component: Component, amount: Money, most: Money, authority: str) -> None:
    """What exceeds the branch's own power is granted only on the decision of the office above, named by its number."""
    if amount > most and not authority.strip():
        raise Refused("waiver.above_power", part=component, amount=amount, most=most, field="authority")
