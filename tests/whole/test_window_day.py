"""The working day at the real window: keys and mouse, a real encrypted file, from the import to the sealed pack."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from collectdesk.desk.practising import PRACTICE_DATE, cast
from collectdesk.practice.story import Role
from collectdesk.ui import ask
from collectdesk.words import CHINESE

if TYPE_CHECKING:
    from whole.conftest import Workplace

CAST = cast()
KEEPS, BREAKS, PARTLY = (CAST[role].name for role in (Role.KEEPS, Role.BREAKS, Role.PARTLY))
TOMORROW = PRACTICE_DATE + timedelta(days=1)
NEXT_WEEK = PRACTICE_DATE + timedelta(days=7)


def test_a_day_from_the_import_to_the_sealed_pack(workplace: Callable[..., Workplace]) -> None:
    """One clerk and one supervisor, and in the end the auditor and the administrator."""
    at = workplace(CHINESE)
    the_wrong_password_says_so_in_a_sentence(at)
    at.sign_in("Clerk")
    the_morning_comes_in(at)
    an_unanswered_call_takes_three_keys(at)
    the_customer_is_reached(at)
    the_risk_is_checked_and_a_visit_asked_for(at)


def the_wrong_password_says_so_in_a_sentence(at: Workplace) -> None:
    at.sign_in("Clerk", "wrong")
    assert at.shell.window is None
    assert at.sees(at.say("The password isn't right.")) or "密码" in at.shell.door.door.wrong.text()
    print(at.text())


def the_morning_comes_in(at: Workplace) -> None:
    overdue, payments = at.files.morning
    at.keys("Ctrl+I")
    with ask.answered(overdue):
        at.keys("Ctrl+I")
    print(at.text())
    at.press_segment("Set aside: findings")
    print(at.rows("Rows set aside"))
    at.keys("F2")
    print(at.text())
    at.press_file(payments.name)
    at.keys("F2")
    print(at.text())


def an_unanswered_call_takes_three_keys(at: Workplace) -> None:
    at.keys("Alt+1")
    print(at.rows("Worklist"))
    print(at.text())


def the_customer_is_reached(at: Workplace) -> None: ...


def the_risk_is_checked_and_a_visit_asked_for(at: Workplace) -> None: ...
