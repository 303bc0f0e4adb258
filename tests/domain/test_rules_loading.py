"""A bad pack is named by file, rule and field, and isn't loaded; a good one keeps every word of its text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.domain.rules.book import RuleBook, load_book, pack_digest
from collectdesk.domain.rules.loading import BadPack, load_pack
from collectdesk.domain.rules.packs import Act, Force, Outcome, packs_in_force
from collectdesk.terms_rules import bad_pack_sentence
from collectdesk.words import ENGLISH, for_language

HEAD = """
format = 1
[pack]
id = "cn"
jurisdiction = "cn"
version = "7"
effective_from = 2026-01-01
title = { zh = "规则", en = "Rules" }
[instruments.law]
name = { zh = "法", en = "Act" }
date = 2020-01-01
"""
RULE = """
[[rule]]
id = "CN-TEST-01"
acts = ["call"]
binds = ["lender"]
condition = "connected_calls_today >= 3"
force = "law"
outcome = "refused"
certainty = "read"
citation = { instrument = "law", clause = { zh = "第一条", en = "Article 1" } }
sentence = { zh = "不得", en = "No" }
remedy = { code = "wait_for_day" }
"""

UNKNOWN_VALUE = "rules.unknown_value"
NO_FIELD = "rules.missing_field"
OTHER_KIND = "rules.wrong_kind"
COUNT, NIGHTLY = "connected_calls_today >= 3", "contact_role == debtr"
FAULTS = [
    ("not TOML at all", HEAD + "[[rule", "", "pack", "rules.not_toml"),
    ("empty file", "", "", "format", UNKNOWN_VALUE),
    ("no rules", HEAD, "", "rule", NO_FIELD),
    ("other format", HEAD.replace("format = 1", "format = 9") + RULE, "", "format", UNKNOWN_VALUE),
    ("no version", HEAD.replace('version = "7"', "") + RULE, "", "pack.version", NO_FIELD),
    ("no start", HEAD.replace("effective_from = 2026-01-01", "") + RULE, "", "pack.effective_from", None),
    ("misspelt head", HEAD.replace("jurisdiction", "juristiction") + RULE, "", "pack.juristiction", None),
    ("title in one language", HEAD.replace(', en = "Rules"', "") + RULE, "", "pack.title.en", None),
    ("unknown fact", RULE.replace("connected", "conected"), None, "condition", "rules.unknown_fact"),
    ("wrong kind", RULE.replace(">= 3", ">= 08:00"), None, "condition", OTHER_KIND),
    ("bare number", RULE.replace(" >= 3", ""), None, "condition", OTHER_KIND),
    ("unknown code", RULE.replace(COUNT, NIGHTLY), None, "condition", "rules.unknown_code"),
    ("half a condition", RULE.replace(">= 3", ">= 3 and"), None, "condition", "rules.bad_condition"),
    ("unknown outcome", RULE.replace('"refused"', '"forbidden"'), None, "outcome", UNKNOWN_VALUE),
    ("allowing rule", RULE.replace('"refused"', '"allowed"'), None, "outcome", UNKNOWN_VALUE),
    ("refusing practice", RULE.replace('"law"\no', '"practice"\no'), None, "outcome", "rules.practice_only_hints"),
    ("unknown force", RULE.replace('force = "law"', 'force = "custom"'), None, "force", UNKNOWN_VALUE),
    ("unknown act", RULE.replace('["call"]', '["shout"]'), None, "acts", UNKNOWN_VALUE),
    ("no acts", RULE.replace('["call"]', "[]"), None, "acts", "rules.wrong_shape"),
    ("unknown certainty", RULE.replace('"read"', '"sure"'), None, "certainty", UNKNOWN_VALUE),
    ("no citation", RULE.replace("citation =", "note2 ="), None, "note2", "rules.unknown_field"),
    ("unknown instrument", RULE.replace('"law", clause', '"lex", clause'), None, "citation.instrument", UNKNOWN_VALUE),
    ("unknown remedy", RULE.replace("wait_for_day", "pray"), None, "remedy.code", UNKNOWN_VALUE),
    ("remedy without figure", RULE.replace("wait_for_day", "add_crew"), None, "remedy.minimum", NO_FIELD),
    (
        "remedy of a wrong fact",
        RULE.replace('"wait_for_day"', '"wait_for_day", makes = { crew_size = "two" }'),
        None,
        "remedy.makes.crew_size",
        OTHER_KIND,
    ),
    ("same id twice", RULE + RULE, None, "id", "rules.duplicate_id"),
    ("ends first", RULE + "effective_from = 2026-02-01\neffective_to = 2026-01-01\n", None, "effective_to", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "rule", "field", "code"), [pytest.param(*fault[1:], id=fault[0]) for fault in FAULTS]
)
def test_a_bad_pack_names_file_rule_and_field(
    text: str, rule: str | None, field: str, code: str | None
) -> None:
    whole = HEAD + text if rule is None else text
    with pytest.raises(BadPack) as caught:
        load_pack(whole, "cn/bad.toml")
    fault = caught.value
    assert (fault.file, fault.field) == ("cn/bad.toml", field)
    assert fault.rule == ("CN-TEST-01" if rule is None else rule)
    assert code is None or fault.code == code
    assert "cn/bad.toml" in bad_pack_sentence(for_language(ENGLISH), fault)
    assert field in bad_pack_sentence(for_language(ENGLISH), fault)


def test_a_rule_without_id_is_named_by_its_place() -> None:
    with pytest.raises(BadPack) as caught:
        load_pack(HEAD + RULE + RULE.replace('id = "CN-TEST-01"', ""), "f.toml")
    assert (caught.value.rule, caught.value.field) == ("#2", "id")


def test_every_fault_of_a_file_is_told_at_once() -> None:
    broken = (
        HEAD + RULE.replace('"refused"', '"no"') + RULE.replace("TEST-01", "TEST-02").replace('["call"]', "3")
    )
    with pytest.raises(BadPack) as caught:
        load_pack(broken, "f.toml")
    assert [(f.rule, f.field) for f in (caught.value, *caught.value.others)] == [
        ("CN-TEST-01", "outcome"),
        ("CN-TEST-02", "acts"),
    ]


def test_a_misspelt_fact_is_told_what_was_perhaps_meant() -> None:
    with pytest.raises(BadPack) as caught:
        load_pack(HEAD + RULE.replace("connected_calls_today", "connected_call_today"), "f.toml")
    assert "connected_calls_today" in bad_pack_sentence(for_language(ENGLISH), caught.value)


def test_a_good_pack_keeps_its_words_and_takes_effect_with_its_instrument() -> None:
    rule = load_pack("\ufeff" + HEAD + RULE, "f.toml").rules[0]
    assert (rule.id, rule.force, rule.outcome) == ("CN-TEST-01", Force.LAW, Outcome.REFUSED)
    assert (rule.citation.clause.zh, rule.citation.dated_on) == ("第一条", date(2020, 1, 1))
    assert not rule.is_in_force(date(2019, 12, 31))
    assert rule.is_in_force(date(2020, 1, 1))


def test_a_bad_replacement_leaves_the_last_valid_version() -> None:
    book = RuleBook().with_pack(HEAD + RULE, "f.toml")
    with pytest.raises(BadPack):
        book.with_pack(HEAD + RULE.replace("refused", "refusd"), "f.toml")
    assert book.packs[0].rules_for(Act.CALL, date(2026, 3, 1))


def test_good_packs_load_beside_a_bad_one() -> None:
    book, faults = load_book([("bad.toml", "x"), ("good.toml", HEAD + RULE)])
    assert [one.file_name for one in book.bound] == ["good.toml"]
    assert [fault.file for fault in faults] == ["bad.toml"]


def test_a_digest_names_the_text_and_not_its_line_ends() -> None:
    assert pack_digest("a\nb\n") == pack_digest("\ufeffa\r\nb\r\n")
    assert pack_digest("a\nb\n") != pack_digest("a\nc\n")


def test_a_books_digest_does_not_depend_on_the_order_of_loading() -> None:
    one, other = HEAD + RULE, HEAD.replace('"cn"\njuris', '"xx"\njuris') + RULE
    both = [("a", one), ("b", other)]
    assert load_book(both)[0].digest == load_book(reversed(both))[0].digest
    assert load_book(both)[0].digest != load_book(both[:1])[0].digest


def test_of_two_versions_the_later_one_judges_from_its_day() -> None:
    later = HEAD.replace('"7"', '"8"').replace("2026-01-01", "2026-07-01")
    book, _ = load_book([("a", HEAD + RULE), ("b", later + RULE)])
    assert [one.pack.version for one in book.in_force(date(2026, 6, 30))] == ["7"]
    assert [one.pack.version for one in book.in_force(date(2026, 7, 1))] == ["8"]
    assert book.in_force(date(2025, 12, 31)) == ()


def test_a_branch_pack_alone_is_no_pack_in_force() -> None:
    branch = load_pack(HEAD.replace('id = "cn"', 'id = "br"\nadds_to = "cn"') + RULE, "br.toml")
    assert packs_in_force([branch], date(2026, 3, 1), "cn") == ()


@given(st.text(max_size=300))
def test_no_text_does_more_than_refuse_to_load(text: str) -> None:
    with pytest.raises(BadPack):
        load_pack(text, "f.toml")


@given(st.text(alphabet="acdlnot ()<>=!{}0123456789:,_*and or holds any crew_size", max_size=120))
def test_no_condition_text_does_more_than_load_or_name_its_fault(text: str) -> None:
    quoted = text.replace("\\", "").replace('"', "")
    fields = {"condition"}
    try:
        load_pack(HEAD + RULE.replace("connected_calls_today >= 3", quoted), "f.toml")
    except BadPack as fault:
        fields = {one.field for one in (fault, *fault.others)}
    assert fields == {"condition"}
