"""The branch that the tests work in carries a case from the call to the signature, as a real one would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.domain.paper.records import RecordState
from collectdesk.store.visits import visits

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch


def test_a_case_goes_from_the_call_to_the_signed_record(branch: Branch, tmp_path: Path) -> None:
    photo = tmp_path / "门口.jpg"
    photo.write_bytes(b"\xff\xd8\xff not really")
    visit_id = branch.recorded_visit(photo=photo)
    branch.sign(visit_id)
    record = branch.ask(lambda view: visits.record_of(view, visit_id))
    assert record is not None
    assert record.state is RecordState.SIGNED_OFF
    assert record.signed_by == branch.actors["supervisor"].id
    assert branch.actions()[-1] == "record.signed_off"
    assert branch.actions().count("ledger.imported") == 3
