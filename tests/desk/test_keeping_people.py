"""Who signs in: the administrator alone makes nobody and resets nothing, a leaver is out, and the last one stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.desk.contact.holding import PlaceHold
from collectdesk.desk.people.keeping_people import (
    AddPerson,
    ChangePassword,
    ChangeRole,
    RemovePerson,
    ResetPassword,
)
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.vault import access
from collectdesk.desk.vault.door import look_at_door
from collectdesk.desk.visits.visiting import DecideRequest
from collectdesk.domain.people.people import Role
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.visits import RequestState, Verdict
from collectdesk.store.keys.header import KEYS_FILE, read_header
from collectdesk.store.keys.slots import open_slot
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault.shelf import shelf_for
from collectdesk.terms_trouble import REFUSALS
from helpers.branches import PASSWORD

if TYPE_CHECKING:
    from helpers.branches import Branch

GOOD = "three tram tickets"
NEW: dict[str, Any] = {"login": "linxia", "name": "林霞", "role": Role.CLERK, "password": GOOD}


def keys_file(branch: Branch) -> bytes:
    return (branch.folder / KEYS_FILE).read_bytes()


def code_of(branch: Branch, deed: Any, login: str = "administrator") -> str:
    before = keys_file(branch)
    with pytest.raises(Refused) as refused:
        branch.run(login, deed)
    assert refused.value.code in REFUSALS
    assert keys_file(branch) == before
    return refused.value.code


def test_the_administrator_alone_makes_no_supervisor_and_resets_no_password(branch: Branch) -> None:
    assert code_of(branch, AddPerson(**{**NEW, "role": Role.SUPERVISOR})) == "second.missing"
    assert code_of(branch, ChangeRole("clerk", Role.SUPERVISOR)) == "second.missing"
    assert code_of(branch, ResetPassword("supervisor", GOOD)) == "second.missing"
    with pytest.raises(StoreTrouble):
        access.sign_in(branch.folder, "supervisor", GOOD, branch.clock)


def test_the_administrator_alone_decides_nothing_not_even_as_a_deputy(branch: Branch) -> None:
    decide = DecideRequest(branch.request(), Verdict.APPROVE)
    with pytest.raises(NotPermitted):
        branch.administrator(decide)
    assert (
        code_of(branch, ChangeRole("administrator", Role.SUPERVISOR, branch.second("supervisor")))
        == "person.oneself"
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"login": " "}, "person.login_missing"),
        ({"login": "a b"}, "person.login_shape"),
        ({"login": "Clerk"}, "person.login_taken"),
        ({"name": ""}, "person.name_missing"),
        ({"password": "short"}, "password.too_short"),
        ({"password": "linxia202603"}, "password.about_you"),
        ({"staff_no": "X99"}, "person.staff_unknown"),
    ],
)
def test_a_person_who_could_not_be_told_apart_or_guessed_is_refused(
    branch: Branch, changes: dict[str, Any], code: str
) -> None:
    assert code_of(branch, AddPerson(**{**NEW, **changes}, second=branch.second("supervisor"))) == code


def test_somebody_added_with_two_people_signs_in_with_the_password_they_typed(branch: Branch) -> None:
    branch.administrator(AddPerson(**NEW, second=branch.second("supervisor")))
    session = access.sign_in(branch.folder, "linxia", GOOD, branch.clock)
    assert session.actor.role is Role.CLERK
    access.leave(session)
    assert GOOD not in repr(AddPerson(**NEW))  # what a crash report would show


def test_a_visitor_who_signs_in_is_known_as_the_one_who_went(branch: Branch) -> None:
    visit_id = branch.recorded_visit()
    branch.administrator(
        AddPerson("liangkuan", "梁宽", Role.SUPERVISOR, GOOD, "C01", second=branch.second("supervisor"))
    )
    branch.actors["liangkuan"] = branch.desk.store.actor("liangkuan")  # type: ignore[assignment]
    header = read_header(branch.folder)
    shelf = shelf_for(header.kind, header.shelf, branch.folder)
    branch.keys["liangkuan"] = open_slot(header, "liangkuan", GOOD, shelf).keys
    from collectdesk.desk.paper.recording import SignOff

    assert code_of(branch, SignOff(visit_id), "liangkuan") == "four_eyes.own_record"


def test_a_leaver_is_out_at_once_and_their_slot_is_gone(branch: Branch) -> None:
    branch.administrator(RemovePerson("clerk"))
    with pytest.raises(NotPermitted):  # in the session that is still open
        branch.clerk(PlaceHold(branch.case_id(), "dispute", None, "争议"))
    with pytest.raises(StoreTrouble):
        access.sign_in(branch.folder, "clerk", PASSWORD, branch.clock)
    assert "clerk" not in look_at_door(branch.folder).logins
    assert code_of(branch, RemovePerson("clerk")) == "person.has_left"
    assert code_of(branch, RemovePerson("supervisor")) == "person.last_of_role"
    assert code_of(branch, RemovePerson("administrator")) == "person.oneself"
    assert (
        code_of(branch, ChangeRole("supervisor", Role.CLERK, branch.second("supervisor")))
        == "person.last_of_role"
    )


def test_a_role_changed_counts_in_the_session_that_is_open(branch: Branch) -> None:
    branch.enrol("zhao", "clerk", "赵工")
    decide = DecideRequest(branch.request(), Verdict.APPROVE)
    with pytest.raises(NotPermitted):
        branch.run("zhao", decide)
    branch.administrator(ChangeRole("zhao", Role.SUPERVISOR, branch.second("supervisor")))
    assert branch.run("zhao", decide) is RequestState.APPROVED


def test_a_forgotten_password_is_reset_beside_two_and_the_old_one_is_worth_nothing(branch: Branch) -> None:
    branch.administrator(ResetPassword("clerk", GOOD, branch.second("supervisor")))
    with pytest.raises(StoreTrouble):
        access.sign_in(branch.folder, "clerk", PASSWORD, branch.clock)
    access.leave(access.sign_in(branch.folder, "clerk", GOOD, branch.clock))


def test_ones_own_password_is_changed_with_the_old_one(branch: Branch) -> None:
    with pytest.raises(StoreTrouble):
        branch.run("auditor", ChangePassword("wrong", GOOD))
    assert code_of(branch, ChangePassword(PASSWORD, "password2026"), "auditor") == "password.common"
    branch.run("auditor", ChangePassword(PASSWORD, GOOD))
    access.leave(access.sign_in(branch.folder, "auditor", GOOD, branch.clock))


def test_when_the_deed_fails_the_keys_file_is_as_it_was(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    from collectdesk.store.trail import audit

    def full(*_all: object) -> None:
        raise StoreTrouble("full")

    before, second = keys_file(branch), branch.second("supervisor")
    monkeypatch.setattr(audit, "append", full)
    with pytest.raises(StoreTrouble):
        branch.administrator(ResetPassword("clerk", GOOD, second))
    monkeypatch.undo()
    assert keys_file(branch) == before
