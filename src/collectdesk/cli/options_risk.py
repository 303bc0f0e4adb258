"""The options of the commands on risk, worth, steps and calibration."""

from __future__ import annotations

from pathlib import Path

from collectdesk.cli.arguments import Add, Say, day
from collectdesk.domain.overriding import OverrideCode
from collectdesk.domain.risk import RiskLevel, Strategy
from collectdesk.words import mark


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
    steps.add_argument("what", choices=["dry-run", "draft", "list", "release", "drop"])
    steps.add_argument("cases", nargs="*", metavar="AJ-…")
    steps.add_argument("--all", action="store_true", help=say(mark("every draft that waits")))
    steps.add_argument("--days", type=int, default=7, help=say(mark("how far to look ahead; default: 7")))
    card = add("scorecard", mark("Check a scorecard file: what is wrong with it, by line and field."))
    card.add_argument("file", type=Path, metavar="CARD.toml")
