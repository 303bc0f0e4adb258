"""The glossary of codes: what every code of the domain is called, for the window, paper and the command line alike."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Final

from collectdesk.domain import (
    archiving,
    arrangements,
    backups,
    cases,
    contacts,
    imports,
    paper_approvals,
    people,
    products,
    promises,
    records,
    schedules,
    sharing,
    visits,
)
from collectdesk.domain.money import Money
from collectdesk.terms_codes import CODES
from collectdesk.words import Words, mark

TERMS: Final[dict[Enum, str]] = {
    cases.CaseState.NEW: mark("New"),
    cases.CaseState.SCREENING: mark("Screening"),
    cases.CaseState.ACTIVE: mark("Active"),
    cases.CaseState.ARRANGED: mark("Arranged"),
    cases.CaseState.ON_HOLD: mark("On hold"),
    cases.CaseState.LEGAL: mark("Legal"),
    cases.CaseState.CURED: mark("Cured"),
    cases.CaseState.CLOSED: mark("Closed"),
    cases.CaseState.ARCHIVED: mark("Archived"),
    backups.Rhythm.DAILY: mark("Each day"),
    backups.Rhythm.WEEKLY: mark("Each week"),
    backups.Rhythm.MONTHLY: mark("Each month"),
    backups.Occasion.BY_HAND: mark("By hand"),
    backups.Occasion.PLANNED: mark("By plan"),
    backups.Occasion.FOUND: mark("Found there"),
    backups.BackupState.KEPT: mark("Stays"),
    backups.BackupState.LEAVING: mark("Goes next"),
    backups.BackupState.REMOVED: mark("Removed"),
    sharing.ShareReason.LEAVE: mark("Leave"),
    sharing.ShareReason.ILLNESS: mark("Illness"),
    sharing.ShareReason.TRAINING: mark("Training or travel"),
    sharing.ShareReason.WORKLOAD: mark("Even workload"),
    sharing.ShareReason.KINSHIP: mark("Related to the customer"),
    sharing.ShareReason.LEAVING: mark("Leaves the branch or the post"),
    archiving.Missing.STILL_OVERDUE: mark("Something is still overdue"),
    archiving.Missing.NOT_ASSESSED: mark("No risk check"),
    archiving.Missing.REQUEST_OPEN: mark("A visit request is open"),
    archiving.Missing.VISIT_OPEN: mark("A planned visit has no record"),
    archiving.Missing.RECORD_WAITING: mark("A record waits for sign-off"),
    archiving.Missing.NO_SIGNED_RECORD: mark("No signed visit record"),
    archiving.Missing.PROMISE_RUNNING: mark("A promise is running"),
    archiving.Missing.PLAN_RUNNING: mark("A plan is running"),
    archiving.Missing.BREACH_OPEN: mark("A breach isn't acknowledged"),
    cases.ProductStage.CURRENT: mark("Current"),
    cases.ProductStage.OVERDUE: mark("Overdue"),
    cases.ProductStage.ARRANGED: mark("Plan running"),
    cases.ProductStage.CURED: mark("Cured"),
    cases.StepKind.CALL: mark("Call the customer"),
    cases.StepKind.ASSESS: mark("Check the risk"),
    cases.StepKind.REQUEST_VISIT: mark("Consider a visit"),
    cases.StepKind.PLAN_VISIT: mark("Plan the visit"),
    cases.StepKind.NOTIFY: mark("Tell the customer of the visit"),
    cases.StepKind.PRINT_KIT: mark("Print the kit"),
    cases.StepKind.RECORD_VISIT: mark("Record the visit"),
    cases.StepKind.SOLUTION: mark("Offer a solution"),
    cases.StepKind.FOLLOW_PROMISE: mark("Follow up the promise"),
    cases.StepKind.FOLLOW_PLAN: mark("Follow up the plan"),
    cases.StepKind.PROMISE_BROKEN: mark("Promise broken: act"),
    cases.StepKind.PLAN_BROKEN: mark("Plan broken: act"),
    cases.StepKind.ARCHIVE: mark("Archive the case"),
    cases.StepKind.REVIEW: mark("Review"),
    contacts.Channel.PHONE: mark("Phone"),
    contacts.Channel.SMS: mark("Text message"),
    contacts.Channel.LETTER: mark("Letter"),
    contacts.Channel.VISIT: mark("Visit"),
    contacts.Channel.WECHAT: mark("WeChat"),
    contacts.Direction.OUTGOING: mark("Outgoing"),
    contacts.Direction.INCOMING: mark("Incoming"),
    contacts.Reached.NOBODY: mark("Nobody"),
    contacts.Reached.DEBTOR: mark("The borrower"),
    contacts.Reached.GUARANTOR: mark("The guarantor"),
    contacts.Reached.FAMILY: mark("A family member"),
    contacts.Reached.THIRD_PARTY: mark("A third person"),
    contacts.Reached.WRONG_PERSON: mark("A wrong person"),
    contacts.ContactOutcome.NO_ANSWER: mark("No answer"),
    contacts.ContactOutcome.BUSY: mark("Busy"),
    contacts.ContactOutcome.SWITCHED_OFF: mark("Switched off"),
    contacts.ContactOutcome.EMPTY_NUMBER: mark("Number doesn't exist"),
    contacts.ContactOutcome.MESSAGE_SENT: mark("Message sent"),
    contacts.ContactOutcome.PROMISED: mark("Promises to pay"),
    contacts.ContactOutcome.REFUSED: mark("Refuses to pay"),
    contacts.ContactOutcome.HARDSHIP: mark("In hardship"),
    contacts.ContactOutcome.DISPUTED: mark("Disputes the debt"),
    contacts.ContactOutcome.CLAIMS_PAID: mark("Says it is paid"),
    contacts.ContactOutcome.CALL_BACK: mark("Asks for a call back"),
    contacts.ContactOutcome.ASKS_TO_STOP: mark("Asks to stop contact"),
    contacts.ContactOutcome.VISIT_AGREED: mark("Agrees to the visit"),
    contacts.ContactOutcome.VISIT_DECLINED: mark("Declines the visit"),
    contacts.ContactOutcome.OTHER_TIME: mark("Wants another time"),
    contacts.ContactOutcome.WILL_PASS_ON: mark("Will pass the message on"),
    contacts.ContactOutcome.WONT_PASS_ON: mark("Won't pass the message on"),
    contacts.ContactOutcome.WRONG_NUMBER: mark("Not this person's number"),
    contacts.ContactOutcome.NOTED: mark("Noted"),
    visits.RequestReason.PROMISE_BROKEN: mark("Promise broken"),
    visits.RequestReason.LOST_CONTACT: mark("Lost contact"),
    visits.RequestReason.VERIFICATION: mark("Verification of the situation"),
    visits.RequestReason.COLLATERAL: mark("Collateral check"),
    visits.RequestReason.NOTICE_SERVICE: mark("Service of a notice"),
    visits.RequestState.SUBMITTED: mark("Waiting for approval"),
    visits.RequestState.APPROVED: mark("Approved"),
    visits.RequestState.RETURNED: mark("Returned"),
    visits.RequestState.REJECTED: mark("Rejected"),
    visits.RequestState.PLANNED: mark("Planned"),
    visits.RequestState.FULFILLED: mark("Done"),
    visits.RequestState.WITHDRAWN: mark("Withdrawn"),
    visits.Verdict.APPROVE: mark("Approve"),
    visits.Verdict.RETURN: mark("Return"),
    visits.Verdict.REJECT: mark("Reject"),
    visits.VisitState.SCHEDULED: mark("Scheduled"),
    visits.VisitState.KIT_PRINTED: mark("Kit printed"),
    visits.VisitState.RECORDED: mark("Record typed"),
    visits.VisitState.SENT_BACK: mark("Sent back"),
    visits.VisitState.SIGNED_OFF: mark("Signed off"),
    visits.VisitState.CANCELLED: mark("Cancelled"),
    visits.Approach.REMIND: mark("Remind"),
    visits.Approach.UNDERSTAND: mark("Understand the situation"),
    visits.Approach.HARDSHIP: mark("Help through hardship"),
    visits.Approach.VERIFY: mark("Verify"),
    visits.Approach.SERVE_NOTICE: mark("Serve a notice"),
    records.Met.BORROWER: mark("The borrower"),
    records.Met.FAMILY: mark("A family member"),
    records.Met.COLLEAGUE: mark("A colleague"),
    records.Met.NEIGHBOUR: mark("A neighbour"),
    records.Met.NOBODY: mark("Nobody there"),
    records.Met.BAD_ADDRESS: mark("Wrong address"),
    records.Met.REFUSED: mark("Refused to talk"),
    records.Met.STOPPED_FOR_SAFETY: mark("Stopped for safety"),
    records.Identity.DOCUMENT_SEEN: mark("Document seen"),
    records.Identity.QUESTIONS_ANSWERED: mark("Questions answered"),
    records.Identity.NOT_CONFIRMED: mark("Not confirmed"),
    records.Identity.NOT_APPLICABLE: mark("Not applicable"),
    records.Entry.NOT_ENTERED: mark("Door talk only"),
    records.Entry.CONSENTED: mark("Entered with consent"),
    records.Entry.ENTERED_WITHOUT_CONSENT: mark("Entered, consent not noted"),
    records.Recording.ON: mark("Sound or picture recorded"),
    records.Recording.REFUSED: mark("Recording refused"),
    records.Recording.NONE: mark("Not recorded"),
    records.OverdueReason.JOB_LOST: mark("Lost the job"),
    records.OverdueReason.INCOME_DOWN: mark("Income fell"),
    records.OverdueReason.ILLNESS: mark("Illness"),
    records.OverdueReason.FAMILY_EVENT: mark("Family event"),
    records.OverdueReason.BUSINESS_FAILED: mark("Business failed"),
    records.OverdueReason.DISASTER: mark("Disaster"),
    records.OverdueReason.FORGOTTEN: mark("Forgotten or technical"),
    records.OverdueReason.STATEMENT_DISPUTE: mark("Disputes the statement"),
    records.OverdueReason.DECEIVED: mark("Deceived or impersonated"),
    records.OverdueReason.UNWILLING: mark("Unwilling"),
    records.OverdueReason.OTHER: mark("Other reason"),
    records.IncomeSource.WAGES: mark("Wages"),
    records.IncomeSource.ODD_JOBS: mark("Odd jobs"),
    records.IncomeSource.BUSINESS: mark("Own business"),
    records.IncomeSource.FARMING: mark("Farming"),
    records.IncomeSource.PENSION: mark("Pension"),
    records.IncomeSource.FAMILY_SUPPORT: mark("Family support"),
    records.IncomeSource.BENEFITS: mark("Benefits"),
    records.IncomeSource.NONE: mark("No income"),
    records.FamilySituation.SUPPORTS_CHILDREN: mark("Supports children"),
    records.FamilySituation.SUPPORTS_ELDERS: mark("Supports elders"),
    records.FamilySituation.SPOUSE_EARNS: mark("Spouse earns"),
    records.FamilySituation.LIVES_ALONE: mark("Lives alone"),
    records.FamilySituation.ILL_MEMBER: mark("Serious illness at home"),
    records.FamilySituation.MINORS_PRESENT: mark("Minors present"),
    records.FamilySituation.BEREAVED: mark("Bereaved"),
    records.Attitude.COOPERATIVE: mark("Cooperative"),
    records.Attitude.WILLING_UNABLE: mark("Willing but unable"),
    records.Attitude.EVASIVE: mark("Evasive"),
    records.Attitude.HOSTILE: mark("Hostile"),
    records.Attitude.NOT_SEEN: mark("Not seen"),
    records.VisitOutcome.PROMISED: mark("Promises to pay"),
    records.VisitOutcome.WANTS_PLAN: mark("Wants a plan"),
    records.VisitOutcome.PAID: mark("Has paid"),
    records.VisitOutcome.REFUSED_TO_PAY: mark("Refuses to pay"),
    records.VisitOutcome.HARDSHIP: mark("In hardship"),
    records.VisitOutcome.DISPUTED: mark("Disputes the debt"),
    records.VisitOutcome.NOT_MET: mark("Not met"),
    records.VisitOutcome.MOVED: mark("Has moved"),
    records.VisitOutcome.NOTICE_SERVED: mark("Notice served"),
    records.VisitOutcome.STOPPED: mark("Visit stopped"),
    records.RecordState.RECORDED: mark("Waiting for sign-off"),
    records.RecordState.SENT_BACK: mark("Sent back"),
    records.RecordState.SIGNED_OFF: mark("Signed off"),
    promises.PromiseState.ACTIVE: mark("Running"),
    promises.PromiseState.KEPT: mark("Kept"),
    promises.PromiseState.PARTLY_KEPT: mark("Partly kept"),
    promises.PromiseState.BROKEN: mark("Broken"),
    promises.PromiseState.CANCELLED: mark("Cancelled"),
    promises.PromiseState.SUPERSEDED: mark("Replaced"),
    arrangements.ArrangementKind.INSTALMENTS: mark("Instalment plan"),
    arrangements.ArrangementKind.EXTENSION: mark("Extension"),
    arrangements.ArrangementKind.SETTLEMENT: mark("Settlement"),
    arrangements.ArrangementState.OFFER: mark("Offered"),
    arrangements.ArrangementState.SIGNED: mark("Waiting for approval"),
    arrangements.ArrangementState.APPROVED: mark("Approved"),
    arrangements.ArrangementState.ACTIVE: mark("Running"),
    arrangements.ArrangementState.COMPLETED: mark("Completed"),
    arrangements.ArrangementState.BROKEN: mark("In breach"),
    arrangements.ArrangementState.CANCELLED: mark("Cancelled"),
    arrangements.ArrangementState.REPLACED: mark("Replaced"),
    arrangements.FollowUp.BROKEN: mark("In breach"),
    arrangements.FollowUp.MISSED: mark("Instalment missed"),
    arrangements.FollowUp.IN_GRACE: mark("In grace"),
    arrangements.FollowUp.ON_TRACK: mark("On track"),
    arrangements.FollowUp.COMPLETED: mark("Completed"),
    products.ProductKind.LOAN: mark("Loan"),
    products.ProductKind.CARD: mark("Card"),
    products.ProductKind.LEASE: mark("Lease"),
    paper_approvals.PaperKind.REQUEST: mark("Visit request"),
    paper_approvals.PaperKind.PLAN: mark("Repayment plan"),
    paper_approvals.PaperState.WAITING: mark("Waits for confirmation"),
    paper_approvals.PaperState.CONFIRMED: mark("Confirmed"),
    paper_approvals.PaperState.REFUSED: mark("Refused"),
    people.Role.CLERK: mark("Clerk"),
    people.Role.SUPERVISOR: mark("Supervisor"),
    people.Role.ADMINISTRATOR: mark("Administrator"),
    people.Role.AUDITOR: mark("Auditor"),
    people.Role.UNATTENDED: mark("Unattended"),
    people.Permission.READ_CASES: mark("Read customers and cases"),
    people.Permission.WORK_CASES: mark("Work on cases: log contacts, place holds"),
    people.Permission.REVEAL: mark("See a whole identity number, with a reason"),
    people.Permission.IMPORT: mark("Import core banking's files"),
    people.Permission.UNDO_IMPORT: mark("Undo an import"),
    people.Permission.ASSESS: mark("Assess the risk"),
    people.Permission.REQUEST_VISIT: mark("Ask for a visit"),
    people.Permission.APPROVE_VISIT: mark("Decide visit requests"),
    people.Permission.READ_INBOX: mark("See what waits for a decision"),
    people.Permission.END_HOLD: mark("End holds"),
    people.Permission.CONFIRM_PAPER: mark("Confirm what was approved on paper"),
    people.Permission.ASSIGN_CASE: mark("Assign cases"),
    people.Permission.NAME_DEPUTY: mark("Name deputies"),
    people.Permission.PLAN_VISIT: mark("Plan visits"),
    people.Permission.PRINT_KIT: mark("Print visit kits"),
    people.Permission.RECORD_VISIT: mark("Type visit records up"),
    people.Permission.SIGN_OFF: mark("Sign visit records off"),
    people.Permission.OFFER_SOLUTION: mark("Offer repayment plans"),
    people.Permission.APPROVE_SOLUTION: mark("Decide repayment plans"),
    people.Permission.PRINT_RECORD: mark("Print visit records"),
    people.Permission.BUILD_PACK: mark("Build archive packs"),
    people.Permission.VERIFY_PACK: mark("Verify archive packs"),
    people.Permission.READ_AUDIT: mark("Read and verify the audit trail"),
    people.Permission.READ_RULES: mark("Read the rules"),
    people.Permission.KEEP_RULES: mark("Keep the rules"),
    people.Permission.LOOSEN_RULES: mark("Loosen rules"),
    people.Permission.CLOSE_DAY: mark("Close the day"),
    people.Permission.KEEP_PEOPLE: mark("Keep people and trainings"),
    people.Permission.BACK_UP: mark("Back the branch up"),
    people.Permission.KEEP_BACKUPS: mark("Plan backups"),
    people.Permission.RESTORE: mark("Restore a backup, with a second person"),
    people.Permission.ROTATE_KEYS: mark("Change the branch's keys, with a second person"),
    people.Permission.RESET_PASSWORD: mark("Reset a password, with a second person"),
    people.Permission.OWN_PASSWORD: mark("Change one's own password"),
    people.Permission.NOTE_VERDICT: mark("Note a pack's verification in the register"),
    people.Permission.SECOND: mark("Be the second person where one isn't enough"),
    people.Permission.ACKNOWLEDGE: mark("Acknowledge breaches"),
    imports.LedgerKind.OVERDUE: mark("Overdue list"),
    imports.LedgerKind.INSTALMENTS: mark("Instalments"),
    imports.LedgerKind.PAYMENTS: mark("Payments"),
    imports.LedgerKind.PRODUCTS: mark("Products"),
    imports.LedgerKind.CUSTOMERS: mark("Customers and contacts"),
    imports.LedgerKind.GUARANTORS: mark("Guarantors"),
    imports.LedgerKind.MESSAGES: mark("Message receipts"),
    imports.Delivery.DELIVERED: mark("Delivered"),
    imports.Delivery.FAILED: mark("Not delivered"),
    imports.Delivery.NO_NUMBER: mark("No such number"),
    schedules.Method.EQUAL_INSTALMENTS: mark("Equal instalments"),
    schedules.Method.EQUAL_PRINCIPAL: mark("Equal principal"),
    schedules.Method.FIXED_AMOUNT: mark("Fixed amount"),
}


def term(words: Words, code: Enum) -> str:
    """What a code is called; raises KeyError for one without a name, which a test looks for."""
    return words.say(TERMS[code])


def code_term(words: Words, group: str, code: str) -> str:
    """What a free code of a group (hold, point, standing, source, party, evidence, verdict, why) is called.

    Text typed by a person in place of a code (the reason of a postponed step) is returned as it is.
    """
    known = CODES[group].get(code)
    return words.say(known) if known is not None else code


def named_codes() -> frozenset[Enum]:
    """Every code that has a name."""
    return frozenset(TERMS)


def shown(words: Words, value: object) -> str:
    """A fact as people read it: money, days, instants and enum members in the window's language."""
    if isinstance(value, Money):
        return words.money(value)
    if isinstance(value, datetime):
        return words.instant(value)
    if isinstance(value, date):
        return words.date(value)
    if isinstance(value, Enum):
        return term(words, value) if value in named_codes() else str(value.value)
    if isinstance(value, bool):
        return words.say(mark("yes")) if value else words.say(mark("no"))
    if isinstance(value, int):
        return words.number(value)
    if isinstance(value, Decimal) and value.is_finite():
        return f"{value:f}"
    if isinstance(value, (tuple, list, set, frozenset)):
        return ("、" if words.is_chinese else ", ").join(shown(words, each) for each in value)
    return str(value)


def noted_words(words: Words, state: str, said: Money | None) -> str:
    """What core banking said of an amount noted by hand; ``said`` is None where it knows of no such payment."""
    shown = code_term(words, "noted_state", state)
    if state != "contradicted":
        return shown
    if said is None:
        return words.say(mark("Contradicted: core banking knows of no such payment"))
    return words.say(mark("Contradicted: core banking says {amount}"), amount=words.money(said))
