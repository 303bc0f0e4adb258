"""A shared server on the command line: connect a branch to it, bring it there and back, let other PCs in."""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from pathlib import Path

from collectdesk.cli.entering import enter, practice_folder, second_of, secret_from, session
from collectdesk.cli.entering import run as command
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.vault.access import leave
from collectdesk.desk.vault.relocating import connect_branch, relocate
from collectdesk.desk.vault.workstations import AdmitWorkstation, ask_to_be_admitted, take_admission
from collectdesk.store.server.address import Address
from collectdesk.words import Words, mark


def run(options: Namespace, saying: Saying) -> int:
    """0 where it was connected, moved, or a PC let in."""
    acts = {"connect": _connect, "relocate": _move, "workstation": _workstation}
    return acts[options.command](options, saying)


def _workstation(options: Namespace, saying: Saying) -> int:
    folder: Path = options.branch or practice_folder()
    if options.what == "ask":
        asked = ask_to_be_admitted(folder, options.name)
        saying.say(mark("The code of this PC: {code}"), code=asked.code)
        saying.say(
            mark(
                "Two people type it at a PC that is in: collectdesk workstation admit. Then: workstation take."
            )
        )
        saying.result({"compared": asked.code, "name": asked.name})
    elif options.what == "take":
        take_admission(folder)
        saying.say(mark("This PC is in: people sign in here now with their own passwords."))
        saying.result({"admitted": True})
    else:
        with session(folder, options.login, options.password_fd, saying.words) as opened:
            deed = AdmitWorkstation(options.compared, second_of(opened, options, saying.words))
            name = command(opened, deed)
        saying.say(
            mark("{name} may take the branch's secret now: collectdesk workstation take, at that PC."),
            name=name,
        )
        saying.result({"name": name})
    return DONE


def _connect(options: Namespace, saying: Saying) -> int:
    folder: Path = options.branch or practice_folder()
    certificate = "" if options.certificate is None else str(options.certificate)
    address = Address(options.host, options.port, options.database, options.user, certificate)
    found = connect_branch(folder, address, _password(options, saying.words))
    saying.say(
        mark("Connected: PostgreSQL {version} at {host}. Its password lies in this workstation's keyring."),
        version=found.version,
        host=address.host,
    )
    if not found.enciphered:
        saying.say(mark("What is said to it isn't enciphered: it never leaves this PC."))
    saying.say(mark("The branch is where it was. Bring it there with: collectdesk relocate to-server"))
    saying.result({"version": found.version, "schema": found.schema, "tls": found.enciphered})
    return DONE


def _password(options: Namespace, words: Words) -> str:
    if options.server_password_fd is not None:
        return secret_from(options.server_password_fd)
    if not sys.stdin.isatty():
        return ""  # a server may know this PC by its certificate or its system account
    return getpass.getpass(words.say(mark("Password of {login} at the server: "), login=options.user))


def _move(options: Namespace, saying: Saying) -> int:
    opened = enter(options.branch or practice_folder(), options.login, options.password_fd, saying.words)
    try:
        second = second_of(opened, options, saying.words)
    except BaseException:
        leave(opened)
        raise
    done = relocate(opened, there=options.where == "to-server", second=second)
    saying.say(
        mark(
            "{rows} rows of {tables} tables went over; the trail's {entries} entries were checked on both sides."
        ),
        rows=done.rows,
        tables=done.tables,
        entries=done.seq,
    )
    saying.result({"rows": done.rows, "tables": done.tables, "entries": done.seq, "root": done.link})
    return DONE
