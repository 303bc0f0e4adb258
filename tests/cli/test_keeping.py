"""Backups and restore from the command line: nothing is restored without --yes, secrets come by descriptor only."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.vault.access import sign_in
from collectdesk.desk.vault.practising import PASSWORD

if TYPE_CHECKING:
    from helpers.terminals import Said, Terminal


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def given(secret: str) -> str:
    """A file descriptor that holds a secret."""
    reading, writing = os.pipe()
    os.write(writing, f"{secret}\n".encode())
    os.close(writing)
    return str(reading)


def restored(terminal: Terminal, stick: Path, *words: str, second: str = PASSWORD) -> Said:
    return terminal(
        "restore", stick, "--second", "supervisor", "--password-fd", given(PASSWORD),
        "--second-password-fd", given(second), *words, login="administrator",
    )  # fmt: skip


def test_a_clerk_makes_no_backup_and_a_missing_place_is_said(
    terminal: Terminal, stick: Path, tmp_path: Path
) -> None:
    assert terminal("backup", stick).code == 1
    assert terminal("backup", login="supervisor").code == 2
    said = terminal("backup", tmp_path / "nowhere", login="supervisor")
    assert said.code == 1
    assert "Put the stick in" in said.err
    assert not (tmp_path / "nowhere").exists()
    assert terminal("backup", stick, "--every", "daily", "--keep", "some", login="administrator").code == 2


def test_a_backup_is_made_proven_and_listed(terminal: Terminal, stick: Path) -> None:
    made = terminal.json("backup", stick, login="supervisor")
    assert made["missing"] == 0
    assert Path(made["path"]).is_dir()
    assert "its trail holds" in terminal("backup", stick, "--prove", login="supervisor").out
    found = terminal.json("backups", login="administrator")
    assert [each["name"] for each in found["backups"]] == [Path(made["path"]).name]
    assert "Last verified backup: 2026-03-18" in terminal("backups", login="administrator").out


def test_what_waits_by_plan_is_made_once(terminal: Terminal, stick: Path) -> None:
    assert terminal("backup", stick, "--every", "daily", "--keep", "3,2,1", login="administrator").code == 0
    assert len(terminal.json("backup", "--due", login="supervisor")) == 1
    assert "No planned backup waits" in terminal("backup", "--due", login="supervisor").out


def test_restoring_first_says_what_would_be_lost_and_changes_nothing(terminal: Terminal, stick: Path) -> None:
    terminal("backup", stick, login="supervisor")
    terminal.take_the_morning()
    before = (terminal.branch / "branch.db").read_bytes()
    said = restored(terminal, stick)
    assert said.code == 0
    assert "imports: " in said.out
    assert "Nothing was changed" in said.out
    assert (terminal.branch / "branch.db").read_bytes() == before
    assert not list(terminal.branch.glob("staging-*"))


def test_a_wrong_second_password_or_one_person_alone_restores_nothing(
    terminal: Terminal, stick: Path
) -> None:
    terminal("backup", stick, login="supervisor")
    assert "Name and password don't fit" in restored(terminal, stick, "--yes", second="guess").err
    alone = terminal("restore", stick, "--password-fd", given(PASSWORD), "--yes", login="administrator")
    assert alone.code == 1
    assert "second person" in alone.err
    assert not (terminal.branch / "aside").exists()


def test_restoring_with_yes_brings_the_backup_back_and_keeps_the_present(
    terminal: Terminal, stick: Path
) -> None:
    terminal("backup", stick, login="supervisor")
    before = len(terminal.json("imports"))
    terminal.take_the_morning()
    assert len(terminal.json("imports")) > before
    said = restored(terminal, stick, "--yes", "--json")
    assert said.code == 0
    assert said.json["restored"] is True
    assert (Path(said.json["aside"]) / "branch.db").is_file()
    assert len(terminal.json("imports")) == before
    assert "Restored the branch from a backup" in terminal("audit", "list", login="auditor").out
    assert terminal("audit", "verify", login="auditor").code == 0


def test_a_branch_that_is_lost_whole_comes_back_from_the_stick(terminal: Terminal, stick: Path) -> None:
    terminal("backup", stick, login="supervisor")
    keyring = (terminal.branch / "practice.workstation").read_text("ascii")
    shutil.rmtree(terminal.branch)
    terminal.branch.mkdir()
    (terminal.branch / "practice.workstation").write_text(
        keyring, "ascii"
    )  # this PC's keyring outlives the folder
    said = restored(terminal, stick, "--yes")
    assert said.code == 0, said
    assert "can't be read here" in said.out
    sign_in(terminal.branch, "clerk", PASSWORD).desk.store.close()
