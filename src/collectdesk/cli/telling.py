"""Disclosures, reports and originals on the command line."""

from __future__ import annotations

from argparse import Namespace

from collectdesk.cli.entering import case_by_no, run
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.contact.disclosing import (
    CarryOutDisclosure,
    ListDisclosures,
    NoteDisclosure,
    PlanDisclosure,
    Told,
    WithdrawDisclosure,
)
from collectdesk.desk.paper.originals import ListOriginals, MoveOriginal, ShowRegister, TakeInOriginal
from collectdesk.desk.vault.access import Session
from collectdesk.domain.contact.contacts import IdentityProof
from collectdesk.domain.contact.disclosures import DisclosureState, Recipient
from collectdesk.domain.paper.originals import MoveKind, Original, OriginalKind
from collectdesk.domain.refusals import Refused
from collectdesk.terms import term
from collectdesk.words import Words


def disclose(opened: Session, options: Namespace, saying: Saying) -> int:
    """Plan that somebody is told or the bureau reported to, carry it out, take it back, or note what happened."""
    case_id, _ = case_by_no(opened, options.case)
    today = opened.desk.now().date()
    if options.what == "plan":
        run(opened, PlanDisclosure(case_id, _told(options), options.on or today, options.reason))
    elif options.what == "note":
        saying.breaches(run(opened, NoteDisclosure(case_id, _told(options), options.at or opened.desk.now())))
    elif options.what == "done":
        run(opened, CarryOutDisclosure(_planned(opened, case_id, options.number), options.reason))
    elif options.what == "withdraw":
        run(opened, WithdrawDisclosure(_planned(opened, case_id, options.number), options.reason))
    words, found = saying.words, run(opened, ListDisclosures(case_id))
    for each in found:
        parts = (each.id[-6:], words.date(each.planned_on), term(words, each.to), each.recipient,
                 term(words, each.state), each.purpose)  # fmt: skip
        saying.line("  ".join(part for part in parts if part))
    saying.result(found)
    return DONE


def _told(options: Namespace) -> Told:
    if not options.to:
        raise Refused("disclosure.field_missing", field="to")
    return Told(
        Recipient(options.to), options.name, options.purpose, options.text, not options.without_debt,
        IdentityProof(options.identity), options.consent, options.agreement, options.assessment,
    )  # fmt: skip


def _planned(opened: Session, case_id: str, ending: str) -> str:
    """The one that is planned, by the last letters of its number; without any the only one."""
    found = [
        each.id
        for each in run(opened, ListDisclosures(case_id))
        if each.state is DisclosureState.PLANNED and each.id.endswith(ending)
    ]
    if len(found) != 1:
        raise Refused("disclosure.which", field="number")
    return str(found[0])


def originals(opened: Session, options: Namespace, saying: Saying) -> int:
    """The originals of a case: list, take in, move, lend, take back, hand over; without a case, of all of them."""
    if not options.case:
        return _register(opened, options, saying)
    case_id, _ = case_by_no(opened, options.case)
    if options.what == "take-in":
        deed = TakeInOriginal(case_id, OriginalKind(options.kind), options.title, options.box, options.place)
        run(opened, deed)
    elif options.what != "list":
        kind = {"move": MoveKind.MOVED, "lend": MoveKind.LENT, "return": MoveKind.RETURNED}.get(
            options.what, MoveKind.HANDED_OVER
        )
        moved = MoveOriginal(
            _original(opened, case_id, options.number), kind, options.who, options.box, options.place,
            options.back_by, options.scan, options.note,
        )  # fmt: skip
        run(opened, moved)
    found = run(opened, ListOriginals(case_id))
    for each in found.originals:
        saying.line("  ".join(_parts(saying.words, each)))
    saying.result(found)
    return DONE


def _register(opened: Session, options: Namespace, saying: Saying) -> int:
    """Every case's originals box by box, or those of one box."""
    found = [each for each in run(opened, ShowRegister()) if options.box in ("", each.original.box)]
    for each in found:
        saying.line("  ".join((*_parts(saying.words, each.original), each.case_no, each.name)))
    saying.result(found)
    return DONE


def _parts(words: Words, kept: Original) -> list[str]:
    due = words.date(kept.due_back_on) if kept.due_back_on else ""
    parts = (kept.id[-6:], term(words, kept.kind), kept.title, term(words, kept.state), kept.box, kept.place,
             kept.holder, due)  # fmt: skip
    return [part for part in parts if part]


def _original(opened: Session, case_id: str, ending: str) -> str:
    found = [each.id for each in run(opened, ListOriginals(case_id)).originals if each.id.endswith(ending)]
    if len(found) != 1:
        raise Refused("original.which", field="number")
    return str(found[0])
