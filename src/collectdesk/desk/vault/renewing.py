"""Giving the branch new keys: at a desk by two people, or with a code out of an envelope where nobody can sign in.

Both need the branch for themselves, so they end the session they begin in; see ``store/vault/rekeying.py`` for how a
cut in between is finished or undone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from collectdesk.desk.people.passwords import require_good_password
from collectdesk.desk.people.seconding import SecondPerson
from collectdesk.desk.pipeline import Lookup
from collectdesk.desk.progress import Progress, silent
from collectdesk.desk.vault.access import Session, clock_of, leave, open_branch, second_person, sign_in
from collectdesk.desk.vault.branch_keys import PrintEnvelopes
from collectdesk.domain.ids import AccountId
from collectdesk.domain.people.people import Actor, Permission, Role
from collectdesk.domain.refusals import Refused
from collectdesk.store.keys import admitting, openings, register, slots, workstation
from collectdesk.store.keys.header import read_header
from collectdesk.store.people import people, rights
from collectdesk.store.trail import audit
from collectdesk.store.vault import rekeying
from collectdesk.store.vault.door_book import open_book, written_down
from collectdesk.store.vault.rekeying import Wish
from collectdesk.store.vault.shelf import KeyShelf, shelf_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectdesk.store.branch import Store
    from collectdesk.store.work import View, Work


class Reason(Enum):
    """Why the branch gets new keys."""

    YEARLY = "yearly"
    LEAVER = "leaver"
    STOLEN = "stolen"
    SUSPECTED = "suspected"


@dataclass(frozen=True, slots=True)
class BeginRenewal(Lookup[None]):
    """Ask for new keys, beside a second person; the keys themselves are made once the desk is closed."""

    needs: ClassVar = Permission.ROTATE_KEYS
    action: ClassVar = "keys.rotation_begun"
    audited: ClassVar = True
    two_persons: ClassVar = True

    reason: Reason
    second: SecondPerson | None = None

    def look(self, view: View) -> None:
        view.note(reason=self.reason.value)


def renew(session: Session, reason: Reason, second: SecondPerson, progress: Progress | None = None) -> None:
    """Give the branch new keys; everybody signs in again, with the password they have.

    The session ends, whatever comes of it. Raises NotPermitted, Refused (second.…), StoreTrouble
    (open_elsewhere, keys_edited, full …) with the branch as it was.
    """
    store, now = session.desk.store, session.desk.now()
    root = store.keys  # the desk forgets it when the session ends
    try:
        session.desk.run(BeginRenewal(reason, second), session.actor)
    finally:
        leave(session)
    header = read_header(store.folder)
    rekeying.rekey(
        store.folder,
        header,
        root,
        shelf_for(header.kind, header.shelf, store.folder),
        Wish(reason.value, about={"second": second.id}),
        session.actor,
        now,
        step=(progress or silent()).step,
    )


@dataclass(frozen=True, slots=True)
class Proof:
    """A login and its password; ``is_new`` where the old one is forgotten and this one takes its place."""

    login: str
    password: str = field(repr=False)
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    actor: Actor
    proof: Proof


def recover(
    folder: Path,
    code: str,
    first: Proof,
    second: Proof,
    clock: Callable[[], datetime] | None = None,
    progress: Progress | None = None,
) -> Mapping[str, str]:
    """Open the branch with an envelope's code, two people present; keyring, root and the used code are renewed.

    Gives the new code of that envelope, to be printed once and typed back. The other envelope stays good. Cut off
    before the new keys are in place, it has left its line in the trail, and the code begins it again once.
    Raises StoreTrouble (code_mistyped, wrong_code, wrong_password, no_keyring …) or Refused (second.…, password.…,
    envelope.spent).
    """
    header = read_header(folder)
    opened = slots.open_code(header, code)
    store = open_branch(folder, header, opened.roots)
    try:
        now = (clock or clock_of(store))()
        found = _take_back(store, opened.name, (first, second), now)
    finally:
        store.close()
    header = read_header(folder)
    done = rekeying.rekey(
        folder,
        header,
        store.keys,
        shelf_for(header.kind, header.shelf, folder),
        Wish("recovered", frozenset({opened.name}), {"envelope": opened.name, "second": found[1].actor.id}),
        found[0].actor,
        now,
        step=(progress or silent()).step,
    )
    return done.codes


def _take_back(store: Store, envelope: str, proofs: tuple[Proof, Proof], now: datetime) -> list[_Found]:
    """Put the workstation's secret back into the keyring, and let both people prove who they are."""
    opener = Actor(AccountId("envelope"), envelope, envelope, Role.UNATTENDED)
    with store.read(opener, now) as view:
        station, known = register.workstation_secret(view), {who.login: who for who in rights.everybody(view)}
        before = openings.opened(view)[envelope]
    if before >= openings.AT_MOST:
        _refuse_spent(store, opener, envelope, now)
    found = [_Found(_known(known, proof.login), proof) for proof in proofs]
    if found[0].actor.id == found[1].actor.id:
        raise Refused("second.same_person", field="second")
    for each in found:
        if not each.actor.may(Permission.SECOND):
            raise Refused("second.not_allowed", field="login", who=each.actor.name)
    header = read_header(store.folder)
    shelf = shelf_for(header.kind, header.shelf, store.folder)
    workstation.put(header, shelf, station)
    with store.write(found[0].actor, now) as work:
        for each in found:
            _prove(work, shelf, each)
        reset = [each.actor.id for each in found if each.proof.is_new]
        again = {"again": True} if before else {}
        about: dict[str, Any] = {"envelope": envelope, "second": found[1].actor.id, "reset": reset, **again}
        audit.append(work, openings.ACTION, about)
    return found


