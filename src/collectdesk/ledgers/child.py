"""Reads a file in the sandbox's child, so that a hostile one can harm nothing else; and answers inside that child."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import IO, Any, Final

from collectdesk.domain.intake.imports import BadFile, BadRow, ColumnMapping, FileLook, Ledger, LedgerKind
from collectdesk.ledgers import codec
from collectdesk.ledgers.limits import DEFAULT_LIMITS, Limits, Step, no_step
from collectdesk.ledgers.packed import PackedRows
from collectdesk.sandbox import frames
from collectdesk.sandbox.child import Child

DEFAULT_SECONDS: Final = 600.0
DEFAULT_MEMORY: Final = 4 * 1024 * 1024 * 1024
"""Address space in bytes, where the system can bound it."""

TOP_ROWS: Final = 40
"""Rows of a file's top that a look shows."""
_ROWS_A_MESSAGE: Final = 1_000
_STEP_SECONDS: Final = 0.05


def read_in_child(
    path: Path,
    *,
    kind: LedgerKind | None = None,
    data_date: date | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    password: str | None = None,
    mappings: Sequence[ColumnMapping] = (),
    limits: Limits = DEFAULT_LIMITS,
    step: Step = no_step,
    timeout: float = DEFAULT_SECONDS,
    memory: int = DEFAULT_MEMORY,
    command: tuple[str, ...] | None = None,
) -> Ledger:
    """Like ``read_ledger``, in a child; ``timeout`` in seconds, ``memory`` in bytes.

    ``step`` is called ten times a second at least with the last known progress; whatever it raises
    kills the child and reaches the caller. A child that crashes, runs over its bounds or answers nonsense
    is a BadFile (reader.*). ``command`` replaces the program to start.
    """
    request = _request(path, kind, encoding, delimiter, sheet, password, limits)
    request["data_date"] = data_date.isoformat() if data_date else None
    request["mappings"] = [codec.mapping_out(mapping) for mapping in mappings]
    gathered = _ask(request, step, timeout, memory, command)
    assert gathered.ledger is not None
    return gathered.ledger


def look_in_child(
    path: Path,
    *,
    kind: LedgerKind | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    password: str | None = None,
    heading_row: int | None = None,
    rows: int = TOP_ROWS,
    limits: Limits = DEFAULT_LIMITS,
    step: Step = no_step,
    timeout: float = DEFAULT_SECONDS,
    memory: int = DEFAULT_MEMORY,
) -> FileLook:
    """Like ``look_at``, in a child, under the same bounds."""
    request = _request(path, kind, encoding, delimiter, sheet, password, limits)
    request["look"], request["heading_row"], request["top"] = True, heading_row, rows
    gathered = _ask(request, step, timeout, memory, None)
    assert gathered.look is not None
    return gathered.look


def _request(
    path: Path, kind: LedgerKind | None, encoding: str | None, delimiter: str | None, sheet: str | None,
    password: str | None, limits: Limits,
) -> dict[str, object]:  # fmt: skip
    return {
        "path": str(path.absolute()), "kind": kind.value if kind else None, "encoding": encoding,
        "delimiter": delimiter, "sheet": sheet, "password": password, "limits": asdict(limits),
    }  # fmt: skip


def _ask(
    request: dict[str, object], step: Step, timeout: float, memory: int, command: tuple[str, ...] | None
) -> _Gathered:
    """Ask one question of a child and gather its messages until the answer is whole."""
    gathered, deadline = _Gathered(), time.monotonic() + timeout
    with Child("ledger", memory=memory, command=command) as child:
        child.send(request)
        child.asks_no_more()
        while not gathered.ledger and not gathered.look:
            gathered.take(child.receive(deadline, lambda: step(*gathered.progress)))
    return gathered


