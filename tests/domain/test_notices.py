"""Levels, texts and forbidden phrases: data that hold together, clocks to the day, and no way to hide a threat."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.desk.contact.customer_texts import claims, levels, shipped_texts
from collectdesk.desk.contact.notice_content import kind_of
from collectdesk.domain.contact.claims import ClaimsBroken, accounts_in, find_claims, load_claims
from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.contact.notices import (
    PROVEN,
    LevelsBroken,
    NoticeState,
    early,
    letter_number,
    load_levels,
    require_next,
)
from collectdesk.domain.contact.texts import (
    PLACES,
    TextKind,
    TextsBroken,
    filled,
    load_texts,
    message_parts,
    require_template,
    sections,
)
from collectdesk.domain.refusals import Refused
from collectdesk.domain.rules.facts import PURPOSES, ROLES

TODAY = date(2026, 3, 18)


def test_every_level_has_a_text_in_both_languages_for_each_of_its_ways() -> None:
    texts = shipped_texts()
    for level in levels().levels:
        assert level.purpose in PURPOSES
        assert level.to <= set(ROLES)
        for channel in level.channels:
            for language in ("zh_CN", "en"):
                fitting = [
                    t for t in texts
                    if level.code in t.levels and t.kind is kind_of(channel) and t.language == language
                ]  # fmt: skip
                assert fitting, (level.code, channel, language)


def test_the_shipped_texts_say_nothing_forbidden_and_letters_show_every_field() -> None:
    for text in shipped_texts():
        assert find_claims("\n".join((text.body, *text.sentences)), claims()) == ()
        require_template(text.kind, text.title, text.body, levels().sections_of(text.levels), text.levels)


@pytest.mark.parametrize(
    ("dpd", "last_on", "why", "from_on"),
    [
        (30, None, "dpd", date(2026, 3, 19)),
        (31, None, None, None),
        (31, date(2026, 3, 4), "again", date(2026, 3, 19)),
        (31, date(2026, 3, 3), None, None),
    ],
)
def test_a_levels_clock_runs_by_days_overdue_and_since_the_last_notice(
    dpd: int, last_on: date | None, why: str | None, from_on: date | None
) -> None:
    found = early(levels().level("formal_demand"), dpd, last_on, TODAY)
    assert (found.why if found else None) == why
    assert (found.from_on if found else None) == from_on


@given(dpd=st.integers(0, 400), ago=st.integers(0, 100))
def test_on_the_day_a_clock_names_it_is_early_no_more(dpd: int, ago: int) -> None:
    for level in levels().levels:
        found = early(level, dpd, TODAY - timedelta(days=ago), TODAY)
        if found is not None:
            later = (found.from_on - TODAY).days
            second = early(level, dpd + later, TODAY - timedelta(days=ago), found.from_on)
            assert second is None or second.from_on > found.from_on


def test_a_sealed_letter_goes_out_only_under_its_seal() -> None:
    with pytest.raises(Refused) as refused:
        require_next(NoticeState.APPROVED, NoticeState.POSTED, sealed=True, channel=Channel.LETTER)
    assert refused.value.code == "notice.unsealed"
    require_next(NoticeState.SEALED, NoticeState.POSTED, sealed=True, channel=Channel.LETTER)
    require_next(NoticeState.APPROVED, NoticeState.POSTED, sealed=True, channel=Channel.SMS)


@pytest.mark.parametrize("state", [*PROVEN, NoticeState.RETURNED, NoticeState.DROPPED])
def test_nothing_follows_a_notice_that_has_ended(state: NoticeState) -> None:
    for wanted in NoticeState:
        with pytest.raises(Refused):
            require_next(state, wanted, sealed=False, channel=Channel.LETTER)


def test_the_yearly_number_is_written_as_on_official_papers() -> None:
    assert letter_number("云支催", 2026, 15) == "云支催〔2026〕15号"


@pytest.mark.parametrize(
    "text",
    ["", "level = 1", 'id="x"\nversion="1"\nletter_sections=[]\nlevel=[]',
     'id="x"\nversion="1"\nletter_sections=[]\n[[level]]\ncode="a"\nname={zh="a",en="a"}\nchannels=["visit"]'],
)  # fmt: skip
def test_a_broken_table_of_levels_is_said_to_be_broken(text: str) -> None:
    with pytest.raises(LevelsBroken):
        load_levels(text)


@pytest.mark.parametrize("text", ["", "[[text]]", '[[text]]\ncode="a"\nkind="sms"\nlanguage="en"\nlevels=[]\n'
                                              'title="t"\nbody="{secret}"'])  # fmt: skip
def test_broken_texts_are_said_to_be_broken(text: str) -> None:
    with pytest.raises(TextsBroken):
        load_texts(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("再 不-还，后。果！自 负", "threat"),
        ("您已被列入黑名单", "false_bureau"),
        ("We will TELL   your Employer tomorrow.", "privacy_spread"),
        ("先借新还旧", "new_borrowing"),
        ("我們", None),
        ("Please bring your employer's letter.", None),
        ("如遇暂时困难，可来电商量。", None),
        ("Ｂｌａｃｋｌｉｓｔ", "false_bureau"),
        ("请放弃时效抗辩", "waives_limitation"),
    ],
)
def test_threats_and_false_claims_are_found_whatever_stands_between_their_letters(
    text: str, kind: str | None
) -> None:
    assert [found.kind for found in find_claims(text, claims())] == ([kind] if kind else [])


@given(
    st.sampled_from([phrase for claim in claims() for phrase in claim.zh]), st.text("，。 -—…\n", max_size=3)
)
def test_signs_between_the_letters_hide_no_phrase(phrase: str, sign: str) -> None:
    assert find_claims(sign.join(phrase), claims())


def test_a_list_of_phrases_with_an_unknown_kind_or_an_empty_phrase_is_broken() -> None:
    for text in (
        '[[claim]]\nkind="x"\nwhy={zh="",en=""}',
        '[[claim]]\nkind="threat"\nzh=["，"]\nwhy={zh="",en=""}',
    ):
        with pytest.raises(ClaimsBroken):
            load_claims(text)


def test_an_account_written_out_is_seen_with_or_without_gaps() -> None:
    assert accounts_in("请汇 6228 4800 0000 0000 471 或电 13900000000") == ("6228480000000000471",)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "text.body_missing"),
        ("{name} {secret}", "text.place_unknown"),
        ("{name", "text.place_unknown"),
        ("a\n## weather\nb", "text.section_unknown"),
        ("a\n## basis\nb", "text.section_missing"),
        ("x" * 6001, "text.too_long"),
    ],
)
def test_a_letters_template_is_refused_with_what_is_wrong_in_it(body: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        require_template(TextKind.LETTER, "函", body, ("basis", "rights"))
    assert refused.value.code == code


@given(st.text(st.characters(blacklist_characters="{}"), max_size=40))
def test_filling_touches_nothing_but_the_places(said: str) -> None:
    facts = dict.fromkeys(PLACES, said)
    assert filled("{name}·{pay_by}", facts) == f"{said}·{said}"
    assert filled(said, facts) == said


def test_a_body_falls_into_its_sections() -> None:
    assert sections("a\n## basis\nb\nc\n## rights\nd") == {"opening": "a", "basis": "b\nc", "rights": "d"}


@pytest.mark.parametrize(("length", "parts"), [(70, 1), (71, 2), (134, 2), (135, 3)])
def test_long_messages_are_counted_in_the_parts_they_are_billed_as(length: int, parts: int) -> None:
    assert message_parts("催" * length) == parts
