"""What each role sees: an auditor no names or numbers anywhere, an administrator no cases at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.files import OpenFile, RevealIdentity
from collectdesk.desk.finding import ListCustomers
from collectdesk.desk.following import ShowFollowUps
from collectdesk.desk.pipeline import Deed, NotPermitted
from collectdesk.desk.recording import OpenSheet
from collectdesk.desk.today import ShowToday
from collectdesk.desk.visiting import ListRequests, ListVisits
from collectdesk.domain.refusals import Refused
from helpers.branches import ACCOUNTS, LI, OUYANG, WANG

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from helpers.branches import Branch

SECRETS = (
    LI,
    WANG,
    OUYANG,
    "赵大江",
    "19900000001",
    "19900000009",
    "河滨路 101",
    ACCOUNTS[LI],
    "530999198103071239",
)


@pytest.fixture
def looks(branch: Branch, tmp_path: Path) -> list[Deed[Any]]:
    photo = tmp_path / "李明家.jpg"
    photo.write_bytes(b"x")
    visit_id = branch.recorded_visit(photo=photo)
    branch.promise()
    return [
        ListCustomers(), ShowToday(), ListRequests(), ListVisits(), OpenSheet(visit_id), ShowFollowUps(),
        OpenFile(branch.customer_id(LI)),
    ]  # fmt: skip


def test_an_auditor_sees_no_name_number_or_address_anywhere(branch: Branch, looks: list[Deed[Any]]) -> None:
    for deed in looks:
        seen = repr(branch.auditor(deed))
        for secret in SECRETS:
            assert secret not in seen, (type(deed).__name__, secret)


def test_a_clerk_sees_whom_to_call_but_no_whole_identity_number(
    branch: Branch, looks: list[Deed[Any]]
) -> None:
    seen = repr(branch.clerk(looks[-1]))
    assert LI in seen
    assert "19900000001" in seen
    assert "530999198103071239" not in seen
    assert ACCOUNTS[LI] not in seen


def test_an_administrator_sees_no_case(branch: Branch, looks: list[Deed[Any]]) -> None:
    for deed in looks:
        with pytest.raises(NotPermitted):
            branch.administrator(deed)


def test_revealing_takes_a_reason_and_leaves_a_line_without_it(branch: Branch) -> None:
    customer_id = branch.customer_id(LI)
    with pytest.raises(Refused):
        branch.clerk(RevealIdentity(customer_id, " "))
    assert branch.clerk(RevealIdentity(customer_id, "核对借据")) == "53099919" + "8103071239"
    assert branch.actions()[-1] == "customer.revealed"
    with pytest.raises(NotPermitted):
        branch.auditor(RevealIdentity(customer_id, "x"))
