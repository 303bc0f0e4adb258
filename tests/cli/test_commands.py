"""Every command has its function, its help in both languages and its line in the guide; output fits its reader."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from collectdesk.cli.commands import COMMANDS
from collectdesk.cli.parser import build
from collectdesk.words import for_language
from helpers.terminals import Terminal

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[2]
AWAY_FROM_THE_DESK = {
    "connect",
    "demo",
    "keys",
    "recover",
    "relocate",
    "restore",
    "rules",
    "set-up",
    "window",
    "workstation",
}
"""Commands that need no session at a desk, or make their own."""
GUIDE = (ROOT / "docs" / "command-line.md").read_text("utf-8")


def _parsers(language: str) -> Mapping[str, argparse.ArgumentParser]:
    actions = build(for_language(language))._actions
    found = next(action for action in actions if isinstance(action, argparse._SubParsersAction))
    choices: Mapping[str, argparse.ArgumentParser] = found.choices
    return choices


def test_every_command_that_can_be_typed_does_something() -> None:
    assert set(_parsers("en")) == {*COMMANDS, *AWAY_FROM_THE_DESK}


@pytest.mark.parametrize("name", sorted({*COMMANDS, *AWAY_FROM_THE_DESK}))
def test_every_command_is_in_the_guide_and_speaks_chinese(name: str) -> None:
    assert f"`{name}" in GUIDE
    described = _parsers("zh_CN")[name].description
    assert described
    assert not described.isascii(), f"{name} has no Chinese description"


def test_the_guides_table_of_fields_is_the_codes_own() -> None:
    ran = subprocess.run([sys.executable, str(ROOT / "tools" / "sheet_fields.py"), "--check"], check=False)
    assert ran.returncode == 0, "renew docs/command-line.md with: python tools/sheet_fields.py"


def test_a_wrong_option_ends_with_two(terminal: Terminal) -> None:
    with pytest.raises(SystemExit) as ended:
        terminal("promise", "AJ-2026-00001", "500", "morgen")
    assert ended.value.code == 2


@pytest.mark.parametrize(
    "line",
    [
        ("-h",), ("plan", "-h"), ("nonsense",), ("import",), ("today", "--nonsense"),
        ("plan", "AJ-1", "--minutes", "x"), ("audit", "look"), ("contact", "AJ-1", "--reached"),
        ("demo", "--fresh=yes"),
    ],
)  # fmt: skip
def test_the_parsers_own_words_are_chinese_too(
    line: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        build(for_language("zh_CN")).parse_args(line)
    said = "".join(capsys.readouterr())
    assert "用法：" in said
    english = (
        "usage:",
        "error:",
        "options:",
        "arguments",
        "invalid",
        "required",
        "expected",
        "show this help",
    )
    assert not [word for word in english if word in said]
    with pytest.raises(SystemExit):
        build(for_language("en")).parse_args(line)
    assert "usage:" in "".join(capsys.readouterr()), "the language of one run stayed for the next"


@pytest.mark.parametrize("words", [("today",), ("customers",), ("staff",), ("follow-up",), ("imports",)])
def test_lists_are_tables_for_people_and_json_for_machines(
    terminal: Terminal, words: tuple[str, ...]
) -> None:
    people = terminal(*words, language="zh_CN")
    assert people.code == 0
    assert not people.out.isascii()
    assert terminal.json(*words) is not None


def test_the_trail_can_be_walked_listed_and_held_against_paper(terminal: Terminal) -> None:
    whole = terminal.json("audit", "verify", login="auditor")
    assert whole["intact"]
    lines = terminal.json("audit", "list", login="auditor")
    anchor = f"{lines[0]['seq']}:{lines[0]['link']}"
    assert terminal("audit", "verify", "--anchor", anchor, login="auditor").code == 0
    forged = terminal("audit", "verify", "--anchor", f"{lines[0]['seq']}:{'0' * 64}", login="auditor")
    assert forged.code == 2
    assert forged.out.strip()
    assert terminal("audit", "verify", "--anchor", "yesterday", login="auditor").code == 2
    assert "signed" in terminal("audit", "list", login="auditor").out.lower()


def test_the_rules_in_force_are_named_with_their_clause(terminal: Terminal) -> None:
    said = terminal("rules", "--act", "visit")
    assert "CN-VIS-06" in said.out
    assert "GB/T 45251-2025" in said.out
    (pack,) = terminal.json("rules")["packs"]
    assert len(pack["digest"]) == 64
    assert all(rule["sentence"]["zh"] for rule in pack["rules"])


def test_a_plan_is_offered_agreed_and_printed(terminal: Terminal, tmp_path: Path) -> None:
    (line,) = terminal.json("customers", "KH00000002")
    case_no, target = line["case_no"], tmp_path / "agreement.pdf"
    account = terminal.json("show", case_no)["products"][0]["product"]["account_no"]
    offer = ("offer", case_no, "--count", "3", "--first-due", "2026-04-20", "--reason", "收入下降")
    assert terminal(*offer, "--account", "DK0000", "--amount", "300").code == 2
    assert terminal(*offer, "--account", account, "--amount", "viel").code == 2
    assert terminal("agree", case_no, login="supervisor").code == 1, "nothing was offered"
    unknown = terminal.json("offers", case_no, "--account", account)
    assert unknown["able"] is None, "nothing is known of this household"
    assert unknown["offers"] == []
    assert terminal("offers", case_no, "--account", account, "--pay-day", "32").code == 1
    ways = ("ways", case_no, "--account", account, "--first-due", "2026-04-20")
    assert terminal(*ways, "--rate", "viel").code == 2
    assert terminal(*ways, "--times", "1.6").code == 1, "more than the law allows"
    compared = terminal.json(*ways, "--rate", "6")
    assert {way["kind"] for way in compared["ways"]} >= {"instalments", "settlement"}
    assert terminal(*ways, "--rate", "6").out.strip()
    (paid, *_) = terminal.json("show", case_no)["products"][0]["payments"]
    receipt = ("receipt", case_no, "--out", tmp_path / "receipt.pdf", "--reference")
    assert terminal(*receipt, "HK-0").code == 1, "core banking has booked nothing under it"
    assert terminal.json(*receipt, paid["reference"])["pages"] == 1
    assert terminal.json("tray") == []
    assert terminal("tray", "HK-0", "--account", account).code == 2
    terminal.json(*offer, "--account", account, "--amount", "300")
    assert terminal("agree", case_no).code == 1, "the clerk approved their own plan"
    assert terminal.json("agree", case_no, login="supervisor")["state"] == "active"
    assert terminal.json("agreement", case_no, "--out", target)["pages"] >= 1
    assert target.read_bytes().startswith(b"%PDF-")


def test_a_pack_is_built_once_and_verified_green_red_and_unproven(terminal: Terminal, tmp_path: Path) -> None:
    (line,) = terminal.json("customers", "KH00000002")
    target = tmp_path / "pack.zip"
    made = terminal.json("pack", line["case_no"], "--out", target, login="supervisor")
    again = terminal("pack", line["case_no"], "--out", target, login="supervisor")
    assert again.code == 1
    assert "pack.zip" in again.err
    assert terminal("verify", target, "--fingerprint", made["fingerprint"]).code == 0
    assert terminal("verify", target).code == 0, "the branch knows its own key"
    altered = tmp_path / "altered.zip"
    content = bytearray(target.read_bytes())
    content[len(content) // 2] ^= 1
    altered.write_bytes(content)
    said = terminal("verify", target, altered, "--json", login="auditor")
    assert said.code == 2
    assert [verdict["outcome"] for verdict in said.json] == ["green", "red"]
    assert terminal("verify", altered).out.count("\n") >= 2, "a red verdict without its finding"


def test_a_case_that_isnt_finished_cant_be_closed_and_says_what_it_lacks(terminal: Terminal) -> None:
    (line,) = terminal.json("customers", "KH00000002")
    said = terminal("close", line["case_no"], login="supervisor")
    assert said.code == 1
    assert "still overdue" in said.err
    assert terminal.json("archive", login="supervisor")["cases"] == [], (
        "what is still overdue isn't in question"
    )


def test_a_process_of_its_own_ends_with_the_code_and_speaks_utf8(terminal: Terminal) -> None:
    command = [sys.executable, "-m", "collectdesk", "today", "--branch", str(terminal.branch), "--json"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout.decode("utf-8"))["items"]
