"""The disk is full, the file read-only, another program writing: a code to tell, nothing changed, and on it goes."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from collectdesk.desk.contact.holding import PlaceHold
from collectdesk.desk.paper.attaching import AttachEvidence
from collectdesk.store.branch import DATABASE_FILE
from collectdesk.store.cases import cases
from collectdesk.store.rows.columns import Rows
from collectdesk.store.trouble import StoreTrouble, told_as_trouble
from collectdesk.store.vault import evidence, opening

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from helpers.branches import Branch


def image(branch: Branch) -> dict[str, list[object]]:
    with branch.desk.store.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(sa.select(table)).all()]
            for table in Rows.metadata.sorted_tables
        }


@contextmanager
def pragma(branch: Branch, during: str, after: str) -> Iterator[None]:
    """A setting of the writing connection for a while."""
    with branch.desk.store._writer.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute(f"PRAGMA {during}").fetchall()
    yield
    with branch.desk.store._writer.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute(f"PRAGMA {after}").fetchall()


def test_a_full_disk_is_told_at_whichever_write_it_comes_and_changes_nothing(branch: Branch) -> None:
    case_id = branch.case_id()
    before = image(branch)
    with branch.desk.store.reading() as connection:
        pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar() or 0)
    long = PlaceHold(case_id, "dispute", None, "争" * 200_000)
    for spare in range(0, 120, 20):
        with pragma(branch, f"max_page_count={pages + spare}", "max_page_count=1073741823"):
            with pytest.raises(StoreTrouble) as error:
                branch.clerk(long)
            assert error.value.code == "store.full"
        assert image(branch) == before
    branch.clerk(long)


def test_a_file_that_may_not_be_written_is_told_so(branch: Branch) -> None:
    case_id = branch.case_id()
    before = image(branch)
    with pragma(branch, "query_only=ON", "query_only=OFF"):
        with pytest.raises(StoreTrouble) as error:
            branch.hold("dispute")
        assert error.value.code == "store.read_only"
        with pytest.raises(StoreTrouble):  # a refusal that can't be written down is no refusal shown as one
            branch.auditor(PlaceHold(case_id, "dispute", None, "争议"))
    assert image(branch) == before
    branch.hold("dispute")


def test_another_writer_makes_one_wait_and_then_say_so(branch: Branch) -> None:
    before = image(branch)
    store = branch.desk.store
    other = opening.connect(branch.folder / DATABASE_FILE, store.keys.labelled("database"))
    other.execute("BEGIN IMMEDIATE")
    with pragma(branch, "busy_timeout=50", "busy_timeout=5000"):
        with pytest.raises(StoreTrouble) as error:
            branch.hold("dispute")
        assert error.value.code == "store.busy"
        assert branch.points()  # reading never waits for a writer
    other.execute("ROLLBACK")
    other.close()
    assert image(branch) == before
    branch.hold("dispute")


def test_a_disk_that_fills_while_evidence_is_written_isnt_blamed_on_the_photo(
    branch: Branch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit_id = branch.planned_visit()
    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"photo")
    before = image(branch)

    def full(*_: object) -> bytes:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(evidence, "seal_bytes", full)
        with pytest.raises(StoreTrouble) as error:
            branch.clerk(AttachEvidence(visit_id, photo, branch.evidence_folder))
    assert error.value.code == "store.full"
    assert image(branch) == before
    assert not list(branch.evidence_folder.iterdir())
    branch.attach(visit_id, photo)


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "store.full"), (errno.EROFS, "store.read_only"), (errno.EIO, "store.disk")],
)
def test_what_the_disk_says_of_a_file_becomes_the_same_codes(number: int, code: str) -> None:
    with pytest.raises(StoreTrouble) as error, told_as_trouble():
        raise OSError(number, "")
    assert error.value.code == code


def test_a_fault_of_the_program_is_never_dressed_up_as_trouble(branch: Branch) -> None:
    with pytest.raises(LookupError):
        branch.ask(lambda view: cases.case(view, "0" * 32))
    with pytest.raises(FileNotFoundError), told_as_trouble():
        raise FileNotFoundError("x")
    with pytest.raises(sa.exc.DBAPIError):
        branch.ask(lambda view: view.connection.exec_driver_sql("SELECT nothing FROM nowhere"))
