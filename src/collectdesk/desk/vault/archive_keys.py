"""The archive officer's own key: made with a passphrase of its own, opened for one batch, retired."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from collectdesk.archive.seal import SHORTEST_PASSPHRASE, SealKey
from collectdesk.archive.trouble import ArchiveTrouble
from collectdesk.desk.pipeline import Change, Lookup, Subject
from collectdesk.domain.people.people import Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store.people.people import account_names
from collectdesk.store.results import packs
from collectdesk.store.vault import archive_keys

if TYPE_CHECKING:
    from collectdesk.store.vault.archive_keys import ArchiveKey
    from collectdesk.store.work import View, Work


__all__ = [
    "KeyLine",
    "ListArchiveKeys",
    "MakeArchiveKey",
    "OpenArchiveKey",
    "RetireArchiveKey",
    "SealKey",
    "key_lines",
    "own_fingerprints",
    "require_key",
]


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key with the name of its officer; ``mine`` where it is the asker's."""

    key: ArchiveKey
    officer: str
    mine: bool


def key_lines(view: View) -> tuple[KeyLine, ...]:
    """Every key there ever was, the newest first."""
    names = {str(one): name for one, name in account_names(view).items()}
    return tuple(
        KeyLine(each, names.get(each.account_id, ""), each.account_id == view.actor.id)
        for each in archive_keys.everyone(view)
    )


@dataclass(frozen=True, slots=True)
class ListArchiveKeys(Lookup[tuple[KeyLine, ...]]):
    """The officers' keys, living and retired, the newest first."""

    needs: ClassVar = Permission.READ_CASES
    action: ClassVar = "archive.keys_listed"

    def look(self, view: View) -> tuple[KeyLine, ...]:
        return key_lines(view)


@dataclass(frozen=True, slots=True)
class MakeArchiveKey(Change[str]):
    """Make the actor's own archive key, wrapped by a passphrase that is kept nowhere; gives its fingerprint.

    From then on this branch's packs are sealed by an officer's key only. An earlier key of the officer retires.
    """

    needs: ClassVar = Permission.BUILD_PACK
    action: ClassVar = "archive.key_made"
    touches: ClassVar = frozenset({Subject.ARCHIVE})

    passphrase: str = field(repr=False)

    def carry_out(self, work: Work) -> str:
        if len(self.passphrase) < SHORTEST_PASSPHRASE:
            raise Refused("seal.passphrase_short", field="passphrase", shortest=SHORTEST_PASSPHRASE)
        for earlier in archive_keys.living(work, work.actor.id):
            archive_keys.retire(work, earlier.id, "replaced")
        key = SealKey.generate()
        made = archive_keys.add(
            work, work.actor.id, key.public, key.fingerprint, key.to_encrypted(self.passphrase)
        )
        work.note(key=made)
        return key.fingerprint


@dataclass(frozen=True, slots=True)
class RetireArchiveKey(Change[None]):
    """Retire a key: lost, no longer trusted, or its officer left. What it sealed stays good."""

    needs: ClassVar = Permission.BUILD_PACK
    action: ClassVar = "archive.key_retired"
    touches: ClassVar = frozenset({Subject.ARCHIVE})

    key_id: str
    reason: str

    def carry_out(self, work: Work) -> None:
        if not self.reason.strip():
            raise Refused("seal.reason_missing", field="reason")
        if all(each.id != self.key_id for each in archive_keys.living(work)):
            raise Refused("seal.retired")
        archive_keys.retire(work, self.key_id, self.reason.strip())
        work.note(key=self.key_id)


@dataclass(frozen=True, slots=True)
class OpenArchiveKey(Lookup[SealKey]):
    """Open the actor's own key for one batch; whoever asked drops it when the batch is over."""

    needs: ClassVar = Permission.BUILD_PACK
    action: ClassVar = "archive.key_opened"
    audited: ClassVar = True
    is_long: ClassVar = True

    passphrase: str = field(repr=False)

    def look(self, view: View) -> SealKey:
        mine = archive_keys.living(view, view.actor.id)
        if not mine:
            raise Refused("seal.none_of_yours", field="passphrase")
        try:
            opened = SealKey.from_encrypted(archive_keys.wrapped(view, mine[0].id), self.passphrase)
        except ArchiveTrouble as trouble:
            wrong = trouble.code == "key.passphrase_wrong"
            raise Refused("seal.passphrase_wrong" if wrong else "seal.damaged", field="passphrase") from None
        view.note(key=mine[0].id)
        return opened


def require_key(view: View, seal: SealKey | None) -> str:
    """The id of the officer's key that seals, "" for the branch's own while it has no officer's.

    Raises Refused: seal.locked (its passphrase is needed), seal.none_of_yours, seal.retired.
    """
    living = archive_keys.living(view)
    if seal is None and not living:
        return ""
    if seal is not None and all(each.fingerprint != seal.fingerprint for each in living):
        raise Refused("seal.retired", field="passphrase")
    mine = [each for each in living if each.account_id == view.actor.id]
    if not mine:
        raise Refused("seal.none_of_yours", field="passphrase")
    if seal is None:
        raise Refused("seal.locked", field="passphrase")
    if mine[0].fingerprint != seal.fingerprint:
        raise Refused("seal.retired", field="passphrase")
    return mine[0].id


def own_fingerprints(view: View) -> tuple[str, ...]:
    """Of every key that ever sealed for this branch: its own and its officers'."""
    own = packs.sealed_archive_key(view)
    branch = (SealKey.from_bytes(own).fingerprint,) if own else ()
    return (*branch, *(each.fingerprint for each in archive_keys.everyone(view)))
