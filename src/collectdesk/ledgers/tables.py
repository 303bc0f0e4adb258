"""Opens a text file or a workbook as numbered rows of cells, one at a time, within the limits."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, Final

from collectdesk.domain.intake.imports import BadFile
from collectdesk.ledgers import headings, sniff

if TYPE_CHECKING:
    from pathlib import Path

    from collectdesk.ledgers.cells import Cell
    from collectdesk.ledgers.limits import Limits

NumberedRow = tuple[int, Sequence["Cell"]]
Span = tuple[int, int, int]
"""A cell merged downwards: column, first line, last line (lines 1-based)."""

DELIMITERS: Final = (",", "\t", ";", "|", "^")
_CHUNK: Final = 1024 * 1024
_FAR_CELL: Final = re.compile(rb'r="([A-Z]{2,7})\d')
_ROW_NUMBER: Final = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="(\d{1,10})"')


@dataclass(slots=True)
class Table:
    """An opened table: ``rows`` yields (line, cells) lazily; ``progress`` tells how much is read."""

    rows: Iterator[NumberedRow]
    sha256: str
    progress: Callable[[], tuple[int, int]]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    spans: list[Span] = field(default_factory=list)

    @property
    def is_text(self) -> bool:
        return bool(self.delimiter)


@contextmanager
def opened_text(
    path: Path, encoding: str | None, limits: Limits, delimiter: str | None = None
) -> Iterator[Table]:
    """A CSV-like file; its encoding and delimiter are told from the whole file and its first lines."""
    with path.open("rb") as file:
        sha256 = sniff.fingerprint_of_lines(file, limits)
        encoding = _chosen(file, encoding) if encoding else sniff.encoding_of(file)
        opening = sniff.opening_text(file, encoding)
        if not opening.strip("\ufeff \t\r\n\0\x1a"):
            raise BadFile("file.empty")
        delimiter = delimiter if delimiter in DELIMITERS else delimiter_of(opening)
        size = file.seek(0, 2)
        file.seek(0)
        lines = io.TextIOWrapper(file, encoding, "strict", newline="")
        yield Table(
            _text_rows(lines, delimiter, limits),
            sha256,
            lambda: (min(file.tell(), size), size),
            encoding,
            delimiter,
        )


def _chosen(file: IO[bytes], encoding: str) -> str:
    if encoding not in sniff.ENCODINGS:
        raise BadFile("encoding.unknown", encoding=encoding)
    if not sniff.decodes(file, encoding):
        raise BadFile("encoding.refuted", encoding=encoding)
    return encoding


def delimiter_of(opening: str) -> str:
    """The delimiter under which most headings are recognised; Excel's ``sep=`` line decides at once."""
    lines = io.StringIO(opening, newline="").readlines()[: headings.LOOK_AT]
    stated = re.match(r"\ufeff?sep=(.)", lines[0]) if lines else None
    if stated and stated.group(1) in DELIMITERS:
        return stated.group(1)
    return max(DELIMITERS, key=lambda mark: _headings_under(mark, lines))


def _headings_under(mark: str, lines: list[str]) -> int:
    """How many headings a delimiter brings out before the lines run out or break."""
    best = 0
    try:
        for row in csv.reader(lines, delimiter=mark):
            best = max(best, headings.recognised([row]))
    except csv.Error:
        return best
    return best


