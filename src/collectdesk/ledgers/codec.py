"""Ledgers as plain JSON values and back, checked field by field: a child's answer is input too."""

from __future__ import annotations

from dataclasses import fields as dataclass_fields
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.intake.imports import (
    ROW_TYPES,
    BadRow,
    ColumnMapping,
    Delivery,
    FileLook,
    Guess,
    Ledger,
    LedgerKind,
    LedgerRow,
)
from collectdesk.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_PLAIN_FACTS: Final = (
    "file_name", "sha256", "encoding", "sheet", "delimiter", "totals_skipped", "blank_skipped",
)  # fmt: skip


class Garbled(ValueError):
    """The values don't form a ledger."""


def _text(value: object) -> str:
    if type(value) is not str:
        raise Garbled("a text was expected")
    return value


def _count(value: object) -> int:
    if type(value) is not int:
        raise Garbled("a whole number was expected")
    return value


def _day(value: object) -> date:
    return date.fromisoformat(_text(value))


def _maybe_day(value: object) -> date | None:
    return None if value is None else _day(value)


def _money(value: object) -> Money:
    return Money(_count(value))


_FROM_JSON: Final[dict[str, Any]] = {
    "str": _text,
    "int": _count,
    "date": _day,
    "date | None": _maybe_day,
    "Money": _money,
    "ProductKind": ProductKind,
    "Delivery": Delivery,
}
_TO_JSON: Final[dict[str, Any]] = {
    "str": None,
    "int": None,
    "date": date.isoformat,
    "date | None": lambda value: value and value.isoformat(),
    "Money": lambda value: value.fen,
    "ProductKind": lambda value: value.value,
    "Delivery": lambda value: value.value,
}


