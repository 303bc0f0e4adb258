"""Signing in: a folder, a login and a password become an open desk and the person acting."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeVar

from collectdesk.desk.people.seconding import SecondPerson
from collectdesk.desk.people.signing import Signer, signer_from
from collectdesk.desk.pipeline import Deed, Desk, Done
from collectdesk.desk.stations.away import closed_here
from collectdesk.desk.vault.door import finish_what_was_decided
from collectdesk.domain.ids import AccountId, BranchId
from collectdesk.domain.people.people import Actor, Permission, Role
from collectdesk.domain.refusals import Refused
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.store.branch import Store, open_store
from collectdesk.store.keys import admitting, register, workstation
from collectdesk.store.keys.header import KeysHeader, read_header
from collectdesk.store.keys.root import RootKey
from collectdesk.store.keys.slots import OpenSlot, open_slot
from collectdesk.store.trail import anchors, audit
from collectdesk.store.trail.trail import last_instant
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault import restoring
from collectdesk.store.vault.door_book import BookRead, open_book, written_down
from collectdesk.store.vault.rekeying import settle
from collectdesk.store.vault.shelf import shelf_for
from collectdesk.store.vault.sign_ins import SignIn, note_opening, take_book
from collectdesk.store.work import Work

T = TypeVar("T")


def _machine_time() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Session:
    """An open desk and who sits at it; ``before`` is the sign-in before this one and what was tried since."""

    desk: Desk
    actor: Actor
    before: SignIn = field(default_factory=SignIn)
    signer: Signer | None = field(default=None, repr=False)
    """Where the password was given for one command only: what it signs needs no second asking."""
    at_door: Callable[[], datetime] = field(default=_machine_time, repr=False)
    """The clock of the book at the door: the machine's, also where a practice branch stands on its practice day."""
    closed: frozenset[Permission] = frozenset()
    """What isn't done on this PC, because it works for another: its window offers none of it."""


def sign_in(
    folder: Path,
    login: str,
    password: str,
    clock: Callable[[], datetime] | None = None,
    beside: Actor | None = None,
    *,
    to_sign: bool = False,
) -> Session:
    """Open the person's slot, then the file; raises StoreTrouble (wrong_password, wait, keyring_empty, …).

    ``beside`` is the person at whose desk this happens, when it is somebody else's.
    ``to_sign`` keeps a signer for a session of one command, where this password is the one asked again.
    """
    finish_what_was_decided(folder)
    restoring.sweep_staging(folder)
    header, who = read_header(folder), login.strip()
    book = open_book(folder, header, shelf_for(header.kind, header.shelf, folder))
    at_door = (clock or _machine_time)()
    opened = _open_slot(folder, header, who, password, at_door)
    store = open_branch(folder, header, opened.roots)
    try:
        actor = _actor(store, who)
        now = clock or clock_of(store)
        with store.write(actor, now()) as work:
            before, mark = _take_in(work, book.read() if book else None)
            about: dict[str, Any] = {"beside": beside.id} if beside else {}
            audit.append(work, "session.opened", about)
            closed = closed_here(work)
        anchors.move_on(store)
        _follow_workstation(store, opened, password, now())
        if book is not None:
            book.begin_anew(who, mark, at_door, book.read())
    except BaseException:
        store.close()
        raise
    signer = signer_from(actor, opened.keys.signing, now(), None) if to_sign else None
    return Session(Desk(store, now), actor, before, signer, clock or _machine_time, closed)


def _take_in(work: Work, read: BookRead | None) -> tuple[SignIn, str]:
    """What was tried at the door goes into the trail; the book begins anew with the mark that is given back."""
    if read is not None:
        take_book(work, read)
    mark = secrets.token_hex(16)
    return note_opening(work, mark), mark


def _open_slot(folder: Path, header: KeysHeader, who: str, password: str, at: datetime) -> OpenSlot:
    """The one password check there is; a wrong one goes into the book at the door, and the next one waits."""
    shelf = shelf_for(header.kind, header.shelf, folder)
    with written_down(open_book(folder, header, shelf), who, at):
        return open_slot(header, who, password, shelf)


def second_person(session: Session, login: str, password: str) -> SecondPerson:
    """Somebody else proves who they are at this desk, for a deed that needs two; the session stays its owner's.

    Raises StoreTrouble (wrong_password, wait, …) or Refused (second.same_person, second.not_allowed).
    """
    if login.strip() == session.actor.login:
        raise Refused("second.same_person", field="login")
    _proved(session, login.strip(), password)
    found = _actor(session.desk.store, login.strip())
    if not found.may(Permission.SECOND):
        raise Refused("second.not_allowed", field="login", who=found.name)
    return session.desk.sealer.seal(found, session.desk.now())


def open_signer(session: Session, password: str, covers: frozenset[str]) -> Signer:
    """The signed-in person's own signing key, the password asked again; it covers the subjects on the screen.

    Raises StoreTrouble (wrong_password, wait, …).
    """
    opened = _proved(session, session.actor.login, password)
    return signer_from(session.actor, opened.keys.signing, session.desk.now(), covers)


def _proved(session: Session, login: str, password: str) -> OpenSlot:
    """Somebody's slot, opened at this desk; raises StoreTrouble (wrong_password, wait, …)."""
    store = session.desk.store
    header = read_header(store.folder)
    opened = _open_slot(store.folder, header, login, password, session.at_door())
    if not any(store.keys.same_as(root) for root in opened.roots):
        raise StoreTrouble("wrong_password", who=login)  # a slot of another keys file proves nothing here
    return opened


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


def _follow_workstation(store: Store, opened: OpenSlot, password: str, now: datetime) -> None:
    """After a rotation the program moves each slot at its owner's next sign-in: an auditor writes nothing."""
    if opened.workstation is None or opened.workstation.id == read_header(store.folder).newest.workstation:
        return
    keeper = Actor(AccountId("keys"), "keys", "keys", Role.UNATTENDED)
    with store.write(keeper, now) as work:
        admitting.follow_workstation(work, store.folder, opened, password)
        shelf = shelf_for(store.kind, read_header(store.folder).shelf, store.folder)
        workstation.keep_newest(read_header(store.folder), shelf, register.workstation_secret(work))


def leave(session: Session) -> None:
    """Record the leaving and let go of the file and its keys, whatever befalls the record: a server that doesn't answer
    hears of it no more, which is nobody's fault.
    """
    try:
        with session.desk.store.write(session.actor, session.desk.now()) as work:
            audit.append(work, "session.closed", {})
        anchors.move_on(session.desk.store)
    except StoreTrouble as trouble:
        if trouble.code not in ("store.server_gone", "store.server_unsure"):
            raise
    finally:
        session.desk.store.forget()


def countersign(desk: Desk, beside: Actor, login: str, password: str, deed: Deed[T]) -> Done[T]:
    """Run one deed for somebody who signs it at another's desk, in a session that lasts as long as the deed.

    The trail names who did it and at whose desk. Raises StoreTrouble(wrong_password), or what the deed refuses.
    """
    session = sign_in(desk.store.folder, login, password, desk.now, beside, to_sign=True)
    try:
        return session.desk.run(deed, session.actor, signer=session.signer)
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
