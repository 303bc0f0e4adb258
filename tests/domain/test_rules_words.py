"""Everything the rules can say is worded in both languages, and the guide's table of facts is the registry's."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from collectdesk import resources, terms_rules
from collectdesk.domain.rules.facts import REGISTRY, Facts
from collectdesk.domain.rules.gate import judge
from collectdesk.domain.rules.loading import load_pack
from collectdesk.domain.rules.packs import Act, Bound, Certainty, Force, Outcome
from collectdesk.domain.rules.remedies import REMEDIES, Remedy
from collectdesk.domain.rules.windows import Window
from collectdesk.words import CHINESE, ENGLISH, Sentences, Words

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 3, 18)
CN = load_pack(resources.path("rules", "cn", "cn-2026.1.toml").read_text(encoding="utf-8"), "cn")


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> Words:
    """Chinese words from this room's catalogue, compiled here, since compiled files aren't kept."""
    compiled = tmp_path_factory.mktemp("locale") / "rules.mo"
    source = resources.path("locale", "zh_CN", "rules.po")
    with source.open("rb") as opened, compiled.open("wb") as file:
        write_mo(file, read_po(opened, locale="zh_CN"))
    words = Words(CHINESE)
    words._sentences = Sentences([compiled])
    return words


def _all_sentences() -> Iterable[str]:
    tables = (
        terms_rules.OUTCOMES, terms_rules.FORCES, terms_rules.CERTAINTIES, terms_rules.ACTS, terms_rules.BOUND,
        terms_rules.REMEDIES, terms_rules.FACT_NAMES, terms_rules.CODES, terms_rules.FAULTS,
    )  # fmt: skip
    for table in tables:
        yield from table.values()
    yield from (fact.meaning for fact in REGISTRY.values())
    yield from (terms_rules.EARLIEST, terms_rules.STARTS, terms_rules.MISSING, terms_rules.NEAREST)


def test_every_code_has_its_words() -> None:
    for kind, table in (
        (Outcome, terms_rules.OUTCOMES), (Force, terms_rules.FORCES), (Certainty, terms_rules.CERTAINTIES),
        (Act, terms_rules.ACTS), (Bound, terms_rules.BOUND),
    ):  # fmt: skip
        assert set(table) == set(kind)
    assert set(terms_rules.FACT_NAMES) == set(REGISTRY)
    assert set(terms_rules.REMEDIES) == set(REMEDIES) - {"as_written"}
    assert set(terms_rules.CODES) == {code for fact in REGISTRY.values() for code in fact.codes}


def test_every_sentence_has_its_chinese(chinese: Words) -> None:
    for sentence in _all_sentences():
        assert re.search(r"[\u4e00-\u9fff]", chinese.say(sentence)), sentence


def test_every_fault_the_loader_can_raise_has_a_sentence() -> None:
    sources = (ROOT / "src/collectdesk/domain/rules").glob("*.py")
    raised = {
        code for file in sources for code in re.findall(r'"(rules\.\w+)"', file.read_text(encoding="utf-8"))
    }
    assert raised - {"rules.none_in_force"} <= set(terms_rules.FAULTS)


@pytest.mark.parametrize("code", sorted(set(REMEDIES) - {"as_written"}))
def test_every_remedy_is_said_with_its_figures(code: str, chinese: Words) -> None:
    remedy = Remedy(code, tuple((name, 12) for name in sorted(REMEDIES[code])))
    for words in (Words(ENGLISH), chinese):
        said = terms_rules.remedy_sentence(words, remedy)
        assert "{" not in said
        assert not REMEDIES[code] or "12" in said


def test_a_refusal_tells_rule_clause_force_certainty_and_the_earliest_start(chinese: Words) -> None:
    facts: Facts = {"local_start": time(22, 5), "local_date": DAY, "contact_agreed_evening": False}
    decision = next(d for d in judge([CN], Act.CALL, facts, DAY).refusals if d.rule_id == "CN-TIME-02")
    english = "\n".join(terms_rules.decision_lines(Words(ENGLISH), decision))
    for part in ("CN-TIME-02", "Refused", "China Banking Association", "2026-01-30", "Self-regulation",
                 "second hand", "2026-03-19 08:00"):  # fmt: skip
        assert part in english
    said = "\n".join(terms_rules.decision_lines(chinese, decision))
    for part in ("规则禁止", "中国银行业协会", "行业自律", "二手来源", "最早可开始时间：2026-03-19 08:00"):
        assert part in said


def test_what_is_missing_is_named_in_words(chinese: Words) -> None:
    decision = next(d for d in judge([CN], Act.VISIT, {}, DAY).refusals if d.rule_id == "CN-VIS-01")
    assert "people in the crew" in "\n".join(terms_rules.decision_lines(Words(ENGLISH), decision))
    assert "上门人数" in "\n".join(terms_rules.decision_lines(chinese, decision))


def test_a_branchs_own_remedy_is_said_as_it_is_written(chinese: Words) -> None:
    remedy = Remedy("as_written", (("en", "Ask first."), ("zh", "请先询问。")))
    assert terms_rules.remedy_sentence(Words(ENGLISH), remedy) == "Ask first."
    assert terms_rules.remedy_sentence(chinese, remedy) == "请先询问。"


def test_windows_read_like_opening_hours(chinese: Words) -> None:
    windows = (Window(time(8), time(12)), Window(time(14), time(0)))
    assert terms_rules.windows_line(Words(ENGLISH), windows) == "08:00–12:00, 14:00–24:00"
    assert terms_rules.windows_line(chinese, ()) == "当日无可用时段"


def test_a_judgement_is_one_line_for_a_list() -> None:
    lawful = judge([CN], Act.REPORT, {"bureau_notice_given": True}, DAY)
    refused = judge([CN], Act.REPORT, {"bureau_notice_given": False}, DAY)
    assert terms_rules.judgement_line(Words(ENGLISH), lawful) == "Allowed by the rules"
    assert terms_rules.judgement_line(Words(ENGLISH), refused).endswith("(CN-CR-01)")


def test_the_guides_table_of_facts_is_the_registrys() -> None:
    ran = subprocess.run([sys.executable, str(ROOT / "tools" / "fact_table.py"), "--check"], check=False)
    assert ran.returncode == 0, "renew docs/rules.md with: python tools/fact_table.py"


def test_practice_that_is_its_own_source_is_named_once() -> None:
    judged = judge([CN], Act.VISIT, {"daylight": False}, DAY)
    decision = next(one for one in judged.decisions if one.rule_id == "CN-DAY-01")
    assert terms_rules.source_line(Words(ENGLISH), decision) == "Trade practice · From memory, not read"
