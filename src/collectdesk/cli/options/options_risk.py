"""The options of the commands on risk, worth, steps and calibration."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from collectdesk.cli.arguments import Add, Say, day
from collectdesk.domain.risk.calibrated import CardKind
from collectdesk.domain.risk.overriding import OverrideCode
from collectdesk.domain.risk.risk import RiskLevel, Strategy
from collectdesk.words import mark

LEARNT = (CardKind.RESCALED, CardKind.SHRUNK, CardKind.TABLES)


def by_two(parser: ArgumentParser, say: Say) -> None:
    """The options by which a second person is named."""
    parser.add_argument("--second", default="", help=say(mark("the login of the second person")))
    parser.add_argument(
        "--second-password-fd", type=int,
        help=say(mark("read the second person's password from this file descriptor")),
    )  # fmt: skip


def on_today(parser: ArgumentParser, say: Say) -> None:
    """Whose list of today is shown."""
    parser.add_argument("--mine", action="store_true", help=say(mark("your own list only")))
    parser.add_argument("--whose", default="", help=say(mark("the list of this person")))
    parser.add_argument("--page", type=Path, help=say(mark("write the morning page to this PDF")))
    parser.add_argument("--loads", action="store_true", help=say(mark("how today's work lies on whom")))


def on_risk(add: Add, say: Say) -> None:
    """Everything about the risk of a case."""
    word = add("override", mark("Put your own word in place of the scorecard's, with a reason."))
    word.add_argument("case", metavar="AJ-…")
    word.add_argument("--level", choices=[level.value for level in RiskLevel])
    word.add_argument("--way", choices=[each.value for each in Strategy if each is not Strategy.PAUSE])
    word.add_argument("--ground", choices=[code.value for code in OverrideCode], default="other")
    word.add_argument("--reason", default="")
    word.add_argument("--until", type=day, help=say(mark("default: 30 days")))
    word.add_argument("--end", action="store_true", help=say(mark("end the override that stands")))
    weighed = add("worth", mark("Weigh a visit: what it may bring, what it costs, the other ways."))
    weighed.add_argument("case", metavar="AJ-…")
    steps = add("steps", mark("Plans of steps: look ahead without writing, draft what is due, release it."))
    steps.add_argument(
        "what",
        choices=["dry-run", "draft", "list", "release", "drop", "show", "try", "adopt", "withdraw"],
    )
    steps.add_argument("cases", nargs="*", metavar="AJ-…")
    steps.add_argument("--all", action="store_true", help=say(mark("every draft that waits")))
    steps.add_argument(
        "--file", type=Path, default=Path("plans.toml"), help=say(mark("the branch's own plans, a TOML file"))
    )
    steps.add_argument("--reason", default="")
    by_two(steps, say)
    steps.add_argument("--days", type=int, default=7, help=say(mark("how far to look ahead; default: 7")))
    learnt = add("calibration", mark("What the branch's own outcomes say of the scorecard and of visits."))
    learnt.add_argument(
        "what",
        choices=[
            "show",
            "card",
            "adopt",
            "roll-back",
            "hold-out",
            "visits",
            "adopt-visits",
            "withdraw-visits",
        ],
    )
    learnt.add_argument("--card", choices=[each.value for each in CardKind], default=LEARNT[0].value)
    learnt.add_argument("--reason", default="")
    learnt.add_argument(
        "--percent", type=float, default=0.0, help=say(mark("how many of the cases are held out; 0: off"))
    )
    by_two(learnt, say)
    _on_cards(add, say)


def _on_cards(add: Add, say: Say) -> None:
    """Every case scored, and the files that a branch may write for itself."""
    scored = add("score", mark("Score every open case by what the file knows now, without writing."))
    scored.add_argument("--moved", action="store_true", help=say(mark("only who would be told otherwise")))
    own = add("own-card", mark("The branch's own scorecard or ways: show, try on every case, put in force."))
    own.add_argument("what", choices=["show", "try", "adopt", "withdraw"])
    own.add_argument("--kind", choices=["scorecard", "ways"], default="scorecard")
    own.add_argument(
        "--file", type=Path, default=Path("own.toml"), help=say(mark("a TOML file of the same form"))
    )
    own.add_argument("--reason", default="")
    by_two(own, say)
    card = add("scorecard", mark("Check a scorecard file: what is wrong with it, by line and field."))
    card.add_argument("file", type=Path, metavar="CARD.toml")
