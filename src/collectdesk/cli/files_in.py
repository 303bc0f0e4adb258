"""Files in, on the command line: compared, taken in, listed, undone."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

from collectdesk import terms_ledgers
from collectdesk.cli.entering import case_by_no, run
from collectdesk.cli.saying import DONE, QUARANTINED, Saying
from collectdesk.cli.solving import amount
from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.intake.comparing import CompareImport
from collectdesk.desk.intake.imports import CommitImport, ExportQuarantine, Imported, ListImports, ReadFile
from collectdesk.desk.intake.undoing import UndoImport
from collectdesk.desk.solutions.noting import ListNoted, NoteAmount, NotedKind, StrikeAmount
from collectdesk.desk.vault.access import Session
from collectdesk.domain.intake.import_diff import ImportDiff
from collectdesk.domain.intake.imports import Ledger
from collectdesk.domain.refusals import Refused
from collectdesk.domain.zones import local_day
from collectdesk.terms import code_term, noted_words, term
from collectdesk.terms_ledgers import KEPT, field_text, finding_text, value_text, verdict
from collectdesk.words import mark

_ROWS_TOLD = 20
"""Rows of one finding that are printed; the window and --json show them all."""


def take_files(opened: Session, options: Namespace, saying: Saying) -> int:
    """Import files one after the other; a file that can't be used stops there and changes nothing."""
    code: int = DONE
    results: list[object] = []
    for path in options.files:
        ledger = _read(opened, path, options)
        if options.compare:
            results.append(_compare(opened, ledger, options, saying))
            continue
        if options.quarantine is not None and ledger.bad:
            _write_quarantine(opened, options.quarantine, ledger, saying)
        done: Imported = run(opened, CommitImport(ledger, options.data_date, whole=options.whole))
        results.append(done)
        _tell_import(done, saying)
        if done.bad_rows:
            code = QUARANTINED
    saying.result(results)
    return code


def _read(opened: Session, path: Path, options: Namespace) -> Ledger:
    password = None
    if options.workbook_password_fd is not None:
        with os.fdopen(os.dup(options.workbook_password_fd), encoding="utf-8") as lines:
            password = lines.readline().rstrip("\r\n")
    ledger: Ledger = run(opened, ReadFile(path, data_date=options.data_date, password=password))
    return ledger


def _compare(opened: Session, ledger: Ledger, options: Namespace, saying: Saying) -> ImportDiff:
    """Tell what a file would change; nothing is written."""
    words = saying.words
    diff: ImportDiff = run(opened, CompareImport(ledger, options.data_date, options.whole))
    saying.line(f"{ledger.file_name}: {verdict(words, diff)}")
    for finding in diff.findings:
        saying.line(f"  {finding_text(words, finding)}")
        if not finding.needs_look:
            continue
        for row in finding.rows[:_ROWS_TOLD]:
            told = (row.name, row.account_no, field_text(words, row))
            moved = f"{value_text(words, row.before)} → {value_text(words, row.after)}"
            saying.line("    " + " ".join(part for part in (str(row.line), *told, moved) if part))
    return diff


def undo_import(opened: Session, options: Namespace, saying: Saying) -> int:
    """Take the newest import of a file back; names who stays since people have worked on them."""
    words = saying.words
    named = [b for b in run(opened, ListImports()) if b.file_name == options.file and b.undone_at is None]
    if not named:
        raise Refused("import.unknown")
    done = run(opened, UndoImport(named[0].id))
    saying.say(mark("The import of {file} is undone."), file=done.file_name)
    for kept in done.kept:
        saying.line(f"  {kept.customer_no} {kept.name}: {words.say(KEPT[kept.reason])}")
    saying.result(done)
    return DONE


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


def list_amounts(opened: Session, options: Namespace, saying: Saying) -> int:
    """Amounts noted by hand with what core banking says of them; ``--strike`` marks one as a mistake first."""
    words, found = saying.words, run(opened, ListNoted())
    if options.strike:
        meant = [each.id for each in found if each.id.endswith(options.strike)]
        if len(meant) != 1:
            raise Refused("amount.which")
        run(opened, StrikeAmount(meant[0], options.why))
        found = run(opened, ListNoted())
    if not found:
        saying.say(mark("Nothing is noted by hand."))
    saying.table(
        [
            words.say(h)
            for h in (
                mark("Of"), mark("Customer no."), mark("Customer"), mark("Account"), mark("What"), mark("Amount"),
                mark("State"), mark("Source"), mark("No."),
            )
        ],
        [
            [
                words.date(n.as_of), n.customer_no, n.name, n.account_no, code_term(words, "noted", n.kind.value),
                words.money(n.amount), noted_words(words, n.state.value, n.said, n.stage.value if n.stage else ""),
                code_term(words, "noted_source", n.source), n.id[-6:],
            ]
            for n in found
        ],
    )  # fmt: skip
    saying.result(found)
    return DONE


def note_amount(opened: Session, options: Namespace, saying: Saying) -> int:
    """Note an amount of one product; it stays provisional until core banking says it."""
    _, customer_id = case_by_no(opened, options.case)
    products = run(opened, OpenFile(customer_id)).products
    fitting = [p.product for p in products if p.product.account_no.endswith(options.account[-4:])]
    if len(fitting) != 1:
        raise Refused(
            "option.unknown", value=options.account, known=", ".join(p.product.account_no for p in products)
        )
    day = options.on or local_day(opened.desk.now())
    deed = NoteAmount(
        customer_id, fitting[0].id, NotedKind(options.kind), amount(options.amount), day, options.source, options.note
    )  # fmt: skip
    kept = run(opened, deed)
    saying.say(mark("It is noted; it stays provisional until core banking says the same."))
    saying.result({"noted": kept})
    return DONE
