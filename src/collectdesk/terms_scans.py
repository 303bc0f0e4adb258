"""Sentences of the scan tray: why a page waits, and what is refused there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from collectdesk.domain.paper.oddities import Odd
from collectdesk.domain.paper.scans import ScanState
from collectdesk.words import mark

if TYPE_CHECKING:
    from collectdesk.domain.paper.oddities import Oddity
    from collectdesk.words import Words

REASONS: Final[Mapping[str, str]] = {
    "scan.no_code": mark("No code was found on this page. Say which visit it belongs to, or put it aside."),
    "scan.twice": mark(
        "This page came back before and is filed already. Put this one aside, or file it too."
    ),
    "scan.came_twice": mark("It came twice; the page that was filed first stands."),
    "scan.unknown_paper": mark("The code is genuine, but its visit or paper isn't in this branch's books."),
    "scan.disposed": mark("The evidence of this case was disposed of; nothing can be filed to it any more."),
    "scan.empty": mark("The file is empty. Scan it again."),
    "scan.too_large": mark("The file is larger than 256 MB. Scan it in parts."),
    "scan.unknown": mark("This is no PDF, TIFF, JPEG, PNG or HEIC file, whatever its name says."),
    "scan.password": mark("The PDF is protected by a password. Save it without one, or print and scan it."),
    "scan.broken": mark("The file is damaged and can't be opened. Scan it again."),
    "scan.broken_page": mark("This page is damaged and can't be drawn. Scan it again."),
    "scan.too_many_pages": mark("The file has more than 500 pages. Scan it in parts."),
    "scan.too_many_pixels": mark("The picture has more than 50 million pixels. Scan it at 200 or 300 dpi."),
    "scan.page_too_large": mark("This page alone has more than 32 MB. Scan it at 200 or 300 dpi."),
    "scan.no_heic": mark("HEIC photos can't be read on this PC. Send the photo as JPEG."),
    "scan.unreadable": mark("The file can't be opened. Check that its folder or stick is still there."),
    "scan.changing": mark("The file was still being written. It is read again when it is complete."),
    "code.foreign": mark("The code on this page isn't of this branch. It may be another branch's paper."),
    "code.unreadable": mark("The code on this page is damaged. Say which visit it belongs to."),
    "code.forged": mark(
        "This branch never printed this code. Don't rely on this sheet, and tell the supervisor."
    ),
    "reader.crashed": mark("This page made the reading program stop; the pages after it were read."),
    "reader.timeout": mark("Reading this page took too long and was stopped."),
    "reader.memory": mark("This page needs more memory than reading may use."),
    "reader.silent": mark("The reading program gave no answer for this page. Scan it again."),
    "reader.garbled": mark("The reading program answered nonsense for this page. Scan it again."),
}
"""Why a page or a file waits in the tray."""

STATES: Final[Mapping[ScanState, str]] = {
    ScanState.FILED: mark("Filed with its case"),
    ScanState.WAITING: mark("Without a code"),
    ScanState.REFUSED: mark("Code refused"),
    ScanState.TWICE: mark("Came twice"),
    ScanState.UNREADABLE: mark("Unreadable"),
    ScanState.ASIDE: mark("Set aside as not needed"),
}
"""How a scanned page stands."""
REFUSALS: Final[Mapping[str, str]] = {
    "scan.settled": mark("This page waits for nobody any more."),
    "scan.reason_missing": mark("Say why the page is put aside."),
    "scan.no_such_page": mark("A visit's sheet has pages 1 and 2; 0 stands for another paper."),
    "scan.nothing_to_file": mark(
        "Nothing can be seen of {file}, so there is nothing to file. Scan it again."
    ),
    "scan.no_picture": mark("Nothing can be seen of {file}."),
    "scan.unknown_page": mark("No page of the tray has the number {number}."),
    "scan.no_folder": mark("The folder {folder} can't be read. Check that it is still connected."),
}


ODDITIES: Final[Mapping[Odd, str]] = {
    Odd.OVERLAPS: mark("The team arrived here before it left {visit}. Which time is right?"),
    Odd.SAME_TIMES: mark("{visit} has the very same times. Which of the two is right?"),
    Odd.SHORT_TALK: mark("A talk, and the visit took {minutes} min. Are the times right?"),
    Odd.TYPED_FAST: mark("Typed within two minutes of the record of {visit}. Is everything as on the sheet?"),
    Odd.SAME_NARRATIVE: mark(
        "The course of the visit reads almost as that of {visit}. Is it this visit's own?"
    ),
    Odd.PHOTO_REUSED: mark("{file} looks like a photo of {visit}. Does it belong here?"),
    Odd.PHOTO_OTHER_DAY: mark("{file} says it was taken on {day}. Was the camera's clock right?"),
}
"""Questions about a record; nobody is accused of anything."""


def oddity_sentence(words: Words, asked: Oddity) -> str:
    """The question about something odd."""
    day = words.date(asked.day) if asked.day else ""
    facts = {"visit": asked.visit_no, "minutes": str(asked.minutes), "file": asked.file, "day": day}
    sentence = ODDITIES[asked.kind]
    return words.say(sentence, **{name: value for name, value in facts.items() if f"{{{name}}}" in sentence})


def reason_sentence(words: Words, code: str) -> str:
    """Why a page waits; what a person wrote is shown as it is."""
    known = REASONS.get(code)
    return words.say(known) if known is not None else code


def page_line(words: Words, visit_no: str, page: int) -> str:
    """A place in words: page 2 of visit WF-2026-00118, or another paper of it."""
    if page:
        return words.say(mark("page {page} of visit {visit}"), page=page, visit=visit_no)
    return words.say(mark("another paper of visit {visit}"), visit=visit_no)
