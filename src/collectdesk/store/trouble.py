"""What can go wrong with the branch, as codes a person can be told about. The only reader of SQLite's codes and a
server's.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any


class StoreTrouble(Exception):
    """The environment failed us: full, busy, damaged, too new, wrong key, read-only. Nothing was half-written."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = f"store.{code}"
        self.facts: Mapping[str, Any] = facts


class StaleRecord(Exception):
    """Somebody else changed the record since it was read."""

    def __init__(self, subject: str, subject_id: str) -> None:
        super().__init__(subject)
        self.code = "store.stale"
        self.facts: Mapping[str, Any] = {"subject": subject, "id": subject_id}


_BY_NAME = {
    "SQLITE_FULL": "full",
    "SQLITE_BUSY": "busy",
    "SQLITE_LOCKED": "busy",
    "SQLITE_READONLY": "read_only",
    "SQLITE_CANTOPEN": "cannot_open",
    "SQLITE_NOTADB": "wrong_key",
    "SQLITE_CORRUPT": "damaged",
    "SQLITE_IOERR": "disk",
    "SQLITE_PERM": "read_only",
    "SQLITE_AUTH": "auditor_reads",
}
_BY_MESSAGE = {
    "database or disk is full": "full",
    "database is locked": "busy",
    "attempt to write a readonly database": "read_only",
    "unable to open database file": "cannot_open",
    "file is not a database": "wrong_key",
    "database disk image is malformed": "damaged",
    "disk I/O error": "disk",
}
"""The driver's online backup raises without a code: there SQLite's own fixed words are all there is."""
_BY_STATE = {
    "08": "server_gone",
    "57P": "server_gone",
    "55P03": "server_busy",
    "40001": "server_again",
    "40P01": "server_again",
    "53100": "full",
    "53": "server_full",
    "25006": "read_only",
    "CD001": "auditor_reads",
    "28": "server_password",
    "42501": "server_rights",
    "3D000": "server_no_database",
}
"""By how a server's code begins (PostgreSQL, appendix A)."""
_BY_BEGINNING = {
    "password authentication failed": "server_password",
    "no password supplied": "server_password",
    "certificate verify failed": "server_certificate",
    "server certificate for": "server_certificate",
    "does not support SSL": "server_certificate",
    "root certificate file": "server_certificate",
    "does not exist": "server_no_database",
    "too many clients": "server_full",
    "remaining connection slots": "server_full",
}
"""Before a connection stands the server's library gives no code: there its own fixed words are all there is."""
_BY_ERRNO = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EROFS: "read_only",
    errno.EIO: "disk",
}
"""What writing beside the database can meet: evidence, packs, the keys file."""


def trouble_of(error: BaseException) -> StoreTrouble | None:
    """The trouble behind a driver's error, or None when it is a fault of the program."""
    if isinstance(error, OSError):
        code = _BY_ERRNO.get(error.errno or 0)
        return StoreTrouble(code) if code else None
    original = getattr(error, "orig", None) or error
    if type(original).__module__.startswith("psycopg"):
        return _of_server(original)
    name = getattr(original, "sqlite_errorname", "") or ""
    for prefix, code in _BY_NAME.items():
        if name.startswith(prefix):
            return StoreTrouble(code)
    by_words = None if name else _BY_MESSAGE.get(str(original))
    return StoreTrouble(by_words) if by_words else None


def _of_server(error: Any) -> StoreTrouble | None:
    state = getattr(error, "sqlstate", None) or ""
    for beginning in (state[:5], state[:3], state[:2]):
        if beginning and beginning in _BY_STATE:
            return StoreTrouble(_BY_STATE[beginning])
    if state or type(error).__name__ not in ("OperationalError", "ConnectionTimeout"):
        return None
    words = str(error)
    return StoreTrouble(next((code for said, code in _BY_BEGINNING.items() if said in words), "server_gone"))


@contextmanager
def told_as_trouble() -> Iterator[None]:
    """Turn driver errors that people can act on into StoreTrouble; let everything else through."""
    try:
        yield
    except Exception as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise
        raise trouble from error
