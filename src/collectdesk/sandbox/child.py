"""Owns the child process in which foreign files are decoded: without keys and within bounds, so that a hostile file
can harm nothing else.

The program starts itself as ``python -m collectdesk.sandbox.child``; a frozen one with ``CHILD_ARGUMENT``, and its
entry point then calls ``run_child``. The first message names the task and its bounds, the rest is the task's own.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import IO, Any, Final, Self

from collectdesk.domain.intake.imports import BadFile
from collectdesk.sandbox import frames

CHILD_ARGUMENT: Final = "--sandbox-child"
TASKS: Final = {
    "ledger": ("collectdesk.ledgers.child", "answer"),
    "photo": ("collectdesk.sandbox.pictures", "answer_photos"),
    "page": ("collectdesk.sandbox.pictures", "answer_page"),
    "evidence": ("collectdesk.sandbox.evidence_photos", "answer_evidence"),
    "scan": ("collectdesk.sandbox.scans", "answer_scan"),
    "ticks": ("collectdesk.sandbox.scans", "answer_ticks"),
}
"""What a child can be asked for, and who answers; nothing else can be named from outside."""

_BETWEEN_LOOKS: Final = 0.1
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

Message = dict[str, Any]


class Child:
    """One child at one task; leaving its ``with`` kills it. A child that crashes, runs over its bounds or talks
    nonsense is a BadFile (reader.*). ``command`` replaces the program to start.
    """

    def __init__(self, task: str, *, memory: int, command: tuple[str, ...] | None = None) -> None:
        self._task, self._memory = task, memory
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the child
        self._child = _start(command or _command(), self._complaints)
        self._inbox: queue.SimpleQueue[Message | None | Exception] = queue.SimpleQueue()
        # a thread listens, since pipes can't be waited on everywhere
        Thread(
            target=_listen, args=(self._child.stdout, self._inbox), name="sandbox-child", daemon=True
        ).start()

    def __enter__(self) -> Self:
        self.send({"task": self._task, "memory": self._memory})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()
        self._complaints.close()

    def send(self, message: Message) -> None:
        """Ask; a child that is gone already shows in its answer."""
        assert self._child.stdin
        with suppress(OSError):
            frames.send(self._child.stdin, message)

    def asks_no_more(self) -> None:
        """Say that this was all."""
        assert self._child.stdin
        with suppress(OSError):
            self._child.stdin.close()

    def receive(self, deadline: float, look: Callable[[], None] = lambda: None) -> Message:
        """The next answer, by ``time.monotonic``; ``look`` is called ten times a second, and what it raises ends it."""
        while True:
            look()
            if time.monotonic() > deadline:
                raise BadFile("reader.timeout")
            try:
                message = self._inbox.get(timeout=_BETWEEN_LOOKS)
            except queue.Empty:
                continue
            if isinstance(message, Exception):
                raise self._fallen("reader.garbled")
            if message is None:
                raise self._fallen("reader.silent")
            return message

    def _fallen(self, otherwise: str) -> BadFile:
        """Why a child that stopped talking did so: its exit tells a crash from a mere silence."""
        self.asks_no_more()  # one that waits for another question ends by itself
        try:
            exit_code = self._child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return BadFile(otherwise)
        self._complaints.seek(0)
        said = self._complaints.read(64 * 1024)
        if b"memory allocation" in said or b"MemoryError" in said:
            return BadFile("reader.memory")
        return BadFile("reader.crashed", exit=exit_code) if exit_code else BadFile(otherwise)


def _command() -> tuple[str, ...]:
    if getattr(sys, "frozen", False):
        return (sys.executable, CHILD_ARGUMENT)
    return (sys.executable, "-P", "-X", "utf8", "-m", "collectdesk.sandbox.child")


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


def _listen(stream: IO[bytes], inbox: queue.SimpleQueue[Message | None | Exception]) -> None:
    try:
        while message := frames.receive(stream):
            inbox.put(message)
        inbox.put(None)
    except (frames.BrokenFrame, OSError, ValueError) as error:
        inbox.put(error)


# ---- inside the child


def run_child(stdin: IO[bytes], stdout: IO[bytes]) -> int:
    """The child's whole life: the task, its questions, its answers; returns the exit code."""
    said = frames.receive(stdin)
    if said is None or said.get("task") not in TASKS:
        return 2
    _bound_memory(int(said["memory"]))
    room, name = TASKS[said["task"]]
    try:
        getattr(import_module(room), name)(stdin, stdout)
    except BadFile as refusal:
        frames.send(stdout, {"refused": refusal.code, "facts": refusal.facts})
    except MemoryError:
        frames.send(stdout, {"refused": "reader.memory", "facts": {}})
    return 0


def _bound_memory(size: int) -> None:
    """Bound the address space; Windows has no such call, and macOS may refuse it."""
    if sys.platform != "win32":
        import resource

        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (size, size))


if __name__ == "__main__":
    sys.exit(run_child(sys.stdin.buffer, sys.stdout.buffer))
