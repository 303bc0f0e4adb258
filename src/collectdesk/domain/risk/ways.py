"""How each strategy is walked: approach, talking points and what never to do, read from a file of both languages."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from collectdesk.domain.risk.risk import Quadrant, Strategy
from collectdesk.domain.risk.risk_scorecard import BadScorecard
from collectdesk.domain.rules.packs import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_HEADER: Final = {"id", "version", "effective_from", "source", "ways", "quadrants"}
_WAY: Final = {"approach", "points", "never"}


@dataclass(frozen=True, slots=True)
class Way:
    """One strategy as a person walks it."""

    approach: Wording
    points: tuple[Wording, ...]
    never: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class Playbook:
    """Which way each quadrant takes, and how each way is walked; a version of it."""

    id: str
    version: int
    quadrants: Mapping[Quadrant, Strategy]
    ways: Mapping[Strategy, Way]


NEVER_FOR_WILLING: Final = frozenset({Strategy.VISIT, Strategy.LEGAL})


def load_ways(text: str, file_name: str) -> Playbook:
    """Read the ways and which quadrant takes which; raises BadScorecard with line and field, never loads a part."""

    def bad(code: str, way: str = "", field: str = "", value: object = "", line: int = 0) -> BadScorecard:
        at = line or _line_of(text, f"[ways.{way}]")
        return BadScorecard(code, file=file_name, line=at, row=way, field=field, value=str(value))

    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as broken:
        found = re.search(r"at line (\d+)", str(broken))
        raise bad("scorecard.not_toml", value=broken, line=int(found[1]) if found else 0) from broken
    for key in content:
        if key not in _HEADER:
            raise bad("scorecard.unknown_key", field=key)
    if not isinstance(content.get("effective_from"), date):
        raise bad("scorecard.not_a_date", field="effective_from", value=content.get("effective_from"))
    told = content.get("ways")
    if not isinstance(told, dict):
        raise bad("scorecard.table_missing", field="ways")
    for name in told:
        if name not in {strategy.value for strategy in Strategy}:
            raise bad("scorecard.unknown_choice", name, "ways", name)
    each = {strategy: _way(told, strategy.value, bad) for strategy in Strategy}
    name, version = content.get("id"), content.get("version")
    if not isinstance(name, str) or not name.strip():
        raise bad("scorecard.text_missing", field="id")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise bad("scorecard.not_whole", field="version", value=version)
    return Playbook(name, version, _quadrants(content.get("quadrants"), bad), each)


def _quadrants(told: Any, bad: Callable[..., BadScorecard]) -> Mapping[Quadrant, Strategy]:
    """All four, and nothing else; a pause is a hold's to ask for, and somebody willing is neither visited nor sued."""
    if not isinstance(told, dict):
        raise bad("scorecard.table_missing", field="quadrants")
    for name in told:
        if name not in {quadrant.value for quadrant in Quadrant}:
            raise bad("scorecard.unknown_choice", field="quadrants", value=name)
    found: dict[Quadrant, Strategy] = {}
    for quadrant in Quadrant:
        said = told.get(quadrant.value)
        strategy = next((each for each in Strategy if each.value == said), None)
        willing = quadrant in (Quadrant.WILLING_ABLE, Quadrant.WILLING_UNABLE)
        if strategy is None or strategy is Strategy.PAUSE or (willing and strategy in NEVER_FOR_WILLING):
            raise bad("scorecard.unknown_choice", field=quadrant.value, value=said)
        found[quadrant] = strategy
    return found


def _way(told: Mapping[str, Any], name: str, bad: Callable[..., BadScorecard]) -> Way:
    entry = told.get(name)
    if not isinstance(entry, dict):
        raise bad("scorecard.table_missing", name, "ways")
    for key in entry:
        if key not in _WAY:
            raise bad("scorecard.unknown_key", name, key)
    points = tuple(_both(one, name, "points", bad) for one in _list(entry, name, "points", bad))
    if not points:
        raise bad("scorecard.text_missing", name, "points")
    never = tuple(_both(one, name, "never", bad) for one in _list(entry, name, "never", bad))
    return Way(_both(entry.get("approach"), name, "approach", bad), points, never)


def _list(entry: Mapping[str, Any], name: str, field: str, bad: Callable[..., BadScorecard]) -> list[Any]:
    found = entry.get(field, [])
    if not isinstance(found, list):
        raise bad("scorecard.text_missing", name, field)
    return found


def _both(one: Any, name: str, field: str, bad: Callable[..., BadScorecard]) -> Wording:
    if not isinstance(one, dict) or set(one) != {"zh", "en"}:
        raise bad("scorecard.text_missing", name, field)
    for text in one.values():
        if not isinstance(text, str) or not text.strip():
            raise bad("scorecard.text_missing", name, field)
    return Wording(one["zh"], one["en"])


def _line_of(text: str, header: str) -> int:
    lines = enumerate(text.splitlines(), start=1)
    return next((number for number, line in lines if line.strip() == header), 0)
