"""Duplicate files and entries on the wrong customer, on the command line."""

from __future__ import annotations

from argparse import Namespace

from collectdesk.cli.entering import case_by_no, run
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.customers.correcting import CorrectEntry
from collectdesk.desk.customers.merging import (
    FindDuplicates,
    KeepApart,
    ListMergers,
    MergeFiles,
    Pair,
    UndoMerger,
)
from collectdesk.desk.vault.access import Session
from collectdesk.domain.refusals import Refused
from collectdesk.terms import code_term, term
from collectdesk.words import mark


def duplicates(opened: Session, _options: Namespace, saying: Saying) -> int:
    words, found = saying.words, run(opened, FindDuplicates())
    heads = (mark("Older file"), mark("Newer file"), mark("Customer"), mark("Why"))
    rows = [
        [pair.first_no, pair.second_no, pair.name, "; ".join(term(words, each) for each in pair.why)]
        for pair in found
    ]
    saying.table([words.say(head) for head in heads], rows)
    saying.result(found)
    return DONE


def merge(opened: Session, options: Namespace, saying: Saying) -> int:
    """Make one file of a pair that was found, or note that it is two persons'."""
    pair = _pair(opened, options.stays, options.goes)
    stays, goes = (
        (pair.first_id, pair.second_id) if pair.first_no == options.stays else (pair.second_id, pair.first_id)
    )
    if options.apart:
        run(opened, KeepApart(stays, goes, options.reason))
        saying.say(mark("They stay two files and aren't offered again."))
        return DONE
    done = run(opened, MergeFiles(stays, goes, options.reason))
    parts = ", ".join(f"{term(saying.words, part)} {count}" for part, count in done.moved.items())
    saying.say(mark("It is one file now. Moved: {parts}."), parts=parts)
    saying.result({"merger": done.merger_id})
    return DONE


def unmerge(opened: Session, options: Namespace, saying: Saying) -> int:
    """Take back the newest merger in which a file went."""
    found = next(
        (e for e in run(opened, ListMergers()) if e.gone_no == options.goes and e.state != "undone"), None
    )
    if found is None:
        raise Refused("merge.undone_already")
    run(opened, UndoMerger(found.merger_id))
    saying.say(mark("They are two files again, as they were."))
    return DONE


def correct(opened: Session, options: Namespace, saying: Saying) -> int:
    """Mark an entry as another customer's; says what was taken back and what stays."""
    case_id, _ = case_by_no(opened, options.case)
    done = run(opened, CorrectEntry(case_id, options.kind, options.entry, options.reason, options.right_case))
    saying.say(mark("Marked as another customer's; the entry stays to be seen."))
    for code in done.effects:
        saying.line(f"- {code_term(saying.words, 'correction', code)}")
    saying.result(done)
    return DONE


def _pair(opened: Session, one: str, other: str) -> Pair:
    found: Pair | None = next(
        (e for e in run(opened, FindDuplicates()) if {e.first_no, e.second_no} == {one, other}), None
    )
    if found is None:
        raise Refused("merge.not_alike", one=one, other=other)
    return found
