"""Reads a file in a process of its own, without keys and within bounds, so that a hostile file can
harm nothing else.

Started as ``python -m collectdesk.ledgers.child``; a frozen program starts itself with
``CHILD_ARGUMENT`` and its entry point then calls ``run_child``.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from pathlib import Path
from threading import Thread
from typing import IO, Any, Final

from collectdesk.domain.imports import BadFile, BadRow, ColumnMapping, FileLook, Ledger, LedgerKind, LedgerRow
from collectdesk.ledgers import codec, frames
from collectdesk.ledgers.limits import DEFAULT_LIMITS, Limits, Step, no_step

CHILD_ARGUMENT: Final = "--ledger-child"
DEFAULT_SECONDS: Final = 600.0
DEFAULT_MEMORY: Final = 4 * 1024 * 1024 * 1024
"""Address space in bytes, where the system can bound it."""

_ROWS_A_MESSAGE: Final = 1_000
_BETWEEN_LOOKS: Final = 0.1
_STEP_SECONDS: Final = 0.05
KEPT_VARIABLES: Final = (
    "SYSTEMROOT",
    "WINDIR",
    "TEMP",
    "TMP",
    "TMPDIR",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
)
"""What an interpreter needs to start; nothing of the person's session, where keys or secrets could lie."""


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
    request = _request(path, kind, encoding, delimiter, sheet, password, limits, memory)
    request["data_date"] = data_date.isoformat() if data_date else None
    request["mappings"] = [codec.mapping_out(mapping) for mapping in mappings]
    gathered = _Gathered()
    _run_child(request, gathered, step, timeout, command)
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
    limits: Limits = DEFAULT_LIMITS,
    step: Step = no_step,
    timeout: float = DEFAULT_SECONDS,
    memory: int = DEFAULT_MEMORY,
) -> FileLook:
    """Like ``look_at``, in a child, under the same bounds."""
    request = _request(path, kind, encoding, delimiter, sheet, password, limits, memory)
    request["look"], request["heading_row"] = True, heading_row
    gathered = _Gathered()
    _run_child(request, gathered, step, timeout, None)
    assert gathered.look is not None
    return gathered.look


def _request(
    path: Path, kind: LedgerKind | None, encoding: str | None, delimiter: str | None, sheet: str | None,
    password: str | None, limits: Limits, memory: int,
) -> dict[str, object]:  # fmt: skip
    return {
        "path": str(path.absolute()), "kind": kind.value if kind else None, "encoding": encoding,
        "delimiter": delimiter, "sheet": sheet, "password": password, "limits": asdict(limits), "memory": memory,
    }  # fmt: skip


def _run_child(
    request: dict[str, object],
    gathered: _Gathered,
    step: Step,
    timeout: float,
    command: tuple[str, ...] | None,
) -> None:
    with tempfile.TemporaryFile() as complaints:
        child = _start(command or _command(), complaints)
        try:
            _follow(child, request, gathered, step, time.monotonic() + timeout, complaints)
        finally:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe:
                    with suppress(OSError):
                        pipe.close()


def _command() -> tuple[str, ...]:
    if getattr(sys, "frozen", False):
        return (sys.executable, CHILD_ARGUMENT)
    return (sys.executable, "-P", "-X", "utf8", "-m", "collectdesk.ledgers.child")


