"""Owns who may open the branch: admit, change or reset a password, let go; keys file and database move together.

Each runs inside a deed's transaction, which keeps two programs from writing the keys file at once; when the
transaction is rolled back, the keys file is put back too.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from pathlib import Path

from collectdesk.store.keys import register, slots, workstation
from collectdesk.store.keys.header import KeysHeader, read_header, write_header
from collectdesk.store.keys.slots import Holder, OpenSlot, OwnKeys
from collectdesk.store.work import Work


def admit(work: Work, folder: Path, account_id: str, login: str, password: str) -> None:
    """Give an account a slot with new keys of its own: for somebody new, or in place of a forgotten password.

    Signatures made with earlier keys are still checked by them.
    """
    station = register.workstation_secret(work)
    header, holder = slots.add_person(read_header(folder), work.keys, login, password, station)
    register.enrol(work, holder, account_id)
    replace_header(work, folder, header)


def change_password(work: Work, folder: Path, opened: OpenSlot, password: str) -> None:
    """Wrap the person's own keys under another password; ``opened`` proves the old one."""
    _wrap_again(work, folder, opened, password, opened.keys)


def follow_workstation(work: Work, folder: Path, opened: OpenSlot, password: str) -> None:
    """Bring a slot under the workstation's present secret: nobody but its owner knows the password it takes.

    The vouching secret is drawn anew: whoever read it in the database once, and has left, vouches no more.
    """
    renewed = replace(opened.keys, vouch=secrets.token_bytes(32))
    register.revouch(work, _wrap_again(work, folder, opened, password, renewed))
    replace_header(work, folder, workstation.without_unneeded(read_header(folder)))


def _wrap_again(work: Work, folder: Path, opened: OpenSlot, password: str, keys: OwnKeys) -> Holder:
    station = register.workstation_secret(work)
    header, holder = slots.add_person(read_header(folder), work.keys, opened.name, password, station, keys)
    replace_header(work, folder, header)
    return holder


def let_go(work: Work, folder: Path, login: str, why: str) -> None:
    """Take a person's slot away. Copies of the keys file made before still open until the branch is rekeyed."""
    register.retire(work, "person", login, why)
    replace_header(work, folder, read_header(folder).without("person", login))


def replace_header(work: Work, folder: Path, header: KeysHeader) -> None:
    """Write the keys file within the transaction: what is rolled back leaves the file as it was."""
    before = read_header(folder)
    work.undo.append(lambda: write_header(folder, before))
    write_header(folder, header)
