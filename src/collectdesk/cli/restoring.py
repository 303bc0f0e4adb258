"""Restoring on the command line: it proves the backup and says what would be lost; only with --yes it restores."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from collectdesk.cli.entering import ask_password, practice_folder, secret_from
from collectdesk.cli.saying import DONE, QUARANTINED, Saying
from collectdesk.desk.progress import silent
from collectdesk.desk.vault.restoring import Consent, Prospect, offers, prepare, restore
from collectdesk.terms_backups import loss_lines, proof_line
from collectdesk.words import mark


def run(options: Namespace, saying: Saying) -> int:
    """0 proven or restored, 3 the same with evidence that isn't whole."""
    folder: Path = options.branch or practice_folder()
    offer = offers(options.place)[0]
    prospect = prepare(folder, offer, _consent(options, saying), silent())
    try:
        _tell(prospect, saying)
        if not options.yes:
            saying.say(mark("Nothing was changed. Give the same command with --yes to restore."))
            saying.result({"proof": prospect.proof, "loss": prospect.loss, "restored": False})
            return QUARANTINED if prospect.proof.flaws else DONE
        done = restore(prospect, silent())
    finally:
        prospect.abandon()
    saying.say(mark("The branch was restored. What was there before lies in {path}."), path=done.aside)
    saying.result({"proof": prospect.proof, "loss": prospect.loss, "restored": True, "aside": done.aside})
    return QUARANTINED if done.evidence_missing else DONE


def _consent(options: Namespace, saying: Saying) -> Consent:
    code = "" if options.code_fd is None else secret_from(options.code_fd)
    login = options.login
    if code:
        return Consent(login, ask_password(login, options.password_fd, saying.words), code=code)
    password = ask_password(login, options.password_fd, saying.words)
    second = ask_password(options.second, options.second_password_fd, saying.words) if options.second else ""
    return Consent(login, password, options.second, second)


def _tell(prospect: Prospect, saying: Saying) -> None:
    words = saying.words
    saying.line(proof_line(words, prospect.proof, prospect.proof.made_at))
    for line in loss_lines(words, prospect.loss, prospect.proof):
        saying.line(line)
