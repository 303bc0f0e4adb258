"""How promises are kept in the branch: by who took them down, by why they are late, by case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.customers import masking
from collectdesk.desk.pipeline import Lookup
from collectdesk.domain.people.people import Permission
from collectdesk.domain.results.effect import ALL, Cut, Span, scope_of
from collectdesk.domain.solutions.kept_rates import UNKNOWN, Judged, KeptBy, KeptRate, kept_rates
from collectdesk.store.cases.kept_rates import judged_promises, reasons_of
from collectdesk.store.people.people import account_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectdesk.store.work import View

__all__ = ["KeptBy", "KeptRate", "KeptRates", "ShowKeptRates"]


@dataclass(frozen=True, slots=True)
class KeptRates:
    """The rates by each way of looking; ``customers`` says whose file a case belongs to, by its key."""

    by: Mapping[KeptBy, tuple[KeptRate, ...]]
    customers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ShowKeptRates(Lookup[KeptRates]):
    """Promises that fell due in a span and were judged, within a cut. A part paid doesn't keep a promise."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "promise.rates_shown"

    span: Span = Span.QUARTER
    as_of: date | None = None
    cut: Cut = ALL

    def look(self, view: View) -> KeptRates:
        found = judged_promises(view, scope_of(self.span, self.as_of or view.today, self.cut))
        reasons = reasons_of(view, [each.case_id for each in found])
        judged = [
            Judged(
                each.state,
                {KeptBy.CLERK: (each.by,), KeptBy.CASE: (each.case_id,),
                 KeptBy.REASON: reasons.get(each.case_id, (UNKNOWN,))},
            )
            for each in found
        ]  # fmt: skip
        seen, none = masking.of_customers(view), masking.without_case(view)
        people = account_names(view)
        cases = {
            e.case_id: f"{masking.name(seen.get(e.customer_id, none), e.name)} {e.case_no}" for e in found
        }
        clerks = _named(kept_rates(judged, KeptBy.CLERK), people)
        return KeptRates(
            {
                KeptBy.CLERK: tuple(sorted(clerks, key=lambda rate: rate.name)),
                KeptBy.REASON: kept_rates(judged, KeptBy.REASON),
                KeptBy.CASE: _named(kept_rates(judged, KeptBy.CASE), cases),
            },
            {each.case_id: each.customer_id for each in found},
        )


def _named(rates: tuple[KeptRate, ...], names: Mapping[str, str]) -> tuple[KeptRate, ...]:
    return tuple(replace(rate, name=names.get(rate.key, "")) for rate in rates)
