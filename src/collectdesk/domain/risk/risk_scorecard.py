"""Scorecards as values: two tables of points per characteristic, refused with line and field when wrong."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from collectdesk.domain.refusals import Refused
from collectdesk.domain.risk.risk_facts import FEATURES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TABLE_BEST: Final = 100
SIGNED_LIMIT: Final = 50
_SYNTAX_LINE = re.compile(r"at line (\d+)")
_HEADER_KEYS: Final = {"id", "version", "effective_from", "source", "thresholds", "willingness", "ability"}
_ROW_KEYS: Final = {"field", "kind", "justification", "unknown", "bins"}
_POINTS_KEYS: Final = {"points", "label", "reason"}
_BAND_KEYS: Final = _POINTS_KEYS | {"from", "below"}
_CHOICE_KEYS: Final = _POINTS_KEYS | {"is"}
_THRESHOLDS: Final = ("will_from", "can_from", "medium_from", "low_from")


class BadScorecard(Refused):
    """A scorecard that isn't loaded: ``file``, ``line`` (from 1; 0: whole), ``row`` and ``field``."""

    def __init__(self, code: str, *, file: str, line: int, row: str, field: str, value: str = "") -> None:
        super().__init__(code, file=file, line=line, row=row, field=field, value=value)
        self.file, self.line, self.row, self.field = file, line, row, field


class TableName(Enum):
    """Which of the two scores a row belongs to."""

    WILLINGNESS = "willingness"
    ABILITY = "ability"


class RowKind(Enum):
    """Scored rows share the hundred points; signed rows add or take away, and are nothing while unknown."""

    SCORED = "scored"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class Bin:
    """Points for a band of numbers (``lower`` included, None = no end) or for one ``choice``."""

    points: int
    label: str
    reason: str
    lower: int | None = None
    choice: str | None = None


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One characteristic: its bins in order, what it is worth while unknown, and the most it can bring."""

    field: str
    kind: RowKind
    justification: str
    bins: tuple[Bin, ...]
    unknown: Bin
    best: int
    lowers: tuple[int, ...] = ()

    def bin_for(self, value: int | str | None) -> Bin:
        """The bin a value falls into; the unknown one for None, and for a choice the scorecard can't know."""
        if value is None:
            return self.unknown
        if isinstance(value, str):
            return next((found for found in self.bins if found.choice == value), self.unknown)
        return self.bins[bisect_right(self.lowers, value)]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A version of the points: what it says, from when, and the digest of the text it was read from."""

    id: str
    version: int
    effective_from: date
    source: str
    sha256: str
    will_from: int
    can_from: int
    medium_from: int
    low_from: int
    willingness: tuple[ScoreRow, ...]
    ability: tuple[ScoreRow, ...]


def load_scorecard(text: str, file_name: str) -> Scorecard:
    """Read a scorecard; raises BadScorecard for the first thing that is wrong, never loads a part."""
    place = _Place(text, file_name)
    try:
        content = tomllib.loads(text, parse_float=_no_float)
    except tomllib.TOMLDecodeError as broken:
        found = _SYNTAX_LINE.search(str(broken))
        raise place.bad(
            "scorecard.not_toml", line=int(found[1]) if found else 0, value=str(broken)
        ) from broken
    except _FractionError as found:
        raise place.bad("scorecard.not_whole", line=place.line_with(str(found)), value=str(found)) from found
    _only_keys(content, _HEADER_KEYS, place)
    thresholds = _thresholds(content, place)
    return Scorecard(
        id=_text(content, "id", place),
        version=_whole(content, "version", place, 1, 1_000_000),
        effective_from=_day(content, place),
        source=_text(content, "source", place),
        sha256=sha256(text.encode()).hexdigest(),
        **thresholds,
        willingness=_table(content, TableName.WILLINGNESS, place),
        ability=_table(content, TableName.ABILITY, place),
    )


class _FractionError(ValueError):
    """A number with a fraction; points and bounds are whole."""


def _no_float(number: str) -> object:
    raise _FractionError(number)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the text the reading is, so that a mistake can be named."""

    text: str
    file: str
    line: int = 0
    row: str = ""

    def at_row(self, table: TableName, index: int, row: str) -> _Place:
        return _Place(self.text, self.file, self._nth(f"[[{table.value}]]", index, 0), row)

    def at_bin(self, index: int) -> _Place:
        return _Place(self.text, self.file, self._nth("{", index, self._nth("bins", 0, self.line)), self.row)

    def bad(self, code: str, field: str = "", value: object = "", *, line: int | None = None) -> BadScorecard:
        where = self.line if line is None else line
        return BadScorecard(code, file=self.file, line=where, row=self.row, field=field, value=str(value))

    def line_with(self, part: str) -> int:
        lines = enumerate(self.text.splitlines(), start=1)
        return next((number for number, line in lines if part in line.partition("#")[0]), 0)

    def _nth(self, start: str, index: int, after: int) -> int:
        lines = enumerate(self.text.splitlines(), start=1)
        found = [number for number, line in lines if number > after and line.strip().startswith(start)]
        return found[index] if index < len(found) else after


def _only_keys(content: Mapping[str, object], allowed: set[str], place: _Place) -> None:
    for key in content:
        if key not in allowed:
            raise place.bad("scorecard.unknown_key", key)


def _text(content: Mapping[str, object], key: str, place: _Place) -> str:
    value = content.get(key)
    if not isinstance(value, str) or not value.strip():
        raise place.bad("scorecard.text_missing", key, value)
    return value


def _whole(content: Mapping[str, object], key: str, place: _Place, low: int, high: int) -> int:
    value = content.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise place.bad("scorecard.not_whole", key, value)
    if not low <= value <= high:
        raise place.bad("scorecard.out_of_range", key, value)
    return value


