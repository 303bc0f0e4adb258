"""Every code of the archive has a sentence in both languages, and every placeholder is filled."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from collectdesk.archive import chain, trouble
from collectdesk.archive.verdict import FINDING_CODES, PATH_CODES, Outcome
from collectdesk.terms_archive import CHAIN, FINDINGS, OUTCOMES, TROUBLES, finding_words, outcome_words
from collectdesk.terms_trouble import REFUSALS
from collectdesk.words import CHINESE, ENGLISH, Words


def codes_in(text: str | None, room: str) -> set[str]:
    return set(re.findall(rf"``({room}\.[a-z_]+)``", text or ""))


def test_no_finding_is_without_its_sentence_and_none_is_made_up() -> None:
    assert set(FINDINGS) == FINDING_CODES


def test_no_break_of_the_chain_is_without_its_sentence() -> None:
    assert codes_in(chain.verify_chain.__doc__, "chain") == set(CHAIN)


def test_no_trouble_is_without_its_sentence_and_the_common_table_knows_it() -> None:
    told = codes_in(trouble.ArchiveTrouble.__doc__, "(?:pack|key|pdf)")
    assert set(TROUBLES) == told | PATH_CODES
    assert set(TROUBLES) <= set(REFUSALS)


def test_every_trouble_raised_gives_what_its_sentence_asks_for() -> None:
    source = "\n".join(path.read_text("utf-8") for path in Path(trouble.__file__).parent.glob("*.py"))
    for code, facts in re.findall(
        r'ArchiveTrouble\(\s*"((?:pack|key)\.\w+)"((?:[^()]|\([^()]*\))*)\)', source
    ):
        asked = {name for _, name, _, _ in Formatter().parse(TROUBLES[code]) if name}
        given = set(re.findall(r"(\w+)=", facts))
        assert asked <= given, code


@pytest.mark.parametrize("language", [CHINESE, ENGLISH])
@pytest.mark.parametrize("code", sorted(FINDING_CODES | set(CHAIN)))
def test_a_finding_is_told_whole_even_without_facts(language: str, code: str) -> None:
    said = finding_words(Words(language), code, "data/案卷.pdf", {})
    assert "{" not in said
    asked = {name for _, name, _, _ in Formatter().parse((FINDINGS | CHAIN)[code]) if name}
    assert ("data/案卷.pdf" in said) is ("file" in asked)


def test_an_unknown_code_is_noticed() -> None:
    with pytest.raises(KeyError):
        finding_words(Words(ENGLISH), "zip.unheard_of", "", {})


def test_every_outcome_says_what_to_do_with_the_pack() -> None:
    assert set(OUTCOMES) == {outcome.value for outcome in Outcome}
    assert "红" not in outcome_words(Words(CHINESE), "red")  # a sentence, not a colour
