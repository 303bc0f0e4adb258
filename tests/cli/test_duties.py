"""Holds, wishes and zones on the command line: the same deeds, the same refusals."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from collectdesk.cli.commands import run
from helpers.branches import PRACTICE_DATE, small_branch


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = small_branch(tmp_path_factory.mktemp("duties") / "branch")
    made.close()
    return made.folder


def _never(*_: object) -> int:
    raise AssertionError


def say(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> tuple[int, Any]:
    capsys.readouterr()
    whole = [*words, "--branch", str(folder), "--json", "--language", "en"]
    code = run(whole, open_window=_never, take_pictures=_never)
    return code, json.loads(capsys.readouterr().out)


@pytest.fixture
def case(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    found: str = say(capsys, folder, "today")[1]["items"][0]["case_no"]
    return found


def test_a_hold_is_placed_proven_and_ended_by_whoever_may(
    folder: Path, case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    proof_by = str(PRACTICE_DATE + timedelta(days=3))
    place = ("hold", case, "--place", "illness", "--reach", "channel:call", "--proof-by", proof_by)
    assert say(capsys, folder, *place)[1]["error"] == "hold.reason_missing"
    code, said = say(capsys, folder, *place, "--reason", "住院")
    assert code == 0
    assert [(h["code"], h["reach"]["of"]) for h in said["holds"]] == [("illness", "call")]
    nowhere = ("hold", case, "--place", "dispute", "--reason", "x", "--reach", "weather")
    assert say(capsys, folder, *nowhere)[1]["error"] == "hold.reach_unknown"
    proven = say(capsys, folder, "hold", case, "--proof", "出院小结")[1]["holds"][0]
    assert proven["proof"] == "出院小结"
    assert say(capsys, folder, "hold", case, "--end")[0] == 1, "a clerk may not"
    ended = say(capsys, folder, "hold", case, "--end", "--as", "supervisor")[1]["holds"][0]
    assert ended["ended_on"] is not None
    assert say(capsys, folder, "hold", case, "--end", "--as", "supervisor")[1]["error"] == "hold.which"


def test_wishes_and_zones_are_kept_and_taken_back(
    folder: Path, case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    quiet = ("wish", case, "--keep", "quiet", "--from", "12:00", "--until", "14:00")
    kept = say(capsys, folder, *quiet)[1]
    assert [(w["kind"], w["from_minute"], w["until_minute"]) for w in kept] == [("quiet", 720, 840)]
    assert say(capsys, folder, "wish", case, "--keep", "evening_agreed")[1]["error"] == "wish.proof_missing"
    assert say(capsys, folder, "wish", case, "--end", "zz")[1]["error"] == "wish.which"
    ended = say(capsys, folder, "wish", case, "--end", kept[0]["id"][-6:])[1]
    assert ended[0]["ended_on"] is not None
    assert say(capsys, folder, "zone", case, "Nowhere/Land")[1]["error"] == "zone.unknown"
    assert (
        say(capsys, folder, "zone", case, "Europe/Paris", "--person", "没有此人")[1]["error"]
        == "party.unknown"
    )
    assert say(capsys, folder, "zone", case, "Europe/Paris")[1] == {"time_zone": "Europe/Paris"}
