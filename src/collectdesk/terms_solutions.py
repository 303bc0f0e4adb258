"""What is said of solutions: the sentence for everything about interest, ways out and waivers that is refused."""

from __future__ import annotations

from typing import Final

from collectdesk.words import mark

REFUSALS: Final[dict[str, str]] = {
    "interest.days_backwards": mark("Interest runs forward: {last} lies before {first}."),
    "interest.multiplier_out_of_range": mark(
        "Penalty interest is {lowest} to {highest} times the contract's rate, not {multiplier} times."
    ),
    "interest.grace_out_of_range": mark("{grace_days} days of grace aren't possible: 0 to {longest}."),
    "interest.negative_part": mark("Instalment {seq} has an unpaid part below nought: check the import."),
    "card.part_negative": mark("A statement can't hold {amount} for “{part}”."),
    "card.share_absurd": mark(
        "The minimum is a share of the spending above nought and up to one, not {share}."
    ),
    "lease.residual_absurd": mark("The residual value of {residual} must lie below the price of {price}."),
    "lease.advance_absurd": mark("{in_advance} of {count} rents can't be paid in advance."),
    "plan.interest_first_without_interest": mark(
        "Without interest there would be months with nothing to pay: choose equal instalments."
    ),
    "option.rate": mark("“{value}” isn't a number such as 4.9 or 1.5."),
    "ways.part_negative": mark("{part} can't be {amount}."),
    "ways.overdue_above_owed": mark("Overdue is {overdue}, more than the {owed} owed: check the import."),
    "ways.nothing_waived": mark("Nothing is waived, so this is no waiver."),
    "ways.waived_above_part": mark("{part}: {amount} is to be waived, but only {most} is owed."),
}
