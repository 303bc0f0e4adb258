"""Paper on the command line: kits, records and agreements out, sheets back in, signatures."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from collectdesk.cli.entering import case_by_no, run, visit_by_no
from collectdesk.cli.saying import DONE, Saying
from collectdesk.cli.sheets import read_sheet
from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.paper.attaching import RECORDING, AttachEvidence, kind_of
from collectdesk.desk.paper.recording import RecordVisit, SignOff
from collectdesk.desk.vault.access import Session
from collectdesk.desk.visits.printing import PrintAgreement, PrintKit, PrintRecord
from collectdesk.domain.refusals import Refused
from collectdesk.words import mark

WRITTEN = mark("{pages} pages were written to {path}.")


def print_kit(opened: Session, options: Namespace, saying: Saying) -> int:
    ids = tuple(visit_by_no(opened, number) for number in options.visits)
    printed = run(opened, PrintKit(target=options.out, visit_ids=ids, language=saying.words.language))
    saying.say(WRITTEN, pages=printed.pages, path=printed.path)
    saying.result(printed)
    return DONE


def record(opened: Session, options: Namespace, saying: Saying) -> int:
    """The sheet and every file are looked at first, so that a slip leaves nothing half recorded."""
    visit_id = visit_by_no(opened, options.visit)
    typed = read_sheet(options.sheet)
    for path in options.evidence:
        _require_readable(path)
    done = run(opened, RecordVisit(visit_id, typed.findings, typed.promise, typed.cost, typed.plan))
    saying.say(mark("The visit is recorded and waits for sign-off."))
    saying.breaches(done.breaches)
    for path in options.evidence:
        run(opened, _attach(opened, visit_id, path, options))
        saying.say(mark("{file} is filed as evidence."), file=path.name)
    saying.result(done)
    return DONE


def _attach(opened: Session, visit_id: str, path: Path, options: Namespace) -> AttachEvidence:
    kind = kind_of(path)
    return AttachEvidence(
        visit_id, path, opened.desk.store.evidence_folder(), kind,
        label=options.recorder if kind == RECORDING else "", location_basis=options.place_basis,
    )  # fmt: skip


def sign_off(opened: Session, options: Namespace, saying: Saying) -> int:
    run(opened, SignOff(visit_by_no(opened, options.visit)))
    saying.say(mark("The record is signed off."))
    saying.result({"visit": options.visit})
    return DONE


def print_record(opened: Session, options: Namespace, saying: Saying) -> int:
    visit_id = visit_by_no(opened, options.visit)
    printed = run(opened, PrintRecord(target=options.out, visit_id=visit_id, language=saying.words.language))
    saying.say(WRITTEN, pages=printed.pages, path=printed.path)
    saying.result(printed)
    return DONE


def print_agreement(opened: Session, options: Namespace, saying: Saying) -> int:
    """The newest plan of the case."""
    _, customer_id = case_by_no(opened, options.case)
    plans = run(opened, OpenFile(customer_id)).arrangements
    if not plans:
        raise Refused("solution.none", case_no=options.case)
    newest = max(plans, key=lambda plan: plan.number)
    deed = PrintAgreement(target=options.out, arrangement_id=newest.id, language=saying.words.language)
    printed = run(opened, deed)
    saying.say(WRITTEN, pages=printed.pages, path=printed.path)
    saying.result(printed)
    return DONE


def _require_readable(path: Path) -> None:
    try:
        with path.open("rb") as file:
            if not file.read(1):
                raise Refused("evidence.empty", file=path.name)
    except OSError as error:
        raise Refused("evidence.unreadable", file=path.name) from error
