"""Every code the room can give has its sentence in both languages, with the facts it needs and no others."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from collectdesk import ledgers, resources, sandbox
from collectdesk.domain.customers import identity
from collectdesk.domain.intake import schedule_sums
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.ledgers.validate import KEYS
from collectdesk.terms_ledgers import KINDS, SENTENCES, sentence
from collectdesk.words import Words

_GIVEN = re.compile(
    r'(?:Wrong|BadFile|_fallen\(child, complaints,)\(?\s*(?:"([a-z_.]+)" if .*? else )?"([a-z_]+\.[a-z_]+)"',
    re.DOTALL,
)


def codes_given() -> set[str]:
    folders = [Path(next(iter(room.__path__))) for room in (ledgers, sandbox)]
    sources = [path.read_text("utf-8") for folder in folders for path in sorted(folder.glob("*.py"))]
    sources += [Path(str(room.__file__)).read_text("utf-8") for room in (identity, schedule_sums)]
    quoted = {code for source in sources for code in re.findall(r'"([a-z_]+\.[a-z_]+)"', source)}
    return {code for code in quoted if code.split(".")[0] in {known.split(".")[0] for known in SENTENCES}}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_code_in_the_sources_has_a_sentence_and_every_sentence_a_code() -> None:
    assert codes_given() - {"content.xml"} == set(SENTENCES)
    assert {code for _, code in KEYS.values()} <= set(SENTENCES)


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_each_sentence_has_a_chinese_one_with_the_same_facts(code: str) -> None:
    with resources.path("locale", "zh_CN", "ledgers.po").open("rb") as file:
        catalogue = read_po(file)
    found = catalogue.get(SENTENCES[code])
    assert found
    assert isinstance(found.string, str)
    assert found.string
    assert placeholders(found.string) == placeholders(SENTENCES[code])


def test_a_kind_among_the_facts_is_worded() -> None:
    said = sentence("kind.other", {"asked": "overdue", "found": "payments"}, Words("en"))
    assert "payment list, not overdue list" in said
    assert len(KINDS) == len(LedgerKind)
