"""Lists of customers: found while typing, sorted and filtered in the database, shown line by line."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Final

from collectdesk.desk.customers import masking
from collectdesk.desk.pipeline import Lookup
from collectdesk.domain.customers.products import Bucket
from collectdesk.domain.people.people import Actor, Permission, Role
from collectdesk.domain.refusals import Refused
from collectdesk.store.customers import lists, lists_past, search, tokens
from collectdesk.store.customers.lists import FIRST, CustomerLine, Due, Order, Wanted
from collectdesk.store.customers.tokens import Sought
from collectdesk.store.trail import audit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.store.customers.search import Hits
    from collectdesk.store.work import View

__all__ = [
    "FIRST", "Bucket", "CountLists", "Counts", "CustomerLine", "Due", "FindCustomers", "Found", "ListCustomers",
    "ListNumbers", "ListOfficers", "ListPast", "Order", "SeekCustomers", "ShowLines", "Wanted", "past_lines",
]  # fmt: skip

SEEKS: Final = 20
SEEKS_WITHIN: Final = timedelta(minutes=10)
"""So often may a person search by what is masked for them: enough for a morning's calls, useless for guessing."""
SEEKS_A_DAY: Final = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A list's beginning. ``numbers`` holds all of them when ``whole``, else only those of ``lines``.

    ``capped`` says that more fit than were looked for; ``more`` that SeekCustomers could find others, which is
    counted and leaves a line in the trail.
    """

    numbers: array[int]
    lines: tuple[CustomerLine, ...]
    whole: bool
    capped: bool = False
    more: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many customers there are: on lists, at all, and in each bucket of those on lists."""

    listed: int
    everybody: int
    buckets: dict[Bucket, int]
    own: dict[tuple[str, str], int] = field(default_factory=dict)
    """By kind of product and name, where the branch has buckets of its own."""


@dataclass(frozen=True, slots=True)
class FindCustomers(Lookup[Found]):
    """The beginning of a list, by what the asker may read whole anyway."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "customer.listed"

    wanted: Wanted

    def look(self, view: View) -> Found:
        if not self.wanted.text.strip():
            return _beginning(view, self.wanted)
        hits, held_back = _open_hits(view, self.wanted)
        asked = tokens.question(self.wanted.text)
        hidden = asked.sought in (Sought.CODE, Sought.NUMBER) and bool(tokens.asks_number(asked))
        more = held_back or (hidden and (asked.is_tail or not hits.numbers))
        return replace(_found(view, self.wanted, hits), more=more)


@dataclass(frozen=True, slots=True)
class SeekCustomers(Lookup[Found]):
    """The same by what is masked for the asker: in the trail, and only so often, so that nothing can be guessed.

    Raises Refused(search.too_often).
    """

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "customer.sought"
    audited: ClassVar = True

    wanted: Wanted

    def look(self, view: View) -> Found:
        _require_seldom(view)
        hits = search.find_open(view, self.wanted.text, listed=self.wanted.listed, names=True)
        hidden = search.find_guarded(view, self.wanted.text, listed=self.wanted.listed)
        hits.add(hidden.numbers, search.AT_MOST)
        hits.capped = hits.capped or hidden.capped
        found = _found(view, self.wanted, hits)
        asked = tokens.question(self.wanted.text)
        way = "tail" if asked.is_tail else asked.sought.value
        view.note(way=way, found=len(found.numbers))  # never what was typed
        return found


@dataclass(frozen=True, slots=True)
class ListNumbers(Lookup["array[int]"]):
    """Every number of a list without a text, in its order. Long: runs beside what else is read."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "customer.numbered"
    is_long: ClassVar = True

    wanted: Wanted

    def look(self, view: View) -> array[int]:
        return lists.numbers(view, self.wanted)


