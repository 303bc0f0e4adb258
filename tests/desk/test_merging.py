"""Two files of one person: found, merged with everything that hangs on them, and taken back unless worked on."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.customers.finding import FindCustomers, SeekCustomers, Wanted
from collectdesk.desk.customers.keeping import KeepPoint, WrongPerson
from collectdesk.desk.customers.merging import (
    CompareFiles,
    FindDuplicates,
    KeepApart,
    ListMergers,
    MergeFiles,
    UndoMerger,
)
from collectdesk.desk.customers.today import ShowToday
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.domain.contact.contacts import ContactOutcome
from collectdesk.domain.customers.merging import FilePart, Likeness
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.intake.imports import LedgerKind, OverdueRow
from collectdesk.domain.refusals import Refused
from collectdesk.store.cases import cases
from collectdesk.store.customers import merging
from collectdesk.store.rows.every import METADATA
from collectdesk.store.vault import evidence
from helpers.branches import LI, OUYANG, PRACTICE_DATE, WANG, overdue_row

if TYPE_CHECKING:
    from collectdesk.store.work import View
    from helpers.branches import Branch

ID = "530999198103071239"
"""Li Ming's, as the branch knows it."""
NUMBER = "KH000009"


def second_file(account: str = "6217000900001111", dpd: int = 80, **said: Any) -> OverdueRow:
    words = {"phone": "19900000001", "id_no": ID, "home_address": "", **said}
    return overdue_row(9, LI, account, ProductKind.LOAN, 300_00, 9_000_00, dpd, **words)


def twin(branch: Branch, **said: Any) -> tuple[str, str]:
    """Li Ming a second time under another number: the ids of both files."""
    first = branch.customer_id(LI)
    branch.take(LedgerKind.OVERDUE, [second_file(**said)])
    return first, branch.supervisor(FindDuplicates())[0].second_id


def state(branch: Branch) -> dict[str, list[tuple[str, ...]]]:
    """Every row of every table that a merger may touch, but versions and the trail."""
    left = {"audit_entry", "audit_head", "merger", "counter", "opening_told", "line_due", "customer_line"}

    def read(view: View) -> dict[str, list[tuple[str, ...]]]:
        found = {}
        for table in METADATA.sorted_tables:
            if table.name in left or table.name.startswith("audit"):
                continue
            columns = [c for c in table.c if c.name not in ("version", "sealed_key")]
            rows = view.rows(sa.select(*columns))
            found[table.name] = sorted(tuple(map(str, row)) for row in rows)
        return found

    return branch.ask(read)


def test_a_clerk_merges_nothing(branch: Branch) -> None:
    with pytest.raises(NotPermitted):
        branch.clerk(MergeFiles("1", "2", "同一人"))


def test_contradicting_identity_numbers_are_never_merged(branch: Branch) -> None:
    first, _second = twin(branch, id_no="530999198503071239")
    pair = branch.supervisor(FindDuplicates())[0]
    assert pair.why == (Likeness.SAME_PHONE,)
    assert branch.supervisor(CompareFiles(first, pair.second_id)).ids_contradict
    with pytest.raises(Refused) as refused:
        branch.supervisor(MergeFiles(first, pair.second_id, "像"))
    assert refused.value.code == "merge.two_ids"


@pytest.mark.parametrize(
    ("reason", "same", "code"), [("", False, "merge.reason_missing"), ("同一人", True, "merge.one_file")]
)
def test_without_a_reason_or_with_itself_nothing_is_merged(
    branch: Branch, reason: str, same: bool, code: str
) -> None:
    first, second = twin(branch)
    with pytest.raises(Refused) as refused:
        branch.supervisor(MergeFiles(first, first if same else second, reason))
    assert refused.value.code == code


def test_everything_moves_one_case_stays_open_and_search_knows_both_numbers(branch: Branch) -> None:
    first, second = twin(branch)
    branch.call(LI)
    gone_case = branch.ask(lambda view: cases.open_case_of(view, second))
    assert gone_case is not None
    merged = branch.supervisor(MergeFiles(first, second, "身份证号一致"))
    assert merged.moved[FilePart.PRODUCTS] == 1
    file = branch.clerk(OpenFile(first))
    assert {view.product.account_no[-4:] for view in file.products} >= {"1111"}
    assert branch.clerk(OpenFile(second)).customer.id == first  # an old link leads on
    closed = branch.ask(lambda view: cases.case(view, gone_case.id))
    assert (closed.closed_on, closed.customer_id) == (PRACTICE_DATE, first)
    assert [line.customer_id for line in branch.clerk(FindCustomers(Wanted(text=LI))).lines] == [first]
    sought = branch.supervisor(SeekCustomers(Wanted(text=NUMBER, listed=False))).lines
    assert [line.customer_id for line in sought] == [first]
    kinds = [item.kind for item in branch.clerk(ShowToday()).items if item.customer_id == first]
    assert len(kinds) == len(set(kinds))
    phones = [point.value for point in file.points if point.kind == "phone" and not point.party]
    assert len(phones) == len(set(phones))


