"""Promises and plans on the command line."""

from __future__ import annotations

from argparse import Namespace

from collectdesk.cli.entering import case_by_no, run
from collectdesk.cli.saying import DONE, Saying
from collectdesk.desk.customers.files import OpenFile
from collectdesk.desk.customers.today import ShowInbox
from collectdesk.desk.solutions.following import ShowFollowUps, StartDay
from collectdesk.desk.solutions.offering import SuggestOffers
from collectdesk.desk.solutions.solving import (
    DecidePlan,
    HintPromise,
    MakePromise,
    OfferPlan,
    SignPlan,
    Terms,
)
from collectdesk.desk.solutions.waiving import DecideWaiver, ShowWaivers
from collectdesk.desk.vault.access import Session
from collectdesk.domain.money import Money
from collectdesk.domain.refusals import Refused
from collectdesk.domain.solutions.arrangements import ArrangementKind, ArrangementState
from collectdesk.domain.solutions.solution_table import Component
from collectdesk.terms import term
from collectdesk.terms_risk import promise_hint
from collectdesk.words import mark


def promise(opened: Session, options: Namespace, saying: Saying) -> int:
    case_id, _ = case_by_no(opened, options.case)
    deed = MakePromise(
        case_id, amount(options.amount), options.due_on, options.by, options.money_from, options.evidence
    )
    hints = run(opened, HintPromise(case_id, deed.amount, deed.due_on, deed.money_from))
    promise_id = run(opened, deed)
    for hint in hints:
        saying.line(promise_hint(saying.words, hint))
    saying.say(
        mark("The promise is taken down; it is followed up on {day}."), day=saying.words.date(options.due_on)
    )
    saying.result({"promise": promise_id})
    return DONE


def offer(opened: Session, options: Namespace, saying: Saying) -> int:
    case_id, customer_id = case_by_no(opened, options.case)
    product_id = product_by_account(opened, customer_id, options.account)
    parts = (
        (part, getattr(options, f"waive_{part.value}"))
        for part in Component
        if part is not Component.PRINCIPAL
    )
    terms = Terms(
        product_id, amount(options.amount), options.count, options.first_due, kind=ArrangementKind(options.kind),
        waived=tuple((part, amount(text)) for part, text in parts if text),
        monthly=amount(options.monthly) if options.monthly else None,
        residual=amount(options.residual) if options.residual else None,
    )  # fmt: skip
    arrangement_id = run(
        opened,
        OfferPlan(case_id, terms, options.reason, signed=not options.unsigned, replaces=options.replace),
    )
    if options.unsigned:
        saying.say(mark("The plan is offered and waits for the customer's signature."))
    else:
        saying.say(mark("The plan is offered and waits for the supervisor."))
    saying.result({"arrangement": arrangement_id})
    return DONE


def suggest(opened: Session, options: Namespace, saying: Saying) -> int:
    case_id, customer_id = case_by_no(opened, options.case)
    wanted = amount(options.amount) if options.amount else None
    product_id = product_by_account(opened, customer_id, options.account)
    found = run(opened, SuggestOffers(case_id, product_id, wanted, options.persons, options.pay_day))
    words, able = saying.words, found.able
    if able is None:
        saying.say(mark("No income is known: write it down in the customer's file first."))
    else:
        saying.say(
            mark("{low} to {likely} are left a month; {kept} stay for living."),
            low=words.money(able.low), likely=words.money(able.likely), kept=words.money(able.kept_back),
        )  # fmt: skip
        if not found.offers:
            saying.say(mark("That is too little for {amount} in {longest} instalments."),
                       amount=words.money(found.amount), longest=found.longest)  # fmt: skip
    rows = [
        [term(words, each.kind), words.number(each.count), words.money(each.monthly), words.date(each.schedule.ends_on),
         words.money(each.schedule.total)]
        for each in found.offers
    ]  # fmt: skip
    if rows:
        heads = (mark("Plan"), mark("Periods"), mark("A month"), mark("Ends"), mark("Together"))
        saying.table([words.say(h) for h in heads], rows)
    saying.result(
        {
            "able": able and {"low": able.low, "likely": able.likely, "high": able.high, "kept_back": able.kept_back},
            "first_due_on": found.first_due_on,
            "offers": [
                {"kind": each.kind, "count": each.count, "monthly": each.monthly, "total": each.schedule.total,
                 "ends_on": each.schedule.ends_on}
                for each in found.offers
            ],
        }
    )  # fmt: skip
    return DONE


