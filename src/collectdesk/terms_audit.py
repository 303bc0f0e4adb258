"""What every code of the audit trail says: what somebody did, and why a trail is red."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from collectdesk.words import Words, mark

ACTIONS: Final[dict[str, str]] = {
    "account.shown": mark("Looked at who signs in"),
    "apology.printed": mark("Printed an apology"),
    "archive.listed": mark("Looked at the archive"),
    "agreement.printed": mark("Printed a repayment agreement"),
    "audit.read": mark("Read the audit trail"),
    "audit.verified": mark("Verified the audit trail"),
    "branch.founded": mark("Founded the branch"),
    "branch.shown": mark("Looked at the branch's particulars"),
    "breach.acknowledged": mark("Acknowledged a breach"),
    "call.next_judged": mark("Asked when a call is lawful next"),
    "case.assignable_listed": mark("Looked who can be given a case"),
    "case.assigned": mark("Assigned a case"),
    "call.judged": mark("Asked whether a call is lawful"),
    "case.closed": mark("Closed a case"),
    "case.found": mark("Looked a case up"),
    "contact.logged": mark("Logged a contact"),
    "customer.counted": mark("Counted the customers"),
    "customer.lines_shown": mark("Looked through the customers"),
    "customer.contacts_revealed": mark("Saw whole names and numbers of another's case"),
    "customer.listed": mark("Looked through the customers"),
    "customer.numbered": mark("Looked through the customers"),
    "customer.officers_shown": mark("Looked through the account officers"),
    "customer.opened": mark("Opened a customer file"),
    "customer.read_again": mark("Read a customer file again"),
    "customer.exported": mark("Took a list of customers out as a table"),
    "customer.revealed": mark("Saw a whole identity number"),
    "customer.sought": mark("Searched by identity, phone or account number"),
    "day.started": mark("Started the day"),
    "deputy.ended": mark("Ended a deputyship"),
    "deputy.listed": mark("Looked at the deputies"),
    "deputy.named": mark("Named a deputy"),
    "effect.opened": mark("Opened the rows behind a figure"),
    "effect.shown": mark("Looked at the figures"),
    "enquiry.noted": mark("Kept a credit-report enquiry"),
    "evidence.checked": mark("Checked the evidence"),
    "evidence.disposals_listed": mark("Looked at the certificates of disposal"),
    "evidence.disposed": mark("Disposed of a case's evidence"),
    "evidence.swept": mark("Removed files that no record needs"),
    "evidence.attached": mark("Filed evidence"),
    "finance.noted": mark("Wrote down a customer's finances"),
    "finance.shown": mark("Looked at a customer's finances"),
    "finance.struck": mark("Struck a figure of a customer's finances"),
    "follow_up.shown": mark("Looked at promises and plans"),
    "hold.ended": mark("Ended a hold"),
    "hold.placed": mark("Placed a hold"),
    "inbox.shown": mark("Looked at what waits for a decision"),
    "keys.envelopes_made": mark("Made new codes for the envelopes"),
    "keys.envelopes_printed": mark("Printed the recovery sheets"),
    "keys.envelopes_typed_back": mark("Typed the envelopes' codes back"),
    "keys.recovered": mark("Opened the branch with an envelope's code"),
    "keys.rotated": mark("Gave the branch new keys"),
    "keys.rotation_begun": mark("Asked for new keys"),
    "keys.shown": mark("Looked at the branch's keys"),
    "kit.printed": mark("Printed a visit kit"),
    "ledger.data_date_shown": mark("Looked at the data date"),
    "ledger.imported": mark("Imported a file"),
    "ledger.listed": mark("Looked at the imports"),
    "ledger.quarantine_exported": mark("Exported what an import left out"),
    "ledger.quarantine_shown": mark("Looked at what an import left out"),
    "ledger.read": mark("Read a file for import"),
    "pack.built": mark("Built an archive pack"),
    "pack.verdict_noted": mark("Noted a pack's verification"),
    "pack.verified": mark("Verified an archive pack"),
    "paper.previewed": mark("Looked at printed pages"),
    "pair.blocked": mark("Blocked a number or address for a person"),
    "person.kept": mark("Kept somebody around a customer"),
    "point.changed": mark("Changed what is known of a number or address"),
    "point.checked": mark("Verified a number or address"),
    "point.kept": mark("Added a number or address"),
    "paper.approvers_listed": mark("Looked who can have signed a paper"),
    "paper.confirmed": mark("Confirmed what was approved on paper"),
    "paper.refused": mark("Refused what was approved on paper"),
    "paper.taken": mark("Acted on an approval on paper"),
    "password.changed": mark("Changed their own password"),
    "password.reset": mark("Reset a password"),
    "person.added": mark("Added somebody who signs in"),
    "person.removed": mark("Removed somebody who left"),
    "person.role_changed": mark("Changed somebody's role"),
    "promise.hinted": mark("Weighed a promise"),
    "promise.made": mark("Took down a promise"),
    "record.found": mark("Looked a visit record up"),
    "record.listed": mark("Looked at the records that wait"),
    "record.opened": mark("Opened a visit record"),
    "record.printed": mark("Printed a visit record"),
    "record.sent_back": mark("Sent a visit record back"),
    "record.signed_off": mark("Signed a visit record off"),
    "risk.assessed": mark("Assessed the risk"),
    "rules.shown": mark("Looked at the rules"),
    "session.closed": mark("Signed out"),
    "session.opened": mark("Signed in"),
    "signature.listed": mark("Looked at the personal signatures"),
    "signature.verified": mark("Verified the personal signatures"),
    "sign_in.book_altered": mark("The book of wrong passwords was altered or removed"),
    "sign_in.failed": mark("Somebody gave a wrong password"),
    "solution.decided": mark("Decided a repayment plan"),
    "solution.offered": mark("Offered a repayment plan"),
    "solution.signed": mark("Noted that a plan is signed"),
    "solution.shown": mark("Worked out a repayment plan"),
    "staff.enrolled": mark("Added people who go out"),
    "staff.listed": mark("Looked at who can go out"),
    "staff.shown": mark("Looked at the staff's training"),
    "step.finished": mark("Finished a review"),
    "step.postponed": mark("Put a step off"),
    "today.shown": mark("Looked at today's work"),
    "training.added": mark("Recorded a training"),
    "view.dropped": mark("Forgot a list kept by name"),
    "view.kept": mark("Kept a list"),
    "view.listed": mark("Looked at the lists kept by name"),
    "visit.advised": mark("Asked whether a visit is lawful"),
    "visit.cancelled": mark("Called a visit off"),
    "visit.decided": mark("Decided a visit request"),
    "visit.found": mark("Looked a visit up"),
    "visit.listed": mark("Looked at the visits"),
    "visit.notified": mark("Told the customer of a visit"),
    "visit.opened": mark("Opened a visit"),
    "visit.planned": mark("Planned a visit"),
    "visit.recorded": mark("Typed a visit record up"),
    "visit.requested": mark("Asked for a visit"),
    "visit.requests_listed": mark("Looked at the visit requests"),
    "visit.withdrawn": mark("Withdrew a visit request"),
}
_REFUSED: Final = "refused."
REFUSED: Final = mark("Refused for lack of permission: {what}")
RULED_OUT: Final = mark("Refused by a rule: {what}")
BROKEN: Final[dict[str, str]] = {
    "gap": mark("Entry {at} is missing: somebody removed it."),
    "previous_differs": mark("Entry {at} doesn't follow the one before it: entries were exchanged."),
    "entry_altered": mark("Entry {at} was changed after it was written."),
    "head_differs": mark("The trail ends before entry {at}, but the branch remembers another end."),
    "tail_cut": mark(
        "The trail ends before entry {at}, yet the paper names a later one: its end was cut off."
    ),
    "anchor_differs": mark("Entry {at} isn't the one that the paper names."),
}


def action_words(words: Words, action: str, about: Mapping[str, object] | None = None) -> str:
    """What an audit code says; raises KeyError for one without words, which a test looks for."""
    if not action.startswith(_REFUSED):
        return words.say(ACTIONS[action])
    sentence = RULED_OUT if "rules" in (about or {}) else REFUSED
    return words.say(sentence, what=words.say(ACTIONS[action.removeprefix(_REFUSED)]))


def broken_words(words: Words, reason: str, at: int) -> str:
    """Why the trail is red, and where."""
    return words.say(BROKEN[reason], at=words.number(at))
