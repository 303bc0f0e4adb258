"""What is opened, what is refused and why: a foreign, empty, cut, damaged, older or newer file."""

from __future__ import annotations

import secrets
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from collectdesk.desk.vault.access import sign_in
from collectdesk.store import schema
from collectdesk.store.branch import DATABASE_FILE, open_store
from collectdesk.store.keys.root import new_root
from collectdesk.store.rows.every import METADATA, is_table_of_ours
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault import founding, opening
from collectdesk.store.vault.founding import NewPerson, found_branch
from helpers.branches import MORNING, PASSWORD, PEOPLE

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch


def refusal(branch: Branch) -> StoreTrouble:
    with pytest.raises(StoreTrouble) as error:
        open_store(branch.folder, branch.desk.store.branch_id, branch.desk.store.keys)
    return error.value


@pytest.fixture
def closed(branch: Branch) -> Branch:
    branch.close()
    return branch


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "store.empty"),
        (b"%PDF-1.7 not a branch" * 400, "store.wrong_key"),
        (secrets.token_bytes(8192), "store.wrong_key"),
        (secrets.token_bytes(10), "store.wrong_key"),
    ],
)
def test_what_is_no_branch_is_refused_and_left_as_it_was(closed: Branch, content: bytes, code: str) -> None:
    (closed.folder / DATABASE_FILE).write_bytes(content)
    assert refusal(closed).code == code
    assert (closed.folder / DATABASE_FILE).read_bytes() == content


def test_a_missing_file_is_never_made_anew(closed: Branch) -> None:
    (closed.folder / DATABASE_FILE).unlink()
    assert refusal(closed).code == "store.missing"
    assert not (closed.folder / DATABASE_FILE).exists()


def test_a_plain_sqlite_file_is_not_taken_for_a_branch(closed: Branch) -> None:
    path = closed.folder / DATABASE_FILE
    path.unlink()
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE customer (id)")
    plain.close()
    before = path.read_bytes()
    assert refusal(closed).code == "store.wrong_key"
    assert path.read_bytes() == before


def test_a_foreign_file_under_our_own_key_is_not_a_branch(closed: Branch) -> None:
    path = closed.folder / DATABASE_FILE
    path.unlink()
    made = opening.connect(path, closed.desk.store.keys.labelled("database"), mode="rwc")
    made.execute("CREATE TABLE something (id)")
    made.close()
    assert refusal(closed).code == "store.not_a_branch"


def test_another_key_opens_nothing(closed: Branch) -> None:
    with pytest.raises(StoreTrouble) as error:
        open_store(closed.folder, closed.desk.store.branch_id, new_root())
    assert error.value.code == "store.wrong_key"


def test_keys_of_another_branch_are_told_so(closed: Branch) -> None:
    from collectdesk.domain.ids import BranchId

    with pytest.raises(StoreTrouble) as error:
        open_store(closed.folder, BranchId("f" * 32), closed.desk.store.keys)
    assert error.value.code == "store.other_branch"


def test_a_truncated_or_damaged_file_is_told_as_trouble_never_as_data(closed: Branch) -> None:
    path = closed.folder / DATABASE_FILE
    whole = path.read_bytes()
    found = set()
    for cut in (100, 4096, len(whole) // 2, len(whole) - 4096):
        path.write_bytes(whole[:cut])
        found.add(_trouble_reading_all(closed))
    for page in range(0, len(whole), 4096 * 7):
        spoilt = bytearray(whole)
        spoilt[page + 2000] ^= 0xFF
        path.write_bytes(spoilt)
        found.add(_trouble_reading_all(closed))
    assert found <= {"store.wrong_key", "store.damaged"}


def _trouble_reading_all(closed: Branch) -> str:
    """Open and read every table whole: somewhere on the way a damaged page shows."""
    with pytest.raises(StoreTrouble) as error:  # noqa: PT012
        store = open_store(closed.folder, closed.desk.store.branch_id, closed.desk.store.keys)
        try:
            with store.reading() as connection:
                for table in METADATA.sorted_tables:
                    connection.execute(sa.select(table)).all()
                connection.exec_driver_sql("PRAGMA integrity_check").all()
                broken = connection.exec_driver_sql("PRAGMA cipher_integrity_check").all()
                if broken:
                    raise StoreTrouble("damaged")
        finally:
            store.close()
    return error.value.code


def test_a_newer_file_is_refused_with_both_versions_named(branch: Branch) -> None:
    with branch.desk.store.write(branch.actors["administrator"], branch.now) as work:
        work.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    branch.close()
    trouble = refusal(branch)
    assert trouble.code == "store.too_new"
    assert dict(trouble.facts) == {"found": "9999", "known": schema.HEAD}


def test_the_newest_step_known_is_the_newest_step_there_is() -> None:
    settings = Config()
    settings.set_main_option("script_location", "collectdesk.store:migrations")
    assert ScriptDirectory.from_config(settings).get_current_head() == schema.HEAD


def _compared(connection: Any) -> MigrationContext:
    return MigrationContext.configure(
        connection, opts={"compare_type": True, "include_name": is_table_of_ours}
    )


def test_the_steps_make_exactly_the_tables_the_program_works_with(branch: Branch) -> None:
    with branch.desk.store.reading() as connection:
        assert compare_metadata(_compared(connection), METADATA) == []


def test_a_branch_opens_while_another_program_is_writing(branch: Branch) -> None:
    """A long import next door holds the write lock; looking at the schema takes none."""
    with branch.desk.store.write(branch.actors["clerk"], branch.now):
        second = open_store(branch.folder, branch.desk.store.branch_id, branch.desk.store.keys)
        assert second.actor("clerk") == branch.actors["clerk"]
        second._reader.dispose()  # its writer would wait for the lock we hold
        second._writer.dispose()


def test_a_folder_in_use_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine", "utf-8")
    with pytest.raises(StoreTrouble) as error:
        _found(tmp_path)
    assert error.value.code == "store.folder_in_use"
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def test_a_founding_that_fails_half_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StoreTrouble("full")

    monkeypatch.setattr(founding, "_enrol", fail)
    with pytest.raises(StoreTrouble):
        _found(tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_real_branch_isnt_founded_where_the_keyring_cant_keep_its_secret(tmp_path: Path) -> None:
    with pytest.raises(StoreTrouble) as error:
        found_branch(tmp_path / "new", name="支行", kind="real", shelf_name="system", people=(), now=MORNING)
    assert error.value.code == "store.no_keyring"
    with pytest.raises(StoreTrouble) as error:
        found_branch(
            tmp_path / "new", name="支行", kind="real", shelf_name="practice", people=(), now=MORNING
        )
    assert error.value.code == "store.practice_shelf_on_real_branch"
    assert not (tmp_path / "new").exists()


def test_a_founded_branch_is_signed_into_with_the_password_and_not_without(closed: Branch) -> None:
    with pytest.raises(StoreTrouble) as error:
        sign_in(closed.folder, "clerk", "wrong")
    assert error.value.code == "store.wrong_password"
    session = sign_in(closed.folder, " clerk ", PASSWORD, closed.clock)
    assert session.actor == closed.actors["clerk"]
    session.desk.store.close()


def _found(folder: Path) -> None:
    people: tuple[NewPerson, ...] = PEOPLE[:1]
    found_branch(folder, name="支行", kind="practice", shelf_name="practice", people=people, now=MORNING)
