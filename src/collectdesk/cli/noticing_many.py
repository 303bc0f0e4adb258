"""Notices by the batch on the command line, and their files: the post office's and the gateway's."""

from __future__ import annotations

from argparse import Namespace

from collectdesk.cli.entering import chosen, run
from collectdesk.cli.saying import DONE, REFUSED, Saying
from collectdesk.desk.contact.notice_batches import MakeBatch
from collectdesk.desk.contact.notice_files import (
    ExportMessages,
    ExportPosts,
    ReadPostFile,
    TakePostFile,
    Written,
)
from collectdesk.desk.customers.finding import ListCustomers
from collectdesk.desk.vault.access import Session
from collectdesk.domain.contact.contacts import Channel
from collectdesk.domain.refusals import Refused
from collectdesk.terms_trouble import sentence
from collectdesk.words import mark


def make_batch(opened: Session, options: Namespace, saying: Saying) -> int:
    """One line for each customer: the notice's number, or why there is none."""
    ids = [_customer(opened, number) for number in options.customers]
    deed = MakeBatch(
        tuple(ids),
        options.level,
        chosen(Channel, options.channel),
        options.text_language,
        reason=options.reason,
    )
    done = run(opened, deed)
    words = saying.words
    for line in done:
        told = line.made.number if line.made else sentence(words, line.refused) if line.refused else ""
        saying.line(f"{line.customer_no}  {line.name}  {told}")
    saying.result(
        [
            {
                "customer_no": line.customer_no,
                "notice": line.made,
                "refused": line.refused and line.refused.code,
            }
            for line in done
        ]
    )
    return DONE if any(line.made for line in done) else REFUSED


def _customer(opened: Session, number: str) -> str:
    found = [c for c in run(opened, ListCustomers(number, only_overdue=False)) if c.customer_no == number]
    if not found:
        raise Refused("option.unknown", value=number, known="—")
    return str(found[0].customer_id)


def move_file(opened: Session, options: Namespace, saying: Saying) -> int:
    """A list or texts written, or the post office's file taken in."""
    if options.what == "waybills":
        return _take(opened, options, saying)
    if options.what == "post-list":
        written = run(opened, ExportPosts(options.file))
    else:
        written = run(opened, ExportMessages(options.file, Channel(options.what)))
    _tell(written, saying)
    return DONE


def _tell(written: Written, saying: Saying) -> None:
    saying.say(mark("{count} notices are written to {path}."), count=written.count, path=written.path)
    chinese = saying.words.is_chinese
    for left in written.left_out:
        said = " ".join(decision.sentence.text(chinese=chinese) for decision in left.decisions)
        saying.say(mark("Left out: {number}: {why}"), number=left.number, why=said)
    saying.result(
        {"path": written.path, "count": written.count, "left_out": [one.number for one in written.left_out]}
    )


def _take(opened: Session, options: Namespace, saying: Saying) -> int:
    taken = run(opened, TakePostFile(run(opened, ReadPostFile(options.file))))
    said = mark("{posted} letters posted, {ended} ended, {left} lines left out.")
    saying.say(said, posted=taken.posted, ended=taken.ended, left=len(taken.left))
    for left in taken.left:
        why = sentence(saying.words, Refused(left.why, posted=""))
        saying.say(mark("Line {line} ({number}): {why}"), line=left.line, number=left.reference, why=why)
    saying.result(taken)
    return DONE
