"""The calendar on the command line: day by day what stands in it."""

from __future__ import annotations

from argparse import Namespace
from datetime import timedelta

from collectdesk.cli.entering import run
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.vault.access import Session
from collectdesk.desk.visits.diary import ShowDiary
from collectdesk.domain.zones import local_day
from collectdesk.terms_diary import KINDS, day_line, entry_line


def show_diary(opened: Session, options: Namespace, saying: Saying) -> int:
    """Days in which something stands, each with its lines."""
    words = saying.words
    first = options.since or local_day(opened.desk.now())
    days = run(opened, ShowDiary(first, first + timedelta(days=options.days - 1)))
    for day in days:
        if not day.entries and day.holiday is None:
            continue
        saying.line(day_line(words, day))
        for one in day.entries:
            at = f"{words.clock(one.at)} " if one.at is not None else ""
            saying.line(f"  {at}{words.say(KINDS[one.kind])}  {one.name}  {entry_line(words, one)}".rstrip())
    saying.result(
        [
            {"day": day.day, "workday": day.works, "holiday": day.holiday.en if day.holiday else None,
             "entries": [{"kind": one.kind, "id": one.id, "name": one.name, "at": one.at, "number": one.number,
                          "who": one.who, "amount": one.amount, "code": one.code} for one in day.entries]}
            for day in days
        ]
    )  # fmt: skip
    return DONE
