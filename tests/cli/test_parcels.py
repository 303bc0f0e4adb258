"""Several PCs on the command line: joined, accepted, work out, results back, decided, moved."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.people.assigning import AssignCase
from collectdesk.store.cases import cases
from helpers.branches import small_branch
from helpers.terminals import Said, Terminal

if TYPE_CHECKING:
    from pathlib import Path

KEEPER, OWN = "keeper of the pc 2", "another password 1"


def fd(text: str) -> str:
    """A descriptor from which a secret can be read."""
    reading, writing = os.pipe()
    os.write(writing, f"{text}\n".encode())
    os.close(writing)
    return str(reading)


def test_a_day_on_another_pc_from_the_card_to_the_decision(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    branch = small_branch(tmp_path / "branch")
    branch.supervisor(AssignCase(branch.case_id(), "clerk"))
    case_no = branch.ask(lambda view: cases.case(view, branch.case_id()).case_no)
    branch.close()
    here, there = Terminal(tmp_path / "branch", capsys), Terminal(tmp_path / "pc", capsys)
    card, out, back = tmp_path / "pc.cdstation", tmp_path / "1.cdparcel", tmp_path / "2.cdparcel"

    assert "one PC" in here("station", "list", login="administrator").out
    joined = there("station", "join", "--name", "二楼电脑", "--card", card, "--practice", "--password-fd", fd(KEEPER),
                   "--json", login="keeper")  # fmt: skip
    assert joined.code == 0, joined
    accept = ("station", "accept", "--card", card, "--second", "supervisor", "--second-password-fd")
    wrong = here(*accept, fd("practice"), "--compared", "0000-0000-0000-0000", login="administrator")
    assert (wrong.code, "code doesn't fit" in wrong.err) == (1, True)
    said = here(*accept, fd("practice"), "--compared", joined.json["compared"], login="administrator")
    assert said.code == 0, said
    own_code = said.out.strip().rpartition(" ")[2]
    packed = here.json("parcel", "out", out, "--for", "clerk", login="supervisor")
    assert packed["cases"] >= 1
    taken = there("parcel", "in", out, "--compared", own_code, "--password-fd", fd(KEEPER), login="keeper")
    assert taken.code == 0, taken
    welcome = there("station", "welcome", "clerk", "--start-code-fd", fd(packed["start"]["clerk"]),
                    "--new-password-fd", fd(OWN), "--password-fd", fd(KEEPER), login="keeper")  # fmt: skip
    assert welcome.code == 0, welcome

    def away(*words: str | Path, language: str = "en") -> Said:
        return there(*words, "--password-fd", fd(OWN), language=language)

    assert away("contact", case_no, "--reached", "debtor", "--outcome", "refused").code == 0
    closed = away("assess", case_no, language="zh_CN")
    assert "不能在本机办理" in closed.err
    assert "1 deeds to bring back" in away("parcel", "status").out
    assert away("parcel", "back", back).code == 0
    came = here("parcel", "in", back, login="supervisor")
    assert "1 deeds taken" in came.out, came
    assert "nothing was changed" in here("parcel", "in", back, login="supervisor").out
    assert case_no in here("parcel", "status", login="supervisor").out
    assert here("parcel", "recall", "--case", case_no, login="supervisor").code == 0
    gone = here("station", "revoke", "二楼电脑", "--reason", "遗失", "--second", "supervisor", "--second-password-fd",
                fd("practice"), login="administrator")  # fmt: skip
    assert gone.code == 0, gone
    assert "revoked" in here("parcel", "in", back, login="supervisor").err


def test_the_branch_moves_to_a_new_pc(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small_branch(tmp_path / "branch").close()
    old, new = Terminal(tmp_path / "branch", capsys), Terminal(tmp_path / "new", capsys)
    card, stick, receipt = tmp_path / "new.cdstation", tmp_path / "m.cdparcel", tmp_path / "receipt.json"
    ready = new("move-branch", "ready", "--out", card, "--move-password-fd", fd(OWN), "--json")
    assert ready.code == 0, ready
    two = ("--second", "supervisor", "--second-password-fd")
    packed = old("move-branch", "out", card, "--out", stick, "--compared", ready.json["compared"], *two,
                 fd("practice"), "--json", login="administrator")  # fmt: skip
    assert packed.code == 0, packed
    assert "on its way" in old("move-branch", "status").out
    came = new("move-branch", "in", stick, "--out", receipt, "--compared", packed.json["compared"],
               "--move-password-fd", fd(OWN), "--password-fd", fd("practice"), *two, fd("practice"),
               login="administrator")  # fmt: skip
    assert came.code == 0, came
    assert new("audit", "verify", login="auditor").code == 0
    done = old("move-branch", "done", receipt, *two, fd("practice"), login="administrator")
    assert done.code == 0, done
    assert "stands on another PC" in old("move-branch", "status").out
    assert new("move-branch", "status").out.strip() == "The branch stands on this PC."
