"""Every shipped rule, asked at the scripts' own door: a file of facts it forbids and one it lets through."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.cli.commands import run
from collectdesk.desk.rules.rulebook import calendar, rulebook
from collectdesk.domain.rules.facts import REGISTRY, FactValue
from collectdesk.domain.rules.gate import Decision, Judgement, judge
from collectdesk.domain.rules.packs import Outcome, Rule
from collectdesk.domain.rules.remedies import TIMED
from collectdesk.domain.rules.told import NAMES, Planned, read_planned
from collectdesk.domain.rules.windows import facts_of_day, length_of

FILES = Path(__file__).with_name("facts")
BOOK, FAULTS = rulebook()
RULES = {rule.id: rule for pack in BOOK.packs for rule in pack.rules}
TOLD: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text("utf-8"))["facts"] for path in sorted(FILES.glob("*.json"))
}


def _named(rule: Rule, kind: str) -> str:
    """The test's name: rule, whether it passes, and the clause it rests on."""
    return f"{rule.id} {kind}: {rule.citation.instrument.en} {rule.citation.clause.en}"


FAILING = [pytest.param(rule, id=_named(rule, "fails")) for rule in RULES.values()]
PASSING = [pytest.param(rule, id=_named(rule, "passes")) for rule in RULES.values()]
REFUSED_PLANS = [
    pytest.param(rule, id=_named(rule, "remedied"))
    for rule in RULES.values()
    if rule.outcome is Outcome.REFUSED and not TOLD[f"{rule.id}-fail"].get("happened")
]


def _never(*_: object) -> int:
    raise AssertionError


