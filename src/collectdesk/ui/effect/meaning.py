"""Owns what each figure is called and how it is counted, in the words that stand beside it and on hover."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.desk.effect import OLDER, Figure, FigureRow
from collectdesk.domain.contacts import ContactOutcome, Reached
from collectdesk.domain.products import Bucket, ProductKind
from collectdesk.domain.promises import PromiseState
from collectdesk.domain.records import VisitOutcome
from collectdesk.terms import term
from collectdesk.terms_audit import action_words
from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.domain.effect import Share

TITLES: Final = {
    Figure.BUCKET: mark("Overdue by bucket"),
    Figure.ROLL: mark("From one list to the next"),
    Figure.PROMISE: mark("Promises"),
    Figure.VISIT: mark("Visits by outcome"),
    Figure.CONTACT: mark("Calls"),
    Figure.BREACH: mark("Breaches"),
    Figure.REFUSAL: mark("Refused by a rule"),
}
MEANINGS: Final = {
    Figure.BUCKET: mark(
        "Products by days past due, 30 days a bucket, as core banking last stated them by that day."
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
        "Planned acts that a rule stopped before they happened, as the audit trail keeps them."
    ),
}
SMALL: Final = mark("small sample")


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


def key_words(words: Words, figure: Figure, key: str) -> str:
    """What one number counts, as the heading of the rows behind it."""
    if not key:
        return words.say(mark("all"))
    if figure is Figure.BUCKET:
        return bucket_words(words, Bucket(key))
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
    return key


def row_words(words: Words, figure: Figure, row: FigureRow) -> str:
    """What one row behind a figure is."""
    if figure is Figure.BUCKET:
        return f"{term(words, ProductKind(row.code))} · {words.days(int(row.extra or 0))}"
    if figure is Figure.ROLL:
        return term(words, ProductKind(row.code))
    if figure is Figure.PROMISE:
        return term(words, PromiseState(row.code))
    if figure is Figure.VISIT:
        return f"{term(words, VisitOutcome(row.code))} · {row.extra}"
    if figure is Figure.CONTACT:
        return f"{term(words, Reached(row.code))} · {term(words, ContactOutcome(row.extra))}"
    if figure is Figure.REFUSAL:
        return action_words(words, row.code, {"rules": ()})
    waits = words.say(mark("waits to be acknowledged"))
    return f"{row.code} · {words.say(mark('acknowledged')) if row.extra else waits}"
