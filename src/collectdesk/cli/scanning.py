"""The scan tray on the command line: taking in, the tray with its guesses, missing pages, filing by hand."""

from __future__ import annotations

import time
from argparse import Namespace
from pathlib import Path
from typing import Final

from collectdesk.cli.entering import run, visit_by_no
from collectdesk.cli.saying import DONE, QUARANTINED, Saying
from collectdesk.desk.paper.scan_intake import TakenFile, WatchedFolder, clear_away, clear_taken, read_in
from collectdesk.desk.paper.scanning import (
    AssignPage,
    IsFileDone,
    PutAside,
    ShowTray,
    Taken,
    TakePage,
    Tray,
    TrayPage,
)
from collectdesk.desk.progress import silent
from collectdesk.desk.vault.access import Session
from collectdesk.domain.paper.scans import IN_TRAY, ScanState
from collectdesk.domain.refusals import Refused
from collectdesk.terms_scans import STATES, page_line, reason_sentence
from collectdesk.words import mark

BETWEEN_LOOKS: Final = 1.5
"""Seconds between the two looks by which a file of the folder counts as complete."""


def scans(opened: Session, options: Namespace, saying: Saying) -> int:
    """One act on the tray; 3 where pages stay in it."""
    acts = {"take": _take, "list": _list, "missing": _missing, "file": _file, "aside": _aside}
    return acts[options.what](opened, options, saying)


def _take(opened: Session, options: Namespace, saying: Saying) -> int:
    paths = [Path(one) for one in options.given]
    watched = _watched(options.folder) if options.folder else []
    done = []
    for path in [*paths, *watched]:
        taken = read_in(path, lambda source, page: run(opened, TakePage(source, page)), silent())
        if path in watched:
            clear_away(taken)
        _tell(taken, saying)
        done.append(taken)
    if options.folder:
        gone = clear_taken(options.folder, lambda sha256: run(opened, IsFileDone(sha256)))
        if gone:
            saying.say(mark("{count} files in “taken” were older than a week and are removed."), count=gone)
    if not done:
        saying.say(mark("No complete file lies there."))
    saying.result(done)
    return QUARANTINED if any(one.trouble or one.count(*IN_TRAY) for one in done) else DONE


def _watched(folder: Path) -> list[Path]:
    watched = WatchedFolder.of(folder)
    try:
        watched.ready()
        time.sleep(BETWEEN_LOOKS)
        return list(watched.ready())
    except OSError:
        raise Refused("scan.no_folder", folder=folder) from None


def _tell(taken: TakenFile, saying: Saying) -> None:
    words, name = saying.words, taken.path.name
    if taken.is_known:
        saying.say(mark("{file}: all of it came in before."), file=name)
        return
    if taken.trouble:
        saying.line(f"{name}: {reason_sentence(words, taken.trouble)}")
    filed, waiting = taken.count(ScanState.FILED), taken.count(*IN_TRAY)
    if filed or not taken.trouble:
        pages = words.plural("{count} page filed", "{count} pages filed", filed)
        saying.say(mark("{file}: {pages}, {waiting} in the tray."), file=name, pages=pages, waiting=waiting)
    for number, page in enumerate(taken.pages, 1):
        if page.state in IN_TRAY and not page.known and not taken.trouble:
            said = words.say(mark("  page {number}: {why}"), number=number, why=_why(saying, page))
            saying.line(said)


def _why(saying: Saying, page: Taken | TrayPage) -> str:
    return reason_sentence(saying.words, page.reason)


def _list(opened: Session, options: Namespace, saying: Saying) -> int:
    del options
    tray: Tray = run(opened, ShowTray())
    words = saying.words
    for number, page in enumerate(tray.pages, 1):
        said = mark("{number}  {file}, page {page} of {pages}: {state}. {why}")
        saying.say(
            said, number=number, file=page.source_name, page=page.page, pages=page.pages,
            state=words.say(STATES[page.state]), why=_why(saying, page),
        )  # fmt: skip
        for place, guess in enumerate(page.guesses, 1):
            saying.line(f"     {place}  {page_line(words, guess.visit_no, guess.page)}  {guess.name}")
    saying.say(
        mark("{waiting} pages wait, {missing} aren't back, {filed} were filed today."), waiting=len(tray.pages),
        missing=len(tray.missing), filed=tray.filed_today,
    )  # fmt: skip
    saying.result(tray)
    return DONE


def _missing(opened: Session, options: Namespace, saying: Saying) -> int:
    del options
    tray: Tray = run(opened, ShowTray())
    for one in tray.missing:
        saying.say(
            mark("Page {page} of visit {visit} isn't back ({name}, {at})."), page=one.page, visit=one.visit_no,
            name=one.name, at=saying.words.instant(one.planned_at),
        )  # fmt: skip
    if not tray.missing:
        saying.say(mark("No page is missing."))
    saying.result(tray.missing)
    return DONE


def _file(opened: Session, options: Namespace, saying: Saying) -> int:
    page = _chosen(opened, options)
    if options.guess is not None:
        if not 1 <= options.guess <= len(page.guesses):
            raise Refused("scan.unknown_page", number=options.guess)
        guess = page.guesses[options.guess - 1]
        visit_id, sheet_page = guess.visit_id, guess.page
    else:
        visit_id, sheet_page = visit_by_no(opened, options.visit), options.page
    taken: Taken = run(opened, AssignPage(page.id, visit_id, sheet_page))
    place = page_line(saying.words, taken.visit_no, taken.sheet_page)
    saying.say(mark("Filed as {place}."), place=place)
    saying.result(taken)
    return DONE


def _aside(opened: Session, options: Namespace, saying: Saying) -> int:
    page = _chosen(opened, options)
    run(opened, PutAside(page.id, options.reason))
    saying.say(mark("Put aside: {file}, page {page}."), file=page.source_name, page=page.page)
    saying.result(page)
    return DONE


def _chosen(opened: Session, options: Namespace) -> TrayPage:
    """The page of a number in the list, or of its id."""
    tray: Tray = run(opened, ShowTray())
    told = options.given[0] if len(options.given) == 1 else ""
    for number, page in enumerate(tray.pages, 1):
        if told in (str(number), page.id):
            return page
    raise Refused("scan.unknown_page", number=told or "–")
