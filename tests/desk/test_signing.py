"""Personal signatures: asked for, bound to what stood on the screen, and found when anybody touches them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from collectdesk.desk.people.deputies import NameDeputy
from collectdesk.desk.people.keeping_people import ResetPassword
from collectdesk.desk.people.signing import GOOD_FOR
from collectdesk.desk.vault import access
from collectdesk.desk.vault.branch_keys import MakeEnvelopes
from collectdesk.desk.vault.trail import TellTrail
from collectdesk.desk.visits.visiting import DecideRequest
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.visits import RequestState, Verdict
from collectdesk.store.trail import audit, signatures
from collectdesk.store.trouble import StoreTrouble
from collectdesk.terms_trouble import REFUSALS
from helpers.branches import OUYANG, PASSWORD, WANG

if TYPE_CHECKING:
    from helpers.branches import Branch


def faults(branch: Branch) -> list[tuple[int, str]]:
    return branch.ask(lambda view: [(bad.seq, bad.reason) for bad in signatures.check(view)])


def approve(branch: Branch, request_id: str, **signed: object) -> str:
    """Approve with a signer of the test's making; the refusal's code, empty when it is done."""
    deed, actor = DecideRequest(request_id, Verdict.APPROVE), branch.actors["supervisor"]
    try:
        branch.desk.run(deed, actor, signer=signed.get("signer"))  # type: ignore[arg-type]
    except Refused as refused:
        return refused.code if refused.code in REFUSALS else f"without words: {refused.code}"
    return ""


def test_nothing_is_approved_without_the_password_given_again(branch: Branch) -> None:
    request_id = branch.request()
    assert approve(branch, request_id) == "signature.missing"
    other = branch.signer("supervisor", frozenset({"f" * 32}))
    assert approve(branch, request_id, signer=other) == "signature.missing"
    old = branch.signer("supervisor")
    branch.clock.at += GOOD_FOR * 2
    assert approve(branch, request_id, signer=old) == "signature.missing"
    assert approve(branch, request_id, signer=branch.signer("clerk")) == "signature.not_yours"
    assert faults(branch) == []


def test_a_no_is_not_signed(branch: Branch) -> None:
    deed = DecideRequest(branch.request(), Verdict.RETURN, "请补充地址")
    assert branch.desk.run(deed, branch.actors["supervisor"]).result is RequestState.RETURNED


def test_one_password_covers_the_batch_on_the_screen_and_a_wrong_one_covers_nothing(branch: Branch) -> None:
    waiting = [branch.request(name) for name in ("李明", WANG, OUYANG)]
    session = access.Session(branch.desk, branch.actors["supervisor"], at_door=branch.clock)
    with pytest.raises(StoreTrouble):
        access.open_signer(session, "wrong", frozenset(waiting))
    signer = access.open_signer(session, PASSWORD, frozenset(waiting[:2]))
    assert [approve(branch, each, signer=signer) for each in waiting] == ["", "", "signature.missing"]
    kept = branch.ask(signatures.signatures)
    assert [each.name for each in kept] == ["周敏", "周敏"]
    assert "PrivateKey" not in repr(signer)


def test_the_statement_names_the_deed_and_the_entry_and_no_typed_text(branch: Branch) -> None:
    visit_id = branch.recorded_visit()
    branch.sign(visit_id)
    branch.supervisor(DecideRequest(branch.request(WANG), Verdict.APPROVE, "客户王秀兰已电话同意"))
    approval, sign_off = (json.loads(each.statement) for each in branch.ask(signatures.signatures)[:2])
    assert (sign_off["action"], sign_off["deed"]) == ("record.signed_off", {"visit_id": visit_id})
    line = branch.ask(lambda view: audit.lines(view, limit=1))[0]
    assert approval["trail"] == {"entry": line.seq, "link": line.link}
    assert (approval["deed"]["verdict"], line.about["signed"]) == ("approve", True)
    assert "王秀兰" not in json.dumps(approval, ensure_ascii=False)


def test_signatures_hold_after_the_signer_got_new_keys_or_left(branch: Branch) -> None:
    branch.approve(branch.request())
    branch.advance(hours=1)
    branch.enrol("second", "supervisor")
    branch.administrator(ResetPassword("supervisor", "three tram tickets", branch.second("second")))
    assert faults(branch) == []
    request_id = branch.request(WANG)
    old_key = branch.signer("supervisor")
    assert approve(branch, request_id, signer=old_key) == "signature.not_yours"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("UPDATE signature SET statement = replace(statement, 'approve', 'returns')", "signature_altered"),
        (
            "UPDATE signature SET signature = CASE substr(signature, 1, 2) WHEN '00' THEN '01' ELSE '00' END"
            " || substr(signature, 3)",
            "signature_altered",
        ),
        ("UPDATE signature SET statement = '['", "statement_unreadable"),
        ("UPDATE signature SET signature = 'x'", "signature_altered"),
        ("UPDATE signature SET audit_seq = audit_seq - 1", "entry_differs"),
        ("UPDATE signature SET account_id = (SELECT id FROM account WHERE login = 'clerk')", "key_unknown"),
        ("UPDATE key_holder SET signing = exchange WHERE name = 'supervisor'", "key_unknown"),
        ("UPDATE audit_entry SET link = previous WHERE action = 'visit.decided'", "entry_differs"),
        ("DELETE FROM signature", "signature_missing"),
    ],
)
def test_whoever_holds_the_key_and_writes_past_the_program_is_found(
    branch: Branch, change: str, reason: str
) -> None:
    branch.approve(branch.request())
    assert faults(branch) == []
    with branch.desk.store.write(branch.actors["supervisor"], branch.now) as work:
        for name in ("signature_no_update", "signature_no_delete", "audit_entry_no_update"):
            work.connection.exec_driver_sql(f"DROP TRIGGER {name}")
        work.connection.exec_driver_sql(change)
    assert reason in {found for _seq, found in faults(branch)}


def test_the_trail_tells_who_signed_who_stood_in_and_whose_signature_is_gone(branch: Branch) -> None:
    branch.enrol("second clerk", "clerk", "林安")
    branch.supervisor(
        NameDeputy("supervisor", "second clerk", frozenset({Permission.APPROVE_VISIT}), branch.now.date(),
                   branch.now.date(), "年休")
    )  # fmt: skip
    branch.run("second clerk", DecideRequest(branch.request(), Verdict.APPROVE))
    line, asked = branch.auditor(TellTrail())[:2]
    assert (line.who, line.acted_for, line.fault) == ("林安", "周敏", "")
    assert (asked.acted_for, asked.fault) == ("", None)
    with branch.desk.store.write(branch.actors["supervisor"], branch.now) as work:
        work.connection.exec_driver_sql("DROP TRIGGER signature_no_delete")
        work.connection.exec_driver_sql("DELETE FROM signature")
    told = branch.auditor(TellTrail())
    assert [each.fault for each in told if each.seq == line.seq] == ["signature_missing"]
    assert branch.auditor(TellTrail(before=line.seq))[0].fault is None


def test_the_trail_tells_who_consented_beside(branch: Branch) -> None:
    branch.administrator(MakeEnvelopes(branch.second("supervisor")))
    line = branch.auditor(TellTrail())[0]
    assert (line.who, line.second) == ("高远", "周敏")


@pytest.mark.parametrize("change", ["UPDATE signature SET action = ''", "DELETE FROM signature"])
def test_the_database_itself_refuses_to_change_what_was_signed(branch: Branch, change: str) -> None:
    branch.approve(branch.request())
    with (
        pytest.raises(sa.exc.IntegrityError, match="signed stays"),
        branch.desk.store.write(branch.actors["supervisor"], branch.now) as work,
    ):
        work.connection.exec_driver_sql(change)
