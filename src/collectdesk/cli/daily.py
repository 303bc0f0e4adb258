"""The clerk's day on the command line: import, worklist, customers, risk."""

from __future__ import annotations

from argparse import Namespace

from collectdesk.cli.entering import case_by_no, run
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.customers.finding import ListCustomers
from collectdesk.desk.customers.today import Inbox, ShowInbox, ShowLoads, ShowToday, Worklist
from collectdesk.desk.vault.access import Session
from collectdesk.desk.visits.morning import PrintMorning
from collectdesk.domain.refusals import Refused
from collectdesk.terms import code_term, term
from collectdesk.terms_clocks import left_text, name_text
from collectdesk.terms_complaints import standing_line
from collectdesk.terms_papers import confirm_line
from collectdesk.terms_steps import FIRST_OF_ALL, improvement_line, pages_line, phone_list_line, priority
from collectdesk.words import Words, mark


def show_today(opened: Session, options: Namespace, saying: Saying) -> int:
    if options.loads:
        return _show_loads(opened, saying)
    whose = opened.actor.id if options.mine else ""
    if options.whose:
        whose = next((one.account_id for one in run(opened, ShowLoads()) if one.name == options.whose), "")
        if not whose:
            raise Refused("today.unknown_person", who=options.whose)
    if options.page is not None:
        made = run(opened, PrintMorning(options.page, saying.words.language, whose))
        saying.say(
            mark("The morning page was written to {path}: {pages} pages."), path=made.path, pages=made.pages
        )
        saying.result(made)
        return DONE
    worklist = run(opened, ShowToday(whose))
    print_worklist(worklist, saying)
    saying.result(worklist)
    return DONE


def _show_loads(opened: Session, saying: Saying) -> int:
    words, found = saying.words, run(opened, ShowLoads())
    saying.table(
        [
            words.say(heading)
            for heading in (mark("Whose"), mark("To do"), mark("Left over from before"), mark("Hours"))
        ],
        [
            [one.name, words.number(one.items), words.number(one.left_over), f"{one.minutes / 60:.1f}"]
            for one in found
        ],
    )
    saying.result(found)
    return DONE


def print_worklist(worklist: Worklist, saying: Saying) -> None:
    words = saying.words
    saying.say(
        mark("{day}: {count} to do, figures of {data}."),
        day=words.date(worklist.day),
        count=words.number(worklist.total),
        data=words.date(worklist.data_date),
    )
    saying.table(
        [
            words.say(mark("Case no.")),
            words.say(mark("Customer")),
            words.say(mark("Overdue")),
            words.say(mark("Days")),
            words.say(mark("To do")),
            words.say(mark("Due")),
            words.say(mark("Why")),
            words.say(mark("Why here")),
        ],
        [
            [
                i.case_no,
                i.name,
                words.money(i.overdue),
                str(i.dpd),
                term(words, i.kind),
                words.date(i.due_on),
                code_term(words, "why", i.why),
                priority(words, i.tier, i.due_on, i.at, is_held=i.is_held),
            ]
            for i in worklist.items
        ],
    )
    if worklist.total > len(worklist.items):
        saying.say(FIRST_OF_ALL, count=words.number(len(worklist.items)))
    for missing in worklist.pages:
        saying.line(pages_line(words, missing.day, missing.crew, missing.pages))
    for out in worklist.phone_lists:
        saying.line(phone_list_line(words, out.kept.number, out.holder, out.kept.return_by))
    for one in worklist.improvements:
        saying.line(
            improvement_line(
                words, one.improvement, one.due_on, one.owner, number=one.number, case_no=one.case_no,
                is_late=one.is_late,
            )
        )  # fmt: skip


def show_inbox(opened: Session, _options: Namespace, saying: Saying) -> int:
    words, inbox = saying.words, run(opened, ShowInbox())
    rows = [*_asked(words, inbox), *_decided_on(words, inbox)]
    if not rows:
        saying.say(mark("Nothing waits for you."))
    saying.table(
        [
            words.say(h)
            for h in (mark("Waiting"), mark("Case no."), mark("Customer"), mark("What"), mark("By"))
        ],
        rows,
    )
    saying.result(inbox)
    return DONE


