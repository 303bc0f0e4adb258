"""Every code of the domain is named in both languages, once, at the common ground of window, paper and command line."""

from __future__ import annotations

import enum
import inspect

import pytest

from collectdesk import terms
from collectdesk.domain.contact import contacts
from collectdesk.domain.customers import cases
from collectdesk.domain.intake import imports
from collectdesk.domain.paper import records
from collectdesk.domain.people import people
from collectdesk.domain.solutions import arrangements, promises, schedules
from collectdesk.domain.visits import visits
from collectdesk.words import CHINESE, ENGLISH, for_language

ROOMS = (arrangements, cases, contacts, imports, people, promises, records, schedules, visits)


def enums() -> list[type[enum.Enum]]:
    return [
        kind
        for room in ROOMS
        for _, kind in inspect.getmembers(room, inspect.isclass)
        if issubclass(kind, enum.Enum) and kind.__module__ == room.__name__
    ]


@pytest.mark.parametrize("kind", enums(), ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_every_code_has_a_name_in_both_languages(kind: type[enum.Enum]) -> None:
    for code in kind:
        english = terms.term(for_language(ENGLISH), code)
        chinese = terms.term(for_language(CHINESE), code)
        assert english
        assert any("一" <= c <= "鿿" for c in chinese), f"{code} is {chinese!r} in Chinese"


def test_text_typed_by_a_person_in_place_of_a_code_is_shown_as_it_is() -> None:
    assert terms.code_term(for_language(ENGLISH), "why", "customer is abroad") == "customer is abroad"
