"""Evidence looked after: what is lost, altered or loose is found, and what is disposed of stays disposed of."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from collectdesk.desk.paper.disposing import (
    CheckEvidence,
    DisposeEvidence,
    JudgeDisposal,
    ListDisposals,
    PrintDisposal,
    ShowDisposals,
    SweepEvidence,
)
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.intake.imports import LedgerKind
from collectdesk.domain.refusals import Refused, RuleBroken
from collectdesk.domain.zones import CHINA_TIME
from collectdesk.store.branch import open_store
from collectdesk.store.cases import cases
from collectdesk.store.rows.cases import CaseRow
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.vault import disposal, evidence
from helpers.branches import LI, PRACTICE_DATE, overdue_row

if TYPE_CHECKING:
    from helpers.branches import Branch


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "door.jpg"
    path.write_bytes(b"\xff\xd8\xff" + "门口".encode() * 5000)
    return path


@pytest.fixture
def filed(branch: Branch, photo: Path) -> evidence.Evidence:
    branch.recorded_visit(photo=photo)
    case_id = branch.case_id()
    return branch.ask(lambda view: evidence.of_case(view, case_id))[0]


def close(branch: Branch, case_id: str) -> None:
    """Close the case as the store does it; what stops closing is the archive's affair."""
    with branch.desk.store.write(branch.actors["supervisor"], branch.now) as work:
        cases.close_case(work, cases.case(work, case_id))


def dispose(branch: Branch, case_id: str) -> disposal.Disposal:
    close(branch, case_id)
    return branch.supervisor(DisposeEvidence(case_id, "保管期满", branch.second("administrator")))


def test_a_file_missing_altered_or_loose_is_found_and_named(branch: Branch, filed: evidence.Evidence) -> None:
    assert branch.auditor(CheckEvidence()).is_whole
    path = branch.evidence_folder / filed.stored_name
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert branch.auditor(CheckEvidence()).altered == (filed.id,)
    path.unlink()
    assert branch.auditor(CheckEvidence()).missing == (filed.id,)
    path.write_bytes(whole)
    (branch.evidence_folder / "0123.cde.partial").write_bytes(b"left by a crash")
    found = branch.auditor(CheckEvidence())
    assert (found.loose, found.is_whole) == (("0123.cde.partial",), False)
    assert branch.supervisor(SweepEvidence()) == 1
    assert branch.auditor(CheckEvidence()).is_whole


def test_two_files_exchanged_are_found(branch: Branch, filed: evidence.Evidence, tmp_path: Path) -> None:
    second = tmp_path / "shop.jpg"
    second.write_bytes(b"\xff\xd8\xff other")
    branch.attach(filed.visit_id, second)
    one, other = branch.ask(lambda view: evidence.of_case(view, filed.case_id))
    first, last = branch.evidence_folder / one.stored_name, branch.evidence_folder / other.stored_name
    kept = first.read_bytes()
    first.write_bytes(last.read_bytes())
    last.write_bytes(kept)
    assert set(branch.auditor(CheckEvidence()).altered) == {one.id, other.id}


def test_disposed_evidence_is_read_by_nobody_and_its_files_go(
    branch: Branch, filed: evidence.Evidence
) -> None:
    done = dispose(branch, filed.case_id)
    assert (done.files, done.size, done.backups) == (1, filed.size, ())
    with pytest.raises(StoreTrouble) as trouble:
        branch.ask(lambda view: evidence.read(view, branch.evidence_folder, filed))
    assert trouble.value.code == "store.evidence_disposed"
    found = branch.auditor(CheckEvidence())
    assert (found.disposed, found.loose) == (1, (filed.stored_name,))
    branch.supervisor(SweepEvidence())
    assert not (branch.evidence_folder / filed.stored_name).exists()
    assert branch.auditor(CheckEvidence()).is_whole
    assert branch.auditor(ListDisposals()) == (done,)


def test_the_certificate_names_the_backups_in_which_the_key_still_lies(
    branch: Branch, filed: evidence.Evidence
) -> None:
    with branch.desk.store.write(branch.actors["administrator"], branch.now) as work:
        run = work.connection.exec_driver_sql
        # the register as the room of backups keeps it
        run("DROP TABLE IF EXISTS backup")
        run("CREATE TABLE backup (place TEXT, name TEXT, snapshot_at TEXT, removed_at TEXT)")
        for name, at, removed in (
            ("before", "2000-01-01T00:00:00.000000+00:00", None),
            ("after", "2099-01-01T00:00:00.000000+00:00", None),
            ("gone", "2099-01-01T00:00:00.000000+00:00", "2099-02-01T00:00:00.000000+00:00"),
        ):
            run("INSERT INTO backup (place, name, snapshot_at, removed_at) VALUES (?,?,?,?)",
                ("/stick", name, at, removed))  # fmt: skip
    assert dispose(branch, filed.case_id).backups == ("/stick/after",)


