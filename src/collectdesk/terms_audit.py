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
    "call.judged": mark("Asked whether a call is lawful"),
    "case.closed": mark("Closed a case"),
    "case.found": mark("Looked a case up"),
    "contact.logged": mark("Logged a contact"),
    "customer.counted": mark("Counted the customers"),
    "customer.lines_shown": mark("Looked through the customers"),
    "customer.listed": mark("Looked through the customers"),
    "customer.numbered": mark("Looked through the customers"),
    "customer.officers_shown": mark("Looked through the account officers"),
    "customer.opened": mark("Opened a customer file"),
    "customer.read_again": mark("Read a customer file again"),
    "customer.exported": mark("Took a list of customers out as a table"),
    "customer.revealed": mark("Saw a whole identity number"),
    "customer.sought": mark("Searched by identity, phone or account number"),
    "day.started": mark("Started the day"),
    "effect.opened": mark("Opened the rows behind a figure"),
    "effect.shown": mark("Looked at the figures"),
    "evidence.attached": mark("Filed evidence"),
    "follow_up.shown": mark("Looked at promises and plans"),
    "ground.kept": mark("Entered where the branch stands"),
    "ground.shown": mark("Looked where the branch stands"),
    "hold.ended": mark("Ended a hold"),
    "hold.placed": mark("Placed a hold"),
    "inbox.shown": mark("Looked at what waits for a decision"),
    "kit.printed": mark("Printed a visit kit"),
    "ledger.data_date_shown": mark("Looked at the data date"),
    "ledger.imported": mark("Imported a file"),
    "ledger.listed": mark("Looked at the imports"),
    "ledger.quarantine_exported": mark("Exported what an import left out"),
    "ledger.quarantine_shown": mark("Looked at what an import left out"),
    "ledger.read": mark("Read a file for import"),
    "order.accepted": mark("Accepted a suggested order of visits"),
    "order.gathered": mark("Asked for an order of visits"),
    "pack.built": mark("Built an archive pack"),
    "pack.verdict_noted": mark("Noted a pack's verification"),
    "pack.verified": mark("Verified an archive pack"),
    "paper.previewed": mark("Looked at printed pages"),
    "pair.blocked": mark("Blocked a number or address for a person"),
    "person.kept": mark("Kept somebody around a customer"),
    "point.changed": mark("Changed what is known of a number or address"),
    "point.checked": mark("Verified a number or address"),
    "point.kept": mark("Added a number or address"),
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
    "visit.pinned": mark("Pinned a visit's time or let it go"),
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
