"""Words of what follows a solution: reminders and their reasons, changed strategy, watching on, handing out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.domain.customers import classes
from collectdesk.domain.solutions import handing, kept_rates, solution_table, waivers, watching
from collectdesk.words import mark

if TYPE_CHECKING:
    from enum import Enum

SOLUTION_TERMS: Final[dict[Enum, str]] = {
    waivers.WaiverState.PROPOSED: mark("Proposed"),
    waivers.WaiverState.GRANTED: mark("Waiver granted"),
    waivers.WaiverState.REFUSED: mark("Refused by the supervisor"),
    waivers.WaiverState.LAPSED: mark("Lapsed: owed again"),
    classes.FiveClass.NORMAL: mark("Pass"),
    classes.FiveClass.ATTENTION: mark("Special mention"),
    classes.FiveClass.SUBSTANDARD: mark("Substandard"),
    classes.FiveClass.DOUBTFUL: mark("Doubtful"),
    classes.FiveClass.LOSS: mark("Loss"),
    solution_table.Component.PENALTY: mark("Penalty interest"),
    solution_table.Component.FEES: mark("Fees"),
    solution_table.Component.INTEREST: mark("Interest"),
    solution_table.Component.PRINCIPAL: mark("Principal"),
    watching.WatchSign.RELAPSED: mark("Overdue again"),
    watching.WatchSign.REVIEW_DUE: mark("Review due"),
    watching.WatchSign.WATCHED: mark("Watched"),
    watching.WatchState.RUNNING: mark("Watched"),
    watching.WatchState.PASSED: mark("Watch passed"),
    watching.WatchState.LONGER: mark("Watched longer"),
    handing.Taker.LITIGATION: mark("Court"),
    handing.Taker.ARBITRATION: mark("Arbitration"),
    handing.Taker.AGENCY: mark("Collection agency"),
    handing.HandingState.OUT: mark("Out of house"),
    handing.HandingState.RETURNED: mark("Returned"),
    handing.Result.PAID: mark("Paid in full"),
    handing.Result.PART_PAID: mark("Paid in part"),
    handing.Result.AGREED: mark("An arrangement was made"),
    handing.Result.TITLE: mark("Judgement or award obtained"),
    handing.Result.NOTHING: mark("Nothing came of it"),
    handing.Result.WITHDRAWN: mark("Taken back by the branch"),
    kept_rates.KeptBy.CLERK: mark("Taken down by"),
    kept_rates.KeptBy.REASON: mark("Why it is late"),
    kept_rates.KeptBy.CASE: mark("Case"),
}
"""What the parts of a debt, classes, waivers, watch periods and handed-out cases are called."""

WHY_NEXT: Final = {
    "remind.steady": mark("Remind: falls due soon; nothing agreed was broken so far"),
    "remind.high_risk": mark("Remind early: the risk check saw a high risk"),
    "remind.broke_before": mark("Remind early: a promise or plan was broken before"),
    "remind.paid_late": mark("Remind in good time: an instalment came late"),
    "remind.broke_last": mark("Remind in good time: the last promise wasn't kept"),
    "remind.instalments.steady": mark(
        "Remind early, by kind of plan (Instalments): nothing agreed was broken so far"
    ),
    "remind.instalments.shaky": mark(
        "Remind early, by kind of plan (Instalments): high risk, or something was broken before"
    ),
    "remind.instalments.after_miss": mark(
        "Remind early, by kind of plan (Instalments): the last date was missed"
    ),
    "remind.extension.steady": mark(
        "Remind early, by kind of plan (Extension, one day to pay): nothing agreed was broken so far"
    ),
    "remind.extension.shaky": mark(
        "Remind early, by kind of plan (Extension, one day to pay): high risk, or something was broken before"
    ),
    "remind.extension.after_miss": mark(
        "Remind early, by kind of plan (Extension, one day to pay): the last date was missed"
    ),
    "remind.reageing.steady": mark(
        "Remind early, by kind of plan (Everything anew): nothing agreed was broken so far"
    ),
    "remind.reageing.shaky": mark(
        "Remind early, by kind of plan (Everything anew): high risk, or something was broken before"
    ),
    "remind.reageing.after_miss": mark(
        "Remind early, by kind of plan (Everything anew): the last date was missed"
    ),
    "remind.waiver.steady": mark(
        "Remind early, by kind of plan (Waiver that one miss ends): nothing agreed was broken so far"
    ),
    "remind.waiver.shaky": mark(
        "Remind early, by kind of plan (Waiver that one miss ends): high risk, or something was broken before"
    ),
    "remind.waiver.after_miss": mark(
        "Remind early, by kind of plan (Waiver that one miss ends): the last date was missed"
    ),
    "remind.settlement.steady": mark(
        "Remind early, by kind of plan (Settlement, one day to pay): nothing agreed was broken so far"
    ),
    "remind.settlement.shaky": mark(
        "Remind early, by kind of plan (Settlement, one day to pay): high risk, or something was broken before"
    ),
    "remind.settlement.after_miss": mark(
        "Remind early, by kind of plan (Settlement, one day to pay): the last date was missed"
    ),
    "plan.in_grace": mark("An instalment is late; it can still be made up for"),
    "watch.review": mark("The watch period ends: review it"),
    "handing.back_by": mark("The case should be back from outside"),
    "handing.returned": mark("The case came back from outside"),
    "adjust.kept.review": mark("Keeps their word: looked at less often"),
    "adjust.partly_kept.promise_broken": mark("Kept in part again: ask what can be paid"),
    "adjust.partly_kept.solution": mark("Pays, but less than promised: agree on smaller instalments"),
    "adjust.partly_kept.assess": mark("Promises aren't kept: check the risk again"),
    "adjust.broken.promise_broken": mark("Broken again: ask what went wrong"),
    "adjust.broken.solution": mark("Broken again: a plan that can be kept instead of another promise"),
    "adjust.broken.assess": mark("Several promises broken: check the risk again, look for another way"),
    "adjust.plan_broken.plan_broken": mark("A plan is in breach again"),
    "adjust.plan_broken.solution": mark("A plan broke again: go through the household's budget"),
    "adjust.plan_broken.assess": mark("A second plan broke: check the risk again"),
    "adjust.unanswered.call": mark("Calls stay unanswered: try another time of day"),
    "adjust.unanswered.assess": mark("Calls stay unanswered: check the risk again, look for another way"),
}
"""Why a step comes next, where it follows a solution or what came of it."""

REFUSED: Final = {
    "designation.above_owed": mark(
        "{amount} is {rest} more than is overdue on all of them: note the rest on one debt."
    ),
    "designation.nothing_owed": mark("Nothing is overdue here that a payment could be shared among."),
    "lease.none": mark("Only a lease has a residual value."),
    "watch.none": mark("Nothing in {case_no} is watched."),
    "handing.none_out": mark("{case_no} is with the branch: there is nothing to take back."),
    "watch.reviewed": mark("This watch period was reviewed already."),
    "watch.reason_missing": mark("Say what the review found."),
    "watch.too_early": mark(
        "The watch period runs until {until}: it can be passed from that day on, or set longer."
    ),
    "watch.longer_day": mark("Give a day after {until} and not after {latest}."),
    "handing.receiver_missing": mark("Name who takes the case, in at most 120 characters."),
    "handing.reason_missing": mark("Say what the case is given out for."),
    "handing.agreement_missing": mark("Name the agreement with the agency, and where it lies."),
    "handing.back_by_missing": mark("Say until when the agency has the case."),
    "handing.back_by_past": mark("The day it comes back has to lie after {today}."),
    "handing.out_already": mark("The case is out already: {number}. Take it back first."),
    "handing.back_already": mark("{number} is back already."),
    "handing.result_impossible": mark("This can't come from there: choose another result."),
    "handing.papers_where": mark("Say which papers are missing and who has them."),
}
"""What is refused of watching, giving cases out and sharing payments."""
