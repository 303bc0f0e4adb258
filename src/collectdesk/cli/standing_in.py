"""Deputies, and papers that wait for a supervisor, on the command line."""

from __future__ import annotations

from argparse import Namespace
from typing import Final

from collectdesk.cli.entering import run, second_of
from collectdesk.cli.saying import DONE, UNUSABLE, Saying
from collectdesk.desk.customers.today import ShowInbox
from collectdesk.desk.people.deputies import EndDeputyship, ListDeputies, NameDeputy
from collectdesk.desk.people.deputy_papers import (
    ConfirmDeputyPaper,
    DeputyPaperWaiting,
    RefuseDeputyPaper,
    ShowPapersLate,
    TakeDeputyPaper,
    read_authorisation,
)
from collectdesk.desk.people.paper_approvals import ConfirmPaper, PaperWaiting, RefusePaper
from collectdesk.desk.pipeline import Deed
from collectdesk.desk.vault.access import Session
from collectdesk.domain.people.people import DeputyStanding, Permission, Role
from collectdesk.domain.refusals import Refused
from collectdesk.terms import term
from collectdesk.terms_papers import papers_late_line
from collectdesk.words import Words, mark

DEPUTY: Final = "deputy"


def deputy(opened: Session, options: Namespace, saying: Saying) -> int:
    """List them, name one at the desk or on paper, or end a deputyship."""
    if options.what == "name":
        return _name(opened, options, saying)
    if options.what == "end":
        return _end(opened, options, saying)
    words, found = saying.words, run(opened, ListDeputies())
    heads = (
        mark("Deputy"),
        mark("For"),
        mark("From"),
        mark("Until"),
        mark("State"),
        mark("On paper"),
        mark("May"),
    )
    rows = [
        [
            line.deputy, line.principal, words.date(line.from_on), words.date(line.until_on),
            term(words, line.standing), term(words, line.paper) if line.paper else "", _may(words, line.permissions),
        ]
        for line in found
    ]  # fmt: skip
    saying.table([words.say(head) for head in heads], rows)
    saying.result(found)
    return DONE


def _name(opened: Session, options: Namespace, saying: Saying) -> int:
    if not (options.deputy and options.first and options.last):
        raise Refused("option.deputy_needs")
    if options.scan is not None and options.signed_on is None:
        raise Refused("option.scan_needs_day")
    permissions = frozenset(Permission(each) for each in options.may)
    own = opened.actor.login if opened.actor.role is Role.SUPERVISOR else ""
    principal = options.principal or own
    about = (principal, options.deputy, permissions, options.first, options.last, options.reason)
    if options.scan is not None:
        made = run(opened, TakeDeputyPaper(*about, options.signed_on, read_authorisation(options.scan)))
        saying.say(mark("The deputy was named on paper: a supervisor confirms it within three working days."))
        saying.result({"paper": made})
        return DONE
    second = second_of(opened, options, saying.words) if options.second else None
    made = run(opened, NameDeputy(*about, second))
    saying.say(mark("The deputy was named. What they do says in whose place they did it."))
    saying.result({"deputyship": made})
    return DONE


def _end(opened: Session, options: Namespace, saying: Saying) -> int:
    standing = [
        line
        for line in run(opened, ListDeputies())
        if line.deputy_login == options.deputy
        and options.principal in ("", line.principal_login)
        and line.standing is not DeputyStanding.OVER
    ]
    if not standing:
        raise Refused("deputy.none_named", who=options.deputy or "")
    for line in standing:
        run(opened, EndDeputyship(line.id))
    saying.say(mark("The deputyship was ended."))
    saying.result([line.id for line in standing])
    return DONE


def papers(opened: Session, options: Namespace, saying: Saying) -> int:
    """List what waits (2 where something wasn't confirmed in time), confirm one, or refuse it."""
    if options.what == "late":
        return _late(opened, saying)
    inbox = run(opened, ShowInbox())
    if options.what == "list":
        return _list(inbox.papers, inbox.deputies, saying)
    _decide(opened, options, _meant(inbox.papers, inbox.deputies, options))
    done = (
        mark("The paper is confirmed.")
        if options.what == "confirm"
        else mark("The paper is refused: what rested on it is stopped.")
    )
    saying.say(done)
    saying.result({"about": options.about, "what": options.what})
    return DONE


def _late(opened: Session, saying: Saying) -> int:
    found = run(opened, ShowPapersLate())
    if found.count:
        saying.line(papers_late_line(saying.words, found.approvals, found.deputies, found.since))
    else:
        saying.say(mark("Every paper was confirmed in time, or still may be."))
    saying.result(found)
    return UNUSABLE if found.count else DONE


def _list(papers: tuple[PaperWaiting, ...], deputies: tuple[DeputyPaperWaiting, ...], saying: Saying) -> int:
    words = saying.words
    heads = (
        mark("Waiting"),
        mark("About"),
        mark("Signed by"),
        mark("Signed on"),
        mark("To be confirmed by"),
        "",
    )
    rows = [
        [term(words, one.kind), f"{one.case_no} {one.name}", one.approver, words.date(one.approved_on),
         words.date(one.due_on), _late_mark(words, is_over=one.is_over)]
        for one in papers
    ]  # fmt: skip
    rows += [
        [words.say(mark("Deputy on paper")), f"{one.deputy_login} {one.deputy}", one.principal,
         words.date(one.signed_on), words.date(one.due_on), _late_mark(words, is_over=one.is_over)]
        for one in deputies
    ]  # fmt: skip
    if not rows:
        saying.say(mark("No paper waits to be confirmed."))
    saying.table([words.say(head) if head else "" for head in heads], rows)
    saying.result({"papers": papers, "deputies": deputies})
    is_late = any(one.is_over for one in papers) or any(one.is_over for one in deputies)
    return UNUSABLE if is_late else DONE


def _late_mark(words: Words, *, is_over: bool) -> str:
    return words.say(mark("overdue")) if is_over else ""


def _meant(
    papers: tuple[PaperWaiting, ...], deputies: tuple[DeputyPaperWaiting, ...], options: Namespace
) -> PaperWaiting | DeputyPaperWaiting:
    """The one paper that a case number or a deputy's login names; raises Refused where there is none, or two."""
    found: list[PaperWaiting | DeputyPaperWaiting] = [
        one for one in papers if one.case_no == options.about and options.kind in ("", one.kind.value)
    ]
    found += [one for one in deputies if one.deputy_login == options.about and options.kind in ("", DEPUTY)]
    if not found:
        raise Refused("paper.none_waits", about=options.about)
    if len(found) > 1:
        raise Refused("paper.which", about=options.about)
    return found[0]


def _decide(opened: Session, options: Namespace, one: PaperWaiting | DeputyPaperWaiting) -> None:
    confirms, is_deputy = options.what == "confirm", isinstance(one, DeputyPaperWaiting)
    deed: Deed[None]
    if is_deputy:
        deed = (
            ConfirmDeputyPaper(one.paper_id) if confirms else RefuseDeputyPaper(one.paper_id, options.reason)
        )
    else:
        deed = ConfirmPaper(one.paper_id) if confirms else RefusePaper(one.paper_id, options.reason)
    run(opened, deed)


def _may(words: Words, permissions: tuple[Permission, ...]) -> str:
    return ("、" if words.is_chinese else ", ").join(term(words, each) for each in permissions)
