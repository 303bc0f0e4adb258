"""The rule book: the packs that are loaded, with digests that name their exact text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from collectdesk.domain.rules.loading import BadPack, load_pack
from collectdesk.domain.rules.packs import RulePack, packs_in_force


def pack_digest(text: str) -> str:
    """SHA-256 over the UTF-8 text, hexadecimal; line ends and a byte order mark don't count."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return hashlib.sha256(plain.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class BoundPack:
    """One pack with the file it came from and the digest of its text."""

    pack: RulePack
    file_name: str
    digest: str


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All loaded packs; replacing one either succeeds whole or leaves the book as it was."""

    bound: tuple[BoundPack, ...] = ()

    @property
    def packs(self) -> tuple[RulePack, ...]:
        return tuple(one.pack for one in self.bound)

    @property
    def digest(self) -> str:
        """One digest over all packs, whatever order they were loaded in."""
        return hashlib.sha256("\n".join(sorted(one.digest for one in self.bound)).encode()).hexdigest()

    def in_force(self, on: date, jurisdiction: str = "cn") -> tuple[BoundPack, ...]:
        """The packs that judge an act on a day, with their digests."""
        chosen = packs_in_force(self.packs, on, jurisdiction)
        return tuple(one for pack in chosen for one in self.bound if one.pack is pack)

    def with_pack(self, text: str, file_name: str) -> RuleBook:
        """The book with this pack, replacing the same id and version. Raises BadPack; this book stays."""
        new = BoundPack(load_pack(text, file_name), file_name, pack_digest(text))
        same = (new.pack.id, new.pack.version)
        kept = (one for one in self.bound if (one.pack.id, one.pack.version) != same)
        return RuleBook((*kept, new))


def load_book(files: Iterable[tuple[str, str]]) -> tuple[RuleBook, tuple[BadPack, ...]]:
    """A book of (file name, text) pairs: every good pack, and the fault of every bad one."""
    book, faults = RuleBook(), list[BadPack]()
    for file_name, text in files:
        try:
            book = book.with_pack(text, file_name)
        except BadPack as fault:
            faults.append(fault)
    return book, tuple(faults)
