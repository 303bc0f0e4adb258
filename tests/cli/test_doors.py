"""Who gets in, by which secret, and what a branch that doesn't open says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from collectdesk.desk.vault.access import sign_in
from collectdesk.desk.vault.practising import PASSWORD
from collectdesk.store.branch import DATABASE_FILE
from collectdesk.store.keys.header import KEYS_FILE
from collectdesk.store.schema import HEAD
from collectdesk.store.vault import opening

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.terminals import Terminal


def _by_descriptor(terminal: Terminal, password: str) -> tuple[int, str]:
    reading, writing = os.pipe()
    os.write(writing, f"{password}\n".encode())
    os.close(writing)
    said = terminal("today", "--password-fd", str(reading))
    return said.code, said.err


def test_a_wrong_password_by_file_descriptor_is_refused_and_opens_no_session(terminal: Terminal) -> None:
    before = terminal.look()
    code, err = _by_descriptor(terminal, "Practice")
    assert code == 1
    assert "Name and password don't fit" in err
    assert terminal.look() == before


def test_the_right_password_by_file_descriptor_opens(terminal: Terminal) -> None:
    assert _by_descriptor(terminal, PASSWORD)[0] == 0


def test_nobody_unknown_gets_in(terminal: Terminal) -> None:
    assert terminal("today", login="nobody").code == 1


def test_a_folder_without_a_branch_says_so(terminal: Terminal, tmp_path: Path) -> None:
    said = terminal("today", "--branch", tmp_path / "nothing")
    assert said.code == 0  # the later --branch of the terminal wins
    (terminal.branch / KEYS_FILE).unlink()
    said = terminal("today")
    assert said.code == 1
    assert "keys file is missing" in said.err


def test_a_newer_branch_is_refused_with_both_versions_and_left_as_it_is(terminal: Terminal) -> None:
    session = sign_in(terminal.branch, "clerk", PASSWORD)
    key = session.desk.store.keys.labelled("database")
    session.desk.store.close()
    raw = opening.connect(terminal.branch / DATABASE_FILE, key)
    raw.execute("UPDATE alembic_version SET version_num = '9001'")
    raw.commit()
    raw.close()
    for language in ("en", "zh_CN"):
        said = terminal("today", language=language)
        assert said.code == 1
        assert "9001" in said.err
        assert HEAD in said.err
    raw = opening.connect(terminal.branch / DATABASE_FILE, key)
    assert raw.execute("SELECT version_num FROM alembic_version").fetchone()[0] == "9001"
    raw.close()


def test_what_the_role_may_not_do_is_refused_and_in_the_trail(terminal: Terminal) -> None:
    said = terminal("audit", "verify")
    assert said.code == 1
    assert "Your role may not do this" in said.err
    assert terminal.look()[1][0] == "refused.audit.verified"


def _pretend_real(branch: Path) -> None:
    """A keys file that says it is a real branch's: its password isn't published, so it must be asked for."""
    path = branch / KEYS_FILE
    content = json.loads(path.read_text("utf-8"))
    assert content["kind"] == "practice"
    path.write_text(json.dumps({**content, "kind": "real"}), "utf-8")


def _command(branch: Path) -> list[str]:
    return [sys.executable, "-m", "collectdesk", "today", "--branch", str(branch), "--language", "en"]


def test_a_real_branch_without_a_terminal_names_the_way_in(terminal: Terminal) -> None:
    _pretend_real(terminal.branch)
    done = subprocess.run(
        _command(terminal.branch), capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    assert done.returncode == 1
    assert "--password-fd" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals to type at")
def test_a_real_branch_asks_for_the_password_at_the_terminal_and_never_shows_it(terminal: Terminal) -> None:
    import pty

    _pretend_real(terminal.branch)
    child, screen = pty.fork()
    if child == 0:
        os.execv(sys.executable, _command(terminal.branch))
    seen = b""
    while b"Password of clerk: " not in seen:
        seen += os.read(screen, 1024)
    os.write(screen, b"s3cret-typed\n")
    try:
        while piece := os.read(screen, 1024):
            seen += piece
    except OSError:  # Linux ends a pseudo-terminal so
        pass
    os.close(screen)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
    assert b"s3cret" not in seen
    assert b"A real branch may not keep its key the practice way" in seen
