"""Owns the columns of the two lists: visits to record, and records that wait for a signature."""

from __future__ import annotations

from typing import Final

from collectdesk.desk.paper.recording import WaitingRecord
from collectdesk.desk.paper.scanning import TrayPage
from collectdesk.desk.visits.visiting import VisitLine
from collectdesk.domain.paper.scans import ScanState
from collectdesk.domain.visits.visits import VisitState
from collectdesk.terms import term
from collectdesk.terms_scans import STATES
from collectdesk.ui.parts.chip import Status
from collectdesk.ui.parts.value_model import Column, Kind
from collectdesk.ui.tokens import Tone
from collectdesk.words import Words, mark

_STATES: Final = {
    VisitState.SENT_BACK: (Tone.WARN, True),
    VisitState.KIT_PRINTED: (Tone.NOTICE, False),
}


def _state(words: Words, line: VisitLine) -> Status:
    tone, calls = _STATES.get(line.state, (Tone.PLAIN, False))
    return Status(term(words, line.state), tone, calls)


def _breaches(words: Words, line: WaitingRecord) -> Status:
    if not line.breaches:
        return Status(words.say(mark("None")), Tone.GOOD)
    return Status(words.number(line.breaches), Tone.DANGER, calls=True)


_TRAY_TONES: Final = {
    ScanState.WAITING: (Tone.NOTICE, False),
    ScanState.REFUSED: (Tone.DANGER, True),
    ScanState.UNREADABLE: (Tone.WARN, True),
}


def _stands(words: Words, page: TrayPage) -> Status:
    tone, calls = _TRAY_TONES.get(page.state, (Tone.PLAIN, False))
    return Status(words.say(STATES[page.state]), tone, calls)


def _page_of(_words: Words, page: TrayPage) -> str:
    return f"{page.page} / {page.pages}" if page.page else ""


TRAY: Final[tuple[Column[TrayPage], ...]] = (
    Column(mark("File"), lambda _w, p: p.source_name, Kind.BOLD, stretch=True),
    Column(mark("Page"), _page_of, Kind.MUTED),
    Column(mark("State"), _stands, Kind.CHIP),
)
TO_RECORD: Final[tuple[Column[VisitLine], ...]] = (
    Column(mark("Customer"), lambda _w, v: v.name, Kind.BOLD),
    Column(mark("When"), lambda w, v: w.instant(v.planned_at)[5:], sort=lambda v: v.planned_at, stretch=True),
    Column(mark("State"), _state, Kind.CHIP),
)
WAITING: Final[tuple[Column[WaitingRecord], ...]] = (
    Column(mark("Customer"), lambda _w, r: r.visit.name, Kind.BOLD),
    Column(mark("Typed"), lambda w, r: w.instant(r.recorded_at)[5:], sort=lambda r: r.recorded_at),
    Column(mark("By"), lambda _w, r: r.recorded_by, Kind.MUTED, stretch=True),
    Column(mark("Breaches"), _breaches, Kind.CHIP, sort=lambda r: r.breaches),
)
