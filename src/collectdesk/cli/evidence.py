"""Evidence on the command line: whole or not, swept, disposed of with a certificate."""

from __future__ import annotations

from argparse import Namespace

from collectdesk.cli.entering import case_by_no, run, second_of
from collectdesk.cli.saying import DONE, UNUSABLE, Saying
from collectdesk.desk.paper.disposing import (
    CheckEvidence,
    DisposeEvidence,
    EvidenceVerdict,
    ListDisposals,
    PrintDisposal,
    SweepEvidence,
)
from collectdesk.desk.vault.access import Session
from collectdesk.domain.refusals import Refused
from collectdesk.store.vault.disposal import Disposal
from collectdesk.words import mark


def check(opened: Session, options: Namespace, saying: Saying) -> int:
    """0 whole, 2 where a file is missing, altered or loose."""
    if options.sweep:
        saying.say(
            mark("{count} files that no record needs were removed."), count=run(opened, SweepEvidence())
        )
    found: EvidenceVerdict = run(opened, CheckEvidence())
    said = mark(
        "{files} files of evidence: {missing} missing, {altered} altered, {loose} loose, {disposed} disposed of."
    )
    saying.say(
        said,
        files=found.files,
        missing=len(found.missing),
        altered=len(found.altered),
        loose=len(found.loose),
        disposed=found.disposed,
    )
    for one in (*found.missing, *found.altered, *found.loose):
        saying.line(f"  {one}")
    saying.result(found)
    return DONE if found.is_whole else UNUSABLE


def dispose(opened: Session, options: Namespace, saying: Saying) -> int:
    case_id, _ = case_by_no(opened, options.case)
    second = second_of(opened, options, saying.words)
    done: Disposal = run(opened, DisposeEvidence(case_id, options.reason, second))
    run(opened, SweepEvidence())
    _tell(done, saying)
    saying.result(done)
    return DONE


def list_disposals(opened: Session, options: Namespace, saying: Saying) -> int:
    if options.out is not None:
        if not options.case:
            raise Refused("option.disposal_case")
        case_id, _ = case_by_no(opened, options.case)
        paper = run(opened, PrintDisposal(options.out, case_id, saying.words.language))
        saying.say(mark("The certificate is in {path}."), path=paper.path)
        saying.result(paper)
        return DONE
    found: tuple[Disposal, ...] = run(opened, ListDisposals())
    for each in found:
        _tell(each, saying)
    saying.result(found)
    return DONE


def _tell(done: Disposal, saying: Saying) -> None:
    words = saying.words
    saying.say(
        mark("Case {case_no}: {files} files of evidence disposed of on {day}. Reason: {reason}"),
        case_no=done.case_no,
        files=done.files,
        day=words.instant(done.disposed_at),
        reason=done.reason,
    )
    for backup in done.backups:
        saying.say(mark("  The key still lies in the backup {backup}."), backup=backup)
