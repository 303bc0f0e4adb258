"""A branch of an older schema: a released one's rows in the tables as they were at an earlier step."""

from __future__ import annotations

import shutil
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from collectdesk.domain.ids import BranchId
from collectdesk.store.branch import Store, open_store
from collectdesk.store.keys.header import read_header
from collectdesk.store.keys.slots import open_person
from collectdesk.store.vault import opening
from collectdesk.store.vault.shelf import PracticeShelf
from helpers.branches import PASSWORD

RELEASED = sorted((Path(__file__).parent / "released").iterdir())
BEFORE = "0006"
"""The step that older branches of the tests stand at."""


class Old:
    """A copy of a released branch; ``at`` takes its tables back to an earlier step."""

    def __init__(self, released: Path, folder: Path, at: str = "") -> None:
        shutil.copytree(released, folder)
        self.folder, self.step = folder, at or released.name
        header = read_header(folder)
        self.branch_id = BranchId(header.database_id)
        self.keys = open_person(header, "clerk", PASSWORD, PracticeShelf(folder))
        if at:
            self._take_back(at)

    def open(self) -> Store:
        return open_store(self.folder, self.branch_id, self.keys)

    def found_step(self, folder: Path | None = None) -> str:
        engine = opening.still_engine((folder or self.folder) / "branch.db", self.keys.labelled("database"))
        with engine.connect() as connection:
            step = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        engine.dispose()
        return str(step)

    def _take_back(self, step: str) -> None:
        newer, key = self.folder / "newer.db", self.keys.labelled("database")
        (self.folder / "branch.db").replace(newer)
        opening.connect(self.folder / "branch.db", key, mode="rwc").close()
        writer = opening.engine(self.folder / "branch.db", key, query_only=False, pool=1)
        settings = Config()
        settings.set_main_option("script_location", "collectdesk.store:migrations")
        source = opening.still_engine(newer, key)
        with source.connect() as rows, writer.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("PRAGMA foreign_keys=OFF")
            with connection.begin():
                settings.attributes["connection"] = connection
                command.upgrade(settings, step)
                _copy_rows(rows, connection)
            raw.execute(f"PRAGMA application_id={opening.APPLICATION_ID}")
        writer.dispose()
        source.dispose()
        newer.unlink()


def _copy_rows(rows: sa.Connection, connection: sa.Connection) -> None:
    """What both schemas know, table by table; the trail's own triggers keep its head."""
    there = sa.inspect(rows)
    for table in sa.inspect(connection).get_table_names():
        if table in ("alembic_version", "audit_head") or not there.has_table(table):
            continue
        known = {c["name"] for c in there.get_columns(table)}
        columns = [
            c for c in sa.inspect(connection).get_columns(table)
            if c["name"] in known or (not c["nullable"] and c["default"] is None)
        ]  # fmt: skip
        named = ", ".join(f'"{c["name"]}"' for c in columns)
        # what a later step took away again stands empty
        asked = ", ".join(f'"{c["name"]}"' if c["name"] in known else "''" for c in columns)
        marks, order = ", ".join("?" * len(columns)), " ORDER BY seq" if table == "audit_entry" else ""
        for row in rows.exec_driver_sql(f'SELECT {asked} FROM "{table}"{order}'):
            connection.exec_driver_sql(f'INSERT INTO "{table}" ({named}) VALUES ({marks})', tuple(row))
