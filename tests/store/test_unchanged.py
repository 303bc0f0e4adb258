"""What a deed needn't read again: gone the moment anybody changes it, whichever way, and after every rollback."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from collectdesk.desk.pipeline import NotPermitted
from collectdesk.store.branch import DATABASE_FILE
from collectdesk.store.trail import audit
from collectdesk.store.trail.chain import Linking
from collectdesk.store.vault import opening

if TYPE_CHECKING:
    from helpers.branches import Branch

DEMOTE = "UPDATE account SET role = 'auditor' WHERE login = 'clerk'"
RAISE = "UPDATE account SET role = 'clerk' WHERE login = 'clerk'"


class Broken(Exception):
    """What ends a transaction."""


def test_a_right_is_gone_the_moment_it_is_taken_away(branch: Branch) -> None:
    branch.call()  # the right is known from now on
    branch.call()
    with branch.desk.store.write(branch.actors["administrator"], branch.now) as work:
        work.connection.exec_driver_sql(DEMOTE)  # past the program's own way of changing it
    with pytest.raises(NotPermitted):
        branch.call()
    with branch.desk.store.write(branch.actors["administrator"], branch.now) as work:
        work.connection.exec_driver_sql(RAISE)
    branch.call()
    key = branch.desk.store.keys.labelled("database")
    other = opening.connect(branch.folder / DATABASE_FILE, key)  # as another program would
    other.execute(DEMOTE)
    with pytest.raises(NotPermitted):
        branch.call()
    other.execute(RAISE)
    other.close()
    branch.call()
    assert branch.ask(audit.verify).intact


def test_a_transaction_that_comes_to_nothing_is_remembered_by_nobody(branch: Branch) -> None:
    branch.call()
    before = branch.ask(audit.head)

    def spoil() -> None:
        with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
            work.connection.exec_driver_sql(DEMOTE)
            audit.append(work, "hold.placed", {})
            raise Broken

    with pytest.raises(Broken):
        spoil()
    assert branch.ask(audit.head) == before
    branch.call()  # the right stands, and the trail goes on from where it was
    assert branch.ask(audit.verify).intact
    assert branch.ask(audit.head)[0] == before[0] + 1


def test_what_a_deed_read_is_read_again_once_it_has_written(branch: Branch) -> None:
    asked: list[int] = []

    def count() -> int:
        asked.append(work.scalar(sa.text("SELECT max(version) FROM customer")))
        return asked[-1]

    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        first = work.once("versions", count)
        assert work.once("versions", count) == first
        work.connection.exec_driver_sql("UPDATE customer SET version = version + 1")
        assert work.once("versions", count) == first + 1
    assert asked == [first, first + 1]


def test_a_trail_that_another_program_wrote_to_goes_on_from_there(branch: Branch) -> None:
    from collectdesk.store.branch import Store
    from collectdesk.store.transaction import Session
    from collectdesk.store.way import FileWay

    store = branch.desk.store
    branch.call()
    path, key = branch.folder / DATABASE_FILE, store.keys.labelled("database")
    writer = opening.engine(path, key, query_only=False, pool=1)
    other = Store(
        store.folder, store.branch_id, store.name, store.kind, store.practice_date, store.keys, writer,
        opening.engine(path, key, query_only=True, pool=1), FileWay(writer),
    )  # fmt: skip
    for _turn in range(2):
        with other.write(branch.actors["clerk"], branch.now) as work:
            audit.append(work, "hold.placed", {})
        branch.call()
    assert isinstance(other._session, Session)
    other.close()
    assert branch.ask(audit.verify).intact


@given(st.binary(max_size=64), st.binary(max_size=600))
def test_a_link_is_the_keyed_hash_that_the_library_gives(key: bytes, text: bytes) -> None:
    assert Linking(key).over(text) == hmac.digest(key, text, "sha256").hex()


def test_a_key_longer_than_the_block_is_refused_and_none_is_shown() -> None:
    with pytest.raises(ValueError, match="longer"):
        Linking(bytes(65))
    assert repr(Linking(b"secret")) == "Linking(…)"
