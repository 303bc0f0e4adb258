"""Disclosures, originals, accounts, scripts, complaints and clocks on the command line, from end to end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from collectdesk.cli.commands import run
from collectdesk.store.cases import cases
from helpers.branches import LI, OUYANG, PRACTICE_DATE, small_branch


def _never(*_: object) -> int:
    raise AssertionError


class Line:
    """Command lines at one branch, as somebody types them."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str], case: str) -> None:
        self.folder, self.capture, self.case = folder, capture, case

    def __call__(self, *words: str | Path, login: str = "clerk") -> Any:
        """What a command that succeeds answers."""
        code, said = self.said(*words, login=login)
        assert code == 0, said
        return said

    def refused(self, *words: str | Path, login: str = "clerk") -> str:
        """The code of what a command is refused with."""
        code, said = self.said(*words, login=login)
        assert code == 1, said
        return str(said["error"])

    def said(self, *words: str | Path, login: str) -> tuple[int, Any]:
        self.capture.readouterr()
        whole = [*map(str, words), "--branch", str(self.folder), "--as", login, "--json", "--language", "en"]
        code = run(whole, open_window=_never, take_pictures=_never)
        return code, json.loads(self.capture.readouterr().out)


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    made = small_branch(tmp_path_factory.mktemp("law") / "branch")
    with made.desk.store.read(made.actors["clerk"], made.now) as view:
        numbers = {name: cases.case(view, made.case_id(name)).case_no for name in (LI, OUYANG)}
    made.close()
    return made.folder, numbers


@pytest.fixture
def line(founded: tuple[Path, dict[str, str]], capsys: pytest.CaptureFixture[str]) -> Line:
    return Line(founded[0], capsys, founded[1][LI])


def test_who_may_not_hear_of_the_debt_is_refused_and_a_guarantor_is_told_and_what_happened_is_noted(
    line: Line,
) -> None:
    told = ("--purpose", "请转告", "--text", "欠款情况", "--identity", "known")
    relative = ("disclose", line.case, "plan", "--to", "relative", "--name", "李父", *told)
    code, said = line.said(*relative, login="clerk")
    assert code == 1
    assert said["error"] == "rule.broken"
    assert all(rule["clause"] and rule["remedy"] for rule in said["rules"])
    planned = line("disclose", line.case, "plan", "--to", "guarantor", "--name", "赵大江", *told)
    assert [(each["recipient"], each["state"]) for each in planned] == [("赵大江", "planned")]
    done = line("disclose", line.case, "done", "--number", planned[0]["id"][-6:])
    assert done[0]["state"] == "done"
    noted = line("disclose", line.case, "note", "--to", "relative", "--name", "李父", *told,
                 "--at", f"{PRACTICE_DATE}T08:30")  # fmt: skip
    assert {each["recipient"] for each in noted} == {"赵大江", "李父"}
    assert line("inbox", login="supervisor")["breaches"], "what was told already isn't marked"
    assert line.refused("disclose", line.case, "done") == "disclosure.which"


