"""Packs, trail and rules on the command line."""

from __future__ import annotations

from argparse import Namespace

from collectdesk.cli.entering import case_by_no, run
from collectdesk.cli.saying import DONE, QUARANTINED, UNUSABLE, Saying
from collectdesk.desk.archive.filing import CloseCase, ListArchive, VerifyPack
from collectdesk.desk.vault.access import Session
from collectdesk.desk.vault.closing import CloseDay
from collectdesk.desk.vault.trail import ExportTrail, ReadTrail, VerifyTrail, anchor_typed
from collectdesk.desk.vault.watch import ConfirmClock
from collectdesk.domain.refusals import Refused
from collectdesk.domain.vault.trail import ROOT_DIGITS
from collectdesk.store.results.packs import RESTING
from collectdesk.terms import term
from collectdesk.terms_archive import finding_words, outcome_words, owed_by
from collectdesk.terms_audit import HONEST, action_words, anchor_words, broken_words
from collectdesk.words import mark


def list_archive(opened: Session, _options: Namespace, saying: Saying) -> int:
    words, found = saying.words, run(opened, ListArchive())
    saying.table(
        [
            words.say(h)
            for h in (mark("Case no."), mark("Customer"), mark("Closed"), mark("Packs"), mark("Missing"))
        ],
        [
            [
                c.case_no,
                c.name,
                words.date(c.closed_on),
                str(c.packs),
                "; ".join(f"{term(words, m)} ({owed_by(words, m, c.owner)})" for m in c.missing),
            ]
            for c in found.cases
        ],
    )
    for pack in found.packs:
        saying.line(f"{pack.number}  {words.date(pack.built_on)}  {pack.file_name}")
    saying.result(found)
    return DONE


def close_case(opened: Session, options: Namespace, saying: Saying) -> int:
    case_id, _ = case_by_no(opened, options.case)
    run(opened, CloseCase(case_id=case_id))
    saying.say(mark("Case {case_no} is closed."), case_no=options.case)
    saying.result({"case": options.case})
    return DONE


def verify_packs(opened: Session, options: Namespace, saying: Saying) -> int:
    """Green 0, unproven 3, red 2: the worst of all packs."""
    worst, verdicts = DONE, []
    resting = _resting_packs(opened) if any(path.suffix == RESTING for path in options.packs) else {}
    for path in options.packs:
        verdict = run(opened, VerifyPack(path, options.fingerprint, resting.get(path.name, "")))
        verdicts.append({"path": path, "outcome": verdict.outcome.value, "findings": verdict.findings})
        saying.line(f"{path.name}: {outcome_words(saying.words, verdict.outcome.value)}")
        for finding in verdict.findings:
            saying.line(f"  {finding_words(saying.words, finding.code, finding.file, finding.facts)}")
        code = {"green": DONE, "unproven": QUARANTINED, "red": UNUSABLE}[verdict.outcome.value]
        worst = code if worst == DONE or code == UNUSABLE else worst
    saying.result(verdicts)
    return worst


def _resting_packs(opened: Session) -> dict[str, str]:
    """The numbers of packs that rest in this branch, by their files' names."""
    return {pack.file_name: pack.number for pack in run(opened, ListArchive()).packs}


def audit(opened: Session, options: Namespace, saying: Saying) -> int:
    words = saying.words
    if options.what == "list":
        lines = run(opened, ReadTrail())
        saying.table(
            [words.say(h) for h in (mark("No."), mark("When"), mark("Who"), mark("What"))],
            [
                [str(e.seq), words.instant(e.at), e.login, action_words(words, e.action, e.about)]
                for e in lines
            ],
        )
        saying.result(lines)
        return DONE
    if options.what == "export":
        return _export_trail(opened, options, saying)
    if options.what == "evidence":
        from collectdesk.cli.evidence import check

        return check(opened, options, saying)
    return _verify_trail(opened, options, saying)


def close_day(opened: Session, options: Namespace, saying: Saying) -> int:
    closed = run(opened, CloseDay(options.out, saying.words.language))
    saying.say(
        mark("The evening page was written to {path}: entry {seq}, root {root}."),
        path=options.out, seq=closed.root.seq, root=closed.root.grouped,
    )  # fmt: skip
    saying.result(closed)
    return DONE


def confirm_clock(opened: Session, _options: Namespace, saying: Saying) -> int:
    back = run(opened, ConfirmClock())
    words = saying.words
    saying.say(
        mark("Confirmed: the clock went back from {before} to {now} and is right."),
        before=words.instant(back.before), now=words.instant(back.now),
    )  # fmt: skip
    saying.result(back)
    return DONE


def _export_trail(opened: Session, options: Namespace, saying: Saying) -> int:
    if options.out is None:
        raise Refused("option.out_missing")
    made = run(opened, ExportTrail(options.out))
    saying.say(
        mark("{count} entries exported. Key fingerprint: {fingerprint}. verify_trail.py checks them anywhere."),
        count=saying.words.number(made.entries), fingerprint=made.fingerprint,
    )  # fmt: skip
    saying.result(made)
    return DONE


def _verify_trail(opened: Session, options: Namespace, saying: Saying) -> int:
    """Green or red, and where; what it was held against; and what a green can't say."""
    words = saying.words
    typed = (anchor_typed(options.anchor),) if options.anchor else ()
    verdict = run(opened, VerifyTrail(typed, tuple(options.pack)))
    if verdict.intact:
        saying.say(
            mark("The trail is intact: {count} entries, head {head}."),
            count=verdict.entries,
            head=verdict.head[:ROOT_DIGITS],
        )
    else:
        saying.line(broken_words(words, verdict))
    for anchor in verdict.anchors:
        saying.say(
            mark("Held against {anchor}: entry {seq}."), anchor=anchor_words(words, anchor), seq=anchor.seq
        )
    saying.say(HONEST)
    saying.result(verdict)
    return DONE if verdict.intact else UNUSABLE
