"""Buckets a branch makes itself for one kind of product: names and first days, with their source, beside M0 to M7+."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

Edges = tuple[tuple[str, int], ...]
"""Name and first day past due of each bucket, in order."""

MOST: Final = 12
_LONGEST: Final = 12
_PART: Final = re.compile(r"(?P<name>.*\S)\s+(?P<day>\d{1,4})")
_BETWEEN: Final = re.compile(r"[,，、;；\n]+")


@dataclass(frozen=True, slots=True)
class OwnBuckets:
    """One kind's buckets from a day on; ``withdrawn_on`` is since when they count no more."""

    id: str
    kind: ProductKind
    edges: Edges
    source: str
    from_on: date
    set_by: str
    second_id: str
    withdrawn_on: date | None = None

    def stands_on(self, day: date) -> bool:
        return self.from_on <= day and (self.withdrawn_on is None or day < self.withdrawn_on)


def read_edges(text: str) -> Edges:
    """Buckets from what somebody wrote, such as ``A 1, B 31, C 91``. Raises Refused(buckets.*)."""
    found: list[tuple[str, int]] = []
    for part in filter(None, (each.strip() for each in _BETWEEN.split(text))):
        seen = _PART.fullmatch(part)
        if seen is None or len(seen["name"]) > _LONGEST:
            raise Refused("buckets.unreadable", field="edges", part=part)
        found.append((seen["name"], int(seen["day"])))
    if not found or len(found) > MOST:
        raise Refused("buckets.how_many", field="edges", most=MOST)
    if found[0][1] != 1:
        raise Refused("buckets.first_day", field="edges")
    days = [day for _name, day in found]
    if days != sorted(set(days)) or len({name for name, _day in found}) != len(found):
        raise Refused("buckets.order", field="edges")
    return tuple(found)


def write_edges(edges: Edges) -> str:
    """The same as ``read_edges`` reads it."""
    return ", ".join(f"{name} {day}" for name, day in edges)


def name_of(edges: Edges, dpd: int) -> str:
    """The bucket of so many days past due; empty where nothing is overdue."""
    named = ""
    for name, first in edges:
        if dpd >= first:
            named = name
    return named


def span_of(edges: Edges, name: str) -> tuple[int, int | None] | None:
    """First and last day past due of a bucket, None after the last; None where nobody calls anything so."""
    for at, (named, first) in enumerate(edges):
        if named == name:
            return first, edges[at + 1][1] - 1 if at + 1 < len(edges) else None
    return None


def buckets_on(every: Iterable[OwnBuckets], day: date) -> dict[ProductKind, OwnBuckets]:
    """The buckets of each kind on a day: of those that stand the ones that began last."""
    found: dict[ProductKind, OwnBuckets] = {}
    for each in sorted(every, key=lambda one: (one.from_on, one.id)):
        if each.stands_on(day):
            found[each.kind] = each
    return found
