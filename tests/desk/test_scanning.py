"""Paper comes back and files itself: what can't be filed stays with a sentence, and nothing is lost or filed twice."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from collectdesk.desk.paper.codes import CodeKind, make_code
from collectdesk.desk.paper.recording import OpenSheet
from collectdesk.desk.paper.scan_intake import TakenFile, WatchedFolder, clear_away, clear_taken, take_file
from collectdesk.desk.paper.scanning import (
    AssignPage,
    IsFileDone,
    PagesOfVisit,
    PutAside,
    ReadBoxes,
    ShowPage,
    ShowTray,
    TakePage,
)
from collectdesk.desk.paper.visit_papers import PrintOpinionSlips
from collectdesk.desk.pipeline import NotPermitted
from collectdesk.desk.progress import Progress, silent
from collectdesk.desk.visits.printing import PrintKit
from collectdesk.desk.visits.rounds import ShowRounds
from collectdesk.domain.paper.scans import ScanState
from collectdesk.domain.paper.sheet_marks import MM, SLIP_BOXES
from collectdesk.domain.refusals import Refused
from collectdesk.domain.visits.sheets import Fate
from collectdesk.reports.visits.kit_in_words import SHEET_VERSION
from collectdesk.sandbox.scanning import ScanPage, ScanSource
from collectdesk.store.vault import evidence
from collectdesk.store.visits import scans
from helpers.branches import LI, WANG
from helpers.scans import as_pdf, blank, locked_pdf, page_images, ticked, turned

if TYPE_CHECKING:
    from PIL.Image import Image

    from collectdesk.desk.paper.scanning import Tray
    from helpers.branches import Branch

JPEG = b"\xff\xd8\xff not a picture, but nobody looks into it here"


def take(branch: Branch, path: Path) -> TakenFile:
    return take_file(branch.desk, branch.actors["clerk"], path, silent())


def tray(branch: Branch) -> Tray:
    return branch.clerk(ShowTray())


def page_of(
    branch: Branch, visit_id: str, page: int, kind: CodeKind = CodeKind.SHEET, version: int = 2
) -> ScanPage:
    """A page as the child would have read it, with the code this branch prints."""
    code = branch.ask(lambda view: make_code(view, kind, visit_id, page, version))
    return ScanPage(page, 0, code, False, JPEG, JPEG + bytes([page]), "image/jpeg")


def source(name: str = "scan.pdf", pages: int = 2) -> ScanSource:
    return ScanSource(name, name.encode().hex().ljust(64, "0")[:64], pages)


@pytest.fixture
def kit(branch: Branch, tmp_path: Path) -> tuple[list[str], list[Image]]:
    """Two visits of one team, their kit printed: the visits and the pages as a scanner sees them."""
    visit_ids = [branch.planned_visit(LI), branch.planned_visit(WANG, branch.today_at(14))]
    paper = tmp_path / "kit.pdf"
    branch.supervisor(PrintKit(paper, tuple(visit_ids)))
    branch.advance(hours=6)
    return visit_ids, page_images(paper)


def test_a_stack_files_itself_and_what_does_not_waits_with_its_reason(
    branch: Branch, kit: tuple[list[str], list[Image]], tmp_path: Path
) -> None:
    (li, wang), (cover, _route, li_door, li_inside, _slips, wang_door, *_rest) = kit
    templates = branch.ask(lambda view: scans.templates(view, li, 1, SHEET_VERSION))
    door = ticked(li_door, templates[0], ("met=family", "entry=consented", "outcome=wants_plan"))
    stack = as_pdf(
        tmp_path / "stack.pdf", [cover, turned(door, 184), li_inside, blank(), turned(wang_door, 2.5)]
    )
    taken = take(branch, stack)
    assert [page.state for page in taken.pages] == [
        *[ScanState.FILED] * 3,
        ScanState.WAITING,
        ScanState.FILED,
    ]
    assert [(page.visit_no[-1:], page.sheet_page) for page in taken.pages[1:]] == [
        ("1", 1),
        ("1", 2),
        ("", 0),
        ("2", 1),
    ]

    # evidence: each page as it came and upright, under the case's key
    kept = branch.ask(lambda view: evidence.of_visit(view, li))
    assert [(e.kind, e.original_name, bool(e.copy_of)) for e in kept] == [
        ("scan", "stack-2.pdf", False), ("page", "stack-2.pdf", True),
        ("scan", "stack-3.pdf", False), ("page", "stack-3.pdf", True),
    ]  # fmt: skip
    assert branch.ask(lambda view: evidence.read(view, view.evidence_folder, kept[0])).startswith(b"%PDF")

    # the boxes of the door page are read, each with its picture; only suggestions: nothing is recorded by them
    ticks = branch.clerk(ReadBoxes(li))
    assert {tick.code for tick in ticks if tick.ticked == "yes"} == {
        "met=family", "entry=consented", "outcome=wants_plan"
    }  # fmt: skip
    assert all(tick.crop.startswith(b"\x89PNG") for tick in ticks)
    assert branch.clerk(OpenSheet(li)).record is None

    _a_person_files_the_rest(branch, wang)

    # the team's pages are accounted for by it, the cover too
    [line] = branch.clerk(ShowRounds(branch.now.date()))
    assert {one.sheet.fate for one in line.sheets if one.sheet.page <= 1 + bool(one.visit_no)} == {
        Fate.RETURNED
    }

    _what_came_before_is_known(branch, stack, li_inside)


def _a_person_files_the_rest(branch: Branch, wang: str) -> None:
    # the tray names the page that isn't back, and guesses it first for the page beside its neighbour
    found = tray(branch)
    assert [(one.visit_no[-1], one.page) for one in found.missing] == [("2", 2)]
    [waiting] = found.pages
    assert (waiting.reason, waiting.page, waiting.pages) == ("scan.no_code", 4, 5)
    assert [(guess.visit_id, guess.page) for guess in waiting.guesses] == [(wang, 2)]
    branch.clerk(AssignPage(waiting.id, wang, 2))
    assert (tray(branch).pages, tray(branch).missing) == ((), ())
    assert branch.clerk(ShowPage(waiting.id)).startswith(b"\xff\xd8\xff")
    assert [one.sheet_page for one in branch.clerk(PagesOfVisit(wang))] == [1, 2]
    with pytest.raises(Refused, match=r"scan\.settled"):
        branch.clerk(AssignPage(waiting.id, wang, 2))


def _taken_files_go_after_a_week(branch: Branch, folder: Path, moved: Path) -> None:
    """What lies in ``taken`` is removed once all of it is in; what isn't, or waits in the tray, stays."""

    def is_done(sha256: str) -> bool:
        return branch.clerk(IsFileDone(sha256))

    foreign, waits = moved.with_name("foreign.pdf"), moved.with_name("once more.pdf")
    foreign.write_bytes(b"%PDF of somebody else")
    (folder / "once more.pdf").rename(waits)
    late = max(path.stat().st_mtime for path in (moved, foreign, waits)) + 8 * 86_400
    assert clear_taken(folder, is_done, now=late - 2 * 86_400) == 0
    assert clear_taken(folder, is_done, now=late) == 1
    assert sorted(path.name for path in moved.parent.iterdir()) == ["foreign.pdf", "once more.pdf"]


