"""Older files are brought up to date whole, with a copy put beside first; what fails leaves them as they were."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from collectdesk.store import schema
from collectdesk.store.keys.root import new_root
from collectdesk.store.rows.every import METADATA, is_table_of_ours
from collectdesk.store.trail import audit
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault import evidence, opening, proving, updating
from collectdesk.store.vault.presence import Presence
from collectdesk.store.vault.updating import PROGRAM
from helpers.branches import MORNING
from store.older import BEFORE, RELEASED, Old

if TYPE_CHECKING:
    from collections.abc import Iterator


def compared(connection: sa.Connection) -> MigrationContext:
    """What the file holds, without the search index's own tables."""
    return MigrationContext.configure(connection, opts={"include_name": is_table_of_ours})


@pytest.fixture
def old(tmp_path: Path) -> Old:
    return Old(RELEASED[-1], tmp_path / "branch", BEFORE)


@pytest.mark.parametrize("released", RELEASED, ids=lambda path: path.name)
def test_every_released_schema_opens_with_everything_in_it(released: Path, tmp_path: Path) -> None:
    old = Old(released, tmp_path / "branch")
    assert old.found_step() == released.name
    store = old.open()
    try:
        with store.read(PROGRAM, MORNING) as view:
            found = proving.counts(view)
            assert (found["customers"], found["visits"], found["records"]) == (3, 1, 1)
            assert audit.verify(view).intact
            (photo,) = evidence.everything(view)
            assert evidence.read(view, store.evidence_folder(), photo) == b"a photo of a door" * 40
            assert view.connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            assert compare_metadata(compared(view.connection), METADATA) == []
            triggers = {
                r[0] for r in view.rows(sa.text("SELECT name FROM sqlite_schema WHERE type = 'trigger'"))
            }
        assert {"audit_entry_no_update", "audit_entry_no_delete", "audit_entry_chained"} <= triggers
    finally:
        store.close()


def test_the_copy_made_first_is_the_file_as_it_was(old: Old) -> None:
    old.open().close()
    assert old.found_step() == schema.HEAD
    (copy,) = (old.folder / updating.BEFORE).iterdir()
    assert copy.name.endswith(f"_{old.step}")
    assert old.found_step(copy) == old.step
    assert (copy / "branch.keys.json").read_bytes() == (old.folder / "branch.keys.json").read_bytes()
    old.open().close()
    assert len(list((old.folder / updating.BEFORE).iterdir())) == 1  # the newest schema needs no copy


def test_without_a_copy_there_is_no_migration(old: Old) -> None:
    (old.folder / updating.BEFORE).write_text("in the way", "utf-8")
    before = (old.folder / "branch.db").read_bytes()
    with pytest.raises(StoreTrouble) as error:
        old.open()
    assert error.value.code == "store.before_failed"
    assert (old.folder / "branch.db").read_bytes() == before
    (old.folder / updating.BEFORE).unlink()
    old.open().close()
    assert old.found_step() == schema.HEAD


def test_nobody_else_may_have_it_open_meanwhile(old: Old) -> None:
    other = Presence(old.folder)
    other.announce(MORNING)
    with pytest.raises(StoreTrouble) as error:
        old.open()
    assert error.value.code == "store.in_use"
    assert old.found_step() == old.step
    other.withdraw()
    old.open().close()


@pytest.mark.parametrize("code", ["migration_broke_trail", "full", "migration_broke_links"])
def test_a_step_that_fails_is_undone_whole(old: Old, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    with monkeypatch.context() as patched:
        if code == "migration_broke_trail":
            seen = itertools.count()
            patched.setattr(updating, "trail_as_written", lambda _connection: next(seen))
        elif code == "migration_broke_links":
            patched.setattr(command, "upgrade", _spoil_links)
        else:
            patched.setattr(command, "upgrade", _run_full)
        with pytest.raises(StoreTrouble) as error:
            old.open()
        assert error.value.code == f"store.{code}"
    assert old.found_step() == old.step
    store = old.open()
    with store.read(PROGRAM, MORNING) as view:
        assert proving.counts(view)["customers"] == 3
    store.close()


_UPGRADE = command.upgrade


def _spoil_links(settings: Any, target: str) -> None:
    _UPGRADE(settings, target)
    settings.attributes["connection"].exec_driver_sql("UPDATE customer_case SET customer_id = 'nobody'")


def _run_full(settings: Any, target: str) -> None:
    _UPGRADE(settings, target)
    connection = settings.attributes["connection"]
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    connection.exec_driver_sql("CREATE TABLE grows (a)")
    connection.exec_driver_sql("INSERT INTO grows VALUES (randomblob(2000000))")


def test_only_the_newest_copies_are_kept(old: Old) -> None:
    for number in range(4):
        updating.keep_copy(old.folder, old.branch_id, old.keys, f"000{number}")
    names = sorted(path.name[-4:] for path in (old.folder / updating.BEFORE).iterdir())
    assert names == ["0002", "0003"]


def _steps() -> Iterator[str]:
    settings = Config()
    settings.set_main_option("script_location", "collectdesk.store:migrations")
    return (script.revision for script in ScriptDirectory.from_config(settings).walk_revisions())


def test_the_program_knows_its_own_steps_and_no_others() -> None:
    assert schema.known_steps() == frozenset(_steps())


@pytest.mark.parametrize("step", sorted(_steps()))
def test_the_tables_are_the_same_from_whichever_step_they_came(step: str, tmp_path: Path) -> None:
    keys = new_root()
    opening.connect(tmp_path / "branch.db", keys.labelled("database"), mode="rwc").close()
    writer = opening.engine(tmp_path / "branch.db", keys.labelled("database"), query_only=False, pool=1)
    settings = Config()
    settings.set_main_option("script_location", "collectdesk.store:migrations")
    with writer.connect() as connection, connection.begin():
        settings.attributes["connection"] = connection
        command.upgrade(settings, step)
    schema.upgrade(writer)
    with writer.connect() as connection:
        assert compare_metadata(compared(connection), METADATA) == []
    writer.dispose()
