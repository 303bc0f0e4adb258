"""One writer, many readers: what is rolled back, what a snapshot sees, and what another program's commit moves."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from collectdesk.desk.contact.holding import PlaceHold
from collectdesk.store.branch import DATABASE_FILE, open_store
from collectdesk.store.cases import cases
from collectdesk.store.rows.cases import CaseRow, HoldRow
from collectdesk.store.rows.columns import Rows
from collectdesk.store.trail import audit
from collectdesk.store.trouble import StaleRecord, StoreTrouble
from collectdesk.store.vault import evidence

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from collectdesk.store.branch import Store
    from helpers.branches import Branch

NEXT_DOOR = """
import sys
from collectdesk.store.vault.opening import connect
from pathlib import Path
connection = connect(Path(sys.argv[1]), bytes.fromhex(sys.stdin.readline()))
connection.execute("UPDATE customer SET version = version + 1")
connection.close()
"""


class Broken(Exception):
    """What a deed may raise that nobody foresaw."""


def image(branch: Branch) -> dict[str, list[object]]:
    """Every row of every table."""
    with branch.desk.store.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(sa.select(table)).all()]
            for table in Rows.metadata.sorted_tables
        }


def test_an_exception_after_writes_takes_rows_audit_line_and_file_back(
    branch: Branch, tmp_path: Path
) -> None:
    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"photo")
    before, case_id = image(branch), branch.case_id()
    with pytest.raises(Broken), branch.desk.store.write(branch.actors["clerk"], branch.now) as work:  # noqa: PT012
        cases.add_hold(work, case_id, "dispute", None, "争议")
        with photo.open("rb") as source:
            evidence.keep(
                work, branch.evidence_folder, case_id, source, kind="photo", original_name="a", media_type="x"
            )
        audit.append(work, "hold.placed", {})
        raise Broken
    assert image(branch) == before
    assert not list(branch.evidence_folder.iterdir())


def test_a_commit_that_fails_takes_the_file_of_evidence_back_too(
    branch: Branch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_connection: sa.Connection) -> None:
        raise StoreTrouble("full")

    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"photo")
    case_id = branch.case_id()
    sa.event.listen(branch.desk.store._writer, "commit", fail)
    try:
        with (
            pytest.raises(StoreTrouble),
            branch.desk.store.write(branch.actors["clerk"], branch.now) as work,
            photo.open("rb") as source,
        ):
            evidence.keep(
                work, branch.evidence_folder, case_id, source, kind="photo", original_name="a", media_type="x"
            )
    finally:
        sa.event.remove(branch.desk.store._writer, "commit", fail)
    assert not list(branch.evidence_folder.iterdir())
    branch.hold("dispute")


def test_a_snapshot_isnt_moved_by_a_writer(branch: Branch) -> None:
    case_id = branch.case_id()
    with branch.desk.store.read(branch.actors["clerk"], branch.now) as view:
        assert cases.holds(view, case_id) == []
        branch.clerk(PlaceHold(case_id, "dispute", None, "争议"))
        assert cases.holds(view, case_id) == []
    assert branch.ask(lambda view: len(cases.holds(view, case_id))) == 1


def test_the_reader_refuses_every_write(branch: Branch) -> None:
    with (
        pytest.raises(StoreTrouble) as error,
        branch.desk.store.read(branch.actors["clerk"], branch.now) as view,
    ):
        view.connection.exec_driver_sql("DELETE FROM hold")
    assert error.value.code == "store.read_only"


def test_only_anothers_commit_counts_as_a_change_elsewhere(branch: Branch) -> None:
    mine = branch.desk.store
    other = open_store(branch.folder, mine.branch_id, mine.keys)
    try:
        assert not mine.changed_elsewhere()
        branch.hold("dispute")
        assert not mine.changed_elsewhere()
        with other.write(branch.actors["supervisor"], branch.now) as work:
            cases.add_hold(work, branch.case_id(), "complaint", None, "投诉")
        assert mine.changed_elsewhere()
        assert not mine.changed_elsewhere()
        assert other.changed_elsewhere()
        with mine.write(branch.actors["clerk"], branch.now):
            assert not mine.changed_elsewhere()  # while we write, nobody else can
    finally:
        other.close()


def test_another_process_is_noticed_even_before_the_first_question(branch: Branch) -> None:
    key = branch.desk.store.keys.labelled("database").hex()
    run = subprocess.run(
        [sys.executable, "-c", NEXT_DOOR, str(branch.folder / DATABASE_FILE)],
        input=key, text=True, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert branch.desk.store.changed_elsewhere()
    assert not branch.desk.store.changed_elsewhere()


def test_two_programs_on_one_file_lose_nothing_of_each_other(branch: Branch) -> None:
    mine, faults = branch.desk.store, []
    other = open_store(branch.folder, mine.branch_id, mine.keys)
    case_id = branch.case_id()

    def hold(store: Store, reason: str) -> None:
        try:
            for number in range(10):
                with store.write(branch.actors["clerk"], branch.now) as work:
                    cases.add_hold(work, case_id, "dispute", None, f"{reason} {number}")
                    audit.append(work, "hold.placed", {"number": number})
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            faults.append(error)

    threads = [threading.Thread(target=hold, args=pair) for pair in ((mine, "a"), (other, "b"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert faults == []
    assert branch.ask(lambda view: len(cases.holds(view, case_id))) == 20
    assert branch.ask(audit.verify).intact


def test_a_stale_version_is_refused_and_changes_nothing(branch: Branch) -> None:
    kept = branch.ask(lambda view: cases.case(view, branch.case_id()))
    with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
        work.change(CaseRow, kept.id, kept.version, assigned_to="x")
    with (  # noqa: PT012
        pytest.raises(StaleRecord) as error,
        branch.desk.store.write(branch.actors["clerk"], branch.now) as work,
    ):
        cases.add_hold(work, kept.id, "dispute", None, "争议")
        work.change(CaseRow, kept.id, kept.version, assigned_to="y")
    assert dict(error.value.facts) == {"subject": "customer_case", "id": kept.id}
    after = branch.ask(lambda view: cases.case(view, kept.id))
    assert (after.assigned_to, after.version) == ("x", kept.version + 1)
    assert branch.ask(lambda view: cases.holds(view, kept.id)) == []


def test_running_numbers_have_no_gap_where_work_was_rolled_back(branch: Branch) -> None:
    def number(fails: bool) -> int:
        with branch.desk.store.write(branch.actors["clerk"], branch.now) as work:
            given = work.next_number("visit")
            if fails:
                raise Broken
            return given

    given: list[int] = []
    for fails in (False, True, True, False, True, False):
        try:
            given.append(number(fails))
        except Broken:
            continue
    assert given == [1, 2, 3]
    branch.advance(days=365)
    assert number(fails=False) == 1


def test_numbers_follow_the_branchs_own_year(branch: Branch) -> None:
    """Half past midnight in China on New Year's Day is still the old year in UTC."""
    local = branch.today_at(0, 30).replace(year=2027, month=1, day=1)
    branch.clock.at = local
    branch.hold("dispute")
    with branch.desk.store.write(branch.actors["clerk"], branch.clock()) as work:
        assert work.today.year == 2027


def test_an_instant_without_a_zone_is_refused(branch: Branch) -> None:
    case_id, naive = branch.case_id(), branch.now.replace(tzinfo=None)
    with (
        pytest.raises(sa.exc.StatementError),
        branch.desk.store.write(branch.actors["clerk"], branch.now) as work,
    ):
        work.add(HoldRow, case_id=case_id, code="x", from_on=work.today, until_on=None, reason="", source_id=None,
                 ended_on=None, recorded_at=naive)  # fmt: skip


@pytest.mark.parametrize("fault", [KeyboardInterrupt, GeneratorExit, Broken])
def test_nothing_is_left_locked_by_an_interrupted_deed(
    branch: Branch, fault: Callable[[], BaseException]
) -> None:
    with pytest.raises(BaseException), branch.desk.store.write(branch.actors["clerk"], branch.now):  # noqa: B017, PT011
        raise fault()
    branch.hold("dispute")