def _what_came_before_is_known(branch: Branch, stack: Path, li_inside: Image) -> None:
    # the same file again, and the same page in another file
    again = take(branch, stack)
    assert again.is_known
    moved = clear_away(again)
    assert moved == stack.parent / "taken" / "stack.pdf"
    once_more = take(branch, as_pdf(stack.with_name("once more.pdf"), [li_inside]))
    assert [(page.state, page.reason) for page in once_more.pages] == [(ScanState.TWICE, "scan.twice")]
    [twice] = tray(branch).pages
    _taken_files_go_after_a_week(branch, stack.parent, moved)
    branch.clerk(PutAside(twice.id, "重复扫描"))
    assert tray(branch).pages == ()


def test_a_sheet_printed_by_the_version_before_is_read_by_its_own_template_though_a_newer_was_printed(
    branch: Branch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    li, paper = branch.planned_visit(LI), tmp_path / "kit.pdf"
    with monkeypatch.context() as before:
        before.setattr("collectdesk.reports.visits.visit_kit_door.SHEET_SIDE", 20 * MM)
        for user in ("kit_gathering", "printing"):
            before.setattr(f"collectdesk.desk.visits.{user}.SHEET_VERSION", 2)
        branch.supervisor(PrintKit(paper, (li,)))
    door = page_images(paper)[2]
    branch.supervisor(PrintKit(tmp_path / "again.pdf", (li,)))
    branch.advance(hours=6)
    older = branch.ask(lambda view: scans.templates(view, li, 1, 2))
    newer = branch.ask(lambda view: scans.templates(view, li, 1, SHEET_VERSION))
    assert len(older) == len(newer) == 1
    assert older[0] != newer[0]
    said = ("met=borrower", "status=cut_short", "mood=upset", "was_helped=partly")
    take(branch, as_pdf(tmp_path / "old.pdf", [turned(ticked(door, older[0], said), 92)]))
    ticks = branch.clerk(ReadBoxes(li))
    assert {tick.code for tick in ticks if tick.ticked != "no"} == set(said)


def test_an_opinion_slip_that_came_back_is_known_by_its_code_and_its_boxes_are_only_read(
    branch: Branch, tmp_path: Path
) -> None:
    visit_id, paper = branch.planned_visit(LI), tmp_path / "slips.pdf"
    branch.supervisor(PrintKit(tmp_path / "kit.pdf", (visit_id,)))
    branch.supervisor(PrintOpinionSlips(paper, (visit_id,)))
    branch.advance(hours=6)
    said = ("treated_politely=yes", "explained_well=no", "was_helped=partly")
    slip = turned(ticked(page_images(paper)[0], SLIP_BOXES, said), 177)
    taken = take(branch, as_pdf(tmp_path / "post.pdf", [slip]))
    assert [(one.state, one.sheet_page) for one in taken.pages] == [(ScanState.FILED, 0)]
    ticks = branch.clerk(ReadBoxes(visit_id, slips_only=True))
    assert len(ticks) == 9
    assert {tick.code for tick in ticks if tick.ticked != "no"} == set(said)
    assert all(tick.crop.startswith(b"\x89PNG") for tick in ticks)
    assert branch.clerk(OpenSheet(visit_id)).record is None


def test_files_that_cannot_be_opened_get_a_sentence_and_stay(branch: Branch, tmp_path: Path) -> None:
    page = as_pdf(tmp_path / "one.pdf", [blank()])
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "letter.pdf").write_bytes(b"Dear customer")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    (tmp_path / "cut.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF")
    blank().resize((9000, 9000)).save(tmp_path / "bomb.png")
    (tmp_path / "cut.heic").write_bytes(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")
    for name, reason in (
        ("empty.pdf", "scan.empty"), ("letter.pdf", "scan.unknown"), ("broken.pdf", "scan.broken"),
        ("cut.jpg", "scan.broken"), ("bomb.png", "scan.too_many_pixels"), ("cut.heic", "scan.broken"),
    ):  # fmt: skip
        taken = take(branch, tmp_path / name)
        assert (taken.trouble, taken.is_whole, clear_away(taken)) == (reason, False, None), name
    assert take(branch, locked_pdf(tmp_path / "locked.pdf", page)).trouble == "scan.password"
    waiting = tray(branch).pages
    assert [one.state for one in waiting] == [ScanState.UNREADABLE] * 7
    with pytest.raises(Refused, match=r"scan\.no_picture"):
        branch.clerk(ShowPage(waiting[0].id))
    with pytest.raises(Refused, match=r"scan\.reason_missing"):
        branch.clerk(PutAside(waiting[0].id, " "))
    take(branch, tmp_path / "empty.pdf")
    assert len(tray(branch).pages) == 7


def test_a_code_that_this_branch_never_printed_is_refused(branch: Branch, tmp_path: Path) -> None:
    visit_id = branch.planned_visit(LI)
    branch.supervisor(PrintKit(tmp_path / "kit.pdf", (visit_id,)))
    genuine = page_of(branch, visit_id, 1)
    forged = genuine.code[:-1] + ("0" if genuine.code[-1] != "0" else "1")
    for number, (code, reason) in enumerate(
        (
            (forged, "code.forged"),
            ("https://example.invalid", "code.foreign"),
            ("CD1:K:7", "code.unreadable"),
        ),
        1,
    ):
        taken = branch.clerk(TakePage(source(), ScanPage(number, 0, code, True, JPEG, JPEG, "image/jpeg")))
        assert (taken.state, taken.reason) == (ScanState.REFUSED, reason)
    assert branch.ask(lambda view: evidence.of_visit(view, visit_id)) == []
    # the forged one isn't offered a place by one key, and filed by hand nothing is read from it
    guessed = {one.reason: bool(one.guesses) for one in tray(branch).pages}
    assert guessed == {"code.forged": False, "code.foreign": True, "code.unreadable": True}
    by_hand = next(one for one in tray(branch).pages if one.reason == "code.forged")
    branch.clerk(AssignPage(by_hand.id, visit_id, 1))
    assert branch.clerk(ReadBoxes(visit_id)) == ()
    with pytest.raises(NotPermitted):
        branch.run("auditor", TakePage(source(), genuine))
    with pytest.raises(NotPermitted):
        branch.run("auditor", ShowPage(tray(branch).pages[0].id))


def test_a_crash_between_two_pages_loses_none_and_files_none_twice(branch: Branch, tmp_path: Path) -> None:
    """Broken off before, in the middle of, and after the deed of each page, the file read again each time."""
    visit_id = branch.planned_visit(LI)
    pages = [
        page_of(branch, visit_id, 1),
        page_of(branch, visit_id, 2),
        ScanPage(3, picture=JPEG, original=JPEG),
    ]
    inside: Any = evidence
    real = inside.write_sealed

    def falls_at(write: int) -> None:
        calls: list[int] = []

        def falling(*asked: object) -> tuple[str, int]:
            calls.append(1)
            found: tuple[str, int] = real(*asked)
            if len(calls) == write:
                raise KeyboardInterrupt
            return found

        inside.write_sealed = falling

    try:
        for write in (1, 2, 3, 4):
            falls_at(write)
            with suppress(KeyboardInterrupt):
                for page in pages:
                    branch.clerk(TakePage(source(pages=3), page))
    finally:
        inside.write_sealed = real
    for page in pages:
        branch.clerk(TakePage(source(pages=3), page))
    assert [one.sheet_page for one in branch.clerk(PagesOfVisit(visit_id))] == [1, 2]
    assert len(branch.ask(lambda view: evidence.of_visit(view, visit_id))) == 4
    assert branch.ask(lambda view: evidence.orphans(view, view.evidence_folder)) == []
    assert len(tray(branch).pages) == 1


def test_the_watched_folder_gives_files_once_they_are_complete(tmp_path: Path) -> None:
    watched = WatchedFolder.of(tmp_path)
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF half")
    (tmp_path / "scan2.pdf.partial").write_bytes(b"%PDF")
    (tmp_path / "taken").mkdir()
    assert watched.ready() == []
    scan.write_bytes(b"%PDF half and the other half")
    assert watched.ready() == []
    assert watched.ready() == [scan]
    watched.done(scan)
    assert watched.ready() == []
    scan.write_bytes(b"%PDF scanned again, longer than before")
    watched.ready()
    assert watched.ready() == [scan]


def test_intake_stops_between_two_pages(branch: Branch, tmp_path: Path) -> None:
    from collectdesk.desk.progress import Cancelled

    stack = as_pdf(tmp_path / "stack.pdf", [blank("one"), blank("two"), blank("three")])
    progress = Progress(lambda done, _total: progress.cancel() if done == 1 else None)
    with pytest.raises(Cancelled):
        take_file(branch.desk, branch.actors["clerk"], stack, progress)
    assert len(tray(branch).pages) == 1
    take(branch, stack)
    assert [one.page for one in tray(branch).pages] == [1, 2, 3]
