"""How one entry of the trail is chained: the keyed hash over its stored texts, and the row as it lies in the file."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from json.encoder import encode_basestring_ascii as quoted
from typing import Any, Final

from collectdesk.store.dialect import Worded

ORIGIN: Final = "0" * 64
"""What the first entry follows."""
TEXTS: Final = ("branch_id", "at", "account_id", "action", "about", "previous", "link")
_IN_FILE: Final = ", ".join(f"CAST({name} AS BLOB)" for name in TEXTS)
_ON_SERVER: Final = ", ".join(f"convert_to({name}, 'UTF8')" for name in TEXTS)
"""The bytes as they lie there: parsing would take two spellings of one instant for the same, and altered bytes needn't
even be text."""
ALL: Final = Worded(
    f"SELECT seq, {_IN_FILE} FROM audit_entry ORDER BY seq",  # noqa: S608 - our own names
    f"SELECT seq, {_ON_SERVER} FROM audit_entry ORDER BY seq",  # noqa: S608
)
FROM_ONE: Final = Worded(
    f"SELECT seq, {_IN_FILE} FROM audit_entry WHERE seq >= ? ORDER BY seq LIMIT ?",  # noqa: S608
    f"SELECT seq, {_ON_SERVER} FROM audit_entry WHERE seq >= ? ORDER BY seq LIMIT ?",  # noqa: S608
)


class Linking:
    """HMAC-SHA256 under one key (RFC 2104), its two halves begun once: of a short text, that is most of its cost."""

    __slots__ = ("_inner", "_outer")

    def __init__(self, key: bytes) -> None:
        if len(key) > 64:
            raise ValueError("a key longer than the block")
        block = key.ljust(64, b"\0")
        self._inner = hashlib.sha256(bytes(one ^ 0x36 for one in block))
        self._outer = hashlib.sha256(bytes(one ^ 0x5C for one in block))

    def __repr__(self) -> str:
        return "Linking(…)"

    def over(self, text: bytes) -> str:
        """64 hex digits."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(text)
        outer.update(inner.digest())
        return outer.hexdigest()


@dataclass(frozen=True, slots=True)
class Stored:
    """One entry as it lies in the file; ``seq`` is the number it stands under."""

    seq: int
    branch_id: str
    at: str
    account_id: str
    action: str
    about: str
    previous: str
    link: str

    def fits(self, key: Linking, seq: int) -> bool:
        """Whether the program wrote this entry, under that number."""
        return hmac.compare_digest(link_of(key, seq, self).encode(), self.link.encode())


def stored(row: Any) -> Stored:
    """The entry of a row of ``ALL``."""
    return Stored(row[0], *[bytes(one or b"").decode("utf-8", "backslashreplace") for one in row[1:]])


def link_of(key: Linking, seq: int, entry: Stored) -> str:
    """HMAC-SHA256 over the entry as JSON with its keys in order and nothing but ASCII: 64 hex digits."""
    return linked(
        key, seq, entry.branch_id, entry.at, entry.account_id, entry.action, entry.about, entry.previous
    )


def linked(
    key: Linking, seq: int, branch_id: str, at: str, account_id: str, action: str, about: str, previous: str
) -> str:
    """The same from the bare texts: written out, since a JSON encoder took half of a walk's time."""
    text = (
        f'{{"about":{quoted(about)},"account_id":{quoted(account_id)},"action":{quoted(action)},'
        f'"at":{quoted(at)},"branch_id":{quoted(branch_id)},"previous":{quoted(previous)},"seq":{seq}}}'
    )
    return key.over(text.encode("ascii"))


def is_plain(value: object) -> bool:
    """Whether the trail may hold a value: an id, code, number, date or count, or a list of those; never words."""
    if value.__class__ is dict:  # what a deed notes, most of the time: texts under texts
        return all(map(is_plain, value)) and all(map(is_plain, value.values()))
    if isinstance(value, str):
        return len(value) <= 128 and value.isascii() and value.isprintable() and " " not in value
    if isinstance(value, Mapping):
        return all(is_plain(part) for part in (*value, *value.values()))
    if isinstance(value, (list, tuple, set, frozenset)):
        return all(is_plain(part) for part in value)
    return value is None or isinstance(value, (int, date))
