"""The branch's own buckets on the command line: listed, set and withdrawn by two persons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.cli.entering import run, second_of
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.customers.own_buckets import (
    BucketDesk,
    SetBuckets,
    ShowBuckets,
    WithdrawBuckets,
    write_edges,
)
from collectdesk.domain.customers.products import ProductKind
from collectdesk.domain.refusals import Refused
from collectdesk.terms import term
from collectdesk.words import mark

if TYPE_CHECKING:
    from argparse import Namespace

    from collectdesk.desk.vault.access import Session


def buckets(opened: Session, options: Namespace, saying: Saying) -> int:
    """List them; ``--set`` and ``--withdraw`` ask for a second person."""
    words = saying.words
    if options.set:
        second = second_of(opened, options, words)
        run(
            opened,
            SetBuckets(ProductKind(options.kind), options.set, options.source, options.from_on, second),
        )
    if options.withdraw:
        shown: BucketDesk = run(opened, ShowBuckets())
        meant = [each.id for each in shown.every if each.id.endswith(options.withdraw)]
        if len(meant) != 1:
            raise Refused("buckets.gone")
        run(opened, WithdrawBuckets(meant[0], second_of(opened, options, words)))
    found: BucketDesk = run(opened, ShowBuckets())
    heads = (mark("No."), mark("Kind of product"), mark("Buckets"), mark("From"), mark("By which text"))
    saying.table(
        [words.say(head) for head in heads],
        [
            [
                each.id[-6:],
                term(words, each.kind),
                write_edges(each.edges),
                words.date(each.from_on),
                each.source,
            ]
            for each in found.every
        ],
    )
    saying.result(found)
    return DONE
