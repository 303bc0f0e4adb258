"""Signing in: a folder, a login and a password become an open desk and the person acting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeVar

from collectdesk.desk.pipeline import Deed, Desk, Done
from collectdesk.domain.ids import BranchId
from collectdesk.domain.people import Actor
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.store import audit, vault
from collectdesk.store.branch import Store, open_store
from collectdesk.store.shelf import shelf_for
from collectdesk.store.trail import last_instant
from collectdesk.store.trouble import StoreTrouble

T = TypeVar("T")


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


def sign_in(
    folder: Path,
    login: str,
    password: str,
    clock: Callable[[], datetime] | None = None,
    beside: Actor | None = None,
) -> Session:
    """Open the person's slot, then the file; raises StoreTrouble (wrong_password, keyring_empty, …).

    ``beside`` is the person at whose desk this happens, when it is somebody else's.
    """
    header = vault.read_header(folder)
    shelf = shelf_for(header.kind, header.shelf, folder)
    root = vault.open_person(header, login.strip(), password, shelf)
    store = open_store(folder, BranchId(header.database_id), root)
    try:
        actor = _actor(store, login.strip())
        now = clock or clock_of(store)
        with store.write(actor, now()) as work:
            about: dict[str, Any] = {"beside": beside.id} if beside else {}
            audit.append(work, "session.opened", about)
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
    """Record the leaving and let go of the file and its keys, whatever befalls the record."""
    try:
        with session.desk.store.write(session.actor, session.desk.now()) as work:
            audit.append(work, "session.closed", {})
    finally:
        session.desk.store.forget()


def countersign(desk: Desk, beside: Actor, login: str, password: str, deed: Deed[T]) -> Done[T]:
    """Run one deed for somebody who signs it at another's desk, in a session that lasts as long as the deed.

    The trail names who did it and at whose desk. Raises StoreTrouble(wrong_password), or what the deed refuses.
    """
    session = sign_in(desk.store.folder, login, password, desk.now, beside)
    try:
        return session.desk.run(deed, session.actor)
    finally:
        leave(session)


def clock_of(store: Store) -> Callable[[], datetime]:
    """Real branches follow the machine's clock. A practice branch stands on its practice date: it starts at
    09:00 or at its last entry, whichever is later, and runs on from there, so that its days don't age.
    """
    if store.practice_date is None:
        return lambda: datetime.now(UTC)
    morning = datetime.combine(store.practice_date, time(9), CHINA_TIME).astimezone(UTC)
    begun, started = datetime.now(UTC), max(morning, last_instant(store) or morning)
    return lambda: started + max(datetime.now(UTC) - begun, timedelta())