@dataclass(frozen=True, slots=True)
class ShowLines(Lookup[tuple[CustomerLine, ...]]):
    """The lines of some numbers, masked for the asker."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "customer.lines_shown"

    numbers: tuple[int, ...]

    def look(self, view: View) -> tuple[CustomerLine, ...]:
        return _lines(view, self.numbers)


@dataclass(frozen=True, slots=True)
class CountLists(Lookup[Counts]):
    """How many customers stand where."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "customer.counted"
    is_long: ClassVar = True

    def look(self, view: View) -> Counts:
        everybody, listed = Wanted(listed=False), Wanted()
        return Counts(
            lists.count(view, listed), lists.count(view, everybody), lists.bucket_counts(view), lists.own_counts(view)
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListOfficers(Lookup[tuple[str, ...]]):
    """The account officers of the open cases."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "customer.officers_shown"

    def look(self, view: View) -> tuple[str, ...]:
        return tuple(lists.officers(view))


@dataclass(frozen=True, slots=True)
class ListCustomers(Lookup[tuple[CustomerLine, ...]]):
    """Customers, worst first, as of today or a past day; ``text`` finds by name, pinyin, customer or case number."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "customer.listed"

    text: str = ""
    only_overdue: bool = True
    order: str = "dpd"
    as_of: date | None = None

    def look(self, view: View) -> tuple[CustomerLine, ...]:
        order = Order(self.order)
        figures = order in (Order.DPD, Order.OVERDUE, Order.BALANCE)
        wanted = Wanted(self.text, listed=self.only_overdue, order=order, descending=figures)
        if self.as_of is not None:
            return past_lines(view, wanted, self.as_of)
        if wanted.text.strip():
            return _lines(view, _ordered(view, wanted, _open_hits(view, wanted)[0]))
        return tuple(_masked(view.actor, line) for line in lists.lines(view, wanted))


@dataclass(frozen=True, slots=True)
class ListPast(Lookup[tuple[CustomerLine, ...]]):
    """A list as it stood at the end of a past day, whole: filtered and sorted by that day's figures."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "customer.listed_past"
    is_long: ClassVar = True

    wanted: Wanted
    day: date

    def look(self, view: View) -> tuple[CustomerLine, ...]:
        return past_lines(view, self.wanted, self.day)


def past_lines(view: View, wanted: Wanted, day: date) -> tuple[CustomerLine, ...]:
    """The lines of a past day, masked; whoever the text fits today may have stood on the lists of that day only."""
    text = bool(wanted.text.strip())
    among = _open_hits(view, replace(wanted, listed=False))[0].numbers if text else None
    return tuple(_masked(view.actor, line) for line in lists_past.lines_on(view, wanted, day, among))


def _require_seldom(view: View) -> None:
    action = SeekCustomers.action
    day = audit.times_of(view, action, view.now - timedelta(days=1))
    lately = sorted(at for at in day if at > view.now - SEEKS_WITHIN)
    if len(lately) >= SEEKS:
        raise Refused("search.too_often", field="text", count=SEEKS, again_at=lately[-SEEKS] + SEEKS_WITHIN)
    if len(day) >= SEEKS_A_DAY:
        again_at = sorted(day)[-SEEKS_A_DAY] + timedelta(days=1)
        raise Refused("search.too_often", field="text", count=SEEKS_A_DAY, again_at=again_at)


def _open_hits(view: View, wanted: Wanted) -> tuple[Hits, bool]:
    """Whom the text fits by what the asker reads whole anyway; and whether somebody was held back.

    A name that is masked in the list must not be found by its letters: the search would say what the mask hides.
    """
    own = search.find_open(view, wanted.text, listed=wanted.listed, names=False)
    if tokens.question(wanted.text).sought not in (Sought.CHARACTERS, Sought.LETTERS):
        return own, False
    if view.actor.role not in (Role.CLERK, Role.SUPERVISOR):
        return own, True
    named = search.find_open(view, wanted.text, listed=wanted.listed, names=True)
    if view.actor.role is Role.SUPERVISOR:
        return named, False
    cases = lists.assigned(view, named.numbers)
    seen = [n for n in named.numbers if n in cases and masking.sight(view.actor, cases[n]).names]
    own.add(seen, search.AT_MOST)
    own.capped = named.capped
    return own, len(seen) < len(named.numbers) or named.capped


def _beginning(view: View, wanted: Wanted) -> Found:
    first = lists.first_numbers(view, wanted)
    return Found(array("q", first), _lines(view, first), whole=len(first) < FIRST)


def _found(view: View, wanted: Wanted, hits: Hits) -> Found:
    ordered = _ordered(view, wanted, hits)
    return Found(array("q", ordered), _lines(view, ordered[:FIRST]), whole=True, capped=hits.capped)


def _ordered(view: View, wanted: Wanted, hits: Hits) -> Sequence[int]:
    """Hits come the surest first and the worst first; other orders and filters are the database's."""
    plain = Wanted(text=wanted.text, listed=wanted.listed)
    return hits.numbers if wanted == plain else lists.numbers(view, wanted, hits.numbers)


def _lines(view: View, numbers: Sequence[int]) -> tuple[CustomerLine, ...]:
    return tuple(_masked(view.actor, line) for line in lists.lines_of(view, numbers))


def _masked(actor: Actor, line: CustomerLine) -> CustomerLine:
    seen = masking.sight(actor, line.assigned_to, is_open=line.case_id is not None)
    return line if seen.names else replace(line, name=masking.name(seen, line.name))
