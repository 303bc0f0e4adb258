"""Sentences of a parcel that was taken in: what came, what waits, what wasn't taken and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectdesk.terms_audit import action_words
from collectdesk.terms_parcels import state
from collectdesk.terms_trouble import REFUSALS
from collectdesk.words import mark

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Protocol

    from collectdesk.words import Words

    class Taken(Protocol):
        """A parcel taken in on either side."""

        @property
        def far_name(self) -> str: ...
        @property
        def number(self) -> int: ...
        @property
        def taken_before(self) -> bool: ...

    class Results(Taken, Protocol):
        """What a station did."""

        @property
        def merged(self) -> int: ...
        @property
        def conflicts(self) -> int: ...
        @property
        def refused(self) -> int: ...

    class Work(Taken, Protocol):
        """What the master sent."""

        @property
        def cases(self) -> int: ...
        @property
        def withdrawn(self) -> int: ...
        @property
        def acknowledged(self) -> int: ...

    class Came(Protocol):
        """One deed of a parcel."""

        @property
        def author(self) -> str: ...
        @property
        def action(self) -> str: ...
        @property
        def done_at(self) -> datetime: ...
        @property
        def case_no(self) -> str: ...
        @property
        def state(self) -> str: ...
        @property
        def why(self) -> str: ...


def came_line(words: Words, told: Results) -> str:
    """What came of a station's parcel, in one line."""
    return _before(words, told) or words.say(
        mark("Parcel {number} of {station}: {merged} deeds taken, {conflicts} to decide, {refused} not taken."),
        number=told.number, station=told.far_name, merged=told.merged, conflicts=told.conflicts, refused=told.refused,
    )  # fmt: skip


def work_line(words: Words, taken: Work) -> str:
    """What the master's parcel brought, in one line."""
    return _before(words, taken) or words.say(
        mark("Parcel {number} of {master}: {cases} cases here, {withdrawn} went back, {acknowledged} deeds told."),
        number=taken.number, master=taken.far_name, cases=taken.cases, withdrawn=taken.withdrawn,
        acknowledged=taken.acknowledged,
    )  # fmt: skip


def _before(words: Words, taken: Taken) -> str:
    said = mark("Parcel {number} was taken in before; nothing was changed.")
    return words.say(said, number=taken.number) if taken.taken_before else ""


def deed_line(words: Words, one: Came) -> str:
    """One deed of a parcel: when, whose, where, what, and what became of it."""
    said = [
        words.instant(one.done_at),
        one.author,
        one.case_no,
        action_words(words, one.action),
        state(words, one.state),
    ]
    return "  ".join([each for each in said if each] + ([why(words, one.why)] if one.why else []))


def why(words: Words, code: str) -> str:
    """Why a deed wasn't simply taken."""
    known = REFUSALS.get(code)
    if known is None or "{" in known:
        return words.say(mark("A rule or a permission of this branch forbids it ({code})."), code=code)
    return words.say(known)
