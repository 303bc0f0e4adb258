"""What judgements read of a long contact log: a deed reads the little it needs, and judges as by the whole."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

from collectdesk.desk.contact.contact_log import newest
from collectdesk.desk.contact.frequency import frequency_facts
from collectdesk.desk.contact.lost import lost_facts, outsider_facts
from collectdesk.domain.contact.contacts import Channel, ContactOutcome, Direction, Reached
from collectdesk.store.cases import cases
from collectdesk.store.customers import customers
from helpers.branches import LI

if TYPE_CHECKING:
    from collectdesk.store.work import View
    from helpers.branches import Branch

SAID = (
    (Reached.NOBODY, ContactOutcome.NO_ANSWER),
    (Reached.DEBTOR, ContactOutcome.REFUSED),
    (Reached.FAMILY, ContactOutcome.ASKS_TO_STOP),
)


def test_a_deed_that_reads_little_of_a_long_log_judges_as_a_snapshot_that_reads_all_of_it(
    branch: Branch,
) -> None:
    case_id, chance = branch.case_id(LI), random.Random(7)
    points = [point.id for point in branch.points(LI)]
    store, clerk, now = branch.desk.store, branch.actors["clerk"], branch.now
    with store.write(clerk, now) as work:
        for _ in range(120):
            reached, outcome = chance.choice(SAID)
            cases.add_contact(
                work, case_id, channel=chance.choice((Channel.PHONE, Channel.SMS, Channel.VISIT)),
                direction=chance.choice((Direction.OUTGOING, Direction.OUTGOING, Direction.INCOMING)),
                happened_at=now - timedelta(minutes=chance.randrange(60 * 24 * 40)), reached=reached,
                outcome=outcome, point_id=chance.choice([None, *points]), visit_id=None, identity_stated=True,
                note="",
            )  # fmt: skip

    def judged(view: View) -> list[object]:
        known = {
            str(point.id): point for point in customers.points(view, cases.case(view, case_id).customer_id)
        }
        moments = [now - timedelta(days=days, minutes=7) for days in (0, 1, 3, 9, 20, 39, 60)]
        return [
            (frequency_facts(view, case_id, known.get(point), at), lost_facts(view, case_id, at),
             outsider_facts(view, case_id, at), [one.id for one in newest(view, case_id, at)])
            for at in moments for point in ("", *points)
        ]  # fmt: skip

    with store.read(clerk, now) as view:
        whole = judged(view)
    with store.write(clerk, now) as work:
        assert judged(work) == whole