def _start(command: tuple[str, ...], complaints: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own interpreter, no shell, nothing from the file in the arguments
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
        env=_bare_environment(),
        close_fds=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _bare_environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return {**kept, "PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PYTHONDONTWRITEBYTECODE": "1"}


def _follow(
    child: subprocess.Popen[bytes],
    request: dict[str, object],
    gathered: _Gathered,
    step: Step,
    deadline: float,
    complaints: IO[bytes],
) -> None:
    """Ask, then gather messages; a thread reads, since pipes can't be waited on everywhere."""
    assert child.stdin
    assert child.stdout
    with suppress(OSError):  # a child that is gone already shows in its answer
        frames.send(child.stdin, request)
        child.stdin.close()
    inbox: queue.SimpleQueue[dict[str, Any] | None | Exception] = queue.SimpleQueue()
    Thread(target=_listen, args=(child.stdout, inbox), name="ledger-child", daemon=True).start()
    while not gathered.ledger and not gathered.look:
        step(*gathered.progress)
        if time.monotonic() > deadline:
            raise BadFile("reader.timeout")
        try:
            message = inbox.get(timeout=_BETWEEN_LOOKS)
        except queue.Empty:
            continue
        if isinstance(message, Exception):
            raise _fallen(child, complaints, "reader.garbled")
        if message is None:
            raise _fallen(child, complaints, "reader.silent")
        gathered.take(message)


def _listen(stream: IO[bytes], inbox: queue.SimpleQueue[dict[str, Any] | None | Exception]) -> None:
    try:
        while message := frames.receive(stream):
            inbox.put(message)
        inbox.put(None)
    except (frames.BrokenFrame, OSError, ValueError) as error:
        inbox.put(error)


def _fallen(child: subprocess.Popen[bytes], complaints: IO[bytes], otherwise: str) -> BadFile:
    """Why a child that stopped talking did so: its exit tells a crash from a mere silence."""
    try:
        exit_code = child.wait(timeout=5)
    except subprocess.TimeoutExpired:
        return BadFile(otherwise)
    complaints.seek(0)
    said = complaints.read(64 * 1024)
    if b"memory allocation" in said or b"MemoryError" in said:
        return BadFile("reader.memory")
    return BadFile("reader.crashed", exit=exit_code) if exit_code else BadFile(otherwise)


class _Gathered:
    """A ledger as far as it has arrived."""

    def __init__(self) -> None:
        self.progress = (0, 0)
        self.ledger: Ledger | None = None
        self.look: FileLook | None = None
        self._kind = LedgerKind.OVERDUE
        self._head: object = None
        self._rows: list[LedgerRow] = []
        self._bad: list[BadRow] = []

    def take(self, message: dict[str, Any]) -> None:
        """Add one message; raises BadFile when it is a refusal or makes no sense."""
        try:
            if "refused" in message:
                raise BadFile(str(message["refused"]), **codec.facts_in(message["facts"]))
            if "progress" in message:
                done, whole = message["progress"]
                self.progress = (int(done), int(whole))
            elif "head" in message:
                self._head = message["head"]
                self._kind = LedgerKind(message["head"]["kind"])
            elif "rows" in message:
                self._rows += codec.rows_in(self._kind, message["rows"])
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


def run_child(stdin: IO[bytes], stdout: IO[bytes]) -> int:
    """The child's whole life: one request in, progress and one answer out; returns the exit code."""
    request = frames.receive(stdin)
    if request is None:
        return 2
    _bound_memory(int(request["memory"]))
    try:
        _answer(request, stdout)
    except BadFile as refusal:
        frames.send(stdout, {"refused": refusal.code, "facts": refusal.facts})
    except MemoryError:
        frames.send(stdout, {"refused": "reader.memory", "facts": {}})
    return 0


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
        found = look_at(Path(request["path"]), heading_row=request["heading_row"], **asked)
        frames.send(stdout, {"look": codec.look_out(found)})
        return
    ledger = read_ledger(
        Path(request["path"]),
        data_date=date.fromisoformat(request["data_date"]) if request["data_date"] else None,
        mappings=[codec.mapping_in(each) for each in request["mappings"]],
        step=tell,
        **asked,
    )
    frames.send(stdout, {"head": codec.head_out(ledger)})
    _send_in_parts(stdout, "rows", codec.rows_out(ledger.kind, ledger.rows))
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


def _bound_memory(size: int) -> None:
    """Bound the address space; Windows has no such call, and macOS may refuse it."""
    if sys.platform != "win32":
        import resource

        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (size, size))


if __name__ == "__main__":
    sys.exit(run_child(sys.stdin.buffer, sys.stdout.buffer))
