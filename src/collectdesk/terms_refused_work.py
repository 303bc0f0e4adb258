"""What is said when an act on customers and cases is refused: a sentence for every code."""

from __future__ import annotations

from typing import Final

from collectdesk.terms_answers import REFUSALS as RECORD_REFUSALS
from collectdesk.terms_solutions import REFUSED
from collectdesk.words import mark

WORK: Final[dict[str, str]] = {
    "case.closed": mark("This case was closed on {closed_on}. Open the customer's new case instead."),
    "case.not_closable": mark("The case can't be closed yet: {missing}."),
    "contact.in_future": mark("The time of the contact lies in the future. Enter when it took place."),
    "contact.other_customer": mark(
        "This number or address belongs to another customer. Choose one of this customer's."
    ),
    "contact.outcome_mismatch": mark(
        "This result doesn't go with who was reached. Choose one from the list."
    ),
    "contact.identity_mismatch": mark(
        "Only the borrower or guarantor is identified. Choose whom you reached."
    ),
    "contact.sender_mismatch": mark("This account isn't of the way you chose. Choose another."),
    "disclosure.field_missing": mark("This has to be said before anybody is told."),
    "disclosure.in_past": mark("This day is over. What has happened is noted as it happened."),
    "disclosure.not_planned": mark("This isn't planned any more: {state}."),
    "disclosure.which": mark("Name the planned one by the last letters of its number: the list shows them."),
    "original.field_missing": mark("An original needs this to be found again."),
    "original.in_future": mark("This lies in the future. Enter the day it happened."),
    "original.wrong_state": mark("That can't happen to this original now: {state}."),
    "original.signature_missing": mark(
        "Who takes an original signs for it: choose the scan of the signature."
    ),
    "original.due_back_missing": mark("Say by which day, from today on, it is to be back."),
    "original.which": mark("Name the original by the last letters of its number: the list shows them."),
    "sender.way_unknown": mark("Choose the way of contact."),
    "sender.number_missing": mark("Write the account's name or number, at most 80 characters."),
    "sender.owner_missing": mark("Say whose account it is."),
    "sender.ends_before_start": mark("The last day lies before the first."),
    "sender.none_such": mark("No account of the register fits “{number}”. The list names them."),
    "sender.known": mark("This account stands on the register already."),
    "sender.not_waiting": mark("This account doesn't wait for a decision any more: {state}."),
    "sender.not_in_use": mark("Only an approved account can be ended; this one is: {state}."),
    "sender.reason_missing": mark("Say why."),
    "contact.promise_half": mark("A promise needs its amount and its day."),
    "contact.promise_mismatch": mark("A promise belongs to the outcome “Promises to pay”."),
    "amount.product_missing": mark("Say which product the amount is about."),
    "amount.which": mark("Not one amount is meant by this ending. Take one as `amounts` lists it."),
    "amount.nought": mark("Write an amount above nought, not {amount}."),
    "amount.source_missing": mark("Say who told it or what shows it."),
    "amount.above_debt": mark(
        "A payment of {amount} is more than the {owed} that is owed on this account. Check the amount and the account; "
        "what is paid too much is told by core banking."
    ),
    "amount.absurd": mark(
        "{amount} is more than {times} times the {known} that is known of this account. Check the amount and the "
        "account."
    ),
    "amount.in_future": mark("{day} lies after today, {today}: what is known is known by today."),
    "amount.before_contract": mark("{day} lies before the contract of {opened_on}."),
    "amount.only_payments_proven": mark(
        "Only a payment is shown by a paper; figures wait for core banking's word."
    ),
    "amount.proof_missing": mark("Say what shows the payment and where it lies: slip number, screen, file."),
    "receipt.not_booked": mark(
        "Core banking has booked no payment under {reference}: a receipt is made for booked money only."
    ),
    "receipt.reversed": mark("The payment {reference} was taken back: there is nothing to confirm."),
    "tray.account_unknown": mark("No product here has this account number."),
    "tray.said_by_missing": mark("Say by whose word the money is meant for this debt."),
    "allocation.mixed_currencies": mark(
        "Payments and instalments are in several currencies ({currencies}): check them."
    ),
    "designation.no_amount": mark("A payment to share out needs an amount above nought, not {amount}."),
    "designation.unknown_debt": mark("The debt that was named isn't among those to be paid."),
    "designation.mixed_currencies": mark("The payment of {amount} is in another currency than the debts."),
    "amount.why_missing": mark("Say why the amount was a mistake."),
    "finance.no_amount": mark("Write an amount above nought."),
    "finance.source_missing": mark("Say who told it or what shows it."),
    "finance.in_future": mark("What is known is known as of today or earlier."),
    "finance.why_missing": mark("Say why the figure counts no more."),
    "enquiry.purpose_missing": mark("Choose the purpose that the authorisation names."),
    "enquiry.in_future": mark("An enquiry is written down once it is made."),
    "enquiry.not_authorised": mark(
        "The authorisation is later than the enquiry. Without one nobody may ask."
    ),
    "enquiry.authorisation_missing": mark(
        "Name the authorisation: the contract's clause or the signed paper."
    ),
    "enquiry.others_range": mark("Other lenders overdue: a number from 0 to {most}."),
    "evidence.hidden": mark(
        "A photo or scan can't be masked: only whoever works the case or decides on it looks at it."
    ),
    "evidence.no_preview": mark("Only photos (JPEG, PNG) and PDFs are shown here."),
    "evidence.too_large": mark("The file is too large to be shown here (over 64 MB)."),
    "phone_list.purpose_missing": mark("Say what the list is for."),
    "phone_list.return_past": mark("The day by which it is back has passed."),
    "phone_list.how_many": mark("Choose one to {most} customers for a list."),
    "phone_list.no_numbers": mark("None of these customers has a number that may be called now."),
    "phone_list.fate_missing": mark("Say whether its pages are back, destroyed or lost."),
    "phone_list.settled": mark("This list is accounted for already."),
    "phone_list.why_missing": mark("Say how it was lost and what was done."),
    "phone_list.not_yours": mark("Somebody else took this list out. They account for it, or a supervisor."),
    "phone_list.unknown": mark("There is no list {number}."),
    "buckets.unreadable": mark(
        "“{part}” isn't a name of at most twelve characters with the day it begins on."
    ),
    "buckets.how_many": mark("Write one to {most} buckets, such as A 1, B 31, C 91."),
    "buckets.first_day": mark("The first bucket begins on day 1: no day overdue may fall out."),
    "buckets.order": mark("Names and first days differ, and the days grow."),
    "buckets.source_missing": mark("Say by which text the branch counts so."),
    "buckets.in_past": mark("Buckets begin today or later: what was shown before stays as it was."),
    "buckets.gone": mark("These buckets are withdrawn already, or there are none of this number."),
    "petition.in_future": mark("The day it was asked lies in the future."),
    "petition.identity_missing": mark(
        "Say how the person proved who they are: nobody else may have their data."
    ),
    "petition.wish_missing": mark("Say what is wrong and what it should be."),
    "petition.known": mark("The customer asked for this already; it is to be answered by {due_on}."),
    "petition.own": mark("You took this request down yourself. Somebody else answers it."),
    "petition.reason_missing": mark(
        "Write the answer: the reason of a no, or what was put right and where core banking has to."
    ),
    "petition.no_copy": mark("The copy isn't made yet. Make it first, in the file under Data rights."),
    "petition.not_access": mark("This customer didn't ask for a copy."),
    "petition.which": mark("No request that waits is meant by this: name its kind."),
    "retention.reason_missing": mark("Say why the data is erased; the register shows it."),
    "retention.nothing": mark("Nothing of these customers is over its term."),
    "party.name_missing": mark("Write the name of the person."),
    "party.known": mark("{name} stands in this role already. Change that entry instead."),
    "party.other_customer": mark("This person stands in another customer's file."),
    "party.refused_in_future": mark("The day they asked not to be contacted lies in the future."),
    "party.why_missing": mark("Say what they said or how it is known."),
    "point.known": mark("This number or address stands there already for this person."),
    "point.wrong_pair": mark(
        "On {found_on} this was found not to be this person's. It stays blocked; add it for whom it belongs to."
    ),
    "point.label_unknown": mark("Choose what kind of number or address it is."),
    "point.no_phone": mark("A phone number has digits only, such as 13900000000 or 0871-6300000."),
    "point.no_email": mark("An e-mail address looks like name@example.com."),
    "point.no_address": mark("Write the whole address."),
    "point.source_missing": mark("Say where it comes from: without a lawful source it may not be used."),
    "point.ends_before": mark("The end of validity lies before its beginning."),
    "point.located_unsaid": mark("Say how the coordinates were obtained."),
    "point.how_unknown": mark("Say how it was verified."),
    "point.blocked": mark("This pair of number and person is blocked for good."),
    "view.name_long": mark("A list's name has at most {most} letters."),
    "hold.unknown": mark("Choose the kind of hold from the list."),
    "hold.reason_missing": mark("Say why collection stops."),
    "hold.ends_in_past": mark("The hold would end on {until}, which is past. Choose today or later."),
    "hold.reach_unknown": mark("Choose from the list what the hold stops."),
    "hold.proof_missing": mark("Say what the proof is and where it lies."),
    "hold.which": mark("Several holds or none fit. Name one by the last letters of its number."),
    "wish.which": mark("Several wishes or none fit. Name one by the last letters of its number."),
    "party.unknown": mark("Nobody around the customer is called {name}."),
    "zone.unknown": mark("{zone} is no time zone. Write it as Asia/Urumqi or Europe/Paris."),
    "wish.known": mark("This wish stands there already."),
    "wish.in_future": mark("The day on which they said it lies in the future."),
    "wish.proof_missing": mark("Say what proves it: without proof an agreement doesn't count."),
    "wish.value_missing": mark("Choose which way or which place."),
    "wish.hours_missing": mark("Write from when until when, in the person's own time."),
    "step.not_later": mark("{due_on} isn't later than today. Choose a later day."),
    "step.reason_missing": mark("Say why the step is put off."),
    "step.result_missing": mark("Say what came of the review."),
    "step.has_own_deed": mark("This step is finished by doing it; only a review is ticked off."),
    "breach.measure_missing": mark("Say what is done about the breach."),
    "reveal.reason_missing": mark("Say why the whole number is needed; the reason goes into the trail."),
    "correct.reason_missing": mark("Say how it came about."),
    "correct.not_this": mark("Only contacts, visit records, promises and holds are marked here."),
    "correct.other_case": mark("This entry isn't in this file."),
    "correct.already": mark("This entry is marked already."),
    "correct.not_yours": mark("A colleague typed this. They or a supervisor can mark it."),
    "correct.visit": mark("This contact belongs to a visit. Mark the visit's record instead."),
    "correct.same_case": mark("That is this case. Give the other one, or leave it blank."),
    "correct.promise_decided": mark("Payments have decided this promise already; it can't be taken back."),
    "merge.not_alike": mark("{one} and {other} don't look like one person's files."),
    "merge.one_file": mark("That is one file already."),
    "merge.reason_missing": mark("Say how you know."),
    "merge.gone_already": mark("{customer_no} went into another file already."),
    "merge.two_ids": mark(
        "The two identity numbers contradict each other. Have core banking correct the wrong one, or keep the files "
        "apart."
    ),
    "merge.undone_already": mark("This was taken back already."),
    "merge.worked_on": mark(
        "It has been worked on since ({parts}), so nobody can say whose that is. Correct those entries first."
    ),
    "merge.merged_on": mark("This file has itself gone into another one. Take that back first."),
    "share.nobody_named": mark("Say who gets the cases."),
    "share.to_oneself": mark("Whose cases they are can't be among those who get them."),
    "share.no_cases": mark("There is no open case among them."),
    "share.for_good_today": mark("For good means from today. Give a last day, or leave the first one blank."),
    "share.ends_before_start": mark("The last day lies before the first, {start}."),
    "share.starts_in_past": mark("The first day is past. Choose today or later."),
    "share.over": mark("These cases have gone back, or were given for good."),
    "assign.wrong_role": mark("{who} works no cases. Choose a clerk or a supervisor."),
    "request.not_waiting": mark(
        "This request is no longer waiting ({state}). Reload to see where it stands."
    ),
    "request.high_risk_reason_missing": mark(
        "High risk: say why the visit goes ahead all the same. It is the extra approval, and is kept with the plan."
    ),
    "calibration.too_few": mark(
        "{count} outcomes have matured, and the newest of them are judged on: at least {least} are needed, with both "
        "paid and unpaid among the newest. The expert's points stand meanwhile."
    ),
    "calibration.not_learnt": mark(
        "This many outcomes don't allow that card yet. Choose one that is listed."
    ),
    "calibration.not_better": mark(
        "On the newest outcomes this card isn't surely better than the one that stands (95 %). Wait for more outcomes."
    ),
    "calibration.nothing_stands": mark(
        "No learnt card stands: the expert's points do, and nothing comes before them."
    ),
    "calibration.reason_missing": mark("Say why: it stands in the trail beside the act."),
    "calibration.hold_out_range": mark("The hold-out is 0 (off) to {most} per cent of the cases."),
    "worth.too_few": mark(
        "{visited} visited and {compared} similar cases not visited can be compared: 50 of either are needed. The "
        "assumptions stand meanwhile."
    ),
    "worth.nothing_measured": mark("No figures of the branch's own stand over the assumptions."),
    "today.unknown_person": mark("Nobody called {who} works cases here: see today --loads."),
    "steps.version_taken": mark(
        "{plans} stands with version {version}: give the new plans a higher version or another id."
    ),
    "steps.no_own_plans": mark("The plans that came with the program stand: nothing to take back."),
    "steps.too_long": mark("A file of plans has {most} characters at most."),
    "day.teams_out": mark(
        "{teams} are still out: note that they are back before the day is closed (Plan, Teams), or that they have "
        "called in safe."
    ),
    "steps.days": mark("Look ahead 1 to 62 days."),
    "steps.none_chosen": mark("Choose drafts first, or all of them."),
    "override.nothing": mark("Choose another level or another way: else there is nothing to override."),
    "override.reason_missing": mark("Say what was seen or heard that the scorecard doesn't know."),
    "override.past": mark("The override would end before today. Choose today or later."),
    "override.too_long": mark("An override stands for {days} days at most; then it is looked at again."),
    "override.not_checked": mark("Check the risk first: an override stands beside the scorecard's word."),
    "override.none": mark("No override stands."),
    "override.lowering": mark(
        "A supervisor lowers a risk level or ends what raised it, since less care follows from it."
    ),
    "request.reason_missing": mark("Say why, so that the clerk knows what to do."),
    "request.not_approved": mark("Only an approved request becomes a visit; this one is: {state}."),
    "request.settled": mark("Nothing is overdue any more, so there is no reason for a visit."),
    "request.entrusted": mark(
        "An agency collects this case: the branch's own people don't visit meanwhile. End the agency's mandate under "
        "Holds first."
    ),
    "request.expired": mark(
        "The request expired on {expired_on}: what was known then may have changed. Ask again."
    ),
    "request.not_opened": mark("Open the request of {name} before approving it with others."),
    "request.weekday_unknown": mark("Weekdays run from 1 (Monday) to 7 (Sunday)."),
    "request.hours_impossible": mark("The time that suits must end after it begins."),
    "request.case_held": mark(
        "Collection is on hold ({holds}). A visit can be asked for when the hold has ended, or to serve a statutory "
        "notice that is approved for this address."
    ),
    "request.already_open": mark("This case already has a visit request under way ({state})."),
    "request.needs_address": mark("Choose the address to visit."),
    "request.address_unusable": mark("This address is marked {standing}. Choose another one."),
    "plan.in_past": mark("The planned time is past. Choose a later time."),
    "plan.length": mark("{minutes} minutes aren't possible for a visit. Choose 5 to 480."),
    "round.other_day": mark("A team is released on its own day, {day}."),
    "round.not_printed": mark("Print the sheets of every stop first: {visits} has none."),
    "round.empty": mark("No stop is left for this team: nothing to release."),
    "round.team_named": mark("Name a team by both staff numbers, as C01+S01, not {team}."),
    "round.same_team": mark("This is the same team. Choose who goes instead."),
    "diary.days": mark("The calendar shows up to {most} days at once."),
    "certificate.no_training": mark("Record {name}'s training first: its certificate belongs to it."),
    "certificate.known": mark("{file} is attached already."),
    "certificate.unreadable": mark("{file} can't be read. Is it still there?"),
    "certificate.too_large": mark("{file} is larger than {most} MB. Scan it smaller."),
    "certificate.kind": mark("{file} is no PDF, JPEG or PNG."),
    "roads.source_missing": mark("Say what the figures rest on: measured trips, a map, practice."),
    "roads.parking": mark("Parking takes 0 to 60 minutes, not {minutes}."),
    "roads.no_bands": mark("At least one band of distances is needed."),
    "roads.figure": mark("{value} can't be: from {least} to {most}."),
    "roads.bands": mark(
        "Band {number} has to begin further out and be no slower and no more crooked than the one before it: "
        "else a detour would be shorter than the way."
    ),
    "roads.area_unnamed": mark("Give the area a name, as people of the branch call it."),
    "roads.areas_most": mark("There are {most} areas already: give one up first."),
    "roads.area_overlaps": mark("It overlaps the area {name}: make one of the two smaller."),
    "roads.area_unknown": mark("There is no area {name}."),
    "roads.area_centre": mark("Say where the area's middle lies, as 25.04,102.71."),
    "vehicle.inspection": mark("Say until when the inspection holds."),
    "vehicle.plate": mark("Enter the number plate."),
    "vehicle.seats": mark("{seats} seats can't be: from {least} to {most}."),
    "vehicle.unknown": mark("There is no vehicle {plate} in the register."),
    "vehicle.in_garage": mark("{plate} is out of service."),
    "vehicle.uninspected": mark("The inspection of {plate} held until {until}: it doesn't go out on {day}."),
    "vehicle.busy": mark("{plate} goes out with {crew} that day."),
    "vehicle.seats_few": mark("{plate} has {seats} seats, {people} people go."),
    "driver.unknown": mark("Choose somebody who drives; Settings › Staff says who does."),
    "driver.untrained": mark("{name} has no training that is valid on {day}: nobody goes along untrained."),
    "driver.goes_in": mark("{name} goes in on visit {visit} that day and can't wait in the car."),
    "driver.busy": mark("{name} drives another team that day."),
    "driver.related": mark("{name} is tied to the customer of visit {visit} and doesn't go there."),
    "round.gone": mark("This team has left already."),
    "round.not_released": mark("The supervisor hasn't released this team yet."),
    "round.not_out": mark("This team hasn't left yet."),
    "round.back_already": mark("This team is back already."),
    "round.still_out": mark("This team is still out. Note first that it is back."),
    "round.closed": mark("This team's day is accounted for already."),
    "round.sheets_open": mark(
        "Nobody has said what became of {count} pages ({visits}). Record the visits, or say it for each page."
    ),
    "round.metres_of_vehicle": mark("Enter the kilometres that {plate} has gone."),
    "round.metres": mark("Enter the kilometres driven, between 0 and 2000."),
    "round.expenses": mark("Expenses can't be less than nothing."),
    "round.expense_note": mark("Say what the expenses were for."),
    "round.unknown": mark("Staff number {number} has no team on {day}."),
    "sheet.lost_by_supervisor": mark("A lost page is the supervisor's to answer for: ask them to note it."),
    "sheet.lost_reason": mark("Say how the page was lost and what was done about it."),
    "sheet.unknown": mark("This team has no page {page} of visit {visit}."),
    "plan.crew_busy": mark(
        "Somebody of the team is on visit {visit} at that time. Choose another time or team."
    ),
    "plan.on_leave": mark("{name} is away until {until}. Choose somebody else or a later day."),
    "plan.not_at_work": mark("{name} doesn't work at that time. Choose somebody else or another time."),
    "plan.officer_missing": mark("Choose the collection officer."),
    "plan.safety_missing": mark("Choose the safety officer."),
    "visit.not_open": mark("This visit is no longer open ({state})."),
    "visit.reason_missing": mark("Say why the visit is called off."),
    "notify.no_other_time": mark("Another time belongs to the answer that they want another time."),
    "notify.outcome": mark("Choose what the customer answered."),
    **RECORD_REFUSALS,
    "solution.reason_missing": mark("Say why this plan fits the customer."),
    "leaflet.letterhead_missing": mark(
        "Enter the branch's letterhead first: the leaflet says where to call, to complain and to pay."
    ),
    "waiver.other_kind": mark("Only a waiver or a settlement gives something up: choose one of these kinds."),
    "waiver.settlement_gap": mark(
        "A settlement leaves nothing: {amount} and what is waived make {covered}, the balance is {balance}."
    ),
    "waiver.above_power": mark(
        "{part}: the branch waives {most} at most by itself. For {amount} name the decision of the office above."
    ),
    "waiver.plan_not_signed": mark("Plan {number} isn't signed yet, or is decided already."),
    "waiver.reason_missing": mark("Say why this isn't waived."),
    "waiver.undecided": mark("Decide its waivers first, one by one."),
    **REFUSED,
    "waiver.was_refused": mark("A waiver was refused: refuse the plan too, and offer another."),
    "solution.other_product": mark("Choose one of this customer's products."),
    "solution.already_running": mark("Plan {number} already covers this product."),
    "case.unknown": mark(
        "There is no open case {case_no}. See the case numbers with “collectdesk customers”."
    ),
    "visit.unknown": mark("There is no visit {visit}. Its number stands on the sheet, as WF-2026-00001."),
    "request.none": mark("Case {case_no} has no visit request that is: {state}."),
    "solution.none_waiting": mark("Case {case_no} has no plan that waits for approval."),
    "sheet.unreadable": mark(
        "{file} can't be read as a visit sheet. It must be JSON: see docs/command-line.md."
    ),
    "training.certificate_missing": mark("Enter the number of the certificate, so that it can be checked."),
    "training.start_missing": mark("Enter the first day the training holds."),
    "training.end_missing": mark("Enter the last day the training holds."),
    "training.ends_before_start": mark("The training would end before it begins on {start}."),
    "training.too_long": mark("No training holds longer than five years. Check both days."),
    "sheet.field": mark("{file}: the field {name} can't hold this. Possible: {possible}."),
    "sheet.unknown_field": mark("{file}: there is no field {name}. Possible: {possible}."),
    "sheet.missing_field": mark("{file}: the field {name} is missing."),
    "solution.none_unsigned": mark("Case {case_no} has no offer that waits for a signature."),
    "solution.none": mark("Case {case_no} has no plan."),
    "demo.not_practice": mark(
        "{path} holds a real branch. The practice day never touches one: choose another folder."
    ),
    "kit.empty": mark("Choose at least one visit to print."),
    "outing.in_future": mark("The return lies in the future. Enter when the team came back."),
    "outing.before_start": mark("The return lies long before the visit. Enter when the team came back."),
    "outing.not_out": mark("The team of visit {visit} isn't out: it is {state}."),
    "kit.not_open": mark("Visit {visit} can't be printed: it is {state}. Take it out of the kit."),
    "kit.other_day": mark("Visit {visit} isn't planned for {day}. Print each day's kit by itself."),
    "kit.other_team": mark("Visit {visit} belongs to another team. Print each team's kit by itself."),
    "preview.unreadable": mark("{file} can't be shown: it isn't a PDF, or it is damaged. Print it again."),
    "preview.no_page": mark("There is no page {page}: the paper has {pages}."),
    "step.legal_term": mark("This day is set by law: it can't be put off. Do what it asks for."),
    "clock.in_future": mark("This day lies ahead. Enter the day it happened."),
    "clock.proof_missing": mark("Say what proves it and where it lies."),
    "clock.no_obstacle": mark(
        "No obstacle stands on this day for this debt. Note first what it was and when it began."
    ),
    "complaint.subject": mark(
        "Choose what it is about; an objection is about the bureau's entry, and only that."
    ),
    "complaint.about_missing": mark("Say who is complained about."),
    "complaint.colleague_unknown": mark("Nobody of the branch is called {name}, or more than one."),
    "complaint.said_missing": mark("Write down what was brought forward, in the person's own words."),
    "complaint.in_future": mark("This day lies ahead. Enter the day it came in."),
    "complaint.no_objection": mark("Only an objection to a bureau entry is marked there."),
    "complaint.day": mark("Enter a day from {start}, when it came in, to today."),
    "complaint.no_longer_term": mark(
        "There is no longer term for this: it was given already, or it is an objection."
    ),
    "complaint.why_missing": mark("Say why."),
    "complaint.answer_missing": mark("Write what is answered."),
    "complaint.point_missing": mark("Choose the address the letter goes to."),
    "complaint.improvement_missing": mark("Say what is to get better."),
    "complaint.owner_missing": mark("Say who sees to it."),
    "complaint.due_past": mark("This day has passed. Enter one to come."),
    "complaint.no_improvement": mark("Nothing was to get better here, so there is no result to note."),
    "complaint.result_missing": mark("Say what came of it."),
    "complaint.closed": mark("This one is closed. Take it up again first, saying why."),
    "complaint.not_closed": mark("This one isn't closed."),
    "complaint.unanswered": mark("Answer it first; what isn't answered can't be closed."),
    "complaint.answer_waits": mark(
        "The answer's letter isn't on its way yet. Approve, seal and post it first."
    ),
    "complaint.improvement_open": mark("Note what came of the improvement first."),
    "complaint.unknown": mark("There is no complaint {number}. Check the number in the register."),
    "notice.level_unknown": mark("Choose the level of the notice from the list."),
    "notice.wrong_channel": mark("A notice of this level doesn't go by: {channel}. Choose another way."),
    "notice.wrong_point": mark("Choose a number or address that fits the way: {channel}."),
    "notice.point_unusable": mark("This number or address isn't valid any more. Choose another one."),
    "notice.not_for_them": mark(
        "A notice of this level isn't for this person. Choose another level or person."
    ),
    "notice.no_text": mark("No approved text exists for this level, way and language. See Settings › Texts."),
    "notice.nothing_overdue": mark("Nothing is overdue, so there is nothing to give notice of."),
    "notice.letterhead_missing": mark("The branch's letterhead isn't entered yet: Settings › Texts."),
    "notice.product_unchosen": mark(
        "Name the products this notice is about: only the borrower may be told of all of them."
    ),
    "notice.sentence_unknown": mark("Choose the added sentences from the text's own list."),
    "notice.too_early": mark(
        "By its clock this notice comes on {from_on} at the earliest. Say why it goes earlier."
    ),
    "notice.not_waiting": mark("This notice doesn't wait for approval any more: {state}."),
    "notice.reason_missing": mark("Say why."),
    "notice.not_next": mark("This notice is: {state}. It can't become: {wanted}."),
    "notice.no_seal_needed": mark("This notice needs no seal."),
    "notice.unsealed": mark("This letter isn't sealed yet. Note the seal first."),
    "notice.unknown": mark(
        "There is no notice {number}. Its number stands on the counterfoil, as TZ-2026-00001."
    ),
    "notice.none_chosen": mark("Choose at least one notice."),
    "notice.no_letter": mark("Notice {number} is a message and has no letter to print."),
    "notice.not_printable": mark("Notice {number} can't be printed: it is {state}."),
    "notice.not_sealable": mark("Notice {number} isn't a letter that waits for its seal: it is {state}."),
    "notice.two_languages": mark("Print the letters of each language by themselves."),
    "notice.waybill": mark("A waybill number has 8 to 40 letters and figures."),
    "notice.waybill_known": mark("This waybill belongs to notice {number} already."),
    "notice.none_to_post": mark(
        "No letter is ready for the post: approved, and sealed where it needs the seal."
    ),
    "notice.none_to_send": mark("No message is ready to be sent."),
    "notice.no_case": mark("This customer has no open case."),
    "notice.batch_too_long": mark("One batch holds at most {most} customers. Narrow the list down."),
    "notice.post_headings": mark(
        "{file} doesn't say which letters it is about: it needs the columns 内件号 (or Reference) and 邮件号 (or "
        "Waybill)."
    ),
    "notice.post_file_long": mark("The file has more than {most} lines. Ask for it in parts."),
    "notice.row_date": mark("A date in this line can't be read."),
    "notice.row_result": mark("What became of the letter can't be read from this line."),
    "notice.row_reference": mark("The line names no letter."),
    "notice.row_unknown": mark("No letter of the branch has this number."),
    "notice.row_waybill": mark("The waybill belongs to another letter."),
    "notice.known_already": mark("The line says nothing new."),
    "notice.no_proof": mark("Choose how the letter's way ended."),
    "notice.before_posted": mark("It can't have arrived before it was posted on {posted}."),
    "notice.scan_missing": mark("Without a waybill the service is shown by a scan: choose the file."),
    "notice.in_future": mark("This lies in the future. Enter the day it happened."),
    "letterhead.missing": mark("A letter needs this to be entered."),
    "letterhead.account": mark("An account number has 8 to 40 figures."),
    "text.forbidden": mark("“{phrase}” may not be said to a customer. {why}"),
    "text.unknown": mark("There is no such text. The list names them."),
    "text.none_such": mark("No version of this text is: {state}."),
    "text.not_waiting": mark("This version doesn't wait for approval any more: {state}."),
    "text.not_in_use": mark("Only an approved version is withdrawn; this one is: {state}."),
    "text.reason_missing": mark("Say why."),
    "text.account_named": mark(
        "No account number stands in a text: the place “account” fills in the branch's own."
    ),
    "text.sentence_filled": mark("A sentence that may be added fills nothing in: write it without braces."),
    "text.title_missing": mark("Give the text a title."),
    "text.body_missing": mark("Write the text."),
    "text.too_long": mark("The text is longer than {most} characters."),
    "text.place_unknown": mark("There is no place to fill called “{place}”. Possible: {known}."),
    "text.script_discloses": mark("A third person hears nothing of a debt: take “{place}” out."),
    "text.section_unknown": mark("A letter has no section “{section}”. Possible: {known}."),
    "text.section_missing": mark("The letter lacks sections it must show: {missing}."),
    "pack.not_ready": mark("The case can't be packed yet: {missing}."),
    "pack.meanwhile": mark(
        "Something changed while the pack was built, so it was thrown away. Build it again."
    ),
    "window.closing": mark("The window is closing, so nothing more is begun."),
}
