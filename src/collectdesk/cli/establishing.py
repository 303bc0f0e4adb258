"""Setting up a real branch on the command line: passwords and codes by prompt or file descriptor, never by argument."""

from __future__ import annotations

import getpass
import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from collectdesk.cli.keys import codes_typed
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.vault.establishing import (
    Charter,
    Founding,
    NewPerson,
    establish,
    founder,
    require_ground,
)
from collectdesk.domain.refusals import Refused
from collectdesk.domain.vault.backups import Rhythm
from collectdesk.store.trouble import StoreTrouble
from collectdesk.words import Words, mark


def run(options: Namespace, saying: Saying) -> int:
    """The branch stands once both codes were typed back; before that nothing of it stays."""
    if options.branch is None:
        raise Refused("option.branch")
    if options.out is None or not options.out.absolute().parent.is_dir():
        raise Refused("option.recovery_out")
    require_ground(options.branch, options.keyring)
    founding = establish(_charter(options, saying.words))
    try:
        founding.print_sheets(options.out, saying.words.language)
        saying.say(mark("The recovery sheets were written to {path}. Print them, then type both codes."),
                   path=options.out)  # fmt: skip
        _type_back(founding, options, saying)
        saying.say(mark("{name} stands in {path}. Seal the envelopes and delete the file of the sheets."),
                   name=options.name, path=options.branch)  # fmt: skip
        _back_up(founding, options, saying)
    finally:
        founding.end()
    saying.say(
        mark(
            "Turn the disk's own encryption on (BitLocker, FileVault, LUKS): swap and hibernation are beyond this "
            "program's reach."
        )
    )
    saying.result({"branch": options.branch, "sheets": options.out})
    return DONE


def _charter(options: Namespace, words: Words) -> Charter:
    asked = _Passwords(options.password_fd, words)
    people: list[NewPerson] = []
    for named in (options.administrator, *options.supervisor):
        login, _, name = named.partition("=")
        people.append(founder(login.strip(), name.strip(), asked(login), tuple(people), options.name))
    reason = words.say(mark("Chosen when the branch was set up"))
    return Charter(options.branch, options.name, people[0], tuple(people[1:]), options.jurisdiction, reason,
                   options.keyring)  # fmt: skip


class _Passwords:
    """Each person's password: a line each of the file descriptor, else twice at the terminal."""

    def __init__(self, descriptor: int | None, words: Words) -> None:
        self._words = words
        self._lines: Iterator[str] | None = None
        if descriptor is not None:
            with os.fdopen(descriptor, encoding="utf-8") as source:
                self._lines = iter(source.read().splitlines())

    def __call__(self, login: str) -> str:
        if self._lines is not None:
            return next(self._lines, "")
        say = self._words.say
        if not sys.stdin.isatty():
            raise SystemExit(say(mark("No terminal to ask for the password: give it with --password-fd.")))
        first = getpass.getpass(say(mark("Password of {login}: "), login=login))
        if getpass.getpass(say(mark("Password of {login} again: "), login=login)) != first:
            raise Refused("password.differs")
        return first


def _type_back(founding: Founding, options: Namespace, saying: Saying) -> None:
    """At a terminal a mistyped code is asked for again; a file descriptor has said all it says."""
    while True:
        try:
            return founding.type_back(codes_typed(options, saying.words))
        except (Refused, StoreTrouble) as error:
            if options.code_fd is not None or not error.code.endswith(
                (".missing", "_mistyped", "wrong_code")
            ):
                raise
            from collectdesk.terms_trouble import sentence

            saying.line(sentence(saying.words, error))


def _back_up(founding: Founding, options: Namespace, saying: Saying) -> None:
    place: Path | None = options.backup
    if place is None:
        saying.say(
            mark("A branch without a backup is one mishap from lost: collectdesk backup FOLDER --every daily")
        )
        return
    made = founding.plan_backup(place, Rhythm(options.every))
    saying.say(mark("The backup was made and verified: {path}"), path=made.path)
