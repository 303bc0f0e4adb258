"""Who may open the branch: the keys file and the database agree, also when the deed fails halfway."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from collectdesk.store.keys import admitting, register, slots
from collectdesk.store.keys.header import read_header
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault.shelf import PracticeShelf
from helpers.branches import PASSWORD

if TYPE_CHECKING:
    from collectdesk.store.keys.slots import OpenSlot
    from helpers.branches import Branch

NEW = "a longer password"


def opened(branch: Branch, login: str, password: str) -> OpenSlot:
    return slots.open_slot(read_header(branch.folder), login, password, PracticeShelf(branch.folder))


def test_a_new_password_opens_and_keeps_the_person_their_signing_key(branch: Branch) -> None:
    own = opened(branch, "clerk", PASSWORD)
    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        admitting.change_password(work, branch.folder, own, NEW)
    assert opened(branch, "clerk", NEW).keys == own.keys
    with pytest.raises(StoreTrouble):
        opened(branch, "clerk", PASSWORD)


def test_a_reset_password_brings_new_keys_and_old_signatures_are_still_checked(branch: Branch) -> None:
    clerk = branch.actors["clerk"]
    before = branch.now
    signer = slots.open_signer(read_header(branch.folder), "clerk", PASSWORD, PracticeShelf(branch.folder))
    signature = signer.sign(b"yes")
    branch.advance(hours=1)
    with branch.desk.store.write(branch.actors["administrator"], branch.now) as work:
        admitting.admit(work, branch.folder, clerk.id, "clerk", NEW)
    assert opened(branch, "clerk", NEW).roots[0].same_as(branch.desk.store.keys)
    then = branch.ask(lambda view: register.signing_key(view, clerk.id, before))
    now = branch.ask(lambda view: register.signing_key(view, clerk.id, branch.now))
    assert then
    assert now == opened(branch, "clerk", NEW).keys.holder("person", "clerk").signing != then
    Ed25519PublicKey.from_public_bytes(then).verify(signature, b"yes")


def test_somebody_let_go_opens_nothing_with_the_new_keys_file(branch: Branch) -> None:
    with branch.desk.store.write(branch.actors["administrator"], branch.now) as work:
        admitting.let_go(work, branch.folder, "clerk", "left")
    with pytest.raises(StoreTrouble) as error:
        opened(branch, "clerk", PASSWORD)
    assert error.value.code == "store.wrong_password"
    assert "clerk" not in {holder.name for holder in branch.ask(register.holders)}
    assert branch.ask(lambda view: register.public_keys(view, branch.actors["clerk"].id))[0].until


def test_a_deed_that_fails_leaves_the_keys_file_as_it_was(branch: Branch) -> None:
    before = read_header(branch.folder)

    def failing() -> None:
        with branch.desk.store.write(branch.actors["administrator"], branch.now) as work:
            admitting.let_go(work, branch.folder, "clerk", "left")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        failing()
    assert read_header(branch.folder) == before
    opened(branch, "clerk", PASSWORD)


def test_the_database_holds_the_public_key_of_everybody_and_both_envelopes(branch: Branch) -> None:
    header = read_header(branch.folder)
    known = {(holder.kind, holder.name): holder for holder in branch.ask(register.holders)}
    assert set(known) == {(slot["kind"], slot["who"]) for slot in header.slots}
    assert {name[:2] for kind, name in known if kind == "code"} == {"A-", "B-"}
    own = opened(branch, "supervisor", PASSWORD)
    assert own.keys.holder("person", "supervisor") == known["person", "supervisor"]
    station = branch.ask(register.workstation_secret)
    assert own.workstation == station
