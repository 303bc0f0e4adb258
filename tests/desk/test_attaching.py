"""Owns the proof that evidence keeps what its camera or recorder says, and no place without a basis."""

from __future__ import annotations

import io
import struct
import wave
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw

from collectdesk.desk.paper.attaching import AttachEvidence, DescribeRecording
from collectdesk.desk.paper.recording import OpenSheet
from collectdesk.domain.paper.oddities import Odd
from collectdesk.domain.paper.recordings import length_of
from collectdesk.domain.refusals import Refused
from collectdesk.store.vault import evidence
from helpers.branches import LI, WANG

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch

PLACE = b"\x19\x00\x00\x00\x01\x00\x00\x00"  # 25 as an EXIF rational, part of the latitude


def photo(path: Path, *, turned: int = 1, exif: bool = True, quality: int = 90) -> Path:
    """A door, taken with a phone that notes its place."""
    image = Image.new("RGB", (640, 400), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((60, 40, 300, 380), fill="brown")
    draw.ellipse((380, 60, 620, 300), fill="navy")
    told = Image.Exif()
    if exif:
        told[0x0112], told[0x010F], told[0x0110] = turned, "HUAWEI", "P40"
        told.get_ifd(0x8769)[0x9003] = "2026:03:18 10:15:00"
        told.get_ifd(0x8825).update({1: "N", 2: (25.0, 30.0, 0.0), 3: "E", 4: (102.0, 45.0, 36.0)})
    image.save(path, "JPEG", quality=quality, exif=told)
    return path


def test_a_photo_keeps_time_and_device_and_no_place_without_a_basis(branch: Branch, tmp_path: Path) -> None:
    visit_id = branch.planned_visit()
    path = photo(tmp_path / "门口.jpg", turned=6)
    assert PLACE in path.read_bytes()
    branch.attach(visit_id, path)
    original, copy = branch.ask(lambda view: evidence.of_visit(view, visit_id))
    assert (original.taken_at, original.device, original.location) == (
        "2026-03-18T10:15:00",
        "HUAWEI P40",
        "",
    )
    kept = branch.ask(lambda view: evidence.read(view, branch.evidence_folder, original))
    assert PLACE not in kept
    assert original.came_sha256 not in ("", original.sha256)
    assert Image.open(io.BytesIO(kept)).tobytes() == Image.open(path).tobytes()  # the picture is untouched
    upright = Image.open(
        io.BytesIO(branch.ask(lambda view: evidence.read(view, branch.evidence_folder, copy)))
    )
    assert (copy.kind, copy.copy_of, upright.size) == ("photo_copy", original.id, (400, 640))
    assert not upright.getexif()
    with pytest.raises(Refused) as refused:  # the same file again, though its kept bytes differ
        branch.attach(visit_id, path)
    assert refused.value.code == "evidence.already_there"
    assert len(branch.clerk(OpenSheet(visit_id)).evidence) == 1


def test_with_a_basis_the_place_stays_and_a_picture_without_exif_is_asked_nothing(
    branch: Branch, tmp_path: Path
) -> None:
    first, second = branch.planned_visit(LI), branch.planned_visit(WANG, branch.today_at(14))
    path = photo(tmp_path / "door.jpg")
    deed = AttachEvidence(first, path, branch.evidence_folder, location_basis="客户书面同意")
    branch.clerk(deed)
    kept = branch.ask(lambda view: evidence.of_visit(view, first)[0])
    assert (kept.location, kept.location_basis) == ("25.50000,102.76000", "客户书面同意")
    branch.advance(hours=2)
    branch.record(first)
    assert Odd.PHOTO_OTHER_DAY not in {one.kind for one in branch.clerk(OpenSheet(first)).questions}
    # a messenger strips EXIF and presses harder: no time is no suspicion, the same look is a question
    branch.attach(second, photo(tmp_path / "微信图片.jpg", exif=False, quality=55))
    branch.advance(hours=4)
    branch.record(second, narrative="家中无人，邻居称其外出务工，已留下名片。")
    asked = branch.clerk(OpenSheet(second)).questions
    assert [one.kind for one in asked if one.file] == [Odd.PHOTO_REUSED]


def test_a_recording_has_its_length_and_a_number_given_once(branch: Branch, tmp_path: Path) -> None:
    visit_id = branch.planned_visit()
    path = tmp_path / "R01.wav"
    with wave.open(str(path), "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(1)
        made.setframerate(8000)
        made.writeframes(b"\x80" * 8000 * 3)
    evidence_id = branch.attach(visit_id, path, "recording")
    with pytest.raises(Refused) as refused:
        branch.clerk(DescribeRecording(evidence_id, " "))
    assert refused.value.code == "evidence.label_missing"
    branch.clerk(DescribeRecording(evidence_id, "LY-0007", 99))
    kept = branch.ask(lambda view: evidence.one(view, evidence_id))
    assert (kept.label, kept.seconds) == ("LY-0007", 3)  # what the file says isn't typed over
    with pytest.raises(Refused) as refused:
        branch.clerk(DescribeRecording(evidence_id, "LY-0008"))
    assert refused.value.code == "evidence.described_already"


def test_lengths_of_recordings_by_their_first_bytes() -> None:
    m4a = b"\0\0\0\x18ftypM4A " + b"\0" * 8 + b"\0\0\0\x6cmvhd" + struct.pack(">IIIII", 0, 0, 0, 1000, 61_500)
    assert length_of(m4a + b"\0" * 100, 10_000) == 62
    assert length_of(b"ID3 an mp3", 10) is None
    assert length_of(b"RIFF\0\0\0\0WAVE", 12) is None