def _day(content: Mapping[str, object], place: _Place) -> date:
    value = content.get("effective_from")
    if not isinstance(value, date) or isinstance(value, datetime):
        raise place.bad("scorecard.not_a_date", "effective_from", value)
    return value


def _thresholds(content: Mapping[str, object], place: _Place) -> dict[str, int]:
    found = content.get("thresholds")
    if not isinstance(found, dict):
        raise place.bad("scorecard.table_missing", "thresholds")
    place = _Place(place.text, place.file, place.line_with("[thresholds]"), "thresholds")
    _only_keys(found, set(_THRESHOLDS), place)
    limits = {key: _whole(found, key, place, 1, TABLE_BEST) for key in _THRESHOLDS}
    if limits["medium_from"] >= limits["low_from"]:
        raise place.bad("scorecard.levels_crossed", "medium_from", limits["medium_from"])
    return limits


def _table(content: Mapping[str, object], name: TableName, place: _Place) -> tuple[ScoreRow, ...]:
    found = content.get(name.value)
    if not isinstance(found, list) or not found:
        raise place.bad("scorecard.table_missing", name.value)
    rows: list[ScoreRow] = []
    for index, entry in enumerate(found):
        if not isinstance(entry, dict):
            raise place.bad("scorecard.table_missing", name.value)
        here = place.at_row(name, index, str(entry.get("field", "")))
        row = _row(entry, here)
        if any(row.field == other.field for other in rows):
            raise here.bad("scorecard.field_twice", "field", row.field)
        rows.append(row)
    best = sum(row.best for row in rows if row.kind is RowKind.SCORED)
    if best != TABLE_BEST:
        raise place.bad("scorecard.best_not_100", name.value, best)
    return tuple(rows)


def _row(entry: Mapping[str, object], place: _Place) -> ScoreRow:
    _only_keys(entry, _ROW_KEYS, place)
    field = _text(entry, "field", place)
    if field not in FEATURES:
        raise place.bad("scorecard.unknown_field", "field", field)
    try:
        kind = RowKind(entry.get("kind"))
    except ValueError:
        raise place.bad("scorecard.unknown_kind", "kind", entry.get("kind")) from None
    bins, unknown = entry.get("bins"), entry.get("unknown")
    if not isinstance(bins, list) or not bins or not all(isinstance(found, dict) for found in bins):
        raise place.bad("scorecard.bins_missing", "bins")
    if not isinstance(unknown, dict):
        raise place.bad("scorecard.unknown_missing", "unknown")
    read = _choices(bins, FEATURES[field], kind, place) if FEATURES[field] else _bands(bins, kind, place)
    lowers = tuple(found.lower for found in read if found.lower is not None)
    best = max(found.points for found in read)
    row = ScoreRow(
        field,
        kind,
        _text(entry, "justification", place),
        read,
        _bin(unknown, kind, place, _POINTS_KEYS),
        best,
        lowers,
    )
    if kind is RowKind.SIGNED and row.unknown.points:
        raise place.bad("scorecard.unknown_not_zero", "unknown", row.unknown.points)
    if not min(found.points for found in read) <= row.unknown.points <= row.best:
        raise place.bad("scorecard.out_of_range", "unknown", row.unknown.points)
    return row


def _bands(entries: Sequence[Mapping[str, object]], kind: RowKind, place: _Place) -> tuple[Bin, ...]:
    """Bands without gap or overlap over all numbers: no ``from`` at the first, no ``below`` at the last."""
    read: list[Bin] = []
    reached: int | None = None
    for index, entry in enumerate(entries):
        here = place.at_bin(index)
        lower = _bound(entry, "from", here, is_open=index == 0)
        if lower is not None and reached is not None and lower != reached:
            raise here.bad(
                "scorecard.bands_overlap" if lower < reached else "scorecard.bands_gap", "from", lower
            )
        reached = _bound(entry, "below", here, is_open=index == len(entries) - 1)
        if lower is not None and reached is not None and reached <= lower:
            raise here.bad("scorecard.bands_overlap", "below", reached)
        read.append(_bin(entry, kind, here, _BAND_KEYS, lower=lower))
    return tuple(read)


def _bound(entry: Mapping[str, object], key: str, place: _Place, *, is_open: bool) -> int | None:
    if is_open and key not in entry:
        return None
    if is_open:
        raise place.bad("scorecard.bands_gap", key, entry[key])
    return _whole(entry, key, place, -(10**12), 10**12)


def _choices(
    entries: Sequence[Mapping[str, object]], allowed: Sequence[str], kind: RowKind, place: _Place
) -> tuple[Bin, ...]:
    read: list[Bin] = []
    for index, entry in enumerate(entries):
        here = place.at_bin(index)
        choice = str(entry.get("is", "")).lower()
        if choice not in allowed:
            raise here.bad("scorecard.unknown_choice", "is", choice)
        if any(choice == other.choice for other in read):
            raise here.bad("scorecard.bands_overlap", "is", choice)
        read.append(_bin(entry, kind, here, _CHOICE_KEYS, choice=choice))
    missing = [choice for choice in allowed if all(choice != found.choice for found in read)]
    if missing:
        raise place.bad("scorecard.bands_gap", "is", missing[0])
    return tuple(read)


def _bin(
    entry: Mapping[str, object],
    kind: RowKind,
    place: _Place,
    keys: set[str],
    *,
    lower: int | None = None,
    choice: str | None = None,
) -> Bin:
    _only_keys(entry, keys, place)
    low, high = (0, TABLE_BEST) if kind is RowKind.SCORED else (-SIGNED_LIMIT, SIGNED_LIMIT)
    points = _whole(entry, "points", place, low, high)
    return Bin(points, _text(entry, "label", place), _text(entry, "reason", place), lower, choice)
