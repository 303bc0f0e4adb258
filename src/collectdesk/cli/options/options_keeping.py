"""The options of the commands that keep the branch: backups, restoring, keys."""

from __future__ import annotations

from pathlib import Path

from collectdesk.cli.arguments import Add, Say
from collectdesk.words import mark


def on_keeping(add: Add, say: Say) -> None:
    """Backups and restoring."""
    made = add("backup", mark("Back the branch up to a folder or stick, while it is in use."))
    made.add_argument("place", nargs="?", type=Path, help=say(mark("the folder or stick")))
    made.add_argument("--due", action="store_true", help=say(mark("make the planned backups that wait")))
    made.add_argument(
        "--every", choices=["daily", "weekly", "monthly"], help=say(mark("plan backups to this folder"))
    )
    made.add_argument(
        "--keep", default="7,5,12", help=say(mark("how many days, weeks and months stay, as 7,5,12"))
    )
    made.add_argument("--prove", action="store_true", help=say(mark("only prove the newest backup there")))
    add("backups", mark("The plan and the register of backups."))
    back = add("restore", mark("Prove a backup, say what would be lost, and with --yes restore it."))
    back.add_argument("place", type=Path, help=say(mark("a backup, or the folder or stick it is on")))
    back.add_argument("--second", default="", help=say(mark("who is the second person")))
    back.add_argument(
        "--second-password-fd",
        type=int,
        help=say(mark("read the second person's password from this descriptor")),
    )
    back.add_argument(
        "--code-fd", type=int, help=say(mark("read the recovery code from this file descriptor"))
    )
    back.add_argument("--yes", action="store_true", help=say(mark("restore it, once it is proven")))


def on_keys(add: Add, say: Say) -> None:
    """The branch's keys and their envelopes."""
    keys = add(
        "keys", mark("The branch's keys: how they stand, new keys, the envelopes with recovery codes.")
    )
    keys.add_argument("what", choices=["show", "renew", "envelopes", "type-back", "drill", "drills"])
    keys.add_argument(
        "--reason", choices=["yearly", "leaver", "stolen", "suspected"], default="yearly",
        help=say(mark("why the branch gets new keys; default: yearly")),
    )  # fmt: skip
    keys.add_argument("--envelope", choices=["A", "B"], help=say(mark("which envelope the drill opened")))
    keys.add_argument("--failed", action="store_true", help=say(mark("the drill's copy didn't open")))
    recover = add("recover", mark("Open a branch with the code of an envelope, two people present."))
    recover.add_argument(
        "--forgot", action="append", default=[], metavar="LOGIN",
        help=say(mark("whose password is given as a new one, because the old is forgotten")),
    )  # fmt: skip
    for command in (keys, recover):
        command.add_argument("--second", default="", help=say(mark("the login of the second person")))
        command.add_argument(
            "--second-password-fd", type=int,
            help=say(mark("read the second person's password from this file descriptor")),
        )  # fmt: skip
        command.add_argument(
            "--code-fd", type=int, help=say(mark("read the codes from this file descriptor, one a line"))
        )
        command.add_argument("--out", type=Path, help=say(mark("write the recovery sheets to this PDF")))
