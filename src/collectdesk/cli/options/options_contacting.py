"""The options of the commands on contacts: what was said, by which account, and the register of those accounts."""

from __future__ import annotations

from pathlib import Path

from collectdesk.cli.arguments import Add, Say, case, day, instant
from collectdesk.cli.options.options_solving import promises_told
from collectdesk.domain.contact.contacts import Direction, IdentityProof, Reached
from collectdesk.domain.contact.senders import WAYS
from collectdesk.words import mark


def contacting(add: Add, say: Say) -> None:
    """Contacts and announcements of visits, and the accounts that are written from."""
    called = case(add("contact", mark("Record a contact as it happened.")))
    called.add_argument("--channel", default="phone")
    called.add_argument("--direction", default="outgoing", choices=[way.value for way in Direction])
    called.add_argument("--reached", required=True)
    called.add_argument("--outcome", required=True)
    called.add_argument(
        "--at", type=instant, help=say(mark("when it happened, as 2026-03-18T09:30; default now"))
    )
    called.add_argument(
        "--identity", choices=[proof.value for proof in IdentityProof],
        help=say(mark("how the borrower or guarantor was identified")),
    )  # fmt: skip
    called.add_argument("--account", default="", help=say(mark("the branch's own account; default: yours")))
    called.add_argument("--screenshot", type=Path, nargs="*", default=[])
    called.add_argument("--note", default="")
    promises_told(called, say)
    said = case(add("script", mark("What may be said on a call, by who is on the line.")))
    said.add_argument("--reached", default="", choices=["", *(who.value for who in Reached)])
    told = add("notify", mark("Record that the customer was told of a planned visit."))
    told.add_argument("visit", help=say(mark("visit number")))
    told.add_argument("--channel", default="sms")
    told.add_argument("--outcome", default="message_sent")
    told.add_argument("--note", default="")
    told.add_argument("--wants-at", type=instant, help=say(mark("the other time, as 2026-03-19T10:00")))
    told.add_argument("--wants", default="", help=say(mark("what the customer would rather have, in words")))
    told.add_argument("--reason", default="", help=say(mark("where a rule asks for one")))
    told.add_argument("--text", action="store_true", help=say(mark("only show the text to send or to say")))
    _senders(add, say)


def _senders(add: Add, say: Say) -> None:
    kept = add("accounts", mark("Accounts the branch may write from: list, enter, approve, refuse, end."))
    kept.add_argument(
        "what", nargs="?", default="list", choices=["list", "enter", "approve", "refuse", "end"]
    )
    kept.add_argument("account", nargs="?", default="", help=say(mark("the account's name or number")))
    kept.add_argument("--way", default="wecom", choices=[way.value for way in WAYS])
    kept.add_argument("--owner", default="", help=say(mark("whose it is, by name; default: yours")))
    kept.add_argument("--since", type=day)
    kept.add_argument("--until", type=day)
    kept.add_argument("--reason", default="")
