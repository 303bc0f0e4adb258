"""Mapping a file's columns by hand: looking at its top, trying what one means, keeping it for next time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import ClassVar

from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.intake.imports import BadRow, ColumnMapping, FileLook, LedgerKind, LedgerRow
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store.intake import mappings
from collectdesk.store.work import View, Work


@dataclass(frozen=True, slots=True)
class Tried:
    """The first rows as they would be read, and what is wrong with the others; ``missing`` fields are needed."""

    rows: tuple[LedgerRow, ...]
    bad: tuple[BadRow, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldsOf:
    """The fields a list of some kind can have, in order, and which of them are needed."""

    fields: tuple[str, ...]
    needed: frozenset[str]


def fields_of(kind: LedgerKind) -> FieldsOf:
    """What columns of a list can be taken for; the data date may be a column of any list."""
    from collectdesk.ledgers import fields

    return FieldsOf((*fields.ORDER[kind], fields.DATA_DATE), frozenset(fields.REQUIRED[kind]))


def encodings() -> tuple[str, ...]:
    """The encodings a person may choose."""
    from collectdesk.ledgers import sniff

    return sniff.ENCODINGS


def delimiters() -> tuple[str, ...]:
    """The delimiters a person may choose."""
    from collectdesk.ledgers import tables

    return tables.DELIMITERS


@dataclass(frozen=True, slots=True)
class LookAtFile(Lookup[FileLook]):
    """The top of a file with guesses for its columns; a person's answers replace what was told."""

    needs: ClassVar = Permission.IMPORT
    action: ClassVar = "ledger.looked_at"

    path: Path
    kind: LedgerKind | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    password: str | None = field(default=None, repr=False)
    heading_row: int | None = None

    def look(self, view: View) -> FileLook:
        from collectdesk.ledgers.child import look_in_child

        return look_in_child(
            self.path, kind=self.kind, encoding=self.encoding, delimiter=self.delimiter, sheet=self.sheet,
            password=self.password, heading_row=self.heading_row, step=view.step,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TryMapping(Lookup[Tried]):
    """Read the first rows by a mapping, as the whole file would be read."""

    needs: ClassVar = Permission.IMPORT
    action: ClassVar = "ledger.mapping_tried"

    top: FileLook = field(repr=False)
    kind: LedgerKind
    columns: Mapping[str, int]
    data_date: date | None = None

    def look(self, view: View) -> Tried:  # noqa: ARG002 - what was looked at came with it
        from collectdesk.ledgers.mend import read_rows

        missing = _missing(self.kind, self.columns)
        if missing:
            return Tried((), (), missing)
        top, start = self.top, self.top.heading_row + 1
        headings = [guess.heading or str(guess.column + 1) for guess in top.guesses]
        numbered = list(zip(top.lines[start:], top.rows[start:], strict=True))
        rows, bad = read_rows(self.kind, headings, self.columns, top.data_date or self.data_date, numbered)
        return Tried(rows, bad, ())


@dataclass(frozen=True, slots=True)
class KeepMapping(Change[ColumnMapping]):
    """Keep how a source's columns are read: its next file is recognised by its headings."""

    needs: ClassVar = Permission.IMPORT
    action: ClassVar = "ledger.mapping_kept"
    touches: ClassVar = frozenset({Subject.IMPORTS})

    name: str
    kind: LedgerKind
    columns: Mapping[str, int]
    fingerprint: str

    def carry_out(self, work: Work) -> ColumnMapping:
        missing = _missing(self.kind, self.columns)
        if missing:
            raise Refused("mapping.missing", count=len(missing), field=missing[0])
        if len(set(self.columns.values())) < len(self.columns):
            raise Refused("mapping.twice")
        kept = ColumnMapping(self.kind, dict(self.columns), self.fingerprint, self.name.strip())
        mappings.keep(work, kept)
        work.note(kind=self.kind.value, columns=len(self.columns), fingerprint=self.fingerprint)
        return kept


def _missing(kind: LedgerKind, columns: Mapping[str, int]) -> tuple[str, ...]:
    known = fields_of(kind)
    return tuple(name for name in known.fields if name in known.needed and name not in columns)
