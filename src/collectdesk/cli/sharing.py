"""Sharing cases out on the command line."""

from __future__ import annotations

from argparse import Namespace

from collectdesk.cli.entering import run
from collectdesk.cli.papers import WRITTEN
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.people.assigning import EndSharing, ShareCases, ShowSharings
from collectdesk.desk.people.handing_over import PrintHandOver
from collectdesk.desk.vault.access import Session
from collectdesk.domain.people.sharing import ShareReason
from collectdesk.terms import term
from collectdesk.words import mark


def share(opened: Session, options: Namespace, saying: Saying) -> int:
    deed = ShareCases(
        tuple(options.to), ShareReason(options.why), held_by=options.held_by, from_on=options.from_on,
        until_on=options.until_on,
    )  # fmt: skip
    done = run(opened, deed)
    each = ", ".join(f"{name} {count}" for name, count in done.given)
    saying.say(mark("{count} cases were given: {each}."), count=done.count, each=each)
    saying.result(done)
    return DONE


def list_sharings(opened: Session, options: Namespace, saying: Saying) -> int:
    """List them; with an id, end one or print its sheet."""
    words = saying.words
    if options.sharing and options.back:
        saying.say(mark("{count} cases have gone back."), count=run(opened, EndSharing(options.sharing)))
        return DONE
    if options.sharing and options.out:
        printed = run(opened, PrintHandOver(options.out, options.sharing, words.language))
        saying.say(WRITTEN, pages=printed.pages, path=printed.path)
        saying.result(printed)
        return DONE
    found = run(opened, ShowSharings())
    heads = (
        mark("Sharing"),
        mark("From whom"),
        mark("To whom"),
        mark("From – to"),
        mark("How many"),
        mark("Reason"),
    )
    rows = [
        [
            line.sharing_id,
            ", ".join(owner or "-" for owner in line.owners),
            ", ".join(line.holders),
            f"{line.from_on} – {line.until_on or ''}",
            str(line.cases - line.back),
            term(words, line.why),
        ]
        for line in found.lines
    ]
    saying.table([words.say(head) for head in heads], rows)
    saying.result(found)
    return DONE
