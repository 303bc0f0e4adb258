"""The door: wrong passwords are kept, wait longer each time, reach the trail, and can't be quietly taken away."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.desk.vault import access
from collectdesk.domain.people.patience import LONGEST_WAIT, wait_after
from collectdesk.store.trail import audit
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault.door_book import BOOK
from collectdesk.terms_trouble import REFUSALS
from helpers.branches import PASSWORD, Clock

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch


@pytest.fixture
def door(branch: Branch) -> tuple[Path, Clock]:
    branch.close()
    return branch.folder, Clock(branch.now)


def enter(door: tuple[Path, Clock], login: str = "clerk", password: str = PASSWORD) -> list[Any]:
    """Sign in and out again: the wrong tries told, and the trail's newest entries, oldest first."""
    folder, clock = door
    session = access.sign_in(folder, login, password, clock)
    with session.desk.store.read(session.actor, clock()) as view:
        lines = audit.lines(view, limit=4)
    access.leave(session)
    clock.at += timedelta(minutes=1)
    return [session.before, *reversed([(each.action, dict(each.about)) for each in lines])]


def fail(door: tuple[Path, Clock], login: str = "clerk", *, after: int = 0, times: int = 1) -> str:
    """Give wrong passwords; the code of the last refusal."""
    folder, clock = door
    code = ""
    for _ in range(times):
        clock.at += timedelta(seconds=after)
        with pytest.raises(StoreTrouble) as trouble:
            access.sign_in(folder, login, "wrong", clock)
        code = trouble.value.code
    return code


def test_a_slip_costs_nothing_and_the_fourth_wrong_password_waits_also_after_a_restart(door: Any) -> None:
    assert fail(door, times=3) == "store.wrong_password"
    assert fail(door) == "store.wait"
    assert "store.wait" in REFUSALS
    folder, clock = door
    with pytest.raises(StoreTrouble) as trouble:  # the right one waits too: else waiting would tell it apart
        access.sign_in(folder, "clerk", PASSWORD, clock)
    assert trouble.value.facts == {"tries": 3, "seconds": 5}
    enter(door, "supervisor")  # nobody else is kept out
    clock.at -= timedelta(minutes=1)
    assert fail(door, after=2) == "store.wait"  # somebody else's sign-in doesn't wipe the slate
    assert fail(door, after=4) == "store.wrong_password"
    assert fail(door, after=6) == "store.wait"  # it is ten seconds now


def test_the_wait_doubles_up_to_a_limit() -> None:
    waits = [wait_after(tries).total_seconds() for tries in range(3, 12)]
    assert waits == [5, 10, 20, 40, 80, 160, 300, 300, 300]
    assert wait_after(10**9) == LONGEST_WAIT


def test_a_clock_set_back_locks_nobody_out(door: Any) -> None:
    fail(door, times=3)
    door[1].at -= timedelta(days=30)
    assert enter(door)[0].tries == 3


def test_the_next_sign_in_takes_what_was_tried_into_the_trail_and_tells_whom_it_concerns(door: Any) -> None:
    enter(door)
    fail(door, times=2)
    fail(door, "supervisor")
    fail(door, "hunter2 typed into the wrong field")
    before, *lines = enter(door, "auditor")
    assert before.tries == 0
    assert [action for action, _ in lines] == [*["sign_in.failed"] * 3, "session.opened"]
    assert [about["times"] for action, about in lines if action == "sign_in.failed"] == [2, 1, 1]
    assert "hunter2" not in (door[0] / BOOK).read_text() + repr(lines)
    told = enter(door)[0]
    assert (told.tries, told.tried_at is not None) == (2, True)
    assert enter(door)[0].tries == 0


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_line_altered_or_cut_out_is_found(door: Any, place: int) -> None:
    enter(door)
    fail(door, times=2)
    path = door[0] / BOOK
    lines = path.read_bytes().splitlines(keepends=True)
    whole = path.read_bytes()
    altered = [line.replace(b'"n": ', b'"n": 1') if at == place else line for at, line in enumerate(lines)]
    path.write_bytes(b"".join(altered))
    assert ("sign_in.book_altered", {"how": "altered"}) in enter(door, "auditor")
    if place < 2:
        path.write_bytes(whole.replace(lines[place], b""))
        assert any(each[0] == "sign_in.book_altered" for each in enter(door, "auditor")[1:])


def test_a_book_removed_or_put_back_from_an_earlier_day_is_found(door: Any, tmp_path: Path) -> None:
    enter(door)
    path = door[0] / BOOK
    shutil.copy(path, tmp_path / "earlier")
    enter(door)
    fail(door)
    path.unlink()
    assert ("sign_in.book_altered", {"how": "missing"}) in enter(door)
    shutil.copy(tmp_path / "earlier", path)
    assert ("sign_in.book_altered", {"how": "exchanged"}) in enter(door)


def test_garbage_in_the_book_keeps_nobody_out(door: Any) -> None:
    for garbage in (b"", b"\x00\xff\n[[[[", b'{"n":0}\n', b"[" * 100_000):
        (door[0] / BOOK).write_bytes(garbage)
        enter(door)


def test_a_wrong_password_of_the_second_person_counts_like_one_at_the_door(branch: Branch) -> None:
    session = access.Session(branch.desk, branch.actors["administrator"], at_door=branch.clock)
    for _ in range(3):
        with pytest.raises(StoreTrouble):
            access.second_person(session, "supervisor", "wrong")
    with pytest.raises(StoreTrouble) as trouble:
        access.second_person(session, "supervisor", PASSWORD)
    assert trouble.value.code == "store.wait"
