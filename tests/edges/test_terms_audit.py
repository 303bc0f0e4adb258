"""Every deed's line in the trail can be read in both languages."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from datetime import UTC, datetime
from typing import Any

import pytest

import collectdesk.desk
from collectdesk.desk.pipeline import Deed
from collectdesk.domain.vault.trail import Anchor, Break, Source, TrailVerdict
from collectdesk.terms_audit import ACTIONS, BROKEN, action_words, anchor_words, broken_words
from collectdesk.words import CHINESE, ENGLISH, Words

OUTSIDE_DEEDS = {
    "session.opened",
    "session.closed",
    "branch.founded",
    "branch.restored",
    "branch.arrived",
    "station.joined",
    "keys.recovered",
    "keys.rotated",
    "staff.enrolled",
} | {
    "sign_in.failed",
    "sign_in.book_altered",
}


def deeds() -> set[type[Deed[Any]]]:
    """Every deed of the desk that can be run."""
    for module in pkgutil.walk_packages(collectdesk.desk.__path__, "collectdesk.desk."):
        importlib.import_module(module.name)
    found: set[type[Deed[Any]]] = set()
    waiting: list[type[Deed[Any]]] = [Deed]
    while waiting:
        for each in waiting.pop().__subclasses__():
            waiting.append(each)
            if not inspect.isabstract(each) and each.__module__.startswith("collectdesk."):
                found.add(each)
    return found


def test_no_deed_leaves_a_line_that_nobody_can_read() -> None:
    wanted = {deed.action for deed in deeds()} | OUTSIDE_DEEDS
    assert wanted - set(ACTIONS) == set()
    assert set(ACTIONS) - wanted == set()


@pytest.mark.parametrize("language", [CHINESE, ENGLISH])
def test_lines_read_differently_when_a_permission_lacked_and_when_a_rule_refused(language: str) -> None:
    words = Words(language)
    lacked = action_words(words, "refused.visit.planned", {"needs": "visit.plan"})
    ruled = action_words(words, "refused.visit.planned", {"rules": ["CN-TIME-01"]})
    assert lacked != ruled
    assert action_words(words, "visit.planned") in lacked
    assert action_words(words, "visit.planned") in ruled


def test_an_unworded_action_is_noticed() -> None:
    with pytest.raises(KeyError):
        action_words(Words(ENGLISH), "visit.dreamt")


def test_every_way_a_trail_breaks_is_told_with_its_place_its_time_and_who_remembers() -> None:
    assert set(BROKEN) == set(Break)
    at = datetime(2026, 3, 18, 1, 5, tzinfo=UTC)
    for source in Source:
        anchor = Anchor(1312, "f" * 32, source, "GD-2026-00001")
        for reason in Break:
            found = TrailVerdict(False, 1400, "", 1204, reason, at, 77, anchor, (anchor,))
            for language in (CHINESE, ENGLISH):
                said = broken_words(Words(language), found)
                assert "1,204" in said
                assert "2026-03-18 09:05" in said
                if reason in (Break.TAIL_CUT, Break.PUT_BACK, Break.ANCHOR_DIFFERS):
                    assert anchor_words(Words(language), anchor) in said
