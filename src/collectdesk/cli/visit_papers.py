"""Papers about visits on the command line: the custody slip, and the registers of a visit, a day and a month."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime

from collectdesk.cli.entering import run, visit_by_no
from collectdesk.cli.papers import WRITTEN
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.paper.visit_papers import PrintCustodySlip, PrintOpinionSlips, PrintRegister, month_of
from collectdesk.desk.vault.access import Session
from collectdesk.desk.visits.printing import Printed
from collectdesk.domain.zones import local_day


def custody_slip(opened: Session, options: Namespace, saying: Saying) -> int:
    visit_id = visit_by_no(opened, options.visit)
    return _written(run(opened, PrintCustodySlip(options.out, visit_id, saying.words.language)), saying)


def opinion_slips(opened: Session, options: Namespace, saying: Saying) -> int:
    ids = tuple(visit_by_no(opened, number) for number in options.visits)
    return _written(run(opened, PrintOpinionSlips(options.out, ids, saying.words.language)), saying)


def register(opened: Session, options: Namespace, saying: Saying) -> int:
    """Of one visit, of a month, or of a day; today's where nothing is said."""
    language = saying.words.language
    if options.visit:
        deed = PrintRegister(options.out, visit_id=visit_by_no(opened, options.visit), language=language)
    elif options.month:
        first, last = month_of(datetime.strptime(options.month, "%Y-%m").date())
        deed = PrintRegister(options.out, first, last, language=language)
    else:
        day = options.day or local_day(opened.desk.now())
        deed = PrintRegister(options.out, day, options.until or day, language=language)
    return _written(run(opened, deed), saying)


def _written(printed: Printed, saying: Saying) -> int:
    saying.say(WRITTEN, pages=printed.pages, path=printed.path)
    saying.result(printed)
    return DONE
