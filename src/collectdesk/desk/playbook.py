"""How the branch walks each strategy: the shipped ways, read once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from collectdesk import resources
from collectdesk.domain.ways import Way, load_ways

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectdesk.domain.risk import Strategy


@lru_cache(maxsize=1)
def ways() -> Mapping[Strategy, Way]:
    """Approach and talking points of each strategy."""
    path = resources.path("strategies", "cn-ways-1.toml")
    return load_ways(path.read_text("utf-8"), path.name)
