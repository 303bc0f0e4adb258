"""Packs after sealing: nobody reads them where they rest, what leaves is in the trail, and the term is held."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from python_calamine import CalamineWorkbook

from archive.test_transport import opened
from collectdesk import resources
from collectdesk.archive.pdf_signature import PdfSigner, is_whole
from collectdesk.archive.trouble import ArchiveTrouble
from collectdesk.archive.verdict import Outcome
from collectdesk.archive.verify import verify_pack
from collectdesk.desk.archive.filing import BuildPack, ListArchive, VerifyPack
from collectdesk.desk.archive.pack_papers import PrintPackSlip
from collectdesk.desk.archive.pack_register import (
    DisposePack,
    HandOverPacks,
    HoldPack,
    KeepLonger,
    PrintPackDisposal,
    ReleasePack,
    SweepPacks,
)
from collectdesk.desk.archive.redacted_packs import PackRedacted
from collectdesk.desk.archive.redacting import PrintRedacted
from collectdesk.desk.archive.signed_copies import SignCaseFile
from collectdesk.desk.archive.taking_out import TakeOutPack
from collectdesk.desk.archive.transporting import ContainPack, PrintTransportSlip
from collectdesk.desk.paper.disposing import DisposeEvidence
from collectdesk.desk.progress import silent
from collectdesk.desk.vault.archive_keys import (
    ListArchiveKeys,
    MakeArchiveKey,
    OpenArchiveKey,
    RetireArchiveKey,
)
from collectdesk.desk.vault.backing_up import VerifyBackup, back_up_to
from collectdesk.desk.vault.restoring import Consent, offers, prepare, restore
from collectdesk.domain.refusals import Refused
from collectdesk.domain.results.archiving import Purpose, Redaction, require_disposable, retained_until
from collectdesk.practice.photos import door_photo
from collectdesk.store.trail import audit
from collectdesk.store.vault.backup import object_path
from desk.papers import built_and_out, pages, resting_of
from helpers.branches import LI, PASSWORD, WANG, small_branch
from helpers.json_schema import faults
from helpers.pdf_lint import lint_pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from helpers.branches import Branch

PHRASE = "grey heron over the weir"
GUARANTOR = "赵大江"


def refused(deed: Callable[[], object]) -> str:
    with pytest.raises((Refused, ArchiveTrouble)) as caught:
        deed()
    assert isinstance(caught.value, (Refused, ArchiveTrouble))
    return str(caught.value.code)


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    made = small_branch(tmp_path / "branch")
    made.enrol("second", "supervisor", "许立")
    photo = tmp_path / "李明家门口.jpg"
    photo.write_bytes(door_photo(1))
    made.sign(made.recorded_visit(photo=photo))
    yield made
    made.close()


def test_a_pack_rests_unreadable_and_leaves_only_with_a_line_in_the_trail(
    branch: Branch, tmp_path: Path
) -> None:
    target = tmp_path / "out.zip"
    built = built_and_out(branch, target)
    resting = resting_of(branch, target)
    sealed = resting.read_bytes()
    assert b"PK\x03\x04" not in sealed[:64]
    assert "李明".encode() not in sealed
    assert b"case-file.pdf" not in sealed
    assert verify_pack(target, fingerprint=built.fingerprint).outcome is Outcome.GREEN
    assert "pack.taken_out" in branch.actions()
    assert branch.clerk(VerifyPack(resting, number=built.number)).outcome is Outcome.GREEN
    content = bytearray(sealed)
    content[len(content) // 2] ^= 1
    resting.write_bytes(content)
    found = branch.clerk(VerifyPack(resting, number=built.number))
    assert (found.outcome, found.findings[0].code, found.findings[0].file) == (
        Outcome.RED, "container.altered", resting.name,
    )  # fmt: skip
    assert (
        refused(lambda: branch.supervisor(TakeOutPack(target, built.number, Purpose.COURT))) == "pack.exists"
    )
    out = tmp_path / "again.zip"
    with pytest.raises(Exception) as trouble:  # noqa: PT011 - its code is looked at
        branch.supervisor(TakeOutPack(out, built.number, Purpose.COURT))
    assert trouble.value.code == "store.pack_altered"  # type: ignore[attr-defined]
    assert not out.exists()
    resting.unlink()
    assert (
        refused(lambda: branch.supervisor(TakeOutPack(out, built.number, Purpose.COURT)))
        == "pack.file_missing"
    )


def test_a_container_opens_with_the_passphrase_of_its_slip_and_holds_the_pack(
    branch: Branch, tmp_path: Path
) -> None:
    clear, target, slip = tmp_path / "clear.zip", tmp_path / "container.zip", tmp_path / "slip.pdf"
    built = built_and_out(branch, clear)
    made = branch.supervisor(ContainPack(target, built.number, Purpose.COURT))
    # as the program's own archiver-independent reader sees it: a few hundred kilobytes, block by block
    assert (
        hashlib.sha256(opened(target, made.passphrase)).digest()
        == hashlib.sha256(clear.read_bytes()).digest()
    )
    assert made.passphrase not in repr(made)
    for language in ("zh_CN", "en"):
        deed = PrintTransportSlip(slip, made.number, made.sha256, made.passphrase, language)
        assert made.passphrase not in repr(deed)
        branch.supervisor(deed)
        assert lint_pdf(slip) == []
        text = "".join(pages(slip))
        assert made.passphrase in text
        assert LI not in text


def test_a_redacted_copy_names_nobody_it_need_not(branch: Branch, tmp_path: Path) -> None:
    built = built_and_out(branch, tmp_path / "pack.zip")
    copy = tmp_path / "copy.pdf"
    branch.supervisor(PrintRedacted(copy, built.number, Redaction.TRAINING))
    text = "".join(pages(copy))
    for told in (LI, GUARANTOR, "河滨路", "19900000001", "KH000001", "李明家门口"):
        assert told not in text, told
    assert "店铺二月起停业装修" in text  # what training is about stays
    assert built.number in text
    branch.supervisor(PrintRedacted(copy, built.number, Redaction.LAWYER))
    text = "".join(pages(copy))
    assert LI in text
    for told in (GUARANTOR, "河滨路", "19900000001", "19900000009"):
        assert told not in text, told
    assert lint_pdf(copy) == []


def test_a_redacted_pack_is_sealed_fits_its_schema_and_names_nobody_it_need_not(
    branch: Branch, tmp_path: Path
) -> None:
    built = built_and_out(branch, tmp_path / "pack.zip")
    told = (LI, GUARANTOR, "河滨路", "19900000001", "19900000009", "KH000001", "AJ-2026", "家门口")
    for reader, hidden in ((Redaction.TRAINING, told), (Redaction.LAWYER, (*told[1:5], "家门口"))):
        copy = tmp_path / f"{reader.value}.zip"
        made = branch.supervisor(PackRedacted(copy, built.number, reader))
        line = branch.ask(lambda view: audit.lines(view, limit=1))[0]
        assert line.action == "pack.redacted_packed"
        assert line.about["sha256"] == made.sha256 == hashlib.sha256(copy.read_bytes()).hexdigest()
        with zipfile.ZipFile(copy) as pack:
            names = [name.partition("/")[2] for name in pack.namelist()]
            texts = {name.partition("/")[2]: pack.read(name) for name in pack.namelist()}
        assert not [name for name in names if "evidence" in name or "records/" in name or "audit" in name]
        case, schema = (json.loads(texts[f"data/{name}"]) for name in ("case.json", "case.schema.json"))
        assert faults(case, schema) == []
        whole = "".join(text.decode() for name, text in texts.items() if name.endswith((".json", ".txt")))
        for one in hidden:
            assert one not in whole, (reader, one)
        assert (LI in whole) is (reader is Redaction.LAWYER)
        (customer,) = case["customer"]
        assert {row["customer_id"] for row in case["products"]} == {customer["id"]}, (
            "sections still hang together"
        )
        assert "店铺二月起停业装修" in whole
        paper = tmp_path / f"{reader.value}.pdf"
        paper.write_bytes(texts["data/case-file.pdf"])
        assert lint_pdf(paper) == []
        assert not [one for one in hidden[:4] if one in "".join(pages(paper))]
        assert branch.clerk(VerifyPack(copy)).outcome is Outcome.GREEN
        verified = subprocess.run(
            [sys.executable, resources.path("templates", "verify.py"), copy, "--fingerprint", built.fingerprint],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert verified.returncode == 0, verified.stdout
    assert len(branch.auditor(ListArchive()).packs) == 1, "a copy is no pack of the register"
    branch.supervisor(MakeArchiveKey(PHRASE))
    deed = PackRedacted(tmp_path / "third.zip", built.number, Redaction.LAWYER)
    assert refused(lambda: branch.supervisor(deed)) == "seal.locked"
    assert not deed.target.exists()
    branch.supervisor(replace(deed, seal=branch.supervisor(OpenArchiveKey(PHRASE))))
    assert branch.clerk(VerifyPack(deed.target)).outcome is Outcome.GREEN


def test_an_officers_key_seals_one_batch_without_a_password_that_runs_out(
    branch: Branch, tmp_path: Path
) -> None:
    first = built_and_out(branch, tmp_path / "first.zip")
    assert refused(lambda: branch.supervisor(MakeArchiveKey("short"))) == "seal.passphrase_short"
    fingerprint = branch.supervisor(MakeArchiveKey(PHRASE))
    assert PHRASE not in repr(MakeArchiveKey(PHRASE))
    case = branch.case_id(WANG)
    rest = resting_of(branch, tmp_path / "second.zip")
    assert refused(lambda: branch.supervisor(BuildPack(case, rest))) == "seal.locked"
    assert refused(lambda: branch.run("second", BuildPack(case, rest))) == "seal.none_of_yours"
    assert refused(lambda: branch.supervisor(OpenArchiveKey("not the passphrase"))) == "seal.passphrase_wrong"
    assert "refused.archive.key_opened" in branch.actions()
    seal = branch.supervisor(OpenArchiveKey(PHRASE))
    branch.advance(hours=3)  # a personal signature would long have run out
    made = branch.desk.run(BuildPack(case, rest, seal=seal), branch.actors["supervisor"]).result
    assert made.fingerprint == fingerprint != first.fingerprint
    kept = branch.auditor(ListArchive()).packs[0]
    assert kept.key_id == branch.auditor(ListArchiveKeys())[0].key.id
    assert branch.clerk(VerifyPack(rest, number=made.number)).outcome is Outcome.GREEN, (
        "an officer's key is the branch's"
    )
    clear = tmp_path / "second.zip"
    branch.supervisor(TakeOutPack(clear, made.number, Purpose.AUDIT))
    verdict = branch.clerk(VerifyPack(clear))
    assert verdict.outcome is Outcome.GREEN
    assert verdict.seal is not None
    assert verdict.seal.previous_seal == first.seal_digest, "the chain goes on from key to key"
    branch.supervisor(RetireArchiveKey(kept.key_id, "口令可能被人看到"))
    taken = BuildPack(branch.case_id(), resting_of(branch, tmp_path / "third.zip"), seal=seal)
    assert refused(lambda: branch.desk.run(taken, branch.actors["supervisor"])) == "seal.retired"
    assert branch.clerk(VerifyPack(clear)).outcome is Outcome.GREEN, "what it sealed stays good"


def test_a_pack_is_kept_held_handed_over_and_only_then_disposed_of(branch: Branch, tmp_path: Path) -> None:
    built = built_and_out(branch, tmp_path / "a.zip")
    later = built_and_out(branch, tmp_path / "b.zip")
    newest, older = branch.auditor(ListArchive()).packs
    assert (newest.supersedes, older.superseded_by) == (built.number, later.number)
    assert older.retain_until == date(2036, 3, 18)
    number = later.number
    assert refused(lambda: branch.supervisor(KeepLonger(number, date(2030, 1, 1)))) == "pack.shorter"
    branch.supervisor(KeepLonger(number, date(2040, 1, 1)))
    assert refused(lambda: branch.supervisor(HoldPack(number, " "))) == "pack.why_missing"
    branch.supervisor(HoldPack(number, "（2026）云0102民初1号"))
    assert refused(lambda: branch.supervisor(HoldPack(number, "再次"))) == "pack.held"
    sheet = tmp_path / "list.xlsx"
    assert refused(lambda: branch.supervisor(HandOverPacks(sheet, 2025))) == "pack.nothing_to_hand_over"
    made = branch.supervisor(HandOverPacks(sheet, 2026))
    assert (made.number, made.packs) == ("YJ-2026-001", 1), "a superseded version doesn't stand on it"
    rows = CalamineWorkbook.from_path(sheet).get_sheet_by_index(0).to_python()
    assert [row for row in rows if number in row]
    assert not any(LI in str(cell) for row in rows for cell in row)
    assert refused(lambda: branch.supervisor(HandOverPacks(sheet, 2026))) == "pack.nothing_to_hand_over"
    branch.advance(days=365 * 15)
    second = branch.second("second")
    assert refused(lambda: branch.supervisor(DisposePack(number, "期满", second))) == "pack.held"
    case_id = branch.case_id()
    with branch.desk.store.write(branch.actors["supervisor"], branch.now) as work:
        from collectdesk.store.cases import cases

        cases.close_case(work, cases.case(work, case_id))
    assert (
        refused(lambda: branch.supervisor(DisposeEvidence(case_id, "期满", branch.second("second"))))
        == "pack.held"
    )
    assert refused(lambda: branch.supervisor(ReleasePack(number))) == "second.missing"
    branch.supervisor(ReleasePack(number, branch.second("second")))
    branch.supervisor(DisposePack(number, "保管期满", branch.second("second")))
    resting = resting_of(branch, tmp_path / "b.zip")
    assert branch.supervisor(SweepPacks()) == 1
    assert not resting.exists()
    assert resting_of(branch, tmp_path / "a.zip").exists()
    assert refused(lambda: branch.clerk(VerifyPack(resting, number=number))) == "pack.disposed"
    certificate = tmp_path / "certificate.pdf"
    branch.auditor(PrintPackDisposal(certificate, number))
    text = "".join(pages(certificate))
    assert number in text
    assert later.root_digest[:20] in text
    assert lint_pdf(certificate) == []


def test_the_term_of_a_pack_counts_from_the_day_its_case_was_closed() -> None:
    assert retained_until(date(2024, 2, 29), date(2024, 3, 5)) == date(2034, 2, 28)
    assert retained_until(None, date(2026, 3, 18)) == date(2036, 3, 18)
    last = date(2036, 3, 18)
    asked = {"retain_until": last, "held_on": None, "disposed": False}
    require_disposable(**asked, today=last)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        require_disposable(**asked, today=last - timedelta(days=1))  # type: ignore[arg-type]
    with pytest.raises(Refused):
        require_disposable(retain_until=last, held_on=last, disposed=False, today=last)


def test_a_signed_pdf_shows_every_changed_byte_and_stays_an_archive_copy(
    branch: Branch, tmp_path: Path
) -> None:
    """The reader needs a viewer only; whose signature it is, the slip of the pack tells."""
    built = built_and_out(branch, tmp_path / "out.zip")
    first, second, slip = (tmp_path / name for name in ("first.pdf", "second.pdf", "slip.pdf"))
    made = branch.supervisor(SignCaseFile(first, built.number, Purpose.COURT))
    again = branch.supervisor(SignCaseFile(second, built.number, Purpose.COURT))
    assert again.certificate == made.certificate, "one certificate for the branch"
    signed = first.read_bytes()
    with zipfile.ZipFile(tmp_path / "out.zip") as pack:
        assert signed.startswith(pack.read(f"{built.number}/data/case-file.pdf"))
    certificate = PdfFileReader(io.BytesIO(signed)).embedded_signatures[0].signer_cert.dump()
    assert hashlib.sha256(certificate).hexdigest() == made.certificate.replace(" ", "")
    assert is_whole(signed, certificate)
    for at in (20, len(signed) // 2, len(signed) - 400):
        spoilt = bytearray(signed)
        spoilt[at] ^= 1
        assert not is_whole(bytes(spoilt), certificate)
    assert not is_whole(signed + b"%", certificate)
    other = PdfSigner.generate("Another branch", branch.now)
    assert not is_whole(signed, other.certificate)
    assert lint_pdf(first) == ["a form"], "the signature's own field, and nothing else"
    branch.supervisor(PrintPackSlip(slip, built.number, "en"))
    assert made.certificate.replace(" ", "")[:16] in pages(slip)[0].replace(" ", "")
    assert "pack.pdf_signed" in branch.actions()


def test_packs_at_rest_are_in_the_backup_and_come_back_with_it(branch: Branch, tmp_path: Path) -> None:
    """A pack is the one copy of what was sealed: losing the disk mustn't lose it."""
    built = built_and_out(branch, tmp_path / "out.zip")
    resting = resting_of(branch, tmp_path / "out.zip")
    sealed, stick = resting.read_bytes(), tmp_path / "stick"
    stick.mkdir()
    made = branch.administrator(back_up_to(branch.desk, stick))
    assert made.packs == 1
    copy = object_path(made.path, resting.name)
    assert copy.read_bytes() == sealed, "as it rests: unreadable without the branch"
    assert branch.administrator(VerifyBackup(made.path)).flaws == ()
    copy.write_bytes(sealed[:-1] + b"x")
    assert branch.administrator(VerifyBackup(made.path)).flaws == (resting.name,)
    copy.write_bytes(sealed)
    branch.close()
    shutil.rmtree(branch.folder / "packs")
    (branch.folder / "packs").mkdir()
    (branch.folder / "packs" / "made-since.cdpack").write_bytes(b"of a later day")
    consent = Consent("administrator", PASSWORD, "supervisor", PASSWORD)
    done = restore(prepare(branch.folder, offers(stick)[0], consent, silent()), silent())
    assert resting.read_bytes() == sealed
    assert [path.name for path in (branch.folder / "packs").iterdir()] == [resting.name]
    assert [path.name for path in (done.aside / "packs").iterdir()] == ["made-since.cdpack"]
    assert built.number
