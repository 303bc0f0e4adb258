"""Sentences of risk, worth, promises and arrangements: one table per kind of code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.terms import shown
from collectdesk.words import mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectdesk.domain.risk.risk import RiskReason
    from collectdesk.domain.solutions.promises import PromiseHint
    from collectdesk.words import Words


CHARACTERISTICS: Final[Mapping[str, str]] = {
    "stage_now": mark("Months overdue now"),
    "times_overdue_6m": mark("Months with arrears in six"),
    "trend": mark("Trend of the arrears"),
    "last_payment_ratio": mark("Last month paid of what was due"),
    "months_without_payment_6m": mark("Months without any payment in six"),
    "promises_kept": mark("Promises kept"),
    "promises_broken": mark("Promises broken"),
    "right_party_contacts": mark("Talks with the customer in person"),
    "attitude": mark("Attitude at the last contact"),
    "granted": mark("Limit or amount granted"),
    "utilisation_now": mark("Balance of what was granted"),
    "utilisation_trend": mark("Change of the balance in five months"),
    "monthly_payment_ratio": mark("Monthly payments of what was granted"),
    "pay_ratio": mark("Six months paid of what was due"),
    "other_lenders_overdue": mark("Other lenders overdue"),
    "income_source": mark("Source of income"),
    "income_lost_documented": mark("Loss of income, documented"),
    "illness_documented": mark("Serious illness, documented"),
    "household_budget": mark("Household budget"),
    "has_guarantor": mark("Guarantor or joint borrower"),
    "has_collateral": mark("Collateral"),
    "limit": mark("Held to 0–100"),
}

BIN_LABELS: Final[Mapping[str, str]] = {
    "none": mark("none"),
    "one": mark("1"),
    "two": mark("2"),
    "two_or_more": mark("2 or more"),
    "three_or_more": mark("3 or more"),
    "three_or_four": mark("3–4"),
    "five_or_more": mark("5 or more"),
    "better": mark("shrinking"),
    "flat": mark("unchanged"),
    "worse": mark("growing"),
    "nothing": mark("nothing"),
    "under_5_pct": mark("under 5%"),
    "5_to_20_pct": mark("5–20%"),
    "20_to_90_pct": mark("20–90%"),
    "from_90_pct": mark("90% or more"),
    "cooperative": mark("cooperative"),
    "neutral": mark("neutral"),
    "evasive": mark("evasive"),
    "refusing": mark("refusing"),
    "hostile": mark("hostile"),
    "under_10k": mark("under ¥10,000"),
    "10k_to_20k": mark("¥10,000–20,000"),
    "20k_to_50k": mark("¥20,000–50,000"),
    "50k_to_100k": mark("¥50,000–100,000"),
    "from_100k": mark("¥100,000 or more"),
    "under_30_pct": mark("under 30%"),
    "30_to_60_pct": mark("30–60%"),
    "60_to_90_pct": mark("60–90%"),
    "90_to_100_pct": mark("90–100%"),
    "from_100_pct": mark("100% or more"),
    "falls": mark("falling"),
    "steady": mark("steady"),
    "rises": mark("rising"),
    "rises_fast": mark("rising steeply"),
    "under_2_pct": mark("under 2%"),
    "2_to_5_pct": mark("2–5%"),
    "5_to_10_pct": mark("5–10%"),
    "from_10_pct": mark("10% or more"),
    "under_10_pct": mark("under 10%"),
    "10_to_50_pct": mark("10–50%"),
    "from_50_pct": mark("50% or more"),
    "confirmed_stable": mark("confirmed, steady"),
    "confirmed_irregular": mark("confirmed, irregular"),
    "unconfirmed": mark("told, not confirmed"),
    "no_income": mark("no income"),
    "yes": mark("yes"),
    "no": mark("no"),
    "surplus": mark("surplus"),
    "balanced": mark("balanced"),
    "deficit": mark("deficit"),
    "unknown": mark("not known"),
    "limit": mark("held to 0–100"),
}

REASONS: Final[Mapping[str, str]] = {
    "stage_now.unknown": mark("It is not known how long the customer is overdue"),
    "stage_now.none": mark("Nothing is overdue now"),
    "stage_now.one": mark("Overdue by up to one month"),
    "stage_now.two": mark("Overdue by up to two months"),
    "stage_now.three_or_more": mark("Overdue by more than two months"),
    "times_overdue_6m.unknown": mark("The last six months are not known"),
    "times_overdue_6m.none": mark("Never overdue in the last six months"),
    "times_overdue_6m.one": mark("Overdue in one of the last six months"),
    "times_overdue_6m.two": mark("Overdue in two of the last six months"),
    "times_overdue_6m.three_or_four": mark("Overdue in {value} of the last six months"),
    "times_overdue_6m.five_or_more": mark("Overdue in {value} of the last six months"),
    "trend.unknown": mark("Whether the arrears grow is not known"),
    "trend.better": mark("The arrears are shrinking"),
    "trend.flat": mark("The arrears are as old as a month ago"),
    "trend.worse": mark("The arrears have grown since last month"),
    "last_payment_ratio.unknown": mark("What was paid last month is not known"),
    "last_payment_ratio.nothing": mark("Nothing was paid last month"),
    "last_payment_ratio.under_5_pct": mark("Less than 5% of what was due came in last month"),
    "last_payment_ratio.5_to_20_pct": mark("5–20% of what was due came in last month"),
    "last_payment_ratio.20_to_90_pct": mark("20–90% of what was due came in last month"),
    "last_payment_ratio.from_90_pct": mark("Nearly everything due came in last month"),
    "months_without_payment_6m.unknown": mark("Payments of the last six months are not known"),
    "months_without_payment_6m.none": mark("Something was paid in every month"),
    "months_without_payment_6m.one": mark("One month without any payment"),
    "months_without_payment_6m.two": mark("Two months without any payment"),
    "months_without_payment_6m.three_or_more": mark("{value} months without any payment"),
    "promises_kept.unknown": mark("No promise has come due yet"),
    "promises_kept.none": mark("No promise was kept so far"),
    "promises_kept.one": mark("One promise was kept"),
    "promises_kept.two_or_more": mark("{value} promises were kept"),
    "promises_broken.unknown": mark("No promise has come due yet"),
    "promises_broken.none": mark("No promise was broken"),
    "promises_broken.one": mark("One promise was broken"),
    "promises_broken.two": mark("Two promises were broken"),
    "promises_broken.three_or_more": mark("{value} promises were broken"),
    "right_party_contacts.unknown": mark("Nobody has tried to reach the customer yet"),
    "right_party_contacts.none": mark("The customer was never reached"),
    "right_party_contacts.one": mark("The customer was reached once"),
    "right_party_contacts.two_or_more": mark("The customer was reached {value} times"),
    "attitude.unknown": mark("No attitude was noted"),
    "attitude.cooperative": mark("The customer cooperates"),
    "attitude.neutral": mark("The customer neither helps nor refuses"),
    "attitude.evasive": mark("The customer evades"),
    "attitude.refusing": mark("The customer refuses to pay"),
    "attitude.hostile": mark("The customer was hostile"),
    "granted.unknown": mark("The amount granted is not known"),
    "granted.under_10k": mark("Granted less than 10,000 yuan"),
    "granted.10k_to_20k": mark("Granted 10,000 to 20,000 yuan"),
    "granted.20k_to_50k": mark("Granted 20,000 to 50,000 yuan"),
    "granted.50k_to_100k": mark("Granted 50,000 to 100,000 yuan"),
    "granted.from_100k": mark("Granted 100,000 yuan or more"),
    "utilisation_now.unknown": mark("How much of the amount granted is used is not known"),
    "utilisation_now.under_30_pct": mark("Less than 30% of the amount granted is used"),
    "utilisation_now.30_to_60_pct": mark("30–60% of the amount granted is used"),
    "utilisation_now.60_to_90_pct": mark("60–90% of the amount granted is used"),
    "utilisation_now.90_to_100_pct": mark("90–100% of the amount granted is used"),
    "utilisation_now.from_100_pct": mark("The balance exceeds the amount granted"),
    "utilisation_trend.unknown": mark("How the balance changed is not known"),
    "utilisation_trend.falls": mark("The balance has fallen clearly"),
    "utilisation_trend.steady": mark("The balance is about the same"),
    "utilisation_trend.rises": mark("The balance has risen"),
    "utilisation_trend.rises_fast": mark("The balance has risen steeply"),
    "monthly_payment_ratio.unknown": mark("Average payments are not known"),
    "monthly_payment_ratio.nothing": mark("Nothing was paid in six months"),
    "monthly_payment_ratio.under_2_pct": mark("Pays less than 2% of the amount granted a month"),
    "monthly_payment_ratio.2_to_5_pct": mark("Pays 2–5% of the amount granted a month"),
    "monthly_payment_ratio.5_to_10_pct": mark("Pays 5–10% of the amount granted a month"),
    "monthly_payment_ratio.from_10_pct": mark("Pays 10% or more of the amount granted a month"),
    "pay_ratio.unknown": mark("What was paid of the dues is not known"),
    "pay_ratio.under_10_pct": mark("Paid less than 10% of what was due in six months"),
    "pay_ratio.10_to_50_pct": mark("Paid 10–50% of what was due in six months"),
    "pay_ratio.from_50_pct": mark("Paid half or more of what was due in six months"),
    "other_lenders_overdue.unknown": mark("The credit report was not asked for"),
    "other_lenders_overdue.none": mark("No other lender is overdue"),
    "other_lenders_overdue.one": mark("One other lender is overdue"),
    "other_lenders_overdue.two_or_more": mark("{value} other lenders are overdue"),
    "income_source.unknown": mark("The source of income is not known"),
    "income_source.confirmed_stable": mark("A steady income is confirmed"),
    "income_source.confirmed_irregular": mark("An irregular income is confirmed"),
    "income_source.unconfirmed": mark("The income is told, not confirmed"),
    "income_source.no_income": mark("There is no income"),
    "income_lost_documented.unknown": mark("Whether income was lost is not known"),
    "income_lost_documented.yes": mark("The loss of income is documented"),
    "income_lost_documented.no": mark("No loss of income"),
    "illness_documented.unknown": mark("Whether there is an illness is not known"),
    "illness_documented.yes": mark("A serious illness is documented"),
    "illness_documented.no": mark("No serious illness"),
    "household_budget.unknown": mark("No budget sheet was filled in"),
    "household_budget.surplus": mark("The household has something left each month"),
    "household_budget.balanced": mark("The household just gets by"),
    "household_budget.deficit": mark("The household spends more than it has"),
    "has_guarantor.unknown": mark("Whether there is a guarantor is not known"),
    "has_guarantor.yes": mark("A guarantor or joint borrower stands behind it"),
    "has_guarantor.no": mark("No guarantor"),
    "has_collateral.unknown": mark("Whether there is collateral is not known"),
    "has_collateral.yes": mark("Collateral secures the debt"),
    "has_collateral.no": mark("No collateral"),
    "limit": mark("A table ends at 0 and at 100"),
}

QUADRANTS: Final[Mapping[str, str]] = {
    "willing_able": mark("Willing and able"),
    "willing_unable": mark("Willing, not able"),
    "unwilling_able": mark("Able, not willing"),
    "unwilling_unable": mark("Neither willing nor able"),
}

LEVELS: Final[Mapping[str, str]] = {
    "low": mark("Low risk"),
    "medium": mark("Medium risk"),
    "high": mark("High risk"),
}

STRATEGIES: Final[Mapping[str, str]] = {
    "remind": mark("Remind"),
    "call": mark("Call"),
    "letter": mark("Letter"),
    "visit": mark("Visit"),
    "hardship_plan": mark("Hardship plan"),
    "legal": mark("Legal steps"),
    "pause": mark("Pause"),
}

VISIT_REASONS: Final[Mapping[str, str]] = {
    "visit.not_overdue": mark("Nothing is overdue."),
    "visit.hardship_documented": mark("The hardship is documented: a plan helps, a visit does not."),
    "visit.letter_first": mark("The customer seems willing but was not reached: write first."),
    "visit.willing": mark("The customer is willing and able: a reminder is enough."),
    "visit.willing_needs_plan": mark("The customer is willing: a plan helps more than a visit."),
    "visit.call_first": mark("No call was tried yet: call first."),
    "visit.tried_in_vain": mark("Two visits brought nothing: ask the legal officer."),
    "visit.calls_unknown": mark("Whether calls were tried is not known: check before going."),
    "visit.able_but_unwilling": mark(
        "The customer could pay and does not: a talk at the door may change that."
    ),
    "visit.pays": mark("The visit is likely to earn its cost."),
    "visit.does_not_pay": mark("The visit is unlikely to earn its cost."),
    "visit.confirm_address": mark("Confirm the address on the way."),
    "visit.overridden": mark("A person put this way in place of the scorecard's."),
    "visit.weigh_first": mark("Weigh the cost of the visit first."),
    "visit.by_branch": mark("The branch's own playbook takes this way for such customers."),
    "visit.held_out": mark(
        "The lot fell on this case: by the branch's hold-out it is called in place of a visit, so that what visits "
        "bring can be told. Whoever knows better may still ask for one."
    ),
    "hold.dispute": mark("The debt is disputed: no visit until the dispute is settled."),
    "hold.death": mark("The borrower has died: only the estate is approached, in writing."),
    "hold.bankruptcy": mark("Bankruptcy is under way: the claim is filed, nobody visits."),
    "hold.complaint": mark("A complaint is being handled: no visit until it is answered."),
    "hold.minors": mark("Minors would be met: no visit."),
    "hold.no_contact": mark("The customer asked for no contact: no visit."),
}

CARE: Final[Mapping[str, str]] = {
    "extra_approval": mark("Extra approval by the supervisor"),
    "experienced_safety_officer": mark("A safety officer with experience"),
    "daylight_only": mark("In daylight only"),
    "caution_notes": mark("Read the caution notes before going"),
}

OVERRIDE_CODES: Final[Mapping[str, str]] = {
    "new_facts": mark("Newer facts than the file holds"),
    "wrong_facts": mark("A fact in the file is wrong"),
    "safety": mark("Safety of the visitors"),
    "vulnerable": mark("A vulnerable customer"),
    "agreed": mark("Agreed with the customer"),
    "other": mark("Another reason"),
}

MEANS: Final[Mapping[str, str]] = {
    "visit": mark("Visit"),
    "joint_trip": mark("Joint trip on a planned route"),
    "call": mark("Call"),
    "letter": mark("Letter"),
}

FIGURES: Final[Mapping[str, str]] = {
    "visit_reached": mark("Visits that meet the borrower"),
    "visit_uplift": mark("More who pay after a visit"),
    "visit_share": mark("Share of the overdue amount then paid"),
    "staff_minute": mark("Cost of a staff minute"),
    "car_km": mark("Cost of a kilometre"),
    "confirmed_address": mark("Worth of a confirmed address"),
    "letter_reached": mark("Letters that arrive"),
    "letter_uplift": mark("More who pay after a letter"),
    "letter_share": mark("Share of the overdue amount then paid"),
    "letter_cost": mark("Cost of a letter"),
    "call_reached": mark("Calls that reach the borrower"),
    "call_uplift": mark("More who pay after a call"),
    "call_share": mark("Share of the overdue amount then paid"),
    "call_minutes": mark("Minutes for a call"),
}

MARKS: Final[Mapping[str, str]] = {
    "PRIOR": mark("Assumption, not yet measured here"),
    "MEASURED": mark("Measured at this branch"),
}

PROMISE_HINTS: Final[Mapping[str, str]] = {
    "promise.broken_before": mark("{count} earlier promises were broken: ask what is different this time."),
    "promise.kept_rate": mark("So far {kept} of {count} promises were kept."),
    "promise.above_ability": mark(
        "The household has {able} left in a usual month: ask how it is to be paid."
    ),
    "promise.source_unknown": mark("Ask where the money is to come from."),
    "promise.above_overdue": mark("The promise is {more} above the overdue amount of {overdue}."),
    "promise.below_overdue": mark("The promise leaves {short} of {overdue} unpaid."),
    "promise.due_far": mark("The date is {days} days away; {usual} is usual."),
    "promise.due_not_workday": mark("{due_on} is no working day: money may arrive later."),
}

REFUSALS: Final[Mapping[str, str]] = {
    "promise.amount_not_positive": mark("A promise needs an amount above zero, not {amount}."),
    "promise.amount_above_debt": mark(
        "A promise of {amount} is more than the {owed} that is owed in all. Check the amount."
    ),
    "promise.due_before_made": mark(
        "The promised date {due_on} lies before the day of the promise, {made_on}."
    ),
    "promise.instant_without_zone": mark("The time of the promise lacks its time zone."),
    "promise.times_not_positive": mark("A promise is made once or more often, not {times} times."),
    "promise.due_day_impossible": mark("Day {due_day} is in no month: choose 1 to 31."),
    "promise.tolerance_negative": mark("Days of grace and tolerance cannot be below zero."),
    "promise.not_kept": mark("Only {paid} of {of} was paid: a part does not move the promise on."),
    "plan.amount_not_positive": mark("A plan needs an amount above zero, not {amount}."),
    "plan.count_out_of_range": mark("{count} instalments are not possible: choose 1 to {longest}."),
    "plan.first_due_not_after_today": mark(
        "The first instalment on {first_due_on} must fall after today, {today}."
    ),
    "plan.rate_absurd": mark("A yearly rate of {annual_rate} is not possible: write 0.049 for 4.9%."),
    "plan.method_needs_amount": mark("This way of repaying starts from a monthly sum: enter the sum."),
    "plan.mixed_currencies": mark("The plan mixes two currencies: {amount} and {instalment}."),
    "plan.never_repays": mark(
        "{instalment} a month never repays the debt: the first month alone costs {interest} of interest."
    ),
    "plan.takes_too_long": mark("{instalment} a month takes more than {longest} months."),
    "plan.instalments_too_small": mark("{amount} is too little for so many instalments: choose fewer."),
    "plan.due_day_impossible": mark("Day {due_day} is in no month: choose 1 to 31."),
    "capacity.persons_impossible": mark("A household has 1 to {most} people, not {persons}."),
    "plan.due_day_mismatch": mark(
        "The first date {first_due_on} does not fall on the agreed day {due_day} of the month."
    ),
    "plan.no_workday": mark("The calendar knows no working day after {due_on}: check the calendar."),
    "arrangement.mixed_currencies": mark(
        "The arrangement is in another currency than the debt: {amount}, {owed}."
    ),
    "arrangement.above_owed": mark("The arrangement of {amount} is more than the {owed} owed."),
    "arrangement.one_date_only": mark("This kind of arrangement has one date, not {count}."),
    "arrangement.impossible_move": mark("An arrangement cannot go from “{state}” to “{to}”."),
    "arrangement.reason_missing": mark("Say why the arrangement ends early."),
    "arrangement.move_before_last": mark("The move on {moved_on} lies before the last one on {last_on}."),
    "arrangement.tolerance_impossible": mark(
        "Days of grace cannot be below zero, nor missed instalments below one."
    ),
    "facts.negative": mark("“{field}” cannot be {value}, below zero."),
    "worth.trip_negative": mark("Minutes and metres of a trip cannot be below zero."),
    "worth.overdue_negative": mark("The overdue amount cannot be {overdue}."),
    "worth.crew_too_small": mark("A visit needs {least} people, not {crew}."),
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

NOT_LOADED: Final = mark("{file}, line {line}, {row} {field}: {problem}. Nothing was loaded.")
SCORECARD_PROBLEMS: Final[Mapping[str, str]] = {
    "scorecard.not_toml": mark("is not valid TOML: {value}"),
    "scorecard.not_whole": mark("“{value}” is not a whole number"),
    "scorecard.out_of_range": mark("“{value}” is out of range"),
    "scorecard.text_missing": mark("a text is missing"),
    "scorecard.not_a_date": mark("“{value}” is not a date"),
    "scorecard.unknown_key": mark("is not a known entry"),
    "scorecard.table_missing": mark("the table is missing"),
    "scorecard.levels_crossed": mark("medium risk must begin below low risk"),
    "scorecard.field_twice": mark("“{value}” appears twice"),
    "scorecard.best_not_100": mark("the best points sum to {value}, not to 100"),
    "scorecard.unknown_field": mark("“{value}” may not be used for scoring"),
    "scorecard.unknown_kind": mark("“{value}” is neither scored nor signed"),
    "scorecard.bins_missing": mark("the bins are missing"),
    "scorecard.unknown_missing": mark("points for “unknown” are missing"),
    "scorecard.unknown_not_zero": mark("a signed row brings nothing while unknown, not {value}"),
    "scorecard.bands_overlap": mark("bands overlap at “{value}”"),
    "scorecard.bands_gap": mark("a band is missing at “{value}”"),
    "scorecard.reason_untrue": mark(
        "the bands aren't those its sentences speak of: points and rows may change, bands and their words not"
    ),
    "scorecard.unknown_choice": mark("“{value}” is not a possible choice"),
    "priors.not_toml": mark("is not valid TOML: {value}"),
    "priors.figures_missing": mark("the figures are missing"),
    "priors.header_wrong": mark("the id, the version or the date is wrong"),
    "priors.missing": mark("an entry is missing"),
    "priors.unknown_key": mark("is not a known entry"),
    "priors.wrong_unit": mark("“{value}” is the wrong unit"),
    "priors.source_missing": mark("the source is missing"),
    "priors.out_of_range": mark("“{value}” is out of range"),
    "priors.range_crossed": mark("the value lies outside its own range"),
    "priors.measured_without_sample": mark("measured and the number of cases disagree"),
}


def reason_sentence(w: Words, reason_key: str, value: int | str | None) -> str:
    """The reason behind a line of points; an unknown key is a branch's own text, shown as it is."""
    return w.say(REASONS.get(reason_key, reason_key), value=value)


def reason_with_points(w: Words, reason: RiskReason) -> str:
    """As a clerk reads it out: +12: 2 promises were kept."""
    text = reason_sentence(w, reason.reason_key, reason.value)
    return w.say(mark("{points:+d}: {reason}"), points=reason.effect, reason=text)


def bin_label(w: Words, label_key: str) -> str:
    """The short name of a band; a branch's own label is shown as it is."""
    return w.say(BIN_LABELS.get(label_key, label_key))


def visit_reason(w: Words, code: str) -> str:
    """Why a visit is warranted or not, for holds without a sentence of their own too."""
    if code in VISIT_REASONS:
        return w.say(VISIT_REASONS[code])
    return w.say(mark("No visit while the hold “{code}” stands."), code=code.removeprefix("hold."))


def promise_hint(w: Words, hint: PromiseHint) -> str:
    """A hint beside the field, with its amounts and dates."""
    return w.say(PROMISE_HINTS[hint.code], **{name: shown(w, value) for name, value in hint.facts.items()})
