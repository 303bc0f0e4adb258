"""Makes a new branch: its folder, keys, file, people. Nothing is left behind when it fails."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

import sqlalchemy as sa

from collectdesk.domain.ids import AccountId, BranchId
from collectdesk.domain.people.people import Actor, Role
from collectdesk.store.branch import DATABASE_FILE, Store, open_store
from collectdesk.store.keys import register, slots, workstation
from collectdesk.store.keys.header import Epoch, KeysHeader, write_header
from collectdesk.store.keys.root import RootKey, new_root
from collectdesk.store.keys.slots import Holder
from collectdesk.store.keys.workstation import Workstation
from collectdesk.store.rows.people import AccountRow, BranchRow
from collectdesk.store.schema import upgrade
from collectdesk.store.server.address import Address, Login, write_address
from collectdesk.store.trail import audit
from collectdesk.store.trouble import StoreTrouble, told_as_trouble
from collectdesk.store.vault import opening
from collectdesk.store.vault.places import require_local
from collectdesk.store.vault.shelf import shelf_for
from collectdesk.store.work import new_id


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to sign in from the first day."""

    login: str
    name: str
    role: Role
    password: str


@dataclass(frozen=True, slots=True)
class Founded:
    """An open new branch, and the codes of the two envelopes to print once.

    They count as made, not as kept, until each was typed back (``desk/customers/keeping.py``).
    """

    store: Store
    codes: dict[str, str] = field(repr=False)
    """By the envelope's name, as A-7K3P."""


def found_branch(
    folder: Path,
    *,
    name: str,
    kind: str,
    shelf_name: str,
    people: tuple[NewPerson, ...],
    now: datetime,
    practice_date: date | None = None,
    server: tuple[Address, Login] | None = None,
) -> Founded:
    """Make a branch in an empty or missing folder, its rows in a file or on a ``server``.

    Raises StoreTrouble(folder_in_use | no_keyring | full | server_… …).
    """
    if server is None:
        require_local(folder)
    if folder.exists() and any(folder.iterdir()):
        raise StoreTrouble("folder_in_use", path=str(folder))
    existed = folder.exists()
    try:
        return _found(folder, name, kind, shelf_name, people, now, practice_date, server)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        if existed:
            folder.mkdir(parents=True, exist_ok=True)
        raise


def _found(
    folder: Path,
    name: str,
    kind: str,
    shelf_name: str,
    people: tuple[NewPerson, ...],
    now: datetime,
    practice_date: date | None,
    server: tuple[Address, Login] | None,
) -> Founded:
    folder.mkdir(parents=True, exist_ok=True)
    root, branch_id, station = new_root(), BranchId(new_id()), workstation.new_workstation()
    header = KeysHeader(branch_id, kind, name, shelf_name, (Epoch(root.epoch, station.id),))
    # before the first byte is encrypted: a keyring that can't keep it ends here
    workstation.put(header, shelf_for(kind, shelf_name, folder), station)
    held: list[Holder] = []
    for person in people:
        header, holder = slots.add_person(header, root, person.login, person.password, station)
        held.append(holder)
    codes: dict[str, str] = {}
    for envelope in slots.ENVELOPES:
        header, holder, code = slots.add_code(header, root, slots.envelope_name(envelope))
        held.append(holder)
        codes[holder.name] = code
    write_header(folder, header)
    branch = BranchRow(id=branch_id, name=name, kind=kind, created_at=now, practice_date=practice_date)
    with told_as_trouble():
        if server is None:
            _make_file(folder, root, branch)
        else:
            _make_there(folder, header, branch, *server)
    store = open_store(folder, branch_id, root)
    _enrol(store, people, held, station, now)
    return Founded(store, codes)


def _make_there(folder: Path, header: KeysHeader, branch: BranchRow, address: Address, login: Login) -> None:
    """The branch's own row on a server; its password where the branch's other secrets lie."""
    from collectdesk.store.server.reaching import begin_branch, keep_password

    keep_password(shelf_for(header.kind, header.shelf, folder), address, login.password)
    begin_branch(address, login, branch)
    write_address(folder, replace(address, holds=True))


def _make_file(folder: Path, root: RootKey, branch: BranchRow) -> None:
    """The encrypted file with its tables and the branch's own row."""
    key = root.labelled("database")
    opening.connect(folder / DATABASE_FILE, key, mode="rwc").close()
    writer = opening.engine(folder / DATABASE_FILE, key, query_only=False, pool=1)
    try:
        upgrade(writer)
        with writer.begin() as connection:
            columns = ("id", "name", "kind", "created_at", "practice_date")
            values = {column: getattr(branch, column) for column in columns}
            connection.execute(sa.insert(BranchRow).values(values))
    finally:
        writer.dispose()


def _enrol(
    store: Store, people: tuple[NewPerson, ...], held: list[Holder], station: Workstation, now: datetime
) -> None:
    founder = Actor(AccountId("founder"), "founder", "founder", Role.ADMINISTRATOR)
    with store.write(founder, now) as work:
        register.begin_epoch(work, store.keys.epoch, "founded", station)
        accounts = {
            person.login: work.add(
                AccountRow,
                login=person.login,
                name=person.name,
                role=person.role.value,
                active=True,
                staff_id=None,
            )
            for person in people
        }
        for holder in held:
            register.enrol(work, holder, accounts.get(holder.name) if holder.kind == "person" else None)
        audit.append(work, "branch.founded", {"branch": store.branch_id, "people": len(people)})
