"""Filing: what stops a pack, that nothing half-built is left, and that a stranger can check what was built."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from collectdesk.archive.chain import verify_chain
from collectdesk.archive.trouble import ArchiveTrouble
from collectdesk.archive.verdict import Outcome
from collectdesk.desk.archive.filing import (
    BuildPack,
    BuiltPack,
    CloseCase,
    ListArchive,
    NoteVerdict,
    VerifyPack,
)
from collectdesk.desk.archive.packing import gather_pack, write_pack
from collectdesk.desk.paper.recording import SendBack
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.progress import Cancelled, Progress, silent
from collectdesk.domain.refusals import Refused
from collectdesk.domain.results.archiving import Missing
from collectdesk.domain.vault.trail import Anchor, Source
from collectdesk.practice.photos import door_photo
from collectdesk.store.cases import cases
from collectdesk.store.results import packs
from collectdesk.store.trail import audit
from collectdesk.store.trouble import StoreTrouble
from collectdesk.store.visits import visits
from collectdesk.terms_archive import owed_by
from collectdesk.words import Words
from desk.papers import built_and_out, cure, pages, resting_of, serve_notice
from helpers.branches import ACCOUNTS, LI, OUYANG, WANG
from helpers.json_schema import faults

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from collectdesk.desk.archive.packing import PackContent
    from helpers.branches import Branch


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "out" / "case.zip"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "门口 照片.jpg"
    path.write_bytes(
        door_photo(1) + bytes(range(256)) * 3000
    )  # a picture, and what some cameras put behind it
    return path


@pytest.fixture
def ready(branch: Branch, photo: Path) -> Branch:
    """A branch in which the first customer's visit is recorded and signed."""
    branch.sign(branch.recorded_visit(photo=photo))
    return branch


def build(branch: Branch, target: Path, name: str = LI) -> BuiltPack:
    return built_and_out(branch, target, name)


def refused_and_gone(branch: Branch, target: Path) -> bool:
    left = [one for folder in (target.parent, resting_of(branch, target).parent) if folder.exists()
            for one in folder.iterdir()]  # fmt: skip
    return not left and not branch.ask(packs.packs) and "pack.built" not in branch.actions()


def photo_file(folder: Path) -> Path:
    """The photo as it came: beside it lies the upright copy for paper, which is smaller."""
    found, _upright = sorted(folder.iterdir(), key=lambda each: each.stat().st_size, reverse=True)
    return found


# What stops a pack


def test_a_deleted_file_of_evidence_refuses_the_pack_by_its_name(ready: Branch, target: Path) -> None:
    photo_file(ready.evidence_folder).unlink()
    with pytest.raises(StoreTrouble) as trouble:
        build(ready, target)
    assert trouble.value.code == "store.evidence_missing"
    assert trouble.value.facts == {"name": "门口 照片.jpg"}
    assert refused_and_gone(ready, target)


@pytest.mark.parametrize("place", [9, 400_000, -1])
def test_an_altered_file_of_evidence_refuses_the_pack_by_its_name(
    ready: Branch, target: Path, place: int
) -> None:
    stored = photo_file(ready.evidence_folder)
    content = bytearray(stored.read_bytes())
    content[place] ^= 1
    stored.write_bytes(content)
    with pytest.raises(StoreTrouble) as trouble:
        build(ready, target)
    assert trouble.value.code == "store.evidence_altered"
    assert trouble.value.facts == {"name": "门口 照片.jpg"}
    assert refused_and_gone(ready, target)


