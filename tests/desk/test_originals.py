"""Originals signed in ink: each lies somewhere or is somebody's, and whoever took it signed for it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.desk.paper.originals import ListOriginals, MoveOriginal, TakeInOriginal
from collectdesk.domain.paper.originals import MoveKind, OriginalKind, OriginalState
from collectdesk.domain.refusals import Refused
from collectdesk.store.cases import cases
from collectdesk.store.vault import evidence

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch


def refusal(branch: Branch, deed: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as error:
        branch.run("clerk", deed)
    return error.value.code, str(error.value.facts.get("field", ""))


def test_an_original_is_lent_against_a_signature_asked_back_and_handed_over(
    branch: Branch, tmp_path: Path
) -> None:
    case_id, day = branch.case_id(), branch.now.date()
    enter = TakeInOriginal(case_id, OriginalKind.CONTRACT, "借款合同，12页", "盒3", "保险柜二层")
    made = branch.clerk(enter)
    assert refusal(branch, TakeInOriginal(case_id, OriginalKind.CONTRACT, "x", " ", "y")) == (
        "original.field_missing", "box",
    )  # fmt: skip
    scan = tmp_path / "signed.pdf"
    scan.write_bytes(b"%PDF signed by the lawyer")
    lend = MoveOriginal(made, MoveKind.LENT, "王律师", due_back_on=day + timedelta(days=7), scan=scan)
    for wrong, said in (
        (
            MoveOriginal(made, MoveKind.LENT, "王律师", due_back_on=day),
            ("original.signature_missing", "scan"),
        ),
        (
            MoveOriginal(made, MoveKind.LENT, "", due_back_on=day, scan=scan),
            ("original.field_missing", "who"),
        ),
        (
            MoveOriginal(made, MoveKind.LENT, "王律师", scan=scan),
            ("original.due_back_missing", "due_back_on"),
        ),
        (MoveOriginal(made, MoveKind.RETURNED, box="盒3", place="柜"), ("original.wrong_state", "")),
    ):
        assert refusal(branch, wrong) == said
    branch.clerk(lend)
    found = branch.clerk(ListOriginals(case_id))
    lent = found.originals[0]
    assert (lent.state, lent.holder, lent.due_back_on) == (
        OriginalState.LENT, "王律师", day + timedelta(days=7),
    )  # fmt: skip
    assert [e.kind for e in branch.ask(lambda v: evidence.of_case(v, case_id))] == ["hand_over"]
    asked = [s for s in branch.ask(lambda v: cases.steps(v, case_id=case_id)) if s.why == "original.due_back"]
    assert [s.due_on for s in asked] == [day + timedelta(days=7)]
    branch.clerk(MoveOriginal(made, MoveKind.RETURNED, box="盒4", place="保险柜一层"))
    kept = branch.clerk(ListOriginals(case_id)).originals[0]
    assert (kept.state, kept.box, kept.holder, kept.due_back_on) == (OriginalState.KEPT, "盒4", "", None)
    assert all(s.why != "original.due_back" for s in branch.ask(lambda v: cases.steps(v, case_id=case_id)))
    scan.write_bytes(b"%PDF signed by the borrower")
    branch.clerk(MoveOriginal(made, MoveKind.HANDED_OVER, "借款人", scan=scan))
    story = branch.clerk(ListOriginals(case_id))
    assert story.originals[0].state is OriginalState.HANDED_OVER
    assert {move.kind for move in story.moves} == {
        MoveKind.TAKEN_IN, MoveKind.LENT, MoveKind.RETURNED, MoveKind.HANDED_OVER,
    }  # fmt: skip
    assert refusal(branch, lend)[0] == "original.wrong_state"
