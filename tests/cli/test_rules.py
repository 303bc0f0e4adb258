"""The rules' doors for scripts: they need no branch, answer in JSON, and refuse what they can't read by name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from collectdesk.cli.commands import run

CALL: dict[str, Any] = {
    "jurisdiction": "cn",
    "act": "call",
    "at": "2026-03-18T10:00:00+08:00",
    "party": "debtor",
    "product": "loan",
    "days_overdue": 45,
}


def _say(
    capsys: pytest.CaptureFixture[str], *words: str | Path, language: str = "en"
) -> tuple[int, str, str]:
    def never(*_: object) -> int:
        raise AssertionError

    capsys.readouterr()
    code = run(["rules", *map(str, words), "--language", language], open_window=never, take_pictures=never)
    return (code, *capsys.readouterr())


def _check(capsys: pytest.CaptureFixture[str], folder: Path, **facts: Any) -> dict[str, Any]:
    file = folder / "facts.json"
    file.write_text(json.dumps({"facts": facts}), "utf-8")
    code, out, err = _say(capsys, "check", file, "--json")
    assert (code, err) == (0, "")
    answer: dict[str, Any] = json.loads(out)
    return answer


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "isn't JSON"),
        ("[]", "one object named facts"),
        ('{"facts": []}', "one object named facts"),
        ('{"facts": {}, "more": 1}', "one object named facts"),
        ('{"facts": {"act": "call", "act": "visit"}}', "act: 2×"),
        ('{"facts": {"act": "call"}}', "the fact at isn't told"),
        ('{"facts": {"act": "call", "at": "10:00"}}', "the fact at is of kind instant"),
        ('{"facts": {"act": "dance", "at": "2026-03-18T10:00:00+08:00"}}', "never holds dance"),
        ('{"facts": {"partie": "debtor"}}', "names the unknown fact partie (Perhaps party is meant.)"),
        ("[" * 100_000, "isn't JSON"),
        ('{"facts": "' + "x" * 1_000_001 + '"}', "isn't JSON"),
    ],
)
def test_unreadable_facts_are_answered_with_a_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str, said: str
) -> None:
    file = tmp_path / "facts.json"
    file.write_text(content, "utf-8")
    code, out, err = _say(capsys, "check", file)
    assert (code, out) == (2, "")
    assert said in err
    assert err.startswith("facts.json")
    code, out, _ = _say(capsys, "check", file, "--json")
    assert code == 2
    assert json.loads(out)["error"].startswith("rules.")


def test_a_file_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, err = _say(capsys, "check", tmp_path / "none.json")
    assert code != 0
    assert "none.json" in err


def test_a_lawful_call_is_allowed_and_says_what_was_presumed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    answer = _check(capsys, tmp_path, **CALL)
    assert (answer["verdict"], answer["decisions"]) == ("allowed", [])
    assert answer["presumed"]["point_source"] == "contract"
    assert "template_approved" not in answer["presumed"], "a call has no text"


def test_a_late_call_is_refused_with_clause_force_certainty_and_a_remedy_that_works(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    answer = _check(capsys, tmp_path, **{**CALL, "at": "2026-03-18T22:05:00+08:00"})
    assert answer["verdict"] == "refused"
    first = answer["decisions"][0]
    assert (first["rule"], first["verdict"]) == ("CN-TIME-01", "refused")
    assert (first["force"], first["certainty"]) == ("recommended_standard", "secondary")
    assert "GB/T 45251-2025" in first["clause"]
    assert first["facts"]["local_start"] == "22:05:00"
    assert "2026-03-19 08:00" in first["remedy"]
    assert _check(capsys, tmp_path, **{**CALL, "at": "2026-03-19T08:00:00+08:00"})["verdict"] == "allowed"


def test_a_rule_that_lacks_a_fact_names_it_as_a_script_would_tell_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    answer = _check(capsys, tmp_path, **{**CALL, "act": "visit"})
    assert answer["verdict"] == "refused"
    assert {name for decision in answer["decisions"] for name in decision["missing"]} == {"crew"}


def test_hints_alone_leave_the_act_allowed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    answer = _check(capsys, tmp_path, **CALL, connected_calls_today=1)
    assert answer["verdict"] == "allowed"
    assert [one["verdict"] for one in answer["decisions"]] == ["hint"]


def test_another_countrys_rules_are_asked_only_when_chosen(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    evening = {**CALL, "at": "2026-03-18T19:30:00+05:30"}
    assert _check(capsys, tmp_path, **{**evening, "jurisdiction": "in"})["packs"] == ["in sample-1"]
    assert _check(capsys, tmp_path, **{**evening, "jurisdiction": "in"})["verdict"] == "refused"
    assert _check(capsys, tmp_path, **{**evening, "jurisdiction": "cn"})["packs"] == ["cn 2026.1"]


def test_people_read_the_verdict_in_their_language(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "facts.json"
    file.write_text(json.dumps({"facts": {**CALL, "at": "2026-03-18T22:05:00+08:00"}}), "utf-8")
    assert _say(capsys, "check", file)[1].startswith("Refused by the rules")
    assert _say(capsys, "check", file, language="zh_CN")[1].startswith("规则禁止")


def test_rules_are_listed_and_shown_without_signing_in(capsys: pytest.CaptureFixture[str]) -> None:
    assert "CN-CR-01" in _say(capsys, "list", "--act", "report")[1]
    assert "CN-CR-01" in _say(capsys, "--act", "report")[1]
    assert "US-FREQ-01" in _say(capsys, "list", "--jurisdiction", "us")[1]
    shown = json.loads(_say(capsys, "show", "cn-vis-06", "--json")[1])
    assert shown["condition"].startswith("overlaps(")
    code, _, err = _say(capsys, "show", "CN-NONE-99")
    assert code == 2
    assert "CN-NONE-99" in err
