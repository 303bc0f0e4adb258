"""A branch's rules on the command line: loaded, loosened, rehearsed and printed, with sentences for what is refused."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from collectdesk.cli.commands import run
from collectdesk.desk.vault.practising import found_practice_branch
from desk.test_rulekeeping import pack
from helpers.branches import PASSWORD


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("own") / "practice"
    found_practice_branch(made, borrowers=10)
    return made


def _say(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> tuple[int, Any]:
    def never(*_: object) -> int:
        raise AssertionError

    capsys.readouterr()
    whole = ["rules", *words, "--branch", str(folder), "--json", "--language", "en"]
    code = run(whole, open_window=never, take_pictures=never)
    return code, json.loads(capsys.readouterr().out)


def test_the_branchs_own_rules_from_load_to_booklet(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "yunling.toml"
    file.write_text(pack().replace("local_start", "lokal_start"), "utf-8")
    code, said = _say(capsys, folder, "load", str(file), "--as", "administrator")
    assert (code, said["error"]) == (1, "rules.bad_pack")
    assert all(part in said["sentence"] for part in ("yunling.toml", "YL-TIME-01", "condition"))
    file.write_text(pack(), "utf-8")
    assert _say(capsys, folder, "load", str(file))[0] == 1, "a clerk may not"
    assert _say(capsys, folder, "rehearse", str(file))[1]["pack"] == "yunling 1"
    assert _say(capsys, folder, "load", str(file), "--as", "administrator")[0] == 0
    facts = tmp_path / "facts.json"
    told = {"act": "call", "at": "2026-03-18T09:00:00+08:00", "party": "debtor", "product": "loan"}
    facts.write_text(json.dumps({"facts": told}), "utf-8")
    answer = _say(capsys, folder, "check", str(facts))[1]
    assert [one["rule"] for one in answer["decisions"]] == ["YL-TIME-01"]
    loosen = ("loosen", "YL-TIME-01", "hint", "--as", "supervisor")
    assert _say(capsys, folder, *loosen)[1]["error"] == "rules.reason_missing"
    assert _say(capsys, folder, *loosen, "--reason", "试点")[1]["outcome"] == "hint"
    assert _say(capsys, folder, "restore", "YL-TIME-01", "--as", "supervisor")[1]["outcome"] == "refused"
    confirm = ("confirm", "CN-TIME-02", "--source", "official page", "--as", "supervisor")
    assert _say(capsys, folder, *confirm)[1]["certainty"] == "read"
    listed = _say(capsys, folder, "packs")[1]
    assert {one["name"]: one["own"] for one in listed["packs"]} == {"cn": False, "yunling": True}
    assert [one["kind"] for one in listed["changes"]] == ["loosened", "confirmed"]
    target = tmp_path / "booklet.pdf"
    printed = _say(capsys, folder, "booklet", "--out", str(target))[1]
    assert target.read_bytes().startswith(b"%PDF")
    assert len(printed["digest"]) == 64
    withdrawn = ("withdraw", "yunling", "1", "--as", "supervisor", "--reason", "不再需要")
    assert _say(capsys, folder, *withdrawn)[0] == 0
    choose = ("choose", "us", "--as", "supervisor", "--reason", "test")
    assert _say(capsys, folder, *choose)[1]["error"] == "second.missing"
    reading, writing = os.pipe()
    os.write(writing, f"{PASSWORD}\n".encode())
    os.close(writing)
    both = (*choose, "--second", "administrator", "--second-password-fd", str(reading))
    assert _say(capsys, folder, *both)[0] == 0
    assert [one["name"] for one in _say(capsys, folder, "list")[1]["packs"]] == ["us"]


def test_the_shipped_rules_are_printed_without_signing_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "booklet.pdf"

    def never(*_: object) -> int:
        raise AssertionError

    words = ["rules", "booklet", "--out", str(target), "--on", "2026-03-18", "--json"]
    assert run(words, open_window=never, take_pictures=never) == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["day"], target.exists()) == ("2026-03-18", True)
    assert printed["rules"] > 80
