"""The hand-over file (移交卷): what goes along to a court, an arbitration or an agency, and its return slip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from collectdesk.domain.money import total
from collectdesk.domain.solutions.handing import RESULTS, Handing, Taker
from collectdesk.reports.drawing.flow import Column, Fact, Flow
from collectdesk.reports.drawing.forms import Signer, signature_row
from collectdesk.reports.drawing.page import MM, Drawn, Marks, Paper, Printing, Step
from collectdesk.terms import code_term, term
from collectdesk.words import Words, for_language, mark

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from collectdesk.domain.contact.notices import Said
    from collectdesk.reports.archive.case_in_words import GivenPromise, PaymentFacts, PlanFacts
    from collectdesk.reports.paper_facts import ContactFacts, ProductFacts

HANDING_VERSION: Final = 1
TITLES: Final = {
    Taker.LITIGATION: mark("Hand-over file for the court"),
    Taker.ARBITRATION: mark("Hand-over file for the arbitration"),
    Taker.AGENCY: mark("Hand-over file for the agency"),
}
_BINDS_ALL: Final = (
    mark(
        "The figures are core banking's of the day of this file; payments since then count on the day of the return."
    ),
    mark(
        "What is here is used for this case only, shown to nobody else and destroyed or returned at the end."
    ),
)
_BINDS: Final = {
    Taker.LITIGATION: (
        mark("Originals are lent against signature; the list of originals says where each lies."),
        mark("Filing a suit stops limitation: send the branch the day of filing and the file number at once."),
    ),
    Taker.ARBITRATION: (
        mark("Originals are lent against signature; the list of originals says where each lies."),
        mark("An application for arbitration stops limitation: send the branch its day and number at once."),
    ),
    Taker.AGENCY: (
        mark("Contacts keep to the hours, counts and words of the agreement and the law; calls are recorded."),
        mark("Nobody takes cash. Payments go to the bank's own account only."),
        mark("Collection rests for the reasons named below; complaints and disputes go to the branch the same day."),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HandingFacts:
    """A case as it goes out; names and numbers are as they may be shown there. ``holds`` are codes."""

    handing: Handing
    handed_by: str
    case_no: str
    customer: str
    identity_no: str
    opened_on: date
    products: tuple[ProductFacts, ...]
    plans: tuple[PlanFacts, ...]
    promises: tuple[GivenPromise, ...]
    paid: tuple[PaymentFacts, ...]
    contacts: tuple[ContactFacts, ...]
    contact_count: int
    holds: tuple[str, ...]
    notices: tuple[tuple[str, Said, datetime], ...]
    papers: tuple[tuple[str, str, datetime], ...]
    printing: Printing


def print_handing(path: Path, facts: HandingFacts, language: str, step: Step | None = None) -> Drawn:
    """Draw the file in a language (zh_CN, en)."""
    words = for_language(language)
    title = words.say(TITLES[facts.handing.taker])
    marks = Marks(facts.printing.branch, title, facts.handing.number, words.say(mark("Confidential")))
    paper = Paper(words, facts.printing, marks)
    flow = Flow(paper, size=9)
    flow.turn_page()
    flow.title(title, f"{facts.handing.number}   {words.say(mark('Case no.'))} {facts.case_no}")
    _lay_head(flow, facts, words)
    _lay_debts(flow, facts, words)
    _lay_agreed(flow, facts, words)
    _lay_done(flow, facts, words)
    _lay_papers(flow, facts, words)
    _lay_bounds(flow, facts, words)
    flow.space(6)
    signature_row(
        flow,
        [Signer(words.say(mark("Handed over")), facts.handed_by),
         Signer(words.say(mark("Taken over")), facts.handing.receiver)],
        height=22 * MM,
    )  # fmt: skip
    flow.turn_page()
    _lay_return(flow, facts, words)
    return paper.finish(path, step=step)


def _lay_head(flow: Flow, facts: HandingFacts, words: Words) -> None:
    kept = facts.handing
    back = words.date(kept.back_by) if kept.back_by else words.say(mark("when it is decided"))
    flow.facts(
        (
            Fact(
                words.say(mark("To whom")),
                f"{term(words, kept.taker)}: {kept.receiver}",
                strong=True,
                wide=True,
            ),
            Fact(words.say(mark("Handed over on")), words.date(kept.handed_on)),
            Fact(words.say(mark("Back by")), back),
            Fact(words.say(mark("File number there")), kept.reference or "—"),
            Fact(words.say(mark("Entrusting agreement")), kept.agreement or "—"),
            Fact(words.say(mark("What for")), kept.reason, wide=True),
            Fact(words.say(mark("Customer")), facts.customer, strong=True),
            Fact(words.say(mark("Identity document")), facts.identity_no or "—"),
        )
    )


def _lay_debts(flow: Flow, facts: HandingFacts, words: Words) -> None:
    flow.heading(words.say(mark("What is owed")))
    columns = (
        Column(words.say(mark("Product")), 2),
        Column(words.say(mark("Contract")), 3.4),
        Column(words.say(mark("Account")), 3),
        Column(words.say(mark("Balance")), 2.6, "right"),
        Column(words.say(mark("Overdue")), 2.6, "right"),
        Column(words.say(mark("Days")), 1.2, "right"),
        Column(words.say(mark("Unpaid since")), 2.2),
    )
    rows = [
        (
            term(words, p.kind), p.contract, p.account, words.money(p.balance, sign=False),
            words.money(p.overdue, sign=False), words.number(p.dpd),
            words.date(p.oldest_unpaid_on) if p.oldest_unpaid_on else "—",
        )
        for p in facts.products
    ]  # fmt: skip
    if rows:
        sums = (total([p.balance for p in facts.products]), total([p.overdue for p in facts.products]))
        balance, overdue = (words.money(each, sign=False) for each in sums)
        rows.append((words.say(mark("Total")), "", "", balance, overdue, "", ""))
    flow.table(columns, rows, empty=words.say(mark("No product.")), last_is_total=bool(rows))


def _lay_agreed(flow: Flow, facts: HandingFacts, words: Words) -> None:
    flow.heading(words.say(mark("What was agreed and promised")))
    columns = (
        Column(words.say(mark("Day")), 2),
        Column(words.say(mark("Promise or plan")), 3),
        Column(words.say(mark("Amount")), 2.6, "right"),
        Column(words.say(mark("Until")), 2.2),
        Column(words.say(mark("State")), 2.4),
    )
    plans = [
        (
            words.date(p.made_on), f"{term(words, p.arrangement.kind)} {p.number}",
            words.money(p.arrangement.schedule.total, sign=False), words.date(p.arrangement.schedule.ends_on),
            term(words, p.arrangement.state),
        )
        for p in facts.plans
    ]  # fmt: skip
    promises = [
        (
            words.date(p.made_on), words.say(mark("Promise")), words.money(p.amount, sign=False),
            words.date(p.due_on), term(words, p.state),
        )
        for p in facts.promises
    ]  # fmt: skip
    flow.table(columns, [*plans, *promises], empty=words.say(mark("Nothing was agreed or promised.")))


def _lay_done(flow: Flow, facts: HandingFacts, words: Words) -> None:
    flow.heading(words.say(mark("Payments and contacts")))
    columns = (
        Column(words.say(mark("Paid on")), 2),
        Column(words.say(mark("Account")), 3),
        Column(words.say(mark("Amount")), 2.6, "right"),
        Column(words.say(mark("Reference")), 3),
    )
    rows = [
        (words.date(p.paid_on), p.account, words.money(p.amount, sign=False), p.reference) for p in facts.paid
    ]
    flow.table(columns, rows, empty=words.say(mark("No payment known.")))
    flow.space(6)
    if facts.contacts:
        said = words.say(
            mark("{shown} of {count} contacts, the newest first; the notes stay with the branch."),
            shown=words.number(len(facts.contacts)), count=words.number(facts.contact_count),
        )  # fmt: skip
        flow.paragraph(said)
    heads = (
        Column(words.say(mark("When")), 3),
        Column(words.say(mark("Way")), 2),
        Column(words.say(mark("Reached")), 2.6),
        Column(words.say(mark("Result")), 3.4),
    )
    shown = [
        (words.instant(c.at), term(words, c.channel), term(words, c.reached), term(words, c.outcome))
        for c in facts.contacts
    ]
    flow.table(heads, shown, empty=words.say(mark("No contact yet.")))


def _lay_papers(flow: Flow, facts: HandingFacts, words: Words) -> None:
    flow.heading(words.say(mark("Papers that exist")))
    columns = (
        Column(words.say(mark("Day")), 2.4),
        Column(words.say(mark("Kind")), 3),
        Column(words.say(mark("Number or name")), 6),
        Column(words.say(mark("Goes along")), 1.8, "centre"),
    )
    notices = [
        (words.instant(at), level.text(chinese=words.is_chinese), number, "□")
        for number, level, at in facts.notices
    ]
    others = [
        (words.instant(at), code_term(words, "evidence", kind), name, "□") for kind, name, at in facts.papers
    ]
    flow.table(columns, [*notices, *others], empty=words.say(mark("No paper is on file.")))


def _lay_bounds(flow: Flow, facts: HandingFacts, words: Words) -> None:
    flow.heading(words.say(mark("What binds whoever takes it")))
    if facts.holds:
        named = ("、" if words.is_chinese else ", ").join(
            code_term(words, "hold", code) for code in facts.holds
        )
        flow.callout(named, heading=words.say(mark("Collection rests for")), warn=True)
    flow.points([words.say(each) for each in (*_BINDS[facts.handing.taker], *_BINDS_ALL)])


def _lay_return(flow: Flow, facts: HandingFacts, words: Words) -> None:
    kept = facts.handing
    flow.title(words.say(mark("Return slip")), f"{kept.number}   {facts.case_no}")
    flow.facts(
        (
            Fact(words.say(mark("Returned from")), kept.receiver, strong=True),
            Fact(words.say(mark("Case no.")), facts.case_no),
            Fact(words.say(mark("Overdue when it went out")), words.money(kept.overdue)),
            Fact(words.say(mark("Returned on")), "______________"),
        )
    )
    flow.heading(words.say(mark("What it led to")))
    flow.points([f"□ {term(words, result)}" for result in RESULTS[kept.taker]], mark="")
    flow.space(4)
    for line in (
        mark("Paid while it was out: ______________ (each payment with day and reference)"),
        mark("Costs: ______________"),
        mark("Complaints, disputes or hardship heard of: ______________________________"),
        mark("All papers returned: □ yes  □ no, these are missing: ______________________"),
        mark("Copies and data destroyed on: ______________"),
    ):
        flow.paragraph(words.say(line))
        flow.space(6)
    signature_row(
        flow,
        [Signer(words.say(mark("Returned by")), kept.receiver), Signer(words.say(mark("Taken back by")))],
        height=22 * MM,
    )
