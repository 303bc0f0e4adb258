"""Callbacks on the command line: whom to ask, what was said, what gets better."""

from __future__ import annotations

from argparse import Namespace
from datetime import date

from collectdesk.cli.entering import chosen, run, visit_by_no
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.results.callbacks import (
    CallbackDesk,
    ListCallbacks,
    NoteCallback,
    NoteCallbackResult,
    SetCallbackImprovement,
)
from collectdesk.desk.vault.access import Session
from collectdesk.domain.refusals import Refused
from collectdesk.domain.results.callbacks import CallbackOutcome
from collectdesk.domain.zones import local_day
from collectdesk.terms import term
from collectdesk.words import mark


def callbacks(opened: Session, options: Namespace, saying: Saying) -> int:
    """List, or note one answer, improvement or result of a visit."""
    today: date = options.on or local_day(opened.desk.now())
    if options.what == "note":
        visit_id = visit_by_no(opened, options.visit)
        outcome = chosen(CallbackOutcome, options.outcome)
        run(opened, NoteCallback(visit_id, today, outcome, options.score, options.said))
    elif options.what != "list":
        asked = _asked(run(opened, ListCallbacks()), options.visit)
        if options.what == "improve":
            if options.by is None:
                raise Refused("option.until_missing")
            owner = _account(run(opened, ListCallbacks()), options.owner)
            run(opened, SetCallbackImprovement(asked, options.text, owner, options.by))
        else:
            run(opened, NoteCallbackResult(asked, options.text))
    words, found = saying.words, run(opened, ListCallbacks())
    for line in (*found.waiting, *found.asked):
        parts = [line.visit_no, line.case_no, line.name, words.date(line.visited_on)]
        if line.asked is None:
            parts.append(words.say(mark("To be asked")))
        else:
            parts += [term(words, line.asked.outcome), str(line.asked.score or ""), line.asked.said,
                      line.asked.improvement, line.asked.result]  # fmt: skip
        saying.line("  ".join(part for part in parts if part))
    saying.result(found)
    return DONE


def _asked(found: CallbackDesk, visit_no: str) -> str:
    for line in found.asked:
        if line.visit_no == visit_no and line.asked is not None:
            return line.asked.id
    raise Refused("option.which_one", value=visit_no)


def _account(found: CallbackDesk, name: str) -> str:
    named = [account for account, told in found.people.items() if told == name]
    if len(named) != 1:
        raise Refused("option.which_one", value=name)
    return named[0]
