"""Setting up a real branch at the command line: no secret as an argument, none printed, nothing left by a failure."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pytest

from cli.test_keys import codes_on, lines
from collectdesk.cli.commands import run
from collectdesk.desk.vault.access import sign_in
from collectdesk.desk.vault.door import look_at_door
from helpers.keyrings import Ring, safe_ring

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PASSWORDS = ("seven grey herons wade", "an umbrella for two rivers")


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ring]:
    with safe_ring(monkeypatch) as made:
        yield made


def set_up(folder: Path, *more: str, supervisor: str = "zhoumin=周敏") -> int:
    words = ["set-up", "--name", "青石县支行", "--administrator", "gaoyuan=高远", "--supervisor", supervisor,
             "--branch", str(folder), "--language", "en"]  # fmt: skip
    return run([*words, *more], open_window=lambda _f: 9, take_pictures=lambda _f, _o: 9)


def read_off(sheets: Path, into: int) -> threading.Thread:
    """Somebody who types the codes from the paper as soon as it is printed."""

    def typed() -> None:
        with os.fdopen(into, "w", encoding="utf-8") as pipe:
            for _ in range(3000):
                if sheets.exists():
                    break
                threading.Event().wait(0.01)
            pipe.writelines(f"{code}\n" for code in codes_on(sheets))

    made = threading.Thread(target=typed)
    made.start()
    return made


def test_a_real_branch_stands_once_both_codes_were_typed_from_the_paper(
    ring: Ring, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, sheets, stick = tmp_path / "branch", tmp_path / "sheets.pdf", tmp_path / "stick"
    stick.mkdir()
    reading, writing = os.pipe()
    typist = read_off(sheets, writing)
    more = ("--password-fd", lines(*PASSWORDS), "--code-fd", str(reading), "--out", str(sheets), "--backup",
            str(stick))  # fmt: skip
    assert set_up(folder, *more) == 0
    typist.join()
    said = capsys.readouterr().out
    assert "BitLocker" in said
    assert not any(secret in said for secret in (*PASSWORDS, *codes_on(sheets)))
    assert look_at_door(folder).logins == ("gaoyuan", "zhoumin")
    sign_in(folder, "zhoumin", PASSWORDS[1]).desk.store.close()
    assert any(stick.iterdir())


def test_wrong_codes_a_missing_password_and_a_practice_shelf_leave_nothing(
    ring: Ring, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, sheets = tmp_path / "branch", str(tmp_path / "sheets.pdf")
    passwords = ("--password-fd", lines(*PASSWORDS))
    assert set_up(folder, *passwords, "--code-fd", lines("ABC"), "--out", sheets) == 1
    assert "mistyped" in capsys.readouterr().err
    assert set_up(folder, "--password-fd", lines(PASSWORDS[0]), "--out", sheets) == 1
    assert set_up(folder, "--password-fd", lines(*PASSWORDS), "--out", sheets, supervisor="gaoyuan=周敏") == 1
    assert set_up(folder, "--password-fd", lines(*PASSWORDS)) == 2
    with pytest.raises(SystemExit):
        set_up(folder, "--keyring", "practice")
    assert not folder.exists()
