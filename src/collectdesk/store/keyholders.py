"""Whose slot the keys file holds: given, replaced and taken away inside the deed's transaction.

The keys file is written before the commit and put back when the transaction is rolled back. A crash in between
leaves a slot without an account, which opens nothing: the sign-in asks for both.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from collectdesk.store import vault
from collectdesk.store.shelf import shelf_for
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.work import View, Work


def folder_of(view: View) -> Path:
    """Where the branch lies, its keys file in it."""
    return view.evidence_folder.parent


def give_slot(work: Work, login: str, password: str) -> None:
    """A slot that opens with this password on this PC, in place of the person's earlier one.

    Raises StoreTrouble(keyring_empty | keyring_locked | keys_…).
    """
    header = vault.read_header(folder_of(work))
    workstation = shelf_for(header.kind, header.shelf, folder_of(work)).fetch(header.database_id)
    if workstation is None:
        raise StoreTrouble("keyring_empty")
    _write(work, header, vault.add_person(header, work.keys, login, password, workstation))


def take_slot(work: Work, login: str) -> None:
    """The person's password opens nothing from now on; earlier copies of the keys file still open with it."""
    header = vault.read_header(folder_of(work))
    left = tuple(slot for slot in header.slots if not (slot["kind"] == "person" and slot["who"] == login))
    _write(work, header, replace(header, slots=left))


def require_password(view: View, login: str, password: str) -> None:
    """Open the slot once more; raises StoreTrouble(wrong_password) unless it opens and gives this branch's key."""
    folder = folder_of(view)
    header = vault.read_header(folder)
    root = vault.open_person(header, login, password, shelf_for(header.kind, header.shelf, folder))
    if not view.keys.same_as(root):  # a slot of another keys file proves nothing here
        raise StoreTrouble("wrong_password", who=login)


def _write(work: Work, before: vault.KeysHeader, after: vault.KeysHeader) -> None:
    folder = folder_of(work)
    work.undo.append(lambda: vault.write_header(folder, before))
    vault.write_header(folder, after)
