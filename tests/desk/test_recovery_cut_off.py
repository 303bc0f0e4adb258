"""A recovery killed anywhere: before the new keys its code begins it again once, afterwards it opens nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.vault.access import leave, sign_in
from collectdesk.desk.vault.branch_keys import KeysPlate, MakeEnvelopes, ShowKeys, TypeBackEnvelopes
from collectdesk.desk.vault.door import look_at_door
from collectdesk.desk.vault.renewing import Proof, Reason, recover, renew
from collectdesk.desk.vault.trail import ReadTrail, VerifyTrail
from collectdesk.domain.refusals import Refused
from collectdesk.store.keys import slots
from collectdesk.store.keys.header import read_header
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault.rekeying import STAGES
from helpers.branches import PASSWORD
from helpers.tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collectdesk.desk.vault.access import Session
    from helpers.branches import Branch

ADMIN, SUPER = Proof("administrator", PASSWORD), Proof("supervisor", PASSWORD)
BEFORE, AFTER = ("opened", "proved", *STAGES[:-2]), (*STAGES[-2:], "unprinted")
KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from collectdesk.desk.vault import renewing
from collectdesk.store.vault import rekeying
from collectdesk.store.keys import openings

folder, code, stage, at, login, second, password = sys.argv[1:]
whole, found = rekeying.rekey, renewing._known

def reached(stage_reached):
    if stage_reached == stage:
        os.kill(os.getpid(), signal.SIGKILL)

def known(*given):
    reached("opened")
    return found(*given)

def rekey(*given, **named):
    reached("proved")
    return whole(*given, **named, reached=reached)

rekeying.rekey, renewing._known = rekey, known
people = (renewing.Proof(login, password), renewing.Proof(second, password))
renewing.recover(Path(folder), code, *people, lambda: datetime.fromisoformat(at))
reached("unprinted")
"""


@pytest.fixture
def codes(branch: Branch) -> Mapping[str, str]:
    """The codes of both envelopes, in a branch that is closed and whose keyring is gone."""
    made = branch.administrator(MakeEnvelopes(branch.second("supervisor")))
    branch.administrator(TypeBackEnvelopes(tuple(made.values())))
    branch.close()
    (branch.folder / "practice.workstation").unlink()
    return made


def killed_at(branch: Branch, code: str, stage: str) -> None:
    given = [str(branch.folder), code, stage, branch.now.isoformat(), ADMIN.login, SUPER.login, PASSWORD]
    ran = subprocess.run(
        [sys.executable, "-c", KILLED, *given], env={"PYTHONPATH": str(ROOT / "src")}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == -signal.SIGKILL, ran.stderr


def entered(branch: Branch) -> Session:
    return sign_in(branch.folder, "administrator", PASSWORD, branch.clock)


def looked(branch: Branch) -> tuple[KeysPlate, Sequence[str], list[object]]:
    """How the keys stand, what the trail says of keys, and whether the code had opened before; the trail is whole."""
    session = entered(branch)
    try:
        assert session.desk.run(VerifyTrail(), session.actor).result.intact
        lines = [
            line for line in reversed(session.desk.run(ReadTrail(), session.actor).result)
            if line.action.removeprefix("refused.") in ("keys.recovered", "keys.rotated")
        ]  # fmt: skip
        plate = session.desk.run(ShowKeys(), session.actor).result
        return plate, [line.action for line in lines], [line.about.get("again", False) for line in lines]
    finally:
        leave(session)


def refused(branch: Branch, code: str) -> str:
    with pytest.raises((StoreTrouble, Refused)) as error:
        recover(branch.folder, code, ADMIN, SUPER, branch.clock)
    return str(getattr(error.value, "code", ""))


unix = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")


@unix
@pytest.mark.parametrize("stage", BEFORE)
def test_killed_before_the_new_keys_the_code_begins_again_once_and_the_trail_tells_both(
    branch: Branch, codes: Mapping[str, str], stage: str
) -> None:
    used = min(codes)
    killed_at(branch, codes[used], stage)
    told = stage != "opened"  # until both people have proved who they are, nothing has happened
    if told:
        plate, actions, _ = looked(branch)
        assert (plate.opened, plate.is_whole, actions) == ((used,), False, ["keys.recovered"])
    recover(branch.folder, codes[used], ADMIN, SUPER, branch.clock)
    plate, actions, again = looked(branch)
    assert actions == ["keys.recovered"] * (1 + told) + ["keys.rotated"]
    assert again == [False, True, False] if told else [False, False]
    assert (plate.opened, plate.epoch) == ((), 2)
    assert refused(branch, codes[used]) == "store.wrong_code"


@unix
@pytest.mark.parametrize("stage", AFTER)
def test_killed_after_the_new_keys_the_code_opens_nothing_and_the_passwords_do(
    branch: Branch, codes: Mapping[str, str], stage: str
) -> None:
    used, other = sorted(codes)
    killed_at(branch, codes[used], stage)
    assert refused(branch, codes[used]) in ("store.wrong_code", "store.wrong_key")
    plate, actions, _ = looked(branch)
    assert actions == ["keys.recovered", "keys.rotated"]
    assert plate.epoch == 2
    assert plate.waiting  # the code that nobody saw printed is never taken for a good one
    assert not plate.is_whole
    assert refused(branch, codes[used]) == "store.wrong_code"
    slots.open_code(read_header(branch.folder), codes[other])


@unix
def test_a_code_that_opened_twice_in_vain_opens_no_third_time_until_new_keys_close_it(
    branch: Branch, codes: Mapping[str, str]
) -> None:
    used, other = sorted(codes)
    for _ in range(2):
        killed_at(branch, codes[used], "copied")
    assert refused(branch, codes[used]) == "envelope.spent"
    _, actions, _ = looked(branch)
    assert actions == ["keys.recovered", "keys.recovered", "refused.keys.recovered"]
    session = entered(branch)  # the first opening has filled the keyring: passwords open
    from collectdesk.desk.vault.access import second_person

    renew(session, Reason.SUSPECTED, second_person(session, "supervisor", PASSWORD))
    header = read_header(branch.folder)
    with pytest.raises(StoreTrouble):
        slots.open_code(header, codes[used])
    slots.open_code(header, codes[other])
    plate, _, _ = looked(branch)
    assert [line.name for line in plate.envelopes] == [other]
    assert look_at_door(branch.folder).logins


def test_what_the_disk_refuses_leaves_the_code_good_for_one_more_time(
    branch: Branch, codes: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from collectdesk.store.vault import rekeying

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    used = min(codes)
    with monkeypatch.context() as patched:
        patched.setattr(rekeying, "_copy", full)
        assert refused(branch, codes[used]) == "store.full"
    recover(branch.folder, codes[used], ADMIN, SUPER, branch.clock)
    plate, actions, _ = looked(branch)
    assert (plate.epoch, actions) == (2, ["keys.recovered", "keys.recovered", "keys.rotated"])
