"""Signing in: a folder, a login and a password become an open desk and the person acting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from collectdesk.desk.pipeline import Desk
from collectdesk.domain.ids import BranchId
from collectdesk.domain.people import Actor
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.store import audit
from collectdesk.store.branch import Store, open_store
from collectdesk.store.keys import admitting, workstation
from collectdesk.store.keys.header import KeysHeader, read_header
from collectdesk.store.keys.root import RootKey
from collectdesk.store.keys.slots import OpenSlot, open_slot
from collectdesk.store.rekeying import settle
from collectdesk.store.shelf import shelf_for
from collectdesk.store.trail import last_instant
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.work import Work


@dataclass(frozen=True, slots=True)
class Door:
    """What can be known of a branch before anyone has signed in."""

    folder: Path
    name: str
    is_practice: bool
    logins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Session:
    """An open desk and who sits at it."""

    desk: Desk
    actor: Actor


def look_at_door(folder: Path) -> Door:
    """Read the keys file's clear part; raises StoreTrouble (keys_missing, keys_damaged, keys_too_new)."""
    header = read_header(folder)
    return Door(folder, header.branch_name, header.kind == "practice", header.logins)


def sign_in(folder: Path, login: str, password: str, clock: Callable[[], datetime] | None = None) -> Session:
    """Open the person's slot, then the file; raises StoreTrouble (wrong_password, keyring_empty, …)."""
    header = read_header(folder)
    shelf = shelf_for(header.kind, header.shelf, folder)
    opened = open_slot(header, login.strip(), password, shelf)
    store = open_branch(folder, header, opened.roots)
    try:
        actor = _actor(store, login.strip())
        now = clock or clock_of(store)
        with store.write(actor, now()) as work:
            audit.append(work, "session.opened", {})
            _follow_workstation(work, folder, opened, password)
    except BaseException:
        store.close()
        raise
    return Session(Desk(store, now), actor)


def _actor(store: Store, login: str) -> Actor:
    found = store.actor(login)
    if found is None:
        raise StoreTrouble("wrong_password", who=login)
    return found


def open_branch(folder: Path, header: KeysHeader, roots: tuple[RootKey, ...]) -> Store:
    """Open the file with the root that fits, ending a rotation that was cut off.

    Raises StoreTrouble (rekeying, wrong_key, other_kind, busy …).
    """
    settled, root = settle(folder, header, roots)
    store = open_store(folder, BranchId(settled.database_id), root)
    try:
        _require_same_branch(store, settled)
    except BaseException:
        store.close()
        raise
    return store


def _require_same_branch(store: Store, header: KeysHeader) -> None:
    """The file's own word on what it is stands above the keys file's."""
    if store.kind != header.kind:
        raise StoreTrouble("other_kind")
    if read_header(store.folder).epochs != header.epochs:  # rekeyed while we waited for the file
        raise StoreTrouble("busy")


def _follow_workstation(work: Work, folder: Path, opened: OpenSlot, password: str) -> None:
    """Bring the person's slot under the workstation's present secret: nobody else knows the password it takes."""
    header = read_header(folder)
    if opened.workstation is None or opened.workstation.id == header.newest.workstation:
        return
    admitting.change_password(work, folder, opened, password)
    admitting.replace_header(work, folder, workstation.without_unneeded(read_header(folder)))


def leave(session: Session) -> None:
    """Record the leaving and let go of the file."""
    with session.desk.store.write(session.actor, session.desk.now()) as work:
        audit.append(work, "session.closed", {})
    session.desk.store.close()


def clock_of(store: Store) -> Callable[[], datetime]:
    """Real branches follow the machine's clock. A practice branch stands on its practice date: it starts at
    09:00 or at its last entry, whichever is later, and runs on from there, so that its days don't age.
    """
    if store.practice_date is None:
        return lambda: datetime.now(UTC)
    morning = datetime.combine(store.practice_date, time(9), CHINA_TIME).astimezone(UTC)
    begun, started = datetime.now(UTC), max(morning, last_instant(store) or morning)
    return lambda: started + max(datetime.now(UTC) - begun, timedelta())
