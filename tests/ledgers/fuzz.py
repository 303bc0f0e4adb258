"""A small coverage-guided fuzzer for the reading of files: mutates known files, keeps what reaches new lines.

    python -m ledgers.fuzz [--seconds 60] [--seed 1]        (from tests/, or ``make fuzz``)

Python's own tracing tells which lines of the ledgers' room a file reaches; no foreign package is needed. A finding is
anything but a ledger or a BadFile: an exception, or a ledger whose parts contradict each other.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path[:0] = [str(Path(__file__).resolve().parents[2] / name) for name in ("src", "tests")]

from collectdesk.domain.intake.imports import BadFile, LedgerKind  # noqa: E402
from collectdesk.ledgers import read as reading  # noqa: E402
from collectdesk.ledgers.limits import Limits  # noqa: E402
from ledgers.files import csv_text, overdue_row, payment_row, table_of, write_xlsx  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOM = str(Path(reading.__file__).parent)
SMALL = Limits(
    file_bytes=1 << 20, line_bytes=1 << 16, columns=200, rows=2_000, cell_chars=4_096, unpacked_bytes=8 << 20,
    ratio_matters_above=1 << 20, grid_cells=200_000,
)  # fmt: skip
TOKENS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b",", b"\t", b"\r", b"\n", b"=", b"-", b"'", b"<tr>", b"<td>",
    b"</td>", b"&#x110000;", b"<!ENTITY a 'b'>", b"6.22848E+18", b"44000", b"1e309", b"nan", b"-0.00", b"9" * 40,
    "合计".encode(), "数据日期".encode("gb18030"), "２０２６".encode(), b"2026-02-30", b"PK\x03\x04",
    b'colspan="99999"', b"\xd0\xcf\x11\xe0", "\ud7ff\u2028\u0085".encode(), b"sep=;", b"," * 300,
)  # fmt: skip


@dataclass(slots=True)
class Fuzzer:
    """The files that reached something new, and what was found."""

    chance: random.Random
    corpus: list[bytes] = field(default_factory=list)
    reached: set[tuple[str, int]] = field(default_factory=set)
    tried: int = 0
    findings: list[tuple[bytes, str]] = field(default_factory=list)

    def run(self, folder: Path, seconds: float, tries: int = 1 << 60) -> None:
        """Read the seeds, then mutations of what is interesting, until the time or the tries are up."""
        for seed in seeds(folder):
            self._try(folder, seed, keep=True)
        until = time.monotonic() + seconds
        while self.tried < tries and time.monotonic() < until:
            self._try(folder, mutated(self.chance, self.corpus), keep=False)

    def _try(self, folder: Path, content: bytes, *, keep: bool) -> None:
        self.tried += 1
        path = folder / "fuzzed.bin"
        path.write_bytes(content)
        before = len(self.reached)
        try:
            self._trace(path)
        except BadFile:
            pass
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            self.findings.append((content, f"{type(error).__name__}: {error}"))
        if keep or len(self.reached) > before:
            self.corpus.append(content)

    def _trace(self, path: Path) -> None:
        reached = self.reached

        def line(frame: Any, event: str, _arg: object) -> Any:
            if event == "line":
                reached.add((frame.f_code.co_filename, frame.f_lineno))
            return line

        def call(frame: Any, _event: str, _arg: object) -> Any:
            return line if frame.f_code.co_filename.startswith(ROOM) else None

        before = sys.gettrace()
        sys.settrace(call)
        try:
            ledger = reading.read_ledger(path, limits=SMALL)
        finally:
            sys.settrace(before)
        lines = {row.line for row in ledger.rows}
        assert lines.isdisjoint(finding.line for finding in ledger.bad), "a row is both taken and set aside"
        assert len(lines) == len(ledger.rows), "a line was taken twice"
        assert ledger.kind in LedgerKind


def seeds(folder: Path) -> Iterator[bytes]:
    """Sound files of every form to begin with."""
    rows = [overdue_row(1), overdue_row(2)]
    text = csv_text([["数据日期：2026-03-17"], *table_of(rows)])
    yield text.encode()
    yield text.encode("gb18030")
    yield text.encode("utf-16")
    yield csv_text(
        [["Data date: 2026-03-17"], *table_of([payment_row(1), payment_row(2)], "en")], "\t"
    ).encode()
    cells = "".join(
        "<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in table_of([payment_row(1)])
    )
    yield f"<html><table><tr><td>数据日期：2026-03-17</td></tr>{cells}</table></html>".encode()
    yield write_xlsx(folder / "seed.xlsx", rows).read_bytes()


def mutated(chance: random.Random, corpus: list[bytes]) -> bytes:
    """One of the kept files with a few changes; a workbook is changed inside its parts too."""
    content = chance.choice(corpus)
    if content.startswith(b"PK") and chance.random() < 0.8:
        return _inside(chance, content)
    return _changed(chance, content)


def _changed(chance: random.Random, content: bytes) -> bytes:
    made = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(made) + 1)
        kind = chance.randrange(5)
        if kind == 0 and made:
            made[min(at, len(made) - 1)] = chance.randrange(256)
        elif kind == 1:
            made[at:at] = chance.choice(TOKENS)
        elif kind == 2:
            del made[at : at + chance.randint(1, 40)]
        elif kind == 3:
            made[at:at] = made[at : at + chance.randint(1, 200)] * chance.randint(1, 4)
        else:
            end = min(len(made), at + chance.randint(1, 12))
            made[at:end] = chance.choice(TOKENS)
    return bytes(made[: SMALL.file_bytes])


def _inside(chance: random.Random, content: bytes) -> bytes:
    """A workbook packed again with one of its parts changed."""
    out = BytesIO()
    try:
        with (
            zipfile.ZipFile(BytesIO(content)) as parts,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
        ):
            names = parts.namelist()
            chosen = chance.choice(names)
            for name in names:
                part = parts.read(name)
                made.writestr(name, _changed(chance, part) if name == chosen else part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError):
        return _changed(chance, content)
    except Exception as error:
        if type(error).__module__ != "zlib":
            raise
        return _changed(chance, content)
    return out.getvalue()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    fuzzer = Fuzzer(random.Random(asked.seed))
    with tempfile.TemporaryDirectory() as folder:
        fuzzer.run(Path(folder), asked.seconds)
    told = [
        f"{fuzzer.tried} files, {len(fuzzer.corpus)} kept, {len(fuzzer.reached)} lines reached, "
        f"{len(fuzzer.findings)} findings"
    ]
    for at, (content, error) in enumerate(fuzzer.findings[:10]):
        kept = Path(tempfile.gettempdir()) / f"collectdesk-fuzz-{asked.seed}-{at}.bin"
        kept.write_bytes(content)
        told.append(f"  {error}  → {kept}")
    sys.stdout.write("\n".join(told) + "\n")
    return 1 if fuzzer.findings else 0


if __name__ == "__main__":
    sys.exit(main())