def test_a_photo_that_can_not_be_decoded_refuses_the_pack_by_its_name_until_it_is_packed_as_it_is(
    branch: Branch, target: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "坏照片.jpg"
    broken.write_bytes(b"\xff\xd8 no picture" * 100)
    branch.sign(branch.recorded_visit(photo=broken))
    with pytest.raises(ArchiveTrouble) as trouble:
        build(branch, target)
    assert (trouble.value.code, trouble.value.facts) == ("pack.photo_unreadable", {"file": "坏照片.jpg"})
    assert refused_and_gone(branch, target)
    built_and_out(branch, target, as_it_is=True)
    assert payload(target)["evidence/001-坏照片.jpg"] == broken.read_bytes()


def test_a_record_that_waits_for_its_signature_refuses_the_pack(branch: Branch, target: Path) -> None:
    visit_id = branch.recorded_visit()
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            build(branch, target)
        assert refused.value.code == "pack.not_ready"
        assert refused.value.facts["missing"] == (Missing.RECORD_WAITING,)
        if branch.ask(lambda view: visits.record_of(view, visit_id)).state.value == "recorded":  # type: ignore[union-attr]
            branch.supervisor(SendBack(visit_id, "缺照片"))
    assert refused_and_gone(branch, target)


def test_a_clerk_may_not_build_a_pack(ready: Branch, target: Path) -> None:
    with pytest.raises(NotPermitted):
        ready.clerk(BuildPack(ready.case_id(), target))
    assert refused_and_gone(ready, target)


def test_a_file_that_is_there_is_never_overwritten(ready: Branch, target: Path) -> None:
    target.parent.mkdir()
    target.write_bytes(b"something else")
    with pytest.raises(ArchiveTrouble) as trouble:
        build(ready, target)
    assert trouble.value.code == "pack.exists"
    assert target.read_bytes() == b"something else"


def test_a_cancelled_build_leaves_nothing(ready: Branch, target: Path) -> None:
    steps: list[int] = []

    def told(done: int, _total: int) -> None:
        steps.append(done)
        if len(steps) > 4:
            progress.cancel()

    progress = Progress(told)
    with pytest.raises(Cancelled):
        ready.supervisor(BuildPack(ready.case_id(), target), progress)
    assert refused_and_gone(ready, target)


@dataclass(frozen=True, slots=True)
class InterruptedBuild(BuildPack):
    """A pack during whose building something happens in the branch."""

    meanwhile: Callable[[], object] = lambda: None

    def draw(self, gathered: PackContent, partial: Path, progress: Progress) -> None:
        super(InterruptedBuild, self).draw(gathered, partial, progress)
        self.meanwhile()


def test_what_happens_in_the_case_meanwhile_throws_the_pack_away(ready: Branch, target: Path) -> None:
    with pytest.raises(Refused) as refused:
        ready.supervisor(InterruptedBuild(ready.case_id(), target, meanwhile=ready.call))
    assert refused.value.code == "pack.meanwhile"
    assert refused_and_gone(ready, target)


def test_two_packs_built_at_once_never_share_number_key_or_place_in_the_chain(
    ready: Branch, target: Path
) -> None:
    other = target.with_name("other.zip")
    deed = InterruptedBuild(ready.case_id(), target, meanwhile=lambda: build(ready, other, WANG))
    with pytest.raises(Refused) as refused:
        ready.supervisor(deed)
    assert refused.value.code == "pack.meanwhile"
    assert not target.exists()
    assert build(ready, target).number == "GD-2026-00002"
    assert ready.clerk(VerifyPack(other)).outcome is Outcome.GREEN


def test_a_disk_that_fails_at_the_last_moment_leaves_no_entry(
    ready: Branch, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pathlib import Path as AnyPath

    def broken(_self: Path, _to: Path) -> None:
        raise OSError(28, "no space")

    with monkeypatch.context() as patched:
        patched.setattr(AnyPath, "replace", broken)
        with pytest.raises((StoreTrouble, ArchiveTrouble)):
            build(ready, target)
    assert refused_and_gone(ready, target)
    assert build(ready, target).number == "GD-2026-00001"


def test_a_leftover_of_a_crash_is_no_obstacle(ready: Branch, target: Path) -> None:
    target.parent.mkdir()
    target.with_name("case.zip.partial").write_bytes(b"half a pack")
    build(ready, target)
    assert sorted(path.name for path in target.parent.iterdir()) == ["case.zip"]


# What is built


def test_a_pack_is_green_inside_and_for_a_stranger(ready: Branch, target: Path, tmp_path: Path) -> None:
    built = build(ready, target)
    verdict = ready.clerk(VerifyPack(target))
    assert verdict.outcome is Outcome.GREEN
    assert (verdict.number, verdict.root_digest, verdict.seal_digest) == (
        built.number, built.root_digest, built.seal_digest,
    )  # fmt: skip
    stranger = tmp_path / "elsewhere"
    unpacked = unpack(target, stranger)
    run = [sys.executable, "-I", str(unpacked / "verify.py"), str(target), "--fingerprint", built.fingerprint]
    told = subprocess.run(run, capture_output=True, check=False, cwd=stranger)
    assert told.returncode == 0, told.stdout + told.stderr
    assert ready.auditor(VerifyPack(unpacked, built.fingerprint)).outcome is Outcome.GREEN


def test_a_tampered_pack_is_red_and_says_where(ready: Branch, target: Path) -> None:
    built = build(ready, target)
    content = bytearray(target.read_bytes())
    content[content.index("店铺二月起停业装修".encode()) + 1] ^= 1
    target.write_bytes(content)
    verdict = ready.clerk(VerifyPack(target))
    assert verdict.outcome is Outcome.RED
    assert "data/case.json" in {finding.file for finding in verdict.findings}
    told = subprocess.run(
        [sys.executable, "-I", str(verifier()), str(target), "--fingerprint", built.fingerprint],
        capture_output=True, check=False,
    )  # fmt: skip
    assert told.returncode == 2


def test_a_pack_sealed_by_another_branch_is_red_here_and_a_missing_one_too(
    ready: Branch, target: Path, tmp_path: Path
) -> None:
    build(ready, target)
    foreign = "0000 0000 0000 0000 0000 0000 0000 0000"
    assert {f.code for f in ready.clerk(VerifyPack(target, foreign)).findings} == {"signer.other"}
    assert ready.clerk(VerifyPack(tmp_path / "gone.zip")).outcome is Outcome.RED


def test_a_branch_without_a_seal_can_not_say_who_signed(branch: Branch, ready: Branch, target: Path) -> None:
    from helpers.branches import small_branch

    build(ready, target)
    other = small_branch(target.parent / "other branch")
    try:
        assert other.clerk(VerifyPack(target)).outcome is Outcome.UNPROVEN
    finally:
        other.close()


def test_packs_form_a_chain_under_one_seal(ready: Branch, target: Path) -> None:
    built = [build(ready, target.with_name(f"{number}.zip"), name)
             for number, name in enumerate((LI, WANG, LI))]  # fmt: skip
    assert [pack.number for pack in built] == [f"GD-2026-{number:05d}" for number in (1, 2, 3)]
    assert len({pack.fingerprint for pack in built}) == 1
    verdicts = [ready.clerk(VerifyPack(pack.path)) for pack in built]
    assert verify_chain(verdicts) == ()
    assert verify_chain([verdicts[0], verdicts[2]]) != ()


def test_the_payload_holds_papers_records_originals_rules_and_trail(
    ready: Branch, target: Path, photo: Path
) -> None:
    build(ready, target)
    with zipfile.ZipFile(target) as pack:
        names = {name.partition("/data/")[2] for name in pack.namelist() if "/data/" in name}
        assert names == {
            "case-file.pdf", "case.json", "case.schema.json", "audit.json", "rules/rules.json",
            "rules/cn-2026.1.toml", "records/WF-2026-00001-R.pdf", "evidence/001-门口_照片.jpg",
            "evidence/002-门口_照片.jpg",
        }  # fmt: skip
        assert member(pack, "evidence/001-门口_照片.jpg") == photo.read_bytes()
        (rules,) = json.loads(member(pack, "rules/rules.json"))["packs"]
        import hashlib

        assert hashlib.sha256(member(pack, "rules/cn-2026.1.toml")).hexdigest() == rules["sha256"]
        for outside in ("bag-info.txt", "manifest-sha256.txt"):
            text = pack.read(f"GD-2026-00001/{outside}").decode()
            assert LI not in text
            assert "19900000001" not in text


def test_the_case_file_tells_the_story(ready: Branch, target: Path, tmp_path: Path) -> None:
    ready.agree(ready.offer())
    serve_notice(ready, tmp_path)
    build(ready, target)
    text = "".join(pages(unpack(target, tmp_path / "x") / "data" / "case-file.pdf"))
    for expected in ("李明", "KH000001", "AJ-2026-00002", "店铺二月起停业装修", "XY-2026-00001", "HK2026010901",
                     "赵大江", "visit.recorded", "CN-", "还款计划履行中", "RX1234567890CN", "柜面", "李明本人",
                     "卷内备考表", "回执.jpg", "AJ-2026-00002-000001"):  # fmt: skip
        assert expected in text
    assert "53099919810307" not in text
    assert ACCOUNTS[LI] not in text


def test_the_records_fit_their_schema_and_say_when_by_whom_and_from_which_import(
    ready: Branch, target: Path
) -> None:
    ready.hold("illness")
    ready.agree(ready.offer())
    ready.promise()
    build(ready, target)
    with zipfile.ZipFile(target) as pack:
        case, schema = json.loads(member(pack, "case.json")), json.loads(member(pack, "case.schema.json"))
    assert faults(case, schema) == []
    assert case["branch"]["practice"] is True
    assert case["customer"][0]["id_no"].count("*") > 10
    assert ACCOUNTS[LI] not in json.dumps(case)
    imports = {row["id"]: row["file_name"] for row in case["imports"]}
    assert imports[case["payments"][0]["batch_id"]] == "payments_20260318.csv"
    assert case["payments"][0]["paid_on"] == "2026-01-09"
    assert case["payments"][0]["recorded_at"].startswith("2026-03-18T01:00")
    people = {row["id"]: row["name"] for row in case["accounts"]}
    assert people[case["visit_records"][0]["signed_by"]] == "周敏"
    assert case["contacts"][0]["happened_at"] == "2026-03-18T01:00:00.000000+00:00"
    secrets = ("sealed_key", "stored_name", "password")
    assert not [word for word in secrets if word in json.dumps(case)]
    for section in ("holds", "promises", "arrangements", "assessments", "rule_decisions", "evidence"):
        assert case[section], section


def test_the_schema_has_every_section_that_a_case_has(ready: Branch) -> None:
    from collectdesk import resources
    from collectdesk.desk.archive.case_gathering import case_document

    schema = json.loads(resources.path("templates", "case.schema.json").read_text("utf-8"))
    case_id = ready.case_id()
    assert sorted(schema["properties"]) == sorted(ready.ask(lambda view: case_document(view, case_id)))


def test_the_trail_in_the_pack_is_the_branch_s_own(ready: Branch, target: Path) -> None:
    build(ready, target)
    with zipfile.ZipFile(target) as pack:
        extract = json.loads(member(pack, "audit.json"))
        outside = pack.read("GD-2026-00001/bag-info.txt").decode()
    links = {line.seq: line.link for line in ready.ask(lambda view: audit.lines(view, limit=10_000))}
    head = extract["head"]
    assert links[head["seq"]] == head["link"]
    assert f"Audit-Head: {head['seq']} {head['link']}\n" in outside
    assert all(links[line["seq"]] == line["link"] for line in extract["lines"])
    done = [line["action"] for line in extract["lines"]]
    for action in ("contact.logged", "risk.assessed", "visit.planned", "visit.recorded", "record.signed_off"):
        assert action in done
    verdict = ready.ask(
        lambda view: audit.verify(view, anchors=(Anchor(head["seq"], head["link"], Source.PACK),))
    )
    assert verdict.intact


def test_the_same_case_gives_the_same_bytes(ready: Branch, target: Path) -> None:
    case_id = ready.case_id()
    gathered = ready.ask(lambda view: gather_pack(view, case_id))
    target.parent.mkdir()
    packed = []
    for name in ("first", "second"):
        write_pack(gathered, target.with_name(name), "zh_CN", silent())
        packed.append(target.with_name(name).read_bytes())
    assert packed[0] == packed[1]


def test_a_second_pack_differs_only_by_its_own_dates_and_the_trail(ready: Branch, target: Path) -> None:
    build(ready, target)
    ready.advance(days=3)
    second = target.with_name("second.zip")
    build(ready, second)
    changed = {name for name, content in payload(target).items() if payload(second)[name] != content}
    assert changed == {"audit.json", "case-file.pdf", "records/WF-2026-00001-R.pdf"}


# The register and the list


def test_the_register_keeps_what_was_built_and_what_a_check_said(ready: Branch, target: Path) -> None:
    built = build(ready, target)
    archive = ready.auditor(ListArchive())
    assert archive.fingerprint == built.fingerprint
    (kept,) = archive.packs
    assert (kept.number, kept.file_name, kept.root_digest) == (built.number, "case.cdpack", built.root_digest)
    assert (kept.size, kept.files, kept.verdict) == (target.stat().st_size, 9, "green")
    ready.advance(days=1)
    ready.supervisor(NoteVerdict(kept.id, Outcome.RED))
    (kept,) = ready.auditor(ListArchive()).packs
    assert (kept.verdict, kept.verified_at) == ("red", ready.now)


def test_the_list_says_case_by_case_what_is_missing(branch: Branch) -> None:
    assert branch.clerk(ListArchive()).cases == ()
    branch.sign(branch.recorded_visit(OUYANG))
    branch.agree(branch.offer(OUYANG))
    branch.promise(OUYANG)
    (line,) = branch.clerk(ListArchive()).cases
    assert line.name == OUYANG
    assert line.missing == (Missing.STILL_OVERDUE, Missing.PROMISE_RUNNING, Missing.PLAN_RUNNING)
    assert not line.may_close
    assert line.may_pack
    words = Words("en")
    assert owed_by(words, Missing.STILL_OVERDUE, "陈静") == "陈静"
    assert owed_by(words, Missing.BREACH_OPEN, "陈静") == "Supervisor"
    assert owed_by(words, Missing.STILL_OVERDUE, line.owner) == "Clerk"
    assert branch.auditor(ListArchive()).cases[0].name == "**雪"


def test_a_breach_nobody_has_seen_keeps_a_case_open(branch: Branch) -> None:
    from collectdesk.desk.contact.contacting import AcknowledgeBreach

    visit_id = branch.planned_visit()
    branch.advance(hours=2)
    branch.record(visit_id, identification_shown=False)
    branch.sign(visit_id)
    (line,) = branch.clerk(ListArchive()).cases
    assert Missing.BREACH_OPEN in line.missing
    for breach in branch.ask(lambda view: cases.breaches(view, waiting=True)):
        branch.supervisor(AcknowledgeBreach(breach.id, "复训后再上岗"))
    (line,) = branch.clerk(ListArchive()).cases
    assert Missing.BREACH_OPEN not in line.missing
    case_id = branch.case_id()
    trail = branch.ask(lambda view: audit.lines_naming(view, case_id))
    assert trail[-1].action == "breach.acknowledged"


def test_a_case_with_anything_left_to_do_is_not_closed(ready: Branch) -> None:
    with pytest.raises(Refused) as refused:
        ready.supervisor(CloseCase(ready.case_id()))
    assert refused.value.code == "case.not_closable"
    assert Missing.STILL_OVERDUE in refused.value.facts["missing"]
    with pytest.raises(NotPermitted):
        ready.clerk(CloseCase(ready.case_id()))


def test_a_cured_case_is_closed_once_and_then_waits_for_the_archive(ready: Branch, target: Path) -> None:
    cure(ready)
    case_id = ready.case_id()
    ready.supervisor(CloseCase(case_id))
    (line,) = [line for line in ready.clerk(ListArchive()).cases if line.case_id == case_id]
    assert (line.missing, line.closed_on) == ((), ready.now.date())
    steps = ready.ask(lambda view: cases.steps(view, case_id=case_id))
    assert [step.kind.value for step in steps] == ["archive"]
    with pytest.raises(Refused) as refused:
        ready.supervisor(CloseCase(case_id))
    assert refused.value.code == "case.closed"
    ready.supervisor(BuildPack(case_id, target))
    assert ready.ask(lambda view: cases.steps(view, case_id=case_id)) == []


def unpack(pack: Path, folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    with zipfile.ZipFile(pack) as opened:
        opened.extractall(folder)
    (found,) = folder.iterdir()
    return found


def payload(pack: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(pack) as opened:
        return {n.partition("/data/")[2]: opened.read(n) for n in opened.namelist() if "/data/" in n}


def member(pack: zipfile.ZipFile, name: str) -> bytes:
    return pack.read(next(full for full in pack.namelist() if full.endswith(f"/data/{name}")))


def verifier() -> Path:
    from collectdesk import resources

    return resources.path("templates", "verify.py")
