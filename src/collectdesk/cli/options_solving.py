"""The options of the commands on ways out of a debt, payments and what follows from them."""

from __future__ import annotations

from collectdesk.cli.arguments import Add, Say, case, day
from collectdesk.domain.interest import DayCount
from collectdesk.words import mark


def on_solutions(add: Add, say: Say) -> None:
    """Everything about solutions beyond a plan and a promise."""
    ways = case(add("ways", mark("Compare the ways out of a debt: total, end, class, cost, rules.")))
    ways.add_argument("--account", required=True, help=say(mark("account, or its last four figures")))
    ways.add_argument("--first-due", type=day, required=True)
    ways.add_argument("--count", type=int, default=12)
    ways.add_argument("--rate", default="0", help=say(mark("the contract's yearly rate in per cent")))
    ways.add_argument("--plan-rate", default="0", help=say(mark("the plan's own yearly rate in per cent")))
    ways.add_argument("--times", default="1.5", help=say(mark("penalty: times the contract's rate")))
    ways.add_argument("--year", choices=[each.value for each in DayCount], default=DayCount.ACT_360.value)
    ways.add_argument("--months", type=int, default=6, help=say(mark("months an extension adds")))
    for part in ("penalty", "fees", "interest"):
        ways.add_argument(f"--waive-{part}", help=say(mark("yuan")))
