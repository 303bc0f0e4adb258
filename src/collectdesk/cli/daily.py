"""The clerk's day on the command line: import, worklist, customers, risk."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from collectdesk import terms_ledgers
from collectdesk.cli.entering import case_by_no, run
from collectdesk.cli.saying import DONE, QUARANTINED, Saying
from collectdesk.desk.access import Session
from collectdesk.desk.assessing import AssessRisk
from collectdesk.desk.files import OpenFile
from collectdesk.desk.finding import ListCustomers
from collectdesk.desk.imports import CommitImport, ExportQuarantine, Imported, ListImports, ReadFile
from collectdesk.desk.today import ShowInbox, ShowToday, Worklist
from collectdesk.domain.imports import Ledger
from collectdesk.terms import code_term, term
from collectdesk.words import mark


def take_files(opened: Session, options: Namespace, saying: Saying) -> int:
    """Import files one after the other; a file that can't be used stops there and changes nothing."""
    code, results = DONE, []
    for path in options.files:
        ledger = run(opened, ReadFile(path, data_date=options.data_date))
        if options.quarantine is not None and ledger.bad:
            _write_quarantine(opened, options.quarantine, ledger, saying)
        done: Imported = run(opened, CommitImport(ledger, options.data_date))
        results.append(done)
        _tell_import(done, saying)
        if done.bad_rows:
            code = QUARANTINED
    saying.result(results)
    return code


def _tell_import(done: Imported, saying: Saying) -> None:
    words = saying.words
    saying.say(
        mark("{file}: {kind} of {day}, {good} rows imported, {bad} rows in quarantine."),
        file=done.file_name,
        kind=term(words, done.kind),
        day=words.date(done.data_date),
        good=words.number(done.good),
        bad=words.number(done.bad_rows),
    )
    for finding in done.bad:
        reason = terms_ledgers.sentence(finding.code, finding.facts, words)
        saying.say(
            mark("  line {line}, {column}, “{value}”: {reason}"),
            line=finding.line,
            column=finding.column,
            value=finding.value,
            reason=reason,
        )
    if done.cases_opened:
        saying.line(words.plural("{count} new case.", "{count} new cases.", done.cases_opened))
    for said in terms_ledgers.what_followed(words, done.counts):
        saying.line(said)
    for left in done.leftovers:
        saying.line(terms_ledgers.visit_left(words, left.case_no, left.visit_no, left.planned_at))


def _write_quarantine(opened: Session, path: Path, ledger: Ledger, saying: Saying) -> None:
    run(opened, ExportQuarantine(ledger, path, saying.words.language))
    saying.say(mark("The quarantine was written to {path}."), path=path)


def list_imports(opened: Session, _options: Namespace, saying: Saying) -> int:
    words, found = saying.words, run(opened, ListImports())
    saying.table(
        [
            words.say(h)
            for h in (
                mark("When"),
                mark("File"),
                mark("What"),
                mark("Figures of"),
                mark("Rows"),
                mark("Quarantine"),
                mark("By"),
            )
        ],
        [
            [
                words.instant(b.imported_at),
                b.file_name,
                term(words, b.kind),
                words.date(b.data_date),
                words.number(b.good),
                words.number(b.bad),
                b.imported_by,
            ]
            for b in found
        ],
    )
    saying.result(found)
    return DONE


def show_today(opened: Session, _options: Namespace, saying: Saying) -> int:
    worklist = run(opened, ShowToday())
    print_worklist(worklist, saying)
    saying.result(worklist)
    return DONE


def print_worklist(worklist: Worklist, saying: Saying) -> None:
    words = saying.words
    saying.say(
        mark("{day}: {count} to do, figures of {data}."),
        day=words.date(worklist.day),
        count=words.number(len(worklist.items)),
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
            ]
            for i in worklist.items
        ],
    )


def show_inbox(opened: Session, _options: Namespace, saying: Saying) -> int:
    words, inbox = saying.words, run(opened, ShowInbox())
    rows = [
        [words.say(mark("Visit request")), r.case_no, r.name, term(words, r.reason), r.asked_by]
        for r in inbox.requests
    ]
    rows += [
        [words.say(mark("Visit record")), r.visit.case_no, r.visit.name, r.visit.visit_no, r.recorded_by]
        for r in inbox.records
    ]
    rows += [
        [words.say(mark("Repayment plan")), p.case_no, p.name, words.money(p.amount), p.offered_by]
        for p in inbox.plans
    ]
    rows += [[words.say(mark("Breach")), b.case_no, b.name, b.rule_id, b.recorded_by] for b in inbox.breaches]
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


def list_customers(opened: Session, options: Namespace, saying: Saying) -> int:
    words = saying.words
    found = run(opened, ListCustomers(options.text, only_overdue=not options.text))
    saying.table(
        [
            words.say(h)
            for h in (mark("Customer no."), mark("Customer"), mark("Case no."), mark("Overdue"), mark("Days"))
        ],
        [[c.customer_no, c.name, c.case_no, words.money(c.overdue), str(c.dpd)] for c in found],
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


def assess(opened: Session, options: Namespace, saying: Saying) -> int:
    from collectdesk import terms_risk

    words = saying.words
    case_id, _ = case_by_no(opened, options.case)
    found = run(opened, AssessRisk(case_id)).assessment
    saying.say(
        mark("Willingness {willing}, ability {able}, risk {level}: {strategy}."),
        willing=found.willingness,
        able=found.ability,
        level=words.say(terms_risk.LEVELS[found.level.value]),
        strategy=words.say(terms_risk.STRATEGIES[found.strategy.value]),
    )
    for reason in found.reasons:
        saying.line("  " + terms_risk.reason_with_points(words, reason))
    saying.say(mark("A visit is warranted.") if found.visit_warranted else mark("A visit isn't warranted."))
    saying.result(found)
    return DONE
