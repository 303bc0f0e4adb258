"""One file, many programs: those of one PC share it, another PC is kept out, and a crash keeps nobody out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from collectdesk.store.branch import open_store
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault import presence
from collectdesk.store.vault.filelock import FileLock, is_held
from collectdesk.store.vault.presence import require_alone
from helpers.branches import MORNING, Branch

if TYPE_CHECKING:
    from collections.abc import Callable

HOLDS = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from collectdesk.store.vault.filelock import FileLock
assert FileLock(Path(sys.argv[1])).take(sys.argv[3].encode())
print("held", flush=True)
sys.stdin.read()
"""
SOURCE = str(Path(presence.__file__).resolve().parents[2])


def holder(path: Path, host: str) -> subprocess.Popen[str]:
    """Another program that holds a mark, as it would from a PC of that name."""
    says = json.dumps({"host": host, "since": "2026-03-18T09:00:00+08:00"})
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(path), SOURCE, says],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    return child


def end(child: subprocess.Popen[str]) -> None:
    child.kill()
    child.communicate()


def opened_again(branch: Branch) -> None:
    open_store(branch.folder, branch.desk.store.branch_id, branch.desk.store.keys).close()


def test_two_programs_of_one_pc_share_a_branch(branch: Branch) -> None:
    child = holder(branch.folder / presence.FOLDER / "other.mark", presence.this_host())
    try:
        opened_again(branch)
        with pytest.raises(StoreTrouble) as error:
            require_alone(branch.folder)
        assert error.value.code == "store.in_use"
    finally:
        end(child)
    branch.close()
    require_alone(branch.folder)


def test_another_pc_keeps_everybody_else_out_by_name(branch: Branch) -> None:
    branch.close()
    child = holder(branch.folder / presence.FOLDER / "other.mark", "KASSE-2")
    try:
        with pytest.raises(StoreTrouble) as error:
            opened_again(branch)
        assert error.value.code == "store.open_on_other_pc"
        assert error.value.facts["host"] == "KASSE-2"
    finally:
        end(child)


def test_a_lock_that_cant_be_seen_is_believed_while_its_mark_is_fresh(branch: Branch) -> None:
    branch.close()
    mark = branch.folder / presence.FOLDER / "other.mark"
    mark.write_text(json.dumps({"host": "KASSE-2", "since": "2026"}), "utf-8")
    with pytest.raises(StoreTrouble) as error:
        opened_again(branch)
    assert error.value.code == "store.open_on_other_pc"
    old = time.time() - presence.FRESH_S - 60
    os.utime(mark, (old, old))
    opened_again(branch)
    assert not mark.exists()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"host": 1}', "\x00" * 40])
def test_a_mark_that_makes_no_sense_keeps_nobody_out_for_ever(branch: Branch, content: str) -> None:
    branch.close()
    mark = branch.folder / presence.FOLDER / "other.mark"
    mark.write_text(content, "utf-8")
    old = time.time() - presence.FRESH_S - 60
    os.utime(mark, (old, old))
    opened_again(branch)
    assert list((branch.folder / presence.FOLDER).iterdir()) == []


@pytest.mark.parametrize("content", ["", "{", "\x00" * 40])
def test_a_power_cut_that_left_our_own_mark_without_its_words_keeps_nobody_out(
    branch: Branch, content: str
) -> None:
    left = next((branch.folder / presence.FOLDER).glob("*.mark")).name  # as this PC names them
    branch.close()
    mark = branch.folder / presence.FOLDER / left
    mark.parent.mkdir(exist_ok=True)
    mark.write_text(content, "utf-8")
    opened_again(branch)
    assert not mark.exists()


def test_a_program_that_was_killed_is_gone_at_once(branch: Branch) -> None:
    branch.close()
    mark = branch.folder / presence.FOLDER / "other.mark"
    end(holder(mark, presence.this_host()))
    assert mark.exists()
    assert not is_held(mark)
    opened_again(branch)
    require_alone(branch.folder)
    assert not mark.exists()


def test_a_branch_that_couldnt_be_opened_leaves_no_mark(branch: Branch) -> None:
    from collectdesk.store.keys.root import new_root

    branch.close()
    with pytest.raises(StoreTrouble):
        open_store(branch.folder, branch.desk.store.branch_id, new_root())
    assert list((branch.folder / presence.FOLDER).iterdir()) == []


def test_a_window_keeps_its_mark_fresh(branch: Branch, monkeypatch: pytest.MonkeyPatch) -> None:
    (mark,) = (branch.folder / presence.FOLDER).iterdir()
    os.utime(mark, (0, 0))
    branch.desk.store.changed_elsewhere()
    assert mark.stat().st_mtime == 0  # not every second
    monkeypatch.setattr(presence, "TOUCH_EVERY_S", -1.0)
    branch.desk.store.changed_elsewhere()
    assert mark.stat().st_mtime > 0


def test_two_command_lines_write_one_after_the_other(branch: Branch) -> None:
    """Each in a transaction of its own; both are in the trail, which holds."""
    second = open_store(branch.folder, branch.desk.store.branch_id, branch.desk.store.keys)
    from collectdesk.store.trail import audit

    for number in range(5):
        for store in (branch.desk.store, second):
            with store.write(branch.actors["clerk"], branch.now) as work:
                audit.append(work, "day.started", {"number": number})
    second.close()
    assert branch.ask(audit.verify).intact


def test_a_lock_is_held_once(tmp_path: Path) -> None:
    def attempt(lock: FileLock) -> Callable[[], bool]:
        return lambda: lock.take(b"mine")

    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert attempt(first)()
    assert not attempt(second)()
    assert (tmp_path / "lock").read_bytes() == b"mine"
    first.release()
    assert attempt(second)()
    second.release()
    assert MORNING
    assert not (tmp_path / "lock").exists()
