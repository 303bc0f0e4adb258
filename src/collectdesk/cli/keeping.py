"""Backups on the command line: made, planned, proved, listed."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from collectdesk.cli.entering import run
from collectdesk.cli.saying import DONE, QUARANTINED, UNUSABLE, Saying
from collectdesk.desk.vault.access import Session
from collectdesk.desk.vault.backing_up import (
    BackedUp,
    PlanBackups,
    ShowBackups,
    VerifyBackup,
    back_up_to,
    newest_at,
)
from collectdesk.domain.refusals import Refused
from collectdesk.domain.vault.backups import Occasion, Retention, Rhythm
from collectdesk.terms import term
from collectdesk.terms_backups import flaws_line, lacks_line, proof_line
from collectdesk.words import mark


def back_up(opened: Session, options: Namespace, saying: Saying) -> int:
    """0 done, 3 done with evidence missing or a broken trail; of --prove: 2 where a file isn't what was filed."""
    if options.due:
        waiting = [line.folder for line in run(opened, ShowBackups()).places if line.is_due and line.is_there]
        made = [_make(opened, place, Occasion.PLANNED, saying) for place in waiting]
        if not made:
            saying.say(mark("No planned backup waits, or its folder isn't connected."))
        saying.result(made)
        return DONE if all(_is_sound(each) for each in made) else QUARANTINED
    if options.place is None:
        raise Refused("option.backup_place")
    if options.prove:
        return _prove(opened, options.place, saying)
    if options.every:
        run(opened, PlanBackups(options.place, Rhythm(options.every), _retention(options.keep)))
        saying.say(mark("Backups to {path} are planned."), path=options.place)
        return DONE
    one = _make(opened, options.place, Occasion.BY_HAND, saying)
    saying.result(one)
    return DONE if _is_sound(one) else QUARANTINED


def _make(opened: Session, place: Path, occasion: Occasion, saying: Saying) -> BackedUp:
    made: BackedUp = run(opened, back_up_to(opened.desk, place, occasion))
    saying.say(mark("The backup was made and verified: {path}"), path=made.path)
    if made.missing:
        saying.line(lacks_line(saying.words, made.missing))
    if made.broken_at is not None:
        saying.say(
            mark("The audit trail breaks at entry {at}, in the branch as in the backup. Tell the auditor."),
            at=made.broken_at,
        )
    return made


def _is_sound(made: BackedUp) -> bool:
    return made.missing == 0 and made.broken_at is None


def _prove(opened: Session, place: Path, saying: Saying) -> int:
    path = newest_at(place)
    proof = run(opened, VerifyBackup(path))
    saying.line(proof_line(saying.words, proof, proof.made_at))
    if proof.flaws:
        saying.line(flaws_line(saying.words, len(proof.flaws)))
    saying.result(proof)
    return UNUSABLE if proof.flaws else DONE


def list_backups(opened: Session, _options: Namespace, saying: Saying) -> int:
    words, found = saying.words, run(opened, ShowBackups())
    headings = (mark("Folder"), mark("Rhythm"), mark("Last"), mark("Waits"))
    saying.table(
        [words.say(each) for each in headings],
        [
            [
                str(line.folder),
                term(words, line.rhythm),
                words.date(line.last_on),
                words.say(mark("yes")) if line.is_due else "",
            ]
            for line in found.places
        ],
    )
    for each in found.backups:
        saying.line(f"{words.instant(each.made_at)}  {term(words, each.state)}  {each.place}  {each.name}")
    if found.standing.last_on is None:
        saying.say(mark("There is no verified backup yet."))
    else:
        saying.say(mark("Last verified backup: {day}"), day=words.date(found.standing.last_on))
    saying.result(found)
    return DONE


def _retention(text: str) -> Retention:
    try:
        daily, weekly, monthly = (int(part) for part in text.split(","))
    except ValueError:
        raise Refused("option.retention", value=text) from None
    return Retention(daily, weekly, monthly)