def _at_the_door(name: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What ``collectdesk rules check FILE --json`` answers."""
    capsys.readouterr()
    words = ["rules", "check", str(FILES / f"{name}.json"), "--json", "--language", "en"]
    assert run(words, open_window=_never, take_pictures=_never) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_every_rule_has_its_two_files_and_no_file_is_left_over() -> None:
    assert FAULTS == ()
    assert set(TOLD) == {f"{rule}-{kind}" for rule in RULES for kind in ("pass", "fail")}


@pytest.mark.parametrize("rule", FAILING)
def test_what_a_rule_forbids(rule: Rule, capsys: pytest.CaptureFixture[str]) -> None:
    answer = _at_the_door(f"{rule.id}-fail", capsys)
    if TOLD[f"{rule.id}-fail"].get("happened"):
        assert answer["verdict"] == "allowed", "what happened is recorded, never refused"
        spoken = answer["breaches"]
    else:
        weights = {"hint": "allowed", "needs_reason": "needs_reason", "refused": "refused"}
        spoken = answer["decisions"]
        assert answer["verdict"] == weights[spoken[0]["verdict"]]
    said = {decision["rule"]: decision for decision in spoken}[rule.id]
    assert (said["verdict"], said["force"], said["certainty"]) == (
        rule.outcome.value, rule.force.value, rule.certainty.value,
    )  # fmt: skip
    assert rule.citation.clause.en.strip("—") in said["clause"]
    assert said["remedy"]
    assert said["missing"] == []


@pytest.mark.parametrize("rule", PASSING)
def test_what_a_rule_lets_through(rule: Rule, capsys: pytest.CaptureFixture[str]) -> None:
    answer = _at_the_door(f"{rule.id}-pass", capsys)
    assert answer["verdict"] == "allowed"
    spoken = {decision["rule"] for decision in (*answer["decisions"], *answer.get("breaches", ()))}
    assert rule.id not in spoken


@pytest.mark.parametrize("name", sorted(TOLD))
def test_a_misspelt_name_in_any_file_is_refused_by_that_name(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = next(iter(TOLD[name]))
    told = {**TOLD[name], f"{first}x": 1}
    file = tmp_path / "facts.json"
    file.write_text(json.dumps({"facts": told}), "utf-8")
    assert (
        run(["rules", "check", str(file), "--language", "en"], open_window=_never, take_pictures=_never) == 2
    )
    assert f"{first}x" in capsys.readouterr().err


# ---- remedies: doing what a refusal asks for makes the act lawful


def _judged(planned: Planned, facts: Mapping[str, FactValue], on: date) -> Judgement:
    return judge(
        BOOK.packs, planned.act, facts, on, jurisdiction=planned.jurisdiction, calendar=calendar()
    )  # fmt: skip


def _moved(facts: dict[str, FactValue], decision: Decision) -> dict[str, FactValue]:
    """The act at the start that the refusal proposes."""
    day, start = decision.remedy.param("day"), decision.remedy.param("start")
    assert isinstance(day, date)
    assert isinstance(start, time)
    length = length_of(facts)
    moved = facts_of_day(facts, day, calendar())
    moved["local_start"] = start
    moved["local_end"] = (datetime.combine(day, start) + timedelta(seconds=length)).time()
    return moved


def _remedied(planned: Planned) -> Judgement:
    facts, on = dict(planned.facts), planned.on
    judged = _judged(planned, facts, on)
    for _ in range(4):
        for decision in judged.refusals:
            if decision.remedy.code in TIMED and decision.remedy.param("day") is not None:
                facts = _moved(facts, decision)
                found = facts["local_date"]
                assert isinstance(found, date)
                on = found
            else:
                facts |= dict(decision.remedy.makes)
        judged = _judged(planned, facts, on)
        if judged.is_lawful:
            break
    return judged


@pytest.mark.parametrize("rule", REFUSED_PLANS)
def test_the_remedy_really_makes_it_lawful(rule: Rule) -> None:
    planned = read_planned(TOLD[f"{rule.id}-fail"], calendar())
    assert not _judged(planned, planned.facts, planned.on).is_lawful
    remedied = _remedied(planned)
    assert remedied.is_lawful, remedied.refusals[0].rule_id
    assert all(decision.rule_id != rule.id for decision in remedied.decisions)


# ---- adding a restriction never permits more

_PLANS = sorted(name for name, told in TOLD.items() if not told.get("happened"))
_HOLDS = ("dispute", "complaint", "lawyer", "bankruptcy", "plan_active", "negotiation", "hardship", "minor",
          "stop_request", "illness", "disaster")  # fmt: skip
_RESTRICTIONS: tuple[tuple[str, tuple[object, ...]], ...] = (
    ("point_blocked", (True,)),
    ("template_approved", (False,)),
    ("channel_approved", (False,)),
    ("payment_account_official", (False,)),
    ("shown_in_public", (True,)),
    ("forbidden_content", (["threat"], ["false_promise"], ["coercion"])),
    ("connected_calls_today", (3, 9)),
    ("unanswered_today", (6, 20)),
    ("calls_last_7_days", (7,)),
    ("crew", ([], [{"role": "driver", "trained_until": "2026-12-31"}])),
    ("recording", ("off",)),
    ("identification", (False,)),
    ("high_risk", (True,)),
    ("identity_verified", (False,)),
    ("waives_limitation", (True,)),
    ("funded_by_new_loan", (True,)),
    ("holds", tuple([{"kind": kind}] for kind in _HOLDS)),
)


@given(name=st.sampled_from(_PLANS), restriction=st.sampled_from(_RESTRICTIONS), draw=st.data())
def test_a_further_restriction_never_permits_more(
    name: str, restriction: tuple[str, tuple[object, ...]], draw: st.DataObject
) -> None:
    fact, values = restriction
    value = draw.draw(st.sampled_from(values))
    told = TOLD[name]
    if fact == "holds":
        value = [*told.get("holds", ()), *value]  # type: ignore[misc]
    if fact == "crew" and told["act"] != "visit":
        return
    before, after = read_planned(told, calendar()), read_planned({**told, fact: value}, calendar())
    weight = _judged(before, before.facts, before.on).outcome.weight
    assert _judged(after, after.facts, after.on).outcome.weight >= weight


@given(name=st.sampled_from(_PLANS), others=st.sets(st.sampled_from(sorted(RULES)), max_size=40))
def test_a_rule_more_in_the_book_never_permits_more(name: str, others: set[str]) -> None:
    from dataclasses import replace

    planned = read_planned(TOLD[name], calendar())
    fewer = [replace(pack, rules=tuple(r for r in pack.rules if r.id not in others)) for pack in BOOK.packs]
    less = judge(fewer, planned.act, planned.facts, planned.on, jurisdiction=planned.jurisdiction)
    assert _judged(planned, planned.facts, planned.on).outcome.weight >= less.outcome.weight


def test_the_files_speak_the_doors_own_words() -> None:
    for name, told in TOLD.items():
        assert set(told) <= NAMES | set(REGISTRY), name
