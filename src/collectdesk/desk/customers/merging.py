"""Duplicates: found, held side by side, made one file, and taken back as long as nobody has worked on it since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from collectdesk.desk.customers import masking
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.customers.merging import FilePart, Likeness, part_of
from collectdesk.domain.money import Money, total
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.zones import local_day
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers, merging
from collectdesk.store.customers.customers import Customer
from collectdesk.store.people import people
from collectdesk.store.work import View, Work

MOST: Final = 200
"""Pairs shown at once: whoever has more begins with these."""
FIELDS: Final = ("name", "id_no", "account_officer")
"""What core banking says of the person, of which either file's word may stay."""
_TOUCHED: Final = frozenset(
    {Subject.CUSTOMERS, Subject.CASES, Subject.STEPS, Subject.VISITS, Subject.SOLUTIONS, Subject.ARCHIVE}
)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two files: who it says it is, masked for the asker, and what it holds."""

    customer_id: str
    customer_no: str
    name: str
    id_no: str
    account_officer: str
    phones: tuple[str, ...]
    addresses: tuple[str, ...]
    overdue: Money
    dpd: int
    case_no: str
    parts: Mapping[FilePart, int]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two files that may be one person's, the older first, and why; ``why`` has the surest reason first."""

    first_id: str
    second_id: str
    first_no: str
    second_no: str
    name: str
    why: tuple[Likeness, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Two files side by side. ``differs`` are the fields in which they say something else."""

    first: Side
    second: Side
    differs: frozenset[str]
    ids_contradict: bool
    both_open: bool


@dataclass(frozen=True, slots=True)
class MergerLine:
    """A merger of the past; ``state`` is merged, undone or two (found to be two persons)."""

    merger_id: str
    kept_no: str
    gone_no: str
    name: str
    state: str
    reason: str
    merged_on: date
    merged_by: str
    customer_id: str


@dataclass(frozen=True, slots=True)
class FindDuplicates(Lookup[tuple[Pair, ...]]):
    """Files that may be one person's: the same identity number, or one name with one own number or address."""

    needs: ClassVar = Permission.MERGE
    action: ClassVar = "customer.duplicates_sought"
    is_long: ClassVar = True

    def look(self, view: View) -> tuple[Pair, ...]:
        settled = {frozenset((each.kept_id, each.gone_id)) for each in merging.mergers(view, merging.TWO)}
        found: dict[tuple[str, str], list[Likeness]] = {}
        for why, pairs in (
            (Likeness.SAME_ID, merging.same_id(view, MOST)),
            (Likeness.SAME_PHONE, merging.same_reach(view, "phone", MOST)),
            (Likeness.SAME_ADDRESS, merging.same_reach(view, "address", MOST)),
        ):
            for pair in pairs:
                if frozenset(pair) not in settled:
                    found.setdefault(pair, []).append(why)
        lines = [_pair(view, pair, tuple(why)) for pair, why in list(found.items())[:MOST]]
        return tuple(sorted(lines, key=lambda each: (len(Likeness) - len(each.why), each.first_no)))


@dataclass(frozen=True, slots=True)
class CompareFiles(Lookup[Beside]):
    """Two files side by side before they become one."""

    needs: ClassVar = Permission.MERGE
    action: ClassVar = "customer.files_compared"
    audited: ClassVar = True

    first_id: str
    second_id: str

    def look(self, view: View) -> Beside:
        view.note(customer=self.first_id, other=self.second_id)
        one, other = customers.customer(view, self.first_id), customers.customer(view, self.second_id)
        first, second = _side(view, one), _side(view, other)
        differs = frozenset(name for name in FIELDS if getattr(one, name) != getattr(other, name))
        return Beside(first, second, differs, _contradict(one, other), bool(first.case_no and second.case_no))


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merger moved, by part of the file."""

    merger_id: str
    kept_id: str
    moved: Mapping[FilePart, int]


@dataclass(frozen=True, slots=True)
class MergeFiles(Change[Merged]):
    """Make one file of two: everything of ``gone_id`` goes to ``kept_id``, both open cases become one.

    ``take`` names the fields whose value is the one that goes. Core banking's number of the file that goes leads to the
    one that stays, in search and in every later import.
    """

    needs: ClassVar = Permission.MERGE
    action: ClassVar = "customer.merged"
    touches: ClassVar = _TOUCHED

    kept_id: str
    gone_id: str
    reason: str
    take: frozenset[str] = frozenset()

    def carry_out(self, work: Work) -> Merged:
        kept, gone = customers.customer(work, self.kept_id), customers.customer(work, self.gone_id)
        if kept.id == gone.id:
            raise Refused("merge.one_file")
        if not self.reason.strip():
            raise Refused("merge.reason_missing", field="reason")
        for each in (kept, gone):
            if merging.survivor(work, each.id) != each.id:
                raise Refused("merge.gone_already", customer_no=each.customer_no)
        if _contradict(kept, gone):
            raise Refused("merge.two_ids")
        taken: dict[str, str] = {name: getattr(gone, name) for name in FIELDS if name in self.take}
        made = merging.merge(work, kept, gone, self.reason.strip(), taken)
        moved = next(each for each in merging.mergers(work, merging.MERGED) if each.id == made).moved
        counts = Counter(part_of(name) for name, *_rest in moved)
        work.note(customer=kept.id, gone=gone.id, merger=made, rows=len(moved))
        return Merged(made, kept.id, counts)


@dataclass(frozen=True, slots=True)
class KeepApart(Change[str]):
    """Two files that look alike are two persons': they aren't offered again."""

    needs: ClassVar = Permission.MERGE
    action: ClassVar = "customer.kept_apart"
    touches: ClassVar = frozenset({Subject.CUSTOMERS})

    first_id: str
    second_id: str
    reason: str

    def carry_out(self, work: Work) -> str:
        if not self.reason.strip():
            raise Refused("merge.reason_missing", field="reason")
        one, other = customers.customer(work, self.first_id), customers.customer(work, self.second_id)
        work.note(customer=one.id, other=other.id)
        return merging.note_two(work, one.id, other.id, self.reason.strip())


@dataclass(frozen=True, slots=True)
class UndoMerger(Change[str]):
    """Two files again, as they were; refused, naming what, once somebody has worked on the one. Gives whose came back.

    A pair that was kept apart is offered again.
    """

    needs: ClassVar = Permission.MERGE
    action: ClassVar = "customer.merger_undone"
    touches: ClassVar = _TOUCHED

    merger_id: str

    def carry_out(self, work: Work) -> str:
        found = next((each for each in merging.mergers(work) if each.id == self.merger_id), None)
        if found is None or found.state == merging.UNDONE:
            raise Refused("merge.undone_already")
        since = merging.worked_since(work, found) if found.state == merging.MERGED else {}
        if since:
            raise Refused("merge.worked_on", parts=tuple(sorted(since, key=lambda part: part.value)))
        if merging.survivor(work, found.kept_id) != found.kept_id:
            raise Refused("merge.merged_on")
        merging.undo(work, found)
        work.note(customer=found.kept_id, gone=found.gone_id, merger=found.id)
        return found.gone_id


@dataclass(frozen=True, slots=True)
class ListMergers(Lookup[tuple[MergerLine, ...]]):
    """Which files became one, and which were kept apart, the newest first."""

    needs: ClassVar = Permission.MERGE
    action: ClassVar = "customer.mergers_listed"

    def look(self, view: View) -> tuple[MergerLine, ...]:
        names = people.account_names(view)
        lines = []
        for each in merging.mergers(view):
            kept, gone = customers.customer(view, each.kept_id), customers.customer(view, each.gone_id)
            seen = masking.of_case(view, cases.open_case_of(view, kept.id))
            lines.append(
                MergerLine(
                    each.id, kept.customer_no, gone.customer_no, masking.name(seen, kept.name), each.state,
                    each.reason, local_day(each.merged_at), names.get(each.merged_by, ""), kept.id,
                )
            )  # fmt: skip
        return tuple(lines)


def _contradict(one: Customer, other: Customer) -> bool:
    """Whether both have a whole identity number, and they are two."""
    whole = [each.id_no for each in (one, other) if len(each.id_no) >= 15 and "*" not in each.id_no]
    return len(set(whole)) == 2


def _pair(view: View, ids: tuple[str, str], why: tuple[Likeness, ...]) -> Pair:
    one, other = customers.customer(view, ids[0]), customers.customer(view, ids[1])
    seen = masking.of_case(view, cases.open_case_of(view, one.id))
    return Pair(one.id, other.id, one.customer_no, other.customer_no, masking.name(seen, one.name), why)


def _side(view: View, who: Customer) -> Side:
    kept = cases.open_case_of(view, who.id)
    seen = masking.of_case(view, kept)
    owned = customers.products(view, who.id)
    own = [point for point in customers.points(view, who.id) if not point.party_id]
    return Side(
        who.id,
        who.customer_no,
        masking.name(seen, who.name),
        masking.id_no(who.id_no),
        who.account_officer,
        tuple(masking.phone(seen, point.value) for point in own if point.kind == "phone"),
        tuple(masking.address(seen, point.value) for point in own if point.kind != "phone"),
        total([each.overdue for each in owned]),
        max((each.dpd for each in owned), default=0),
        kept.case_no if kept is not None and kept.closed_on is None else "",
        +merging.parts_of(view, who.id),
    )