def product_by_account(opened: Session, customer_id: str, account: str) -> str:
    """The customer's product whose account ends so; raises Refused unless it is exactly one."""
    products = run(opened, OpenFile(customer_id)).products
    fitting = [p.product for p in products if p.product.account_no.endswith(account[-4:])]
    if len(fitting) != 1:
        known = ", ".join(p.product.account_no for p in products)
        raise Refused("option.unknown", value=account, known=known)
    return str(fitting[0].id)


def plan_signed(opened: Session, options: Namespace, saying: Saying) -> int:
    _, customer_id = case_by_no(opened, options.case)
    made = run(opened, OpenFile(customer_id)).arrangements
    unsigned = next((plan for plan in made if plan.arrangement.state is ArrangementState.OFFER), None)
    if unsigned is None:
        raise Refused("solution.none_unsigned", case_no=options.case)
    run(opened, SignPlan(unsigned.id))
    saying.say(mark("Plan {number} is signed and waits for the supervisor."), number=unsigned.number)
    saying.result({"arrangement": unsigned.id})
    return DONE


def agree(opened: Session, options: Namespace, saying: Saying) -> int:
    case_id, _ = case_by_no(opened, options.case)
    waiting = next((p for p in run(opened, ShowInbox()).plans if p.case_id == case_id), None)
    if waiting is None:
        raise Refused("solution.none_waiting", case_no=options.case)
    state = run(opened, DecidePlan(waiting.arrangement_id, approve=True, reason=options.reason))
    saying.say(mark("Plan {number} is now: {state}."), number=waiting.number, state=term(saying.words, state))
    saying.result({"arrangement": waiting.arrangement_id, "state": state})
    return DONE


def waive(opened: Session, options: Namespace, saying: Saying) -> int:
    """The waivers of the plan that waits; grants or refuses one of them."""
    case_id, _ = case_by_no(opened, options.case)
    waiting = next((p for p in run(opened, ShowInbox()).plans if p.case_id == case_id), None)
    if waiting is None:
        raise Refused("solution.none_waiting", case_no=options.case)
    found, words = run(opened, ShowWaivers(waiting.arrangement_id)), saying.words
    if options.part:
        chosen = next((each.waiver for each in found if each.waiver.component.value == options.part), None)
        if chosen is None:
            raise Refused(
                "option.unknown", value=options.part, known=", ".join(e.waiver.component.value for e in found)
            )
        grant = not options.refuse
        run(opened, DecideWaiver(chosen.id, grant, options.reason, options.authority))
        found = run(opened, ShowWaivers(waiting.arrangement_id))
    heads = (mark("Part"), mark("Amount"), mark("The branch's own power"), mark("State"))
    saying.table(
        [words.say(head) for head in heads],
        [
            [term(words, each.waiver.component), words.money(each.waiver.amount), words.money(each.most),
             term(words, each.waiver.state)]
            for each in found
        ],
    )  # fmt: skip
    saying.result([each.waiver for each in found])
    return DONE


def follow_up(opened: Session, options: Namespace, saying: Saying) -> int:
    words = saying.words
    if options.judge:
        kept, broken = run(opened, StartDay())
        saying.say(mark("Judged today: {kept} kept, {broken} broken."), kept=kept, broken=broken)
    found = run(opened, ShowFollowUps())
    saying.table(
        [
            words.say(h)
            for h in (
                mark("Case no."),
                mark("Customer"),
                mark("Amount"),
                mark("Due"),
                mark("Paid"),
                mark("State"),
            )
        ],
        [
            [
                p.case_no,
                p.name,
                words.money(p.amount),
                words.date(p.due_on),
                words.money(p.paid),
                term(words, p.state),
            ]
            for p in found.promises
        ]
        + [
            [
                p.case_no,
                p.name,
                words.money(p.amount),
                words.date(p.check.next_due_on),
                words.money(p.check.paid),
                term(words, p.state),
            ]
            for p in found.plans
        ],
    )
    saying.result(found)
    return DONE


def amount(text: str) -> Money:
    """Yuan as typed; raises Refused(option.amount)."""
    try:
        return Money.yuan(text)
    except ValueError:
        raise Refused("option.amount", value=text) from None
