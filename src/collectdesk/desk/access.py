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
from collectdesk.store import anchors, audit, vault
from collectdesk.store.branch import Store, open_store
from collectdesk.store.shelf import shelf_for
from collectdesk.store.trail import last_instant
from collectdesk.store.trouble import StoreTrouble


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
    header = vault.read_header(folder)
    return Door(folder, header.branch_name, header.kind == "practice", header.logins)


def sign_in(folder: Path, login: str, password: str, clock: Callable[[], datetime] | None = None) -> Session:
    """Open the person's slot, then the file; raises StoreTrouble (wrong_password, keyring_empty, …)."""
    header = vault.read_header(folder)
    shelf = shelf_for(header.kind, header.shelf, folder)
    root = vault.open_person(header, login.strip(), password, shelf)
    store = open_store(folder, BranchId(header.database_id), root)
    try:
        actor = _actor(store, login.strip())
        now = clock or clock_of(store)
        with store.write(actor, now()) as work:
            audit.append(work, "session.opened", {})
        anchors.move_on(store)
    except BaseException:
        store.close()
        raise
    return Session(Desk(store, now), actor)


def _actor(store: Store, login: str) -> Actor:
    found = store.actor(login)
    if found is None:
        raise StoreTrouble("wrong_password", who=login)
    return found


def leave(session: Session) -> None:
    """Record the leaving and let go of the file."""
    with session.desk.store.write(session.actor, session.desk.now()) as work:
        audit.append(work, "session.closed", {})
    anchors.move_on(session.desk.store)
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
