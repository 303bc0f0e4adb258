"""The rule book: the packs that are loaded, with digests that name their exact text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from collectdesk.domain.rules.changes import RuleChange, changed_rules
from collectdesk.domain.rules.loading import BadPack, load_pack
from collectdesk.domain.rules.packs import Rule, RulePack, packs_in_force


def pack_digest(text: str) -> str:
    """SHA-256 over the UTF-8 text, hexadecimal; line ends and a byte order mark don't count."""
    return hashlib.sha256(plain_text(text).encode()).hexdigest()


def plain_text(text: str) -> str:
    """The text as its digest counts it."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True, slots=True)
class BoundPack:
    """One pack with the file it came from, its text, the digest of both, and what the branch changed in it."""

    pack: RulePack
    file_name: str
    digest: str
    text: str = ""
    changes: tuple[RuleChange, ...] = ()

    def changed(self, changes: Sequence[RuleChange]) -> BoundPack:
        """The pack as the branch has changed it: its version counts the changes, its digest covers them."""
        ids = {rule.id for rule in self.pack.rules}
        own = tuple(change for change in changes if change.rule_id in ids)
        if not own:
            return self
        version = f"{self.pack.version}+{len(own)}"
        pack = replace(self.pack, version=version, rules=changed_rules(self.pack.rules, own))
        told = "\n".join((self.digest, *(change.words for change in own)))
        digest = hashlib.sha256(told.encode()).hexdigest()
        return replace(self, pack=pack, digest=digest, changes=own)


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
        new = BoundPack(load_pack(text, file_name), file_name, pack_digest(text), plain_text(text))
        return self.with_bound(new)

    def with_bound(self, new: BoundPack) -> RuleBook:
        same = (new.pack.id, new.pack.version)
        kept = (one for one in self.bound if (one.pack.id, one.pack.version) != same)
        return RuleBook((*kept, new))

    def without(self, pack_id: str, version: str) -> RuleBook:
        """The book without one version of a pack; an earlier version of it then judges again."""
        return RuleBook(
            tuple(one for one in self.bound if (one.pack.id, one.pack.version) != (pack_id, version))
        )

    def with_changes(self, changes: Sequence[RuleChange]) -> RuleBook:
        """The book as the branch has changed it."""
        return RuleBook(tuple(one.changed(changes) for one in self.bound)) if changes else self

    def rule(self, rule_id: str, on: date | None = None) -> Rule | None:
        """A rule of any pack, as it stands on a day where it is in force then."""
        found = [rule for pack in self.packs for rule in pack.rules if rule.id == rule_id]
        standing = [rule for rule in found if on is None or rule.is_in_force(on)]
        return next(iter(standing or found), None)


def load_book(files: Iterable[tuple[str, str]]) -> tuple[RuleBook, tuple[BadPack, ...]]:
    """A book of (file name, text) pairs: every good pack, and the fault of every bad one."""
    book, faults = RuleBook(), list[BadPack]()
    for file_name, text in files:
        try:
            book = book.with_pack(text, file_name)
        except BadPack as fault:
            faults.append(fault)
    return book, tuple(faults)