def test_what_hung_on_the_second_case_goes_on_in_the_first(branch: Branch) -> None:
    first, second = twin(branch)
    second_case = branch.ask(lambda view: cases.open_case_of(view, second))
    assert second_case is not None
    folder = branch.evidence_folder
    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        kept = evidence.keep(
            work, folder, second_case.id, io.BytesIO(b"scan"), kind="scan", original_name="a.png",
            media_type="image/png",
        )  # fmt: skip
    merger = branch.supervisor(MergeFiles(first, second, "同一人"))
    first_case = branch.case_id(LI)
    moved = branch.ask(lambda view: evidence.of_case(view, first_case))
    assert [each.id for each in moved] == [kept.id]
    assert branch.ask(lambda view: evidence.read(view, folder, moved[0])) == b"scan"
    branch.supervisor(UndoMerger(merger.merger_id))
    back = branch.ask(lambda view: evidence.of_case(view, second_case.id))
    assert branch.ask(lambda view: evidence.read(view, folder, back[0])) == b"scan"


def test_a_block_of_either_file_holds_in_the_one(branch: Branch) -> None:
    first, second = twin(branch)
    point = next(p.id for p in branch.clerk(OpenFile(second)).points if p.kind == "phone")
    branch.clerk(WrongPerson(second, point))
    branch.supervisor(MergeFiles(first, second, "同一人"))
    reached = [p for p in branch.clerk(OpenFile(first)).points if p.value == "19900000001"]
    assert [p.standing for p in reached] == ["blocked"]


def test_the_next_import_of_the_old_number_goes_to_the_one_file(branch: Branch) -> None:
    first, second = twin(branch)
    branch.supervisor(MergeFiles(first, second, "同一人"))
    branch.advance(days=1)
    rows = [second_file(account, 81) for account in ("6217000900001111", "6217000900002222")]
    branch.take(LedgerKind.OVERDUE, rows, branch.now.date())
    file = branch.clerk(OpenFile(first))
    assert {view.product.account_no[-4:] for view in file.products} >= {"1111", "2222"}
    assert not branch.ask(lambda view: merging.parts_of(view, second))[FilePart.PRODUCTS]
    assert not branch.supervisor(FindDuplicates())


def test_taking_it_back_leaves_everything_as_it_was(branch: Branch) -> None:
    first, second = twin(branch)
    branch.call(LI, ContactOutcome.REFUSED)
    before = state(branch)
    merger = branch.supervisor(MergeFiles(first, second, "同一人", frozenset({"name", "id_no"})))
    assert state(branch) != before
    assert branch.supervisor(UndoMerger(merger.merger_id)) == second
    assert state(branch) == before
    assert {line.customer_id for line in branch.clerk(FindCustomers(Wanted(text=LI))).lines} == {
        first,
        second,
    }
    with pytest.raises(Refused) as refused:
        branch.supervisor(UndoMerger(merger.merger_id))
    assert refused.value.code == "merge.undone_already"


def test_what_was_worked_on_since_is_named_and_nothing_is_taken_back(branch: Branch) -> None:
    first, second = twin(branch)
    merger = branch.supervisor(MergeFiles(first, second, "同一人"))
    branch.call(LI)
    branch.clerk(KeepPoint(first, "phone", "work_phone", "0871-6300000", "contract"))
    with pytest.raises(Refused) as refused:
        branch.supervisor(UndoMerger(merger.merger_id))
    assert refused.value.code == "merge.worked_on"
    assert {FilePart.CONTACTS, FilePart.POINTS} <= set(refused.value.facts["parts"])
    assert [line.state for line in branch.supervisor(ListMergers())] == ["merged"]


def test_two_persons_are_not_offered_again_until_that_is_taken_back(branch: Branch) -> None:
    first, second = twin(branch)
    apart = branch.supervisor(KeepApart(first, second, "父子同号"))
    assert not branch.supervisor(FindDuplicates())
    branch.supervisor(UndoMerger(apart))
    assert branch.supervisor(FindDuplicates())


def test_a_file_that_went_into_another_can_t_go_again(branch: Branch) -> None:
    first, second = twin(branch)
    branch.supervisor(MergeFiles(first, second, "同一人"))
    with pytest.raises(Refused) as refused:
        branch.supervisor(MergeFiles(branch.customer_id(WANG), second, "同一人"))
    assert refused.value.code == "merge.gone_already"
    assert branch.customer_id(OUYANG)
