"""A visit on the command line from the request to the signed record, and what is refused on the way."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.terminals import Terminal

CUSTOMER = "KH00000001"
"""One of the cast: overdue in every practice branch, and worth a visit."""
SHEET: dict[str, Any] = {
    "arrived_at": "2026-03-18T09:00",
    "left_at": "2026-03-18T09:00",
    "met": "borrower",
    "identity": "document_seen",
    "identification_shown": True,
    "purpose_stated": True,
    "entry": "not_entered",
    "recording": "on",
    "overdue_reasons": ["income_down"],
    "attitude": "cooperative",
    "outcome": "promised",
    "narrative": "店铺二月停业装修，三月已复业。",
    "promise": {"amount": "500.00", "due_on": "2026-03-24", "promised_by": "本人"},
}


@pytest.fixture
def case_no(terminal: Terminal) -> str:
    (line,) = terminal.json("customers", CUSTOMER)
    return str(line["case_no"])


@pytest.fixture
def approved(terminal: Terminal, case_no: str) -> str:
    """A case with a visit that may be planned."""
    terminal.json("contact", case_no, "--reached", "debtor", "--outcome", "refused")
    terminal.json("assess", case_no)
    terminal.json("request", case_no, "--kind", "inspect", "--why-here", "lives_there", "--days", "1,2,3,4,5",
                  "--not-before", "09:00", "--over-by", "17:00", "--caution", "楼道有狗")  # fmt: skip
    terminal.json("decide", case_no, "approve", login="supervisor")
    return case_no


TEAM = ("--officer", "C01", "--safety", "S01", "--reason", "客户约定在家面谈")


@pytest.fixture
def visit_no(terminal: Terminal, approved: str) -> str:
    planned = terminal.json("plan", approved, "--at", "2026-03-19T14:30", *TEAM)
    return str(planned["number"])


@pytest.mark.parametrize(
    "words",
    [
        ("show", "AJ-2026-09999"),
        ("pack", "AJ-2026-09999", "--out", "pack.zip"),
        ("sign", "WF-2026-09999"),
        ("paper", "WF-2026-09999", "--out", "record.pdf"),
        ("kit", "WF-2026-09999", "--out", "kit.pdf"),
        ("agree", "AJ-2026-09999"),
    ],
)
def test_an_unknown_number_is_named_and_nothing_is_done(terminal: Terminal, words: tuple[str, ...]) -> None:
    said = terminal(*words, login="supervisor")
    assert said.code == 1
    assert words[1] in said.err


def test_an_unknown_staff_number_is_refused_with_those_there_are(terminal: Terminal, approved: str) -> None:
    said = terminal("plan", approved, "--at", "2026-03-19T14:30", "--officer", "C99", "--safety", "S01")
    assert said.code == 1
    assert "C99" in said.err
    assert "C01" in said.err


def test_a_plan_at_night_is_refused_with_clause_and_remedy(terminal: Terminal, approved: str) -> None:
    said = terminal("plan", approved, "--at", "2026-03-19T22:30", *TEAM)
    assert said.code == 1
    assert "22:00 to 08:00" in said.err
    assert "GB/T 45251-2025" in said.err
    assert said.err.count("between 08:00 and 22:00") == 1, "two rules ask for the same hours: say it once"
    assert "Nearest lawful starts: " in said.err
    assert "21:15" in said.err
    assert "08:00." in said.err
    chinese = terminal("plan", approved, "--at", "2026-03-19T22:30", *TEAM, language="zh_CN")
    assert "22:00" in chinese.err
    assert not chinese.err.isascii()
    machine = terminal("plan", approved, "--at", "2026-03-19T22:30", *TEAM, "--json")
    assert machine.code == 1
    assert all({"rule", "clause", "remedy"} <= rule.keys() for rule in machine.json["rules"])
    assert machine.json["facts"]["starts"] == ["2026-03-19T21:15:00+08:00", "2026-03-20T08:00:00+08:00"]
    assert terminal.json("visits") == []


def test_a_team_without_a_safety_officer_is_refused(terminal: Terminal, approved: str) -> None:
    said = terminal(
        "plan",
        approved,
        "--at",
        "2026-03-19T14:30",
        "--officer",
        "C01",
        "--safety",
        "C02",
        "--reason",
        "客户约定",
    )
    assert said.code == 1
    assert "safety" in said.err.lower()


def test_the_clerk_may_not_decide_their_own_request(terminal: Terminal, case_no: str) -> None:
    terminal.json("contact", case_no, "--reached", "debtor", "--outcome", "refused")
    terminal.json("request", case_no)
    assert terminal("decide", case_no, "approve").code == 1
    assert [request["state"] for request in terminal.json("inbox", login="supervisor")["requests"]] == [
        "submitted"
    ]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"met": "borower"}, "borrower, family"),
        ({"identification_shown": "false"}, "true, false"),
        ({"arrived_at": "gestern"}, "arrived_at"),
        ({"overdue_reasons": "income_down"}, "overdue_reasons"),
        ({"outcom": "promised"}, "outcom"),
        ({"narrative": None}, "narrative"),
        ({"promise": {"amount": "viel", "due_on": "2026-03-24"}}, "promise.amount"),
        ({"promise": {"amount": "1"}}, "promise.due_on"),
    ],
)
def test_a_slip_in_the_sheet_is_named_and_nothing_is_recorded(
    terminal: Terminal, visit_no: str, tmp_path: Path, change: dict[str, Any], named: str
) -> None:
    sheet = tmp_path / "sheet.json"
    sheet.write_text(json.dumps({**SHEET, **change}), encoding="utf-8")
    said = terminal("record", visit_no, sheet)
    assert said.code == 2
    assert named in said.err
    assert terminal.json("inbox", login="supervisor")["records"] == []


def test_a_missing_photo_stops_the_record_before_anything_is_written(
    terminal: Terminal, visit_no: str, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.json"
    sheet.write_text(json.dumps(SHEET), encoding="utf-8")
    said = terminal("record", visit_no, sheet, "--evidence", tmp_path / "missing.jpg")
    assert said.code == 2
    assert "missing.jpg" in said.err
    assert terminal.json("inbox", login="supervisor")["records"] == []


def test_a_visit_goes_from_the_plan_to_the_printed_record(
    terminal: Terminal, visit_no: str, tmp_path: Path
) -> None:
    terminal.json("notify", visit_no, "--channel", "phone", "--outcome", "visit_agreed")
    kit, paper, photo = tmp_path / "kit.pdf", tmp_path / "paper" / "record.pdf", tmp_path / "door.jpg"
    assert terminal.json("kit", visit_no, "--out", kit, login="supervisor")["pages"] >= 2
    assert kit.read_bytes().startswith(b"%PDF-")
    photo.write_bytes(b"\xff\xd8\xff a door")
    sheet = tmp_path / "sheet.json"
    sheet.write_text(json.dumps(SHEET), encoding="utf-8")
    recorded = terminal.json("record", visit_no, sheet, "--evidence", photo)
    assert recorded["promise_id"]
    assert terminal("sign", visit_no).code == 1, "the clerk signed their own record"
    awaited = terminal("sign", visit_no, login="supervisor")
    assert (awaited.code, "second visitor" in awaited.err) == (1, True)
    assert terminal("second", visit_no, "--differs", "weather=rain", login="supervisor").code == 1
    second = terminal.json("second", visit_no, "--differs", "attitude=回避", login="supervisor")
    assert second["differences"] == [{"field": "attitude", "told": "回避"}]
    assert terminal("sign", visit_no, login="supervisor").code == 0
    assert terminal("addendum", visit_no, "次日补交证明").code == 0
    assert terminal.json("paper", visit_no, "--out", paper, login="supervisor")["copy"] == 1
    assert paper.read_bytes().startswith(b"%PDF-")
    (promise,) = terminal.json("follow-up")["promises"]
    assert (promise["amount"]["fen"], promise["state"]) == (50_000, "active")


def test_a_contact_at_night_is_recorded_and_marked_as_a_breach(terminal: Terminal, case_no: str) -> None:
    said = terminal(
        "contact", case_no, "--reached", "nobody", "--outcome", "no_answer", "--at", "2026-03-17T22:40"
    )
    assert said.code == 0
    assert "Marked as a breach" in said.out
    assert {b["case_no"] for b in terminal.json("inbox", login="supervisor")["breaches"]} == {case_no}


def test_a_promise_on_the_telephone_is_taken_down_whole_with_what_shows_it(
    terminal: Terminal, case_no: str
) -> None:
    call = ("contact", case_no, "--reached", "debtor", "--outcome", "promised", "--promised", "500")
    half = terminal(*call)
    assert (half.code, "amount and its day" in half.err) == (1, True)
    terminal.json(*call, "--promised-for", "2026-03-24", "--money-from", "工资", "--evidence", "录音 17")
    (promise,) = terminal.json("follow-up")["promises"]
    assert (promise["amount"]["fen"], promise["money_from"], promise["evidence"]) == (
        50_000,
        "工资",
        "录音 17",
    )


def test_a_code_that_isnt_one_is_refused_with_those_there_are(terminal: Terminal, case_no: str) -> None:
    said = terminal("contact", case_no, "--reached", "dog", "--outcome", "no_answer")
    assert said.code == 2
    assert "debtor" in said.err


def test_a_move_past_the_rules_is_refused_a_lawful_one_is_priced_and_done(
    terminal: Terminal, visit_no: str
) -> None:
    refused = terminal("move", visit_no, "--at", "2026-03-19T22:30")
    assert refused.code == 1
    assert "22:00" in refused.err or "8:00" in refused.err or "20:00" in refused.err
    tried = terminal("move", visit_no, "--at", "2026-03-19T15:30", "--try", "--reason", TEAM[-1])
    assert tried.code == 0
    assert "km on the road" in tried.out
    assert "14:30" in terminal("board", "2026-03-19").out
    moved = terminal.json("move", visit_no, "--at", "2026-03-19T15:30", "--reason", TEAM[-1])
    assert moved["moved"]
    told = terminal.json("board", "2026-03-19")
    assert [visit["number"] for team in told["teams"] for visit in team["visits"]] == [visit_no]
    assert "15:30" in terminal("board", "2026-03-19").out
    assert terminal("move", visit_no, "--officer", "X99").code == 1
