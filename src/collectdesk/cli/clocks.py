"""Legal clocks on the command line: of a case, or what ends soon in all of them; what starts one anew is noted."""

from __future__ import annotations

from argparse import Namespace

from collectdesk.cli.entering import case_by_no, run
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.customers.files import CustomerFile, OpenFile
from collectdesk.desk.rules.clocks import CaseClock, ListClocks, NoteLegalFact, ShowClocks
from collectdesk.desk.vault.access import Session
from collectdesk.domain.contact.legal_clocks import FactKind
from collectdesk.domain.refusals import Refused
from collectdesk.domain.zones import local_day
from collectdesk.terms_clocks import about_text, clause_text, left_text, name_text, since_text
from collectdesk.words import Words, mark


def clocks(opened: Session, options: Namespace, saying: Saying) -> int:
    """Shown with days left and clause; with ``--note`` what no other record says is kept first."""
    words = saying.words
    if not options.case:
        waiting = run(opened, ListClocks())
        headings = [mark("Case no."), mark("Customer"), *_HEADINGS]
        rows = [[each.case_no, each.name, *_line(words, each.shown)] for each in waiting]
        saying.table([words.say(heading) for heading in headings], rows)
        saying.result(waiting)
        return DONE
    case_id, customer_id = case_by_no(opened, options.case)
    if options.note:
        on = options.on or local_day(opened.desk.now())
        product = _product(opened, customer_id, options.product)
        run(opened, NoteLegalFact(case_id, FactKind(options.note), on, options.proof, product))
        saying.say(mark("It is noted; the clocks run by it."))
    found = run(opened, ShowClocks(case_id))
    saying.table([words.say(heading) for heading in _HEADINGS], [_line(words, each) for each in found])
    saying.result(found)
    return DONE


_HEADINGS = [
    mark("Term"),
    mark("What it is about"),
    mark("Runs from"),
    mark("Ends"),
    mark("Left"),
    mark("Clause"),
]


def _line(words: Words, each: CaseClock) -> list[str]:
    return [
        name_text(words, each), about_text(words, each), since_text(words, each), words.date(each.clock.ends_on),
        left_text(words, each), clause_text(words, each),
    ]  # fmt: skip


def _product(opened: Session, customer_id: str, digits: str) -> str:
    """A product by the last digits of its account; none named means the whole debt."""
    if not digits:
        return ""
    file: CustomerFile = run(opened, OpenFile(customer_id))
    found = [str(v.product.id) for v in file.products if v.product.account_no.endswith(digits)]
    if len(found) != 1:
        raise Refused("solution.other_product", field="product_id")
    return found[0]
