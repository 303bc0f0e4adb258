"""Which way a quadrant takes and how it is walked: the shipped playbook, read once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from collectdesk import resources
from collectdesk.domain.ways import Playbook, Way, load_ways

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectdesk.domain.risk import Quadrant, Strategy


def ways() -> Mapping[Strategy, Way]:
    """Approach and talking points of each strategy."""
    return playbook().ways


def quadrant_ways() -> Mapping[Quadrant, Strategy]:
    """The way each quadrant takes."""
    return playbook().quadrants


@lru_cache(maxsize=1)
def playbook() -> Playbook:
    """Both, from one file."""
    path = resources.path("strategies", "cn-ways-1.toml")
    return load_ways(path.read_text("utf-8"), path.name)