def _columns(kind: LedgerKind, way: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Field names with their translation, looked up once per file by the annotation as written."""
    return [(field.name, way[str(field.type)]) for field in dataclass_fields(ROW_TYPES[kind])]


def rows_out(kind: LedgerKind, rows: Iterable[LedgerRow]) -> list[list[object]]:
    """Typed rows as lists in the order of their fields: amounts in fen, dates in ISO form."""
    columns = _columns(kind, _TO_JSON)
    return [
        [translate(getattr(row, name)) if translate else getattr(row, name) for name, translate in columns]
        for row in rows
    ]


def rows_in(kind: LedgerKind, rows: object) -> list[LedgerRow]:
    """Typed rows from what ``rows_out`` gave; raises Garbled."""
    make, translations = ROW_TYPES[kind], [translate for _, translate in _columns(kind, _FROM_JSON)]
    try:
        return [
            make(*[translate(value) for translate, value in zip(translations, row, strict=True)])
            for row in _list(rows)
        ]
    except (TypeError, ValueError) as error:
        raise Garbled(str(error)) from None


def place_of(kind: LedgerKind, name: str) -> int:
    """Where a field stands in the lists that ``rows_out`` gives; raises ValueError for a field of another kind."""
    return [field.name for field in dataclass_fields(ROW_TYPES[kind])].index(name)


def bad_out(bad: Iterable[BadRow]) -> list[list[object]]:
    """Findings as lists in the order of their fields."""
    return [[f.line, f.column, f.value, f.code, dict(f.facts), list(f.cells)] for f in bad]


def bad_in(bad: object) -> list[BadRow]:
    """Findings from what ``bad_out`` gave; raises Garbled."""
    try:
        return [
            BadRow(
                _count(line),
                _text(column),
                _text(value),
                _text(code),
                facts_in(facts),
                tuple(map(_text, _list(cells))),
            )
            for line, column, value, code, facts, cells in _list(bad)
        ]
    except (TypeError, ValueError) as error:
        raise Garbled(str(error)) from None


def head_out(ledger: Ledger) -> dict[str, object]:
    """Everything of a ledger but its rows and findings."""
    return {
        "kind": ledger.kind.value,
        "headings": list(ledger.headings),
        "columns": dict(ledger.columns),
        "data_date": ledger.data_date and ledger.data_date.isoformat(),
        **{name: getattr(ledger, name) for name in _PLAIN_FACTS},
    }


def ledger_in(head: object, rows: Sequence[LedgerRow], bad: list[BadRow]) -> Ledger:
    """The whole ledger from what ``head_out`` gave and the rows and findings; raises Garbled."""
    try:
        facts = _dict(head)
        return Ledger(
            kind=LedgerKind(facts["kind"]),
            headings=tuple(map(_text, _list(facts["headings"]))),
            columns={_text(name): _count(at) for name, at in _dict(facts["columns"]).items()},
            data_date=_maybe_day(facts["data_date"]),
            rows=rows,
            bad=tuple(bad),
            file_name=_text(facts["file_name"]),
            sha256=_text(facts["sha256"]),
            encoding=_text(facts["encoding"]),
            sheet=_text(facts["sheet"]),
            delimiter=_text(facts["delimiter"]),
            totals_skipped=_count(facts["totals_skipped"]),
            blank_skipped=_count(facts["blank_skipped"]),
        )
    except (TypeError, ValueError, KeyError) as error:
        raise Garbled(str(error)) from None


def facts_in(facts: object) -> dict[str, str]:
    """The facts of a finding or refusal; raises Garbled."""
    return {_text(name): _text(fact) for name, fact in _dict(facts).items()}


def _list(value: object) -> list[Any]:
    if type(value) is not list:
        raise Garbled("a list was expected")
    return value


def _dict(value: object) -> dict[Any, Any]:
    if type(value) is not dict:
        raise Garbled("named values were expected")
    return value


def mapping_out(mapping: ColumnMapping) -> dict[str, object]:
    """A known source for the child."""
    return {"kind": mapping.kind.value, "columns": dict(mapping.columns), "fingerprint": mapping.fingerprint}


def mapping_in(value: object) -> ColumnMapping:
    """A known source from what ``mapping_out`` gave; raises Garbled."""
    facts = _dict(value)
    columns = {_text(name): _count(at) for name, at in _dict(facts["columns"]).items()}
    return ColumnMapping(LedgerKind(facts["kind"]), columns, _text(facts["fingerprint"]))


def look_out(look: FileLook) -> dict[str, object]:
    """The top of a file as plain values."""
    return {
        "texts": [look.file_name, look.sha256, look.encoding, look.delimiter, look.sheet, look.fingerprint],
        "encodings": list(look.encodings),
        "sheets": list(look.sheets),
        "lines": list(look.lines),
        "rows": [list(cells) for cells in look.rows],
        "heading_row": look.heading_row,
        "kind": look.kind.value,
        "guesses": [[g.column, g.heading, g.field, g.by] for g in look.guesses],
        "data_date": look.data_date and look.data_date.isoformat(),
        "doubts": list(look.doubts),
    }


def look_in(value: object) -> FileLook:
    """The top of a file from what ``look_out`` gave; raises Garbled."""
    try:
        facts = _dict(value)
        name, sha256, encoding, delimiter, sheet, fingerprint = map(_text, _list(facts["texts"]))
        return FileLook(
            name, sha256, encoding, _texts(facts["encodings"]), delimiter, sheet, _texts(facts["sheets"]),
            tuple(map(_count, _list(facts["lines"]))), tuple(map(_texts, _list(facts["rows"]))),
            _count(facts["heading_row"]), LedgerKind(facts["kind"]),
            tuple(Guess(_count(c), _text(h), _text(f), _text(b)) for c, h, f, b in _list(facts["guesses"])),
            fingerprint, _maybe_day(facts["data_date"]), _texts(facts["doubts"]),
        )  # fmt: skip
    except (TypeError, ValueError, KeyError) as error:
        raise Garbled(str(error)) from None


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(_text, _list(value)))
