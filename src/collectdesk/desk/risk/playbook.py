"""Which card scores, which way a quadrant takes and how it is walked: the branch's own files, else the shipped ones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from collectdesk.desk.pipeline import Lookup
from collectdesk.desk.rules.own_texts import OwnKind, shipped, standing
from collectdesk.domain.people.people import Permission
from collectdesk.domain.risk.risk_scorecard import Scorecard, load_scorecard
from collectdesk.domain.risk.ways import Playbook, Way, load_ways

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectdesk.domain.risk.risk import Quadrant, Strategy
    from collectdesk.store.work import View


def scorecard(view: View) -> Scorecard:
    """The scorecard in use."""
    return read_card(*standing(view, OwnKind.SCORECARD))


def shipped_card() -> Scorecard:
    """The scorecard that came with the program."""
    return read_card(*shipped(OwnKind.SCORECARD))


def playbook(view: View) -> Playbook:
    """The ways in use."""
    return read_ways(*standing(view, OwnKind.WAYS))


def shipped_playbook() -> Playbook:
    """The ways that came with the program."""
    return read_ways(*shipped(OwnKind.WAYS))


def quadrant_ways(view: View) -> Mapping[Quadrant, Strategy]:
    """The way each quadrant takes."""
    return playbook(view).quadrants


@dataclass(frozen=True, slots=True)
class ShowWays(Lookup["Mapping[Strategy, Way]"]):
    """Approach, talking points and what never to do, of each strategy."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "ways.shown"

    def look(self, view: View) -> Mapping[Strategy, Way]:
        return playbook(view).ways


@lru_cache(maxsize=4)
def read_card(text: str, file_name: str) -> Scorecard:
    """A scorecard from a text; raises BadScorecard with file, line, row and field."""
    return load_scorecard(text, file_name)


@lru_cache(maxsize=4)
def read_ways(text: str, file_name: str) -> Playbook:
    """Ways from a text; raises BadScorecard with file, line and field."""
    return load_ways(text, file_name)
