"""The rule packs and the calendar in use: the shipped ones, the branch's own, and what the branch has changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from collectdesk import resources
from collectdesk.domain.calendar import Calendar, load_calendar
from collectdesk.domain.rules.book import BoundPack, RuleBook, load_book
from collectdesk.domain.rules.changes import RuleChange
from collectdesk.domain.rules.loading import BadPack
from collectdesk.domain.rules.packs import Rule, RulePack
from collectdesk.store import rules as kept

if TYPE_CHECKING:
    from datetime import date

    from collectdesk.store.work import View


@dataclass(frozen=True, slots=True)
class BranchRules:
    """What judges the acts of one branch; ``faults`` are packs that can't be loaded, ``sources`` its own texts."""

    book: RuleBook
    faults: tuple[BadPack, ...]
    jurisdiction: str
    changes: tuple[RuleChange, ...] = ()

    @property
    def packs(self) -> tuple[RulePack, ...]:
        return self.book.packs

    def in_force(self, on: date) -> tuple[BoundPack, ...]:
        return self.book.in_force(on, self.jurisdiction)


@lru_cache(maxsize=1)
def rulebook() -> tuple[RuleBook, tuple[BadPack, ...]]:
    """The shipped packs that load, and what is wrong with those that don't: the others stay."""
    folder = resources.path("rules")
    files = sorted(path for path in folder.glob("*/*.toml") if path.name != "calendar.toml")
    return load_book((path.relative_to(folder).as_posix(), path.read_text("utf-8")) for path in files)


@lru_cache(maxsize=1)
def calendar() -> Calendar:
    """Statutory holidays and make-up workdays."""
    path = resources.path("rules", "cn", "calendar.toml")
    return load_calendar(path.read_text("utf-8"), path.name)


_COMPILED: dict[tuple[Any, ...], BranchRules] = {}
"""The newest books by what they were made of: a branch asks at every act, and changes its rules now and then."""
_MOST = 8


def rules_of(view: View) -> BranchRules:
    """The rules of this branch as this snapshot knows them."""
    remembered: BranchRules | None = view.remembered.get("rules")
    if remembered is None:
        marks = kept.marks(view)
        if marks not in _COMPILED:
            if len(_COMPILED) >= _MOST:
                _COMPILED.clear()
            _COMPILED[marks] = _compiled(view)
        remembered = view.remembered["rules"] = _COMPILED[marks]
    return remembered


def _compiled(view: View) -> BranchRules:
    shipped, faults = rulebook()
    own = ((pack.file_name, pack.text) for pack in kept.own_packs(view, standing=True))
    mine, worse = load_book(own)
    book = shipped
    for bound in mine.bound:
        book = book.with_bound(bound)
    changes = tuple(one.change for one in kept.changes(view))
    return BranchRules(book.with_changes(changes), (*faults, *worse), kept.jurisdiction(view), changes)


def rule_by_id(rule_id: str) -> Rule | None:
    """A rule of any loaded pack, for showing what a kept decision or breach was about; the newest book first."""
    books = [rules.book for rules in reversed(_COMPILED.values())]
    return next((rule for book in (*books, rulebook()[0]) if (rule := book.rule(rule_id)) is not None), None)


def trail_name(pack: str) -> str:
    """A pack's name and version as the trail may hold it: a version is free text, and the trail holds no words."""
    return re.sub(r"[^!-~]", "_", pack)
