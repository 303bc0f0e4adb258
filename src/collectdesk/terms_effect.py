"""What each figure of effect is called and how it is counted, in the words of window, table and paper."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from collectdesk.domain.contact.contacts import Reached
from collectdesk.domain.customers.products import Bucket, ProductKind
from collectdesk.domain.paper.records import OverdueReason, VisitOutcome
from collectdesk.domain.results.figures import OLDER, Figure
from collectdesk.domain.solutions import kept_rates
from collectdesk.domain.solutions.promises import PromiseState
from collectdesk.terms import term
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.domain.results.effect import Share

TITLES: Final = {
    Figure.BUCKET: mark("Overdue by bucket"),
    Figure.OWN_BUCKET: mark("Overdue by the branch's own buckets"),
    Figure.ROLL: mark("From one list to the next"),
    Figure.PROMISE: mark("Promises"),
    Figure.VISIT: mark("Visits by outcome"),
    Figure.CONTACT: mark("Calls"),
    Figure.BREACH: mark("Breaches"),
    Figure.REFUSAL: mark("Refused by a rule"),
    Figure.PAID: mark("Recovery"),
    Figure.CURED: mark("Cure"),
    Figure.TREND: mark("Trend by bucket"),
    Figure.AFTER_VISIT: mark("Payments within ten days"),
    Figure.COST: mark("Cost of visits"),
    Figure.FIRST_CONTACT: mark("Time to first contact"),
    Figure.SATISFIED: mark("Satisfied with visits"),
    Figure.COMPLAINT: mark("Complaints and objections received"),
    Figure.REASON: mark("Reasons for being overdue"),
    Figure.WORK: mark("Workload"),
    Figure.TRAINING: mark("Training"),
}
MEANINGS: Final = {
    Figure.BUCKET: mark(
        "Products by days past due, 30 days a bucket, as core banking last stated them by that day."
    ),
    Figure.OWN_BUCKET: mark(
        "Products of a kind by the buckets that the branch made for it, as they stand on that day, by core banking's "
        "newest word."
    ),
    Figure.ROLL: mark(
        "Products named in the list before and in the newest list. Off the list is usually paid, "
        "but core banking didn't say so, so it counts neither as better nor as worse."
    ),
    Figure.PROMISE: mark(
        "Judged promises count by the day they fell due; running ones are all shown. The kept rate is those "
        "kept in full, of all that payments have judged: a part paid doesn't keep a promise."
    ),
    Figure.VISIT: mark("Visits with a typed record, by the day of arrival."),
    Figure.CONTACT: mark(
        "Outgoing calls. The right-party rate is those that reached the borrower or a guarantor, of all of them."
    ),
    Figure.BREACH: mark("What happened against a rule, recorded as it was; waiting ones are in Today."),
    Figure.REFUSAL: mark(
        "Planned acts that a rule stopped before they happened, as the audit trail keeps them; of the whole branch."
    ),
    Figure.PAID: mark(
        "What core banking booked as paid in the period, as a share of what was overdue the day before it began."
    ),
    Figure.CURED: mark(
        "Products overdue the day before the period began, and how many of them owe nothing overdue at its end."
    ),
    Figure.TREND: mark(
        "Overdue amounts by bucket on the last list of each month and on the newest one, as those lists stated them."
    ),
    Figure.AFTER_VISIT: mark(
        "Visits whose ten days are over, and how many customers paid from the day after to the tenth. Beside them, on "
        "the same days, customers with the same kind of product in the same bucket whom nobody visited from thirty "
        "days before to ten days after; each visit weighs the same. Who is visited isn't drawn by lot: a "
        "difference is no proof."
    ),
    Figure.COST: mark(
        "Two people's minutes from going out to coming back (else at the door) and kilometres, at the rates of the "
        "worth of a visit, and noted expenses; per visit with a record, and per yuan paid within ten days."
    ),
    Figure.SATISFIED: mark(
        "Customers who gave four or five of five, of all who answered in the period when somebody else than the "
        "visitors asked them."
    ),
    Figure.COMPLAINT: mark("Complaints and objections to bureau entries by the day they were received."),
    Figure.FIRST_CONTACT: mark(
        "Cases opened in the period: days until the first outgoing contact, the median of those that had one."
    ),
    Figure.REASON: mark("Visit records of the period that name the reason; a record may name several."),
    Figure.WORK: mark(
        "Open cases and steps due by the day, by the person the case is given to. No amounts: they don't measure work."
    ),
    Figure.TRAINING: mark(
        "People who go out on visits: with a training valid on the day, one that ends within thirty days, or none."
    ),
}
SMALL: Final = mark("small sample")
TRAINING_STATES: Final = {
    "trained": mark("Trained"),
    "expiring": mark("Ends within 30 days"),
    "untrained": mark("Without training"),
}


def percent(share: Share) -> str:
    """38.5%, or a dash of nothing."""
    tenths = share.permille
    return "—" if tenths is None else f"{tenths // 10}.{tenths % 10}%"


def share_words(words: Words, share: Share) -> str:
    """The share with both numbers, and a warning where they are too few."""
    if not share.of:
        return words.say(mark("nothing to count yet"))
    counted = words.say(mark("{part} of {of}"), part=words.number(share.part), of=words.number(share.of))
    return f"{counted} · {words.say(SMALL)}" if share.is_small else counted


def bucket_words(words: Words, bucket: Bucket) -> str:
    """M2 · 31–60 days."""
    if bucket is Bucket.M0:
        return words.say(mark("M0 · not overdue"))
    if bucket.last_day is None:
        return words.say(mark("{bucket} · from day {first}"), bucket=bucket.value, first=bucket.first_day)
    return words.say(
        mark("{bucket} · {first}–{last} days"),
        bucket=bucket.value,
        first=bucket.first_day,
        last=bucket.last_day,
    )


def day_words(words: Words, bucket: Bucket) -> str:
    """31–60, or that there is no end."""
    if bucket.last_day is None:
        return words.say(mark("from {first}"), first=bucket.first_day)
    return f"{bucket.first_day}–{bucket.last_day}"


def own_bucket_words(words: Words, key: str) -> str:
    """Card · watch: the kind of product and what the branch calls its bucket."""
    kind, _, name = key.partition("|")
    return f"{term(words, ProductKind(kind))} · {name}"


def key_words(words: Words, figure: Figure, key: str) -> str:
    """What one number counts, as the heading of the rows behind it."""
    if not key:
        return words.say(mark("all"))
    if figure is Figure.BUCKET:
        return bucket_words(words, Bucket(key))
    if figure is Figure.OWN_BUCKET:
        return own_bucket_words(words, key)
    if figure is Figure.ROLL:
        start, _, end = key.partition(">")
        off, new = words.say(mark("off the list")), words.say(mark("not on the list before"))
        older = words.say(mark("an older bucket"))
        return f"{start or new} → {older if end == OLDER else end or off}"
    if figure is Figure.PROMISE:
        return term(words, PromiseState(key))
    if figure is Figure.VISIT:
        return term(words, VisitOutcome(key))
    if figure is Figure.CONTACT:
        return words.say(mark("right party")) if key == "right_party" else term(words, Reached(key))
    if figure is Figure.REASON:
        return term(words, OverdueReason(key))
    if figure is Figure.WORK:
        return key.partition("|")[2] or words.say(mark("nobody's"))
    if figure is Figure.TRAINING:
        return words.say(TRAINING_STATES[key])
    if figure is Figure.TREND:
        day, _, bucket = key.partition("|")
        return f"{words.date(date.fromisoformat(day))} · {bucket or words.say(mark('all'))}"
    known = _KEYS.get((figure, key))
    return key if known is None else words.say(known)


_KEYS: Final = {
    (Figure.CURED, "cured"): mark("cured"),
    (Figure.AFTER_VISIT, "paid"): mark("visited and paid"),
    (Figure.AFTER_VISIT, "others"): mark("similar, not visited, and paid"),
    (Figure.FIRST_CONTACT, "waiting"): mark("no contact yet"),
}


def kept_label(words: Words, by: kept_rates.KeptBy, key: str, name: str) -> str:
    """What a rate is of: a person, a case, or a reason by its word."""
    if by is not kept_rates.KeptBy.REASON:
        return name or "—"
    if key == kept_rates.UNKNOWN:
        return words.say(mark("Not asked yet"))
    return term(words, OverdueReason(key))
