"""Restoring: prove a backup, say what would be lost, and put it in the place of the present with two people's consent.

It begins where nobody may be able to sign in, so it isn't a deed of an open desk: who acts is proven by their slot
in the keys file, or by the recovery code from the safe; what was done is written into the restored trail.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from collectdesk.desk.people.passwords import require_good_password
from collectdesk.desk.progress import Progress
from collectdesk.desk.vault.access import clock_of
from collectdesk.domain.ids import BranchId
from collectdesk.domain.people.people import Actor, Permission
from collectdesk.domain.refusals import Refused
from collectdesk.store.branch import Store, open_store
from collectdesk.store.keys import admitting, register, slots, workstation
from collectdesk.store.keys.header import KeysHeader, read_header, write_header
from collectdesk.store.keys.root import RootKey
from collectdesk.store.trail import anchors, audit
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault import disposal, erasing, restoring
from collectdesk.store.vault.backup import find_backups, read_manifest, staged
from collectdesk.store.vault.decided import JOURNAL
from collectdesk.store.vault.door_book import DoorBook, open_book, written_down
from collectdesk.store.vault.places import require_local
from collectdesk.store.vault.presence import require_alone
from collectdesk.store.vault.proving import Loss, Proof, compare, proof_of
from collectdesk.store.vault.restoring import Staging
from collectdesk.store.vault.shelf import KeyShelf, shelf_for
from collectdesk.store.vault.updating import PROGRAM
from collectdesk.store.work import Work

__all__ = ["Consent", "Loss", "Offer", "Proof", "Prospect", "Restored", "offers", "prepare", "restore"]

UNKNOWN_LOSS: Final = Loss(is_known=False)


@dataclass(frozen=True, slots=True)
class Offer:
    """A backup as it describes itself before anybody has proven anything."""

    path: Path
    branch_id: str
    branch_name: str
    made_at: datetime
    schema_step: str
    size: int
    evidence: int
    logins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Consent:
    """Who restores: an administrator by password and a second person by theirs; or the recovery code, whose two
    envelopes are under dual control, with a login that gets ``password`` as its new one on this PC.
    """

    login: str
    password: str = field(repr=False)
    second_login: str = ""
    second_password: str = field(default="", repr=False)
    code: str = field(default="", repr=False)


@dataclass(slots=True)
class Prospect:
    """A backup that was proven and lies ready; ``abandon`` it or give it to ``restore``."""

    folder: Path
    offer: Offer
    proof: Proof
    loss: Loss
    consent: Consent = field(repr=False)
    keys: RootKey = field(repr=False)
    staging: Staging = field(repr=False)

    def abandon(self) -> None:
        self.staging.abandon()


@dataclass(frozen=True, slots=True)
class Restored:
    """The branch as it now stands, and where the present of before was put."""

    folder: Path
    made_at: datetime
    aside: Path
    evidence_missing: int


def offers(place: Path) -> tuple[Offer, ...]:
    """The backups at a place, newest first; one that can't be read is left out. Raises Refused(restore.none_there)."""
    found = []
    for path in find_backups(place):
        with suppress(StoreTrouble):
            manifest, header = read_manifest(path), read_header(path)
            found.append(
                Offer(
                    path,
                    manifest.branch_id,
                    manifest.branch_name,
                    manifest.made_at,
                    manifest.schema_step,
                    manifest.database_size,
                    len(manifest.evidence),
                    header.logins,
                )
            )
    if not found:
        raise Refused("restore.none_there", path=str(place))
    return tuple(sorted(found, key=lambda offer: offer.made_at, reverse=True))


def prepare(folder: Path, offer: Offer, consent: Consent, progress: Progress) -> Prospect:
    """Prove a backup for the branch in ``folder`` and say what would be lost. The present isn't touched.

    Raises Refused(restore.*) and StoreTrouble (wrong_password, wrong_code, backup_*, network_folder …).
    """
    require_local(folder)
    restoring.finish(folder)
    book = None if consent.code else _book(folder, offer)
    with written_down(book, consent.login.strip()):
        keys, newest = _unlock(folder, offer, consent)
    staging = restoring.stage(folder, offer.path, keys, staged(progress.step, 0, 3))
    try:
        write_header(staging.folder, newest)
        step = staged(progress.step, 1, 3)
        proof = proof_of(offer.path, staging.folder, keys, step, actor=PROGRAM, now=datetime.now(UTC))
        with written_down(book, consent.second_login.strip()):
            _require_two(folder, staging, offer, consent, keys)
        progress.step(2, 3)
        return Prospect(folder, offer, proof, _loss(folder, keys, proof), consent, keys, staging)
    except BaseException:
        staging.abandon()
        raise


def restore(prospect: Prospect, progress: Progress, clock: Callable[[], datetime] | None = None) -> Restored:
    """Put the proven backup in the present's place; the trail of the restored branch says so. Nothing is half done."""
    folder, staging = prospect.folder, prospect.staging
    try:
        require_alone(folder)
        goes, missing = restoring.stage_evidence(folder, staging, staged(progress.step, 0, 2))
        now, head = _write_into_staged(prospect, missing, clock)
        progress.step(1, 2)  # the last point at which the person can think better of it
        aside = restoring.exchange(folder, staging, goes, now)
        anchors.renew(
            folder, head
        )  # what the keyring remembered is another history now, and this one is accounted for
    except BaseException:
        if not (folder / JOURNAL).exists():
            staging.abandon()
        raise
    return Restored(folder, prospect.proof.made_at, aside, missing + len(prospect.proof.flaws))


