"""Customers' own data on the command line: the same deeds, the same refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from collectdesk.cli.commands import run
from helpers.branches import small_branch


def _never(*_: object) -> int:
    raise AssertionError


def say(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> tuple[int, Any]:
    capsys.readouterr()
    whole = [*words, "--branch", str(folder), "--json", "--language", "en"]
    code = run(whole, open_window=_never, take_pictures=_never)
    return code, json.loads(capsys.readouterr().out)


def test_a_request_is_taken_down_copied_and_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = small_branch(tmp_path / "branch")
    made.close()
    folder = made.folder
    case = say(capsys, folder, "today")[1]["items"][0]["case_no"]
    take = ("own-data", case, "--take", "access")
    assert say(capsys, folder, *take)[1]["error"] == "petition.identity_missing"
    code, said = say(capsys, folder, *take, "--identity", "身份证")
    assert (code, said["petitions"][0]["state"]) == (0, "open")
    grant = ("own-data", case, "--grant", "access", "--as", "supervisor")
    assert say(capsys, folder, *grant)[1]["error"] == "petition.no_copy"
    assert say(capsys, folder, "own-data", case, "--out", str(tmp_path / "copy"))[0] == 0
    assert (tmp_path / "copy" / "data.json").is_file()
    assert say(capsys, folder, *grant)[1]["petitions"][0]["state"] == "granted"
    assert say(capsys, folder, *grant)[1]["error"] == "petition.which"
    assert say(capsys, folder, "retention", "--as", "supervisor")[1]["over"] == []
