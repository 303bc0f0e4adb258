"""The worth of a visit on the command line."""

from __future__ import annotations

from argparse import Namespace

from collectdesk import terms_worth
from collectdesk.cli.entering import case_by_no, run
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.risk.weighing import WeighVisit
from collectdesk.desk.vault.access import Session
from collectdesk.words import mark


def worth(opened: Session, options: Namespace, saying: Saying) -> int:
    words = saying.words
    case_id, _ = case_by_no(opened, options.case)
    found = run(opened, WeighVisit(case_id))
    saying.line(terms_worth.verdict(words, found))
    saying.line(f"{words.say(mark('Takes'))}: {terms_worth.trip_line(words, found)}")
    saying.line(f"{words.say(mark('Break-even'))}: {terms_worth.break_even(words, found)}")
    saying.line(f"{words.say(mark('Risk'))}: {terms_worth.risk_line(words, found)}")
    headings = (mark("Way"), mark("Brings"), mark("Costs"), mark("Net"))
    saying.table(
        [words.say(heading) for heading in headings],
        [list(each[:4]) for each in terms_worth.ways(words, found)],
    )
    saying.line(terms_worth.suggestion(words, found))
    saying.say(terms_worth.FREE)
    saying.line(terms_worth.rests_on(words, found))
    saying.table(
        [
            words.say(heading)
            for heading in (mark("Figure"), mark("Value"), mark("Measured?"), mark("Source"))
        ],
        [
            [
                terms_worth.figure_name(words, figure),
                terms_worth.figure_value(words, figure),
                terms_worth.figure_mark(words, figure),
                figure.source,
            ]
            for figure in found.worth.figures
        ],
    )
    saying.result(found)
    return DONE