def _book(folder: Path, offer: Offer) -> DoorBook | None:
    """The book at the door of the branch that stands in the folder: guessing here is guessing there."""
    header = _present_header(folder, offer)
    return None if header is None else open_book(folder, header, _shelf(header, folder))


def _unlock(folder: Path, offer: Offer, consent: Consent) -> tuple[RootKey, KeysHeader]:
    """The key that sealed the backup, and the keys file it came from. The present's is asked first and stays where it
    holds this same key: it has today's passwords, and who left since the backup doesn't come back.
    """
    trouble: StoreTrouble | None = None
    manifest = read_manifest(offer.path)
    for header in (_present_header(folder, offer), read_header(offer.path)):
        if header is None:
            continue
        try:
            roots = _open(header, folder, consent)
        except StoreTrouble as error:
            trouble = trouble or error
            continue
        fitting = next((root for root in roots if manifest.is_sealed_by(root)), None)
        if fitting is not None and fitting.epoch == header.newest.number:
            return fitting, header
    raise trouble or StoreTrouble("backup_altered", path=str(offer.path))


def _present_header(folder: Path, offer: Offer) -> KeysHeader | None:
    try:
        header = read_header(folder)
    except StoreTrouble:
        return None
    if header.database_id != offer.branch_id:
        raise Refused("restore.other_branch", path=str(folder), name=header.branch_name)
    return header


def _open(header: KeysHeader, folder: Path, consent: Consent) -> tuple[RootKey, ...]:
    if consent.code:
        return slots.open_code(header, consent.code).roots
    return slots.open_slot(header, consent.login.strip(), consent.password, _shelf(header, folder)).roots


def _shelf(header: KeysHeader, folder: Path) -> KeyShelf:
    return shelf_for(header.kind, header.shelf, folder)


def _require_two(folder: Path, staging: Staging, offer: Offer, consent: Consent, keys: RootKey) -> None:
    """An administrator and somebody else who may approve; the recovery code stands for two by its envelopes."""
    store = open_store(staging.folder, BranchId(offer.branch_id), keys)
    try:
        actor, second = store.actor(consent.login.strip()), store.actor(consent.second_login.strip())
    finally:
        store.close()
    if actor is None:
        raise Refused("restore.unknown_login", login=consent.login)
    if not actor.may(Permission.RESTORE):
        raise Refused("restore.not_administrator", login=consent.login)
    if consent.code:
        require_good_password(consent.password, actor.login, actor.name, offer.branch_name)
        return
    if second is None:
        raise Refused("second.missing", field="second")
    if second.id == actor.id:
        raise Refused("second.same_person", field="second")
    if not second.may(Permission.SECOND):
        raise Refused("second.not_allowed", field="second", who=second.name)
    header = read_header(staging.folder)
    slots.open_slot(header, second.login, consent.second_password, _shelf(header, folder))


def _loss(folder: Path, keys: RootKey, proof: Proof) -> Loss:
    try:
        present = open_store(folder, BranchId(read_header(folder).database_id), keys)
    except StoreTrouble:
        return UNKNOWN_LOSS
    try:
        return compare(present, proof, actor=PROGRAM, now=datetime.now(UTC))
    except StoreTrouble:
        return UNKNOWN_LOSS
    finally:
        present.close()


def _write_into_staged(
    prospect: Prospect, missing: int, clock: Callable[[], datetime] | None
) -> tuple[datetime, tuple[int, str]]:
    """What the restored branch must know from its first moment: the trail's line, later backups, this PC's slot."""
    branch_id = BranchId(prospect.offer.branch_id)
    store = open_store(prospect.staging.folder, branch_id, prospect.keys)
    try:
        now = (clock or clock_of(store))()
        actor = store.actor(prospect.consent.login.strip())
        assert actor is not None
        with store.write(actor, now) as work:
            later, disposed = _from_present(prospect, work)
            if prospect.consent.code:
                _give_slot(prospect, work, actor)
            audit.append(
                work,
                "branch.restored",
                {
                    "backup": prospect.offer.path.name,
                    "entries_lost": prospect.loss.entries,
                    "present_read": prospect.loss.is_known,
                    "second": prospect.consent.second_login or "recovery_code",
                    "evidence_missing": missing,
                    "later_backups": later,
                    "disposed_again": disposed,
                },
            )
        with store.read(actor, now) as view:
            head = audit.head(view)
    finally:
        store.close()
    return now, head


def _from_present(prospect: Prospect, work: Work) -> tuple[int, int]:
    """Take along what the present knows and an older state can't: later backups, what was disposed of
    and erased since.
    """
    if not prospect.loss.is_known:
        return 0, 0
    present: Store = open_store(prospect.folder, BranchId(prospect.offer.branch_id), prospect.keys)
    try:
        with present.read(work.actor, work.now) as view:
            disposals, erasures = disposal.since(view), erasing.since(view)
        erasing.replay(work, erasures)
        return restoring.carry_over_register(present, work), disposal.replay(work, disposals)
    finally:
        present.close()


def _give_slot(prospect: Prospect, work: Work, actor: Actor) -> None:
    """After the recovery code: the branch's workstation secret into this PC's keyring, and a slot for this person."""
    header = read_header(prospect.staging.folder)
    workstation.put(header, _shelf(header, prospect.folder), register.workstation_secret(work))
    admitting.admit(work, prospect.staging.folder, actor.id, actor.login, prospect.consent.password)