@pytest.mark.parametrize(
    ("reason", "closed", "code"),
    [("", True, "disposal.reason_missing"), ("期满", False, "disposal.case_open")],
)
def test_disposal_takes_a_reason_and_a_closed_case(
    branch: Branch, filed: evidence.Evidence, reason: str, closed: bool, code: str
) -> None:
    if closed:
        close(branch, filed.case_id)
    with pytest.raises(Refused) as refused:
        branch.supervisor(DisposeEvidence(filed.case_id, reason, branch.second("administrator")))
    assert refused.value.code == code


def test_cards_measures_68_a_recording_isnt_disposed_of_before_its_two_years(
    branch: Branch, filed: evidence.Evidence, tmp_path: Path
) -> None:
    talk = tmp_path / "talk.wav"
    talk.write_bytes(b"RIFF" + bytes(4000))
    branch.take(
        LedgerKind.OVERDUE,
        [overdue_row(1, LI, "6225750000000999", ProductKind.CARD, 900_00, 9_000_00, 20)],
        PRACTICE_DATE,
    )
    branch.attach(filed.visit_id, talk, "recording")
    with pytest.raises(RuleBroken) as broken:
        dispose(branch, filed.case_id)
    assert [each.rule_id for each in broken.value.decisions] == ["CN-REC-03"]
    assert branch.auditor(ListDisposals()) == ()
    branch.clock.at = datetime(2028, 3, 17, 9, 0, tzinfo=CHINA_TIME)
    assert [each.rule_id for each in branch.supervisor(JudgeDisposal(filed.case_id))] == ["CN-REC-03"]
    branch.advance(days=1)  # two years to the day
    assert branch.supervisor(JudgeDisposal(filed.case_id)) == ()
    done = branch.supervisor(DisposeEvidence(filed.case_id, "保管期满", branch.second("administrator")))
    assert done.files == 2


def test_disposal_takes_two_people_once(branch: Branch, filed: evidence.Evidence) -> None:
    close(branch, filed.case_id)
    with pytest.raises(NotPermitted):
        branch.clerk(DisposeEvidence(filed.case_id, "期满", branch.second("supervisor")))
    with pytest.raises(Refused) as refused:
        branch.supervisor(DisposeEvidence(filed.case_id, "期满"))
    assert refused.value.code == "second.missing"
    branch.supervisor(DisposeEvidence(filed.case_id, "期满", branch.second("administrator")))
    with pytest.raises(Refused) as refused:
        branch.supervisor(DisposeEvidence(filed.case_id, "期满", branch.second("administrator")))
    assert refused.value.code == "disposal.done_already"


def test_a_restored_backup_disposes_again_of_what_was_disposed_of_since(
    branch: Branch, filed: evidence.Evidence, tmp_path: Path
) -> None:
    store = branch.desk.store
    taken_at = branch.now
    branch.close()
    shutil.copytree(branch.folder, tmp_path / "backup")
    present = open_store(branch.folder, store.branch_id, store.keys)
    branch.desk = type(branch.desk)(present, branch.clock)
    branch.advance(hours=1)
    done = dispose(branch, filed.case_id)
    since = branch.ask(lambda view: disposal.since(view, taken_at))
    assert since == [done]
    present.close()
    restored = open_store(tmp_path / "backup", store.branch_id, store.keys)
    try:
        with restored.write(branch.actors["administrator"], branch.now) as work:
            assert disposal.replay(work, since) == 1
            assert disposal.replay(work, since) == 0
        with restored.read(branch.actors["administrator"], branch.now) as view:
            assert view.scalar(sa.select(CaseRow.sealed_key).where(CaseRow.id == filed.case_id)) == ""
            assert disposal.since(view) == [done]
            with pytest.raises(StoreTrouble):
                evidence.read(view, tmp_path / "backup" / "evidence", filed)
    finally:
        restored.close()


def test_an_auditor_prints_the_certificate_and_nobody_one_of_nothing(
    branch: Branch, filed: evidence.Evidence, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match=r"disposal\.none"):
        branch.auditor(PrintDisposal(tmp_path / "page.pdf", filed.case_id))
    dispose(branch, filed.case_id)
    (branch.folder / "aside" / "2026-03-01").mkdir(parents=True)
    paper = branch.auditor(PrintDisposal(tmp_path / "page.pdf", filed.case_id, "en"))
    assert (paper.pages, paper.path.exists()) == (1, True)
    shown = branch.auditor(ShowDisposals())
    assert [one.beside for one in shown.certificates] == [("aside/2026-03-01",)]
    assert shown.disposable == {}
    with pytest.raises(NotPermitted):
        branch.clerk(ShowDisposals())
