"""The ways out of a debt on the command line."""

from __future__ import annotations

import re
from argparse import Namespace
from decimal import Decimal
from typing import Any

from collectdesk.cli.entering import case_by_no, run
from collectdesk.cli.saying import DONE, Saying
from collectdesk.cli.solving import amount, product_by_account
from collectdesk.desk.solutions.comparing_ways import Compared, CompareWays, DayCount, JudgedWay
from collectdesk.desk.vault.access import Session
from collectdesk.domain.money import ZERO
from collectdesk.domain.refusals import Refused
from collectdesk.terms import term
from collectdesk.terms_rules import citation_line
from collectdesk.terms_trouble import sentence
from collectdesk.words import mark


def ways(opened: Session, options: Namespace, saying: Saying) -> int:
    case_id, customer_id = case_by_no(opened, options.case)
    product_id = product_by_account(opened, customer_id, options.account)
    deed = CompareWays(
        case_id, product_id, options.first_due, options.count, per_cent(options.rate), per_cent(options.plan_rate),
        number(options.times), DayCount(options.year), options.months,
        amount(options.waive_penalty) if options.waive_penalty else None,
        amount(options.waive_fees) if options.waive_fees else ZERO,
        amount(options.waive_interest) if options.waive_interest else ZERO,
        grace_days=options.grace, compounds=not options.simple,
        residual=amount(options.residual) if options.residual else None,
    )  # fmt: skip
    found = run(opened, deed)
    _say_debt(found, saying)
    _say_ways(found, saying)
    _say_least(found, saying)
    saying.result(
        {
            "debt": {part.value: owed for part, owed in found.debt.parts.items()},
            "lateness": found.lateness.lines,
            "least": found.least,
            "ways": [_plain(judged) for judged in found.ways],
            "impossible": {kind.value: error.code for kind, error in found.impossible},
        }
    )
    return DONE


def _plain(judged: JudgedWay) -> dict[str, Any]:
    way = judged.way
    return {
        "kind": way.kind, "periods": len(way.schedule.instalments), "monthly": way.monthly, "total": way.total,
        "ends_on": way.ends_on, "at_best": way.at_best, "watch_until": way.watch_until, "cost": way.cost,
        "waived": {part.value: given for part, given in way.waived.items()}, "forgone": way.forgone,
        "refused_by": [decision.rule_id for decision in judged.refusing],
        "reason_asked_by": [decision.rule_id for decision in judged.needing_reason],
    }  # fmt: skip


def _say_debt(found: Compared, saying: Saying) -> None:
    words = saying.words
    rows = [[term(words, part), words.money(owed)] for part, owed in found.debt.parts.items() if owed]
    saying.table([words.say(mark("Part")), words.say(mark("Owed"))], rows)
    for line in found.lateness.lines:
        if line.added:
            saying.say(
                mark("Instalment {seq}: {days} days late add {penalty} and {compound} on unpaid interest."),
                seq=line.late.seq, days=line.days, penalty=words.money(line.penalty),
                compound=words.money(line.compound),
            )  # fmt: skip


def _say_least(found: Compared, saying: Saying) -> None:
    """A card's minimum payment, and how long paying only that takes."""
    least, words = found.least, saying.words
    if least is None:
        return
    saying.say(mark("Minimum payment now: {minimum}."), minimum=words.money(least.minimum))
    if least.road is not None:
        saying.say(
            mark("Paying only that takes {count} statements and costs {interest} of interest."),
            count=words.number(least.road.statements), interest=words.money(least.road.interest),
        )  # fmt: skip


def _say_ways(found: Compared, saying: Saying) -> None:
    words = saying.words
    rows, rules = [], {}
    for judged in found.ways:
        way, spoken = judged.way, (*judged.refusing, *judged.needing_reason)
        rules.update({decision.rule_id: decision for decision in spoken})
        rows.append(
            [
                term(words, way.kind), words.number(len(way.schedule.instalments)), words.money(way.monthly),
                words.money(way.total),
                words.date(way.ends_on), term(words, way.at_best) if way.at_best else words.say(mark("nothing left")),
                words.money(way.cost), " ".join(decision.rule_id for decision in spoken),
            ]
        )  # fmt: skip
    heads = (
        mark("Way"), mark("Periods"), mark("A month"), mark("Together"), mark("Ends"), mark("Class at best"),
        mark("Costs the bank"), mark("Rules"),
    )  # fmt: skip
    saying.table([words.say(head) for head in heads], rows)
    for decision in rules.values():
        said, clause = (
            decision.sentence.text(chinese=words.is_chinese),
            citation_line(words, decision.citation),
        )
        saying.say(
            mark("{rule} ({outcome}): {said} {clause}"), rule=decision.rule_id,
            outcome=words.say(_OUTCOMES[decision.outcome.value]), said=said, clause=clause,
        )  # fmt: skip
    for kind, error in found.impossible:
        saying.say(mark("{way}: {why}"), way=term(words, kind), why=sentence(words, error))


_OUTCOMES = {"refused": mark("refuses it"), "needs_reason": mark("asks for a reason")}


def per_cent(text: str) -> Decimal:
    """A rate typed in per cent as a fraction of one; raises Refused(option.rate)."""
    return number(text.removesuffix("%")) / 100


def number(text: str) -> Decimal:
    """A plain decimal number; raises Refused(option.rate)."""
    if not re.fullmatch(r"\d{1,3}(\.\d{1,4})?", text):
        raise Refused("option.rate", value=text)
    return Decimal(text)
