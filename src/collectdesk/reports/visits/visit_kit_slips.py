"""What the customer keeps of a visit: what they agreed to, who came and how to verify and complain, and the offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.domain.zones import CHINA_TIME
from collectdesk.reports.drawing.codes import block_side, draw_code
from collectdesk.reports.drawing.flow import Column, Fact, Flow
from collectdesk.reports.drawing.forms import Blank, Signer, Tick, signature_row, tick_row
from collectdesk.reports.drawing.page import HAIR, LEFT, MM, PAGE_HEIGHT, PAGE_WIDTH, RIGHT, TOP, Marks
from collectdesk.reports.drawing.tagging import ARTIFACT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectdesk.reports.drawing.page import Paper
    from collectdesk.reports.visits.visit_kit_parts import KitMember, KitStop

_KEY: Final = 32 * MM
_DASH: Final = 3 * MM


def draw_slips_page(paper: Paper, stop: KitStop, crew: Sequence[KitMember], complain_to: str) -> None:
    """One page to cut in two: the consent and the receipt; not a word that tells a family anything."""
    words = paper.words
    paper.start_page(Marks("", words.say("Slips for the customer"), stop.visit_no, ""))
    flow = Flow(paper, size=9.8)
    flow.may_turn = False
    lowest = draw_code(paper, stop.slip_payload, RIGHT, TOP) if stop.slip_payload else TOP
    _draw_consent(flow, stop, lowest)
    middle = PAGE_HEIGHT / 2 - 2 * MM
    x = LEFT
    while x < RIGHT:
        paper.line(x, middle, min(x + _DASH, RIGHT), middle, width=0.5, ink=HAIR)
        x += 2 * _DASH
    with paper.within(ARTIFACT):
        paper.text(PAGE_WIDTH / 2, middle + 3, words.say("cut here"), 6.5, ink=HAIR, align="centre")
    flow.y = middle - 8
    _draw_receipt(flow, stop, crew, complain_to)


def _draw_consent(flow: Flow, stop: KitStop, lowest: float) -> None:
    words = flow.paper.words
    flow.title(words.say("What you agreed to"), stop.visit_no, room=block_side() + 10)
    flow.y = min(flow.y, lowest) - 4
    say = words.say
    for label, ticks in (
        (say("Coming in"), (say("You let us in"), say("We stay outside"))),
        (say("Recording"), (say("You agree that the talk is recorded"), say("No recording"))),
        (say("Photos"), (say("Only of what you show us"), say("No photos"))),
    ):
        tick_row(flow, label, [Tick(tick) for tick in ticks], label_width=_KEY)
    tick_row(
        flow,
        say("Recorder"),
        [Blank(say("No. of the recorder"), 30), Blank(say("From, to"), 34)],
        label_width=_KEY,
    )
    flow.space(4)
    flow.paragraph(
        say("You may say no to any of this and take a yes back at any time: we then stop, or leave.")
    )
    flow.space(4)
    signature_row(flow, [Signer(say("You")), Signer(say("Visitor"))], height=20 * MM)


def _draw_receipt(flow: Flow, stop: KitStop, crew: Sequence[KitMember], complain_to: str) -> None:
    words, say = flow.paper.words, flow.paper.words.say
    day = stop.window_from.astimezone(CHINA_TIME).date()
    flow.title(say("Who came to see you"), f"{words.long_date(day)}  {words.weekday(day)}")
    phone = complain_to or "—"
    flow.facts(
        (
            Fact(say("Visit no."), stop.visit_no, strong=True),
            Fact(say("Sent by the branch"), flow.paper.printing.branch, strong=True),
            *(Fact(say("Visitor"), f"{member.name}  {member.staff_no}") for member in crew),
        ),
        key_width=_KEY,
    )
    tick_row(
        flow,
        say("Times of the visit"),
        [Blank(say("Arrived at"), 24), Blank(say("Left at"), 24)],
        label_width=_KEY,
    )
    flow.space(4)
    flow.heading(say("To verify"), keep=30)
    flow.paragraph(
        say("Call {phone} and name the visit's number: we say whether these two were sent.", phone=phone)
    )
    flow.paragraph(
        say(
            "Both have shown you their staff cards. They take no money, neither cash nor to an account of theirs."
        )
    )
    flow.heading(say("To complain"), keep=30)
    flow.paragraph(
        say("To us: {phone}, in person or in writing. We tell you by when you have an answer.", phone=phone)
    )
    flow.paragraph(
        say("If the answer doesn't satisfy you: the hotline 12378. A complaint is no drawback to you.")
    )


def draw_offer_page(paper: Paper, stop: KitStop) -> None:
    """What may be agreed, for the person asked for alone: nothing is bound until it is approved and signed."""
    say = paper.words.say
    confidential = say("Confidential: only into the hands of the person asked for")
    paper.start_page(Marks(paper.printing.branch, say("Offer sheet"), stop.visit_no, confidential))
    flow = Flow(paper, size=10)
    flow.may_turn = False
    lowest = draw_code(paper, stop.offer_payload, RIGHT, TOP) if stop.offer_payload else TOP
    flow.title(say("Ways to pay that can be kept up"), stop.visit_no, room=block_side() + 10)
    flow.y = min(flow.y, lowest) - 4
    flow.callout(
        say(
            "Hand it over only once who they are is confirmed; never leave it with anybody else or at the door."
        ),
        warn=True,
    )
    flow.facts(
        (Fact(say("Prepared for"), stop.customer, strong=True), Fact(say("Case no."), stop.case_no)),
        key_width=_KEY,
    )
    flow.space(4)
    _draw_offers(flow, stop)
    flow.space(6)
    tick_row(
        flow, say("Something else"),
        [Blank(say("Each month"), 30), Blank(say("From"), 28), Blank(say("On which day"), 20)], label_width=_KEY,
    )  # fmt: skip
    flow.space(6)
    flow.paragraph(
        say(
            "A suggestion from what is known. It binds nobody: an agreement is made in writing, after approval."
        )
    )
    flow.paragraph(
        say(
            "Pay only to the account named in your contract or through the bank's own channels; never to a person."
        )
    )
    flow.space(6)
    signature_row(flow, [Signer(say("Received by")), Signer(say("Visitor"))], height=20 * MM)


def _draw_offers(flow: Flow, stop: KitStop) -> None:
    words, say = flow.paper.words, flow.paper.words.say
    columns = (
        Column(say("Way"), 4),
        Column(say("Number of months"), 2, "right"),
        Column(say("Each month"), 3, "right"),
        Column(say("First on"), 3, "centre"),
        Column(say("In all"), 3, "right"),
        Column(say("Wanted"), 1.6, "centre"),
    )
    rows = [
        (
            one.name,
            words.number(one.count),
            words.money(one.monthly),
            words.date(one.first_on),
            words.money(one.total),
            "",
        )
        for one in stop.offers
    ]
    flow.table(columns, rows)
