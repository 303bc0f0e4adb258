"""The options of the commands for a branch on a shared server."""

from __future__ import annotations

from pathlib import Path

from collectdesk.cli.arguments import Add, Say
from collectdesk.words import mark


def on_server(add: Add, say: Say) -> None:
    """Connecting, and moving there and back."""
    to = add("connect", mark("Connect a branch to a shared PostgreSQL, for several workstations."))
    to.add_argument("--host", required=True, help=say(mark("the server's name, or the folder of its socket")))
    to.add_argument("--port", type=int, default=5432)
    to.add_argument("--database", default="collectdesk")
    to.add_argument("--user", default="collectdesk", help=say(mark("the branch's own role at the server")))
    to.add_argument(
        "--certificate", type=Path,
        help=say(mark("who vouches for the server: a file of certificates, or the word system")),
    )  # fmt: skip
    to.add_argument(
        "--server-password-fd",
        type=int,
        help=say(mark("read the server's password from this file descriptor")),
    )
    went = add("relocate", mark("Bring a branch to the server it is connected to, or back into a file."))
    went.add_argument("where", choices=["to-server", "to-file"])
    went.add_argument("--second", default="", help=say(mark("the login of the second person")))
    went.add_argument(
        "--second-password-fd", type=int,
        help=say(mark("read the second person's password from this file descriptor")),
    )  # fmt: skip
    made = add(
        "workstation",
        mark("Let another PC into a branch on a shared server: ask and take there, admit here."),
    )
    made.add_argument("what", choices=["ask", "admit", "take"])
    made.add_argument("--name", default="", help=say(mark("what this PC is called")))
    made.add_argument(
        "--compared", default="", metavar="XXXX-XXXX-XXXX-XXXX",
        help=say(mark("the other PC's code, read from its own screen")),
    )  # fmt: skip
    made.add_argument("--second", default="", help=say(mark("the login of the second person")))
    made.add_argument(
        "--second-password-fd", type=int,
        help=say(mark("read the second person's password from this file descriptor")),
    )  # fmt: skip