def _refuse_spent(store: Store, opener: Actor, envelope: str, now: datetime) -> NoReturn:
    with store.write(opener, now) as work:
        audit.append(work, f"refused.{openings.ACTION}", {"envelope": envelope, "refused": "envelope.spent"})
    raise Refused("envelope.spent", field="code", name=envelope)


def _known(known: Mapping[str, Actor], login: str) -> Actor:
    found = known.get(login.strip())
    if found is None:
        raise Refused("person.unknown", field="login")
    return found


def _prove(work: Work, shelf: KeyShelf, each: _Found) -> None:
    actor, password = each.actor, each.proof.password
    if each.proof.is_new:
        require_good_password(password, actor.login, actor.name, people.branch_name(work))
        admitting.admit(work, work.folder, actor.id, actor.login, password)
    else:
        header = read_header(work.folder)
        with written_down(open_book(work.folder, header, shelf), actor.login):
            slots.open_slot(header, actor.login, password, shelf)


def renew_at_door(
    folder: Path, first: Proof, second: Proof, reason: Reason, progress: Progress | None = None
) -> None:
    """Give new keys to a branch where nobody is signed in: both people give their passwords; raises as ``renew``."""
    session = sign_in(folder, first.login, first.password)
    try:
        beside = second_person(session, second.login, second.password)
    except BaseException:
        leave(session)
        raise
    renew(session, reason, beside, progress)


def recover_onto_paper(
    folder: Path,
    code: str,
    first: Proof,
    second: Proof,
    target: Path,
    language: str,
    progress: Progress | None = None,
) -> tuple[str, ...]:
    """``recover``, and the sheet with the envelope's new code written to a PDF; gives the envelope's name."""
    if not target.parent.is_dir():  # before the old code is spent
        raise Refused("option.recovery_out")
    fresh = recover(folder, code, first, second, progress=progress)
    session = sign_in(folder, first.login, first.password)
    try:
        session.desk.run(PrintEnvelopes(target, fresh, language), session.actor)
    finally:
        leave(session)
    return tuple(sorted(fresh))
