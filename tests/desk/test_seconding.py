"""Deeds that need two people: who can be the second, and what a made-up one is worth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import pytest

from collectdesk.desk.people.seconding import Sealer, SecondPerson
from collectdesk.desk.pipeline import Change, Subject
from collectdesk.desk.vault import access
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store.trail import audit
from collectdesk.store.trouble import StoreTrouble
from collectdesk.terms_trouble import REFUSALS
from helpers.branches import PASSWORD

if TYPE_CHECKING:
    from collectdesk.store.work import Work
    from helpers.branches import Branch


@dataclass(frozen=True, slots=True)
class Rotate(Change[str]):
    """Stands for any deed that needs two."""

    needs: ClassVar = Permission.ROTATE_KEYS
    action: ClassVar = "branch.shown"
    touches: ClassVar = frozenset({Subject.PEOPLE})
    two_persons: ClassVar = True

    second: SecondPerson | None = None

    def carry_out(self, work: Work) -> str:
        return str(work.actor.login)


def sitting(branch: Branch, login: str = "administrator") -> access.Session:
    return access.Session(branch.desk, branch.actors[login])


def refused_code(branch: Branch, second: SecondPerson | None) -> str:
    before = len(branch.actions())
    with pytest.raises(Refused) as refused:
        branch.administrator(Rotate(second))
    assert branch.actions()[before:] == ["refused.branch.shown"]
    assert refused.value.code in REFUSALS
    return refused.value.code


def test_one_person_alone_is_refused(branch: Branch) -> None:
    assert refused_code(branch, None) == "second.missing"


def test_a_second_person_made_by_hand_or_sealed_elsewhere_is_refused(branch: Branch) -> None:
    supervisor = branch.actors["supervisor"]
    by_hand = SecondPerson(supervisor.id, supervisor.login, supervisor.name, branch.now)
    assert refused_code(branch, by_hand) == "second.not_confirmed"
    assert refused_code(branch, Sealer().seal(supervisor, branch.now)) == "second.not_confirmed"
    renamed = replace(branch.second("administrator"), id=supervisor.id, login="supervisor")
    assert refused_code(branch, renamed) == "second.not_confirmed"


def test_the_same_person_twice_is_refused(branch: Branch) -> None:
    assert refused_code(branch, branch.second("administrator")) == "second.same_person"
    with pytest.raises(Refused) as refused:
        access.second_person(sitting(branch), "administrator", PASSWORD)
    assert refused.value.code == "second.same_person"


@pytest.mark.parametrize("login", ["clerk", "auditor"])
def test_a_clerk_or_auditor_can_not_be_the_second(branch: Branch, login: str) -> None:
    assert refused_code(branch, branch.second(login)) == "second.not_allowed"
    with pytest.raises(Refused) as refused:
        access.second_person(sitting(branch), login, PASSWORD)
    assert refused.value.code == "second.not_allowed"


def test_a_password_given_a_while_ago_no_longer_counts(branch: Branch) -> None:
    second = branch.second("supervisor")
    branch.advance(minutes=11)
    assert refused_code(branch, second) == "second.too_old"


def test_a_wrong_password_makes_nobody_a_second_person(branch: Branch) -> None:
    for login in ("supervisor", "nobody"):
        with pytest.raises(StoreTrouble) as trouble:
            access.second_person(sitting(branch), login, "wrong")
        assert trouble.value.code == "store.wrong_password"


def test_with_a_second_person_it_is_done_and_the_trail_names_both(branch: Branch) -> None:
    second = access.second_person(sitting(branch), "supervisor", PASSWORD)
    assert branch.administrator(Rotate(second)) == "administrator"  # the session stays its owner's
    newest = branch.ask(lambda view: audit.lines(view, limit=1))[0]
    assert newest.login == "administrator"
    assert newest.about["second"] == branch.actors["supervisor"].id
