"""The branch's keys on the command line: secrets come by prompt or file descriptor and are printed on paper only."""

from __future__ import annotations

import getpass
import os
import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from collectdesk.cli.entering import ask_password, enter, practice_folder, second_of, session
from collectdesk.cli.entering import run as run_at
from collectdesk.cli.saying import DONE, QUARANTINED, Saying
from collectdesk.desk.vault.access import Session, leave
from collectdesk.desk.vault.branch_keys import (
    EnvelopeLine,
    KeysPlate,
    MakeEnvelopes,
    PrintEnvelopes,
    ShowKeys,
    TypeBackEnvelopes,
)
from collectdesk.desk.vault.drills import DrillRegister, NoteDrill, ShowDrills
from collectdesk.desk.vault.renewing import Proof, Reason, recover_onto_paper, renew
from collectdesk.domain.refusals import Refused
from collectdesk.terms_keys import drill_due, drill_line, envelope_line, epoch_line
from collectdesk.words import Words, mark


def run(options: Namespace, saying: Saying) -> int:
    """0 done; of ``show``, 3 where an envelope is missing or wasn't typed back."""
    if options.command == "recover":
        return recover_branch(options, saying)
    folder: Path = options.branch or practice_folder()
    if options.what == "renew":
        return _renew(folder, options, saying)
    with session(folder, options.login, options.password_fd, saying.words) as opened:
        return _with_envelopes(opened, options, saying)


def _renew(folder: Path, options: Namespace, saying: Saying) -> int:
    opened = enter(folder, options.login, options.password_fd, saying.words)
    try:
        second = second_of(opened, options, saying.words)
    except BaseException:
        leave(opened)
        raise
    renew(opened, Reason(options.reason), second)  # which ends the session
    saying.say(mark("The branch has new keys. Everybody signs in with the password they have."))
    saying.result({"renewed": True})
    return DONE


def _with_envelopes(opened: Session, options: Namespace, saying: Saying) -> int:
    if options.what == "show":
        return _show(opened, saying)
    if options.what == "drills":
        return _drills(opened, saying)
    if options.what == "drill":
        second = second_of(opened, options, saying.words)
        run_at(opened, NoteDrill(options.envelope or "", not options.failed, second))
        return _drills(opened, saying)
    if options.what == "envelopes":
        target = _target(options)
        codes: Mapping[str, str] = run_at(opened, MakeEnvelopes(second_of(opened, options, saying.words)))
        return _print(opened, codes, target, saying)
    run_at(opened, TypeBackEnvelopes(codes_typed(options, saying.words)))
    saying.say(
        mark("The codes are right. Seal the envelopes, and destroy the old ones and the file they came from.")
    )
    return _show(opened, saying)


def recover_branch(options: Namespace, saying: Saying) -> int:
    """Open a branch with a code; nobody is signed in."""
    folder: Path = options.branch or practice_folder()
    words, target = saying.words, _target(options)
    if not options.second:
        raise Refused("second.missing", field="second")
    code = (codes_typed(options, words) or ("",))[0]
    first = Proof(
        options.login,
        ask_password(options.login, options.password_fd, words),
        is_new=options.login in options.forgot,
    )
    second = Proof(
        options.second,
        ask_password(options.second, options.second_password_fd, words),
        is_new=options.second in options.forgot,
    )
    made = recover_onto_paper(folder, code, first, second, target, words.language)
    _told(made, target, saying)
    return DONE


def _show(opened: Session, saying: Saying) -> int:
    plate: KeysPlate = run_at(opened, ShowKeys())
    saying.line(epoch_line(saying.words, plate.epoch, plate.began_at, plate.reason))
    for line in plate.envelopes:
        saying.line(_envelope_line(saying.words, line))
    saying.result(plate)
    return DONE if plate.is_whole else QUARANTINED


def _envelope_line(words: Words, line: EnvelopeLine) -> str:
    return envelope_line(words, line.name, line.made_at, typed_back=line.typed_back, opened=line.opened)


def _drills(opened: Session, saying: Saying) -> int:
    found: DrillRegister = run_at(opened, ShowDrills())
    for one in found.drills:
        saying.line(
            drill_line(saying.words, one.held_on, one.by, one.second, one.envelope, opened=one.opened)
        )
    saying.line(drill_due(saying.words, found.due_on, is_due=found.is_due))
    saying.result(found)
    return QUARANTINED if found.is_due else DONE


def _print(opened: Session, codes: Mapping[str, str], target: Path, saying: Saying) -> int:
    run_at(opened, PrintEnvelopes(target, codes, saying.words.language))
    _told(tuple(sorted(codes)), target, saying)
    return DONE


def _told(names: tuple[str, ...], target: Path, saying: Saying) -> None:
    saying.say(
        mark("The recovery sheets were written to {path}. Print them, then: collectdesk keys type-back"),
        path=target,
    )
    saying.result({"envelopes": names, "sheets": target})


def _target(options: Namespace) -> Path:
    if options.out is None:
        raise Refused("option.recovery_out")
    target: Path = options.out
    return target


def codes_typed(options: Namespace, words: Words) -> tuple[str, ...]:
    """Codes typed from paper, one a line, up to an empty one."""
    if options.code_fd is not None:
        with os.fdopen(options.code_fd, encoding="utf-8") as source:
            return tuple(line.strip() for line in source if line.strip())
    if not sys.stdin.isatty():
        raise SystemExit(words.say(mark("No terminal to ask for the code: give it with --code-fd.")))
    codes: list[str] = []
    while typed := getpass.getpass(words.say(mark("Code of the envelope (empty when done): "))).strip():
        codes.append(typed)
    return tuple(codes)
