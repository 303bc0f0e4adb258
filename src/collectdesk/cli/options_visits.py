"""The options of the commands that ask for visits."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime

from collectdesk.cli.arguments import Say
from collectdesk.domain.asking import AddressReason, VisitKind
from collectdesk.domain.visits import Approach
from collectdesk.words import mark


def on_request(asked: ArgumentParser, say: Say) -> None:
    """What a request says beside its reason."""
    asked.add_argument("--kind", choices=[each.value for each in VisitKind], default=VisitKind.ASSIST.value)
    asked.add_argument(
        "--why-here", choices=[each.value for each in AddressReason], default="",
        help=say(mark("why this address and not another")),
    )  # fmt: skip
    asked.add_argument("--suits", default="", help=say(mark("when it suits, in the customer's own words")))
    asked.add_argument(
        "--days", type=_days, default=(), help=say(mark("weekdays that suit, 1 for Monday, as 1,3,5"))
    )
    asked.add_argument("--not-before", type=_minute, default=0, help=say(mark("as 09:30")))
    asked.add_argument("--over-by", type=_minute, default=24 * 60, help=say(mark("as 17:00")))
    asked.add_argument("--approach", choices=[each.value for each in Approach], default="")
    asked.add_argument("--talking", default="", help=say(mark("what to talk about first, a line each")))
    asked.add_argument("--caution", default="", help=say(mark("what the two should watch out for")))


def _days(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(each) for each in text.split(",") if each.strip())
    except ValueError:
        raise ArgumentTypeError(text) from None


def _minute(text: str) -> int:
    if text.strip() == "24:00":
        return 24 * 60
    try:
        at = datetime.strptime(text, "%H:%M")
    except ValueError:
        raise ArgumentTypeError(text) from None
    return at.hour * 60 + at.minute
