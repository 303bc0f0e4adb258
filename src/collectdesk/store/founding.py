"""Makes a new branch: its folder, keys, file, people. Nothing is left behind when it fails."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import sqlalchemy as sa

from collectdesk.domain.ids import AccountId, BranchId
from collectdesk.domain.people import Actor, Role
from collectdesk.store import audit, opening, vault
from collectdesk.store.branch import DATABASE_FILE, Store, open_store
from collectdesk.store.places import require_local
from collectdesk.store.rows.people import AccountRow, BranchRow
from collectdesk.store.schema import upgrade
from collectdesk.store.shelf import shelf_for
from collectdesk.store.trouble import StoreTrouble, told_as_trouble
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
    """An open new branch, and the recovery code to print once."""

    store: Store
    recovery_code: str


def found_branch(
    folder: Path,
    *,
    name: str,
    kind: str,
    shelf_name: str,
    people: tuple[NewPerson, ...],
    now: datetime,
    practice_date: date | None = None,
) -> Founded:
    """Make a branch in an empty or missing folder; raises StoreTrouble(folder_in_use | no_keyring | full …)."""
    require_local(folder)
    if folder.exists() and any(folder.iterdir()):
        raise StoreTrouble("folder_in_use", path=str(folder))
    existed = folder.exists()
    try:
        return _found(folder, name, kind, shelf_name, people, now, practice_date)
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
) -> Founded:
    folder.mkdir(parents=True, exist_ok=True)
    root, branch_id = vault.new_root(), BranchId(new_id())
    shelf = shelf_for(kind, shelf_name, folder)
    workstation = secrets.token_bytes(32)
    shelf.put(
        branch_id, workstation
    )  # before the first byte is encrypted: a keyring that can't keep it ends here
    header = vault.KeysHeader(branch_id, kind, name, shelf_name)
    for person in people:
        header = vault.add_person(header, root, person.login, person.password, workstation)
    header, code = vault.add_recovery(header, root)
    vault.write_header(folder, header)
    with told_as_trouble():
        opening.connect(folder / DATABASE_FILE, root.labelled("database"), mode="rwc").close()
        writer = opening.engine(folder / DATABASE_FILE, root.labelled("database"), query_only=False, pool=1)
        try:
            upgrade(writer)
            with writer.begin() as connection:
                connection.execute(
                    sa.insert(BranchRow).values(
                        id=branch_id,
                        name=name,
                        kind=kind,
                        created_at=now,
                        practice_date=practice_date,
                    )
                )
        finally:
            writer.dispose()
    store = open_store(folder, branch_id, root)
    _enrol(store, people, now)
    return Founded(store, code)


def _enrol(store: Store, people: tuple[NewPerson, ...], now: datetime) -> None:
    founder = Actor(AccountId("founder"), "founder", "founder", Role.ADMINISTRATOR)
    with store.write(founder, now) as work:
        for person in people:
            work.add(
                AccountRow,
                login=person.login,
                name=person.name,
                role=person.role.value,
                active=True,
                staff_id=None,
            )
        audit.append(work, "branch.founded", {"branch": store.branch_id, "people": len(people)})
