"""The options of the commands on people: who stands in for whom, and which papers wait for a supervisor."""

from __future__ import annotations

from pathlib import Path

from collectdesk.cli.arguments import Add, Say, day
from collectdesk.domain.people.people import DEPUTABLE
from collectdesk.words import mark


def on_people(add: Add, say: Say) -> None:
    """Deputies and papers."""
    made = add("deputy", mark("Deputies: list them, name one at the desk or on paper, end a deputyship."))
    made.add_argument("what", choices=["list", "name", "end"])
    made.add_argument("deputy", nargs="?", default="", help=say(mark("login of the deputy")))
    made.add_argument(
        "--for", dest="principal", default="", metavar="LOGIN",
        help=say(mark("login of the supervisor who is away; default: oneself")),
    )  # fmt: skip
    made.add_argument(
        "--may", action="append", default=[], choices=[each.value for each in DEPUTABLE],
        help=say(mark("what the deputy may do; may be given several times")),
    )  # fmt: skip
    made.add_argument("--from", dest="first", type=day, help=say(mark("the first day")))
    made.add_argument("--until", dest="last", type=day, help=say(mark("the last day")))
    made.add_argument("--reason", default="", help=say(mark("why somebody stands in")))
    made.add_argument(
        "--scan", type=Path,
        help=say(mark("the authorisation the supervisor signed, where nobody can be the second person")),
    )  # fmt: skip
    made.add_argument("--signed-on", type=day, help=say(mark("the day on that paper")))
    made.add_argument("--second", default="", help=say(mark("the login of the second person")))
    made.add_argument(
        "--second-password-fd", type=int,
        help=say(mark("read the second person's password from this file descriptor")),
    )  # fmt: skip
    kept = add(
        "papers", mark("Papers acted on while no supervisor was here: list, confirm, refuse; what is late.")
    )
    kept.add_argument("what", choices=["list", "late", "confirm", "refuse"])
    kept.add_argument("about", nargs="?", default="", help=say(mark("a case number, or a deputy's login")))
    kept.add_argument(
        "--about", dest="kind", choices=["request", "plan", "deputy"], default="",
        help=say(mark("which of two papers is meant")),
    )  # fmt: skip
    kept.add_argument("--reason", default="", help=say(mark("what is wrong with the paper")))
