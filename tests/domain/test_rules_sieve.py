"""The sieve answers as the conditions do, one by one: what makes it quick never changes what it says."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectdesk import resources
from collectdesk.domain.rules.facts import REGISTRY, Facts, FactValue, Kind
from collectdesk.domain.rules.loading import load_pack
from collectdesk.domain.rules.packs import Act, RulePack
from collectdesk.domain.rules.sieve import Sieve
from collectdesk.domain.rules.windows import _windows, facts_of_day, windows_under

DAY = date(2026, 3, 18)
FOLDER = resources.path("rules")
PACKS = [
    load_pack(path.read_text("utf-8"), path.name)
    for path in sorted(FOLDER.glob("*/*.toml"))
    if path.name != "calendar.toml"
]
CLOCKS = st.one_of(
    st.times().map(lambda at: at.replace(microsecond=0)),
    st.sampled_from([time(7, 59, 59), time(8), time(21, 59, 59), time(22), time(0)]),
)


def _values(name: str) -> st.SearchStrategy[FactValue]:
    fact = REGISTRY[name]
    match fact.kind:
        case Kind.YES_NO:
            return st.booleans()
        case Kind.NUMBER:
            return st.integers(0, 130)
        case Kind.CLOCK:
            return CLOCKS
        case Kind.DAY:
            return st.dates(date(2025, 1, 1), date(2027, 12, 31))
        case Kind.CODE:
            return st.sampled_from(fact.codes)
        case Kind.CODES:
            return st.frozensets(st.sampled_from(fact.codes))


@st.composite
def told(draw: st.DrawFn) -> dict[str, FactValue]:
    """Any facts, some of them missing."""
    left_out = draw(st.sets(st.sampled_from(sorted(REGISTRY)), max_size=len(REGISTRY)))
    return {name: draw(_values(name)) for name in REGISTRY if name not in left_out}


def _asked_one_by_one(pack: RulePack, act: Act, facts: Facts) -> list[str]:
    return [rule.id for rule in pack.rules_for(act, DAY) if rule.condition.question.truth(facts) is not False]


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
@settings(max_examples=60, deadline=None)
@given(told(), st.sampled_from(list(Act)))
def test_the_sieve_finds_the_very_rules_that_speak_when_each_is_asked_alone(
    pack: RulePack, facts: dict[str, FactValue], act: Act
) -> None:
    found = [rule.id for rule in pack.speaking(act, DAY, facts)]
    assert found == _asked_one_by_one(pack, act, facts)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
@settings(max_examples=25, deadline=None)
@given(told(), st.sampled_from([Act.CALL, Act.VISIT, Act.MESSAGE]), st.integers(0, 400), st.integers(0, 90))
def test_remembered_windows_are_those_worked_out_afresh(
    pack: RulePack, facts: dict[str, FactValue], act: Act, days: int, minutes: int
) -> None:
    rules, day, length = pack.rules_for(act, DAY), DAY + timedelta(days=days), minutes * 60
    fresh = _windows(rules, facts_of_day(facts, day), length)
    assert windows_under(rules, facts, day, length) == fresh
    assert windows_under(rules, facts, day, length) == fresh


def test_a_sieve_that_has_forgotten_answers_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("collectdesk.domain.rules.sieve._REMEMBERED", 2)
    pack = next(pack for pack in PACKS if pack.id == "cn")
    sieve = Sieve(pack.rules_for(Act.CALL, DAY))
    midnight = datetime.combine(DAY, time(0))
    for minute in range(0, 1440, 7):
        facts: dict[str, FactValue] = {
            "local_start": (midnight + timedelta(minutes=minute)).time(),
            "contact_agreed_evening": False,
            "act": "call",
        }
        assert [rule.id for rule in sieve.speaking(facts)] == _asked_one_by_one(pack, Act.CALL, facts)
