"""Tokens: whoever has a name is found by it, in characters, pinyin, initials; numbers whole or by their tail."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectdesk.store.customers import tokens
from collectdesk.store.customers.tokens import Sought, question

SURNAMES = {
    "单小红": "shan", "曾国强": "zeng", "仇英": "qiu", "解敏": "xie", "任飞": "ren", "查良": "zha", "区健": "ou",
    "朴成": "piao", "翟军": "zhai", "盖伟": "ge", "覃芳": "qin", "尉迟敬": "yuchi", "万俟明": "moqi",
    "单于丹": "chanyu",
}  # fmt: skip


def finds(typed: str, name: str) -> bool:
    """Whether a typed text asks for tokens that a name has."""
    made = set(tokens.name_tokens(name))
    return any(set(wanted) <= made for wanted in tokens.asks_name(question(typed)))


@pytest.mark.parametrize(("name", "reading"), SURNAMES.items())
def test_surnames_with_a_reading_of_their_own_are_found_by_it(name: str, reading: str) -> None:
    assert finds(reading, name)
    assert tokens.reading_of(name).replace(" ", "").startswith(reading)


@pytest.mark.parametrize(
    "typed", ["shan", "dan", "sxh", "xh", "xiaohong", "单", "小红", "单小红", "ＳＸＨ", "shan xiaohong"]
)
def test_a_name_is_found_by_what_people_type_of_it(typed: str) -> None:
    assert finds(typed, "单小红")


@settings(deadline=None)  # the first name reads the table of readings
@given(st.text(alphabet="王李张赵欧阳单曾小明红军国强伟", min_size=1, max_size=5), st.data())
def test_every_part_of_a_name_finds_it(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    assert finds(name[start:end], name)
    syllables = tokens.reading_of(name).split("|")[0].split()
    assert finds("".join(s[0] for s in syllables[start:end])[:4], name)
    assert finds("".join(syllables[start:]), name)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_whatever_is_typed_makes_an_expression_without_a_quote_or_an_operator(typed: str) -> None:
    asked = question(typed)
    for wanted in (*tokens.asks_name(asked), tokens.asks_place(asked), tokens.asks_number(asked)):
        assert all(token.isalnum() for token in wanted)


def test_a_number_gives_only_itself_and_its_last_four() -> None:
    assert tokens.number_tokens(["53099919810307123X", "199 0000 0001"]) == [
        "w53099919810307123x", "t123x", "w19900000001", "t0001",
    ]  # fmt: skip
    assert not tokens.asks_number(question("53099"))  # a beginning could be grown digit by digit


@pytest.mark.parametrize(
    ("typed", "sought"),
    [("", Sought.NOTHING), ("%_'\"*", Sought.NOTHING), ("王", Sought.CHARACTERS), ("wxl", Sought.LETTERS),
     ("0471", Sought.NUMBER), ("53099919810307123X", Sought.NUMBER), ("KH000001", Sought.CODE)],
)  # fmt: skip
def test_a_text_is_taken_for_what_it_looks_like(typed: str, sought: Sought) -> None:
    assert question(typed).sought is sought


def test_an_address_is_known_below_its_county() -> None:
    made = tokens.place_tokens(["云岭县城东街道河滨路 101 号"])
    assert {"a河滨", "a滨路", "a路1"} <= set(made)
    assert "a云岭" not in made
    assert set(tokens.asks_place(question("云岭县城东街道河滨路"))) <= set(made)
