"""A look at evidence: photos and PDFs decoded in a child, nothing for whoever sees masked names, and in the trail."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from collectdesk.desk.customers.looking import LookAtEvidence
from collectdesk.desk.people.assigning import AssignCase
from collectdesk.domain.refusals import Refused
from collectdesk.store.vault import evidence

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.branches import Branch


def test_a_photo_and_each_page_of_a_paper_are_shown_to_who_works_the_case(
    branch: Branch, tmp_path: Path
) -> None:
    photo, paper, sound = tmp_path / "door.jpg", tmp_path / "form.pdf", tmp_path / "talk.mp3"
    Image.new("RGB", (1600, 900), "navy").save(photo)
    Image.new("RGB", (600, 800), "white").save(
        paper, save_all=True, append_images=[Image.new("RGB", (600, 800), "gray")]
    )
    sound.write_bytes(b"ID3 talk")
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG nothing")
    visit = branch.planned_visit()
    for path in (photo, paper, sound, broken):
        branch.attach(visit, path)
    case = branch.case_id()
    kept = {e.original_name: e.id for e in branch.ask(lambda view: evidence.of_case(view, case))}
    seen = branch.clerk(LookAtEvidence(case, kept["door.jpg"], width=800))
    assert seen.pages == 1
    assert Image.open(io.BytesIO(seen.picture)).size == (800, 450), "in its own shape"
    pages = [branch.clerk(LookAtEvidence(case, kept["form.pdf"], page, 300)) for page in (1, 2)]
    assert [found.pages for found in pages] == [2, 2]
    assert pages[0].picture != pages[1].picture
    assert branch.actions().count("evidence.looked_at") == 2, "turning a page is no second look"
    for name, code in (("talk.mp3", "no_preview"), ("broken.png", "unreadable")):
        with pytest.raises(Refused, match=code):
            branch.clerk(LookAtEvidence(case, kept[name]))
    with pytest.raises(Refused, match="no_page"):
        branch.clerk(LookAtEvidence(case, kept["form.pdf"], 3))
    with pytest.raises(Refused, match=r"evidence\.hidden"):
        branch.auditor(LookAtEvidence(case, kept["door.jpg"]))
    branch.enrol("second", "clerk")
    branch.supervisor(AssignCase(case, "second"))
    with pytest.raises(Refused, match=r"evidence\.hidden"):
        branch.clerk(LookAtEvidence(case, kept["door.jpg"]))
    assert branch.supervisor(LookAtEvidence(case, kept["door.jpg"])).pages == 1
