"""What every code of the audit trail says: what somebody did, and why a trail is red."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from collectdesk.domain.trail import Anchor, Break, Source, TrailVerdict
from collectdesk.words import Words, mark

ACTIONS: Final[dict[str, str]] = {
    "account.shown": mark("Looked at who signs in"),
    "apology.printed": mark("Printed an apology"),
    "chronology.printed": mark("Printed the chronology of a case"),
    "clock.shown": mark("Looked at the legal clocks of a case"),
    "clock.listed": mark("Looked at the terms that end soon"),
    "clock.fact_noted": mark("Noted what a legal clock hangs on"),
    "complaint.registered": mark("Registered a complaint"),
    "complaint.marked": mark("Noted the mark of an objection at the bureau"),
    "complaint.extended": mark("Gave a complaint the longer term"),
    "complaint.answered": mark("Answered a complaint"),
    "complaint.improvement_set": mark("Set an improvement after a complaint"),
    "complaint.result_noted": mark("Noted what came of an improvement"),
    "complaint.closed": mark("Closed a complaint"),
    "complaint.reopened": mark("Took a complaint up again"),
    "complaint.listed": mark("Looked at the register of complaints"),
    "complaint.found": mark("Looked a complaint up"),
    "complaint.colleagues_listed": mark("Looked at whom a complaint can be about"),
    "letterhead.kept": mark("Changed the letterhead"),
    "letterhead.shown": mark("Looked at the letterhead"),
    "notice.made": mark("Wrote a notice"),
    "notice.judged": mark("Asked whether a notice is lawful"),
    "sender.listed": mark("Looked at the approved accounts"),
    "sender.entered": mark("Entered an account to write from"),
    "sender.decided": mark("Decided on an account to write from"),
    "sender.ended": mark("Ended an account to write from"),
    "text.listed": mark("Looked at the texts to customers"),
    "text.written": mark("Wrote a text to customers"),
    "text.decided": mark("Decided on a text to customers"),
    "text.withdrawn": mark("Withdrew a text to customers"),
    "notice.batch_made": mark("Wrote notices to many customers"),
    "notice.post_list_written": mark("Wrote the post office's list of letters"),
    "notice.messages_written": mark("Handed messages to the gateway"),
    "notice.post_file_read": mark("Read the post office's file"),
    "notice.post_file_taken": mark("Took the post office's file in"),
    "notice.decided": mark("Decided on a notice"),
    "notice.dropped": mark("Put a notice aside"),
    "notice.listed": mark("Looked at a case's notices"),
    "notice.waiting_listed": mark("Looked at the notices that wait"),
    "notice.levels_shown": mark("Looked at the levels of notices"),
    "notice.found": mark("Looked a notice up"),
    "notice.read": mark("Read a notice"),
    "notice.printed": mark("Printed notices"),
    "notice.seal_requested": mark("Printed a seal request"),
    "notice.sealed": mark("Noted the seal on notices"),
    "notice.posted": mark("Noted that a notice was posted"),
    "notice.proven": mark("Noted how a notice was served"),
    "archive.listed": mark("Looked at the archive"),
    "agreement.printed": mark("Printed a repayment agreement"),
    "audit.exported": mark("Exported the audit trail"),
    "audit.read": mark("Read the audit trail"),
    "audit.anchor_renewed": mark("Let the keyring remember the trail anew"),
    "audit.verified": mark("Verified the audit trail"),
    "backup.listed": mark("Looked at the backups"),
    "backup.made": mark("Backed the branch up"),
    "backup.plan_dropped": mark("Ended the backups to a folder"),
    "backup.planned": mark("Planned backups to a folder"),
    "backup.standing_shown": mark("Looked at how the backups stand"),
    "backup.verified": mark("Proved a backup"),
    "branch.founded": mark("Founded the branch"),
    "branch.restored": mark("Restored the branch from a backup"),
    "branch.shown": mark("Looked at the branch's particulars"),
    "breach.acknowledged": mark("Acknowledged a breach"),
    "call.next_judged": mark("Asked when a call is lawful next"),
    "case.assignable_listed": mark("Looked who can be given a case"),
    "case.assigned": mark("Assigned a case"),
    "entry.corrected": mark("Marked an entry as another customer's"),
    "customer.duplicates_sought": mark("Looked for duplicate files"),
    "customer.files_compared": mark("Compared two files"),
    "customer.merged": mark("Made one file of two"),
    "customer.kept_apart": mark("Noted that two files are two persons'"),
    "customer.merger_undone": mark("Made two files of one again"),
    "customer.mergers_listed": mark("Looked at merged files"),
    "case.shared_out": mark("Shared cases out"),
    "case.sharing_ended": mark("Had cases go back early"),
    "case.sharings_shown": mark("Looked how cases are shared out"),
    "hand_over.printed": mark("Printed a hand-over sheet"),
    "call.judged": mark("Asked whether a call is lawful"),
    "case.closed": mark("Closed a case"),
    "case.found": mark("Looked a case up"),
    "clock.confirmed": mark("Confirmed the clock after it had gone back"),
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
    "day.closed": mark("Closed the day"),
    "day.closings_listed": mark("Looked at the evening pages"),
    "day.started": mark("Started the day"),
    "deputy.ended": mark("Ended a deputyship"),
    "deputy.listed": mark("Looked at the deputies"),
    "deputy.named": mark("Named a deputy"),
    "effect.opened": mark("Opened the rows behind a figure"),
    "effect.measured": mark("Looked at the measures of effect"),
    "effect.exported": mark("Took the figures of effect along"),
    "effect.reported": mark("Printed the branch report"),
    "effect.shown": mark("Looked at the figures"),
    "enquiry.noted": mark("Kept a credit-report enquiry"),
    "evidence.looked_at": mark("Looked at a piece of evidence"),
    "evidence.checked": mark("Checked the evidence"),
    "evidence.disposals_listed": mark("Looked at the certificates of disposal"),
    "evidence.certificate_printed": mark("Printed a certificate of disposal"),
    "evidence.disposed": mark("Disposed of a case's evidence"),
    "evidence.swept": mark("Removed files that no record needs"),
    "evidence.attached": mark("Filed evidence"),
    "amount.listed": mark("Listed the amounts noted by hand"),
    "amount.noted": mark("Noted an amount by hand"),
    "amount.struck": mark("Struck an amount noted by hand"),
    "customer.listed_past": mark("Listed customers as of a past day"),
    "finance.noted": mark("Wrote down a customer's finances"),
    "finance.shown": mark("Looked at a customer's finances"),
    "finance.struck": mark("Struck a figure of a customer's finances"),
    "wish.ended": mark("Ended somebody's wish"),
    "wish.kept": mark("Kept what somebody asked for"),
    "zone.kept": mark("Kept somebody's time zone"),
    "follow_up.shown": mark("Looked at promises and plans"),
    "ground.kept": mark("Entered where the branch stands"),
    "ground.shown": mark("Looked where the branch stands"),
    "hold.ended": mark("Ended a hold"),
    "hold.proven": mark("Noted the proof of a hold"),
    "hold.placed": mark("Placed a hold"),
    "inbox.shown": mark("Looked at what waits for a decision"),
    "keys.drill_noted": mark("Noted the yearly drill"),
    "keys.drills_shown": mark("Looked at the register of drills"),
    "keys.envelopes_made": mark("Made new codes for the envelopes"),
    "keys.envelopes_printed": mark("Printed the recovery sheets"),
    "keys.envelopes_typed_back": mark("Typed the envelopes' codes back"),
    "keys.recovered": mark("Opened the branch with an envelope's code"),
    "keys.rotated": mark("Gave the branch new keys"),
    "keys.rotation_begun": mark("Asked for new keys"),
    "keys.shown": mark("Looked at the branch's keys"),
    "kit.printed": mark("Printed a visit kit"),
    "figures.checked": mark("Checked core banking's figures"),
    "ledger.compared": mark("Compared a file with the branch"),
    "ledger.data_date_shown": mark("Looked at the data date"),
    "ledger.imported": mark("Imported a file"),
    "ledger.listed": mark("Looked at the imports"),
    "ledger.looked_at": mark("Looked at the columns of a file"),
    "ledger.mapping_kept": mark("Kept how a file's columns are read"),
    "ledger.mapping_tried": mark("Tried how a file's columns are read"),
    "ledger.quarantine_mended": mark("Mended a row that an import left out"),
    "ledger.row_mended": mark("Mended a row of a file"),
    "ledger.quarantine_exported": mark("Exported what an import left out"),
    "ledger.quarantine_shown": mark("Looked at what an import left out"),
    "ledger.read": mark("Read a file for import"),
    "ledger.undo_previewed": mark("Looked at what undoing an import would do"),
    "ledger.undone": mark("Undid an import"),
    "board.shown": mark("Looked at the board of a day"),
    "board.weighed": mark("Asked what moving a visit would mean"),
    "order.accepted": mark("Accepted a suggested order of visits"),
    "order.gathered": mark("Asked for an order of visits"),
    "pack.built": mark("Built an archive pack"),
    "pack.verdict_noted": mark("Noted a pack's verification"),
    "pack.slip_printed": mark("Printed the slip of an archive pack"),
    "pack.verified": mark("Verified an archive pack"),
    "paper.previewed": mark("Looked at printed pages"),
    "pair.blocked": mark("Blocked a number or address for a person"),
    "person.kept": mark("Kept somebody around a customer"),
    "phone_list.printed": mark("Printed a phone list"),
    "phone_list.settled": mark("Accounted for a phone list"),
    "phone_list.listed": mark("Looked at the phone lists"),
    "ties.shown": mark("Looked at the map of family and guarantors"),
    "buckets.shown": mark("Looked at the branch's own buckets"),
    "buckets.set": mark("Set the branch's own buckets"),
    "buckets.withdrawn": mark("Withdrew the branch's own buckets"),
    "petition.shown": mark("Looked at what a customer asked about their data"),
    "petition.taken": mark("Took down a request about a customer's own data"),
    "petition.answered": mark("Answered a request about a customer's own data"),
    "petition.listed": mark("Looked at the requests about customers' own data"),
    "petition.copied": mark("Made the copy of a customer's own data"),
    "retention.shown": mark("Looked at what is kept beyond its term"),
    "retention.erased": mark("Erased what was kept beyond its term"),
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
    "round.shown": mark("Looked at the teams of a day"),
    "round.rechecked": mark("Rechecked a team's stops"),
    "round.released": mark("Released a team"),
    "round.left": mark("Noted that a team left"),
    "round.back": mark("Noted that a team came home"),
    "round.sheets_settled": mark("Noted what became of printed pages"),
    "round.closed": mark("Accounted for a team's day"),
    "steps.rehearsed": mark("Looked ahead with the plans of steps"),
    "steps.listed": mark("Listed drafted steps"),
    "steps.drafted": mark("Drafted steps"),
    "steps.released": mark("Released drafted steps"),
    "steps.dropped": mark("Put drafted steps aside"),
    "visit.weighed": mark("Looked at what a visit is worth"),
    "risk.overridden": mark("Overrode the scorecard"),
    "risk.override_ended": mark("Ended an override of the scorecard"),
    "staff.named_experienced": mark("Named a safety officer as experienced"),
    "rules.read": mark("Read the whole rule book"),
    "rules.pack_tried": mark("Tried a rule pack"),
    "rules.pack_loaded": mark("Loaded a rule pack"),
    "rules.pack_withdrawn": mark("Withdrew a rule pack"),
    "rules.citation_confirmed": mark("Confirmed a rule's citation"),
    "rules.loosened": mark("Loosened a rule"),
    "rules.restored": mark("Restored a rule"),
    "rules.jurisdiction_chosen": mark("Chose the jurisdiction of the rules"),
    "rules.rehearsed": mark("Rehearsed a rule pack"),
    "rules.booklet_printed": mark("Printed the rule booklet"),
    "rules.shown": mark("Looked at the rules"),
    "session.closed": mark("Signed out"),
    "session.opened": mark("Signed in"),
    "signature.listed": mark("Looked at the personal signatures"),
    "signature.verified": mark("Verified the personal signatures"),
    "sign_in.book_altered": mark("The book of wrong passwords was altered or removed"),
    "sign_in.failed": mark("Somebody gave a wrong password"),
    "solution.compared": mark("Compared the ways out of a debt"),
    "solution.decided": mark("Decided a repayment plan"),
    "solution.offered": mark("Offered a repayment plan"),
    "solution.signed": mark("Noted that a plan is signed"),
    "solution.shown": mark("Worked out a repayment plan"),
    "solution.suggested": mark("Suggested three repayment plans"),
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
    "visit.out_shown": mark("Looked at who is out"),
    "visit.back": mark("Noted that a team is back"),
    "visit.cancelled": mark("Called a visit off"),
    "visit.decided": mark("Decided a visit request"),
    "visit.found": mark("Looked a visit up"),
    "visit.listed": mark("Looked at the visits"),
    "visit.moved": mark("Moved a visit on the board"),
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
BROKEN: Final[dict[Break, str]] = {
    Break.CHANGED: mark(
        "Entry {at} of {when} isn't as the program wrote it: it was changed, or written past the program."
    ),
    Break.MISSING: mark("Entry {at} is missing: it was removed. The entry before it is of {when}."),
    Break.INSERTED: mark("Entry {at} of {when} was put in between: the program never wrote it there."),
    Break.MOVED: mark("Entry {at} of {when} was moved: the program wrote it as entry {own}."),
    Break.FOLLOWS_ANOTHER: mark(
        "Entry {at} of {when} doesn't follow the one before it: what stands before was exchanged."
    ),
    Break.HEAD_DIFFERS: mark(
        "The trail ends before entry {at}, but the branch remembers another end. The last entry is of {when}."
    ),
    Break.TAIL_CUT: mark(
        "The trail ends before entry {at}, on {when}, but {anchor} remembers entry {remembered}, and the branch "
        "holds newer records: the end of the trail was cut off."
    ),
    Break.PUT_BACK: mark(
        "The trail ends before entry {at}, on {when}, but {anchor} remembers entry {remembered}, and nothing in the "
        "branch is newer: an older copy of the whole branch was put in its place."
    ),
    Break.ANCHOR_DIFFERS: mark(
        "Entry {at} of {when} isn't the one that {anchor} remembers: what stands here was written anew, or an older "
        "copy was put back and worked on."
    ),
}
ANCHORS: Final[dict[Source, str]] = {
    Source.KEYRING: mark("this computer's keyring"),
    Source.PAPER: mark("the paper"),
    Source.PACK: mark("the pack {name}"),
    Source.BACKUP: mark("the backup {name}"),
    Source.REGISTER: mark("the register of packs ({name})"),
    Source.CLOSING: mark("the day closed on {name}"),
}
HONEST: Final = mark(
    "What was changed without the key is found. Whoever holds the key could rewrite what came after the last "
    "anchor outside (evening page, pack, keyring), personal signatures aside."
)


def action_words(words: Words, action: str, about: Mapping[str, object] | None = None) -> str:
    """What an audit code says; raises KeyError for one without words, which a test looks for."""
    if not action.startswith(_REFUSED):
        return words.say(ACTIONS[action])
    sentence = RULED_OUT if "rules" in (about or {}) else REFUSED
    return words.say(sentence, what=words.say(ACTIONS[action.removeprefix(_REFUSED)]))


_WHY_BAD: Final = {
    "signature_altered": mark("Entry {at}: what was signed or the signature itself was changed."),
    "statement_unreadable": mark("Entry {at}: what was signed can't be read any more."),
    "key_unknown": mark("Entry {at}: the key isn't one that this person held on that day."),
    "entry_differs": mark("Entry {at}: the trail says something else than what was signed."),
    "signature_missing": mark("Entry {at}: it was signed, and the signature is gone."),
}


def signature_fault(words: Words, seq: int, reason: str) -> str:
    """Why a personal signature doesn't hold."""
    return words.say(_WHY_BAD[reason], at=words.number(seq))


def who_words(words: Words, who: str, acted_for: str, second: str) -> str:
    """Who did it, for whom they stood in, and who consented beside them."""
    said = words.say(mark("{who} for {principal}"), who=who, principal=acted_for) if acted_for else who
    return words.say(mark("{who}, with {second}"), who=said, second=second) if second else said


def broken_words(words: Words, verdict: TrailVerdict) -> str:
    """Why the trail is red, and where and when."""
    anchor = verdict.anchor
    return words.say(
        BROKEN[verdict.reason or Break.CHANGED],
        at=words.number(verdict.broken_at or 0),
        when=words.instant(verdict.at) if verdict.at else "—",
        own=words.number(verdict.written_as or 0),
        anchor=anchor_words(words, anchor) if anchor else "—",
        remembered=words.number(anchor.seq if anchor else 0),
    )


def anchor_words(words: Words, anchor: Anchor) -> str:
    """Who remembers."""
    return words.say(ANCHORS[anchor.source], name=anchor.name)
