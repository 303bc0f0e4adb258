"""Owns that one window exists per branch folder: a second start raises the first, hands over its pack, and leaves."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCryptographicHash, QDeadlineTimer, QDir, QLockFile, QObject, QThread, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE: Final = (
    2_000  # milliseconds; the first window answers at once, has not been painted yet, or is gone
)
_AGAIN: Final = 50
_RAISE: Final = b"raise\n"
_OPEN: Final = b"open "
_LONGEST: Final = 8192  # bytes; a path is shorter on every system


class OneWindow(QObject):
    """Holds the lock of a branch folder. Call ``take``; False means that the first window was raised instead.

    The network library is loaded by ``listen``, which can wait until the first window has been painted.
    """

    raised = Signal()
    brought = Signal(object)  # the path of a pack that a second start was given

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # the folder's own name stays out of the temporary folder, where everybody can read
        whole = str(folder.resolve()).encode()
        digest = QCryptographicHash.hash(whole, QCryptographicHash.Algorithm.Sha256).toHex()
        place = bytes(digest.data()).decode()[:20]
        self._name = _call_sign(f"collectdesk-{place}")
        self._lock = QLockFile(str(_meeting_place() / f"{place}.lock"))
        self._lock.setStaleLockTime(0)  # a lock is stale only when its process is gone, however long it runs
        self._server: QLocalServer | None = None

    def take(self, pack: Path | None = None, *, listens: bool = True) -> bool:
        """Take the folder for this process; else ask the process that has it to come to the front, with a pack."""
        if not self._lock.tryLock(0):
            self._call_first(_RAISE if pack is None else _OPEN + str(pack.resolve()).encode() + b"\n")
            return False
        if listens:
            self.listen()
        return True

    def listen(self) -> None:
        """Hear what second starts want."""
        if self._server is not None:
            return
        from PySide6.QtNetwork import QLocalServer

        QLocalServer.removeServer(self._name)  # left behind by a crash; the lock says nobody listens
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._called)
        self._server.listen(self._name)

    def _call_first(self, said: bytes) -> None:
        from PySide6.QtNetwork import QLocalSocket

        caller, patience = QLocalSocket(self), QDeadlineTimer(_PATIENCE)
        while not self._is_heard(caller, said) and not patience.hasExpired():
            QThread.msleep(_AGAIN)

    def _is_heard(self, caller: QLocalSocket, said: bytes) -> bool:
        caller.connectToServer(self._name)
        if not caller.waitForConnected(_AGAIN):
            return False
        caller.write(said)
        caller.waitForBytesWritten(_PATIENCE)
        caller.disconnectFromServer()
        return True

    def _called(self) -> None:
        from PySide6.QtNetwork import QLocalSocket

        assert self._server is not None
        while (caller := self._server.nextPendingConnection()) is not None:
            # whatever it says, it can only ask for two things: to come forward, and to look at a pack
            caller.disconnected.connect(self._hear)
            self.raised.emit()
            if caller.state() is QLocalSocket.LocalSocketState.UnconnectedState:
                self._hear()

    def _hear(self) -> None:
        """What those said who have hung up; the socket itself stays with the server that made it."""
        from PySide6.QtNetwork import QLocalSocket

        assert self._server is not None
        for caller in self._server.findChildren(QLocalSocket):
            if caller.state() is not QLocalSocket.LocalSocketState.UnconnectedState:
                continue
            said = bytes(caller.read(_LONGEST).data())
            caller.deleteLater()
            if said.startswith(_OPEN) and said.endswith(b"\n"):
                self.brought.emit(Path(said[len(_OPEN) : -1].decode(errors="replace")))

    def release(self) -> None:
        """Let go, so that another process may open the folder."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()


def _meeting_place() -> Path:
    """A folder that every start of this user finds: the temporary folder is each process' own by now."""
    from platformdirs import user_cache_path

    folder = user_cache_path("CollectDesk", appauthor=False) / "windows"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return Path(QDir.tempPath())
    return folder


def _call_sign(name: str) -> str:
    """Under which name the first window listens. Without a folder Qt would take this process' own temporary one;
    and a path in the user's folders may be longer than a socket's may be.
    """
    return name if sys.platform == "win32" else f"/tmp/{name}-{os.getuid()}"  # noqa: S108  # a meeting place, nothing is written there
