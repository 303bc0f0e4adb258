"""The options of the commands on ways out of a debt, payments and what follows from them."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from collectdesk.cli.arguments import Add, Say, case, day
from collectdesk.desk.solutions.noting import NOTED_SOURCES
from collectdesk.domain.results.effect import Span
from collectdesk.domain.solutions.arrangements import ArrangementKind
from collectdesk.domain.solutions.handing import Result, Taker
from collectdesk.domain.solutions.interest import DayCount
from collectdesk.domain.solutions.kept_rates import KeptBy
from collectdesk.domain.solutions.solution_table import Component
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
    ways.add_argument(
        "--grace", type=int, default=0, help=say(mark("days after the due date that add nothing"))
    )
    ways.add_argument("--simple", action="store_true", help=say(mark("no penalty on unpaid interest")))
    ways.add_argument("--residual", help=say(mark("a lease's residual value, yuan")))
    ways.add_argument("--months", type=int, default=6, help=say(mark("months an extension adds")))
    _on_payments(add, say)
    _on_following(add, say)
    waived = case(add("waive", mark("The waivers of the plan that waits; grant or refuse one by one.")))
    waived.add_argument("--part", choices=[part.value for part in Component])
    waived.add_argument("--refuse", action="store_true")
    waived.add_argument("--reason", default="")
    waived.add_argument(
        "--authority", default="", help=say(mark("number of the decision of the office above"))
    )
    for part in ("penalty", "fees", "interest"):
        ways.add_argument(f"--waive-{part}", help=say(mark("yuan")))


def more_of_offers(offered: ArgumentParser, say: Say) -> None:
    """What an offer may be beside instalments, and what it gives up."""
    kinds = [kind.value for kind in ArrangementKind]
    offered.add_argument(
        "--monthly", help=say(mark("instead of a number: what the customer can pay a month, yuan"))
    )
    replaces = say(mark("takes the place of the plan that runs"))
    offered.add_argument("--replace", action="store_true", help=replaces)
    offered.add_argument("--residual", help=say(mark("a lease's residual value, yuan")))
    offered.add_argument("--kind", choices=kinds, default=ArrangementKind.INSTALMENTS.value)
    for part in ("penalty", "fees", "interest"):
        offered.add_argument(f"--waive-{part}", help=say(mark("yuan")))


def more_of_promises(promised: ArgumentParser) -> None:
    """By whom, with which money, and what shows it: wherever a promise is taken."""
    for name in ("--by", "--money-from", "--evidence"):
        promised.add_argument(name, default="")


def promises_told(called: ArgumentParser, say: Say) -> None:
    """A promise given on the telephone, taken down with its contact."""
    called.add_argument("--promised", metavar="AMOUNT", help=say(mark("yuan promised, with --promised-for")))
    called.add_argument("--promised-for", type=day, metavar="DAY")
    more_of_promises(called)


def _on_following(add: Add, say: Say) -> None:
    kept = add("kept-rates", mark("How promises are kept, by who took them down, by reason and by case."))
    kept.add_argument("--by", choices=[each.value for each in KeptBy], default=KeptBy.CLERK.value)
    kept.add_argument("--span", choices=[each.value for each in Span], default=Span.QUARTER.value)
    watched = add("watched", mark("Who is watched on; review a watch period."))
    watched.add_argument("case", nargs="?", default="", help=say(mark("case no.: review its watch period")))
    watched.add_argument("--passed", action="store_true")
    watched.add_argument("--longer-to", type=day)
    watched.add_argument("--reason", default="")
    out = case(
        add("hand-out", mark("Give a case to a court, an arbitration or an agency; or list where it was."))
    )
    out.add_argument("--to", choices=[each.value for each in Taker])
    for name in ("--receiver", "--reference", "--agreement", "--assessment", "--reason"):
        out.add_argument(name, default="")
    out.add_argument("--back-by", type=day)
    out.add_argument("--file", type=Path, help=say(mark("print the hand-over file here")))
    back = case(add("take-back", mark("Take a case back that was given out.")))
    back.add_argument("--result", choices=[each.value for each in Result], required=True)
    back.add_argument("--papers-missing", action="store_true")
    back.add_argument("--note", default="")


def _on_payments(add: Add, say: Say) -> None:
    shown = add("prove-amount", mark("Note what shows a payment that was told by hand."))
    shown.add_argument("noted", help=say(mark("its id, as `amounts --json` names it")))
    shown.add_argument("--proof", required=True, help=say(mark("the paper, and where it lies")))
    shared = case(
        add("share-payment", mark("Share one payment among several debts by the debtor's word, else by law."))
    )
    shared.add_argument("amount", help=say(mark("yuan")))
    shared.add_argument("paid_on", type=day)
    shared.add_argument(
        "--named", action="append", default=[], help=say(mark("account the debtor named, in order"))
    )
    shared.add_argument("--source", choices=NOTED_SOURCES)
    shared.add_argument("--note", default="")
    receipt = case(add("receipt", mark("Print the receipt of a payment that core banking has booked.")))
    receipt.add_argument("--reference", required=True)
    receipt.add_argument("--out", type=Path, required=True)
    budget = case(
        add("budget-sheet", mark("Print the household's budget, with the plans that follow from it."))
    )
    budget.add_argument("--persons", type=int, default=1)
    budget.add_argument("--out", type=Path, required=True)
    leaflet = add("leaflet", mark("Print the leaflet for customers: rights, queries, complaints, help."))
    leaflet.add_argument("--out", type=Path, required=True)
    tray = add("tray", mark("Money under unknown accounts; note which debt it is meant for."))
    tray.add_argument("reference", nargs="?", default="")
    tray.add_argument("--account", help=say(mark("the whole account number; blank takes the note back")))
    tray.add_argument("--said-by", default="", help=say(mark("by whose word")))
    tray.add_argument("--note", default="")