def test_an_original_is_taken_in_lent_against_a_signature_and_stands_in_the_register_of_all_cases(
    line: Line, founded: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    take = ("take-in", "--title", "借款合同", "--place", "金库")
    assert line.refused("originals", line.case, *take) == "original.field_missing"
    line("originals", line.case, *take, "--box", "盒3")
    other = line("originals", founded[1][OUYANG], "take-in", "--kind", "guarantee", "--title", "保证合同",
                 "--place", "金库", "--box", "盒1")  # fmt: skip
    assert [each["title"] for each in other["originals"]] == ["保证合同"]
    assert line.refused("originals", line.case, "lend", "--who", "王律师") in (
        "original.which", "original.signature_missing",
    )  # fmt: skip
    number = line("originals", line.case)["originals"][0]["id"][-6:]
    scan = tmp_path / "signed.pdf"
    scan.write_bytes(b"%PDF signed")
    lend = ("lend", "--who", "王律师", "--back-by", str(PRACTICE_DATE), "--number", number)
    assert line.refused("originals", line.case, *lend) == "original.signature_missing"
    line("originals", line.case, *lend, "--scan", scan)
    register = line("originals")
    assert [(each["original"]["box"], each["original"]["title"]) for each in register] == [
        ("盒1", "保证合同"), ("盒3", "借款合同"),
    ]  # fmt: skip
    assert [each["original"]["holder"] for each in line("originals", "--box", "盒3")] == ["王律师"]
    masked = line("originals", login="auditor")
    assert LI not in json.dumps(masked, ensure_ascii=False)
    assert line("originals", line.case, "return", "--number", number, "--box", "盒3", "--place", "金库")


def test_an_account_is_entered_by_one_and_approved_by_another(line: Line) -> None:
    entered = line("accounts", "enter", "yl-chenjing", "--way", "wecom")
    assert [each["sender"]["state"] for each in entered] == ["waiting"]
    assert line.refused("accounts", "approve", "nobody", login="supervisor") == "sender.none_such"
    approved = line("accounts", "approve", "yl-chenjing", login="supervisor")
    assert [each["sender"]["state"] for each in approved] == ["approved"]
    ended = line("accounts", "end", "yl-chenjing", "--reason", "换号", login="supervisor")
    assert [each["sender"]["state"] for each in ended] == ["ended"]


def test_who_is_on_the_line_hears_their_own_words(line: Line) -> None:
    debtor = json.dumps(line("script", line.case, "--reached", "debtor"), ensure_ascii=False)
    third = json.dumps(line("script", line.case, "--reached", "third_party"), ensure_ascii=False)
    assert debtor != third
    assert "overdue" in debtor
    assert "overdue" not in third


def test_a_complaint_goes_from_the_register_to_its_closing_by_another(line: Line, tmp_path: Path) -> None:
    assert line.refused("complaint", "register", line.case, "--subject", "calls") == "complaint.said_missing"
    made = line(
        "complaint", "register", line.case, "--subject", "calls", "--text", "一天来电多次", "--who", LI
    )
    number = made["complaint"]["number"]
    assert made["days_left"] == 15
    line("complaint", "extend", number, "--text", "须调取录音", login="supervisor")
    answered = ("complaint", "answer", number, "--finding", "partly", "--cause", "conduct", "--way", "phone")
    assert line.refused(*answered) == "complaint.answer_missing"
    line(*answered, "--text", "已核听录音并致歉")
    line("complaint", "improve", number, "--text", "复训", "--person", "陈静", "--by", str(PRACTICE_DATE))
    assert line.refused("complaint", "close", number, login="supervisor") == "complaint.improvement_open"
    line("complaint", "result", number, "--text", "已复训")
    line("complaint", "close", number, login="supervisor")
    assert line("complaints", line.case) == []
    assert [each["complaint"]["result"] for each in line("complaints", line.case, "--all")] == ["已复训"]
    paper = tmp_path / "chronology.pdf"
    line("chronology", line.case, "--out", paper, login="supervisor")
    assert paper.read_bytes().startswith(b"%PDF")


def test_a_clock_says_its_clause_and_days_and_stands_still_while_an_obstacle_lasts(
    line: Line, founded: tuple[Path, dict[str, str]]
) -> None:
    case = founded[1][OUYANG]

    def limitation() -> Any:
        return next(each for each in line("clocks", case) if each["term"]["code"] == "limitation")

    found = limitation()
    assert found["term"]["citation"]["clause"]["en"] == "Articles 188, 189, 194, 195"
    assert found["days_left"] > 0
    assert line.refused("clocks", case, "--note", "accelerated") == "clock.proof_missing"
    proof = ("--proof", "公告及公证书")
    assert line.refused("clocks", case, "--note", "obstacle_gone", *proof) == "clock.no_obstacle"
    line("clocks", case, "--note", "accelerated", "--on", "2023-03-28", *proof)
    waiting = line("clocks")
    assert {each["case_no"] for each in waiting} == {case}
    line("clocks", case, "--note", "no_heir", "--on", "2026-03-01", *proof)
    assert limitation()["clock"]["state"] == "still"
    assert line("clocks") == []
