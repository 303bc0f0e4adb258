"""Notices on the command line: written, decided, printed, sealed, posted, and how they were served."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

from collectdesk.cli.entering import case_by_no, chosen, run
from collectdesk.cli.papers import WRITTEN
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.contact.letterheads import KeepLetterhead, Letterhead, ShowLetterhead
from collectdesk.desk.contact.notice_papers import PrintNotices, PrintSealRequest, ReadNotice
from collectdesk.desk.contact.noticing import (
    KINDS,
    DecideNotice,
    DropNotice,
    FindNotice,
    ListNotices,
    ListWaitingNotices,
    MakeNotice,
    NoticeView,
    Wanted,
)
from collectdesk.desk.contact.serving import PostNotice, Proof, ProveServed, SealNotices
from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.vault.access import Session
from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.contact.notices import NoticeState, ServedBy
from collectdesk.domain.refusals import Refused
from collectdesk.domain.zones import local_day
from collectdesk.terms import term
from collectdesk.words import mark


def notice(opened: Session, options: Namespace, saying: Saying) -> int:
    """One act on one notice or several."""
    _ACTS[options.what](opened, options, saying)
    return DONE


def list_notices(opened: Session, options: Namespace, saying: Saying) -> int:
    found = (
        run(opened, ListNotices(case_by_no(opened, options.case)[0]))
        if options.case
        else run(opened, ListWaitingNotices((NoticeState(options.state),)))
    )
    headings = (mark("Running no."), mark("Letter no."), mark("Level"), mark("Way"), mark("To"), mark("State"),
                mark("Waybill"))  # fmt: skip
    saying.table([saying.words.say(heading) for heading in headings], [_line(each, saying) for each in found])
    saying.result([replace(each, people={}) for each in found])
    return DONE


def letterhead(opened: Session, options: Namespace, saying: Saying) -> int:
    """Shown, or changed by what is given."""
    given = {f.name: getattr(options, f.name) for f in fields(Letterhead) if getattr(options, f.name)}
    kept = run(opened, ShowLetterhead())
    if given:
        blank = Letterhead(**{f.name: "" for f in fields(Letterhead)})
        kept = replace(kept or blank, **given)
        run(opened, KeepLetterhead(kept))
        saying.say(mark("The letterhead is kept."))
    saying.result(kept)
    return DONE


def _line(shown: NoticeView, saying: Saying) -> list[str]:
    kept, words = shown.notice, saying.words
    level = shown.name.text(chinese=words.is_chinese)
    way, state = term(words, kept.channel), term(words, kept.state)
    return [kept.number, kept.letter_no, level, way, shown.addressee, state, kept.waybill]


def _write(opened: Session, options: Namespace, saying: Saying) -> None:
    case_id, customer_id = case_by_no(opened, options.about[0])
    channel = chosen(Channel, options.channel)
    points = run(opened, OpenFile(customer_id)).points
    own = (p.id for p in points if p.kind == KINDS[channel] and not p.party and p.standing == "valid")
    point_id = next(own, None)
    if point_id is None:
        raise Refused("notice.point_unusable")
    wanted = Wanted(
        options.level, point_id, channel, options.text_language,
        sentences=tuple(at - 1 for at in options.add), extra=options.extra, reason=options.reason,
    )  # fmt: skip
    made = run(opened, MakeNotice(case_id, wanted))
    said = mark("{number} is written; a supervisor decides it.") if made.waits else mark("{number} is ready.")
    saying.say(said, number=made.number)
    saying.result(made)


def _approve(opened: Session, options: Namespace, saying: Saying) -> None:
    for each in _ids(opened, options):
        saying.say(mark("Approved: {number}"), number=run(opened, DecideNotice(each, approve=True)))


def _refuse(opened: Session, options: Namespace, saying: Saying) -> None:
    for each in _ids(opened, options):
        run(opened, DecideNotice(each, approve=False, reason=options.reason))
    saying.say(mark("The notice is put aside."))


def _drop(opened: Session, options: Namespace, saying: Saying) -> None:
    for each in _ids(opened, options):
        run(opened, DropNotice(each, options.reason))
    saying.say(mark("The notice is put aside."))


def _text(opened: Session, options: Namespace, saying: Saying) -> None:
    for each in _ids(opened, options):
        told = run(opened, ReadNotice(each))
        saying.line(f"{told.title}\n\n{told.text}")
        saying.result(told)


def _print(opened: Session, options: Namespace, saying: Saying) -> None:
    printed = run(opened, PrintNotices(_out(options), _ids(opened, options)))
    saying.say(WRITTEN, pages=printed.pages, path=printed.path)
    saying.result(printed)


def _seal_request(opened: Session, options: Namespace, saying: Saying) -> None:
    deed = PrintSealRequest(_out(options), _ids(opened, options), saying.words.language)
    printed = run(opened, deed)
    saying.say(WRITTEN, pages=printed.pages, path=printed.path)
    saying.result(printed)


def _sealed(opened: Session, options: Namespace, saying: Saying) -> None:
    run(opened, SealNotices(_ids(opened, options), _on(opened, options)))
    saying.say(mark("The seal is noted."))


def _posted(opened: Session, options: Namespace, saying: Saying) -> None:
    for each in _ids(opened, options):
        run(opened, PostNotice(each, _on(opened, options), options.waybill))
    saying.say(mark("The posting is noted."))


def _served(opened: Session, options: Namespace, saying: Saying) -> None:
    proof = Proof(
        NoticeState(options.result), _on(opened, options), ServedBy(options.by), options.taken_by,
        options.reason, options.scan,
    )  # fmt: skip
    for each in _ids(opened, options):
        run(opened, ProveServed(each, proof))
    saying.say(mark("The proof is kept."))


_ACTS: dict[str, Callable[[Session, Namespace, Saying], None]] = {
    "write": _write, "approve": _approve, "refuse": _refuse, "drop": _drop, "text": _text, "print": _print,
    "seal-request": _seal_request, "sealed": _sealed, "posted": _posted, "served": _served,
}  # fmt: skip


def _ids(opened: Session, options: Namespace) -> tuple[str, ...]:
    return tuple(run(opened, FindNotice(number)) for number in options.about)


def _out(options: Namespace) -> Path:
    if options.out is None:
        raise Refused("option.out_missing")
    return Path(options.out)


def _on(opened: Session, options: Namespace) -> date:
    return options.on or local_day(opened.desk.now())
