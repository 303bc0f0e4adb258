"""What each role sees: an auditor no names or numbers anywhere, an administrator no cases at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.desk.contact.holding import PlaceHold
from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.customers.finding import ListCustomers
from collectdesk.desk.customers.revealing import RevealContacts, RevealIdentity
from collectdesk.desk.customers.today import ShowToday
from collectdesk.desk.paper.recording import OpenSheet
from collectdesk.desk.people.assigning import AssignCase
from collectdesk.desk.people.keeping_people import RemovePerson
from collectdesk.desk.pipeline import Deed, NotPermitted
from collectdesk.desk.solutions.following import ShowFollowUps
from collectdesk.desk.visits.visiting import DecideRequest, ListRequests, ListVisits
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.visits import Verdict
from collectdesk.store.cases import cases
from collectdesk.store.trail import audit
from collectdesk.store.trouble import StoreTrouble
from collectdesk.terms_trouble import REFUSALS
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


def assign(branch: Branch, login: str, name: str = LI) -> None:
    branch.supervisor(AssignCase(branch.case_id(name), login))


def test_a_clerk_sees_no_name_or_number_of_a_colleagues_case_without_a_purpose(branch: Branch) -> None:
    branch.enrol("zhao", "clerk")
    assign(branch, "zhao")
    customer_id = branch.customer_id(LI)
    looks: list[Deed[Any]] = [ListCustomers(), ShowToday(), OpenFile(customer_id)]
    for deed in looks:
        seen = repr(branch.clerk(deed))
        assert LI not in seen
        assert "19900000001" not in seen
        assert LI in repr(branch.run("zhao", deed))
    assert branch.clerk(OpenFile(customer_id)).is_masked
    with pytest.raises(Refused):
        branch.clerk(RevealContacts(customer_id, " "))
    shown = branch.clerk(RevealContacts(customer_id, "代接来电"))
    assert (shown.name, shown.points[0].value) == (LI, "19900000001")
    assert branch.actions()[-1] == "customer.contacts_revealed"


def test_a_supervisor_knows_whom_a_decision_is_about_but_asks_for_the_number(branch: Branch) -> None:
    assign(branch, "clerk")
    seen = branch.supervisor(OpenFile(branch.customer_id(LI)))
    assert seen.customer.name == LI
    assert "19900000001" not in repr(seen)
    assert "河滨路" not in repr(seen)


def test_once_a_case_is_closed_it_is_nobodys_own(branch: Branch) -> None:
    with branch.desk.store.write(branch.actors["supervisor"], branch.now) as work:
        cases.close_case(work, cases.case(work, branch.case_id()))
    assert "19900000001" not in repr(branch.clerk(OpenFile(branch.customer_id(LI))))


def test_opening_a_file_is_told_once_a_day_and_an_auditors_every_time(branch: Branch) -> None:
    customer_id = branch.customer_id(LI)
    for login, lines in (("clerk", 1), ("supervisor", 1), ("auditor", 3)):
        before = len(branch.actions())
        for _ in range(3):
            branch.run(login, OpenFile(customer_id))
        assert branch.actions()[before:] == ["customer.opened"] * lines
    before = len(branch.actions())
    branch.advance(days=1)
    branch.clerk(OpenFile(customer_id))
    assert branch.actions()[before:] == ["customer.opened"]


def test_an_auditor_reads_notes_without_the_names_and_numbers_in_them(branch: Branch) -> None:
    note = "李明说妻子已搬走，电话 13912345678，身份证 110101199003074477，卡 6228480000000000471，li.ming@qq.com"
    branch.call(note=note)
    branch.hold("dispute")
    seen = repr(branch.auditor(OpenFile(branch.customer_id(LI))))
    for secret in ("李明", "13912345678", "110101199003074477", "6228480000000000471", "li.ming@qq.com"):
        assert secret not in seen
    assert "已搬走" in seen
    assert note in repr(branch.clerk(OpenFile(branch.customer_id(LI))))


@pytest.mark.parametrize(
    ("login", "code"),
    [("auditor", "assign.wrong_role"), ("administrator", "assign.wrong_role"), ("x", "person.unknown")],
)
def test_a_case_is_assigned_to_those_who_work_cases(branch: Branch, login: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        assign(branch, login)
    assert refused.value.code == code
    assert code in REFUSALS


def test_an_assigned_case_is_free_again_when_its_clerk_leaves(branch: Branch) -> None:
    assign(branch, "clerk")
    branch.administrator(RemovePerson("clerk"))
    assert branch.ask(lambda view: cases.case(view, branch.case_id())).assigned_to is None


def test_whose_case_it_is_does_not_approve_its_visit(branch: Branch) -> None:
    branch.enrol("second", "supervisor")
    assign(branch, "second")
    with pytest.raises(Refused) as refused:
        branch.run("second", DecideRequest(branch.request(), Verdict.APPROVE))
    assert refused.value.code == "four_eyes.own_request"


def test_an_auditors_session_writes_nothing_but_its_own_reading_trail(branch: Branch) -> None:
    auditor = branch.actors["auditor"]
    for statement in (
        "UPDATE customer SET name = 'x'", "DELETE FROM hold", "INSERT INTO counter VALUES ('a', 'b', 1, 1)",
        "CREATE TABLE x (y)", "DROP TRIGGER audit_entry_no_update", "DELETE FROM audit_head", "PRAGMA query_only=OFF",
        "UPDATE audit_entry SET action = 'x'", "ATTACH ':memory:' AS y",
    ):  # fmt: skip
        with (
            pytest.raises(StoreTrouble, match="auditor_reads"),
            branch.desk.store.write(auditor, branch.now) as work,
        ):
            work.connection.exec_driver_sql(statement)
    branch.auditor(OpenFile(branch.customer_id(LI)))
    branch.clerk(
        PlaceHold(branch.case_id(), "dispute", None, "争议")
    )  # the same connection writes on for others
    assert branch.ask(audit.verify).intact
