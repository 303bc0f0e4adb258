"""Which passwords are refused and why, and that everything else is let through as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.desk.people.passwords import often_used
from collectdesk.domain.people.passwords import LEAST, require_good
from collectdesk.domain.refusals import Refused
from collectdesk.terms_trouble import REFUSALS

ABOUT = ("zhoumin", "周敏", "云岭县支行")


def code_of(password: str) -> str:
    try:
        require_good(password, often_used=often_used(), about=ABOUT)
    except Refused as refused:
        return refused.code if refused.code in REFUSALS else f"without words: {refused.code}"
    return ""


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "password.too_short"),
        ("Kx9#vQ2!mP7", "password.too_short"),  # composition makes up for no length
        ("a" * 12, "password.pattern"),
        ("123456789012", "password.pattern"),
        ("qwertyuiop12345", "password.pattern"),
        ("1qaz2wsx3edc", "password.pattern"),
        ("87654321abcd", "password.pattern"),
        ("abababababab", "password.pattern"),
        ("Password2026!", "password.common"),
        ("P@ssw0rd1234", "password.common"),
        ("ＰＡＳＳＷＯＲＤ１２３４", "password.common"),
        ("woaini1314520", "password.common"),
        ("Correct Horse Battery Staple", "password.common"),
        ("恭喜发财88888888", "password.common"),
        ("zhoumin12345", "password.about_you"),
        ("周敏和七只没有名字的小猫咪", ""),
        ("collectdesk1", "password.common"),
    ],
)
def test_what_is_easily_guessed_is_refused_with_its_reason(password: str, code: str) -> None:
    assert code_of(password) == code


@pytest.mark.parametrize(
    "password",
    ["three tram tickets", "下雨天我骑车去看外婆和她的猫", "correct horse battery stapler", "nnnn kein Wort"],
)
def test_long_phrases_are_taken_without_rules_of_composition(password: str) -> None:
    assert code_of(password) == ""


@given(st.text(max_size=LEAST - 1))
def test_nothing_short_is_ever_taken(password: str) -> None:
    if len(password) < LEAST:
        assert code_of(password) in {
            "password.too_short",
            "password.pattern",
            "password.common",
            "password.about_you",
        }


@given(st.text(min_size=1, max_size=40))
def test_asking_never_fails_otherwise(password: str) -> None:
    code_of(password)
