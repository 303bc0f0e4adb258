"""How the branch's keys are told, by window and command line alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from collectdesk.words import Words, mark

if TYPE_CHECKING:
    from collectdesk.desk.branch_keys import EnvelopeLine, KeysPlate

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


def epoch_line(words: Words, plate: KeysPlate) -> str:
    """Which generation of keys, since when and why."""
    said = mark("Generation {number} of the keys, since {day}: {reason}.")
    day, why = words.date(plate.began_at.date()), reason_words(words, plate.reason)
    return words.say(said, number=plate.epoch, day=day, reason=why)


def envelope_line(words: Words, line: EnvelopeLine) -> str:
    """One envelope and whether its code was typed back from the paper."""
    good = mark("Envelope {name}, made on {day}, typed back.")
    waits = mark("Envelope {name}, made on {day}, waits to be typed back.")
    return words.say(good if line.typed_back else waits, name=line.name, day=words.date(line.made_at.date()))