def _asked(words: Words, inbox: Inbox) -> list[list[str]]:
    """Requests, records, complaints and legal terms, a line each."""
    rows = [
        [words.say(mark("Visit request")), r.case_no, r.name, term(words, r.reason), r.asked_by]
        for r in inbox.requests
    ]
    rows += [
        [words.say(mark("Visit record")), r.visit.case_no, r.visit.name, r.visit.visit_no, r.recorded_by]
        for r in inbox.records
    ]
    rows += [
        [term(words, c.complaint.kind), c.case_no, c.name, standing_line(words, c), c.received_by]
        for c in inbox.complaints
    ]
    rows += [
        [name_text(words, k.shown), k.case_no, k.name, left_text(words, k.shown), ""] for k in inbox.clocks
    ]
    return rows


def _decided_on(words: Words, inbox: Inbox) -> list[list[str]]:
    """Plans, notices, papers and breaches, a line each."""
    rows = [
        [words.say(mark("Repayment plan")), p.case_no, p.name, words.money(p.amount), p.offered_by]
        for p in inbox.plans
    ]
    rows += [
        [words.say(mark("Notice")), n.case_no, n.customer, n.notice.number, n.made_by] for n in inbox.notices
    ]
    rows += [
        [words.say(mark("Own data")), q.case_no, q.petition.name, term(words, q.petition.kind), q.taken_by]
        for q in inbox.petitions
    ]
    rows += [
        [words.say(mark("Approval on paper")), p.case_no, p.name, confirm_line(words, p.due_on, is_over=p.is_over),
         p.taken_by]
        for p in inbox.papers
    ]  # fmt: skip
    rows += [
        [
            words.say(mark("Deputy on paper")),
            "",
            d.deputy,
            confirm_line(words, d.due_on, is_over=d.is_over),
            d.taken_by,
        ]
        for d in inbox.deputies
    ]
    rows += [[words.say(mark("Breach")), b.case_no, b.name, b.rule_id, b.recorded_by] for b in inbox.breaches]
    rows += [
        [words.say(mark("Phone list")), "", "", f"{p.kept.number} {words.date(p.kept.return_by)}", p.holder]
        for p in inbox.phone_lists
    ]
    return rows


def list_customers(opened: Session, options: Namespace, saying: Saying) -> int:
    words = saying.words
    found = run(opened, ListCustomers(options.text, only_overdue=not options.text, as_of=options.as_of))
    saying.table(
        [
            words.say(h)
            for h in (mark("Customer no."), mark("Customer"), mark("Case no."), mark("Overdue"), mark("Days"))
        ],
        [
            [c.customer_no, c.name, c.case_no, words.money(c.overdue), " · ".join((str(c.dpd), *c.own))]
            for c in found
        ],
    )
    saying.result(found)
    return DONE


def show_file(opened: Session, options: Namespace, saying: Saying) -> int:
    words = saying.words
    _, customer_id = case_by_no(opened, options.case)
    file = run(opened, OpenFile(customer_id))
    saying.say(
        mark("{name}, {number}: {state}, {overdue} overdue, {days} days ({bucket})."),
        name=file.customer.name,
        number=file.customer.customer_no,
        state=term(words, file.state) if file.state else "",
        overdue=words.money(file.overdue),
        days=file.dpd,
        bucket=file.bucket.name,
    )
    for view in file.products:
        saying.line(
            f"  {term(words, view.product.kind)} {view.product.account_no}  {words.money(view.product.balance)}  "
            f"{words.money(view.product.overdue)}  {view.product.dpd}  {term(words, view.stage)}"
        )
    for event in file.timeline[:20]:
        saying.line(f"  {words.instant(event.at)}  {event.kind.value}  {event.note}")
    saying.result(file)
    return DONE
