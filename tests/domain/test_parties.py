"""Who may be contacted: who owes too, who represents; everybody else only until they say no."""

from __future__ import annotations

from datetime import date

import pytest

from collectdesk.domain.customers.parties import MayContact, PartyRole, answer_of, rule_role
from collectdesk.domain.rules.facts import ROLES

DAY = date(2026, 3, 18)
EARLIER = date(2026, 3, 1)


@pytest.mark.parametrize("role", [PartyRole.CONTACT_PERSON, PartyRole.SPOUSE, PartyRole.HEIR])
def test_who_asked_not_to_be_contacted_isn_t_from_that_day_on(role: PartyRole) -> None:
    answer = answer_of(role, liable=None, refused_on=EARLIER, until_on=None, day=DAY)
    assert (answer.may, answer.why, answer.since) == (MayContact.NOT, "refused", EARLIER)


def test_a_guarantor_is_contacted_while_the_guarantee_stands() -> None:
    def may(**said: object) -> MayContact:
        facts: dict[str, object] = {"liable": None, "refused_on": None, "until_on": None, **said}
        return answer_of(PartyRole.GUARANTOR, day=DAY, **facts).may  # type: ignore[arg-type]

    assert may() is may(until_on=DAY) is MayContact.ABOUT_THE_DEBT
    assert may(until_on=EARLIER) is may(liable=False) is MayContact.NOT
    assert may(refused_on=EARLIER) is MayContact.ABOUT_THE_DEBT  # who owes can't refuse to hear of it


@pytest.mark.parametrize(
    ("liable", "may"),
    [(True, MayContact.ABOUT_THE_DEBT), (False, MayContact.TO_PASS_ON), (None, MayContact.TO_PASS_ON)],
)
def test_a_spouse_is_told_of_the_debt_only_when_liable(liable: bool | None, may: MayContact) -> None:
    assert answer_of(PartyRole.SPOUSE, liable=liable, refused_on=None, until_on=None, day=DAY).may is may


@pytest.mark.parametrize("role", list(PartyRole))
@pytest.mark.parametrize("liable", [True, False, None])
def test_every_role_is_one_the_rules_know(role: PartyRole, liable: bool | None) -> None:
    assert rule_role(role, liable=liable) in ROLES