class _Gathered:
    """A ledger as far as it has arrived."""

    def __init__(self) -> None:
        self.progress = (0, 0)
        self.ledger: Ledger | None = None
        self.look: FileLook | None = None
        self._kind = LedgerKind.OVERDUE
        self._head: object = None
        self._rows = PackedRows(self._kind)
        self._bad: list[BadRow] = []

    def take(self, message: dict[str, Any]) -> None:
        """Add one message; raises BadFile when it is a refusal or makes no sense."""
        try:
            if "refused" in message:
                raise BadFile(str(message["refused"]), **codec.facts_in(message["facts"]))
            if "progress" in message:
                done, whole = message["progress"]
                self.progress = (int(done), int(whole))
            elif "kind" in message:
                self._be(LedgerKind(message["kind"]))
            elif "head" in message:
                self._head = message["head"]
                self._be(LedgerKind(message["head"]["kind"]))
            elif "rows" in message:
                self._rows.take(message["rows"])
            elif "bad" in message:
                self._bad += codec.bad_in(message["bad"])
            elif "look" in message:
                self.look = codec.look_in(message["look"])
            elif "end" in message:
                self.ledger = codec.ledger_in(self._head, self._rows, self._bad)
            else:
                raise codec.Garbled("an unknown message")
        except (KeyError, TypeError, ValueError):
            raise BadFile("reader.garbled") from None

    def _be(self, kind: LedgerKind) -> None:
        """The kind of the rows that follow, and of the whole list."""
        if kind is self._kind:
            return
        if len(self._rows):
            raise codec.Garbled("rows of another kind")
        self._kind, self._rows = kind, PackedRows(kind)


def answer(stdin: IO[bytes], stdout: IO[bytes]) -> None:
    """The child's part: one request in, progress and one ledger out; raises BadFile."""
    request = frames.receive(stdin)
    if request is not None:
        _answer(request, stdout)


def _answer(request: dict[str, Any], stdout: IO[bytes]) -> None:
    from collectdesk.ledgers.look import look_at
    from collectdesk.ledgers.read import read_ledger

    told_at = [0.0]

    def tell(done: int, whole: int) -> None:
        if time.monotonic() - told_at[0] > _STEP_SECONDS:
            told_at[0] = time.monotonic()
            frames.send(stdout, {"progress": [done, whole]})

    asked: dict[str, Any] = {
        "kind": LedgerKind(request["kind"]) if request["kind"] else None,
        "limits": Limits(**request["limits"]),
        **{name: request[name] for name in ("encoding", "delimiter", "sheet", "password")},
    }
    if request.get("look"):
        found = look_at(
            Path(request["path"]), heading_row=request["heading_row"], top=request["top"], **asked
        )
        frames.send(stdout, {"look": codec.look_out(found)})
        return

    def give(kind: LedgerKind, rows: list[Any]) -> None:
        frames.send(stdout, {"kind": kind.value})
        _send_in_parts(stdout, "rows", codec.rows_out(kind, rows))

    ledger = read_ledger(
        Path(request["path"]),
        data_date=date.fromisoformat(request["data_date"]) if request["data_date"] else None,
        mappings=[codec.mapping_in(each) for each in request["mappings"]],
        step=tell,
        give=give,
        **asked,
    )
    frames.send(stdout, {"head": codec.head_out(ledger)})
    _send_in_parts(stdout, "bad", codec.bad_out(ledger.bad))
    frames.send(stdout, {"end": True})


def _send_in_parts(stdout: IO[bytes], name: str, parts: list[list[object]]) -> None:
    for at in range(0, len(parts), _ROWS_A_MESSAGE):
        _send_halved(stdout, name, parts[at : at + _ROWS_A_MESSAGE])


def _send_halved(stdout: IO[bytes], name: str, parts: list[list[object]]) -> None:
    """Rows of huge cells go in smaller messages; one row alone is far below the bound."""
    try:
        frames.send(stdout, {name: parts})
    except frames.TooLong:
        if len(parts) == 1:
            raise
        middle = len(parts) // 2
        _send_halved(stdout, name, parts[:middle])
        _send_halved(stdout, name, parts[middle:])