def _text_rows(lines: io.TextIOWrapper, delimiter: str, limits: Limits) -> Iterator[NumberedRow]:
    """Rows with the line they begin on; a quotation never closed ends as a BadFile that names the line."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    line = 1
    try:
        for count, row in enumerate(reader, 1):
            if count > limits.rows:
                raise BadFile("rows.too_many", limit=limits.rows)
            if len(row) > limits.columns:
                raise BadFile("columns.too_many", line=line, limit=limits.columns)
            if row and len(max(row, key=len)) > limits.cell_chars:
                raise BadFile("cell.too_long", line=line, limit=limits.cell_chars)
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        too_long = "field larger" in str(error)
        raise BadFile(
            "cell.too_long" if too_long else "csv.broken", line=line, limit=limits.cell_chars
        ) from None
    except UnicodeError:
        raise BadFile("encoding.unclear") from None


@contextmanager
def opened_workbook(
    path: Path, limits: Limits, *, content: bytes | None = None, old: bool = False
) -> Iterator[list[tuple[str, Callable[[], Table]]]]:
    """The visible sheets of a workbook in their order with their names, each opened only when called.

    ``content`` is the workbook inside a protected file; ``old`` one of the binary format, which isn't packed and so
    can't unpack to more than it is.
    """
    if not old:
        _check_parts(path if content is None else io.BytesIO(content), limits)
    with path.open("rb") as file:
        sha256 = sniff.fingerprint(file)
    with _foreign_faults():
        from python_calamine import SheetTypeEnum, SheetVisibleEnum, load_workbook

        # by its bytes, never by its name
        book = load_workbook(io.BytesIO(path.read_bytes() if content is None else content))
        shown = [
            (index, sheet.name)
            for index, sheet in enumerate(book.sheets_metadata)
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
    if not shown:
        raise BadFile("sheet.none")
    yield [(name, lambda index=index: _sheet(book, index, sha256, limits)) for index, name in shown]  # type: ignore[misc]
    book.close()


def _sheet(book: Any, index: int, sha256: str, limits: Limits) -> Table:
    with _foreign_faults():
        sheet = book.get_sheet_by_index(index)
        height, width = (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)
        merged = sheet.merged_cell_ranges or []
    if height > limits.rows:
        raise BadFile("rows.too_many", limit=limits.rows)
    if width > limits.columns:
        raise BadFile("columns.too_many", line=1, limit=limits.columns)
    spans = [(left, top + 1, bottom + 1) for (top, left), (bottom, _) in merged if bottom > top]
    read = [0]
    return Table(
        _sheet_rows(sheet, read, limits), sha256, lambda: (read[0], height), sheet=sheet.name, spans=spans
    )


def _sheet_rows(sheet: Any, read: list[int], limits: Limits) -> Iterator[NumberedRow]:
    """Rows from line 1; the reader leaves out empty columns on the left, which are put back."""
    if sheet.start is None:
        return
    left = [""] * sheet.start[1]
    with _foreign_faults():
        for line, row in enumerate(sheet.iter_rows(), 1):
            for cell in row:
                if isinstance(cell, str) and len(cell) > limits.cell_chars:
                    raise BadFile("cell.too_long", line=line, limit=limits.cell_chars)
            read[0] = line
            yield line, left + row if left else row


@contextmanager
def _foreign_faults() -> Iterator[None]:
    """What the workbook reader raises becomes a BadFile; a panic of its native part is no Exception in
    Python.
    """
    try:
        yield
    except (BadFile, GeneratorExit, KeyboardInterrupt, MemoryError):
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise BadFile(
            "file.password" if type(error).__name__ == "PasswordError" else "file.damaged"
        ) from error


def _check_parts(source: Path | io.BytesIO, limits: Limits) -> None:
    """Unpack every part once: sizes in a zip directory are claims, and two far cells are a huge grid."""
    try:
        with zipfile.ZipFile(source) as parts:
            members = parts.infolist()
            claimed = sum(part.file_size for part in members)
            packed = source.getbuffer().nbytes if isinstance(source, io.BytesIO) else source.stat().st_size
            _refuse_bomb(claimed, packed, limits)
            for part in members:
                with parts.open(part) as unpacked:
                    _walk(unpacked, limits, is_sheet=part.filename.startswith("xl/worksheets/"))
    except (
        zipfile.BadZipFile,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        OverflowError,
    ):
        raise BadFile("file.damaged") from None
    except Exception as error:
        if type(error).__module__ in {"zlib", "lzma", "_lzma"}:
            raise BadFile("file.damaged") from None
        raise


def _refuse_bomb(claimed: int, packed: int, limits: Limits) -> None:
    too_dense = claimed > limits.ratio_matters_above and claimed > packed * limits.unpacked_ratio
    if claimed > limits.unpacked_bytes or too_dense:
        raise BadFile("file.bomb", unpacked_mb=claimed // _CHUNK, packed_mb=round(packed / _CHUNK, 1))


def _walk(unpacked: IO[bytes], limits: Limits, *, is_sheet: bool) -> None:
    """Read a part to its end, where its checksum is compared; of a sheet, find how far its cells reach."""
    tail, column, row = b"", 26, 0
    while chunk := unpacked.read(_CHUNK):
        if not is_sheet:
            continue
        window = tail + chunk
        column = max([column, *(_column_number(found) for found in set(_FAR_CELL.findall(window)))])
        row = max([row, *map(int, _ROW_NUMBER.findall(window))])
        tail = window[-64:]
        if column > limits.columns:
            raise BadFile("columns.too_many", line=1, limit=limits.columns)
        if row > limits.rows:
            raise BadFile("rows.too_many", limit=limits.rows)
    if row * column > limits.grid_cells:
        raise BadFile("sheet.too_wide", rows=row, columns=column)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
