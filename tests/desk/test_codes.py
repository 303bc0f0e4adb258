"""Codes on paper: a branch reads its own back, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from collectdesk.desk.paper.codes import Code, CodeKind, make_code, read_code
from collectdesk.domain.ids import AccountId, BranchId
from collectdesk.domain.people.people import Actor, Role
from collectdesk.domain.refusals import Refused
from collectdesk.reports.drawing.codes import LONGEST_PAYLOAD, code_rows
from collectdesk.store.keys.root import new_root
from collectdesk.store.work import View, new_id

if TYPE_CHECKING:
    from helpers.branches import Branch

ACTOR = Actor(AccountId("a"), "supervisor", "周敏", Role.SUPERVISOR)
VIEW = View(cast("Any", None), ACTOR, datetime(2026, 3, 18, tzinfo=UTC), BranchId(new_id()), new_root(),
            lambda _done, _total: None)  # fmt: skip
ids = st.integers(0, 2**128 - 1).map(lambda number: f"{number:032x}")
kinds, pages = st.sampled_from(CodeKind), st.integers(1, 999)
anything = st.characters(codec="utf-8")


def refusal_of(view: View, text: str) -> str:
    with pytest.raises(Refused) as refused:
        read_code(view, text)
    return refused.value.code


@given(kinds, ids, pages, pages)
def test_a_branch_reads_its_own_codes_back(kind: CodeKind, subject: str, page: int, version: int) -> None:
    text = make_code(VIEW, kind, subject, page, version)
    code = read_code(VIEW, text)
    assert code == Code(kind, subject[-15:], page, version)
    assert code.is_about(subject)
    assert read_code(VIEW, f" {text}\r\n") == code


@given(kinds, ids, pages, pages, st.data())
def test_every_change_of_one_character_is_refused(
    kind: CodeKind, subject: str, page: int, version: int, more: st.DataObject
) -> None:
    text = make_code(VIEW, kind, subject, page, version)
    place = more.draw(st.integers(0, len(text) - 1))
    letter = more.draw(st.one_of(st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ:"), anything))
    changed = text[:place] + letter + text[place + 1 :]
    assume(changed.strip(" \r\n\t") != text)
    assert refusal_of(VIEW, changed) in {"code.foreign", "code.forged", "code.unreadable"}


def test_every_change_of_one_character_of_one_code_is_refused_whatever_it_becomes() -> None:
    text = make_code(VIEW, CodeKind.SHEET, new_id(), 2, 1)
    for place, letter in enumerate(text):
        for other in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabc:.-/ ":
            if other != letter:
                refusal_of(VIEW, text[:place] + other + text[place + 1 :])


@given(ids, st.integers(0, 60), st.integers(1, 60))
def test_a_piece_of_a_code_is_refused(subject: str, start: int, length: int) -> None:
    text = make_code(VIEW, CodeKind.SHEET, subject, 1, 1)
    piece = text[start : start + length]
    assume(piece != text)
    refusal_of(VIEW, piece)


@given(st.text(max_size=120))
def test_whatever_a_camera_reads_is_refused_with_a_reason(text: str) -> None:
    assert refusal_of(VIEW, text).startswith("code.")


def test_the_reasons_are_told_apart() -> None:
    subject = new_id()
    text = make_code(VIEW, CodeKind.SHEET, subject, 1, 1)
    other_branch = replace(VIEW, branch_id=BranchId(new_id()), keys=new_root())
    other_key = replace(VIEW, keys=new_root())
    assert refusal_of(VIEW, "https://example.invalid/pay") == "code.foreign"
    assert refusal_of(other_branch, text) == "code.foreign"
    assert refusal_of(VIEW, text.lower().replace("cd1", "CD1")) == "code.unreadable"
    assert refusal_of(VIEW, text[:-1]) == "code.unreadable"
    assert refusal_of(VIEW, text.replace(":1:1:", ":2:1:")) == "code.forged"
    assert refusal_of(other_key, text) == "code.forged"


@settings(deadline=None)  # the first one loads what draws codes
@given(kinds, ids, pages, pages)
def test_a_code_is_short_enough_for_the_smallest_print(
    kind: CodeKind, subject: str, page: int, version: int
) -> None:
    text = make_code(VIEW, kind, subject, page, version)
    assert len(text) <= 61 <= LONGEST_PAYLOAD
    assert len(code_rows(text)) == 29


@pytest.mark.parametrize(("page", "version"), [(0, 1), (1000, 1), (1, 0), (1, 1000), (-1, 1)])
def test_a_page_that_no_code_can_name_is_a_fault_of_the_program(page: int, version: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 999"):
        make_code(VIEW, CodeKind.SHEET, new_id(), page, version)


def test_a_branch_opened_again_reads_what_it_printed_before(branch: Branch) -> None:
    visit_id = branch.planned_visit()
    text = branch.ask(lambda view: make_code(view, CodeKind.SHEET, visit_id, 1, 1))
    branch.advance(days=400)
    assert branch.ask(lambda view: read_code(view, text).is_about(visit_id))
