"""How the branch's keys are told, by window and command line alike."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from collectdesk.domain.zones import local_day
from collectdesk.words import Words, mark

REASONS: Final[dict[str, str]] = {
    "founded": mark("founding"),
    "yearly": mark("yearly renewal"),
    "leaver": mark("somebody left"),
    "stolen": mark("a stolen PC or disk"),
    "suspected": mark("a key may be known to others"),
    "recovered": mark("recovery with an envelope"),
}
"""Why a generation of keys began."""


def reason_words(words: Words, reason: str) -> str:
    return words.say(REASONS[reason]) if reason in REASONS else reason


def epoch_line(words: Words, number: int, began_at: datetime, reason: str) -> str:
    """Which generation of keys, since when and why."""
    said = mark("Generation {number} of the keys, since {day}: {reason}.")
    return words.say(
        said, number=number, day=words.date(local_day(began_at)), reason=reason_words(words, reason)
    )


def envelope_line(words: Words, name: str, made_at: datetime, *, typed_back: bool, opened: bool) -> str:
    """One envelope and whether its code was typed back from the paper, or lies open."""
    used = mark("Envelope {name}, made on {day}, was opened; the keys weren't replaced.")
    good = mark("Envelope {name}, made on {day}, typed back.")
    waits = mark("Envelope {name}, made on {day}, waits to be typed back.")
    said = used if opened else good if typed_back else waits
    return words.say(said, name=name, day=words.date(local_day(made_at)))


def drill_line(words: Words, held_on: date, by: str, second: str, envelope: str, *, opened: bool) -> str:
    """One drill of the register."""
    good = mark("{day}: envelope {envelope} opened the copy. {by}, {second}.")
    bad = mark("{day}: envelope {envelope} didn't open the copy. {by}, {second}.")
    said = good if opened else bad
    return words.say(said, day=words.date(held_on), envelope=envelope, by=by, second=second)


def drill_due(words: Words, due_on: date, *, is_due: bool) -> str:
    """When the next drill is due."""
    late = mark(
        "The yearly drill was due on {day}: nobody knows whether envelopes and backups still open the branch."
    )
    return words.say(
        late if is_due else mark("The next yearly drill is due by {day}."), day=words.date(due_on)
    )
