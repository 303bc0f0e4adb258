"""The move to a new PC on the command line: made ready and taken in there; packed, ended or called off here."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from collectdesk.cli.entering import ask_password, run, second_of
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.progress import silent
from collectdesk.desk.stations.moving import (
    Arrival,
    CancelMove,
    EndMove,
    PackMove,
    ShowMove,
    arrive,
    make_ready,
)
from collectdesk.desk.vault.access import Session
from collectdesk.desk.vault.restoring import Consent
from collectdesk.domain.refusals import Refused
from collectdesk.words import mark


def _path(value: Path | None, name: str) -> Path:
    if value is None:
        raise Refused("option.missing", options=name)
    return value


def on_new_pc(options: Namespace, saying: Saying) -> int:
    """Before there is a branch here: its key, and what arrives for it."""
    folder, out = _path(options.branch, "--branch"), _path(options.out, "--out")
    words = saying.words
    key = ask_password("move", options.move_password_fd, words)
    if options.what == "ready":
        ready = make_ready(folder, out, key)
        saying.say(mark("This PC is ready. Its card for the old one: {path}"), path=ready.card)
        saying.say(mark("Its code, to be compared on the old one: {code}"), code=ready.code)
        saying.result({"card": ready.card, "compared": ready.code})
        return DONE
    consent = Consent(
        options.login, ask_password(options.login, options.password_fd, words), options.second,
        ask_password(options.second, options.second_password_fd, words) if options.second else "",
    )  # fmt: skip
    asked = Arrival(folder, _path(options.file, "FILE"), options.compared, key, consent)
    arrived = arrive(asked, out, silent())
    saying.say(
        mark("The branch stands here: trail of {entries} entries, counts and digests as they were sent."),
        entries=arrived.entries,
    )
    saying.say(mark("Its receipt for the old PC: {path}"), path=arrived.receipt)
    saying.result({"entries": arrived.entries, "counts": arrived.counts, "receipt": arrived.receipt})
    return DONE


def move(opened: Session, options: Namespace, saying: Saying) -> int:
    """On the old PC."""
    if options.what == "status":
        standing = run(opened, ShowMove())
        saying.say(
            {
                "": mark("The branch stands on this PC."),
                "leaving": mark("The branch is on its way to a new PC; here it lies still."),
            }.get(standing.state, mark("The branch stands on another PC. This file only shows what it held."))
        )
        saying.result(standing)
        return DONE
    second = second_of(opened, options, saying.words)
    if options.what == "out":
        deed = PackMove(_path(options.file, "FILE"), options.compared, _path(options.out, "--out"), second)
        packed = run(opened, deed)
        saying.say(
            mark("Packed: {path}, {files} files, trail of {entries} entries. From now on this PC lies still."),
            path=packed.path, files=packed.files, entries=packed.entries,
        )  # fmt: skip
        saying.say(mark("Its code, to be compared on the new PC: {code}"), code=packed.code)
        saying.result(
            {
                "sha256": packed.sha256,
                "entries": packed.entries,
                "counts": packed.counts,
                "compared": packed.code,
            }
        )
    elif options.what == "done":
        run(opened, EndMove(_path(options.file, "FILE"), second))
        saying.say(
            mark("The receipt fits. The branch stands on the new PC; this file only shows what it held.")
        )
        saying.result({"moved": True})
    else:
        run(opened, CancelMove(options.reason, second))
        saying.say(mark("The move is called off. Delete the parcel, and the folder on the new PC."))
        saying.result({"moved": False})
    return DONE
